extension SchemaV4 {
  /// What customers are told, and when they were told it.
  static let notices: [String] = noticeTables + noticeTriggers + earlierLetters

  private static let noticeTables = [
    // Since when a storefront's customers are told of things: what came about before is no news.
    """
    CREATE TABLE noticeStart (
      accountID INTEGER PRIMARY KEY REFERENCES account (id),
      at INTEGER NOT NULL
    ) STRICT
    """,
    // Orders of which something has changed that their customers may want to hear.
    """
    CREATE TABLE noticeDue (
      orderID INTEGER PRIMARY KEY REFERENCES customerOrder (id)
    ) STRICT
    """,
    """
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      kind TEXT NOT NULL CHECK (kind IN ('shipped', 'partly-shipped', 'delayed', 'out-for-delivery',
        'pickup', 'delivered', 'delivery-failed', 'customs', 'cancelled', 'refunded',
        'return-approved', 'return-declined', 'return-asked', 'return-received', 'replacement',
        'support')),
      fact TEXT NOT NULL CHECK (fact <> ''),
      state TEXT NOT NULL CHECK (state IN ('proposed', 'queued', 'sent', 'skipped', 'failed',
        'unknown')),
      way TEXT NOT NULL CHECK (way IN ('shop', 'mail', 'own')),
      receiver TEXT NOT NULL,
      address TEXT NOT NULL DEFAULT '',
      language TEXT CHECK (language IN ('en', 'pt', 'es', 'de', 'fr')),
      subject TEXT NOT NULL DEFAULT '',
      text TEXT NOT NULL DEFAULT '',
      body TEXT NOT NULL DEFAULT '',
      reason TEXT NOT NULL DEFAULT '',
      expected INTEGER,
      factAt INTEGER NOT NULL,
      createdAt INTEGER NOT NULL,
      messageID INTEGER UNIQUE REFERENCES outboxMessage (id),
      UNIQUE (orderID, kind, fact),
      CHECK (state NOT IN ('queued', 'sent', 'unknown') OR messageID IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX notice_created ON notice (createdAt, id)",
    // Who wants no notices, by a digest of the address: the address itself is nobody's business here.
    """
    CREATE TABLE noticeOptOut (
      digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
      at INTEGER NOT NULL,
      by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// An order is looked at anew where `when` holds; nothing is noted as long as nobody is told anything.
  private static func noticing(_ name: String, _ event: String, _ order: String, when: String)
    -> String
  {
    """
    CREATE TRIGGER notice_\(name) AFTER \(event)
    WHEN (\(when)) AND EXISTS (SELECT 1 FROM noticeStart) BEGIN
      INSERT INTO noticeDue (orderID) VALUES (\(order)) ON CONFLICT DO NOTHING;
    END
    """
  }

  private static let noticeTriggers = [
    noticing("parcel", "INSERT ON shipment", "new.orderID", when: "new.number <> ''"),
    noticing(
      "parcelChange", "UPDATE OF status, isTold, number, purchaseID ON shipment", "new.orderID",
      when: """
        new.isTold <> old.isTold OR new.number <> old.number OR new.purchaseID IS NOT old.purchaseID
          OR new.status IS NOT old.status AND new.status IN ('outForDelivery', 'pickup', 'delivered',
            'attemptFailed', 'customs')
        """),
    noticing(
      "cancelled", "UPDATE OF cancelledAt ON customerOrder", "new.id",
      when: "new.cancelledAt IS NOT old.cancelledAt"),
    noticing("answer", "INSERT ON outboxMessage", "new.orderID", when: "new.kind GLOB 'return.*'"),
    noticing(
      "refunded", "UPDATE OF state ON outboxMessage", "new.orderID",
      when: "new.kind = 'refund' AND new.state = 'sent' AND old.state <> 'sent'"),
    noticing(
      "received", "UPDATE OF receivedAt ON returnRequest", "new.orderID",
      when: "new.receivedAt IS NOT old.receivedAt"),
    noticing(
      "exception", "INSERT ON orderException", "new.orderID",
      when: """
        new.orderID IS NOT NULL AND (new.severity = 3
          OR new.code IN ('transit.delayed', 'dispatch.late'))
        """),
    noticing(
      "exceptionChange", "UPDATE OF state, severity, reason ON orderException", "new.orderID",
      when: """
        new.orderID IS NOT NULL AND (new.state <> old.state OR new.severity <> old.severity
          OR new.reason <> old.reason) AND (new.severity = 3
          OR new.code IN ('transit.delayed', 'dispatch.late'))
        """),
    // Whoever finds out what became of the message: the notice follows.
    """
    CREATE TRIGGER notice_follows AFTER UPDATE OF state ON outboxMessage
    WHEN new.state <> old.state BEGIN
      UPDATE notice SET state = CASE new.state WHEN 'sent' THEN 'sent' WHEN 'rejected' THEN 'failed'
          WHEN 'withdrawn' THEN 'skipped' WHEN 'unknown' THEN 'unknown' WHEN 'waiting' THEN 'unknown'
          ELSE CASE WHEN new.isDoubtful THEN 'unknown' ELSE 'queued' END END
      WHERE messageID = new.id;
    END
    """,
  ]

  /// Letters of shipped parcels went to the spool unasked, beside the shop's own notices. What has not
  /// left stays here: the customer hears of it from the shop.
  private static let earlierLetters = [
    """
    UPDATE outboxMessage SET state = 'withdrawn', settledAt = createdAt, holdUntil = NULL,
      notBefore = NULL, outcome = 'the shop tells of it itself'
    WHERE kind = 'notice' AND state IN ('proposed', 'held', 'ready') AND isDoubtful = 0
    """,
    """
    INSERT INTO notice (orderID, kind, fact, state, way, receiver, text, body, reason, factAt,
      createdAt, messageID)
    SELECT m.orderID, 'shipped', ifnull(h.number, m.key), CASE m.state WHEN 'sent' THEN 'sent'
        WHEN 'rejected' THEN 'failed' WHEN 'withdrawn' THEN 'skipped' ELSE 'unknown' END,
      'mail', m.receiver, m.body, m.body, m.outcome, m.createdAt, m.createdAt, m.id
    FROM outboxMessage m LEFT JOIN shipment h ON h.id = m.shipmentID AND h.number <> ''
    WHERE m.kind = 'notice' ORDER BY m.id ON CONFLICT DO NOTHING
    """,
  ]
}
