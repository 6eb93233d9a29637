internal import Fulfillment
internal import GRDB

/// The columns that repeat what the storefront told, in the order of `Order.told`.
private let toldColumns = [
  "name", "customerName", "country", "payment", "placedAt", "currency", "total",
  "valueHundredths", "lineCount", "digest", "sourceUpdatedAt", "paidAt", "cancelledAt",
  "fulfillment", "fulfilledAt", "promisedAt", "subtotal", "shipping", "tax", "discount",
  "refunded", "email", "phone", "shipName", "company", "line1", "line2", "city", "province",
  "postcode", "shipPhone", "note",
]

private let insertSQL: String = {
  let columns =
    toldColumns + [
      "accountID", "externalID", "isHistory", "changedAt", "nextCheckAt", "state", "stateRank",
      "isOpen", "supplier", "fingerprint",
    ]
  return "INSERT INTO customerOrder (" + columns.joined(separator: ", ") + ") VALUES ("
    + columns.map { _ in "?" }.joined(separator: ", ") + ")"
}()

private let updateSQL =
  "UPDATE customerOrder SET "
  + toldColumns.map { $0 + " = ?" }.joined(separator: ", ")
  + ", changedAt = max(changedAt, ?) WHERE id = ?"

extension Order {
  fileprivate func told(digest: Int64) -> [Argument] {
    [
      name, customerName, shipTo.country, payment.rawValue, placedAt.milliseconds, currency.code,
      total?.minor, total?.hundredths ?? 0, lines.count, digest, updatedAt?.milliseconds,
      paidAt?.milliseconds, cancelledAt?.milliseconds, fulfillment.rawValue,
      fulfilledAt?.milliseconds, promisedAt?.milliseconds, subtotal?.minor, shipping?.minor,
      tax?.minor, discount?.minor, refunded?.minor, email, phone, shipTo.name, shipTo.company,
      shipTo.line1, shipTo.line2, shipTo.city, shipTo.province, shipTo.postcode, shipTo.phone, note,
    ]
  }
}

extension Work {
  /// A new order's row. Its state is derived here from what is at hand, so that the row need not be
  /// written twice when that was all.
  mutating func insert(
    _ order: Order, digest: Int64, history: OrderHistory, source: Source
  ) throws -> Int64 {
    let changedAt = min(now, order.updatedAt ?? (source.isHistory ? order.placedAt : now))
    let state = OrderState.unpaid
    let mine: [Argument] = [
      source.id, order.externalID, source.isHistory ? 1 : 0, changedAt.milliseconds, 0,
      state.rawValue, state.rank, 1, "", 0,
    ]
    try database.run(insertSQL, order.told(digest: digest) + mine)
    return database.lastInsertedRowID
  }

  func update(_ id: Int64, _ order: Order, digest: Int64) throws {
    let changedAt = min(now, order.updatedAt ?? now)
    try database.run(updateSQL, order.told(digest: digest) + [changedAt.milliseconds, id])
  }

  func writeLines(of order: Order, id: Int64, isNew: Bool) throws {
    if !isNew { try database.run("DELETE FROM orderLine WHERE orderID = ?", id) }
    for (position, line) in order.lines.enumerated() {
      try database.run(
        """
        INSERT INTO orderLine (orderID, externalID, position, sku, title, quantity, price,
          requiresShipping, fulfilled)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, id, line.externalID, position, line.sku, line.title, line.quantity, line.price?.minor,
        line.requiresShipping ? 1 : 0, line.fulfilled ? 1 : 0)
    }
  }

  /// The storefront's tags replace its own; the operator's stay, and so does what the operator removed.
  func writeTags(of order: Order, id: Int64, isNew: Bool) throws {
    if !isNew {
      try database.run("DELETE FROM orderTag WHERE orderID = ? AND source = 'shop'", id)
    }
    for tag in order.tags {
      try database.run(
        """
        INSERT INTO orderTag (orderID, tag, source) VALUES (?, ?, 'shop')
        ON CONFLICT (orderID, tag) DO NOTHING
        """, id, tag)
    }
  }
}

extension OrderState {
  /// Its place in an order's life.
  var rank: Int { OrderState.allCases.firstIndex(of: self) ?? 0 }
}
