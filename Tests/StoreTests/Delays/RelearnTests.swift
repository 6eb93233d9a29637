import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct RelearnTests {
  /// News in any order, repeated and corrected, learned in steps of any size on any day: what is known is what
  /// a count from scratch gives.
  @Test(arguments: [1, 7, 42, 1_859, 20_261_122] as [UInt64])
  func learningStepByStepIsCountingFromScratch(_ seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let scratch = try Scratch()
    let histories = (1...40).map { dice.history($0) }
    for day in 0..<6 {
      let now = noon + .days(Int64(day))
      for _ in 0..<12 {
        var history = dice.pick(histories)
        // A part of what is known of it, in any order.
        for number in history.events.keys {
          let events = (history.events[number] ?? []).shuffled(using: &dice)
          history.events[number] = Array(events.prefix(1 + dice.roll(3)))
        }
        try scratch.store.takeHistories([history], now: now)
        if dice.chance(30) {
          _ = try scratch.store.learnDelays(limit: 1 + dice.roll(4), now: now)
        }
      }
      if dice.chance(60) { try scratch.store.learnAll(limit: 1 + dice.roll(9), now: now) }
    }
    let end = noon + .days(6)
    try scratch.store.learnAll(now: end)
    let stepwise = try scratch.store.learned()
    try scratch.store.relearnDelays()
    #expect(try scratch.store.learned().tables.isEmpty)
    try scratch.store.learnAll(limit: 5, now: end)
    let anew = try scratch.store.learned()
    #expect(stepwise.model.closedOn == anew.model.closedOn)
    #expect(stepwise.tables == anew.tables)
    #expect(!anew.tables.isEmpty)
  }

  /// A file of the first version has orders and no model: it learns them in steps, the newest first, and goes
  /// on where it was cut off.
  @Test func aFileOfTheFirstVersionLearnsItsHistory() throws {
    let scratch = try Scratch()
    let path = scratch.file("old.sqlite")
    try fillFirstVersion(path, orders: 9)
    var store = try Store.open(path)
    #expect(try store.delayClock().backlog == 9)
    let step = try store.learnDelays(limit: 16, now: noon)
    #expect(step.learned == 4)
    #expect(step.hasMore)
    #expect(try store.delayClock().backlog == 5)
    try store.close()
    store = try Store.open(path)
    #expect(try store.learnAll(limit: 16) >= 2)
    #expect(try store.delayClock().backlog == nil)
    let learned = try store.learned()
    #expect(learned.model.closedOn == today - 1)
    #expect(learned.open == 0)
    #expect(learned.events("t|BR|CN").filter { $0 > 0 }.count == 1)
    #expect(try store.delayNews() == 0)
    try store.close()
  }

  @Test func anEmptyFileHasNothingToCatchUpWith() throws {
    let scratch = try Scratch()
    #expect(try scratch.store.delayClock().backlog == nil)
    #expect(try scratch.store.learnAll() == 1)
  }

  /// Orders bought 12, scanned 10 and delivered 3 days ago, written as the first version wrote them.
  private func fillFirstVersion(_ path: String, orders: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for statement in SchemaV1.statements { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
      let (bought, scanned, delivered) = (
        (noon - .days(12)).milliseconds, (noon - .days(10)).milliseconds,
        (noon - .days(3)).milliseconds
      )
      try database.execute(
        sql: """
          INSERT INTO account (id, name, service, role, dueAt, firstDueAt)
          VALUES (1, 'main', 'files', 'storefront', 0, 0);
          INSERT INTO supplier (id, name) VALUES (1, 'CJ');
          """)
      for id in 1...orders {
        try database.execute(
          sql: """
            INSERT INTO customerOrder (id, accountID, name, customerName, country, state, stateRank,
              isOpen, payment, placedAt, changedAt, currency, total, digest, externalID, paidAt,
              fulfillment, email, phone, shipName, company, line1, line2, city, province, postcode,
              shipPhone, note)
            VALUES (\(id), 1, '#\(id)', 'Rosa', 'BR', 'transit', 5, 1, 'paid', \(bought), \(bought),
              'USD', 4000, 1, 'e\(id)', \(bought), 'fulfilled', '', '', '', '', '', '', '', '',
              '13010-001', '', '');
            INSERT INTO purchaseOrder (id, orderID, supplierID, number, reference, state, placedAt,
              recordedAt, recordedBy)
            VALUES (\(id), \(id), 1, 'P\(id)', '#\(id)', 'shipped', \(bought), \(bought), 'cj');
            INSERT INTO shipment (id, orderID, purchaseID, number, carrier, createdAt, source)
            VALUES (\(id), \(id), \(id), '\(parcelNumber(id))', '', \(scanned), 'cj');
            INSERT INTO trackingEvent (shipmentID, occurredAt, status, message, recordedAt, location,
              country, source)
            VALUES (\(id), \(scanned), 'pickedUp', '', \(scanned), '', 'CN', 't'),
              (\(id), \(delivered), 'delivered', '', \(delivered), '', 'BR', 't');
            """)
      }
    }
    try queue.close()
  }
}

extension Dice {
  fileprivate mutating func history(_ number: Int) -> OrderHistory {
    let bought = Int64(15 + roll(15))
    let scanned = chance(80) ? bought - Int64(1 + roll(5)) : nil
    let delivered = scanned.flatMap { chance(70) ? $0 - Int64(3 + roll(6)) : nil }
    let isCancelled = chance(10)
    let isLost = chance(10)
    let supplier = pick(["CJ", "Agent"])
    let (days, gaps) = (bought - 6, roll(3))
    return parcelHistory(
      number, bought: bought, scanned: scanned, delivered: delivered, supplier: supplier
    ) { history in
      if isCancelled { history.purchases[0].state = .cancelled }
      guard scanned != nil else { return }
      for gap in 0..<gaps {
        history.events[parcelNumber(number)]?.append(
          scan(.inTransit, noon - .days(max(0, days - Int64(gap * 2))), country: "CN"))
      }
      if isLost, delivered == nil {
        history.events[parcelNumber(number)]?.append(scan(.lost, noon - .days(1)))
      }
    }
  }
}
