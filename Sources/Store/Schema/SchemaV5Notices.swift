extension SchemaV5 {
  /// Whose notice it is, who withheld it, and which could not be written.
  static let notices: [String] = [
    // Of the address that it goes to, as in `noticeOptOut`; "": whoever it goes to gets it in any case.
    """
    ALTER TABLE notice ADD COLUMN digest TEXT NOT NULL DEFAULT ''
    CHECK (digest = '' OR length(digest) = 64)
    """,
    // The operator who withheld it; "": the course of things did.
    "ALTER TABLE notice ADD COLUMN withheldBy TEXT NOT NULL DEFAULT ''",
    """
    UPDATE notice SET withheldBy = ifnull((
      SELECT d.operator FROM decisionTarget t JOIN decision d ON d.id = t.decisionID
      WHERE t.kind = 'order' AND t.number = notice.orderID AND d.verb = 'withhold'
      AND d.kind <> 'undo' AND ',' || t.beforeText LIKE '%,' || notice.id || ':%'
      ORDER BY d.id DESC LIMIT 1), '')
    WHERE state = 'skipped'
    """,
    """
    CREATE INDEX notice_address ON notice (digest)
    WHERE digest <> '' AND state IN ('proposed', 'queued')
    """,
    """
    CREATE INDEX notice_unwritten ON notice (orderID)
    WHERE state = 'failed' AND body = '' AND messageID IS NULL
    """,
  ]
}
