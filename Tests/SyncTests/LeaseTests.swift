import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// Several engines on one file: one works, the others stand by, and nothing is lost or repeated.
@Suite struct LeaseTests {
  private let world = FakeWorld(orders: 25, purchases: 12)

  @Test func whoComesSecondIsToldWhoWorks() async throws {
    let rig = try Rig(world)
    _ = try rig.store.lease(
      SyncEngine.leaseName, holder: "pid 7 on harbour", for: .minutes(1), now: Rig.now)
    let report = try await rig.engine.runOnce()
    #expect(report.heldBy == "pid 7 on harbour")
    #expect(report.accounts.isEmpty && rig.transport.requests.isEmpty)
    #expect(try await rig.engine.leaseHolder() == "pid 7 on harbour")
  }

  @Test func leaseIsGivenBackAfterARun() async throws {
    let rig = try Rig(world)
    _ = try await rig.engine.runOnce()
    #expect(try rig.store.leaseHolder(SyncEngine.leaseName, now: rig.time.now()) == nil)
    let other = try Rig(world, store: rig.temporary, time: rig.time, holder: "two")
    #expect(try await other.engine.runOnce().heldBy == nil)
  }

  @Test func leaseIsGivenBackAfterAFailedRunToo() async throws {
    let rig = try Rig(world)
    let task = Task { try await rig.engine.runOnce() }
    task.cancel()
    _ = await task.result
    #expect(try rig.store.leaseHolder(SyncEngine.leaseName, now: rig.time.now()) == nil)
  }

  @Test func leaseOfADeadProcessRunsOut() async throws {
    let rig = try Rig(world)
    _ = try rig.store.lease(SyncEngine.leaseName, holder: "dead", for: .seconds(90), now: Rig.now)
    rig.time.advance(by: .seconds(89))
    #expect(try await rig.engine.runOnce().heldBy == "dead")
    rig.time.advance(by: .seconds(1))
    #expect(try await rig.engine.runOnce().heldBy == nil)
    #expect(try rig.store.counts().orders == 25)
  }

  @Test(arguments: 0..<9) func aLostLeaseStopsThePullBeforeAnythingElseIsStored(
    call: Int
  ) async throws {
    let world = world
    let temporary = try TemporaryStore()
    let time = ManualTime(Rig.now)
    // During that call the process is asleep for so long that another takes over.
    let rig = try Rig(
      world, store: temporary, time: time,
      reply: { (request, number) throws(ConnectorError) in
        if number == call {
          time.advance(by: .minutes(3))
          do {
            let taken = try temporary.store.lease(
              SyncEngine.leaseName, holder: "two", for: .minutes(1), now: time.now())
            guard taken != nil else { throw ConnectorError.malformed("not taken over") }
          } catch {
            throw .malformed("\(error)")
          }
        }
        return world.answer(request)
      })
    let before = try Rig.content(temporary.store, now: time.now()).filter { $0.hasPrefix("#") }
    #expect(before.isEmpty)
    let report = try await rig.engine.runOnce()
    #expect(report.lostLease && report.hasTrouble)
    #expect(rig.transport.requests.count == call + 1)
    #expect(try temporary.store.counts().orders == min(call * 10, 25))
    #expect(rig.events.events.contains(.lostLease))
    // The lease is the other's, and stays so.
    #expect(try temporary.store.leaseHolder(SyncEngine.leaseName, now: time.now()) == "two")
    // The one that took over finishes the work.
    let heir = try Rig(world, store: temporary, time: time, holder: "two")
    _ = try await heir.engine.runOnce()
    #expect(try temporary.store.counts().orders == 25)
    #expect(try heir.content().filter { $0.contains("P") && $0.contains("TN") }.count == 12)
  }

  @Test func leaseThatWasAnothersInBetweenIsLostEvenIfItIsFreeAgain() async throws {
    let world = world
    let temporary = try TemporaryStore()
    let time = ManualTime(Rig.now)
    let rig = try Rig(
      world, store: temporary, time: time,
      reply: { (request, number) throws(ConnectorError) in
        if number == 1 {
          time.advance(by: .minutes(3))
          do {
            let taken = try temporary.store.lease(
              SyncEngine.leaseName, holder: "two", for: .minutes(1), now: time.now())
            if let taken { try temporary.store.release(taken) }
          } catch {
            throw .malformed("\(error)")
          }
        }
        return world.answer(request)
      })
    #expect(try await rig.engine.runOnce().lostLease)
    #expect(try temporary.store.counts().orders == 10)
    #expect(try temporary.store.leaseHolder(SyncEngine.leaseName, now: time.now()) == nil)
  }

  @Test func enginesSideBySideTakeEveryOrderOnce() async throws {
    let first = try Rig(world)
    let rigs =
      try [first]
      + (2...4).map {
        try Rig(world, store: first.temporary, time: first.time, holder: "engine \($0)")
      }
    let reports = try await withThrowingTaskGroup(of: SyncReport.self) { group in
      for rig in rigs {
        group.addTask { try await rig.engine.runOnce() }
      }
      var reports: [SyncReport] = []
      for try await report in group { reports.append(report) }
      return reports
    }
    #expect(reports.contains { $0.heldBy == nil })
    #expect(reports.allSatisfy { !$0.lostLease })
    #expect(try first.store.counts().orders == 25)
    let imported = reports.flatMap(\.accounts).filter { $0.account.name == "shop" }
      .map(\.intake.imported).reduce(0, +)
    #expect(imported == 25)
  }

  @Test func processesAreToldApartByName() {
    let names = (0..<3).map { SyncEngine.processName(RepeatableRandom(seed: $0)) }
    #expect(Set(names).count == 3)
    #expect(names.allSatisfy { $0.hasPrefix("pid ") && $0.contains(" on ") })
  }
}
