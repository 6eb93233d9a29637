import Fulfillment
import Wire

extension World {
  private func status(_ at: Int, _ now: Timestamp) -> String {
    books.bookings[at].parts[0].purchase.status(at: now) ?? ""
  }

  private func isConfirmed(_ at: Int, _ now: Timestamp) -> Bool {
    !["CREATED", "IN_CART"].contains(status(at, now))
  }

  /// An order by CJ's own number only.
  private func ordered(_ number: Posted) -> Int? { books.find(.cj, number: number.text)?.booking }

  mutating func confirmOrder(_ body: Posted, _ call: Call) -> HTTPResponse {
    guard !body["orderId"].text.isEmpty else { return CJDesk.missing("orderId") }
    guard let at = ordered(body["orderId"]) else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    guard !isConfirmed(at, call.now) else {
      return CJDesk.error(1_603_001, "Order confirm fail")
    }
    step(at, "UNPAID", now: call.now)
    return success(.text(books.bookings[at].parts[0].purchase.number))
  }

  /// Only before it is confirmed.
  mutating func deleteOrder(_ call: Call) -> HTTPResponse {
    guard let number = call.target["orderId"], !number.isEmpty else {
      return CJDesk.missing("orderId")
    }
    guard let at = books.find(.cj, number: number)?.booking else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    guard !isConfirmed(at, call.now) else {
      return CJDesk.error(1_603_002, "Order delete fail")
    }
    drop(at, now: call.now)
    return success(.text(number))
  }

  mutating func payBalance(_ body: Posted, _ call: Call) -> HTTPResponse {
    guard !body["orderId"].text.isEmpty else { return CJDesk.missing("orderId") }
    guard let at = ordered(body["orderId"]) else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    return settle([at], call) ?? success(nil)
  }

  /// Pays all or none; nil where it is done. What is paid already is not paid again.
  private mutating func settle(_ all: [Int], _ call: Call) -> HTTPResponse? {
    guard all.allSatisfy({ status($0, call.now) == "UNPAID" }) else {
      return CJDesk.error(1_603_101, "Order pay fail")
    }
    let sum = all.reduce(0) { $0 + books.bookings[$1].amount }
    guard sum <= balance(at: call.now) else {
      return CJDesk.error(1_604_000, "Balance is insufficient")
    }
    for at in all { pay(at, at: call.now, fromBalance: true) }
    return nil
  }

  // MARK: - By way of the cart

  mutating func addCart(_ body: Posted, _ call: Call) -> HTTPResponse {
    let asked = body["cjOrderIdList"].items
    guard !asked.isEmpty else { return CJDesk.missing("cjOrderIdList") }
    let found = asked.compactMap(ordered).filter { !isConfirmed($0, call.now) }
    for at in found { step(at, "IN_CART", now: call.now) }
    return .json(200, cartAnswer(found.count, of: asked.count, shipment: ""))
  }

  mutating func confirmCart(_ body: Posted, _ call: Call) -> HTTPResponse {
    let asked = body["cjOrderIdList"].items
    guard !asked.isEmpty else { return CJDesk.missing("cjOrderIdList") }
    let found = asked.compactMap(ordered).filter { status($0, call.now) == "IN_CART" }
    for at in found { step(at, "UNPAID", now: call.now) }
    let shipment = found.isEmpty ? "" : gather(found)
    return .json(200, cartAnswer(found.count, of: asked.count, shipment: shipment))
  }

  /// The whole that these orders are paid as.
  mutating func gather(_ all: [Int]) -> String {
    let id = "SD" + zeroPadded(desk.shipments.count + 1, 12)
    desk.shipments[id] = all
    return id
  }

  private func cartAnswer(_ count: Int, of asked: Int, shipment: String) -> AnswerJSON {
    [
      "success": true, "code": 200, "message": "Congratulation! Well done!",
      "data": [
        "successCount": .int(count), "submitSuccess": .bool(count == asked),
        "shipmentsId": .text(shipment), "result": .int(count == asked ? 0 : 1),
        "interceptOrders": [],
      ],
    ]
  }

  mutating func gatherPayment(_ body: Posted, _ call: Call) -> HTTPResponse {
    let id = body["shipmentOrderId"].text
    guard !id.isEmpty else { return CJDesk.missing("shipmentOrderId") }
    guard let all = desk.shipments[id] else { return CJDesk.error(1_603_100, "Order not found") }
    let payment = "PAY" + zeroPadded(desk.payments.count + 1, 9)
    desk.payments[payment] = id
    let sum = CJDesk.usd(all.reduce(0) { $0 + books.bookings[$1].amount })
    return .json(
      200,
      [
        "success": true, "message": "",
        "data": [
          "orderMoney": sum, "payExpireTime": .text(CJDesk.date(call.now + .days(1))),
          "payId": .text(payment), "result": 0, "submitSuccess": true,
          "successOrders": .list(
            all.map { .text(books.bookings[$0].parts[0].purchase.number) }),
          "paymentInformation": ["actualPayment": sum, "payableAmount": sum],
          "interceptOrders": [],
        ],
      ])
  }

  mutating func payGathered(_ body: Posted, _ call: Call) -> HTTPResponse {
    let (id, payment) = (body["shipmentOrderId"].text, body["payId"].text)
    for name in ["shipmentOrderId", "payId"] where body[name].text.isEmpty {
      return CJDesk.missing(name)
    }
    guard desk.payments[payment] == id, let all = desk.shipments[id] else {
      return CJDesk.error(1_603_100, "Order not found")
    }
    return settle(all, call) ?? success(nil)
  }
}
