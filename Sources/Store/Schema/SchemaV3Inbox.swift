extension SchemaV3 {
  /// What services sent by themselves, before it was looked at. `key` is the same for every repeat of a
  /// delivery; secrets have been taken out of `path` and `headers` before they come here.
  static let inbox: [String] = [
    """
    CREATE TABLE inboxDelivery (
      id INTEGER PRIMARY KEY,
      accountID INTEGER NOT NULL REFERENCES account (id),
      key TEXT NOT NULL CHECK (key <> ''),
      topic TEXT NOT NULL,
      path TEXT NOT NULL,
      headers TEXT NOT NULL,
      body BLOB NOT NULL,
      receivedAt INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'taken', 'failed')),
      note TEXT NOT NULL DEFAULT '',
      attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      settledAt INTEGER,
      CHECK ((state = 'pending') = (settledAt IS NULL)),
      UNIQUE (accountID, key)
    ) STRICT
    """,
    "CREATE INDEX inboxPending ON inboxDelivery (id) WHERE state = 'pending'",
    "CREATE INDEX inboxByReceipt ON inboxDelivery (receivedAt)",
  ]
}
