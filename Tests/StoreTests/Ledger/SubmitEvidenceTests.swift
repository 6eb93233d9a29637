import Fulfillment
import Testing

@testable import Store

@Suite struct SubmitEvidenceTests {
  private let scratch: Scratch
  private var store: Store { scratch.store }
  private let submission = EvidenceSubmission(
    dispute: "du_1", fields: [EvidenceField(.story, "It was delivered.")])

  init() throws {
    scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    try scratch.store.register(
      [
        AccountSetup(
          account: Account(name: "stripe", service: "stripe", role: .payments),
          cadence: .minutes(15))
      ], now: noon)
    try take()
  }

  private func take(_ change: (inout Dispute) -> Void = { _ in }) throws {
    var dispute = Dispute(
      externalID: "du_1", order: "ext-1", kind: .chargeback, state: .open, reason: "fraudulent",
      amount: dollars(40), openedAt: noon - .days(3), evidenceDueAt: noon + .days(6))
    change(&dispute)
    _ = try store.take([dispute], from: "stripe", cursor: nil, now: noon)
  }

  @discardableResult
  private func submit(_ id: String = "du_1", now: Timestamp = noon) throws -> DecisionReceipt {
    var submission = submission
    submission.dispute = id
    return try store.submitEvidence(
      submission, to: "stripe", by: "ana", hold: .minutes(10), now: now)
  }

  @Test func evidenceWaitsOutTheHoldAndIsExactlyWhatWasShown() throws {
    let receipt = try submit()
    #expect(receipt.undoableUntil == noon + .minutes(10))
    let message = try #require(try store.detail("#1").outbox.first)
    #expect(message.kind == "evidence" && message.state == .held)
    #expect(message.receiver == "stripe" && message.body == submission.text)
    #expect(message.key == "evidence:stripe:du_1:1")
  }

  @Test func undoTakesItBackUntilItLeaves() throws {
    try submit()
    let undone = try store.undo(nil, by: "ana", now: noon + .minutes(5))
    #expect(undone.applied == 1, "\(undone.refused)")
    #expect(try store.detail("#1").outbox.map(\.state) == [.withdrawn])
    // Taken back, it can be handed in again.
    try submit(now: noon + .minutes(6))
    _ = try store.releaseHeld(now: noon + .minutes(20))
    let late = try store.undo(nil, by: "ana", now: noon + .minutes(21))
    #expect(late.applied == 0)
    #expect(try store.detail("#1").outbox.map(\.state).contains(.ready))
  }

  @Test func itIsQueuedOnce() throws {
    try submit()
    let error = #expect(throws: StoreError.self) { try submit(now: noon + .hours(1)) }
    #expect(error?.kind == .refused && error?.why.contains("under way") == true)
  }

  @Test func holdEndsBeforeTheDeadline() throws {
    try take { $0.evidenceDueAt = noon + .minutes(5) }
    #expect(try submit().undoableUntil == noon + .minutes(4))
  }

  private static let spoiled: [(String, @Sendable (inout Dispute) -> Void)] = [
    ("due by", { $0.evidenceDueAt = noon }), ("underReview", { $0.state = .underReview }),
    ("handed in already", { $0.evidenceSentAt = noon - .hours(1) }), ("won", { $0.state = .won }),
    ("no order", { _ in }), ("told of no dispute", { _ in }),
  ]

  @Test(arguments: spoiled)
  func whatCanNotBeIsRefusedWithTheReason(
    why: String, change: @Sendable (inout Dispute) -> Void
  ) throws {
    switch why {
    case "no order":
      try take {
        $0.externalID = "du_2"
        $0.order = "nobody"
      }
    default: try take(change)
    }
    let id = why == "no order" ? "du_2" : why == "told of no dispute" ? "du_9" : "du_1"
    let error = #expect(throws: StoreError.self) { try submit(id) }
    #expect(error?.why.contains(why) == true, "\(error?.why ?? "")")
  }
}
