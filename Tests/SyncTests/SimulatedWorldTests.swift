import Fulfillment
import Simulator
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// The whole way: simulated shop, supplier and carriers, real wire formats over real sockets, the engine
/// and the real store. Nobody waits: the engine's pauses move the clock.
@Suite struct SimulatedWorldTests {
  @Test(arguments: ["easypost", "17track"])
  func whatTheWorldKnowsArrivesInTheStore(tracker: String) async throws {
    let host = try await SimulatedHost(seed: 11, orders: 300)
    let engine = host.engine(tracker: tracker)
    let first = try await engine.runOnce()
    #expect(first.accounts.map(\.error) == [nil, nil, nil])
    #expect(first.accounts.allSatisfy { $0.refused.isEmpty })
    #expect(try host.temporary.store.counts().orders == first.accounts[0].intake.imported)
    for _ in 0..<3 {
      host.time.advance(by: .hours(30))
      let report = try await engine.runOnce()
      #expect(report.accounts.map(\.error) == [nil, nil, nil])
      #expect(report.accounts[0].intake.imported == 0)
    }
    let scans = try compare(host)
    #expect(scans > 600)
    #expect(try host.temporary.store.counts().exceptions > 0)
    try await host.stop()
  }

  @Test func aBadDayLosesAndRepeatsNothing() async throws {
    var faults = Faults.usual
    (faults.throttled, faults.broken, faults.garbled, faults.slow) = (0.08, 0.08, 0.08, 0)
    let host = try await SimulatedHost(seed: 12, orders: 300, faults: faults)
    let engine = host.engine(tracker: "17track")
    var failures = 0
    for _ in 0..<30 {
      let report = try await engine.runOnce()
      failures += report.accounts.filter { $0.error != nil }.count
      host.time.advance(by: .minutes(180))
    }
    #expect(failures > 0)
    #expect(try host.temporary.store.pullStates().allSatisfy { $0.freshAt != nil })
    #expect(try compare(host) > 600)
    try await host.stop()
  }

  /// Checks every order with the world's own knowledge and returns how many scans there are.
  private func compare(_ host: SimulatedHost) throws -> Int {
    let (store, now) = (host.temporary.store, host.time.now())
    let rows = try store.queue(.all, sort: .age, at: .start, count: 1000, now: now).rows
    let ids = Dictionary(grouping: rows, by: \.name)
    #expect(rows.count == ids.count)
    var scans = 0
    for life in host.world.withLock({ $0.truth }) {
      guard let id = ids["#\(life.id)"]?.first?.id else {
        // A cancelled order that the shop threw away before we first looked never shows up.
        #expect(life.scenario == .cancelled, "\(life)")
        continue
      }
      let history = try #require(host.world.withLock { $0.history(of: life.id, at: now) })
      let detail = try #require(try store.order(id, returnWindow: .days(30), now: now))
      #expect(detail.order.externalID == history.order.externalID)
      #expect(detail.order.total == history.order.total)
      #expect(detail.order.lines.map(\.sku) == history.order.lines.map(\.sku))
      #expect(detail.order.payment.isCaptured == history.order.payment.isCaptured, "\(life)")
      let bought = history.purchases.filter { $0.supplier == "CJ" }.map(\.number)
      #expect(Set(detail.purchases.map(\.number)) == Set(bought), "\(life)")
      scans += detail.timeline.filter { $0.kind == .scan }.count
    }
    return scans
  }
}
