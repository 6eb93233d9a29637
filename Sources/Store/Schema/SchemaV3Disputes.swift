extension SchemaV3 {
  /// Chargebacks, how far their listing has been read, and what exactly is sent for a refund.
  static let disputes: [String] = [
    """
    CREATE TABLE dispute (
      id INTEGER PRIMARY KEY,
      accountID INTEGER NOT NULL REFERENCES account (id),
      externalID TEXT NOT NULL CHECK (externalID <> ''),
      orderID INTEGER REFERENCES customerOrder (id),
      orderName TEXT NOT NULL COLLATE NOCASE,
      payment TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('chargeback', 'inquiry')),
      state TEXT NOT NULL CHECK (state IN ('open', 'underReview', 'won', 'lost', 'accepted',
        'refunded', 'unknown')),
      reason TEXT NOT NULL,
      amount INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      openedAt INTEGER,
      evidenceDueAt INTEGER,
      evidenceSentAt INTEGER,
      closedAt INTEGER,
      seenAt INTEGER NOT NULL,
      heardAt INTEGER NOT NULL,
      listRank INTEGER GENERATED ALWAYS AS (
        CASE state WHEN 'open' THEN 0 WHEN 'unknown' THEN 1 WHEN 'underReview' THEN 2
        ELSE 3 END) VIRTUAL,
      listDue INTEGER GENERATED ALWAYS AS (ifnull(evidenceDueAt, 9223372036854775807)) VIRTUAL,
      UNIQUE (accountID, externalID),
      CHECK ((amount IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    "CREATE INDEX dispute_order ON dispute (orderID) WHERE orderID IS NOT NULL",
    "CREATE INDEX dispute_unmatched ON dispute (id) WHERE orderID IS NULL",
    "CREATE INDEX dispute_list ON dispute (listRank, listDue, id)",
    // The listing of each account that tells of disputes: how far it has been read, and when.
    """
    CREATE TABLE disputeFeed (
      accountID INTEGER PRIMARY KEY REFERENCES account (id),
      position TEXT,
      isComplete INTEGER NOT NULL DEFAULT 0 CHECK (isComplete IN (0, 1)),
      readAt INTEGER
    ) STRICT
    """,
    // Made once, before the first attempt: a key stands for one body.
    """
    CREATE TABLE refundBody (
      messageID INTEGER PRIMARY KEY REFERENCES outboxMessage (id),
      body TEXT NOT NULL CHECK (body <> '')
    ) STRICT
    """,
  ]
}
