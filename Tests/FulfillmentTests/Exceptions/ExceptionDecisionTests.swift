import Fulfillment
import Testing

private let now = ExampleFacts.monday + .days(3)
private let later = now + .days(2)

private func exception(_ state: OrderException.State) -> OrderException {
  OrderException(
    finding: found(), state: state, since: ExampleFacts.monday,
    snoozedUntil: state == .snoozed ? later : nil, shown: state.stands)
}

/// A decision, a state, and what comes of them: a state, or a refusal that says this.
struct ExceptionTransition: Sendable, CustomTestStringConvertible {
  let decision: Decision
  let from: OrderException.State
  let outcome: Outcome
  var testDescription: String { "\(decision.verb) from \(from)" }

  enum Outcome: Sendable {
    case becomes(OrderException.State)
    case refused(String)
  }

  static func row(
    _ decision: Decision, _ outcomes: [(OrderException.State, Outcome)]
  ) -> [ExceptionTransition] {
    outcomes.map { ExceptionTransition(decision: decision, from: $0.0, outcome: $0.1) }
  }

  static let acknowledging = row(
    .acknowledge,
    [
      (.open, .becomes(.acknowledged)), (.acknowledged, .refused("already acknowledged")),
      (.snoozed, .becomes(.acknowledged)), (.resolved, .refused("already resolved")),
      (.cleared, .refused("cleared by itself")),
    ])

  static let snoozing = row(
    .snooze(.until(later)),
    [
      (.open, .becomes(.snoozed)), (.acknowledged, .becomes(.snoozed)),
      (.snoozed, .becomes(.snoozed)), (.resolved, .refused("already resolved")),
      (.cleared, .refused("cleared by itself")),
    ])

  static let waiting = row(
    .snooze(.untilMoved),
    [
      (.open, .becomes(.snoozed)), (.acknowledged, .becomes(.snoozed)),
      (.snoozed, .becomes(.snoozed)), (.resolved, .refused("already resolved")),
      (.cleared, .refused("cleared by itself")),
    ])

  static let resolving = row(
    .resolve(reason: "supplier sent another"),
    [
      (.open, .becomes(.resolved)), (.acknowledged, .becomes(.resolved)),
      (.snoozed, .becomes(.resolved)), (.resolved, .refused("already resolved")),
      (.cleared, .refused("cleared by itself")),
    ])

  static let foreign = [
    Decision.approveReturn(note: ""), .declineReturn(reason: "late"), .askReturn(question: "why"),
  ].flatMap { decision in
    row(decision, OrderException.State.allCases.map { ($0, .refused("is for returns")) })
  }

  static let remarks = [
    Decision.note("called"), .tag("vip"), .untag("vip"), .contactSupplier(text: "Hello"),
  ].flatMap { decision in
    row(decision, OrderException.State.allCases.map { ($0, .becomes($0)) })
  }

  static let all = acknowledging + snoozing + waiting + resolving + foreign + remarks
}

@Suite struct ExceptionDecisionTests {
  @Test(arguments: ExceptionTransition.all)
  func decisionMovesTheExceptionOrIsRefused(_ transition: ExceptionTransition) throws {
    let before = exception(transition.from)
    switch transition.outcome {
    case .becomes(let state):
      let after = try before.applying(transition.decision, now: now)
      #expect(after.state == state)
      #expect(after.since == before.since)
      #expect(after.finding == before.finding)
    case .refused(let words):
      let refusal = try #require(throws: DecisionRefusal.self) {
        try before.applying(transition.decision, now: now)
      }
      #expect(refusal.reason.contains(words))
    }
  }

  @Test func tableCoversEveryStateForEveryDecision() {
    let pairs = Set(ExceptionTransition.all.map { "\($0.decision) \($0.from)" })
    #expect(pairs.count == 11 * OrderException.State.allCases.count)
  }

  @Test func snoozeKeepsItsTimeAndNothingElseDoes() throws {
    let snoozed = try exception(.open).applying(.snooze(.until(later)), now: now)
    #expect(snoozed.snoozedUntil == later)
    #expect(try snoozed.applying(.snooze(.untilMoved), now: now).snoozedUntil == nil)
    #expect(try snoozed.applying(.acknowledge, now: now).snoozedUntil == nil)
    #expect(try snoozed.applying(.resolve(reason: ""), now: now).snoozedUntil == nil)
  }

  @Test(arguments: [now, now - .milliseconds(1)])
  func snoozeIntoThePastIsRefused(_ wake: Timestamp) throws {
    let refusal = try #require(throws: DecisionRefusal.self) {
      try exception(.open).applying(.snooze(.until(wake)), now: now)
    }
    #expect(refusal.reason == "can't snooze until \(wake.minuteText), which has passed")
  }

  @Test func resolvedOneIsNoLongerShown() throws {
    #expect(try !exception(.open).applying(.resolve(reason: "done"), now: now).shown)
  }

  @Test func decisionSurvivesReconciling() throws {
    for decision in [Decision.acknowledge, .snooze(.until(later)), .resolve(reason: "done")] {
      let decided = try exception(.open).applying(decision, now: now)
      let after = Reconciler.reconcile([decided], [found()], hasMoved: true, now: now)
      #expect(after.map(\.state) == [decided.state])
    }
  }
}
