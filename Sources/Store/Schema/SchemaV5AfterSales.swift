extension SchemaV5 {
  /// Replacements that were bought by hand fall and stand with the decision that wrote them down.
  static let afterSales: [String] = [
    "ALTER TABLE purchaseOrder ADD COLUMN decisionID INTEGER REFERENCES decision (id)",
    // They were written down in the transaction of their decision.
    """
    UPDATE purchaseOrder SET decisionID = (
      SELECT max(d.id) FROM decisionTarget t JOIN decision d ON d.id = t.decisionID
      WHERE t.kind = 'return' AND t.number = purchaseOrder.returnID AND d.verb = 'replace'
      AND d.kind = 'decide' AND d.at = purchaseOrder.recordedAt)
    WHERE key = '' AND returnID IS NOT NULL
    """,
    """
    CREATE INDEX purchaseOrder_decision ON purchaseOrder (decisionID)
    WHERE decisionID IS NOT NULL
    """,
    // What comes to stand again is counted as what is new (`purchaseLine_returned`).
    """
    CREATE TRIGGER purchaseLine_returnedAgain BEFORE UPDATE OF isLive ON purchaseLine
    WHEN new.isLive = 1 AND old.isLive = 0 AND new.again > 0 BEGIN
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
  ]
}
