extension SchemaV1 {
  /// What suppliers were asked, and the parcels.
  static let parcels = [
    """
    CREATE TABLE purchaseOrder (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      supplierID INTEGER NOT NULL REFERENCES supplier (id),
      number TEXT NOT NULL,
      key TEXT NOT NULL DEFAULT '',
      reference TEXT NOT NULL,
      method TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL CHECK (state IN ('intended', 'unknown', 'rejected', 'placed', 'unpaid',
        'acknowledged', 'shipped', 'delivered', 'cancelled', 'unclear')),
      cost INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      placedAt INTEGER NOT NULL,
      acknowledgedAt INTEGER,
      unpaidSince INTEGER,
      shippedAt INTEGER,
      scannedAt INTEGER,
      deliveredAt INTEGER,
      automation TEXT NOT NULL DEFAULT '',
      needsPayment INTEGER NOT NULL DEFAULT 0 CHECK (needsPayment IN (0, 1)),
      basis INTEGER NOT NULL DEFAULT 0,
      note TEXT NOT NULL DEFAULT '',
      recordedAt INTEGER NOT NULL,
      recordedBy TEXT NOT NULL,
      CHECK ((cost IS NULL) = (currency IS NULL)),
      CHECK (number <> '' OR key <> '')
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX purchaseOrder_number ON purchaseOrder (supplierID, number)
    WHERE number <> ''
    """,
    "CREATE UNIQUE INDEX purchaseOrder_key ON purchaseOrder (key) WHERE key <> ''",
    "CREATE INDEX purchaseOrder_reference ON purchaseOrder (reference) WHERE key = ''",
    """
    CREATE INDEX purchaseOrder_automation ON purchaseOrder (automation, recordedAt)
    WHERE automation <> ''
    """,
    """
    CREATE TABLE purchaseLine (
      purchaseID INTEGER NOT NULL REFERENCES purchaseOrder (id),
      position INTEGER NOT NULL,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      line TEXT NOT NULL,
      part TEXT NOT NULL COLLATE NOCASE,
      firstUnit INTEGER NOT NULL CHECK (firstUnit >= 0),
      units INTEGER NOT NULL CHECK (units > 0),
      sku TEXT NOT NULL,
      supplierSKU TEXT NOT NULL,
      quantity INTEGER NOT NULL CHECK (quantity > 0),
      unitCost INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      isLive INTEGER NOT NULL CHECK (isLive IN (0, 1)),
      PRIMARY KEY (purchaseID, position),
      CHECK ((unitCost IS NULL) = (currency IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    // No unit of a line is bought twice: the law of the house, kept by the database itself.
    """
    CREATE UNIQUE INDEX purchaseLine_once ON purchaseLine (orderID, line, part, firstUnit)
    WHERE isLive = 1
    """,
    "CREATE INDEX purchaseLine_order ON purchaseLine (orderID, line)",
    """
    CREATE TRIGGER purchaseLine_overlap_insert BEFORE INSERT ON purchaseLine WHEN new.isLive = 1 BEGIN
      SELECT RAISE(ABORT, 'these units are bought already') FROM purchaseLine l
      WHERE l.orderID = new.orderID AND l.line = new.line AND l.part = new.part AND l.isLive = 1
      AND l.firstUnit < new.firstUnit + new.units AND new.firstUnit < l.firstUnit + l.units;
    END
    """,
    """
    CREATE TRIGGER purchaseLine_overlap_update BEFORE UPDATE ON purchaseLine
    WHEN new.isLive = 1 AND old.isLive = 0 BEGIN
      SELECT RAISE(ABORT, 'these units are bought already') FROM purchaseLine l
      WHERE l.orderID = new.orderID AND l.line = new.line AND l.part = new.part AND l.isLive = 1
      AND l.firstUnit < new.firstUnit + new.units AND new.firstUnit < l.firstUnit + l.units;
    END
    """,
    // What a supplier drops or refuses frees its lines, whoever writes it.
    """
    CREATE TRIGGER purchaseLine_freed AFTER UPDATE OF state ON purchaseOrder
    WHEN new.state IN ('rejected', 'cancelled') BEGIN
      UPDATE purchaseLine SET isLive = 0 WHERE purchaseID = new.id;
    END
    """,
    "CREATE INDEX purchaseOrder_order ON purchaseOrder (orderID)",
    """
    CREATE TABLE shipment (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES customerOrder (id),
      purchaseID INTEGER REFERENCES purchaseOrder (id),
      number TEXT NOT NULL,
      carrier TEXT NOT NULL,
      shippedAt INTEGER,
      createdAt INTEGER NOT NULL,
      source TEXT NOT NULL,
      tracker TEXT,
      nextTrackAt INTEGER,
      status TEXT CHECK (status IN ('unregistered', 'label', 'pickedUp', 'inTransit',
        'customs', 'delayed', 'outForDelivery', 'pickup', 'attemptFailed', 'delivered', 'exception',
        'returning', 'returned', 'lost', 'expired', 'cancelled')),
      problem TEXT,
      isTold INTEGER NOT NULL DEFAULT 0 CHECK (isTold IN (0, 1)),
      UNIQUE (orderID, number)
    ) STRICT
    """,
    // Parcels of purchases that their storefront has not been told of.
    """
    CREATE INDEX shipment_untold ON shipment (createdAt)
    WHERE isTold = 0 AND purchaseID IS NOT NULL AND number <> ''
    """,
    "CREATE INDEX shipment_number ON shipment (number) WHERE number <> ''",
    "CREATE INDEX shipment_purchase ON shipment (purchaseID) WHERE purchaseID IS NOT NULL",
    "CREATE INDEX shipment_due ON shipment (nextTrackAt) WHERE nextTrackAt IS NOT NULL",
    """
    CREATE TABLE trackingEvent (
      shipmentID INTEGER NOT NULL REFERENCES shipment (id),
      occurredAt INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('unregistered', 'label', 'pickedUp', 'inTransit',
        'customs', 'delayed', 'outForDelivery', 'pickup', 'attemptFailed', 'delivered', 'exception',
        'returning', 'returned', 'lost', 'expired', 'cancelled')),
      message TEXT NOT NULL,
      recordedAt INTEGER NOT NULL,
      location TEXT NOT NULL,
      country TEXT NOT NULL,
      source TEXT NOT NULL,
      PRIMARY KEY (shipmentID, occurredAt, status, message)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
