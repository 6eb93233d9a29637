extension SchemaV2 {
  /// How long stages take, by lane: what each order has contributed, and the model made of it.
  static let delays: [String] = [
    """
    CREATE TABLE delayLane (
      id INTEGER PRIMARY KEY,
      supplier TEXT NOT NULL,
      origin TEXT NOT NULL,
      destination TEXT NOT NULL,
      area TEXT NOT NULL,
      method TEXT NOT NULL,
      quoted TEXT NOT NULL,
      UNIQUE (destination, origin, supplier, area, method, quoted)
    ) STRICT
    """,
    // Where a supplier's parcels set out, as first seen: a lane has a beginning before its parcel has.
    """
    CREATE TABLE delayOrigin (
      supplierID INTEGER PRIMARY KEY REFERENCES supplier (id),
      origin TEXT NOT NULL CHECK (origin <> '')
    ) STRICT
    """,
    // `counted`: what the model holds of the order; `wanted`: what it should hold, where that differs.
    """
    CREATE TABLE delayLedger (
      orderID INTEGER PRIMARY KEY REFERENCES customerOrder (id),
      counted BLOB NOT NULL,
      wanted BLOB
    ) STRICT
    """,
    "CREATE INDEX delayLedger_news ON delayLedger (orderID) WHERE wanted IS NOT NULL",
    """
    CREATE TABLE delayRow (
      name TEXT PRIMARY KEY,
      bytes BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    // `closedOn`: the last civil day the model holds whole. `backlog`: orders up to that one are still to
    // be read, newest first, in a file filled before the model was; NULL: none are.
    """
    CREATE TABLE delayClock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 0,
      closedOn INTEGER,
      backlog INTEGER
    ) STRICT
    """,
    """
    INSERT INTO delayClock (id, version, backlog)
    SELECT 1, 1, (SELECT max(id) FROM customerOrder)
    """,
    // The money an exception is worth, in minor units of its order's currency; NULL: not worked out yet.
    "ALTER TABLE orderException ADD COLUMN money INTEGER",
  ]
}
