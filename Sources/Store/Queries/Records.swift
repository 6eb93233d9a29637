package import Fulfillment
internal import GRDB

/// A row of the queue with its whole order, for listings and exports.
package struct OrderRecord: Hashable, Sendable {
  package var row: QueueRow
  package var order: Order
  /// Codes of the exceptions that stand, the one shown first.
  package var exceptions: [String]

  package init(row: QueueRow, order: Order, exceptions: [String]) {
    self.row = row
    self.order = order
    self.exceptions = exceptions
  }
}

extension Store {
  /// The whole orders of a window's rows, in their order; one that has gone meanwhile is left out.
  package func records(_ rows: [QueueRow]) throws -> [OrderRecord] {
    try read("can't read the orders") { database in
      try rows.compactMap { row in
        guard let order = try Detail.order(row.id.number, database) else { return nil }
        let codes = try database.texts(
          """
          SELECT code FROM orderException
          WHERE orderID = ? AND state IN ('open', 'acknowledged', 'snoozed')
          ORDER BY shown DESC, severity DESC, id
          """, row.id.number)
        return OrderRecord(row: row, order: order, exceptions: codes)
      }
    }
  }
}
