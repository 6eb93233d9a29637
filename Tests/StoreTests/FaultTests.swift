import Fulfillment
import GRDB
import Testing

@testable import Store

/// One thing that the store can be asked to write, with everything it needs in place.
struct Deed: CustomTestStringConvertible, Sendable {
  var name: String
  var run: @Sendable (Store) throws -> Void

  var testDescription: String { name }

  init(_ name: String, _ run: @escaping @Sendable (Store) throws -> Void) {
    self.name = name
    self.run = run
  }

  static let all: [Deed] = [
    Deed("register") { store in
      let account = Account(name: "DX", service: "cj", role: .supplier)
      try store.register([AccountSetup(account: account, cadence: .minutes(5))], now: noon)
    },
    Deed("record a pull") { store in
      try store.recordPull(
        "main", PullOutcome(startedAt: noon, items: 1, nextDueAt: noon), now: noon)
    },
    Deed("take orders") { store in
      let fresh = sampleOrder(50) {
        $0.tags = ["a", "b"]
        $0.shipments = [Shipment(number: "LX1CN"), Shipment(number: "LX50CN")]
        $0.returns = [sampleReturn("R50")]
      }
      let changed = sampleOrder(1) {
        $0.updatedAt = noon
        $0.payment = .refunded
        $0.lines.append(
          OrderLine(externalID: "2", sku: "NEW", title: "New", quantity: 1, price: nil))
        $0.returns = [sampleReturn("R1") { $0.state = .withdrawn }]
      }
      _ = try store.take(
        [fresh, changed], from: "main", isHistory: false, cursor: "next", now: noon)
    },
    Deed("take a history") { store in
      let history = OrderHistory(
        order: sampleOrder(51), purchases: [samplePurchase("P51", for: "#51", supplier: "Old")],
        events: ["LX51CN": [scan(.inTransit, noon - .minutes(9))]])
      _ = try store.take(histories: [history], from: "old", now: noon)
    },
    Deed("take purchases") { store in
      let page = [
        samplePurchase("P1", for: "#1") {
          $0.state = .shipped
          $0.shipments = [Shipment(number: "LX77CN")]
        }, samplePurchase("P2", for: "#2", supplier: "Newcomer"),
      ]
      _ = try store.take(page, from: "CJ", cursor: "next", now: noon)
    },
    Deed("take tracking") { store in
      let report = TrackingReport(
        number: "LX1CN", carrier: "post", status: .delivered,
        events: [scan(.inTransit, noon - .minutes(9)), scan(.delivered, noon - .minutes(3))])
      _ = try store.take([report], from: "t", nextTrack: { _, _ in .hours(1) }, now: noon)
    },
    Deed("detect") { try $0.detectAll(now: noon + .days(30)) },
    Deed("resolve") { store in
      let ids = try store.listed().map { Target.exception($0.id) }
      _ = try store.decide(
        .resolve(reason: "r"), on: ids, by: "ana", hold: .minutes(9), now: noon)
    },
    Deed("approve") { store in
      let ids = try store.openReturns().map { Target.return($0.id) }
      _ = try store.decide(
        .approveReturn(note: "n"), on: ids, by: "ana", hold: .minutes(9), now: noon)
    },
    Deed("note") { store in
      let ids = try store.everyRow().map { Target.order($0.id) }
      _ = try store.decide(.note("n"), on: ids, by: "ana", hold: .minutes(9), now: noon)
    },
    Deed("tag") { store in
      let ids = try store.everyRow().map { Target.order($0.id) }
      _ = try store.decide(.tag("n"), on: ids, by: "ana", hold: .minutes(9), now: noon)
    },
    Deed("undo") { _ = try $0.undo(nil, by: "eve", now: noon) },
    Deed("redo") { _ = try $0.redo(by: "fay", now: noon) },
    Deed("release") { _ = try $0.releaseHeld(now: noon + .days(1)) },
    Deed("record a purchase") { store in
      let purchase = samplePurchase("P9", for: "", supplier: "Hand") {
        $0.shipments = [Shipment(number: "LX9CN")]
      }
      try store.recordPurchase(purchase, for: try store.only("#2"), by: "ana", now: noon)
    },
    Deed("record a return") { store in
      _ = try store.recordReturn(
        sampleReturn(""), for: try store.only("#2"), by: "ana", now: noon)
    },
    Deed("save suppliers") { try $0.save([Supplier(name: "CJ", contact: "new")], now: noon) },
    Deed("save offers") { store in
      _ = try store.save(
        [Offer(sku: "CASE-1", supplier: "Fresh", supplierSKU: "F")], now: noon)
    },
    Deed("save a filter") { try $0.saveFilter("x", "y") },
    Deed("lease") { _ = try $0.lease("sync", holder: "a", for: .minutes(1), now: noon) },
    Deed("register parcels") { store in
      try store.markRegistered([Shipment(number: "LX1CN")], tracker: "t", now: noon)
    },
  ]
}

@Suite struct FaultTests {
  /// Tables whose writing is made to fail, one at a time.
  static let tables = [
    "account", "syncRun", "supplier", "offer", "customerOrder", "orderLine", "orderTag",
    "purchaseOrder", "shipment", "trackingEvent", "orderException", "returnRequest", "returnItem",
    "decision", "decisionTarget", "orderNote", "outboxMessage", "counter", "moneyAtRisk", "lease",
    "savedFilter", "orderWords_content",
  ]

  @Test(arguments: Deed.all)
  func deedSucceedsAndChangesSomething(deed: Deed) throws {
    let scratch = try desk()
    let before = try scratch.store.everything()
    try deed.run(scratch.store)
    #expect(try scratch.store.everything() != before)
    #expect(try scratch.store.integrityProblems().isEmpty)
  }

  /// Whatever write fails, wherever in the transaction: all of it is as it was before.
  @Test(arguments: Deed.all)
  func deedThatFailsAnywhereChangesNothing(deed: Deed) throws {
    let scratch = try desk()
    var failures = 0
    for table in FaultTests.tables {
      for verb in ["INSERT", "UPDATE", "DELETE"] {
        let before = try scratch.store.everything()
        try scratch.store.pool.write {
          try $0.execute(
            sql: """
              CREATE TRIGGER zz_fault AFTER \(verb) ON \(table)
              BEGIN SELECT RAISE(FAIL, 'fault on \(table)'); END
              """)
        }
        var isRefused = false
        do {
          try deed.run(scratch.store)
        } catch let error as StoreError {
          #expect(error.why.contains("fault on"), "\(error)")
          isRefused = true
        }
        try scratch.store.pool.write { try $0.execute(sql: "DROP TRIGGER zz_fault") }
        guard isRefused else {
          // The deed did not write there, or refused one order of several and took the rest; it is
          // done now and has no more to do.
          if try scratch.store.everything() != before { return }
          continue
        }
        failures += 1
        #expect(try scratch.store.everything() == before, "\(verb) on \(table)")
      }
    }
    #expect(failures > 0)
  }

  /// A store in which every deed has something to do.
  private func desk() throws -> Scratch {
    let scratch = try Scratch()
    let store = scratch.store
    let accounts = [
      Account(name: "main", service: "woocommerce", role: .storefront),
      Account(name: "CJ", service: "cj", role: .supplier),
    ]
    try store.register(
      accounts.map { AccountSetup(account: $0, cadence: .minutes(5)) }, now: noon)
    try store.takeSamples([
      sampleOrder(1) {
        $0.shipments = [Shipment(number: "LX1CN")]
        $0.returns = [sampleReturn("R1")]
      }, sampleOrder(2), sampleOrder(3) { $0.returns = [sampleReturn("R3")] },
    ])
    _ = try store.take([samplePurchase("P1", for: "#1")], from: "CJ", cursor: nil, now: noon)
    try store.raise("transit.stalled", on: try store.only("#1"))
    try store.raise("order.address", on: try store.only("#2"))
    let third = Target.order(try store.only("#3"))
    func decide(_ decision: Decision, by name: String) throws {
      _ = try store.decide(decision, on: [third], by: name, hold: .minutes(9), now: noon)
    }
    try decide(.note("to be undone"), by: "eve")
    try decide(.tag("to be redone"), by: "fay")
    _ = try store.undo(nil, by: "fay", now: noon)
    try decide(.askReturn(question: "why?"), by: "gus")
    return scratch
  }
}
