import Fulfillment
import GRDB
import Testing

@testable import Store

/// A file as version 4 left it, with rows in every table that version 5 touches and the log that its own
/// triggers wrote of them, sealed as version 4 sealed.
struct VersionFourFile {
  /// The tables that version 5 drops.
  static let dropped: Set<String> = ["supplierDay", "supplierDispatch"]

  let path: String
  /// Every row of every table by the columns that version 4 had.
  let rows: [String: [[String: DatabaseValue]]]

  init(_ path: String) throws {
    self.path = path
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for statement in Migrations.steps[..<4].joined() { try database.execute(sql: statement) }
      try database.execute(
        sql: """
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = 4;
          """)
      for (index, part) in VersionFourFile.parts.enumerated() {
        try database.execute(sql: part)
        try Sealing(database).close(
          at: Timestamp(milliseconds: 5000 + Int64(index) * 1000),
          by: index == 0 ? .sync("main") : .person("ana", reason: "part \(index)"))
      }
    }
    rows = try queue.read(VersionFourFile.everyRow)
    try queue.close()
  }

  static func everyRow(_ database: Database) throws -> [String: [[String: DatabaseValue]]] {
    let tables = try String.fetchAll(
      database,
      sql: """
        SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
        AND name NOT LIKE 'sqlite_%'
        """)
    var rows: [String: [[String: DatabaseValue]]] = [:]
    for table in tables {
      rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
        Dictionary(zip(row.columnNames, row.databaseValues)) { first, _ in first }
      }
    }
    return rows
  }

  /// One transaction each.
  private static let parts = [
    """
    INSERT INTO account (name, service, role, dueAt, firstDueAt)
    VALUES ('main', 'files', 'storefront', 0, 0);
    \(order(1)); \(order(2));
    INSERT INTO orderLine (orderID, externalID, position, sku, title, quantity, price,
      requiresShipping, fulfilled)
    VALUES (1, '1', 0, 'MUG-1', 'Mug', 2, 2000, 1, 0), (2, '1', 0, 'CUP-1', 'Cup', 1, 4000, 1, 0);
    INSERT INTO supplier (id, name) VALUES (1, 'CJ'), (2, 'Agent');
    INSERT INTO offer (supplierID, sku, supplierSKU, cost, currency)
    VALUES (1, 'MUG-1', 'CJ-1', 500, 'USD');
    INSERT INTO purchaseOrder (id, orderID, supplierID, number, key, reference, state, cost, currency,
      placedAt, scannedAt, deliveredAt, recordedAt, recordedBy)
    VALUES (1, 1, 1, 'P1', 'k1', '#1', 'delivered', 1200, 'USD', 5100, 5200, 5400, 5100, 'ana'),
      (4, 2, 2, '', 'k4', '#2', 'rejected', NULL, NULL, 5100, NULL, NULL, 5100, 'ana');
    INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
      supplierSKU, quantity, isLive)
    VALUES (1, 0, 1, '1', '', 0, 2, 'MUG-1', 'CJ-1', 2, 1), (4, 0, 2, '1', '', 0, 1, 'CUP-1', 'A-1', 1, 0);
    INSERT INTO shipment (id, orderID, purchaseID, number, carrier, createdAt, source)
    VALUES (1, 1, 1, 'LX1CN', 'china-post', 5150, 'main');
    INSERT INTO trackingEvent (shipmentID, occurredAt, status, message, recordedAt, location, country,
      source) VALUES (1, 5200, 'pickedUp', 'in', 5250, '', 'CN', '17track');
    INSERT INTO returnRequest (id, orderID, externalID, requestedAt, requestedBy, reason, amount,
      currency, shopState, state, recordedAt, source)
    VALUES (1, 1, 'R1', 5600, 'Rosa', 'broken', 2000, 'USD', 'requested', 'approved', 5700, 'main');
    INSERT INTO returnItem (returnID, position, sku, quantity, line) VALUES (1, 0, 'MUG-1', 1, '1');
    INSERT INTO returnPhoto (returnID, position, link) VALUES (1, 0, 'https://a.example/1.jpg');
    INSERT INTO dispute (accountID, externalID, orderID, orderName, payment, kind, state, reason,
      amount, currency, openedAt, evidenceDueAt, seenAt, heardAt)
    VALUES (1, 'du_1', 1, '#1', 'pay_1', 'chargeback', 'open', 'fraud', 4000, 'USD', 5800, 99000, 0, 0);
    """,
    // A replacement that was bought elsewhere, written down by the decision of its moment.
    """
    INSERT INTO decision (id, kind, at, operator, verb, argument, title, hold)
    VALUES (1, 'decide', 6000, 'ana', 'replace', '', 'replacement written down', 0);
    INSERT INTO decisionTarget (decisionID, kind, number, orderID, beforeState, afterState)
    VALUES (1, 'return', 1, 1, 'approved', 'approved');
    INSERT INTO purchaseOrder (id, orderID, supplierID, number, key, reference, state, placedAt,
      recordedAt, recordedBy, returnID, replaces)
    VALUES (2, 1, 2, 'H1', '', '', 'placed', 6000, 6000, 'ana', 1, 1);
    INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
      supplierSKU, quantity, isLive, again)
    VALUES (2, 0, 1, '1', '', 0, 1, 'MUG-1', 'A-1', 1, 1, 1);
    """,
    // A purchase that waits at a paused supplier, which its message says.
    """
    INSERT INTO purchaseOrder (id, orderID, supplierID, number, key, reference, state, placedAt,
      recordedAt, recordedBy) VALUES (3, 2, 1, '', 'k3', '#2', 'intended', 7000, 7000, 'ana');
    INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
      supplierSKU, quantity, isLive) VALUES (3, 0, 2, '1', '', 0, 1, 'CUP-1', 'CJ-2', 1, 1);
    INSERT INTO outboxMessage (id, key, kind, receiver, body, state, createdAt, orderID, purchaseID)
    VALUES (1, 'k3', 'place', 'CJ', '{}', 'ready', 7000, 2, 3);
    UPDATE supplier SET pausedAt = 7100, pausedBy = 'ana', pauseReason = 'late' WHERE id = 1;
    UPDATE outboxMessage SET outcome = 'CJ is paused by ana: late';
    INSERT INTO supplierContact (supplierID, kind, text) VALUES (1, 'mail', 'cj@a.example');
    INSERT INTO volumeMove (fromID, country, toID, share, at, operator)
    VALUES (1, 'BR', 2, 50, 7200, 'ana');
    """,
    // Notices: one withheld, one that became a letter and was sent, one that could not be written.
    """
    INSERT INTO notice (id, orderID, kind, fact, state, way, receiver, factAt, createdAt)
    VALUES (7, 2, 'shipped', 'LX1CN', 'skipped', 'mail', 'customers', 7500, 7500),
      (8, 2, 'delayed', 'd', 'failed', 'mail', 'customers', 7500, 7500);
    INSERT INTO decision (id, kind, at, operator, verb, argument, title, hold)
    VALUES (2, 'decide', 8000, 'ben', 'withhold', 'not now', 'withheld', 0);
    INSERT INTO decisionTarget (decisionID, kind, number, orderID, beforeText)
    VALUES (2, 'order', 2, 2, '7:proposed:');
    INSERT INTO outboxMessage (id, key, kind, body, state, createdAt, orderID, returnID)
    VALUES (2, 'a1', 'return.approved', 'internal', 'held', 7600, 1, 1);
    UPDATE outboxMessage SET kind = 'notice', receiver = 'customers', body = 'Dear Rosa',
      state = 'sent', attempts = 1 WHERE id = 2;
    INSERT INTO outboxAttempt (messageID, attempt, at, event, text)
    VALUES (2, 1, 7700, 'accepted', '');
    INSERT INTO notice (id, orderID, kind, fact, state, way, receiver, factAt, createdAt, messageID)
    VALUES (9, 1, 'return-approved', 'R1', 'sent', 'mail', 'customers', 7600, 7600, 2);
    INSERT INTO noticeOptOut (digest, at, by) VALUES ('\(String(repeating: "a", count: 64))', 1, 'ana');
    INSERT INTO claim (id, orderID, party, name, kind, parcel, state, reference, openedAt, source,
      wanted) VALUES (1, 1, 'supplier', 'cj', 'damaged', 'LX1CN', 'draft', '', 7800, 'page', 'photos');
    INSERT INTO claimEvent (claimID, at, operator, verb, state, reason)
    VALUES (1, 7800, 'ben', 'open', 'draft', 'broken');
    INSERT INTO claimEvidence (claimID, kind, text, at, operator)
    VALUES (1, 'photos', 'box.jpg', 7900, 'ben');
    INSERT INTO orderNote (orderID, decisionID, at, author, text) VALUES (2, 2, 8000, 'ben', 'hm');
    INSERT INTO savedFilter (name, text) VALUES ('mine', 'state:ready');
    """,
  ]

  private static func order(_ number: Int) -> String {
    """
    INSERT INTO customerOrder (id, accountID, name, customerName, country, state, stateRank, isOpen,
      payment, placedAt, changedAt, currency, total, digest, externalID, fulfillment, email,
      phone, shipName, company, line1, line2, city, province, postcode, shipPhone, note)
    VALUES (\(number), 1, '#\(number)', 'Rosa', 'BR', 'ready', 1, 1, 'paid', 5000, 5000, 'USD', 4000, 1,
      'ext-\(number)', 'unfulfilled', 'rosa@example.com', '', '', '', '', '', '', '', '', '', '')
    """
  }
}
