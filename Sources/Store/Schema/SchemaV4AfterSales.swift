extension SchemaV4 {
  /// Replacements that were bought, and claims that were taken back.
  static let afterSales: [String] = widenedDecisions + widenedClaims + replacements

  /// What is decided about notices to customers, about suppliers and about claims, and what decisions are
  /// about. One list for all: a second widening of it would not find its piece.
  private static let widenedDecisions =
    SchemaV3.widen(
      "decision", "'refund', 'replace', 'close'",
      """
      'refund', 'replace', 'close', 'tell', 'withhold', 'told', 'untold', 'pause', 'resume', 'move',
          'claim-open', 'claim-submit', 'claim-answer', 'claim-settle', 'claim-withdraw',
          'claim-evidence', 'evidence'
      """)
    + SchemaV3.widen(
      "decisionTarget", "'return', 'purchase', 'buying'",
      "'return', 'purchase', 'buying', 'supplier', 'claim'")

  private static let widenedClaims = SchemaV3.widen(
    "claimEvent", "'evidence')", "'evidence', 'undo', 'redo')")

  /// Units may be bought again for whoever bought them once: `again` is 0 for the first time and counts
  /// on from there, so that each time has a law of its own against buying twice.
  private static let replacements = [
    """
    ALTER TABLE purchaseLine ADD COLUMN again INTEGER NOT NULL DEFAULT 0 CHECK (again >= 0)
    """,
    "DROP INDEX purchaseLine_once",
    """
    CREATE UNIQUE INDEX purchaseLine_once ON purchaseLine (orderID, line, part, again, firstUnit)
    WHERE isLive = 1
    """,
    "DROP TRIGGER purchaseLine_overlap_insert",
    "DROP TRIGGER purchaseLine_overlap_update",
    overlap("insert", "INSERT", "new.isLive = 1"),
    overlap("update", "UPDATE", "new.isLive = 1 AND old.isLive = 0"),
    // No more is replaced for a return than comes back with it, by line and part.
    """
    CREATE TRIGGER purchaseLine_returned BEFORE INSERT ON purchaseLine
    WHEN new.isLive = 1 AND new.again > 0 BEGIN
      SELECT RAISE(ABORT, 'it is replaced already') FROM purchaseOrder p
      WHERE p.id = new.purchaseID AND p.returnID IS NOT NULL
      AND EXISTS (SELECT 1 FROM returnItem i WHERE i.returnID = p.returnID)
      AND new.units + (
        SELECT ifnull(sum(l.units), 0) FROM purchaseOrder q JOIN purchaseLine l ON l.purchaseID = q.id
        WHERE q.returnID = p.returnID AND l.line = new.line AND l.part = new.part AND l.isLive = 1)
      > (SELECT ifnull(sum(i.quantity), 0) FROM returnItem i WHERE i.returnID = p.returnID
        AND (i.line = new.line OR i.line = '' AND i.sku = new.sku COLLATE NOCASE));
    END
    """,
    // Where the last purchase of a return has set out, it is replaced; where nothing goes, it is not.
    """
    CREATE TRIGGER return_replaced AFTER UPDATE OF state ON purchaseOrder
    WHEN new.returnID IS NOT NULL AND new.key <> '' AND new.state IN ('shipped', 'delivered') BEGIN
      UPDATE returnRequest SET state = 'replaced' WHERE id = new.returnID
      AND state IN ('approved', 'inTransit', 'received', 'notReturned')
      AND NOT EXISTS (SELECT 1 FROM purchaseOrder p WHERE p.returnID = new.returnID
        AND p.state NOT IN ('shipped', 'delivered', 'rejected', 'cancelled'));
    END
    """,
  ]

  private static func overlap(_ name: String, _ verb: String, _ condition: String) -> String {
    """
    CREATE TRIGGER purchaseLine_overlap_\(name) BEFORE \(verb) ON purchaseLine
    WHEN \(condition) BEGIN
      SELECT RAISE(ABORT, 'these units are bought already') FROM purchaseLine l
      WHERE l.orderID = new.orderID AND l.line = new.line AND l.part = new.part AND l.isLive = 1
      AND l.again = new.again
      AND l.firstUnit < new.firstUnit + new.units AND new.firstUnit < l.firstUnit + l.units;
    END
    """
  }
}
