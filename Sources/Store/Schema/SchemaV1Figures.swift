extension SchemaV1 {
  /// How suppliers do, kept by triggers in `supplier` and two tables of counts, so that their panel
  /// costs the same however much was ever bought.
  static let figures =
    [
      """
      CREATE TABLE supplierDay (
        supplierID INTEGER NOT NULL REFERENCES supplier (id),
        day INTEGER NOT NULL,
        purchases INTEGER NOT NULL CHECK (purchases >= 0),
        PRIMARY KEY (supplierID, day)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE supplierDispatch (
        supplierID INTEGER NOT NULL REFERENCES supplier (id),
        hours INTEGER NOT NULL CHECK (hours >= 0),
        purchases INTEGER NOT NULL CHECK (purchases >= 0),
        PRIMARY KEY (supplierID, hours)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TRIGGER figure_purchase_insert AFTER INSERT ON purchaseOrder BEGIN
      \(counted("new", "+"))
      END
      """,
      """
      CREATE TRIGGER figure_purchase_update
      AFTER UPDATE OF orderID, supplierID, number, state, placedAt, scannedAt, deliveredAt
      ON purchaseOrder
      WHEN old.orderID <> new.orderID OR old.supplierID <> new.supplierID
        OR old.number <> new.number
        OR old.state <> new.state OR old.placedAt <> new.placedAt
        OR old.scannedAt IS NOT new.scannedAt OR old.deliveredAt IS NOT new.deliveredAt BEGIN
      \(counted("old", "-"))
      \(counted("new", "+"))
      END
      """,
      """
      CREATE TRIGGER figure_purchase_delete AFTER DELETE ON purchaseOrder BEGIN
      \(counted("old", "-"))
      END
      """,
      """
      CREATE TRIGGER figure_order_promise AFTER UPDATE OF promisedAt ON customerOrder
      WHEN old.promisedAt IS NOT new.promisedAt BEGIN
        UPDATE supplier SET
          promised = promised + (
            SELECT count(*) * ((new.promisedAt IS NOT NULL) - (old.promisedAt IS NOT NULL))
            FROM purchaseOrder p
            WHERE p.orderID = new.id AND p.supplierID = supplier.id AND p.deliveredAt IS NOT NULL
            AND \(isBought("p"))),
          onTime = onTime + (
            SELECT count(CASE WHEN p.deliveredAt <= new.promisedAt THEN 1 END)
              - count(CASE WHEN p.deliveredAt <= old.promisedAt THEN 1 END)
            FROM purchaseOrder p WHERE p.orderID = new.id AND p.supplierID = supplier.id
            AND \(isBought("p")))
        WHERE id IN (SELECT supplierID FROM purchaseOrder WHERE orderID = new.id);
      END
      """,
      """
      CREATE TRIGGER figure_order_stuck AFTER UPDATE OF supplier, exceptionCode ON customerOrder
      WHEN old.supplier <> new.supplier
        OR (old.exceptionCode IS NULL) <> (new.exceptionCode IS NULL) BEGIN
        UPDATE supplier SET exceptions = exceptions - 1
        WHERE name = old.supplier AND old.exceptionCode IS NOT NULL;
        UPDATE supplier SET exceptions = exceptions + 1
        WHERE name = new.supplier AND new.exceptionCode IS NOT NULL;
      END
      """,
      """
      CREATE TRIGGER figure_offer_insert AFTER INSERT ON offer BEGIN
        UPDATE supplier SET offers = offers + 1 WHERE id = new.supplierID;
      END
      """,
      """
      CREATE TRIGGER figure_offer_delete AFTER DELETE ON offer BEGIN
        UPDATE supplier SET offers = offers - 1 WHERE id = old.supplierID;
      END
      """,
    ]

  /// Adds a purchase to its supplier's figures, or takes it out as it was. An order with several open
  /// purchases of one supplier is one open order.
  private static func counted(_ row: String, _ sign: String) -> String {
    """
    UPDATE supplier SET purchases = purchases \(sign) 1,
      open = open \(sign) (\(isOpen(row)) AND NOT EXISTS (
        SELECT 1 FROM purchaseOrder p WHERE p.orderID = \(row).orderID
        AND p.supplierID = \(row).supplierID AND p.id <> \(row).id AND \(isOpen("p")))),
      delivered = delivered \(sign) (\(row).deliveredAt IS NOT NULL),
      promised = promised \(sign) (\(row).deliveredAt IS NOT NULL
        AND \(promise(of: row)) IS NOT NULL),
      onTime = onTime \(sign) ifnull(\(row).deliveredAt <= \(promise(of: row)), 0)
    WHERE id = \(row).supplierID AND \(isBought(row));
    """ + "\n"
      + counted("supplierDay", "day", "\(row).placedAt / 86400000", row, sign) + "\n"
      + counted(
        "supplierDispatch", "hours",
        "max(0, \(row).scannedAt - \(row).placedAt + 1800000) / 3600000", row, sign)
  }

  /// One more or less in a table of counts by a whole number; nothing where that is NULL.
  private static func counted(
    _ table: String, _ column: String, _ value: String, _ row: String, _ sign: String
  ) -> String {
    sign == "+"
      ? """
      INSERT INTO \(table) (supplierID, \(column), purchases)
      SELECT \(row).supplierID, \(value), 1 WHERE \(value) IS NOT NULL AND \(isBought(row))
      ON CONFLICT (supplierID, \(column)) DO UPDATE SET purchases = purchases + 1;
      """
      : """
      UPDATE \(table) SET purchases = purchases - 1
      WHERE supplierID = \(row).supplierID AND \(column) = \(value)
      AND \(isBought(row));
      """
  }

  private static func isOpen(_ row: String) -> String {
    "\(isBought(row)) AND \(row).state NOT IN ('delivered', 'cancelled') "
      + "AND \(row).deliveredAt IS NULL"
  }

  /// The supplier has, or had, the purchase: one that is only meant, that was taken back or refused, or
  /// of which nobody knows, is none of its figures.
  private static func isBought(_ row: String) -> String {
    "(\(row).state NOT IN ('intended', 'unknown', 'rejected') "
      + "AND (\(row).state <> 'cancelled' OR \(row).number <> ''))"
  }

  private static func promise(of row: String) -> String {
    "(SELECT o.promisedAt FROM customerOrder o WHERE o.id = \(row).orderID)"
  }
}
