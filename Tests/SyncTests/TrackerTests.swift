import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

@Suite struct TrackerTests {
  private func bodies(_ rig: Rig, _ verb: String) -> [[String]] {
    rig.transport.requests.filter { $0.url.hasSuffix("/" + verb) }.map {
      String(decoding: $0.body, as: UTF8.self).split(separator: " ").map(String.init)
    }
  }

  @Test func numbersGoInBatchesAndAreRegisteredFirst() async throws {
    let rig = try Rig(FakeWorld(orders: 25, purchases: 20))
    _ = try await rig.engine.runOnce()
    #expect(bodies(rig, "register").map(\.count) == [8, 8, 4])
    #expect(bodies(rig, "track").map(\.count) == [8, 8, 4])
    #expect(Set(bodies(rig, "track").joined()) == Set((1...20).map { "TN\($0)" }))
  }

  @Test func nothingIsRegisteredTwice() async throws {
    let rig = try Rig(FakeWorld(orders: 25, purchases: 12))
    _ = try await rig.engine.runOnce()
    rig.time.advance(by: .hours(5))
    _ = try await rig.engine.runOnce()
    #expect(bodies(rig, "register").joined().count == 12)
    // Every fourth is delivered and no longer asked for.
    #expect(bodies(rig, "track").joined().count == 12 + 9)
  }

  @Test func trackersWithoutRegistrationAreJustRead() async throws {
    let world = FakeWorld(orders: 25, purchases: 12)
    let rig = try Rig(world, accounts: Rig.accounts(world, tracker: FakeTracker(isOpen: true)))
    let report = try await rig.engine.runOnce()
    #expect(bodies(rig, "register").isEmpty)
    #expect(bodies(rig, "track").joined().count == 12)
    #expect(report.accounts.last?.items == 12)
  }

  @Test func refusedNumbersAreNotTrackedAndNotAskedForInALoop() async throws {
    var world = FakeWorld(orders: 25, purchases: 12)
    world.refused = [2, 5]
    let rig = try Rig(world)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.last?.registered == 10)
    #expect(report.accounts.last?.error == nil)
    #expect(bodies(rig, "register").joined().count == 12)
    let tracked = Set(bodies(rig, "track").joined())
    #expect(!tracked.contains("TN2") && !tracked.contains("TN5") && tracked.count == 10)
  }

  @Test func numbersPassedOverInSilenceAreNotAskedForInALoop() async throws {
    var world = FakeWorld(orders: 25, purchases: 12)
    world.ignored = [1, 7]
    let rig = try Rig(world)
    _ = try await rig.engine.runOnce()
    #expect(bodies(rig, "track").joined().count == 12)
    _ = try await rig.engine.runOnce()
    #expect(bodies(rig, "track").joined().count == 12)
    rig.time.advance(by: .days(1))
    _ = try await rig.engine.runOnce()
    #expect(bodies(rig, "track").joined().filter { $0 == "TN7" }.count == 2)
  }

  @Test func silentParcelsAreAskedForLessAndLess() async throws {
    let rig = try Rig(FakeWorld(orders: 1, purchases: 1))
    var times: [Timestamp] = []
    _ = try await rig.engine.runOnce()
    for _ in 0..<200 {
      let before = bodies(rig, "track").count
      _ = try await rig.engine.runOnce(only: "tracker")
      if bodies(rig, "track").count > before { times.append(rig.time.now()) }
      rig.time.advance(by: .hours(4))
    }
    let early = times.filter { $0 < Rig.now + .days(5) }.count
    let late = times.filter { $0 > Rig.now + .days(25) && $0 < Rig.now + .days(30) }.count
    #expect(early >= 28 && early <= 30)
    #expect(late >= 5 && late <= 8)
  }

  @Test func firstTrackerTakesWhatNoOtherHas() async throws {
    let world = FakeWorld(orders: 25, purchases: 12)
    let second = ConnectedAccount(
      account: Account(name: "second", service: "fake", role: .tracker), cadence: .minutes(5),
      connection: .tracker(FakeTracker(batch: 3)))
    let rig = try Rig(world, accounts: Rig.accounts(world) + [second])
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.map(\.registered) == [0, 0, 12, 0])
    #expect(report.accounts.last?.error == nil)
  }
}
