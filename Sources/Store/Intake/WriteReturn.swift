internal import Fulfillment
internal import GRDB

extension Work {
  /// Brings a storefront's return in line with what is stored. The storefront's word closes a return
  /// that nobody has decided; what the operator decided stands.
  mutating func merge(_ request: ReturnRequest, orderID: Int64, source: String) throws {
    let known = try database.row(
      "SELECT id, shopState, state FROM returnRequest WHERE orderID = ? AND externalID = ?",
      orderID, request.externalID
    ) {
      KnownReturn(
        id: try $0.number(), shopState: try $0.state(ReturnState.self),
        state: try $0.state(ReturnState.self))
    }
    guard let known else {
      try insert(request, orderID: orderID, source: source)
      return
    }
    let isUndecided = known.state.isOpen || known.state == .withdrawn
    let follows = isUndecided && known.shopState != request.state
    let state = follows ? request.state : known.state
    let decidedAt = follows && !state.isOpen ? now.milliseconds : nil
    try database.run(
      """
      UPDATE returnRequest SET shopState = ?, state = ?, decidedAt = ifnull(decidedAt, ?),
        reason = ?, amount = ?, currency = ? WHERE id = ?
      """, request.state.rawValue, state.rawValue, decidedAt, request.reason,
      request.amount?.minor, request.amount?.currency.code, known.id)
    try database.run("DELETE FROM returnItem WHERE returnID = ?", known.id)
    try database.run("DELETE FROM returnPhoto WHERE returnID = ?", known.id)
    try writeItems(of: request, id: known.id)
  }

  @discardableResult
  mutating func insert(
    _ request: ReturnRequest, orderID: Int64, source: String
  ) throws -> Int64 {
    try database.run(
      """
      INSERT INTO returnRequest (orderID, externalID, requestedAt, requestedBy, reason, amount,
        currency, shopState, state, recordedAt, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, orderID, request.externalID, request.requestedAt.milliseconds, request.requestedBy,
      request.reason, request.amount?.minor, request.amount?.currency.code,
      request.state.rawValue, request.state.rawValue, now.milliseconds, source)
    let id = database.lastInsertedRowID
    try writeItems(of: request, id: id)
    touched.insert(orderID)
    return id
  }

  private func writeItems(of request: ReturnRequest, id: Int64) throws {
    for (position, item) in request.items.enumerated() where item.quantity > 0 {
      try database.run(
        """
        INSERT INTO returnItem (returnID, position, sku, quantity, line, reason)
        VALUES (?, ?, ?, ?, ?, ?)
        """, id, position, item.sku, item.quantity, item.line, item.reason)
    }
    for (position, link) in request.photos.enumerated() where !link.isEmpty {
      try database.run(
        "INSERT INTO returnPhoto (returnID, position, link) VALUES (?, ?, ?)", id, position, link)
    }
  }
}

private struct KnownReturn {
  var id: Int64
  var shopState: ReturnState
  var state: ReturnState
}
