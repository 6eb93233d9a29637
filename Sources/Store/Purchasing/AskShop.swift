package import Fulfillment
internal import GRDB

extension Store {
  /// Asks shops to do something with orders, as one decision: it leaves when the hold window has passed;
  /// undo takes it back until then. Orders of which it makes no sense are refused one by one.
  package func ask(
    _ request: ShopRequest, about orders: [OrderID], by operatorName: String, hold: Span,
    now: Timestamp
  ) throws -> DecisionReceipt {
    try work("can't ask the shop", now: now) { work in
      var request = request
      request.note = request.note.sanitised(limit: 250)
      let name = operatorName.sanitised(limit: 120)
      var (found, refused): ([ShopOrder], [DecisionReceipt.Refusal]) = ([], [])
      for order in orders where !found.contains(where: { $0.id == order.number }) {
        do {
          found.append(try work.shopOrder(order.number, for: request.deed))
        } catch let refusal as Refused {
          refused.append(.init(target: refusal.target, reason: refusal.reason))
        }
      }
      let shops = Set(found.map(\.shop))
      let title = request.deed.title(
        found.count == 1 ? found[0].name : "\(found.count) orders",
        at: shops.count == 1 ? shops.first ?? "" : "their shops")
      guard !found.isEmpty else {
        return DecisionReceipt(batch: nil, applied: 0, refused: refused, title: title)
      }
      let sending = Sending.held(until: now + max(hold, .seconds(0)), now: now)
      try work.database.run(
        """
        INSERT INTO decision (kind, at, operator, verb, argument, title, hold)
        VALUES ('decide', ?, ?, ?, ?, ?, ?)
        """, now.milliseconds, name, request.deed.rawValue, request.note, title,
        max(hold, .seconds(0)).milliseconds)
      let id = work.database.lastInsertedRowID
      for order in found { try work.queue(request, for: order, sending, id) }
      return DecisionReceipt(
        batch: DecisionID(id), applied: found.count, refused: refused, title: title,
        undoableUntil: sending.holdUntil)
    }
  }
}

/// An order that its shop is asked about.
private struct ShopOrder {
  var id: Int64
  var name: String
  var shop: String
  var externalID: String
  var cancelledAt: Timestamp?
  var isHistory: Bool
}

extension Work {
  /// How long a shop may take to do what it has agreed to before it may be asked again.
  private static let patience = Span.hours(1)

  fileprivate func shopOrder(_ id: Int64, for deed: ShopRequest.Deed) throws -> ShopOrder {
    let found = try database.row(
      """
      SELECT o.name, a.name, o.externalID, o.cancelledAt, o.isHistory FROM customerOrder o
      JOIN account a ON a.id = o.accountID WHERE o.id = ?
      """, id
    ) {
      ShopOrder(
        id: id, name: try $0.text(), shop: try $0.text(), externalID: try $0.text(),
        cancelledAt: try $0.timeOrNil(), isHistory: try $0.bool())
    }
    guard let found else { throw Refused(target: "order \(id)", reason: "there is no such order") }
    func refused(_ reason: String) -> Refused { Refused(target: found.name, reason: reason) }
    if found.isHistory { throw refused("it was brought in as history") }
    if let at = found.cancelledAt { throw refused("the shop cancelled it at \(at.iso8601)") }
    let earlier = try database.rows(
      """
      SELECT kind, state, ifnull(settledAt, createdAt) FROM outboxMessage
      WHERE orderID = ? AND kind IN ('cancel-order', 'hold-order', 'release-order')
      """, id
    ) {
      (
        kind: try $0.text(), state: try $0.state(OutboxMessage.State.self), at: try $0.time()
      )
    }
    for message in earlier where !message.state.isFinal {
      throw refused("the shop is being asked already: \(message.kind) is \(message.state.rawValue)")
    }
    if deed == .cancel,
      let last = earlier.filter({ $0.kind == deed.rawValue && $0.state == .sent }).map(\.at).max(),
      last <= now, now < last + Work.patience
    {
      throw refused("the shop was told at \(last.iso8601) and will say when it is done")
    }
    return found
  }

  fileprivate mutating func queue(
    _ request: ShopRequest, for order: ShopOrder, _ sending: Sending, _ decisionID: Int64
  ) throws {
    var request = request
    request.order = order.externalID
    let start = "\(request.deed.rawValue):\(order.shop):\(order.externalID):"
    let earlier = try database.number(
      """
      SELECT count(*) FROM outboxMessage
      WHERE orderID = ?1 AND kind = ?2 AND substr(key, 1, length(?3)) = ?3
      """, order.id, request.deed.rawValue, start)
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
        orderID) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, start + String((earlier ?? 0) + 1), request.deed.rawValue, order.shop, request.text,
      sending.state.rawValue, now.milliseconds, sending.holdUntil?.milliseconds, decisionID,
      order.id)
    try log(
      Change(kind: .order, number: order.id, orderID: order.id, name: "", effect: .log),
      decisionID, after: sending.state.rawValue)
    touched.insert(order.id)
  }

  /// Why a shop is not to be asked any more; nil: it is. What may have left already is not judged again:
  /// the shop is read first.
  func objection(toShopRequest message: KeptMessage) throws -> String? {
    guard message.sending.attempts == 0 else { return nil }
    guard ShopRequest(message.body) != nil else { return "it can't be read" }
    let at = try database.number(
      "SELECT cancelledAt FROM customerOrder WHERE id = ?", message.orderID)
    return at == nil ? nil : "the shop has cancelled the order"
  }
}

extension Work {
  /// The messages of a decision that is kept as a message alone: it is taken back with it.
  private static let kinds = """
    kind IN ('evidence', 'claim', 'cancel-order', 'hold-order', 'release-order')
    """

  /// The decision is kept as a message alone.
  static func isMessageAlone(_ verb: String) -> Bool {
    verb == "evidence" || verb == "send-claim" || ShopRequest.Deed(rawValue: verb) != nil
  }

  /// Refuses where what the decision queued for the order has left.
  func refuseIfMessageLeft(_ decisionID: Int64, orderID: Int64, _ target: String) throws {
    let left = try database.texts(
      """
      SELECT kind FROM outboxMessage WHERE decisionID = ? AND orderID = ? AND \(Work.kinds)
      AND state <> 'withdrawn' AND (state <> 'held' OR holdUntil <= ?)
      """, decisionID, orderID, now.milliseconds)
    guard let kind = left.first else { return }
    throw Refused(
      target: target, reason: kind == "evidence" ? "the evidence has left" : "it has left")
  }

  mutating func takeMessageBack(_ decisionID: Int64, orderID: Int64) throws {
    let ids = try database.numbers(
      """
      SELECT id FROM outboxMessage WHERE decisionID = ? AND orderID = ? AND \(Work.kinds)
      AND state = 'held'
      """, [decisionID, orderID])
    for id in ids {
      guard var message = try message(id) else { continue }
      try withdraw(&message, because: "taken back")
    }
    touched.insert(orderID)
  }
}
