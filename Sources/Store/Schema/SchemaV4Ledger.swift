extension SchemaV4 {
  /// Every change, with who, when and why, each transaction chained to the one before. `eventSeal`
  /// closes what a transaction wrote: the rows after the seal before it, up to `through`. `rows` is the
  /// hash of those rows, `hash` chains it to the seal before.
  static let ledger: [String] =
    [
      """
      CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        orderID INTEGER REFERENCES customerOrder (id),
        kind TEXT NOT NULL CHECK (kind <> ''),
        number INTEGER NOT NULL,
        happenedAt INTEGER,
        change TEXT NOT NULL
      ) STRICT
      """,
      "CREATE INDEX event_order ON event (orderID) WHERE orderID IS NOT NULL",
      """
      CREATE TABLE eventSeal (
        through INTEGER PRIMARY KEY REFERENCES event (id),
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        source TEXT NOT NULL,
        reason TEXT NOT NULL,
        rows BLOB NOT NULL CHECK (length(rows) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT
      """,
      // How far the chain was found whole, and what its head was.
      """
      CREATE TABLE eventMark (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        through INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        at INTEGER NOT NULL
      ) STRICT
      """,
    ] + ["event", "eventSeal"].flatMap(keptAsWritten) + logged.flatMap(\.triggers)

  private static func keptAsWritten(_ table: String) -> [String] {
    ["UPDATE", "DELETE"].map { verb in
      """
      CREATE TRIGGER \(table)_no_\(verb) BEFORE \(verb) ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
      """
    }
  }

  /// What is logged. What is derived from it (figures, what the queue shows, when to look again) is not,
  /// nor are stock counts, which suppliers tell anew every hour.
  static let logged: [LoggedTable] = [
    LoggedTable(
      "customerOrder", "order", happenedAt: "placedAt",
      columns: [
        .of("storefront", "(SELECT name FROM account WHERE id = %.accountID)"), "externalID",
        "name",
        "customerName", "country", "payment", "placedAt", "currency", "total", "paidAt",
        "cancelledAt", "fulfillment", "fulfilledAt", "promisedAt", "subtotal", "shipping", "tax",
        "discount", "refunded", "email", "phone", "shipName", "company", "line1", "line2", "city",
        "province", "postcode", "shipPhone", "note", "isHistory", "state", "tags",
      ],
      changes: [
        [
          "name", "customerName", "country", "payment", "placedAt", "currency", "total", "paidAt",
          "cancelledAt", "fulfillment", "fulfilledAt", "promisedAt", "subtotal", "shipping", "tax",
          "discount", "refunded", "email", "phone", "shipName", "company", "line1", "line2", "city",
          "province", "postcode", "shipPhone", "note",
        ], ["state"], ["tags"],
      ], order: .by("id")),
    LoggedTable(
      "orderLine", "line", number: "%.position",
      columns: [
        "externalID", "sku", "title", "quantity", "price", "requiresShipping", "fulfilled",
      ],
      changes: [
        ["externalID", "sku", "title", "quantity", "price", "requiresShipping", "fulfilled"]
      ]),
    LoggedTable(
      "purchaseOrder", "purchase", happenedAt: "placedAt",
      columns: [
        .of("supplier", "(SELECT name FROM supplier WHERE id = %.supplierID)"), "number", "key",
        "reference", "method", "state", "cost", "currency", "placedAt", "acknowledgedAt",
        "unpaidSince", "shippedAt", "isCharged", "note", "returnID", "replaces", "recordedAt",
        "recordedBy",
      ],
      changes: [
        [
          "number", "reference", "method", "state", "cost", "currency", "placedAt",
          "acknowledgedAt", "unpaidSince", "shippedAt", "isCharged", "note", "returnID", "replaces",
        ]
      ]),
    LoggedTable(
      "purchaseLine", "item", number: "%.purchaseID", part: "position",
      columns: [
        "position", "line", "part", "firstUnit", "units", "sku", "supplierSKU", "quantity",
        "unitCost", "currency",
      ], changes: [["units", "quantity"]]),
    LoggedTable(
      "shipment", "parcel", happenedAt: "shippedAt",
      columns: ["purchaseID", "number", "carrier", "shippedAt", "createdAt", "source"],
      changes: [["purchaseID", "number", "carrier", "shippedAt"]]),
    LoggedTable(
      "trackingEvent", "scan", number: "%.shipmentID", happenedAt: "occurredAt",
      columns: [
        "occurredAt", "status", "message", "recordedAt", "location", "country", "source",
      ], order: .through("shipment", "shipmentID"), isKept: true),
    LoggedTable(
      "orderException", "exception", happenedAt: "since",
      columns: [
        .of("account", "(SELECT name FROM account WHERE id = %.accountID)"), "code", "severity",
        "state", "since", "due", "reason", "learned", "snoozedUntil",
      ],
      changes: [["state", "severity", "since", "due", "reason", "learned", "snoozedUntil"]],
      watching: "state"),
    LoggedTable(
      "returnRequest", "return", happenedAt: "requestedAt",
      columns: [
        "externalID", "requestedAt", "requestedBy", "reason", "amount", "currency", "shopState",
        "state", "decidedAt", "outcome", "granted", "grantedCurrency", "proposedBy", "tracking",
        "receivedAt", "recordedAt", "source",
      ],
      changes: [
        [
          "reason", "amount", "currency", "shopState", "state", "decidedAt", "outcome", "granted",
          "grantedCurrency", "proposedBy", "tracking", "receivedAt",
        ]
      ]),
    LoggedTable(
      "returnItem", "returnItem", number: "%.returnID", part: "position",
      columns: ["position", "sku", "quantity", "line", "reason"], order: ofReturn),
    LoggedTable(
      "returnPhoto", "returnPhoto", number: "%.returnID", part: "position",
      columns: ["position", "link"], order: ofReturn),
    LoggedTable(
      "refund", "refund",
      columns: [
        "key", "messageID", "returnID", "account", "amount", "currency", "note", "createdAt",
        "createdBy",
      ]),
    LoggedTable(
      "claim", "claim", happenedAt: "openedAt",
      columns: [
        "party", "name", "kind", "parcel", "state", "amount", "currency", "recovered",
        "recoveredCurrency", "reference", "openedAt", "submittedAt", "settledAt",
      ],
      changes: [
        [
          "state", "amount", "currency", "recovered", "recoveredCurrency", "reference",
          "submittedAt", "settledAt",
        ]
      ]),
    LoggedTable(
      "claimEvidence", "claimEvidence", number: "%.claimID", columns: ["kind", "text", "operator"],
      order: ofClaim),
    LoggedTable(
      "claimEvent", "claimEvent", number: "%.claimID",
      columns: ["verb", "state", "reason", "operator"], order: ofClaim, isKept: true),
    LoggedTable(
      "dispute", "dispute", happenedAt: "openedAt",
      columns: [
        .of("account", "(SELECT name FROM account WHERE id = %.accountID)"), "externalID",
        "orderName", "payment", "kind", "state", "reason", "amount", "currency", "openedAt",
        "evidenceDueAt", "evidenceSentAt", "closedAt",
      ],
      changes: [
        [
          "orderName", "payment", "kind", "state", "reason", "amount", "currency", "openedAt",
          "evidenceDueAt", "evidenceSentAt", "closedAt",
        ]
      ], adopted: true),
    LoggedTable(
      "decision", "decision",
      columns: ["kind", "about", "operator", "verb", "argument", "until", "title", "detail"],
      order: .none, isKept: true),
    LoggedTable(
      "decisionTarget", "target", number: "%.decisionID",
      columns: ["kind", .of("target", "%.number"), "beforeState", "beforeText", "afterState"],
      isKept: true),
    LoggedTable("orderNote", "note", columns: ["author", "text"]),
    LoggedTable(
      "outboxMessage", "message",
      columns: [
        "key", "kind", "receiver", "state", .of("body", "substr(%.body, 1, 4000)"), "outcome",
        "returnID", "purchaseID", "shipmentID",
      ], changes: [["state", "outcome"]]),
    LoggedTable(
      "outboxAttempt", "attempt", number: "%.messageID", columns: ["attempt", "event", "text"],
      order: .through("outboxMessage", "messageID"), isKept: true),
    LoggedTable(
      "supplier", "supplier", columns: ["name", "account", "contact", "handlingDays"],
      changes: [["name", "account", "contact", "handlingDays"]], order: .none),
    LoggedTable(
      "offer", "offer",
      columns: [
        .of("supplier", "(SELECT name FROM supplier WHERE id = %.supplierID)"), "sku", "part",
        "supplierSKU", "cost", "currency", "handlingDays", "perUnit", "pack", "methods",
        "countries", "minQuantity", "maxQuantity", "priority", "validUntil",
      ],
      changes: [
        [
          "supplierSKU", "cost", "currency", "handlingDays", "perUnit", "pack", "methods",
          "countries", "minQuantity", "maxQuantity", "priority", "validUntil",
        ]
      ], order: .none),
  ]

  private static let ofReturn = LoggedTable.Belonging.through("returnRequest", "returnID")
  private static let ofClaim = LoggedTable.Belonging.through("claim", "claimID")
}
