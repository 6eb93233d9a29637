import Fulfillment
import Store
import Sync
import TestSupport
import Testing

/// The process ends between two steps of buying again: the goods come once more, and once only.
@Suite struct ReplacementCrashTests {
  private static let steps: [FailPoint.Step] = [
    .claimed, .beforeSend, .afterSend, .beforeSettle, .settled,
  ]

  @Test(arguments: FakeDesk.Kind.allCases, steps)
  func anEndAtAnyStepBuysAgainOnce(kind: FakeDesk.Kind, step: FailPoint.Step) async throws {
    let rig = try DispatchRig(kind)
    let first = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    let key = try replace(rig)
    #expect(key != first)
    let other = try rig.temporary.reopened()
    await #expect(throws: Crash.self) {
      try await rig.dispatcher(store: other, failPoint: Crash.at(step)).runOnce()
    }
    try other.close()
    for _ in 0..<6 {
      rig.time.advance(by: .minutes(16))
      _ = try await rig.dispatcher("two").runOnce()
      #expect(rig.desk.count(key) <= 1)
    }
    let isInDoubt = kind == .blind && step != .settled
    #expect(try rig.row(key)?.sending == (isInDoubt ? .waiting : .sent))
    let wasSent = step != .claimed && step != .beforeSend
    #expect(rig.desk.count(key) == (isInDoubt && !wasSent ? 0 : 1))
    #expect(rig.desk.count(first) == 1)
    let request = try rig.store.replacementRequest(
      for: [], of: try rig.order(1), now: rig.time.now())
    #expect(!request.obstacle.isEmpty)
  }

  private func replace(_ rig: DispatchRig) throws -> String {
    let now = rig.time.now()
    let request = try rig.store.replacementRequest(for: [], of: try rig.order(1), now: now)
    var draft = try rig.draft(1)
    draft.replacement = request.replacement
    let receipt = try rig.store.intend(
      [
        Intent(
          draft: draft, body: try rig.receiver.body(for: draft) ?? "", receiver: "supplier",
          sending: Sending(state: .ready))
      ], by: "operator", hold: .seconds(0), now: now)
    guard receipt.applied == 1 else {
      throw DispatchRig.Refused(reasons: receipt.refused.map(\.reason))
    }
    return draft.key
  }
}
