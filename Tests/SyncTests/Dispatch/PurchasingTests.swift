import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// What the engine buys by itself.
@Suite struct PurchasingTests {
  private let world = FakeWorld(orders: 3, purchases: 0)

  /// A shop with three paid orders, and a supplier whose offers fill them.
  private func rig(
    _ policy: PurchasingPolicy, hold: Span = .minutes(10), failPoint: FailPoint = .off,
    buyer: FakeBuyer = FakeBuyer(), wake: @escaping @Sendable () -> Void = {}
  ) throws -> Rig {
    let receiver = Receiver(
      name: "supplier", door: .supplier(buyer, nil), paysByItself: true)
    let rig = try Rig(
      world, accounts: [Rig.accounts(world)[0]],
      purchasing: Purchasing(
        routing: RoutingPolicy(), policy: policy, rates: Rates(), hold: hold,
        receivers: [receiver], failPoint: failPoint), wake: wake)
    try rig.store.register(
      [AccountSetup(account: Rig.supplier, cadence: .hours(1))], now: Rig.now)
    _ = try rig.store.save(
      (1...3).map { number in
        Offer(
          sku: "SKU-\(number)", supplier: "supplier", supplierSKU: "S\(number)",
          cost: Money(minor: 50, currency: .usd),
          methods: [ShippingMethod(name: "Post", cost: Money(minor: 10, currency: .usd))])
      }, now: Rig.now)
    return rig
  }

  private func rows(_ rig: Rig) throws -> [PurchaseRow] {
    try rig.store.purchases(.all, limit: 100, now: rig.time.now())
  }

  @Test func nothingIsBoughtByItselfUnlessSomebodySaysSo() async throws {
    let rig = try rig(PurchasingPolicy())
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 0)
    #expect(try rows(rig).isEmpty)
    let again = try await rig.engine.runOnce()
    #expect(again.purchasing.examined == 0, "nothing has come in since")
  }

  /// Told to the operator before he plans anything.
  @Test func whatNobodyCanFillBecomesAnException() async throws {
    let rig = try rig(PurchasingPolicy())
    _ = try rig.store.save(
      (1...3).map { number in
        Offer(
          sku: "SKU-\(number)", supplier: "supplier", supplierSKU: "S\(number)",
          cost: Money(minor: 50, currency: .usd), stock: number == 2 ? 0 : 9, stockAt: Rig.now)
      }, now: Rig.now)
    _ = try await rig.engine.runOnce()
    _ = try await rig.engine.runOnce()
    let blocked = try rig.store.exceptions(
      .all, sort: .money, at: .start, count: 10, now: rig.time.now()
    ).rows.filter { $0.code == "order.blocked" }
    #expect(blocked.map(\.subject) == ["#2"])
    #expect(blocked.first?.reason.contains("stock") == true, "\(blocked)")
  }

  @Test func aProposalSaysWhatItWaitsFor() async throws {
    let automation = PurchasingPolicy.Automation(
      name: "cheap", mode: .automatic, guardrails: .init(dailyCount: 0))
    let rig = try rig(PurchasingPolicy(automations: [automation]))
    _ = try await rig.engine.runOnce()
    #expect(try rows(rig).allSatisfy { $0.sending == .proposed && !$0.outcome.isEmpty })
  }

  @Test func automaticPurchasesAreHeldForTheHoldWindow() async throws {
    let rig = try rig(PurchasingPolicy(mode: .automatic))
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 3 && report.purchasing.refused.isEmpty)
    let rows = try rows(rig)
    #expect(rows.map(\.sending) == [.held, .held, .held])
    #expect(rows.allSatisfy { $0.holdUntil == rig.time.now() + .minutes(10) })
    #expect(rows.allSatisfy { $0.state == .intended && $0.body.hasPrefix($0.key) })
    #expect(try rig.store.decisions(limit: 5).allSatisfy { $0.by == Purchasing.buyer })
  }

  @Test func purchasesForApprovalWait() async throws {
    let rig = try rig(PurchasingPolicy(mode: .approve))
    _ = try await rig.engine.runOnce()
    #expect(try rows(rig).map(\.sending) == [.proposed, .proposed, .proposed])
  }

  @Test func whatTripsAGuardrailIsOnlyProposed() async throws {
    let automation = PurchasingPolicy.Automation(
      name: "cheap", mode: .automatic,
      guardrails: .init(dailyCount: 2))
    let rig = try rig(PurchasingPolicy(automations: [automation]))
    _ = try await rig.engine.runOnce()
    let states = try rows(rig).compactMap(\.sending?.rawValue).sorted()
    #expect(states == ["held", "held", "proposed"])
    #expect(try rows(rig).allSatisfy { $0.automation == "cheap" })
  }

  @Test func nothingIsPlannedTwice() async throws {
    let rig = try rig(PurchasingPolicy(mode: .automatic))
    _ = try await rig.engine.runOnce()
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 0)
    #expect(try rows(rig).count == 3)
  }

  @Test func whatAnOperatorDroppedIsNotBoughtAgainByItself() async throws {
    let rig = try rig(PurchasingPolicy(mode: .automatic))
    _ = try await rig.engine.runOnce()
    let row = try #require(try rows(rig).first)
    let receipt = try rig.store.decide(
      .dropPurchase(reason: "mistake"), on: [.purchase(row.id)], by: "operator",
      hold: .seconds(0), now: rig.time.now())
    #expect(receipt.applied == 1)
    rig.time.advance(by: .hours(1))
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 0)
    #expect(try rows(rig).count == 3)
  }

  @Test func theStopSwitchStopsIt() async throws {
    let rig = try rig(PurchasingPolicy(mode: .automatic))
    _ = try rig.store.decide(
      .stopBuying(reason: "holidays"), on: [.buying], by: "operator", hold: .seconds(0),
      now: Rig.now)
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 0)
    #expect(try rows(rig).isEmpty)
  }

  @Test func theStopOfTheConfigurationStopsItToo() async throws {
    let rig = try rig(PurchasingPolicy(mode: .automatic, isStopped: true))
    _ = try await rig.engine.runOnce()
    #expect(try rows(rig).isEmpty)
  }

  @Test func whatCantBeWrittenForTheSupplierIsTold() async throws {
    var buyer = FakeBuyer()
    buyer.lacks = "a city"
    let rig = try rig(PurchasingPolicy(mode: .automatic), buyer: buyer)
    let report = try await rig.engine.runOnce()
    #expect(report.purchasing.intended == 0)
    #expect(
      report.purchasing.refused == [
        "#1: it needs a city", "#2: it needs a city", "#3: it needs a city",
      ])
    #expect(try rows(rig).isEmpty)
  }

  @Test func dispatcherIsWokenWhereSomethingWasWritten() async throws {
    let told = Told()
    let rig = try rig(PurchasingPolicy(mode: .automatic), wake: { told.hear(.lostLease) })
    _ = try await rig.engine.runOnce()
    #expect(told.events.count == 1)
    _ = try await rig.engine.runOnce()
    #expect(told.events.count == 1)
    rig.time.advance(by: .minutes(11))
    _ = try await rig.engine.runOnce()
    #expect(told.events.count == 2)
  }

  @Test func crashAfterAnIntentLeavesTheRestForTheNextRound() async throws {
    let rig = try rig(
      PurchasingPolicy(mode: .automatic), hold: .seconds(0), failPoint: Crash.at(.intended, pass: 2)
    )
    await #expect(throws: Crash.self) { try await rig.engine.runOnce() }
    #expect(try rows(rig).count == 2)
    _ = try await rig.engine.runOnce()
    #expect(try rows(rig).count == 3)
    #expect(Set(try rows(rig).map(\.orderName)) == ["#1", "#2", "#3"])
  }

  @Test func intentSaysToWhomAndThatItIsPaid() throws {
    let receiver = Receiver(name: "Supplier", door: .supplier(FakeBuyer(), nil), paysByItself: true)
    let purchasing = Purchasing(
      routing: RoutingPolicy(), policy: PurchasingPolicy(), rates: Rates(), hold: .minutes(1),
      receivers: [receiver])
    let dispatch = try DispatchRig()
    let draft = try dispatch.draft(1)
    let entry = Plan.Entry(
      draft: draft, route: Route(supplier: "supplier", items: draft.items),
      verdict: PurchasingPolicy.Verdict(mode: .manual, automation: "none"))
    let intent = try purchasing.intent(
      for: entry, sending: Sending(state: .proposed), fingerprint: 7)
    #expect(intent.receiver == "Supplier" && intent.needsPayment && intent.fingerprint == 7)
    #expect(intent.body == draft.key + "|1 S1" && intent.automation == "none")
    var elsewhere = entry
    elsewhere.draft.supplier = "nobody"
    #expect(throws: PurchaseProblem("nobody can't be ordered from: it has no account here")) {
      try purchasing.intent(for: elsewhere, sending: Sending(state: .proposed), fingerprint: 0)
    }
  }
}
