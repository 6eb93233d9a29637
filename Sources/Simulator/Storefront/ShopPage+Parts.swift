import Fulfillment

extension ShopPage {
  func billing(_ life: Life) -> AnswerJSON {
    let customer = life.customer
    return .object(
      person(customer) + place(customer.address)
        + [("email", .text(customer.email)), ("phone", .text(customer.address.phone))])
  }

  func shipping(_ address: Address, _ customer: Customer) -> AnswerJSON {
    .object(person(customer) + place(address) + [("phone", .text(address.phone))])
  }

  private func person(_ customer: Customer) -> [(String, AnswerJSON)] {
    [
      ("first_name", .text(customer.first)), ("last_name", .text(customer.last)),
      ("company", .text(customer.address.company)),
    ]
  }

  private func place(_ address: Address) -> [(String, AnswerJSON)] {
    [
      ("address_1", .text(address.line1)), ("address_2", .text(address.line2)),
      ("city", .text(address.city)), ("state", .text(address.province)),
      ("postcode", .text(address.postcode)), ("country", .text(address.country)),
    ]
  }

  /// One line. `price` is a number, everything else about money text.
  func line(_ cart: Cart, _ position: Int, _ life: Life) -> AnswerJSON {
    let line = cart.lines[position]
    let factor = Double(cart.currency.minorPerMajor)
    let taxes: [AnswerJSON] =
      line.tax == 0
      ? [] : [["id": 1, "total": money(line.tax, cart), "subtotal": money(line.tax, cart)]]
    return [
      "id": .int(life.id * 10 + position), "name": .text(line.product.title),
      "product_id": .int(line.product.id), "variation_id": 0, "quantity": .int(line.quantity),
      "tax_class": "", "subtotal": money(line.subtotal, cart),
      "subtotal_tax": money(line.tax, cart), "total": money(line.total, cart),
      "total_tax": money(line.tax, cart), "taxes": .list(taxes), "meta_data": [],
      "sku": line.sku.isEmpty ? nil : .text(line.sku), "global_unique_id": "",
      "price": .number(String(Double(line.total) / Double(line.quantity) / factor)),
      "image": ["id": "", "src": ""], "parent_name": nil,
    ]
  }

  func taxLines(_ cart: Cart, _ life: Life) -> AnswerJSON {
    guard cart.tax > 0 else { return [] }
    return [
      [
        "id": .int(life.id * 10 + 7), "rate_code": "US-SALES TAX-1", "rate_id": 1,
        "label": "Sales tax", "compound": false, "tax_total": money(cart.tax, cart),
        "shipping_tax_total": money(0, cart), "rate_percent": 8, "meta_data": [],
      ]
    ]
  }

  func shippingLines(_ cart: Cart, _ life: Life) -> AnswerJSON {
    [
      [
        "id": .int(life.id * 10 + 8),
        "method_title": cart.shipping == 0 ? "Free shipping" : "Flat rate",
        "method_id": cart.shipping == 0 ? "free_shipping" : "flat_rate", "instance_id": "1",
        "total": money(cart.shipping, cart), "total_tax": money(0, cart), "taxes": [],
        "tax_status": "taxable", "meta_data": [],
      ]
    ]
  }

  func couponLines(_ cart: Cart, _ life: Life) -> AnswerJSON {
    guard let coupon = cart.coupon else { return [] }
    return [
      [
        "id": .int(life.id * 10 + 9), "code": .text(coupon.lowercased()),
        "discount": money(cart.discount, cart), "discount_tax": money(0, cart),
        "meta_data": [], "discount_type": "percent", "nominal_amount": 10, "free_shipping": false,
      ]
    ]
  }
}
