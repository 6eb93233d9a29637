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
          'contact', 'approve', 'decline', 'ask')),
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
        kind TEXT NOT NULL CHECK (kind IN ('order', 'exception', 'return')),
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
        body TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('held', 'ready', 'withdrawn', 'sent', 'failed')),
        createdAt INTEGER NOT NULL,
        holdUntil INTEGER NOT NULL,
        decisionID INTEGER NOT NULL REFERENCES decision (id),
        orderID INTEGER NOT NULL REFERENCES customerOrder (id),
        returnID INTEGER REFERENCES returnRequest (id)
      ) STRICT
      """,
      "CREATE INDEX outboxMessage_held ON outboxMessage (holdUntil) WHERE state = 'held'",
      "CREATE INDEX outboxMessage_decision ON outboxMessage (decisionID)",
      "CREATE INDEX outboxMessage_order ON outboxMessage (orderID)",
      """
      CREATE INDEX outboxMessage_return ON outboxMessage (returnID) WHERE returnID IS NOT NULL
      """,
    ] + ["trackingEvent", "decision", "decisionTarget"].flatMap(appendOnly)

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
