import Fulfillment
import Wire

extension World {
  /// How long AliExpress knows an `out_order_id` again.
  private static let remembers = Span.hours(24)
  /// After which an unpaid order is closed.
  private static let paymentTime = Span.seconds(1_036_800)

  /// Places an order; goods of several shops become several orders.
  mutating func createAliExpress(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    let name = "param_place_order_request4_open_api_d_t_o"
    guard let text = given[name] else { return AliExpressDesk.missing(name) }
    guard let order = Posted.read(text), order.isObject else {
      return AliExpressDesk.error(
        15, "Remote service error", subCode: "isv.invalid-parameter",
        subMessage: "The parameter \(name) is no JSON")
    }
    let key = order["out_order_id"].text
    let extra = given["ds_extend_request"].flatMap(Posted.read) ?? .null
    func no(_ code: String, _ message: String) -> HTTPResponse {
      aliExpressAnswer(
        given, ["is_success": false, "error_code": .text(code), "error_msg": .text(message)])
    }
    if !key.isEmpty, let at = books.find(.aliexpress, key: key),
      call.now - books.bookings[at].at < World.remembers
    {
      return no("REPEATED_ORDER_ERROR", "The order has been placed already")
    }
    let currency = extra["payment"]["pay_currency"].text
    guard currency.isEmpty || currency == "USD" else {
      return no("PRICE_PAY_CURRENCY_ERROR", "The pay currency is not supported")
    }
    if let (code, message) = Self.problem(with: order["logistics_address"]) {
      return no(code, message)
    }
    let read: Goods
    switch aliExpressLines(order, key) {
    case .failure(let refusal): return no(refusal.code, refusal.message)
    case .success(let lines): read = lines
    }
    let at = book(
      Booking(
        service: .aliexpress, key: key, at: call.now,
        shipTo: Self.address(order["logistics_address"]),
        course: options.temper.course(key, seed: seed), method: read.method, carrier: .chinaPost,
        groups: read.groups), status: "UNPAID")
    return placedAtAliExpress(at, given, paysItself: extra["payment"]["try_to_pay"].isTrue, call)
  }

  private mutating func placedAtAliExpress(
    _ at: Int, _ given: RequestTarget, paysItself: Bool, _ call: Call
  ) -> HTTPResponse {
    let isForgotten = books.bookings[at].course == .forgotten
    if paysItself, !isForgotten {
      pay(at, at: call.now, fromBalance: false)
    } else {
      payOnPage(at, now: call.now)
    }
    if books.bookings[at].paidAt == nil { expire(at, at: call.now + World.paymentTime) }
    var result: [(String, AnswerJSON)] = [("is_success", true)]
    let numbers: [AnswerJSON] = books.bookings[at].parts.map { .number($0.purchase.number) }
    result.append(("order_list", wrapped(given, "number", numbers)))
    if paysItself, isForgotten {
      result.append(("error_msg", "OrderCreated, autoPay fail: payment was declined"))
    }
    return aliExpressAnswer(given, .object(result))
  }

  /// Closed for want of money, unless somebody pays before.
  private mutating func expire(_ at: Int, at end: Timestamp) {
    for part in books.bookings[at].parts.indices {
      books.bookings[at].parts[part].purchase.steps.append((end, "CANCELLED"))
    }
    tellLife(at)
  }

  private struct Refused: Error {
    let code: String
    let message: String
  }

  /// What is ordered, by shop, and how it is to be sent.
  private struct Goods {
    let groups: [[Booking.Line]]
    let method: String
  }

  private func aliExpressLines(
    _ order: Posted, _ key: String
  ) -> Result<Goods, Refused> {
    func no(_ code: String, _ message: String) -> Result<Goods, Refused> {
      .failure(Refused(code: code, message: message))
    }
    let course = options.temper.course(key, seed: seed)
    let country = order["logistics_address"]["country"].text
    var (groups, method): ([Int: [Booking.Line]], String) = ([:], "")
    for item in order["product_items"].items {
      guard let product = item["product_id"].int.flatMap({ Product.byAliExpressID[Int64($0)] }),
        [product.attributes, ""].contains(item["sku_attr"].text)
      else { return no("A001_ORDER_CANNOT_BE_PLACED", "The product can't be ordered") }
      guard let count = item["product_count"].int, count > 0 else {
        return no("ERROR_WHEN_BUILD_FOR_PLACE_ORDER", "The product count is wrong")
      }
      let wanted = item["logistics_service_name"].text
      guard wanted.isEmpty || AliExpressMethod(rawValue: wanted) != nil,
        AliExpressMethod.countries.contains(country)
      else { return no("DELIVERY_METHOD_NOT_EXIST", "The delivery method does not exist") }
      if count > product.stock || course == .refused {
        return no("INVENTORY_HOLD_ERROR", "The inventory is not enough")
      }
      if method.isEmpty { method = wanted }
      let raise = course == .dearer ? product.aliExpressCost / 4 : 0
      groups[product.id % 3, default: []].append(
        Booking.Line(
          product: product, sku: "\(product.aliExpressID);\(product.attributes)",
          quantity: count, cost: product.aliExpressCost + raise))
    }
    guard !groups.isEmpty else {
      return no("ERROR_WHEN_BUILD_FOR_PLACE_ORDER", "There is nothing to order")
    }
    return .success(Goods(groups: groups.sorted { $0.key < $1.key }.map(\.value), method: method))
  }

  /// What is wrong with an address; nil where nothing is.
  private static func problem(with address: Posted) -> (code: String, message: String)? {
    let code = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL"
    for name in ["address", "city", "country"] where address[name].text.isEmpty {
      return (code, "Please enter your \(name)")
    }
    let country = address["country"].text
    guard country.utf8.count == 2 else { return (code, "Please enter your country") }
    let person = [address["contact_person"].text, address["full_name"].text].first { !$0.isEmpty }
    guard let person else { return (code, "Please enter your first name") }
    if country == "US" {
      let names = person.split(separator: " ", maxSplits: 1)
      guard names.count == 2, names.allSatisfy({ (2...32).contains($0.count) }) else {
        return (code, names.count < 2 ? "Please enter your last name" : "The name is too short")
      }
    }
    if country == "BR", address["cpf"].text.utf8.count(where: { (48...57).contains($0) }) != 11 {
      return (code + "_CPF_CN_INVALID", "Please enter your CPF")
    }
    return nil
  }

  private static func address(_ posted: Posted) -> Address {
    let person = posted["contact_person"].text
    return Address(
      name: person.isEmpty ? posted["full_name"].text : person, line1: posted["address"].text,
      line2: posted["address2"].text, city: posted["city"].text,
      province: posted["province"].text, postcode: posted["zip"].text,
      country: posted["country"].text, phone: posted["mobile_no"].text)
  }
}
