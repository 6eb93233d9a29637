extension SchemaV5 {
  /// The event log watches what it missed, and logs rows as arrays of their columns.
  static let ledger: [String] =
    // The triggers of a table by the names that version 4 gave them.
    SchemaV4.logged.flatMap { table in
      table.triggers.compactMap { trigger in
        trigger.split(separator: " ").dropFirst(2).first.map { "DROP TRIGGER \($0)" }
      }
    } + caughtUp + logged.flatMap(\.triggers)

  /// What is logged. The columns of version 4 stay where they are, others follow.
  static let logged: [LoggedTable] =
    SchemaV4.logged.map { table in
      var table = table
      // Sealing reads who and why out of these two.
      table.isPacked = table.table != "decision" && table.table != "claimEvent"
      table.recordedAt = recordedAt[table.table]
      switch table.table {
      case "outboxMessage": table.changes = [["state", "outcome"], answered]
      case "purchaseLine":
        table.columns += [
          .of("isLive", "CASE %.isLive WHEN 0 THEN 0 END"), .of("again", "nullif(%.again, 0)"),
        ]
        table.changes.append(["isLive", "again"])
      case "supplier":
        table.columns += ["pausedAt", "pausedBy", "pauseReason"]
        table.changes.append(["pausedAt", "pausedBy", "pauseReason"])
      default: break
      }
      return table
    } + added

  /// The answer to a return becomes a letter; a purchase that was taken in becomes another.
  private static let answered = ["kind", "receiver", "body", "purchaseID"]

  /// When rows were recorded whose log does not say it in a column.
  private static let recordedAt: [String: String] = [
    "purchaseLine":
      "(SELECT ifnull(recordedAt, placedAt) FROM purchaseOrder WHERE id = %.purchaseID)",
    "returnItem": "(SELECT recordedAt FROM returnRequest WHERE id = %.returnID)",
    "returnPhoto": "(SELECT recordedAt FROM returnRequest WHERE id = %.returnID)",
    "claimEvidence": "%.at", "claimEvent": "%.at", "orderNote": "%.at", "outboxAttempt": "%.at",
    "decisionTarget": "(SELECT at FROM decision WHERE id = %.decisionID)",
    "outboxMessage": "%.createdAt",
  ]

  private static let added: [LoggedTable] = {
    var tables = [
      LoggedTable(
        "notice", "notice", happenedAt: "factAt",
        columns: [
          "kind", "fact", "state", "way", "receiver", "address", "language", "subject",
          .of("text", "substr(%.text, 1, 4000)"), "reason", "expected", "messageID", "createdAt",
        ],
        changes: [
          [
            "state", "way", "receiver", "address", "language", "subject", "text", "reason",
            "expected", "messageID",
          ]
        ]),
      LoggedTable(
        "noticeOptOut", "optOut", number: "0", happenedAt: "at", columns: ["digest", "by"],
        order: .none),
      LoggedTable(
        "volumeMove", "volumeMove", number: "%.fromID", part: "country", happenedAt: "at",
        columns: ["country", "toID", "share", "until", "operator"],
        changes: [["toID", "share", "until", "operator"]], order: .none),
      LoggedTable(
        "supplierContact", "supplierContact", number: "%.supplierID", columns: ["kind", "text"],
        order: .none),
    ]
    for place in tables.indices { tables[place].isPacked = true }
    return tables
  }()

  /// What version 4 did not log, told once, of orders that the log holds from their beginning. Nothing is
  /// told where there is no log yet: such orders are replayed from their tables.
  private static let caughtUp: [String] =
    [
      // Answers to returns that became letters.
      """
      INSERT INTO event (orderID, kind, number, change)
      SELECT m.orderID, 'message.set', m.id, json_object(
        'kind', json_array(e.change ->> '$.kind', m.kind),
        'receiver', json_array(e.change ->> '$.receiver', m.receiver),
        'body', json_array(e.change ->> '$.body', substr(m.body, 1, 4000)))
      FROM outboxMessage m
      JOIN event e ON e.orderID = m.orderID AND e.kind = 'message.new' AND e.number = m.id
      WHERE e.change ->> '$.kind' <> m.kind ORDER BY m.id
      """,
      """
      INSERT INTO event (orderID, kind, number, change)
      SELECT m.orderID, 'message.set', m.id, json_object(
        'purchaseID', json_array(e.change ->> '$.purchaseID', m.purchaseID))
      FROM outboxMessage m
      JOIN event e ON e.orderID = m.orderID AND e.kind = 'message.new' AND e.number = m.id
      WHERE e.change ->> '$.purchaseID' IS NOT m.purchaseID ORDER BY m.id
      """,
      """
      INSERT INTO event (orderID, kind, number, change)
      SELECT l.orderID, 'item.set', l.purchaseID, json_object(
        'position', json_array(l.position, l.position),
        'isLive', json_array(NULL, CASE l.isLive WHEN 0 THEN 0 END),
        'again', json_array(NULL, nullif(l.again, 0)))
      FROM purchaseLine l
      WHERE (l.isLive = 0 OR l.again > 0) AND EXISTS (
        SELECT 1 FROM event e WHERE e.orderID = l.orderID AND e.kind = 'item.new'
        AND e.number = l.purchaseID)
      ORDER BY l.purchaseID, l.position
      """,
      """
      INSERT INTO event (kind, number, change)
      SELECT 'supplier.set', id, json_object('pausedAt', json_array(NULL, pausedAt),
        'pausedBy', json_array('', pausedBy), 'pauseReason', json_array('', pauseReason))
      FROM supplier WHERE pausedAt IS NOT NULL AND EXISTS (SELECT 1 FROM event) ORDER BY id
      """,
    ] + added.map(\.caughtUp)
}

extension LoggedTable {
  /// Rows that were there before their table was watched, where the log holds their order or, of what
  /// belongs to none, anything.
  fileprivate var caughtUp: String {
    """
    INSERT INTO event (orderID, kind, number, happenedAt, change)
    SELECT \(LoggedTable.sql(order.order, "r")), '\(subject).new', \(LoggedTable.sql(number, "r")),
      \(happenedAt.map { "r." + $0 } ?? "NULL"), \(content("r"))
    FROM \(table) r WHERE EXISTS (SELECT 1 FROM event e
      WHERE \(LoggedTable.sql(order.order, "r")) IS NULL
      OR e.orderID = \(LoggedTable.sql(order.order, "r")) AND e.kind = 'order.new')
    """
  }
}
