extension SchemaV1 {
  /// What operators did, and what leaves the house because of it. `decision` is the batch that one undo
  /// takes back; `decisionTarget` keeps what each target was before.
  static let decisions =
    [
      """
      CREATE TABLE decision (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('decide', 'undo', 'redo')),
        about INTEGER REFERENCES decision (id),
        at INTEGER NOT NULL,
        operator TEXT NOT NULL,
        verb TEXT NOT NULL CHECK (verb IN ('acknowledge', 'snooze', 'resolve', 'note', 'tag', 'untag',
          'contact', 'approve', 'decline', 'ask', 'buy', 'approve-purchase', 'hold', 'release', 'drop',
          'cancel', 'placed', 'absent', 'stop', 'start')),
        argument TEXT NOT NULL,
        until INTEGER,
        title TEXT NOT NULL,
        hold INTEGER NOT NULL,
        CHECK ((kind = 'decide') = (about IS NULL))
      ) STRICT
      """,
      "CREATE INDEX decision_operator ON decision (operator, kind, id)",
      "CREATE INDEX decision_about ON decision (about) WHERE about IS NOT NULL",
      """
      CREATE TABLE decisionTarget (
        decisionID INTEGER NOT NULL REFERENCES decision (id),
        kind TEXT NOT NULL CHECK (kind IN ('order', 'exception', 'return', 'purchase', 'buying')),
        number INTEGER NOT NULL,
        orderID INTEGER REFERENCES customerOrder (id),
        beforeState TEXT,
        beforeAt INTEGER,
        beforePrint INTEGER,
        beforeText TEXT,
        afterState TEXT,
        PRIMARY KEY (decisionID, kind, number)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE INDEX decisionTarget_order ON decisionTarget (orderID) WHERE orderID IS NOT NULL
      """,
      """
      CREATE TABLE orderNote (
        id INTEGER PRIMARY KEY,
        orderID INTEGER NOT NULL REFERENCES customerOrder (id),
        decisionID INTEGER NOT NULL REFERENCES decision (id),
        at INTEGER NOT NULL,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (orderID, decisionID)
      ) STRICT
      """,
      """
      CREATE TABLE outboxMessage (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        receiver TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('proposed', 'held', 'ready', 'claimed', 'unknown',
          'waiting', 'sent', 'rejected', 'withdrawn')),
        createdAt INTEGER NOT NULL,
        holdUntil INTEGER,
        notBefore INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        fence INTEGER NOT NULL DEFAULT 0,
        leaseFence INTEGER NOT NULL DEFAULT 0,
        firstSentAt INTEGER,
        lastSentAt INTEGER,
        settledAt INTEGER,
        isDoubtful INTEGER NOT NULL DEFAULT 0 CHECK (isDoubtful IN (0, 1)),
        asked INTEGER NOT NULL DEFAULT 0,
        outcome TEXT NOT NULL DEFAULT '',
        decisionID INTEGER REFERENCES decision (id),
        orderID INTEGER NOT NULL REFERENCES customerOrder (id),
        returnID INTEGER REFERENCES returnRequest (id),
        purchaseID INTEGER REFERENCES purchaseOrder (id),
        shipmentID INTEGER REFERENCES shipment (id) ON DELETE SET NULL,
        CHECK (attempts > 0 OR state IN ('proposed', 'held', 'ready', 'withdrawn')),
        CHECK (kind <> 'place' OR purchaseID IS NOT NULL)
      ) STRICT
      """,
      """
      CREATE INDEX outboxMessage_held ON outboxMessage (holdUntil)
      WHERE state = 'held' AND holdUntil IS NOT NULL
      """,
      """
      CREATE INDEX outboxMessage_next ON outboxMessage (receiver, state)
      WHERE state IN ('held', 'ready', 'claimed', 'unknown') AND receiver <> ''
      """,
      """
      CREATE INDEX outboxMessage_open ON outboxMessage (kind, state)
      WHERE state NOT IN ('sent', 'rejected', 'withdrawn')
      """,
      // A purchase is placed by one message, whatever becomes of it.
      """
      CREATE UNIQUE INDEX outboxMessage_place ON outboxMessage (purchaseID) WHERE kind = 'place'
      """,
      """
      CREATE INDEX outboxMessage_purchase ON outboxMessage (purchaseID)
      WHERE purchaseID IS NOT NULL
      """,
      """
      CREATE INDEX outboxMessage_shipment ON outboxMessage (shipmentID)
      WHERE shipmentID IS NOT NULL
      """,
      // Every attempt and every answer about it: the evidence of an unknown outcome.
      """
      CREATE TABLE outboxAttempt (
        id INTEGER PRIMARY KEY,
        messageID INTEGER NOT NULL REFERENCES outboxMessage (id),
        attempt INTEGER NOT NULL,
        at INTEGER NOT NULL,
        event TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT
      """,
      "CREATE INDEX outboxAttempt_message ON outboxAttempt (messageID)",
      """
      CREATE TABLE claimCounter (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        fence INTEGER NOT NULL
      ) STRICT
      """,
      "INSERT INTO claimCounter (id, fence) VALUES (1, 0)",
      // The stop switch of buying: one row, as long as it is on.
      """
      CREATE TABLE buyingStop (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT
      """,
      // Files of suppliers that have been read: none is read twice, whatever it is called.
      """
      CREATE TABLE readFile (
        account TEXT NOT NULL,
        digest TEXT NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (account, digest)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX outboxMessage_decision ON outboxMessage (decisionID)",
      "CREATE INDEX outboxMessage_order ON outboxMessage (orderID)",
      """
      CREATE INDEX outboxMessage_return ON outboxMessage (returnID) WHERE returnID IS NOT NULL
      """,
    ] + ["trackingEvent", "decision", "decisionTarget", "outboxAttempt"].flatMap(appendOnly)

  /// Nothing may rewrite a log, not even this program.
  private static func appendOnly(_ table: String) -> [String] {
    ["UPDATE", "DELETE"].map { verb in
      """
      CREATE TRIGGER \(table)_no_\(verb) BEFORE \(verb) ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
      """
    }
  }

  /// The words of each order, found by the filter line. The row number is the order's.
  static let words = [
    """
    CREATE VIRTUAL TABLE orderWords
    USING fts5 (words, tokenize = "unicode61 remove_diacritics 2", columnsize = 0)
    """,
    // Larger pieces written, merged less often: a big import costs half as much.
    "INSERT INTO orderWords (orderWords, rank) VALUES ('hashsize', 8388608)",
    "INSERT INTO orderWords (orderWords, rank) VALUES ('automerge', 8)",
  ]
}
