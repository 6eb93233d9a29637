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

  static let all: [Deed] =
    [
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
    ] + buying

  /// Of a later dispatcher than the one that claimed.
  private static let late = Lease(name: "dispatch", holder: "d9", fence: 9, until: noon)

  /// What happens to purchases: orders `#11` to `#19` are in the midst of it.
  static let buying: [Deed] = [
    Deed("intend") { store in
      let request = try store.request("#11")
      let split = [["1"], ["2"]].map { intent(draft(request, supplier: "New", lines: $0)) }
      _ = try store.intend(split, by: "ana", hold: .minutes(9), now: noon)
    },
    Deed("claim") {
      _ = try $0.claimNext(receiver: "ready", powers: .none, lease: late, now: noon)
    },
    Deed("claim what may not be bought") {
      _ = try $0.claimNext(receiver: "stale", powers: .none, lease: late, now: noon)
    },
    Deed("settle as accepted") { store in
      let answer = SendOutcome.accepted(
        numbers: ["N1", "N2"], state: .unpaid, cost: dollars(8), note: "split",
        shipments: [Shipment(number: "LX13CN")])
      try store.settle(try store.claimed("#13"), answer, powers: .none, now: noon)
    },
    Deed("settle as refused") {
      try $0.settle(try $0.claimed("#13"), .refused("no"), powers: .none, now: noon)
    },
    Deed("settle as lost") {
      try $0.settle(try $0.claimed("#13"), .lost("?"), powers: queryable, now: noon)
    },
    Deed("orphan") { _ = try $0.orphanClaims(lease: late, powers: { _ in .none }, now: noon) },
    Deed("pull a purchase by its key") { store in
      let key = try store.onlyBought("#14").key
      let found = samplePurchase("N14", for: key, supplier: "") {
        $0.shipments = [Shipment(number: "LX14CN")]
      }
      _ = try store.take([found], from: "CJ", cursor: "next", now: noon)
    },
    Deed("settle as placed") { store in
      try store.decide(.settlePlaced(number: "N14"), try store.onlyBought("#14"))
    },
    Deed("settle as absent") { store in
      try store.decide(.settleAbsent(reason: "r"), try store.onlyBought("#14"))
    },
    Deed("drop") { try $0.decide(.dropPurchase(reason: "r"), try $0.onlyBought("#15")) },
    Deed("undo buying") { _ = try $0.undo(nil, by: "hal", now: noon) },
    Deed("buy again") { _ = try $0.redo(by: "ida", now: noon) },
    Deed("cancel") { try $0.decide(.cancelPurchase(reason: "r"), try $0.onlyBought("#17")) },
    Deed("stop buying") { store in
      _ = try store.decide(
        .stopBuying(reason: "r"), on: [.buying], by: "ana", hold: .minutes(0), now: noon)
    },
    Deed("change what is bought") { store in
      let changed = [15, 17].map { number in
        sampleOrder(number) {
          $0.makeTwoLines()
          $0.updatedAt = noon
          $0.shipTo.line1 = "elsewhere"
        }
      }
      try store.takeSamples(changed)
    },
    Deed("queue the news of parcels") { store in
      _ = try store.queueFulfilments({ "tell " + $0.shipment.number }, now: noon)
    },
    Deed("take a file") { store in
      let key = try store.onlyBought("#17").key
      let line = FileReport.RefusedLine(key: key, supplierSKU: "V-LAMP", quantity: 2, reason: "r")
      let report = FileReport(
        purchases: [samplePurchase("N99", for: "#11")], refusedLines: [line],
        stock: [StockTold(supplierSKU: "F", quantity: 4)])
      _ = try store.take(report, account: "CJ", digest: "d", name: "f", now: noon)
    },
    Deed("keep refusals") { store in
      let id = try store.only("#11")
      let refusal = Plan.Refusal(
        order: id, orderName: "#11", sku: "LAMP", reason: "r", code: "order.blocked")
      try store.keepRefusals([refusal], for: [id], now: noon)
    },
  ]
}

extension Store {
  /// The claim of an order whose purchase is being sent.
  fileprivate func claimed(_ name: String) throws -> Claim {
    let row = try onlyBought(name)
    let id = try pool.read {
      try $0.number("SELECT id FROM outboxMessage WHERE purchaseID = ?", row.id.number)
    }
    return Claim(
      id: try #require(id), key: "place:" + row.key, kind: "place", receiver: "busy",
      body: row.body, sending: Sending(state: .claimed, attempts: row.attempts), fence: 1,
      purchaseKey: row.key, purchaseNumber: "", order: row.order, orderExternalID: "",
      storefront: "main", isResend: false)
  }
}

@Suite struct FaultTests {
  /// Tables whose writing is made to fail, one at a time.
  static let tables = [
    "account", "syncRun", "supplier", "offer", "customerOrder", "orderLine", "orderTag",
    "purchaseOrder", "shipment", "trackingEvent", "orderException", "returnRequest", "returnItem",
    "decision", "decisionTarget", "orderNote", "outboxMessage", "counter", "moneyAtRisk", "lease",
    "savedFilter", "orderWords_content", "purchaseLine", "outboxAttempt", "claimCounter",
    "buyingStop", "readFile", "routeRefusal",
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

  /// A disk that fills up wherever it does: all of it is as it was before, and said to be full.
  @Test func diskThatIsFullLeavesNothingHalfWritten() throws {
    let scratch = try shop(3) { $0.makeTwoLines() }
    let store = scratch.store
    let intents = try (1...3).map { number in
      intent(draft(try store.request("#\(number)"))) {
        $0.body = String(repeating: "x", count: 30_000)
      }
    }
    let before = try store.everything()
    var failures = 0
    for room in 0..<200 {
      try store.pool.writeWithoutTransaction {
        let pages = try $0.number("PRAGMA page_count") ?? 0
        _ = try $0.number("PRAGMA max_page_count = \(pages + Int64(room))")
      }
      do {
        _ = try store.intend(intents, by: "ana", hold: .minutes(9), now: noon)
        break
      } catch let error as StoreError {
        #expect(error.kind == .full, "\(error)")
        failures += 1
      }
      #expect(try store.everything() == before, "room \(room)")
    }
    #expect(failures > 10)
    #expect(try store.liveUnits("#3") == 4)
    #expect(try store.integrityProblems().isEmpty)
  }

  /// Purchases in every state that a deed starts from.
  private func buy(_ store: Store) throws {
    try store.takeSamples((11...19).map { number in sampleOrder(number) { $0.makeTwoLines() } })
    func buy(_ name: String, _ receiver: String, by operatorName: String = "zoe") throws {
      let sending =
        receiver == "held"
        ? Sending.held(until: noon + .hours(1), now: noon) : Sending(state: .ready)
      let draft = draft(try store.request(name))
      _ = try store.intend(
        [
          intent(draft, sending, receiver: receiver) { $0.needsPayment = true }
        ], by: operatorName, hold: .minutes(9), now: noon)
    }
    try buy("#12", "ready")
    try buy("#13", "busy")
    _ = try store.claim(receiver: "busy")
    try buy("#14", "lost")
    let lost = try #require(try store.claim(receiver: "lost"))
    try store.settle(lost, .lost("time-out"), powers: .none, now: noon)
    try buy("#15", "held")
    try buy("#16", "held", by: "hal")
    try buy("#17", "sent")
    let sent = try #require(try store.claim(receiver: "sent"))
    try store.settle(
      sent, accepted("N17", state: .shipped, shipments: [Shipment(number: "LX17CN")]),
      powers: .none, now: noon)
    try buy("#18", "stale")
    try store.pool.write {
      try $0.execute(sql: "UPDATE customerOrder SET shipPhone = '1' WHERE name = '#18'")
      try $0.execute(
        sql: "UPDATE lease SET holder = 'd9', fence = 9, until = 9223372036854775807")
    }
    try buy("#19", "held", by: "ida")
    _ = try store.undo(nil, by: "ida", now: noon)
  }

  /// A store in which every deed has something to do.
  func desk() throws -> Scratch {
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
    try buy(store)
    return scratch
  }
}
