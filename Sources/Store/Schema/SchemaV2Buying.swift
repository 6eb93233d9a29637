extension SchemaV2 {
  /// What was planned beside what is charged, parts of a purchase that the supplier split, and ways to
  /// find what is bought since stock was told.
  static let buying = [
    // As it was when the purchase was written down; cost is what is known now.
    "ALTER TABLE purchaseOrder ADD COLUMN planned INTEGER",
    "ALTER TABLE purchaseOrder ADD COLUMN plannedCurrency TEXT CHECK (length(plannedCurrency) = 3)",
    // The supplier itself has told its cost.
    """
    ALTER TABLE purchaseOrder ADD COLUMN isCharged INTEGER NOT NULL DEFAULT 0
    CHECK (isCharged IN (0, 1))
    """,
    """
    UPDATE purchaseOrder SET planned = cost, plannedCurrency = currency
    WHERE key <> '' AND state IN ('intended', 'unknown')
    """,
    // When the supplier was last asked about it, whatever it said.
    "ALTER TABLE offer ADD COLUMN askedAt INTEGER",
    // What a supplier says is in which parcel, in its own items.
    """
    CREATE TABLE parcelItem (
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      number TEXT NOT NULL,
      supplierSKU TEXT NOT NULL,
      purchaseID INTEGER NOT NULL REFERENCES purchaseOrder (id),
      quantity INTEGER NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (orderID, number, supplierSKU)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX purchaseOrder_recorded ON purchaseOrder (recordedAt)",
    """
    CREATE INDEX purchaseOrder_here ON purchaseOrder (state) WHERE state IN ('intended', 'unknown')
    """,
    // A purchase of which another part goes on is not off: what it covers stays covered. The parts of a
    // purchase have its key as their reference.
    "DROP TRIGGER purchaseLine_freed",
    """
    CREATE TRIGGER purchaseLine_freed AFTER UPDATE OF state ON purchaseOrder
    WHEN new.state IN ('rejected', 'cancelled') BEGIN
      UPDATE purchaseLine SET isLive = 0 WHERE purchaseID = new.id AND NOT EXISTS (
        SELECT 1 FROM purchaseOrder c WHERE c.key = '' AND c.reference = new.key AND new.key <> ''
        AND c.state NOT IN ('rejected', 'cancelled'));
    END
    """,
    """
    CREATE TRIGGER purchaseLine_freedLast AFTER UPDATE OF state ON purchaseOrder
    WHEN new.state IN ('rejected', 'cancelled') AND new.key = '' AND new.reference <> '' BEGIN
      UPDATE purchaseLine SET isLive = 0 WHERE purchaseID IN (
        SELECT p.id FROM purchaseOrder p WHERE p.key = new.reference AND p.key <> ''
        AND p.state IN ('rejected', 'cancelled') AND NOT EXISTS (
          SELECT 1 FROM purchaseOrder c WHERE c.key = '' AND c.reference = p.key
          AND c.state NOT IN ('rejected', 'cancelled')));
    END
    """,
  ]
}
