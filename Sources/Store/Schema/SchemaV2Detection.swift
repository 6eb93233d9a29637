extension SchemaV2 {
  /// When each order is looked at next, beside the orders: a first look at a million of them writes as
  /// many of these, and a row here is a fortieth of an order's. An order without a row has nothing ahead.
  static let detection = [
    """
    CREATE TABLE orderCheck (
      orderID INTEGER PRIMARY KEY REFERENCES customerOrder (id),
      at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX orderCheck_at ON orderCheck (at)",
    """
    INSERT INTO orderCheck (orderID, at)
    SELECT id, nextCheckAt FROM customerOrder WHERE nextCheckAt IS NOT NULL
    """,
    "DROP INDEX customerOrder_due",
    "ALTER TABLE customerOrder DROP COLUMN nextCheckAt",
    """
    CREATE TRIGGER orderCheck_insert AFTER INSERT ON customerOrder BEGIN
      INSERT INTO orderCheck (orderID, at) VALUES (new.id, 0);
    END
    """,
  ]
}
