import Fulfillment
import Testing

private let now = ExampleFacts.monday + .days(3)

private func returned(_ state: ReturnState) -> Return {
  Return(
    request: ReturnRequest(
      externalID: "5521", requestedAt: ExampleFacts.monday, requestedBy: "Ada", reason: "too small",
      state: .requested),
    state: state,
    decidedAt: state == .approved || state == .declined ? ExampleFacts.monday + .days(1) : nil,
    proposedBy: state == .proposed ? "Ada" : "")
}

/// A decision, a state, and what comes of them.
struct ReturnTransition: Sendable, CustomTestStringConvertible {
  let decision: Decision
  let from: ReturnState
  /// nil where it is refused.
  let to: ReturnState?
  let refusal: String
  var testDescription: String { "\(decision.verb) from \(from)" }

  init(_ decision: Decision, _ from: ReturnState, to: ReturnState?, refusal: String = "") {
    self.decision = decision
    self.from = from
    self.to = to
    self.refusal = refusal
  }

  private static let deciding: [(Decision, ReturnState)] = [
    (.approveReturn(note: ""), .approved), (.declineReturn(reason: "worn"), .declined),
    (.askReturn(question: "A photo, please?"), .asked),
  ]

  private static let decided = deciding.flatMap { decision, state in
    [
      ReturnTransition(decision, .requested, to: state),
      ReturnTransition(decision, .asked, to: state),
      ReturnTransition(decision, .proposed, to: state),
      ReturnTransition(
        decision, .inTransit, to: nil, refusal: "the goods are on their way back"),
      ReturnTransition(decision, .received, to: nil, refusal: "the goods have come back"),
      ReturnTransition(decision, .notReturned, to: nil, refusal: "the goods never came back"),
      ReturnTransition(decision, .refunded, to: nil, refusal: "the money has been sent back"),
      ReturnTransition(decision, .replaced, to: nil, refusal: "it has been replaced"),
      ReturnTransition(decision, .closed, to: nil, refusal: "it is closed"),
      ReturnTransition(
        decision, .approved, to: nil, refusal: "already approved on 2026-03-03 08:00"),
      ReturnTransition(
        decision, .declined, to: nil, refusal: "already declined on 2026-03-03 08:00"),
      ReturnTransition(decision, .withdrawn, to: nil, refusal: "the storefront has closed it"),
    ]
  }

  private static let foreign = [
    Decision.acknowledge, .snooze(.untilMoved), .resolve(reason: ""),
  ].flatMap { decision in
    ReturnState.allCases.map {
      ReturnTransition(decision, $0, to: nil, refusal: "is for exceptions, this is a return")
    }
  }

  private static let remarks = [
    Decision.note("x"), .tag("x"), .untag("x"), .contactSupplier(text: "x"),
  ].flatMap { decision in
    ReturnState.allCases.map { ReturnTransition(decision, $0, to: $0) }
  }

  static let all = decided + foreign + remarks
}

@Suite struct ReturnDecisionTests {
  @Test(arguments: ReturnTransition.all)
  func decisionMovesTheReturnOrIsRefused(_ transition: ReturnTransition) throws {
    let before = returned(transition.from)
    guard let state = transition.to else {
      let refusal = try #require(throws: DecisionRefusal.self) {
        try before.applying(transition.decision, now: now)
      }
      #expect(refusal.reason.hasSuffix(transition.refusal))
      return
    }
    let after = try before.applying(transition.decision, now: now)
    #expect(after.state == state)
    #expect(after.request == before.request)
  }

  @Test func tableCoversEveryStateForEveryDecision() {
    let pairs = Set(ReturnTransition.all.map { "\($0.decision) \($0.from)" })
    #expect(pairs.count == 10 * ReturnState.allCases.count)
  }

  @Test(arguments: [
    (Decision.approveReturn(note: ""), true), (.declineReturn(reason: ""), true),
    (.askReturn(question: "Which size?"), false), (.note("x"), false),
  ])
  func onlyADecisionIsDated(_ decision: Decision, _ isDated: Bool) throws {
    let after = try returned(.requested).applying(decision, now: now)
    #expect(after.decidedAt == (isDated ? now : nil))
  }

  @Test(arguments: ["", "   ", "\u{202E}", "\n\t"])
  func emptyQuestionIsNotAsked(_ question: String) throws {
    let refusal = try #require(throws: DecisionRefusal.self) {
      try returned(.requested).applying(.askReturn(question: question), now: now)
    }
    #expect(refusal.reason == "nothing to ask: write the question")
  }

  /// Only an operator's approval leads to `approved`, and only from where a decision is due.
  @Test(arguments: ReturnTransition.all.filter { $0.to == .approved && $0.from != .approved })
  func nothingApprovesByItself(_ transition: ReturnTransition) {
    #expect(transition.decision.verb == "approve")
    #expect(transition.from.isOpen)
  }

  @Test(arguments: ReturnState.allCases)
  func openMeansADecisionIsPossible(_ state: ReturnState) {
    let approved = try? returned(state).applying(.approveReturn(note: ""), now: now)
    #expect((approved != nil) == state.isOpen)
  }
}
