import Fulfillment
import Wire

/// A dispute on CJ's books.
struct CJDisputeEntry: Sendable {
  let id: String
  let orderID: String
  let businessID: String
  let reason: String
  let isReissue: Bool
  let message: String
  /// Cents of everything it is about.
  let amount: Int
  let at: Timestamp

  /// CJ decides three days later: for whoever disputes, where it took a message of some length.
  func isClosed(at now: Timestamp) -> Bool { at + .days(3) <= now }
}

extension World {
  private static let reasons = [
    (1, "Unfulfilled Order Cancellation"), (2, "Products not received"), (3, "Product damaged"),
    (4, "Wrong or different product"), (5, "Delayed in transit"), (6, "Other"),
  ]

  /// What a CJ order holds: its number, lines by CJ's name, and whether it has left.
  private func disputed(
    _ wanted: String, _ call: Call
  ) -> (number: String, lines: [(id: String, sku: String, quantity: Int, price: Int)])? {
    if let (at, part) = books.find(.cj, number: wanted)
      ?? books.find(.cj, key: wanted).map({ ($0, 0) }),
      books.bookings[at].at <= call.now
    {
      let entry = books.bookings[at].parts[part]
      let number = entry.purchase.number
      return (
        number,
        entry.lines.indices.map {
          let line = entry.lines[$0]
          return (CJOrderSheet.lineID(number, $0), line.product.sku, line.quantity, line.cost)
        }
      )
    }
    let found = bookedAtCJ.first { lives[$0].purchases.first?.number == wanted }
    guard let found, let purchase = lives[found].purchases.first, purchase.placedAt <= call.now
    else { return nil }
    return (
      wanted,
      purchase.lines.enumerated().map { place, index in
        let line = lives[found].cart.lines[index]
        let price = max(line.product.cost, line.product.price / 3)
        return (CJOrderSheet.lineID(wanted, place), line.product.sku, line.quantity, price)
      }
    )
  }

  private func openDispute(on number: String, _ now: Timestamp) -> CJDisputeEntry? {
    desk.disputes.first { $0.orderID == number && !$0.isClosed(at: now) }
  }

  /// What of an order may be disputed: nothing while a dispute is open.
  func disputeProducts(_ call: Call) -> HTTPResponse {
    guard let wanted = call.target["orderId"], let order = disputed(wanted, call) else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    let canChoose = openDispute(on: order.number, call.now) == nil
    return success([
      "orderId": .text(order.number), "orderNumber": .text(wanted),
      "productInfoList": .list(order.lines.map { product($0, canChoose) }),
    ])
  }

  /// For which reasons, and how much.
  func disputeTerms(_ body: Posted, _ call: Call) -> HTTPResponse {
    guard let order = disputed(body["orderId"].text, call) else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    guard let lines = chosen(body, of: order.lines) else {
      return CJDesk.badParameter("productInfoList")
    }
    let sum = lines.reduce(0) { $0 + $1.quantity * $1.price }
    return success([
      "orderId": .text(order.number), "maxProductPrice": CJDesk.usd(sum),
      "maxPostage": .number("0.00"), "maxAmount": CJDesk.usd(sum),
      "expectResultOptionList": .list([.text("1"), .text("2")]),
      "productInfoList": .list(lines.map { product($0, true) }),
      "disputeReasonList": .list(
        World.reasons.map { ["disputeReasonId": .int($0.0), "reasonName": .text($0.1)] }),
    ])
  }

  /// Opens one. An order has one open dispute at most.
  mutating func createDispute(_ body: Posted, _ call: Call) -> HTTPResponse {
    guard let order = disputed(body["orderId"].text, call) else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    let business = body["businessDisputeId"].text
    guard !business.isEmpty, business.utf8.count <= 50 else {
      return CJDesk.missing("businessDisputeId")
    }
    let message = body["messageText"].text
    guard !message.isEmpty, message.count <= 500 else { return CJDesk.badParameter("messageText") }
    guard let lines = chosen(body, of: order.lines) else {
      return CJDesk.badParameter("productInfoList")
    }
    guard let reason = World.reasons.first(where: { $0.0 == body["disputeReasonId"].int }),
      [1, 2].contains(body["expectType"].int), [1, 2].contains(body["refundType"].int)
    else { return CJDesk.badParameter("disputeReasonId") }
    guard openDispute(on: order.number, call.now) == nil else {
      return CJDesk.badParameter("the order has an unfinished dispute")
    }
    desk.disputes.append(
      CJDisputeEntry(
        id: String(900_000 + desk.disputes.count), orderID: order.number, businessID: business,
        reason: reason.1, isReissue: body["expectType"].int == 2, message: message,
        amount: lines.reduce(0) { $0 + $1.quantity * $1.price }, at: call.now))
    return success(.text("true"))
  }

  /// The disputes of an order, or all, newest first.
  func disputeList(_ call: Call) -> HTTPResponse {
    let wanted = call.target["orderId"].flatMap { $0.isEmpty ? nil : $0 }
    let number = wanted.flatMap { disputed($0, call)?.number } ?? wanted
    let found = desk.disputes.filter { number == nil || $0.orderID == number }.reversed()
    return success([
      "pageNum": .int(1), "pageSize": .int(50), "total": .int(found.count),
      "list": .list(
        found.map { entry in
          let isClosed = entry.isClosed(at: call.now)
          return [
            "id": .text(entry.id), "status": .text(isClosed ? "closed" : "processing"),
            "disputeReason": .text(entry.reason), "replacementAmount": nil,
            "resendOrderCode": isClosed && entry.isReissue ? .text("R" + entry.orderID) : nil,
            "money": isClosed && !entry.isReissue ? CJDesk.usd(entry.amount) : nil,
            "finallyDeal": isClosed ? .int(entry.isReissue ? 2 : 1) : nil,
            "createDate": .text(CJDesk.date(entry.at)),
          ]
        }),
    ])
  }

  private func product(
    _ line: (id: String, sku: String, quantity: Int, price: Int), _ canChoose: Bool
  ) -> AnswerJSON {
    [
      "lineItemId": .text(line.id), "canChoose": .bool(canChoose), "price": CJDesk.usd(line.price),
      "quantity": .int(line.quantity), "sku": .text("CJ" + line.sku), "supplierName": nil,
    ]
  }

  /// Those of the order's lines that a request names; nil where it names others, or more of them.
  private func chosen(
    _ body: Posted, of lines: [(id: String, sku: String, quantity: Int, price: Int)]
  ) -> [(id: String, sku: String, quantity: Int, price: Int)]? {
    guard case .list(let entries) = body["productInfoList"], !entries.isEmpty else { return nil }
    var chosen: [(id: String, sku: String, quantity: Int, price: Int)] = []
    for entry in entries {
      guard var line = lines.first(where: { $0.id == entry["lineItemId"].text }),
        let quantity = entry["quantity"].int, (1...line.quantity).contains(quantity)
      else { return nil }
      line.quantity = quantity
      chosen.append(line)
    }
    return chosen
  }

  /// Every dispute that was really opened: the key it came under, and what it says.
  package var disputesAtCJ: [(key: String, order: String, message: String)] {
    desk.disputes.map { ($0.businessID, $0.orderID, $0.message) }
  }
}
