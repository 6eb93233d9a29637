import Fulfillment
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// The process ends between two steps of sending, at every step and in any state of the far side; the
/// next one finds what it left. A crash is played by an error that nothing handles: the dispatcher
/// and its store are dropped as they are, the lease included, and others are opened on the same file.
@Suite struct CrashTests {
  private static let steps: [FailPoint.Step] = [
    .claimed, .beforeSend, .afterSend, .beforeSettle, .settled,
  ]

  @Test(arguments: FakeDesk.Kind.allCases, steps)
  func endAtAnyStepPlacesOnceOrLeavesItToAPerson(
    kind: FakeDesk.Kind, step: FailPoint.Step
  ) async throws {
    let rig = try DispatchRig(kind)
    let key = try rig.intend(1)[0]
    let other = try rig.temporary.reopened()
    await #expect(throws: Crash.self) {
      try await rig.dispatcher(store: other, failPoint: Crash.at(step)).runOnce()
    }
    try other.close()
    // The dead one's lease runs out first.
    #expect(try await rig.dispatcher("two").runOnce().heldBy == "one")
    var orphaned = 0
    for _ in 0..<6 {
      rig.time.advance(by: .minutes(16))
      orphaned += try await rig.dispatcher("two").runOnce().orphaned
      #expect(rig.desk.count(key) <= 1)
    }
    #expect(orphaned == (step == .settled ? 0 : 1))
    let isInDoubt = kind == .blind && step != .settled
    #expect(try rig.row(key)?.sending == (isInDoubt ? .waiting : .sent))
    let wasSent = step != .claimed && step != .beforeSend
    #expect(rig.desk.count(key) == (isInDoubt && !wasSent ? 0 : 1))
  }

  @Test(arguments: FakeDesk.Kind.allCases) func endBeforeTheClaimLosesNothing(
    kind: FakeDesk.Kind
  ) async throws {
    let rig = try DispatchRig(kind)
    let key = try rig.intend(1)[0]
    let other = try rig.temporary.reopened()
    _ = try await rig.dispatcher("two", store: other).runOnce()
    #expect(rig.desk.count(key) == 1)
    #expect(try rig.row(key)?.sending == .sent)
  }

  @Test func aPersonSettlesWhatNobodyElseCan() async throws {
    let rig = try DispatchRig(.blind, orders: 2)
    let keys = try rig.intend(1, 2)
    rig.desk.plan(.answerLost, .lost)
    _ = try await rig.dispatcher().runOnce()
    let rows = try keys.map { try #require(try rig.row($0)) }
    #expect(rows.map(\.sending) == [.waiting, .waiting])
    for (row, decision) in zip(
      rows, [Decision.settlePlaced(number: "N1"), .settleAbsent(reason: "they have nothing")])
    {
      let receipt = try rig.store.decide(
        decision, on: [.purchase(row.id)], by: "operator", hold: .seconds(0), now: rig.time.now())
      #expect(receipt.applied == 1)
    }
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place", "place"])
    #expect(try rig.row(keys[0])?.number == "N1")
    #expect(try rig.row(keys[1])?.state == .rejected)
  }
}

/// An end that nothing handles.
struct Crash: Error {
  /// A crash at the nth pass of a step.
  static func at(_ step: FailPoint.Step, pass: Int = 1) -> FailPoint {
    let left = Mutex(pass)
    return FailPoint { passed in
      guard passed == step else { return }
      let isOver = left.withLock { left in
        left -= 1
        return left == 0
      }
      if isOver { throw Crash() }
    }
  }
}
