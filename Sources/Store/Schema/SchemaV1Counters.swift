extension SchemaV1 {
  /// The figures of the header. Triggers keep them, so that no transaction can forget to.
  static let counters =
    [
      """
      CREATE TABLE counter (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      """
      INSERT INTO counter (name, value)
      VALUES ('orders', 0), ('open', 0), ('exceptions', 0), ('returnsWaiting', 0)
      """,
      """
      CREATE TABLE moneyAtRisk (
        currency TEXT PRIMARY KEY,
        minor INTEGER NOT NULL,
        orders INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TRIGGER counter_order_insert AFTER INSERT ON customerOrder BEGIN
        UPDATE counter SET value = value + 1 WHERE name = 'orders';
        UPDATE counter SET value = value + new.isOpen WHERE name = 'open' AND new.isOpen;
      END
      """,
      """
      CREATE TRIGGER counter_order_open AFTER UPDATE OF isOpen ON customerOrder
      WHEN old.isOpen <> new.isOpen BEGIN
        UPDATE counter SET value = value + new.isOpen - old.isOpen WHERE name = 'open';
      END
      """,
      """
      CREATE TRIGGER counter_order_risk AFTER UPDATE OF risk, currency ON customerOrder
      WHEN old.risk IS NOT new.risk OR old.currency <> new.currency BEGIN
        UPDATE moneyAtRisk SET minor = minor - old.risk, orders = orders - 1
        WHERE currency = old.currency AND old.risk IS NOT NULL;
        INSERT INTO moneyAtRisk (currency, minor, orders)
        SELECT new.currency, new.risk, 1 WHERE new.risk IS NOT NULL
        ON CONFLICT (currency) DO UPDATE
        SET minor = minor + excluded.minor, orders = orders + 1;
        DELETE FROM moneyAtRisk WHERE orders = 0;
      END
      """,
    ]
    + counted(
      "exceptions", of: "orderException", columns: "shown, state",
      when: "shown = 1 AND %.state IN ('open', 'acknowledged')")
    + counted(
      "returnsWaiting", of: "returnRequest", columns: "state",
      when: "state IN ('requested', 'asked')")

  /// Triggers for a counter of the rows of a table for which a condition holds.
  private static func counted(
    _ counter: String, of table: String, columns: String, when condition: String
  ) -> [String] {
    func on(_ row: String) -> String {
      "(" + row + "." + condition.split(separator: "%").joined(separator: row) + ")"
    }
    return [
      """
      CREATE TRIGGER counter_\(table)_insert AFTER INSERT ON \(table) WHEN \(on("new")) BEGIN
        UPDATE counter SET value = value + 1 WHERE name = '\(counter)';
      END
      """,
      """
      CREATE TRIGGER counter_\(table)_update AFTER UPDATE OF \(columns) ON \(table)
      WHEN \(on("old")) <> \(on("new")) BEGIN
        UPDATE counter SET value = value + \(on("new")) - \(on("old")) WHERE name = '\(counter)';
      END
      """,
      """
      CREATE TRIGGER counter_\(table)_delete AFTER DELETE ON \(table) WHEN \(on("old")) BEGIN
        UPDATE counter SET value = value - 1 WHERE name = '\(counter)';
      END
      """,
    ]
  }
}
