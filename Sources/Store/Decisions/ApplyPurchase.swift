internal import Fulfillment
internal import GRDB

extension Work {
  /// Writes what a decision does to a purchase, and what is needed to take it back.
  mutating func apply(_ change: Change, _ effect: PurchaseEffect, _ batch: Batch) throws {
    switch effect {
    case .step(var message, let event):
      let before = message.sending
      try step(&message, event, outcome: event == .withdraw ? batch.dropped : "")
      if event == .withdraw { try note(message, .withdrawn, batch.dropped) }
      try log(
        change, batch.id, before: before.state.rawValue, at: before.holdUntil,
        after: message.sending.state.rawValue)
    case .reinstate(let message, let sending):
      try reinstate(message, sending)
      try database.run(
        "UPDATE outboxMessage SET decisionID = ? WHERE id = ?", batch.id, message.id)
      try log(
        change, batch.id, before: message.sending.state.rawValue, after: sending.state.rawValue)
    case .cancel(let purchase, let receiver, let reason):
      try queueCancellation(of: purchase, receiver, reason, batch)
      try log(change, batch.id, before: purchase.state.rawValue, after: purchase.state.rawValue)
    case .placed(var message, let number):
      let before = message.sending.state
      let word = SupplierWord(
        numbers: [number], state: .placed, note: "\(batch.operatorName) found it at the supplier")
      try arrive(&message, word, as: .settled)
      try log(change, batch.id, before: before.rawValue, after: message.sending.state.rawValue)
    case .absent(var message, let reason):
      let before = message.sending.state
      let words = "\(batch.operatorName) found that the supplier does not have it"
      let told = reason.isEmpty ? words : words + ": " + reason
      try step(&message, .settledAbsent, outcome: told)
      try note(message, .settled, told)
      try log(change, batch.id, before: before.rawValue, after: message.sending.state.rawValue)
    }
  }

  /// A purchase that was taken back is meant again: its lines are, and its message waits as told. The
  /// transaction fails where a unit is not free.
  mutating func reinstate(_ message: KeptMessage, _ sending: Sending) throws {
    guard let purchaseID = message.purchaseID else { throw Work.vanished("the purchase") }
    var after = message
    after.sending.state = sending.state
    after.sending.holdUntil = sending.holdUntil
    after.outcome = ""
    try keep(after)
    try database.run("UPDATE purchaseLine SET isLive = 1 WHERE purchaseID = ?", purchaseID)
  }

  private mutating func queueCancellation(
    of purchase: KeyedPurchase, _ receiver: String, _ reason: String, _ batch: Batch
  ) throws {
    let earlier = try database.number(
      "SELECT count(*) FROM outboxMessage WHERE purchaseID = ? AND kind = 'cancel'", purchase.id)
    let mark = (earlier ?? 0) == 0 ? "" : ":\((earlier ?? 0) + 1)"
    let key = purchase.key.isEmpty ? purchase.label : purchase.key
    let sending = Sending.held(until: now + batch.hold, now: now)
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
        orderID, purchaseID, outcome)
      VALUES (?, 'cancel', ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, "cancel:" + key + mark, receiver, purchase.number.isEmpty ? key : purchase.number,
      sending.state.rawValue, now.milliseconds, sending.holdUntil?.milliseconds, batch.id,
      purchase.orderID, purchase.id, reason.sanitised(limit: 500))
    touched.insert(purchase.orderID)
  }

  func stopBuying(_ stop: BuyingStop) throws {
    try database.run(
      "INSERT INTO buyingStop (id, at, by, reason) VALUES (1, ?, ?, ?)", stop.at.milliseconds,
      stop.by, stop.reason)
  }

  func startBuying() throws { try database.run("DELETE FROM buyingStop") }
}

extension Batch {
  /// What a purchase that is dropped is told to have come to.
  fileprivate var dropped: String {
    guard case .dropPurchase(let reason) = decision, !reason.isEmpty else {
      return "taken back by \(operatorName)"
    }
    return "taken back by \(operatorName): \(reason)"
  }
}
