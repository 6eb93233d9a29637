import Fulfillment
import Wire

extension World {
  /// Newest first. Without `status` only the cancelled ones, as the documents have it.
  func orderList(_ call: Call) -> HTTPResponse {
    let wanted = call.target["status"] ?? "CANCELLED"
    let number = call.target["pageNum"].map { Int($0) ?? 0 } ?? 1
    let size = call.target["pageSize"].map { Int($0) ?? 0 } ?? 20
    let known = [
      "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED", "OTHER",
    ]
    guard number >= 1, (1...200).contains(size), known.contains(wanted) else {
      return CJDesk.error(1_600_300, "Param error")
    }
    let ids = Set(call.target.list("orderIds"))
    func fits(_ purchase: Purchase) -> Bool {
      purchase.status(at: call.now) == wanted && (ids.isEmpty || ids.contains(purchase.number))
    }
    var found = bookedAtCJ.compactMap { at -> (Timestamp, Int, CJOrderSheet)? in
      guard let purchase = lives[at].purchases.first, fits(purchase) else { return nil }
      return (purchase.placedAt, at, CJOrderSheet(lives[at], purchase, at: call.now))
    }
    for (at, booking) in books.bookings.enumerated() where booking.service == .cj {
      for (part, entry) in booking.parts.enumerated() where fits(entry.purchase) {
        found.append((booking.at, lives.count + 4 * at + part, CJOrderSheet(booking, part: part)))
      }
    }
    found.sort { ($1.0, $1.1) < ($0.0, $0.1) }
    let start = min(found.count, (number - 1) * size)
    let list = found[start..<min(found.count, start + size)].map {
      $0.2.json(at: call.now, isDetail: false)
    }
    return success([
      "pageNum": .int(number), "pageSize": .int(size), "total": .int(found.count),
      "list": .list(list),
    ])
  }

  /// Found by CJ's number or by the buyer's.
  func orderDetail(_ call: Call) -> HTTPResponse {
    guard let wanted = call.target["orderId"], !wanted.isEmpty else {
      return CJDesk.error(1_600_300, "Param error")
    }
    let found = books.find(.cj, number: wanted) ?? books.find(.cj, key: wanted).map { ($0, 0) }
    if let (at, part) = found, books.bookings[at].at <= call.now {
      let sheet = CJOrderSheet(books.bookings[at], part: part)
      return success(sheet.json(at: call.now, isDetail: true))
    }
    let byShop = Int(wanted).flatMap(position(of:)).flatMap { lives[$0].isWaiting ? nil : $0 }
    let at = byShop ?? bookedAtCJ.first { lives[$0].purchases.first?.number == wanted }
    guard let at, let purchase = lives[at].purchases.first, purchase.supplier == "CJ",
      purchase.placedAt <= call.now
    else { return CJDesk.error(1_603_100, "Order not found") }
    let sheet = CJOrderSheet(lives[at], purchase, at: call.now)
    return success(sheet.json(at: call.now, isDetail: true))
  }

  /// What is left on the account: what was paid from it is gone, what CJ cancelled came back.
  func balance(at now: Timestamp) -> Int {
    books.bookings.reduce(options.balance) { left, booking in
      let isGone =
        booking.service == .cj && booking.isFromBalance && booking.isPaid(at: now)
        && !booking.isCancelled(at: now)
      return isGone ? left - booking.amount : left
    }
  }

  func balance(_ call: Call) -> HTTPResponse {
    success([
      "amount": CJDesk.usd(balance(at: call.now)), "noWithdrawalAmount": .number("0.0"),
      "freezeAmount": .number("0.0"),
    ])
  }

  /// What each house has of a variant.
  func stock(_ call: Call) -> HTTPResponse {
    guard let product = asked(call) else {
      return CJDesk.error(1_602_001, "Variant not found")
    }
    let houses = [("1", "China Warehouse", "CN"), ("2", "US Warehouse", "US")]
    return success(
      .list(
        houses.prefix(product.isDomestic ? 2 : 1).map { id, name, country in
          [
            "vid": .text(product.variantID), "areaId": .text(id), "areaEn": .text(name),
            "countryCode": .text(country), "storageNum": .int(product.stock),
            "totalInventoryNum": .int(product.stock), "cjInventoryNum": .int(product.stock / 10),
            "factoryInventoryNum": .int(product.stock - product.stock / 10),
          ]
        }))
  }

  /// What a request names by the variant's id or by CJ's sku of it.
  private func asked(_ call: Call) -> Product? {
    if let id = call.target["vid"] { return Product.byVariant[id] }
    let sku = call.target["sku"] ?? call.target["variantSku"]
    return Catalogue.fromCJ.first { "CJ" + $0.sku == sku }
  }

  /// A product with its only variant.
  func product(_ call: Call) -> HTTPResponse {
    guard let product = asked(call) else {
      return CJDesk.error(1_602_001, "Product not found")
    }
    return success([
      "pid": .text("P" + product.variantID), "productNameEn": .text(product.title),
      "productSku": .text("CJ" + String(product.id)), "variants": [variant(of: product)],
    ])
  }

  /// A variant with its price in US dollars.
  func variant(_ call: Call) -> HTTPResponse {
    guard let product = asked(call) else {
      return CJDesk.error(1_602_000, "Variant not found")
    }
    return success(variant(of: product))
  }

  private func variant(of product: Product) -> AnswerJSON {
    [
      "vid": .text(product.variantID), "pid": .text("P" + product.variantID),
      "variantName": nil, "variantNameEn": .text(product.title),
      "variantSku": .text("CJ" + product.sku), "variantProperty": "[]",
      "variantKey": "Default", "variantWeight": .int(product.grams),
      "variantSellPrice": CJDesk.usd(product.cost), "createTime": "2021-03-15T14:07:26.000+00:00",
    ]
  }

  /// What sending these pieces costs, by each method that goes there.
  func freight(_ body: Posted, _ call: Call) -> HTTPResponse {
    for name in ["startCountryCode", "endCountryCode"] where body[name].text.isEmpty {
      return CJDesk.missing(name)
    }
    var products: [Product] = []
    var grams = 0
    for item in body["products"].items {
      guard let product = Product.byVariant[item["vid"].text] else {
        return CJDesk.error(1_602_001, "Variant not found")
      }
      guard let quantity = item["quantity"].int, quantity > 0 else {
        return CJDesk.badParameter("quantity")
      }
      products.append(product)
      grams += product.grams * quantity
    }
    guard !products.isEmpty else { return CJDesk.missing("products") }
    let (from, to) = (body["startCountryCode"].text, body["endCountryCode"].text)
    let methods = CJMethod.allCases.filter { $0.goes(from: from, to: to, products) }
    return success(
      .list(
        methods.map { method in
          let cents = method.postage(grams)
          return [
            "logisticAging": .text("\(method.days.lowerBound)-\(method.days.upperBound)"),
            "logisticPrice": CJDesk.usd(cents), "logisticPriceCn": CJDesk.usd(cents * 7),
            "logisticName": .text(method.rawValue),
          ]
        }))
  }
}

extension CJMethod {
  /// Whether it takes these products that way.
  func goes(from: String, to country: String, _ products: [Product]) -> Bool {
    isDomestic
      ? from == "US" && country == "US" && products.allSatisfy(\.isDomestic) : from == "CN"
  }
}
