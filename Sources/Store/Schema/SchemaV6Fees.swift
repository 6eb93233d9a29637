extension SchemaV6 {
  /// What payment services keep, as configured; storefronts one a line.
  static let fees: [String] = [
    """
    CREATE TABLE paymentFee (
      position INTEGER PRIMARY KEY,
      storefronts TEXT NOT NULL,
      share INTEGER NOT NULL CHECK (share BETWEEN 0 AND 10000),
      fixed INTEGER CHECK (fixed >= 0),
      currency TEXT
    ) STRICT
    """
  ]
}
