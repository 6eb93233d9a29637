import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

@Suite struct PullTests {
  @Test func oneRunBringsOrdersPurchasesAndScans() async throws {
    let rig = try Rig()
    let report = try await rig.engine.runOnce()
    #expect(report.heldBy == nil && !report.lostLease && !report.hasTrouble)
    #expect(report.accounts.map(\.account.name) == ["shop", "supplier", "tracker"])
    #expect(report.accounts.map(\.items) == [25, 12, 12])
    #expect(report.accounts.map(\.pages) == [3, 2, 2])
    #expect(report.accounts.map(\.registered) == [0, 0, 12])
    #expect(report.accounts[0].intake.imported == 25)
    #expect(report.detection.examined >= 25)
    #expect(try rig.store.counts().orders == 25)
    let content = try rig.content()
    #expect(content.filter { $0.contains("TN") }.count == 12)
    #expect(content.contains { $0.hasPrefix("#4 delivered") && $0.contains("P4 shipped") })
    #expect(content.suffix(3) == ["shop at 25", "supplier at 12", "tracker at -"])
  }

  @Test func secondRunChangesNothing() async throws {
    let rig = try Rig()
    _ = try await rig.engine.runOnce()
    let before = try rig.content()
    let asked = rig.transport.requests.count
    let report = try await rig.engine.runOnce()
    #expect(try rig.content() == before)
    #expect(report.accounts.map(\.intake.imported) == [0, 0, 0])
    // One empty page from shop and supplier; no parcel is due again yet.
    #expect(rig.transport.requests.count == asked + 2)
  }

  @Test func everyPageIsStoredWithTheCursorBehindItBeforeTheNextIsAsked() async throws {
    let temporary = try TemporaryStore()
    let world = FakeWorld(orders: 35, purchases: 0)
    let seen = Told()
    let rig = try Rig(
      world, store: temporary,
      reply: { (request, number) in
        let states = (try? temporary.store.pullStates()) ?? []
        let cursor = states.first { $0.account.name == "shop" }?.cursor ?? "-"
        let orders = (try? temporary.store.counts().orders) ?? -1
        seen.hear(.storeTrouble("\(number): \(cursor) \(orders)"))
        return world.answer(request)
      })
    _ = try await rig.engine.runOnce(only: "shop")
    #expect(
      seen.events == [
        .storeTrouble("0: - 0"), .storeTrouble("1: 10 10"), .storeTrouble("2: 20 20"),
        .storeTrouble("3: 30 30"),
      ])
  }

  @Test func failureInTheSecondPageKeepsTheFirstAndGoesOnThere() async throws {
    var policy = SyncPolicy()
    policy.retry.attempts = 1
    let rig = try Rig(faults: [1: .broken], policy: policy)
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(report.accounts.first?.error == "not available: status 500")
    #expect(try rig.store.counts().orders == 10)
    #expect(try rig.state("shop")?.cursor == "10")
    #expect(try rig.state("shop")?.failures == 1)
    #expect(try rig.state("shop")?.freshAt == nil)
    #expect(try rig.state("shop")?.lastError == "not available: status 500")
    let next = try await rig.engine.runOnce(only: "shop")
    #expect(next.accounts.first?.error == nil)
    #expect(rig.transport.requests.map(\.url).suffix(2).first == "https://shop.test/orders?10")
    #expect(next.accounts.first?.intake.imported == 15)
    #expect(try rig.store.counts().orders == 25)
    #expect(try rig.state("shop")?.failures == 0)
  }

  @Test func oneAccountsFailureNeverStopsTheOthers() async throws {
    let world = FakeWorld(orders: 5, purchases: 0)
    var accounts = Rig.accounts(world)
    for index in 1...6 {
      accounts.append(
        ConnectedAccount(
          account: Account(name: "bad \(index)", service: "fake", role: .storefront),
          cadence: .minutes(10), connection: .storefront(FakeElsewhere(host: "bad\(index).test"))))
    }
    let rig = try Rig(
      world, accounts: accounts,
      reply: { (request, _) throws(ConnectorError) in
        guard !request.url.contains("bad") else { throw .unavailable("down") }
        return world.answer(request)
      })
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.filter { $0.error != nil }.count == 6)
    #expect(report.hasTrouble)
    #expect(try rig.store.counts().orders == 5)
    #expect(try rig.state("shop")?.freshAt == Rig.now)
    #expect(try rig.state("bad 3")?.failures == 1)
  }

  @Test func unreadableItemsAreNotedAndTheRestComesIn() async throws {
    let rig = try Rig(FakeWorld(orders: 25, purchases: 0, unreadable: [3, 14]))
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(
      report.accounts.first?.refused
        == ["3: its total is no number", "14: its total is no number"])
    #expect(report.accounts.first?.error == nil)
    #expect(report.hasTrouble)
    #expect(try rig.store.counts().orders == 23)
    #expect(
      try rig.state("shop")?.lastError
        == "2 items not taken, first: 3: its total is no number")
    // Noted, but no failure: the feed is as fresh as it can be.
    #expect(try rig.state("shop")?.freshAt == Rig.now)
    #expect(try rig.state("shop")?.failures == 0)
  }

  @Test func purchasesThatNobodyOrderedAreRefusedWithTheReason() async throws {
    let rig = try Rig(FakeWorld(orders: 3, purchases: 5))
    let report = try await rig.engine.runOnce()
    let supplier = try #require(report.accounts.first { $0.account.name == "supplier" })
    #expect(supplier.refused.count == 2)
    #expect(supplier.refused.first?.contains("P4") == true)
    #expect(supplier.intake.imported == 3)
  }

  @Test func onlyTheNamedAccountIsPulled() async throws {
    let rig = try Rig()
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(report.accounts.map(\.account.name) == ["shop"])
    #expect(rig.transport.requests.allSatisfy { $0.url.contains("shop.test") })
  }

  @Test func theSamePageForEverIsAnErrorNotALoop() async throws {
    let rig = try Rig(
      FakeWorld(orders: 25, purchases: 0),
      reply: { (_, _) in .init(status: 200, body: Array("1 2 3|3|.".utf8)) })
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(report.accounts.first?.error?.contains("same page again") == true)
    #expect(try rig.store.counts().orders == 3)
    #expect(rig.transport.requests.count <= 3)
  }

  @Test func aVendorThatNeverEndsIsCutOffAndGoesOnNextTime() async throws {
    var policy = SyncPolicy()
    policy.maxPages = 2
    let rig = try Rig(FakeWorld(orders: 35, purchases: 0), policy: policy)
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(report.accounts.first?.error?.contains("no end after 2 pages") == true)
    #expect(try rig.store.counts().orders == 20)
    let next = try await rig.engine.runOnce(only: "shop")
    #expect(next.accounts.first?.error == nil)
    #expect(try rig.store.counts().orders == 35)
  }

  @Test func progressIsToldInOrder() async throws {
    let rig = try Rig()
    let report = try await rig.engine.runOnce(only: "shop")
    let account = try #require(report.accounts.first)
    let told = rig.events.events.filter { event in
      if case .detecting = event { return false }
      return true
    }
    #expect(
      told == [
        .started(account: "shop"), .page(account: "shop", pages: 1, items: 10),
        .page(account: "shop", pages: 2, items: 20), .page(account: "shop", pages: 3, items: 25),
        .finished(account),
      ])
  }

  @Test func detectionRunsInSlicesUntilNothingIsDue() async throws {
    var policy = SyncPolicy()
    policy.detectionSlice = 4
    let rig = try Rig(policy: policy)
    let report = try await rig.engine.runOnce()
    #expect(report.detection.examined == 25)
    let told = rig.events.events.compactMap { event -> Int? in
      guard case .detecting(let examined) = event else { return nil }
      return examined
    }
    #expect(told == [4, 8, 12, 16, 20, 24, 25])
    // Paid three days ago and nothing bought: the orders without a purchase.
    #expect(report.detection.opened >= 13)
  }

  @Test func aFirstEvaluationOfManyIsOneStep() async throws {
    let rig = try Rig(FakeWorld(orders: 1200, purchases: 12))
    let report = try await rig.engine.runOnce()
    #expect(report.detection.examined == 1200)
    // More than a thousand are evaluated ahead of the writer, all that are due in a step.
    #expect(rig.events.events.filter { if case .detecting = $0 { true } else { false } }.count == 1)
  }

  @Test func accountsNoLongerConfiguredAreRetired() async throws {
    let rig = try Rig()
    _ = try await rig.engine.runOnce()
    let smaller = try Rig(
      accounts: [Rig.accounts(FakeWorld(orders: 25, purchases: 12))[0]], store: rig.temporary)
    _ = try await smaller.engine.runOnce()
    #expect(try rig.store.pullStates().map(\.account.name) == ["shop"])
    #expect(try rig.store.counts().orders == 25)
  }
}
