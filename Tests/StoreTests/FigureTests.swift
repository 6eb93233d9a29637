import Fulfillment
import GRDB
import Testing

@testable import Store

/// That the kept figures of suppliers are those a plain recount gives.
@Suite struct FigureTests {
  private static let suppliers = ["CJ", "Agent", "Depot"]
  /// One that is only meant, that was refused or taken back, or of which nobody knows, is no figure.
  private static let isBought = """
    (state IN ('placed', 'unpaid', 'acknowledged', 'shipped', 'delivered', 'unclear')
      OR state = 'cancelled' AND number <> '')
    """

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func figuresEqualRecountsAfterAnything(seed: UInt64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    var generated = GeneratedOrders(seed: seed)
    var dice = Dice(seed: seed &* 11)
    var known: [Order] = []
    for step in 0..<60 {
      let now = noon + .hours(Int64(step))
      switch known.isEmpty ? 0 : dice.roll(8) {
      case 0:
        var fresh = generated.next(3)
        for index in fresh.indices where dice.chance(70) {
          fresh[index].promisedAt = fresh[index].placedAt + .days(Int64(dice.roll(9)))
        }
        known += fresh
        try store.takeSamples(fresh, now: now)
      case 1, 2, 3:
        let order = dice.pick(known)
        let purchase = samplePurchase(
          "P\(dice.roll(12))", for: order.name, supplier: dice.pick(FigureTests.suppliers)
        ) {
          $0.state = dice.pick(PurchaseState.allCases)
          $0.placedAt = now - .hours(Int64(dice.roll(1400)))
          if dice.chance(50) { $0.shipments = [Shipment(number: "T\(dice.roll(30))", carrier: "")] }
        }
        _ = try store.take([purchase], from: "cj", cursor: nil, now: now)
      case 4:
        let status = dice.pick([TrackingStatus.inTransit, .delivered, .returning])
        let at = now - .hours(Int64(dice.roll(90)))
        let report = TrackingReport(
          number: "T\(dice.roll(30))", carrier: "", status: status, events: [scan(status, at)])
        _ = try store.take([report], from: "post", nextTrack: { _, _ in nil }, now: now)
      case 5:
        let index = dice.roll(known.count)
        known[index].promisedAt = dice.chance(40) ? nil : now - .hours(Int64(dice.roll(200)))
        known[index].updatedAt = now
        try store.takeSamples([known[index]], now: now)
      case 6:
        let offer = Offer(
          sku: dice.pick(["CASE-1", "VAR-5-40", "LAMP"]),
          supplier: dice.pick(FigureTests.suppliers), supplierSKU: "S",
          cost: dollars(Int64(1 + dice.roll(9))))
        _ = try store.save([offer], now: now)
      default: try store.detectAll(now: now + .days(Int64(dice.roll(5))))
      }
      let kept = try store.suppliers(now: now)
      #expect(try kept == recount(store, now: now), "step \(step)")
    }
    let rows = try store.suppliers(now: noon)
    #expect(rows.contains { $0.purchases > 0 } && rows.contains { $0.offers > 0 })
    #expect(try store.integrityProblems().isEmpty)
  }

  /// Changes that no transaction of today makes: the triggers must not depend on which do.
  @Test(arguments: [
    "UPDATE purchaseOrder SET orderID = (SELECT max(id) FROM customerOrder)",
    "UPDATE purchaseOrder SET supplierID = (SELECT max(id) FROM supplier)",
    "UPDATE purchaseOrder SET placedAt = placedAt - 86400000",
    "UPDATE purchaseOrder SET scannedAt = NULL", "UPDATE purchaseOrder SET deliveredAt = NULL",
    "UPDATE purchaseOrder SET deliveredAt = placedAt + 864000000",
    "UPDATE purchaseOrder SET scannedAt = placedAt - 864000000",
    "UPDATE purchaseOrder SET state = 'cancelled'", "UPDATE purchaseOrder SET state = 'unknown'",
    "UPDATE customerOrder SET promisedAt = NULL", "UPDATE customerOrder SET promisedAt = 0",
    "UPDATE customerOrder SET promisedAt = placedAt + 864000000",
    "UPDATE customerOrder SET supplier = 'DEPOT'", "UPDATE customerOrder SET supplier = ''",
    "UPDATE shipment SET purchaseID = NULL; DELETE FROM purchaseOrder", "DELETE FROM offer",
    "DELETE FROM offer WHERE sku = 'A'",
  ])
  func figuresFollowEveryRow(sql: String) throws {
    let scratch = try busyStore()
    let store = scratch.store
    let before = try store.suppliers(now: noon)
    #expect(try before == recount(store, now: noon))
    try store.pool.write { try $0.execute(sql: sql) }
    // What goes by days is counted by the transactions, not by triggers.
    _ = try store.recountFigures()
    #expect(try store.suppliers(now: noon) == recount(store, now: noon))
  }

  /// What no transaction of ours does and no trigger watches: a recount finds it, and puts it right.
  @Test(arguments: [
    "UPDATE customerOrder SET exceptionCode = NULL, severity = NULL WHERE name = '#1'",
    "UPDATE supplier SET exceptions = exceptions + 2",
    "UPDATE supplier SET purchases = 99, promised = 99, onTime = 98 WHERE name = 'CJ'",
    "UPDATE supplier SET open = 7, delivered = 0, offers = 0 WHERE name = 'Agent'",
    "UPDATE customerOrder SET risk = 5, riskHundredths = 5 WHERE name = '#0'",
    "UPDATE moneyAtRisk SET minor = minor - 1", "UPDATE moneyAtRisk SET orders = orders + 1",
    "DELETE FROM moneyAtRisk", "INSERT INTO moneyAtRisk VALUES ('JPY', 5, 1)",
    "UPDATE counter SET value = value + 1 WHERE name = 'orders'",
    "UPDATE counter SET value = 0 WHERE name = 'open'", "DELETE FROM counter",
    "UPDATE counter SET value = -1 WHERE name = 'returnsWaiting'",
    """
    INSERT INTO orderException (orderID, code, instance, severity, state, since, trippedAt, reason,
      learned, shown, changedAt)
    SELECT id, 'x.y', '', 1, 'open', 0, 0, '', 0, 1, 0 FROM customerOrder WHERE name = '#5'
    """,
  ])
  func aRecountFindsDriftAndMendsIt(sql: String) throws {
    let scratch = try busyStore()
    let store = scratch.store
    #expect(try store.recountFigures().wrong == 0)
    let kept = try figures(store)
    try store.pool.write { try $0.execute(sql: sql) }
    #expect(try figures(store) != kept || store.suppliers(now: noon) != recount(store, now: noon))
    #expect(try store.recountFigures().wrong > 0)
    #expect(try store.suppliers(now: noon) == recount(store, now: noon))
    #expect(try store.recountFigures().wrong == 0)
    // What the rows themselves still say is told again as it was.
    if !["INTO orderException", "customerOrder SET"].contains(where: sql.contains) {
      #expect(try figures(store) == kept)
    }
  }

  private func figures(_ store: Store) throws -> [String] {
    try store.pool.read { database in
      try ["counter", "moneyAtRisk", "supplier"].flatMap {
        try Row.fetchAll(database, sql: "SELECT * FROM \($0) ORDER BY 1").map(\.description)
      }
        + Row.fetchAll(
          database,
          sql: """
            SELECT 'at risk', currency, sum(risk) FROM customerOrder WHERE risk IS NOT NULL GROUP BY 2
            UNION ALL SELECT 'shown', '', count(*) FROM orderException WHERE shown = 1
            """
        ).map(\.description)
    }
  }

  @Test(arguments: [(0, 1), (59, 6), (30, 11), (29, 12), (30, 30)])
  func dispatchIsExactToAQuarterOfADay(minutes: Int64, hours: Int64) throws {
    let scratch = try Scratch()
    let start = noon - .days(9)
    let order = sampleOrder(1) { $0.placedAt = start }
    let scanned = start + .hours(hours - 1) + .minutes(minutes)
    let history = OrderHistory(
      order: order, purchases: [samplePurchase("P", for: "#1") { $0.placedAt = start }],
      events: ["T1": [scan(.pickedUp, scanned, "in")]])
    _ = try scratch.store.take(histories: [history], from: "old", now: noon)
    let days = try #require(try scratch.store.suppliers(now: noon).first?.dispatchDays)
    let exact = Double((scanned - start).milliseconds) / Double(Span.days(1).milliseconds)
    #expect(abs(days - exact) <= 3.0 / 24 + 1e-9)
    #expect(try scratch.store.suppliers(now: noon).first?.dispatched == 1)
  }

  @Test func anOrderWithTwoOpenPurchasesIsOneOpenOrder() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    let id = try store.only("#1")
    func opens(_ number: String, _ state: PurchaseState) throws -> Int? {
      let purchase = samplePurchase(number, for: "#1") { $0.state = state }
      _ = try store.take([purchase], from: "cj", cursor: nil, now: noon)
      return try store.suppliers(now: noon).first { $0.name == "CJ" }?.open
    }
    try store.recordPurchase(samplePurchase("A", for: "#1"), for: id, by: "ana", now: noon)
    #expect(try opens("B", .placed) == 1)
    #expect(try opens("A", .cancelled) == 1)
    #expect(try opens("B", .cancelled) == 0)
    #expect(try opens("A", .placed) == 1)
  }

  @Test func suppliersAreReadWithoutLookingAtOrdersOrPurchases() throws {
    let scratch = try busyStore()
    let expected = try scratch.store.suppliers(now: noon)
    try scratch.store.pool.write {
      for trigger in try String.fetchAll(
        $0, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'figure%'")
      {
        try $0.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try $0.execute(sql: "UPDATE purchaseOrder SET state = 'cancelled', scannedAt = NULL")
      try $0.execute(sql: "UPDATE customerOrder SET exceptionCode = NULL, severity = NULL")
      try $0.execute(sql: "DELETE FROM offer")
    }
    #expect(try scratch.store.suppliers(now: noon) == expected)
    #expect(expected.contains { $0.open > 0 } && expected.contains { $0.exceptions > 0 })
  }

  /// Orders bought of three suppliers: open, delivered in time and late, with a promise and without.
  private func busyStore() throws -> Scratch {
    let scratch = try Scratch()
    let start = noon - .days(30)
    let histories = (0..<12).map { index in
      let supplier = FigureTests.suppliers[index % 2]
      let order = sampleOrder(index) {
        $0.placedAt = start
        $0.promisedAt = index % 4 == 3 ? nil : start + .days(Int64(index))
      }
      let events = [
        scan(.pickedUp, start + .days(2), "in"), scan(.delivered, start + .days(6), "out"),
      ]
      return OrderHistory(
        order: order,
        purchases: [
          samplePurchase("P\(index)", for: order.name, supplier: supplier) { $0.placedAt = start }
        ], events: index % 3 == 0 ? [:] : ["T\(index)": events])
    }
    _ = try scratch.store.take(histories: histories, from: "old", now: noon)
    for (sku, supplier) in [("A", "CJ"), ("B", "CJ"), ("A", "Depot")] {
      _ = try scratch.store.save(
        [Offer(sku: sku, supplier: supplier, supplierSKU: sku, cost: dollars(1))], now: noon)
    }
    for name in ["#0", "#1", "#3"] {
      try scratch.store.raise("transit.stalled", on: try scratch.store.only(name))
    }
    return scratch
  }

  /// The figures, the slow way.
  private func recount(_ store: Store, now: Timestamp) throws -> [SupplierRow] {
    try store.pool.read { database in
      func count(_ sql: String, _ id: Int64) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM " + sql, arguments: [id]) ?? 0
      }
      func delivered(_ condition: String, _ id: Int64) throws -> Int {
        try count(
          """
          purchaseOrder p JOIN customerOrder o ON o.id = p.orderID
          WHERE p.supplierID = ? AND p.deliveredAt IS NOT NULL AND \(condition)
          AND p.id IN (SELECT id FROM purchaseOrder WHERE \(FigureTests.isBought))
          """, id)
      }
      let named = try Row.fetchAll(database, sql: "SELECT * FROM supplier ORDER BY name")
      return try named.map { supplier in
        let id: Int64 = supplier["id"]
        var row = SupplierRow(
          id: SupplierID(id), name: supplier["name"], account: supplier["account"] ?? "",
          contact: supplier["contact"] ?? "")
        row.offers = try count("offer WHERE supplierID = ?", id)
        row.open = try count(
          """
          (SELECT DISTINCT orderID FROM purchaseOrder WHERE supplierID = ?
          AND state NOT IN ('delivered', 'cancelled') AND deliveredAt IS NULL
          AND \(FigureTests.isBought))
          """, id)
        row.exceptions = try count(
          """
          customerOrder o JOIN supplier s ON s.name = o.supplier
          WHERE s.id = ? AND o.exceptionCode IS NOT NULL
          """, id)
        row.purchases = try count(
          "purchaseOrder WHERE supplierID = ? AND \(FigureTests.isBought)", id)
        row.delivered = try delivered("true", id)
        let promised = try delivered("o.promisedAt IS NOT NULL", id)
        let onTime = try delivered("p.deliveredAt <= o.promisedAt", id)
        row.onTime = promised > 0 ? Double(onTime) / Double(promised) : nil
        let quarters = try Int.fetchAll(
          database,
          sql: """
            SELECT min(1460, max(0, scannedAt - placedAt) / 21600000) FROM purchaseOrder
            WHERE supplierID = ? AND scannedAt IS NOT NULL AND \(FigureTests.isBought) ORDER BY 1
            """, arguments: [id])
        row.dispatched = quarters.count
        if !quarters.isEmpty {
          let middle = quarters[(quarters.count - 1) / 2] + quarters[quarters.count / 2]
          row.dispatchDays = Double(middle + 1) / 8
        }
        row.weekly = try weekly(of: id, now: now, database)
        return row
      }
    }
  }

  private func weekly(of id: Int64, now: Timestamp, _ database: Database) throws -> [Int] {
    var weeks = Array(repeating: 0, count: 8)
    for placedAt in try Int64.fetchAll(
      database,
      sql: "SELECT placedAt FROM purchaseOrder WHERE supplierID = ? AND \(FigureTests.isBought)",
      arguments: [id])
    {
      let age = now.milliseconds / 86_400_000 - placedAt / 86_400_000
      if age >= 0, age < 56 { weeks[7 - Int(age) / 7] += 1 }
    }
    return weeks
  }
}
