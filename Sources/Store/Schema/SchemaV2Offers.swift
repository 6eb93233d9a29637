extension SchemaV2 {
  /// What operators changed of offers, oldest first; files that are imported are not told here.
  static let offers: [String] = [
    """
    CREATE TABLE offerChange (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      supplierID INTEGER NOT NULL REFERENCES supplier (id),
      sku TEXT NOT NULL COLLATE NOCASE,
      part TEXT NOT NULL COLLATE NOCASE,
      change TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX offerChange_offer ON offerChange (supplierID, sku, part)",
  ]
}
