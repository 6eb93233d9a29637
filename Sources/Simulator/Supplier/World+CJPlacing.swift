import Fulfillment
import Wire

extension World {
  /// Checks an order as the documents have it and records it: `payType` 1 or none leaves it to be paid
  /// on a page, 2 pays it from the balance in the same step, 3 only creates it.
  mutating func createOrder(_ body: Posted, payType: Posted, _ call: Call) -> HTTPResponse {
    for name in World.required where body[name].text.isEmpty { return CJDesk.missing(name) }
    let key = body["orderNumber"].text
    guard key.utf8.count <= 50 else { return CJDesk.badParameter("orderNumber is too long") }
    let type = payType.text.isEmpty ? 1 : payType.int ?? 0
    guard (1...3).contains(type) else { return CJDesk.badParameter("payType") }
    let country = body["shippingCountryCode"].text
    guard country.utf8.count == 2 else { return CJDesk.badParameter("shippingCountryCode") }
    guard body["remark"].text.count <= 500 else { return CJDesk.badParameter("remark") }
    guard !isTaken(key) else {
      return CJDesk.error(1_603_003, "Order exist, please do not duplicate create")
    }
    let lines: [Booking.Line]
    switch orderLines(body, key) {
    case .failure(let refusal): return refusal.response
    case .success(let read): lines = read
    }
    guard let method = CJMethod(rawValue: body["logisticName"].text) else {
      return CJDesk.error(1_605_001, "Logistics is invalid")
    }
    let from = body["fromCountryCode"].text
    guard method.goes(from: from, to: country, lines.map(\.product)) else {
      return CJDesk.error(1_605_002, "Logistics does not support the country")
    }
    let booking = Booking(
      service: .cj, key: key, at: call.now, shipTo: address(body, country: country),
      course: options.temper.course(key, seed: seed), method: method.rawValue,
      carrier: method.carrier, groups: [lines])
    return enter(booking, payType: type, call)
  }

  private static let required = [
    "orderNumber", "shippingCountryCode", "shippingCountry", "shippingProvince", "shippingCity",
    "shippingCustomerName", "shippingAddress", "logisticName", "fromCountryCode",
  ]

  private struct Refused: Error {
    let response: HTTPResponse
  }

  /// An own number that was used before, by request or by a colleague at the site.
  private func isTaken(_ key: String) -> Bool {
    if books.find(.cj, key: key) != nil { return true }
    guard let at = Int(key).flatMap(position(of:)), !lives[at].isWaiting else { return false }
    return lives[at].purchases.contains { $0.supplier == "CJ" && $0.placedAt <= reached }
  }

  private func orderLines(_ body: Posted, _ key: String) -> Result<[Booking.Line], Refused> {
    func no(_ response: HTTPResponse) -> Result<[Booking.Line], Refused> {
      .failure(Refused(response: response))
    }
    let course = options.temper.course(key, seed: seed)
    var lines: [Booking.Line] = []
    for item in body["products"].items {
      let name = item["vid"].text
      guard !name.isEmpty || !item["sku"].text.isEmpty else { return no(CJDesk.missing("vid")) }
      guard let quantity = item["quantity"].int, (1...99_999).contains(quantity) else {
        return no(CJDesk.badParameter("quantity"))
      }
      guard let product = Product.byVariant[name] else {
        return no(CJDesk.error(1_602_001, "Variant not found"))
      }
      if quantity > product.stock {
        return no(CJDesk.error(1_603_102, "Inventory deduction failed"))
      }
      if course == .refused {
        return no(
          key.utf8.count % 2 == 0
            ? CJDesk.error(1_603_102, "Inventory deduction failed")
            : CJDesk.error(1_602_003, "Variant has been removed from shelves"))
      }
      let cost = course == .dearer ? product.cost * 5 / 4 : product.cost
      lines.append(
        Booking.Line(
          product: product, sku: name, quantity: quantity, cost: cost,
          reference: item["storeLineItemId"].text))
    }
    return lines.isEmpty ? no(CJDesk.missing("products")) : .success(lines)
  }

  private func address(_ body: Posted, country: String) -> Address {
    Address(
      name: body["shippingCustomerName"].text, line1: body["shippingAddress"].text,
      line2: body["shippingAddress2"].text, city: body["shippingCity"].text,
      province: body["shippingProvince"].text, postcode: body["shippingZip"].text,
      country: country, phone: body["shippingPhone"].text)
  }

  /// With `payType` 2 and too little on the account nothing is recorded: the documents speak of one
  /// step.
  private mutating func enter(
    _ booking: Booking, payType: Int, _ call: Call
  ) -> HTTPResponse {
    if payType == 2 {
      let grams = booking.groups[0].reduce(0) { $0 + $1.product.grams * $1.quantity }
      let goods = booking.groups[0].reduce(0) { $0 + $1.cost * $1.quantity }
      let postage = CJMethod(rawValue: booking.method)?.postage(grams) ?? 0
      guard goods + postage <= balance(at: call.now) else {
        return CJDesk.error(1_604_000, "Balance is insufficient")
      }
    }
    let at = book(booking, status: payType == 3 ? "CREATED" : "UNPAID")
    var shipment = ""
    if payType == 2 {
      shipment = gather([at])
      pay(at, at: call.now, fromBalance: true)
    } else if payType == 1 {
      payOnPage(at, now: call.now)
    }
    return success(created(at, shipment: shipment, call.now, hasPage: payType == 1))
  }

  private func created(
    _ at: Int, shipment: String, _ now: Timestamp, hasPage: Bool
  ) -> AnswerJSON {
    let booking = books.bookings[at]
    let number = booking.parts[0].purchase.number
    let lines = booking.groups.flatMap(\.self)
    let goods = booking.parts.reduce(0) { $0 + $1.purchase.productCost }
    return [
      "orderNumber": .text(booking.key), "orderId": .text(number),
      "shipmentOrderId": .text(shipment), "productAmount": CJDesk.usd(goods),
      "postageAmount": CJDesk.usd(booking.amount - goods),
      "orderAmount": CJDesk.usd(booking.amount), "actualPayment": CJDesk.usd(booking.amount),
      "cjPayUrl": hasPage ? .text("https://cj.example.test/pay/" + number) : nil,
      "logisticsMiss": false,
      "productInfoList": .list(
        lines.enumerated().map { position, line in
          [
            "storeLineItemId": .text(line.reference),
            "lineItemId": .text(CJOrderSheet.lineID(number, position)),
            "variantId": .text(line.product.variantID), "isGroup": false,
            "quantity": .int(line.quantity), "subOrderProducts": [],
          ]
        }),
      "orderStatus": .text(booking.parts[0].purchase.status(at: now) ?? "CREATED"),
      "interceptOrderReasons": [],
    ]
  }
}
