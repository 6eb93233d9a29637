extension SchemaV5 {
  /// What suppliers took to dispatch and what was bought of them by day is told by the figures of the
  /// numbers: the tables that triggers kept beside them are gone.
  static let figures: [String] = [
    "DROP TRIGGER figure_purchase_insert", "DROP TRIGGER figure_purchase_update",
    "DROP TRIGGER figure_purchase_delete", "DROP TABLE supplierDay", "DROP TABLE supplierDispatch",
    """
    CREATE TRIGGER figure_purchase_insert AFTER INSERT ON purchaseOrder BEGIN
    \(counted("new", "+"))
    END
    """,
    """
    CREATE TRIGGER figure_purchase_update
    AFTER UPDATE OF orderID, supplierID, number, state, deliveredAt ON purchaseOrder
    WHEN old.orderID <> new.orderID OR old.supplierID <> new.supplierID
      OR old.number <> new.number OR old.state <> new.state
      OR old.deliveredAt IS NOT new.deliveredAt BEGIN
    \(counted("old", "-"))
    \(counted("new", "+"))
    END
    """,
    """
    CREATE TRIGGER figure_purchase_delete AFTER DELETE ON purchaseOrder BEGIN
    \(counted("old", "-"))
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
