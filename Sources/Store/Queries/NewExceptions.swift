package import Fulfillment
internal import GRDB

extension Store {
  /// The exceptions that came up after that one and are listed, youngest first; none for nil.
  package func newExceptions(after last: Int64?, limit: Int) throws -> [ExceptionRow] {
    guard let last else { return [] }
    return try read("can't read the new exceptions") { database in
      try database.rows(
        "SELECT \(ExceptionRow.columns) FROM orderException e \(ExceptionRow.joins) "
          + "WHERE e.id > ? AND e.listRank IS NOT NULL ORDER BY e.id DESC LIMIT ?",
        [last, limit], read: { try ExceptionRow(&$0) })
    }
  }

  /// The number of the exception that came up last; 0 where none ever has.
  package func newestException() throws -> Int64 {
    try read("can't read the exceptions") { database in
      try database.number("SELECT max(id) FROM orderException") ?? 0
    }
  }
}
