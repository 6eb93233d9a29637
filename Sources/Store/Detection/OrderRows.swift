internal import Fulfillment
internal import GRDB

/// The rows of one table that belong to orders, taken order by order. The statement's first column is the
/// order, its rows come in that order, and its two parameters are the first order and the last.
final class OrderRows {
  private let scan: Scan
  /// The order of the row it stands on; nil past the last.
  private(set) var order: Int64?

  init(_ database: Database, _ sql: String) throws { scan = try Scan(database, sql) }

  func begin(_ range: ClosedRange<Int64>) throws {
    try scan.begin(range.lowerBound, range.upperBound)
    try advance()
  }

  /// Every row of that order; rows of orders before it are left out.
  func take(_ id: Int64, _ read: (inout Columns) throws -> Void) throws {
    while let order, order <= id {
      if order == id {
        var columns = scan.columns
        _ = try columns.number()
        try read(&columns)
      }
      try advance()
    }
  }

  /// The row of that order where there is one; to be read before anything else is asked.
  func columns(of id: Int64) throws -> Columns? {
    while let order, order < id { try advance() }
    guard order == id else { return nil }
    var columns = scan.columns
    _ = try columns.number()
    return columns
  }

  func end() { scan.end() }

  private func advance() throws {
    guard try scan.next() else { return order = nil }
    var columns = scan.columns
    order = try columns.number()
  }
}
