extension SchemaV4 {
  /// What a look at an order writes. A trigger on a table costs every row that is written, whether it has
  /// something to do or not; what detection counts itself (`AttentionTally`) has none any more.
  static let detection: [String] = [
    "DROP TRIGGER counter_orderException_insert",
    "DROP TRIGGER counter_order_risk",
    """
    CREATE TRIGGER counter_order_currency AFTER UPDATE OF currency ON customerOrder
    WHEN old.currency <> new.currency AND old.risk IS NOT NULL BEGIN
      UPDATE moneyAtRisk SET minor = minor - old.risk, orders = orders - 1
      WHERE currency = old.currency;
      INSERT INTO moneyAtRisk (currency, minor, orders) VALUES (new.currency, old.risk, 1)
      ON CONFLICT (currency) DO UPDATE
      SET minor = minor + excluded.minor, orders = orders + 1;
      DELETE FROM moneyAtRisk WHERE orders = 0;
    END
    """,
    "DROP TRIGGER figure_order_stuck",
    """
    CREATE TRIGGER figure_order_supplier AFTER UPDATE OF supplier ON customerOrder
    WHEN old.supplier <> new.supplier AND old.exceptionCode IS NOT NULL BEGIN
      UPDATE supplier SET exceptions = exceptions - 1 WHERE name = old.supplier;
      UPDATE supplier SET exceptions = exceptions + 1 WHERE name = new.supplier;
    END
    """,
    // The orders of which something stands are those of the exceptions that are shown.
    "DROP INDEX customerOrder_stuck",
  ]
}
