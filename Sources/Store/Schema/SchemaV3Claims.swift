extension SchemaV3 {
  /// Claims against suppliers, platforms, carriers and insurers. `recourse` is worked out by detection
  /// for orders that have a loss; `claim` is what operators did about it, and `claimEvent` says when and
  /// why, and is never changed.
  static let claims: [String] = [
    """
    CREATE TABLE recourse (
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      party TEXT NOT NULL CHECK (party IN ('supplier', 'platform', 'carrier', 'insurer')),
      name TEXT NOT NULL CHECK (name <> ''),
      kind TEXT NOT NULL CHECK (kind IN ('lost', 'damaged', 'not-received', 'returned',
        'not-as-described', 'late')),
      parcel TEXT NOT NULL,
      title TEXT NOT NULL,
      noticedAt INTEGER NOT NULL,
      opensAt INTEGER,
      opensBy TEXT NOT NULL,
      closesAt INTEGER,
      closesBy TEXT NOT NULL,
      amount INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      wanted TEXT NOT NULL,
      present TEXT NOT NULL,
      isShippers INTEGER NOT NULL CHECK (isShippers IN (0, 1)),
      note TEXT NOT NULL,
      source TEXT NOT NULL,
      asOf INTEGER NOT NULL,
      isClaimed INTEGER NOT NULL CHECK (isClaimed IN (0, 1)),
      PRIMARY KEY (orderID, party, name, kind, parcel),
      CHECK ((amount IS NULL) = (currency IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE claim (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      party TEXT NOT NULL CHECK (party IN ('supplier', 'platform', 'carrier', 'insurer')),
      name TEXT NOT NULL CHECK (name <> ''),
      kind TEXT NOT NULL CHECK (kind IN ('lost', 'damaged', 'not-received', 'returned',
        'not-as-described', 'late')),
      parcel TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'answered', 'won', 'partly', 'lost',
        'withdrawn')),
      amount INTEGER CHECK (amount >= 0),
      currency TEXT CHECK (length(currency) = 3),
      recovered INTEGER CHECK (recovered >= 0),
      recoveredCurrency TEXT CHECK (length(recoveredCurrency) = 3),
      reference TEXT NOT NULL,
      opensAt INTEGER,
      closesAt INTEGER,
      openedAt INTEGER NOT NULL,
      submittedAt INTEGER,
      settledAt INTEGER,
      source TEXT NOT NULL,
      asOf INTEGER,
      wanted TEXT NOT NULL,
      CHECK ((amount IS NULL) = (currency IS NULL)),
      CHECK ((recovered IS NULL) = (recoveredCurrency IS NULL)),
      CHECK (recovered IS NULL OR state IN ('won', 'partly', 'lost')),
      CHECK ((settledAt IS NULL) = (state IN ('draft', 'submitted', 'answered'))),
      CHECK (submittedAt IS NOT NULL OR state IN ('draft', 'withdrawn'))
    ) STRICT
    """,
    // Nobody asks the same party twice at once for the same loss.
    """
    CREATE UNIQUE INDEX claim_live ON claim (orderID, party, name, kind)
    WHERE state IN ('draft', 'submitted', 'answered')
    """,
    "CREATE INDEX claim_order ON claim (orderID)",
    """
    CREATE TABLE claimEvidence (
      id INTEGER PRIMARY KEY,
      claimID INTEGER NOT NULL REFERENCES claim (id),
      kind TEXT NOT NULL CHECK (kind <> ''),
      text TEXT NOT NULL,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      UNIQUE (claimID, kind, text)
    ) STRICT
    """,
    """
    CREATE TABLE claimEvent (
      id INTEGER PRIMARY KEY,
      claimID INTEGER NOT NULL REFERENCES claim (id),
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      verb TEXT NOT NULL CHECK (verb IN ('open', 'submit', 'answer', 'settle', 'withdraw',
        'evidence')),
      state TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX claimEvent_claim ON claimEvent (claimID)",
    """
    CREATE TRIGGER claimEvent_kept BEFORE UPDATE ON claimEvent
    BEGIN SELECT RAISE(ABORT, 'what was done with a claim is never changed'); END
    """,
    """
    CREATE TRIGGER claimEvent_stays BEFORE DELETE ON claimEvent
    BEGIN SELECT RAISE(ABORT, 'what was done with a claim is never changed'); END
    """,
  ]
}
