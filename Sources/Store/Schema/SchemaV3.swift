/// The third step: what services send by themselves, payments, what comes after the parcel, and the
/// numbers.
enum SchemaV3 {
  static let statements: [String] =
    widened + inbox + disputes + afterSales + claims + figures

  /// Lists of states that have grown.
  private static let widened = widen(
    "account", "role IN ('storefront', 'supplier', 'tracker')",
    "role IN ('storefront', 'supplier', 'tracker', 'payments')")

  /// Exchanges a piece of a table's CHECKs for one that allows more. Nothing of the rows changes, so
  /// they need not be copied: this is the way that SQLite's own manual names for it (ALTER TABLE, 7).
  /// A piece that is not there changes nothing; the tests of the schema find that.
  static func widen(_ table: String, _ piece: String, _ wider: String) -> [String] {
    func quoted(_ text: String) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        + "'"
    }
    return [
      "PRAGMA writable_schema = ON",
      """
      UPDATE sqlite_schema SET sql = replace(sql, \(quoted(piece)), \(quoted(wider)))
      WHERE type = 'table' AND name = '\(table)'
      """,
      "PRAGMA writable_schema = RESET",
    ]
  }
}
