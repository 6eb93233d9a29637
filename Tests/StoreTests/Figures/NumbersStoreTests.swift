import Fulfillment
import GRDB
import Testing

@testable import Store

/// That the rollups the transactions keep are those of a full recount.
@Suite struct NumbersStoreTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func rollupsEqualARecountAfterAnything(seed: UInt64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    var generated = GeneratedOrders(seed: seed)
    var dice = Dice(seed: seed &* 13)
    var known: [Order] = []
    for step in 0..<60 {
      let now = noon + .hours(Int64(step))
      switch known.isEmpty ? 0 : dice.roll(7) {
      case 0:
        var fresh = generated.next(3)
        for index in fresh.indices where dice.chance(70) {
          fresh[index].promisedAt = fresh[index].placedAt + .days(Int64(dice.roll(9)))
        }
        known += fresh
        try store.takeSamples(fresh, now: now)
      case 1, 2:
        let order = dice.pick(known)
        let purchase = samplePurchase(
          "P\(dice.roll(12))", for: order.name, supplier: dice.pick(["CJ", "Agent"])
        ) {
          $0.state = dice.pick(PurchaseState.allCases)
          $0.placedAt = now - .hours(Int64(dice.roll(1400)))
          if dice.chance(50) { $0.shipments = [Shipment(number: "T\(dice.roll(30))", carrier: "")] }
        }
        _ = try store.take([purchase], from: "cj", cursor: nil, now: now)
      case 3:
        let status = dice.pick([TrackingStatus.inTransit, .delivered, .returning, .label])
        let at = now - .hours(Int64(dice.roll(90)))
        let report = TrackingReport(
          number: "T\(dice.roll(30))", carrier: "", status: status, events: [scan(status, at)])
        _ = try store.take([report], from: "post", nextTrack: { _, _ in nil }, now: now)
      case 4:
        let index = dice.roll(known.count)
        known[index].promisedAt = dice.chance(40) ? nil : now - .hours(Int64(dice.roll(200)))
        known[index].payment = dice.pick(PaymentState.allCases)
        known[index].updatedAt = now
        try store.takeSamples([known[index]], now: now)
      case 5:
        try store.save(
          [Supplier(name: dice.pick(["CJ", "Agent"]), handlingDays: dice.roll(6))], now: now)
      default: try store.detectAll(now: now + .days(Int64(dice.roll(5))))
      }
    }
    let cells = try store.read("cells") { try $0.number("SELECT count(*) FROM figure") }
    #expect((cells ?? 0) > 50)
    let recount = try store.recountFigures()
    #expect(recount.wrong == 0, "seed \(seed)")
    #expect(recount.orders == known.count)
  }

  @Test func aRecountPutsRightWhatIsWrong() throws {
    let scratch = try filledStore(seed: 3, orders: 40)
    let before = try figures(scratch.store)
    try scratch.store.write("spoil") { database in
      try database.run("UPDATE figure SET amount = amount + 1 WHERE measure = 1")
      try database.run("DELETE FROM figure WHERE measure = 2")
      try database.run("UPDATE figureLedger SET counted = x'00'")
    }
    #expect(try scratch.store.recountFigures().wrong > 0)
    #expect(try figures(scratch.store) == before)
    #expect(try scratch.store.recountFigures().wrong == 0)
  }

  @Test func aFileFromBeforeTheNumbersIsCountedStepByStep() throws {
    let scratch = try filledStore(seed: 4, orders: 50)
    let before = try figures(scratch.store)
    try scratch.store.write("forget") { database in
      try database.run("DELETE FROM figure")
      try database.run("DELETE FROM figureLedger")
      try database.run("UPDATE figureClock SET backlog = (SELECT max(id) FROM customerOrder)")
    }
    #expect(try scratch.store.uncountedOrders() == 50)
    var steps = 0
    while try scratch.store.countFigures(limit: 7) { steps += 1 }
    #expect(steps == 7)
    #expect(try figures(scratch.store) == before)
    #expect(try scratch.store.uncountedOrders() == 0)
    #expect(try !scratch.store.countFigures(limit: 7))
  }

  @Test func numbersTellWhatWasTaken() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.save([Supplier(name: "CJ", handlingDays: 2)], now: noon)
    let placed = noon - .days(20)
    let orders = (1...4).map { number in
      sampleOrder(number) {
        $0.placedAt = placed
        $0.promisedAt = noon - .days(2)
        $0.shipments = []
      }
    }
    try store.takeSamples(orders)
    let purchases = orders.enumerated().map { index, order in
      samplePurchase("P\(index)", for: order.name) {
        $0.placedAt = placed
        $0.shipments = [Shipment(number: "T\(index)", carrier: "", shippedAt: placed + .days(1))]
      }
    }
    _ = try store.take(purchases, from: "cj", cursor: nil, now: noon)
    // Three are scanned, the last of them late; two are delivered.
    let reports = [(0, 1, 9), (1, 1, 10), (2, 9, nil)].map { index, scanned, arrived in
      var events = [scan(.pickedUp, placed + .days(Int64(scanned)))]
      if let arrived { events.append(scan(.delivered, placed + .days(Int64(arrived)))) }
      return TrackingReport(
        number: "T\(index)", carrier: "", status: events.last?.status ?? .pickedUp, events: events)
    }
    _ = try store.take(reports, from: "post", nextTrack: { _, _ in nil }, now: noon)
    let supplier = try #require(try store.numbers(.supplier, period: 60, now: noon).first)
    #expect(supplier.name == "CJ")
    #expect(supplier.placed == 4)
    #expect(supplier.lateDispatch == Rate(hits: 2, total: 4))
    #expect(supplier.onTime == Rate(hits: 2, total: 4))
    #expect(supplier.validTracking == Rate(hits: 3, total: 4))
    #expect(supplier.processing.days(until: 0.5) == 1.25)
    #expect(supplier.costPerOrder == [dollars(12)])
    let lane = try #require(try store.numbers(.lane, period: 60, now: noon).first)
    #expect(lane.name == "CJ to BR")
    let product = try #require(try store.numbers(.product, period: 60, now: noon).first)
    #expect(product.name == "CASE-1")
    #expect(product.placed == 4)
    // Products are counted by the week: as long, but less closely watched.
    #expect(product.processing.sample == 4 && product.processing.days(until: 0.5) == 1.25)
    #expect(product.shipping.sample == 3)
    #expect(product.lateDispatch.total == 4 && product.validTracking == Rate(hits: 3, total: 4))
    let shop = try #require(try store.numbers(.storefront, period: 60, limit: 1, now: noon).first)
    #expect(shop.value == [dollars(160)])
    #expect(shop.processing == supplier.processing && shop.shipping == supplier.shipping)
    #expect(shop.cost == [dollars(48)])
  }

  @Test func aPromiseMadeLaterIsNoneForWhatWasBought() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1) { $0.placedAt = noon - .days(20) }])
    _ = try store.take(
      [samplePurchase("P1", for: "#1") { $0.placedAt = noon - .days(20) }], from: "cj", cursor: nil,
      now: noon)
    try store.save([Supplier(name: "CJ", handlingDays: 2)], now: noon)
    let supplier = try #require(try store.numbers(.supplier, period: 60, now: noon).first)
    #expect(supplier.lateDispatch.total == 0)
    #expect(try store.recountFigures().wrong == 0)
  }

  @Test func theShareOfAnOrderComesBackAsItWasKept() {
    let figures = OrderFigures(
      storefront: 3, placed: -5, isCancelled: true, isReturned: true, disputes: [4, 4],
      promised: 0, isOnTime: true, fault: .customer, value: Money(minor: -7, currency: .usd),
      products: [1, 900_000],
      purchases: [
        OrderFigures.Purchase(
          supplier: 2, lane: 8, placed: 1, isCancelled: true, processing: 0, scanned: 0,
          transit: 1460, isDelivered: true, dispatchDue: -1, isDispatchedInTime: true,
          cost: Money(minor: 12, currency: .usd))
      ], parcels: [OrderFigures.Parcel(supplier: 0, lane: 0, told: -9, isScanned: true)])
    let bytes = FigureLedger.bytes(figures)
    #expect(FigureLedger.figures(bytes) == figures)
    for length in 0..<bytes.count {
      #expect(FigureLedger.figures(bytes.prefix(length)) == nil)
    }
  }

  private func figures(_ store: Store) throws -> [String] {
    try store.read("cells") { database in
      try database.rows("SELECT * FROM figure WHERE amount <> 0") { columns in
        try (0..<6).map { _ in "\(try columns.number())" }.joined(separator: " ")
      }
    }
  }
}
