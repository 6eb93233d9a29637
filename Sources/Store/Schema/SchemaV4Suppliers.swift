extension SchemaV4 {
  /// What the panels of claims and suppliers are read by.
  static let suppliers: [String] = claims + pauses + purchases

  /// Suppliers that nothing is bought from for now, and whose volume goes elsewhere.
  private static let pauses = [
    "ALTER TABLE supplier ADD COLUMN pausedAt INTEGER",
    "ALTER TABLE supplier ADD COLUMN pausedBy TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE supplier ADD COLUMN pauseReason TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE volumeMove (
      fromID INTEGER NOT NULL REFERENCES supplier (id),
      country TEXT NOT NULL,
      toID INTEGER NOT NULL REFERENCES supplier (id),
      share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 100),
      until INTEGER,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      PRIMARY KEY (fromID, country),
      CHECK (fromID <> toID)
    ) STRICT, WITHOUT ROWID
    """,
    // How else than by its contact a supplier is reached: a line each.
    """
    CREATE TABLE supplierContact (
      supplierID INTEGER NOT NULL REFERENCES supplier (id),
      kind TEXT NOT NULL CHECK (kind IN ('mail', 'phone', 'link', 'note')),
      text TEXT NOT NULL CHECK (text <> ''),
      PRIMARY KEY (supplierID, kind, text)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Money tied up is summed over what a supplier has, not over all it ever had.
  private static let purchases = [
    """
    CREATE INDEX purchaseOrder_underWay ON purchaseOrder (supplierID)
    WHERE deliveredAt IS NULL AND state IN ('placed', 'acknowledged', 'shipped', 'unclear')
    """
  ]

  /// The claims panel: windows by their last day, claims that wait by their age.
  private static let claims = [
    """
    CREATE INDEX recourse_list ON recourse (ifnull(closesAt, 9223372036854775807))
    WHERE isClaimed = 0
    """,
    """
    CREATE INDEX claim_list ON claim (openedAt, id)
    WHERE state IN ('draft', 'submitted', 'answered')
    """,
  ]
}
