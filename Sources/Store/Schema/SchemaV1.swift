/// The first released schema. Lists of states are written out: a released step must not change when an
/// enumeration grows (a test compares them with the cases).
enum SchemaV1 {
  static let statements: [String] =
    sources + orders + parcels + attention + decisions + counters + figures + words
}

extension SchemaV1 {
  /// Where things come from and how that goes.
  private static let sources = [
    """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      service TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('storefront', 'supplier', 'tracker')),
      cadence INTEGER CHECK (cadence > 0),
      cursor TEXT,
      dueAt INTEGER NOT NULL,
      firstDueAt INTEGER NOT NULL,
      freshAt INTEGER,
      failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
      circuitOpenUntil INTEGER,
      lastError TEXT NOT NULL DEFAULT '',
      lastErrorAt INTEGER,
      pulled INTEGER NOT NULL DEFAULT 0,
      pulls INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE syncRun (
      id INTEGER PRIMARY KEY,
      accountID INTEGER NOT NULL REFERENCES account (id),
      startedAt INTEGER NOT NULL,
      finishedAt INTEGER NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0),
      error TEXT,
      isComplete INTEGER NOT NULL CHECK (isComplete IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX syncRun_account ON syncRun (accountID, id)",
    """
    CREATE TABLE supplier (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
      account TEXT,
      contact TEXT,
      handlingDays INTEGER CHECK (handlingDays >= 0),
      offers INTEGER NOT NULL DEFAULT 0 CHECK (offers >= 0),
      purchases INTEGER NOT NULL DEFAULT 0 CHECK (purchases >= 0),
      open INTEGER NOT NULL DEFAULT 0 CHECK (open >= 0),
      exceptions INTEGER NOT NULL DEFAULT 0 CHECK (exceptions >= 0),
      delivered INTEGER NOT NULL DEFAULT 0 CHECK (delivered >= 0),
      promised INTEGER NOT NULL DEFAULT 0 CHECK (promised >= 0),
      onTime INTEGER NOT NULL DEFAULT 0 CHECK (onTime BETWEEN 0 AND promised)
    ) STRICT
    """,
    """
    CREATE TABLE offer (
      id INTEGER PRIMARY KEY,
      supplierID INTEGER NOT NULL REFERENCES supplier (id),
      sku TEXT NOT NULL COLLATE NOCASE CHECK (sku <> ''),
      part TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
      supplierSKU TEXT NOT NULL,
      cost INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      costBefore INTEGER,
      costRoseAt INTEGER,
      handlingDays INTEGER CHECK (handlingDays >= 0),
      perUnit INTEGER NOT NULL DEFAULT 1 CHECK (perUnit > 0),
      pack INTEGER NOT NULL DEFAULT 1 CHECK (pack > 0),
      methods TEXT NOT NULL DEFAULT '',
      countries TEXT NOT NULL DEFAULT '',
      stock INTEGER CHECK (stock >= 0),
      stockAt INTEGER,
      minQuantity INTEGER CHECK (minQuantity > 0),
      maxQuantity INTEGER CHECK (maxQuantity > 0),
      priority INTEGER NOT NULL DEFAULT 0,
      validUntil INTEGER,
      renewal TEXT NOT NULL DEFAULT '',
      UNIQUE (supplierID, sku, part),
      CHECK ((cost IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    "CREATE INDEX offer_sku ON offer (sku, supplierID)",
    "CREATE INDEX offer_supplierSKU ON offer (supplierID, supplierSKU)",
    """
    CREATE TABLE lease (
      name TEXT PRIMARY KEY,
      holder TEXT NOT NULL,
      fence INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE savedFilter (
      name TEXT PRIMARY KEY CHECK (name <> ''),
      text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Orders as their storefront tells them (first what the queue shows and sorts by), and their lines.
  private static let orders = [
    """
    CREATE TABLE customerOrder (
      id INTEGER PRIMARY KEY,
      accountID INTEGER NOT NULL REFERENCES account (id),
      name TEXT NOT NULL COLLATE NOCASE,
      customerName TEXT NOT NULL,
      country TEXT NOT NULL COLLATE NOCASE,
      supplier TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
      state TEXT NOT NULL CHECK (state IN ('unpaid', 'ready', 'ordered', 'processing', 'shipped',
        'transit', 'pickup', 'delivered', 'returning', 'returned', 'lost', 'cancelled', 'refunded',
        'fulfilled')),
      stateRank INTEGER NOT NULL,
      isOpen INTEGER NOT NULL CHECK (isOpen IN (0, 1)),
      payment TEXT NOT NULL CHECK (payment IN ('pending', 'authorized', 'paid', 'partiallyPaid',
        'partiallyRefunded', 'refunded', 'voided', 'unknown')),
      placedAt INTEGER NOT NULL,
      changedAt INTEGER NOT NULL,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      total INTEGER,
      risk INTEGER,
      valueHundredths INTEGER NOT NULL DEFAULT 0,
      riskHundredths INTEGER NOT NULL DEFAULT -1,
      exceptionCode TEXT,
      severity INTEGER CHECK (severity BETWEEN 0 AND 3),
      lineCount INTEGER NOT NULL DEFAULT 0,
      tags TEXT NOT NULL DEFAULT '',
      tracking TEXT NOT NULL DEFAULT '',
      trackingStatus TEXT CHECK (trackingStatus IN ('unregistered', 'label', 'pickedUp', 'inTransit',
        'customs', 'delayed', 'outForDelivery', 'pickup', 'attemptFailed', 'delivered', 'exception',
        'returning', 'returned', 'lost', 'expired', 'cancelled')),
      trackedAt INTEGER,
      deliveredAt INTEGER,
      purchase TEXT CHECK (purchase IN ('proposed', 'held', 'ready', 'claimed', 'unknown', 'waiting',
        'sent', 'rejected', 'withdrawn')),
      holdUntil INTEGER,
      changedAfter TEXT NOT NULL DEFAULT '',
      likeness INTEGER NOT NULL DEFAULT 0,
      nextCheckAt INTEGER,
      fingerprint INTEGER NOT NULL DEFAULT 0,
      digest INTEGER NOT NULL,
      externalID TEXT NOT NULL CHECK (externalID <> ''),
      sourceUpdatedAt INTEGER,
      isHistory INTEGER NOT NULL DEFAULT 0 CHECK (isHistory IN (0, 1)),
      paidAt INTEGER,
      cancelledAt INTEGER,
      fulfillment TEXT NOT NULL CHECK (fulfillment IN ('unfulfilled', 'partial', 'fulfilled')),
      fulfilledAt INTEGER,
      promisedAt INTEGER,
      subtotal INTEGER,
      shipping INTEGER,
      tax INTEGER,
      discount INTEGER,
      refunded INTEGER,
      email TEXT NOT NULL,
      phone TEXT NOT NULL,
      shipName TEXT NOT NULL,
      company TEXT NOT NULL,
      line1 TEXT NOT NULL,
      line2 TEXT NOT NULL,
      city TEXT NOT NULL,
      province TEXT NOT NULL,
      postcode TEXT NOT NULL,
      shipPhone TEXT NOT NULL,
      note TEXT NOT NULL,
      UNIQUE (accountID, externalID),
      CHECK ((exceptionCode IS NULL) = (severity IS NULL)),
      CHECK ((risk IS NULL) = (riskHundredths = -1))
    ) STRICT
    """,
    // One index for each way to sort; the row number at its end breaks ties, newest first.
    """
    CREATE INDEX customerOrder_risk ON customerOrder (riskHundredths, placedAt)
    """,
    "CREATE INDEX customerOrder_age ON customerOrder (placedAt DESC)",
    "CREATE INDEX customerOrder_newest ON customerOrder (placedAt)",
    "CREATE INDEX customerOrder_value ON customerOrder (valueHundredths)",
    "CREATE INDEX customerOrder_state ON customerOrder (stateRank DESC)",
    "CREATE INDEX customerOrder_supplier ON customerOrder (supplier DESC)",
    "CREATE INDEX customerOrder_updated ON customerOrder (changedAt)",
    "CREATE INDEX customerOrder_name ON customerOrder (name)",
    "CREATE INDEX customerOrder_country ON customerOrder (country)",
    "CREATE INDEX customerOrder_likeness ON customerOrder (likeness) WHERE likeness <> 0",
    "CREATE INDEX customerOrder_externalID ON customerOrder (externalID)",
    """
    CREATE INDEX customerOrder_due ON customerOrder (nextCheckAt) WHERE nextCheckAt IS NOT NULL
    """,
    """
    CREATE INDEX customerOrder_purchase ON customerOrder (purchase) WHERE purchase IS NOT NULL
    """,
    """
    CREATE INDEX customerOrder_stuck ON customerOrder (supplier) WHERE exceptionCode IS NOT NULL
    """,
    """
    CREATE TABLE orderLine (
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      externalID TEXT NOT NULL,
      position INTEGER NOT NULL,
      sku TEXT NOT NULL COLLATE NOCASE,
      title TEXT NOT NULL,
      quantity INTEGER NOT NULL CHECK (quantity >= 0),
      price INTEGER,
      requiresShipping INTEGER NOT NULL CHECK (requiresShipping IN (0, 1)),
      fulfilled INTEGER NOT NULL CHECK (fulfilled IN (0, 1)),
      PRIMARY KEY (orderID, externalID)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX orderLine_sku ON orderLine (sku)",
    """
    CREATE TABLE orderTag (
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      tag TEXT NOT NULL COLLATE NOCASE CHECK (tag <> ''),
      source TEXT NOT NULL CHECK (source IN ('shop', 'operator', 'removed')),
      PRIMARY KEY (orderID, tag)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX orderTag_tag ON orderTag (tag)",
    // Lines that nobody could fill when they were last routed.
    """
    CREATE TABLE routeRefusal (
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      sku TEXT NOT NULL COLLATE NOCASE,
      reason TEXT NOT NULL,
      PRIMARY KEY (orderID, sku)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// What waits for a person.
  private static let attention = [
    """
    CREATE TABLE orderException (
      id INTEGER PRIMARY KEY,
      orderID INTEGER REFERENCES customerOrder (id),
      accountID INTEGER REFERENCES account (id),
      code TEXT NOT NULL CHECK (code <> ''),
      instance TEXT NOT NULL,
      severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),
      state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved', 'cleared')),
      since INTEGER NOT NULL,
      trippedAt INTEGER NOT NULL,
      due INTEGER,
      silence TEXT CHECK (silence IN ('tracking', 'supplier')),
      reason TEXT NOT NULL,
      learned INTEGER NOT NULL CHECK (learned IN (0, 1)),
      snoozedUntil INTEGER,
      snoozedPrint INTEGER,
      shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
      moneyHundredths INTEGER NOT NULL DEFAULT 0,
      changedAt INTEGER NOT NULL,
      listRank INTEGER GENERATED ALWAYS AS (
        CASE WHEN shown = 0 OR state IN ('resolved', 'cleared') THEN NULL
        WHEN state = 'snoozed' THEN 1 ELSE 0 END) VIRTUAL,
      listDue INTEGER GENERATED ALWAYS AS (ifnull(due, 9223372036854775807)) VIRTUAL,
      UNIQUE (orderID, code),
      UNIQUE (accountID, code),
      CHECK ((orderID IS NULL) <> (accountID IS NULL)),
      CHECK (shown = 0 OR state NOT IN ('resolved', 'cleared'))
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX orderException_one ON orderException (orderID) WHERE shown = 1
    """,
    """
    CREATE INDEX orderException_money
    ON orderException (listRank DESC, severity, moneyHundredths) WHERE listRank IS NOT NULL
    """,
    """
    CREATE INDEX orderException_since ON orderException (listRank DESC, since DESC)
    WHERE listRank IS NOT NULL
    """,
    """
    CREATE INDEX orderException_due ON orderException (listRank DESC, listDue DESC)
    WHERE listRank IS NOT NULL
    """,
    """
    CREATE INDEX orderException_code ON orderException (listRank DESC, code DESC)
    WHERE listRank IS NOT NULL
    """,
    """
    CREATE INDEX orderException_flag ON orderException (code, orderID)
    WHERE state NOT IN ('resolved', 'cleared')
    """,
    """
    CREATE TABLE returnRequest (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      externalID TEXT NOT NULL CHECK (externalID <> ''),
      requestedAt INTEGER NOT NULL,
      requestedBy TEXT NOT NULL,
      reason TEXT NOT NULL,
      amount INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      shopState TEXT NOT NULL CHECK (shopState IN ('requested', 'asked', 'approved', 'declined',
        'withdrawn')),
      state TEXT NOT NULL CHECK (state IN ('requested', 'asked', 'approved', 'declined',
        'withdrawn')),
      decidedAt INTEGER,
      recordedAt INTEGER NOT NULL,
      source TEXT NOT NULL,
      listRank INTEGER GENERATED ALWAYS AS (
        CASE WHEN state IN ('requested', 'asked') THEN 0 ELSE 1 END) VIRTUAL,
      listKey INTEGER GENERATED ALWAYS AS (
        CASE WHEN state IN ('requested', 'asked') THEN requestedAt ELSE -requestedAt END) VIRTUAL,
      UNIQUE (orderID, externalID),
      CHECK ((amount IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    "CREATE INDEX returnRequest_list ON returnRequest (listRank DESC, listKey DESC)",
    """
    CREATE TABLE returnItem (
      returnID INTEGER NOT NULL REFERENCES returnRequest (id),
      position INTEGER NOT NULL,
      sku TEXT NOT NULL,
      quantity INTEGER NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (returnID, position)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
