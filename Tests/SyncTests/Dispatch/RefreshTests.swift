import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// Suppliers that list no orders: each open purchase is asked for by its number.
@Suite struct RefreshTests {
  /// - Parameter perAnswer: what each answer takes.
  private func rig(
    perAnswer: Span = .seconds(0), automatic: Bool = true,
    reply: @escaping @Sendable (String) throws(ConnectorError) -> String
  ) throws -> Rig {
    let time = ManualTime(Rig.now, automatic: automatic)
    let account = ConnectedAccount(
      account: Rig.supplier, cadence: .minutes(30), connection: .supplier(FakeUnlisted()))
    let rig = try Rig(
      accounts: [account], time: time,
      reply: { request, _ throws(ConnectorError) in
        time.advance(by: perAnswer)
        let text = try reply(String(request.url.split(separator: "/").last ?? ""))
        return HTTPResponse(status: 200, body: Array(text.utf8))
      })
    try DispatchRig.fill(rig.store, orders: 4)
    for number in 1...4 {
      guard let order = try rig.store.findOrders("#\(number)").first else { continue }
      try rig.store.recordPurchase(
        PurchaseOrder(
          supplier: "supplier", number: "A\(number)", reference: "#\(number)", state: .placed,
          placedAt: Rig.now), for: order, by: "operator", now: Rig.now)
    }
    return rig
  }

  private func asked(_ rig: Rig) -> [String] {
    rig.transport.requests.map { String($0.url.split(separator: "/").last ?? "") }
  }

  private func states(_ rig: Rig) throws -> [String: PurchaseState] {
    let rows = try rig.store.purchases(.all, limit: 10, now: rig.time.now())
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0.state) })
  }

  @Test func everyOpenPurchaseIsAskedForByItsNumber() async throws {
    let rig = try rig { number in number == "A2" ? "delivered" : "acknowledged" }
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.items == 4 && report.accounts.first?.error == nil)
    #expect(asked(rig) == ["A4", "A3", "A2", "A1"])
    #expect(try states(rig)["A1"] == .acknowledged && states(rig)["A2"] == .delivered)
    _ = try await rig.engine.runOnce()
    // What is delivered moves no more.
    #expect(asked(rig).dropFirst(4) == ["A4", "A3", "A1"])
  }

  @Test func parcelsOfWhatWasShippedAreAskedFor() async throws {
    let rig = try rig { name in name.hasPrefix("parcels-") ? "TN9" : "shipped" }
    _ = try await rig.engine.runOnce()
    #expect(asked(rig).filter { $0 == "parcels-A1" }.count == 1)
    let rows = try rig.store.purchases(.all, limit: 10, now: rig.time.now())
    #expect(rows.map(\.tracking) == ["TN9", "TN9", "TN9", "TN9"])
  }

  @Test func orderThatItRefusesToTellOfDoesNotEndThePull() async throws {
    let rig = try rig { number throws(ConnectorError) in
      if number == "A3" { throw .rejected(code: "", message: "not yours") }
      return "acknowledged"
    }
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.refused == ["A3: not yours"])
    #expect(try states(rig)["A1"] == .acknowledged && states(rig)["A3"] == .placed)
  }

  @Test func troubleEndsThePullAndIsTold() async throws {
    let rig = try rig { _ throws(ConnectorError) in throw .unauthorized("who are you") }
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == "access refused: who are you")
    #expect(asked(rig) == ["A4"])
  }

  @Test func whatIsLeftWhenTheTimeIsUpIsAskedForInTheNextTurn() async throws {
    let rig = try rig(perAnswer: .seconds(3), automatic: false) { _ in "acknowledged" }
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    running.cancel()
    try await running.value
    #expect(asked(rig) == ["A4", "A3", "A2", "A1"])
    let reports = rig.events.events.compactMap { event -> AccountReport? in
      if case .finished(let report) = event { report } else { nil }
    }
    #expect(reports.map(\.items) == [2, 2] && reports.map(\.hasMore) == [true, false])
  }

  @Test func supplierThatWorksByFilesIsNotPulled() async throws {
    let account = ConnectedAccount(
      account: Rig.supplier, cadence: .minutes(30),
      connection: .supplier(FakeUnlisted.Silent()))
    let rig = try Rig(accounts: [account])
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == nil)
    #expect(rig.transport.requests.isEmpty)
  }
}

/// A supplier that answers a state for a number, and a number for a parcel.
struct FakeUnlisted: UnlistedSupplier, Refreshing {
  /// One that can't even be asked.
  struct Silent: UnlistedSupplier {}

  func refresh(
    _ numbers: [String], _ context: RequestContext
  ) -> [Exchange<PurchaseOrder>] {
    numbers.map { number in
      Exchange(HTTPRequest(.get, "https://supplier.test/\(number)")) {
        response throws(ConnectorError) in
        let text = String(decoding: response.body, as: UTF8.self)
        guard let state = PurchaseState(rawValue: text) else { throw .malformed(text) }
        return PurchaseOrder(
          supplier: "supplier", number: number, reference: "", state: state,
          placedAt: FakeWorld.start)
      }
    }
  }

  func parcels(of number: String, _ context: RequestContext) -> Exchange<[Shipment]>? {
    Exchange(HTTPRequest(.get, "https://supplier.test/parcels-\(number)")) {
      response throws(ConnectorError) in
      [Shipment(number: String(decoding: response.body, as: UTF8.self), carrier: "post")]
    }
  }
}
