extension SchemaV3 {
  /// Rollups that the numbers are read from.
  static let figures: [String] = [
    // What the supplier promised when it was bought, in business days: a promise made later is none for it.
    "ALTER TABLE purchaseOrder ADD COLUMN handlingDays INTEGER CHECK (handlingDays >= 0)",
    """
    UPDATE purchaseOrder SET handlingDays =
      (SELECT handlingDays FROM supplier s WHERE s.id = supplierID)
    """,
    """
    CREATE TRIGGER purchaseOrder_promise AFTER INSERT ON purchaseOrder BEGIN
      UPDATE purchaseOrder SET handlingDays =
        (SELECT handlingDays FROM supplier s WHERE s.id = new.supplierID)
      WHERE id = new.id;
    END
    """,
    // Lanes and products; storefronts and suppliers have rows of their own.
    """
    CREATE TABLE figureKey (
      id INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL CHECK (kind IN (3, 4)),
      name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''),
      UNIQUE (kind, name)
    ) STRICT
    """,
    // One cell: what was counted, of whom, on the day on which its clock starts.
    """
    CREATE TABLE figure (
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
      day INTEGER NOT NULL,
      key INTEGER NOT NULL,
      measure INTEGER NOT NULL CHECK (measure > 0),
      bucket INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      PRIMARY KEY (kind, day, key, measure, bucket)
    ) STRICT, WITHOUT ROWID
    """,
    // What each order has added to them.
    """
    CREATE TABLE figureLedger (
      orderID INTEGER PRIMARY KEY REFERENCES customerOrder (id),
      counted BLOB NOT NULL
    ) STRICT
    """,
    // Orders up to that row were there before the figures and are still to be counted.
    """
    CREATE TABLE figureClock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version INTEGER NOT NULL,
      backlog INTEGER
    ) STRICT
    """,
    "INSERT INTO figureClock (id, version, backlog) SELECT 1, 1, max(id) FROM customerOrder",
  ]
}
