extension SchemaV3 {
  /// Returns in full, refunds and replacements.
  static let afterSales: [String] = widenedReturns + widenedDecisions + returns + refunds

  private static let widenedReturns =
    widen(
      "returnRequest", "'approved', 'declined',\n    'withdrawn'",
      """
      'approved', 'declined',
          'withdrawn', 'proposed', 'inTransit', 'received', 'notReturned', 'refunded', 'replaced',
          'closed'
      """)
    // A return that waits for a second operator waits, too.
    + widen(
      "returnRequest", "state IN ('requested', 'asked') THEN",
      "state IN ('requested', 'asked', 'proposed') THEN")

  private static let widenedDecisions = widen(
    "decision", "'absent', 'stop', 'start'",
    """
    'absent', 'stop', 'start', 'sent', 'receive', 'not-returned', 'refund', 'replace', 'close'
    """)

  private static let returns = [
    // What goes with the words of a decision: the outcome of an approval, the amount of a refund.
    "ALTER TABLE decision ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
    """
    ALTER TABLE returnRequest ADD COLUMN outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('',
      'refund-keep', 'partial', 'reship', 'return-supplier', 'return-local'))
    """,
    "ALTER TABLE returnRequest ADD COLUMN granted INTEGER CHECK (granted > 0)",
    "ALTER TABLE returnRequest ADD COLUMN grantedCurrency TEXT CHECK (length(grantedCurrency) = 3)",
    // Who approved it first, where a second operator must too.
    "ALTER TABLE returnRequest ADD COLUMN proposedBy TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE returnRequest ADD COLUMN tracking TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE returnRequest ADD COLUMN receivedAt INTEGER",
    "ALTER TABLE returnItem ADD COLUMN line TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE returnItem ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE returnPhoto (
      returnID INTEGER NOT NULL REFERENCES returnRequest (id),
      position INTEGER NOT NULL,
      link TEXT NOT NULL CHECK (link <> ''),
      PRIMARY KEY (returnID, position)
    ) STRICT, WITHOUT ROWID
    """,
    // A replacement points back to the return that it is for, and to what it replaces.
    "ALTER TABLE purchaseOrder ADD COLUMN returnID INTEGER REFERENCES returnRequest (id)",
    "ALTER TABLE purchaseOrder ADD COLUMN replaces INTEGER REFERENCES purchaseOrder (id)",
    // Without it each purchase is looked for among all, as one that something else may replace.
    """
    CREATE INDEX purchaseOrder_replaces ON purchaseOrder (replaces) WHERE replaces IS NOT NULL
    """,
    """
    CREATE INDEX purchaseOrder_return ON purchaseOrder (returnID) WHERE returnID IS NOT NULL
    """,
    "DROP TRIGGER counter_returnRequest_insert",
    "DROP TRIGGER counter_returnRequest_update",
    "DROP TRIGGER counter_returnRequest_delete",
    """
    CREATE TRIGGER counter_returnRequest_insert AFTER INSERT ON returnRequest
    WHEN new.state IN ('requested', 'asked', 'proposed') BEGIN
      UPDATE counter SET value = value + 1 WHERE name = 'returnsWaiting';
    END
    """,
    """
    CREATE TRIGGER counter_returnRequest_update AFTER UPDATE OF state ON returnRequest
    WHEN (old.state IN ('requested', 'asked', 'proposed'))
      <> (new.state IN ('requested', 'asked', 'proposed')) BEGIN
      UPDATE counter SET value = value + (new.state IN ('requested', 'asked', 'proposed'))
        - (old.state IN ('requested', 'asked', 'proposed')) WHERE name = 'returnsWaiting';
    END
    """,
    """
    CREATE TRIGGER counter_returnRequest_delete AFTER DELETE ON returnRequest
    WHEN old.state IN ('requested', 'asked', 'proposed') BEGIN
      UPDATE counter SET value = value - 1 WHERE name = 'returnsWaiting';
    END
    """,
  ]

  private static let refunds = [
    // Money that this program sends back, each with the message that does; what became of it is the
    // message's state.
    """
    CREATE TABLE refund (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE CHECK (key <> ''),
      messageID INTEGER NOT NULL UNIQUE REFERENCES outboxMessage (id),
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      returnID INTEGER REFERENCES returnRequest (id),
      account TEXT NOT NULL,
      amount INTEGER NOT NULL CHECK (amount > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      shopRefunded INTEGER NOT NULL CHECK (shopRefunded >= 0),
      note TEXT NOT NULL DEFAULT '',
      createdAt INTEGER NOT NULL,
      createdBy TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX refund_order ON refund (orderID)",
    "CREATE INDEX refund_return ON refund (returnID) WHERE returnID IS NOT NULL",
    """
    CREATE TABLE refundLine (
      refundID INTEGER NOT NULL REFERENCES refund (id),
      line TEXT NOT NULL,
      quantity INTEGER NOT NULL CHECK (quantity > 0),
      amount INTEGER NOT NULL CHECK (amount >= 0),
      PRIMARY KEY (refundID, line)
    ) STRICT, WITHOUT ROWID
    """,
    // Kept by the database itself: what we send back of an order is never more than it cost.
    """
    CREATE TRIGGER refund_within BEFORE INSERT ON refund BEGIN
      SELECT RAISE(ABORT, 'more would go back than was paid') FROM customerOrder o
      WHERE o.id = new.orderID AND (o.currency <> new.currency OR o.total < new.amount + (
        SELECT ifnull(sum(r.amount), 0) FROM refund r JOIN outboxMessage m ON m.id = r.messageID
        WHERE r.orderID = new.orderID AND m.state NOT IN ('rejected', 'withdrawn')));
    END
    """,
    // Whoever finds out that the money has been sent: the return follows.
    """
    CREATE TRIGGER return_refunded AFTER UPDATE OF state ON outboxMessage
    WHEN new.kind = 'refund' AND new.state = 'sent' AND new.returnID IS NOT NULL BEGIN
      UPDATE returnRequest SET state = 'refunded' WHERE id = new.returnID
      AND state IN ('approved', 'inTransit', 'received', 'notReturned', 'replaced');
    END
    """,
  ]
}
