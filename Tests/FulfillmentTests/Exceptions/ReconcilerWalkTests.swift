import Fulfillment
import Testing

/// An operator and the facts take turns at random; whatever they do, some things always hold.
@Suite struct ReconcilerWalkTests {
  private struct Walk {
    var random: SplitMix64
    var exceptions: [OrderException] = []
    var findings: [Finding] = []
    var now = ExampleFacts.monday

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func step() {
      now = now + .hours(random.int64(0...20))
      switch random.int(0...3) {
      case 0: trip()
      case 1: findings.removeAll { _ in random.once(in: 2) }
      case 2: decide()
      default: break
      }
      exceptions = Reconciler.reconcile(
        exceptions, findings, hasMoved: random.once(in: 3), now: now)
    }

    private mutating func trip() {
      guard let rule = ruleTable.randomElement(using: &random) else { return }
      findings.removeAll { $0.code == rule.id }
      findings.append(
        found(rule.id, rule.severity, at: now, key: random.pick(["A", "B"], or: "A")))
    }

    private mutating func decide() {
      guard let index = exceptions.indices.randomElement(using: &random) else { return }
      let decision = random.pick(
        [
          Decision.acknowledge, .snooze(.untilMoved), .resolve(reason: "done"), .note("x"),
          .snooze(.until(now + .hours(random.int64(-4...60)))),
        ], or: .acknowledge)
      guard let after = try? exceptions[index].applying(decision, now: now) else { return }
      exceptions[index] = after
    }
  }

  @Test(arguments: seeds)
  func standingAlwaysMatchesTheFindings(_ seed: UInt64) {
    var walk = Walk(seed: seed)
    for _ in 0..<120 {
      walk.step()
      let tripping = Set(walk.findings.map(\.code))
      for exception in walk.exceptions {
        #expect(!exception.state.stands || tripping.contains(exception.finding.code))
        // What trips and does not stand was resolved by the operator, for this very instance.
        if tripping.contains(exception.finding.code), !exception.state.stands {
          #expect(exception.state == .resolved)
        }
      }
      #expect(tripping.isSubset(of: Set(walk.exceptions.map(\.finding.code))))
    }
  }

  @Test(arguments: seeds)
  func oneAndOnlyOneIsShownWhileAnyStands(_ seed: UInt64) {
    var walk = Walk(seed: seed)
    for _ in 0..<120 {
      walk.step()
      let shown = walk.exceptions.filter(\.shown)
      #expect(shown.count == (walk.exceptions.contains { $0.state.stands } ? 1 : 0))
      #expect(shown.allSatisfy { $0.state.stands })
    }
  }

  @Test(arguments: seeds)
  func nobodySleepsPastTheAlarm(_ seed: UInt64) {
    var walk = Walk(seed: seed)
    for _ in 0..<120 {
      walk.step()
      for exception in walk.exceptions {
        #expect(exception.state == .snoozed || exception.snoozedUntil == nil)
        if let wake = exception.snoozedUntil { #expect(wake > walk.now) }
        #expect(exception.since <= walk.now)
      }
    }
  }

  @Test(arguments: seeds)
  func nothingIsEverForgottenOrDoubled(_ seed: UInt64) {
    var walk = Walk(seed: seed)
    var seen: Set<String> = []
    for _ in 0..<120 {
      walk.step()
      let codes = walk.exceptions.map(\.finding.code)
      #expect(Set(codes).count == codes.count)
      #expect(seen.isSubset(of: Set(codes)))
      seen.formUnion(codes)
    }
  }
}
