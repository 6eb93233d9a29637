extension SchemaV2 {
  /// What the same breach is told by, and which rules the orders were last looked at with.
  static let rules = [
    "ALTER TABLE orderException ADD COLUMN clearedAt INTEGER",
    """
    ALTER TABLE orderException ADD COLUMN wasAcknowledged INTEGER NOT NULL DEFAULT 0
    CHECK (wasAcknowledged IN (0, 1))
    """,
    // One row: rules and thresholds as one number. Other rules trip at other times, so every open order
    // has to be looked at anew once they change.
    """
    CREATE TABLE ruleBook (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      fingerprint INTEGER NOT NULL
    ) STRICT
    """,
  ]
}
