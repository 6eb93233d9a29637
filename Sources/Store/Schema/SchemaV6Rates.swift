extension SchemaV6 {
  /// By which money at risk in several currencies is put in order: what one unit of the base buys.
  static let rates = [
    """
    CREATE TABLE exchangeRate (
      currency TEXT PRIMARY KEY CHECK (length(currency) = 3),
      millionths INTEGER NOT NULL CHECK (millionths > 0)
    ) STRICT, WITHOUT ROWID
    """
  ]
}
