import Testing

@testable import Fulfillment

/// A rule with that condition.
func ownRule(_ text: String, after: String? = nil) throws -> OwnRule {
  OwnRule(
    code: "shop.own", title: "Own", severity: .warning, condition: try ConditionParser.parse(text),
    text: text, after: after.flatMap { ConditionParser.limit($0) })
}

private let monday = ExampleFacts.monday

/// An order by express from China, on its way since Tuesday.
private func express(_ change: (inout OrderFacts) -> Void = { _ in }) -> OrderFacts {
  ExampleFacts.sent([
    ExampleFacts.scan(.pickedUp, day: 1, country: "CN"),
    ExampleFacts.scan(.inTransit, day: 2, country: "CN", message: "Incorrect address"),
  ]) { facts in
    facts.purchases[0].method = "Express Saver"
    facts.purchases[0].attempts = 2
    facts.total = Money(minor: 12_050, currency: .usd)
    facts.promisedAt = monday + .days(10)
    change(&facts)
  }
}

@Suite struct OwnRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let facts: OrderFacts
    /// Hours after Monday 8:00.
    let hours: Int64?
    var testDescription: String { text }

    init(_ text: String, _ hours: Int64?) { self.init(text, express(), hours) }

    init(_ text: String, _ facts: OrderFacts, _ hours: Int64?) {
      (self.text, self.facts, self.hours) = (text, facts, hours)
    }
  }

  static let cases: [Case] = [
    // Tuesday and five business days.
    Case("method:express and transit > 5bd", 8 * 24),
    Case("method:economy and transit > 5bd", nil),
    Case("transit > 36h", 24 + 36), Case("silent > 4bd", 8 * 24), Case("silent>1d", 72),
    Case("standing>1d", 72), Case("scans<3", 0), Case("scans<2", nil), Case("failures>=1", nil),
    Case("age>3d", 72), Case("late>1d", 264), Case("promise<2d", 192),
    Case("value>=120.50", 0), Case("value>121", nil), Case("attempts>=2", 0),
    Case("status:inTransit", 48), Case("status:customs", nil), Case("-status:customs", 0),
    Case("message:incorrect", 48), Case("message:damaged,correct", 48),
    Case("country:us origin:cn", 0), Case("country:br", nil), Case("origin:us", nil),
    Case("sku:mug quantity=1 lines=1 parcels=1 purchases=1", 0), Case("supplier:c", 0),
    Case("tracking:LX", 0), Case("carrier:usps", nil), Case("state:transit", 0),
    Case("payment:paid", 0), Case("purchase:shipped", 1), Case("purchase:unpaid", nil),
    Case("unscanned>2bd", nil), Case("processing>1d", nil), Case("unanswered>1h", nil),
    Case("asked>1h", nil), Case("transit>5bd or age>2d", 48),
    Case("(transit>5bd or age>2d) value>100", 48),
    Case("unbought>6h", ExampleFacts.order(), 6), Case("unbought>6h", nil),
    Case("unscanned>2bd", ExampleFacts.sent([]), 72),
    Case("processing>2d", ExampleFacts.sent([]), 49),
    Case(
      "unanswered>12h",
      ExampleFacts.bought {
        $0.state = .placed
        $0.acknowledgedAt = nil
      }, 13),
    Case(
      "unpaid>2h",
      ExampleFacts.bought {
        $0.state = .unpaid
        $0.unpaidSince = monday + .hours(4)
      }, 6),
    Case("asked>12h", ExampleFacts.returned(.requested), 6 * 24 + 12),
    Case("transit>1h", ExampleFacts.returned(.requested), nil),
    Case("age>1h", ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4)]), nil),
    Case("transit>1h", express { $0.cancelledAt = monday + .days(3) }, nil),
    Case("state:cancelled status:inTransit", express { $0.cancelledAt = monday + .days(3) }, 48),
    Case("age>1h", express { $0.isHistory = true }, nil),
  ]

  @Test(arguments: cases)
  func ruleTripsWhenItsConditionHolds(_ example: Case) throws {
    let trip = try ownRule(example.text).trip(example.facts, Thresholds())
    #expect(trip?.at == example.hours.map { monday + .hours($0) })
    if let trip {
      #expect(!trip.reason.isEmpty && trip.reason == trip.reason.sanitised(limit: 400))
      #expect(!trip.reason.contains(" ago"))
    }
  }

  @Test func everyFieldIsTried() {
    for field in ConditionFields.all {
      #expect(Self.cases.contains { $0.text.contains(field.name) }, "\(field.name)")
    }
  }

  @Test(arguments: [("6h", Int64(54)), ("1bd", 72), ("2w", 384)])
  func afterLetsItStandForAWhile(_ after: String, _ hours: Int64) throws {
    let trip = try ownRule("status:inTransit", after: after).trip(express(), Thresholds())
    #expect(trip?.at == monday + .hours(hours))
    #expect(trip?.reason.contains(", for ") == true)
  }

  @Test func reasonNamesTheParcelAndTheLimit() throws {
    let trip = try ownRule("method:express and transit > 5bd").trip(express(), Thresholds())
    #expect(
      trip?.reason == "LX123456785CN in transit since 2026-03-03 08:00, limit 5 business days")
    #expect(trip?.key == "parcel LX123456785CN, purchase CJ CJ-77")
    #expect(trip?.silence == .tracking)
    #expect(trip?.due == monday + .days(10))
  }

  @Test func newSilenceIsANewInstance() throws {
    let rule = try ownRule("silent>2d")
    let later = express {
      $0.shipments[0].events.append(ExampleFacts.scan(.inTransit, day: 5, country: "CN"))
    }
    #expect(rule.trip(express(), Thresholds())?.key != rule.trip(later, Thresholds())?.key)
  }

  @Test func holidaysOfTheLaneCount() throws {
    var thresholds = Thresholds()
    var china = thresholds.calendars.of("CN")
    china.set(20_516...20_517, isClosed: true)
    thresholds.calendars.set("CN", china)
    let rule = try ownRule("transit>5bd")
    // 2026-03-04 and 05 are closed now.
    #expect(rule.trip(express(), thresholds)?.at == monday + .days(10))
  }

  @Test func itIsFoundAndClearedLikeAnyOtherRule() throws {
    var thresholds = Thresholds()
    thresholds.ownRules = [try ownRule("method:express and transit > 5bd")]
    let due = monday + .days(8)
    #expect(
      !Detector.findings(express(), thresholds, now: due - .minutes(1)).map(\.code)
        .contains("shop.own"))
    let (findings, _) = Detector.examine(express(), thresholds, now: due)
    let finding = try #require(findings.first { $0.code == "shop.own" })
    #expect(finding.severity == .warning)
    let delivered = express {
      $0.shipments[0].events.append(ExampleFacts.scan(.delivered, day: 9))
    }
    #expect(
      !Detector.findings(delivered, thresholds, now: monday + .days(20)).map(\.code)
        .contains("shop.own"))
    #expect(thresholds.ownRules[0].rule.trips(express(), thresholds)?.at == due)
  }

  @Test(arguments: [
    ("shop.slow-express", true), ("shop.a.b2", true), ("shop", false), ("Shop.slow", false),
    ("shop.", false), (".slow", false), ("shop.slow express", false), ("shop.é", false),
    (String(repeating: "a", count: 60) + ".b", false),
  ])
  func codesAreOfSmallLettersAndDots(_ code: String, _ isCode: Bool) {
    #expect(OwnRule.isCode(code) == isCode)
  }

  @Test func fingerprintChangesWithRulesLimitsAndCalendars() throws {
    let plain = Thresholds()
    #expect(plain.fingerprint == Thresholds().fingerprint)
    var (limit, rule, calendar) = (plain, plain, plain)
    limit.dispatchLate = .days(4)
    rule.ownRules = [try ownRule("lines>3")]
    calendar.calendars.set("CN", .plain)
    let all = [plain, limit, rule, calendar].map(\.fingerprint)
    #expect(Set(all).count == 4)
  }
}

/// What holds for any own rule over any facts.
@Suite struct OwnRulePropertyTests {
  private static let horizon = monday + .days(200)

  /// A condition of fields that exist, parentheses and negations.
  private func condition(_ random: inout SplitMix64, depth: Int = 0) -> String {
    let fields = ConditionFields.all.map(\.example)
    switch depth > 2 ? 0 : random.int(0...6) {
    case 1: return "(\(condition(&random, depth: depth + 1)))"
    case 2:
      return condition(&random, depth: depth + 1) + " or " + condition(&random, depth: depth + 1)
    case 3, 4:
      return condition(&random, depth: depth + 1) + " " + condition(&random, depth: depth + 1)
    case 5:
      let matched = ConditionFields.all.filter(\.isMatched).map(\.example)
      return "-" + random.pick(matched, or: "lines>1")
    default: return random.pick(fields, or: "lines>1")
    }
  }

  private func thresholds(_ random: inout SplitMix64) throws -> Thresholds {
    var thresholds = Thresholds()
    for index in 0..<4 {
      var rule = try ownRule(
        condition(&random), after: random.pick([nil, "6h", "2bd"], or: nil))
      rule.code = "shop.own\(index)"
      thresholds.ownRules.append(rule)
    }
    return thresholds
  }

  private func facts(_ random: inout SplitMix64) -> OrderFacts {
    var facts = random.facts()
    facts.total = random.once(in: 2) ? Money(minor: random.int64(0...50_000), currency: .usd) : nil
    for index in facts.purchases.indices {
      facts.purchases[index].method = random.pick(["", "Express", "CJPacket"], or: "")
    }
    return facts
  }

  private func own(_ facts: OrderFacts, _ thresholds: Thresholds, _ now: Timestamp) -> [Finding] {
    Detector.findings(facts, thresholds, now: now).filter { $0.code.hasPrefix("shop.") }
  }

  @Test(arguments: seeds)
  func orderAndRepetitionDoNotMatterAndTimeClearsNothing(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<12 {
      let (facts, thresholds) = (facts(&random), try thresholds(&random))
      let (one, other) = (random.instant(), random.instant())
      let earlier = own(facts, thresholds, min(one, other))
      #expect(earlier == own(facts, thresholds, min(one, other)))
      let later = own(facts, thresholds, max(one, other))
      #expect(earlier.allSatisfy { later.contains($0) })
      var mixed = facts
      for index in mixed.shipments.indices {
        let events = mixed.shipments[index].events
        mixed.shipments[index].events = (events + events.prefix(3)).shuffled(using: &random)
      }
      mixed.purchases.shuffle(using: &random)
      mixed.returns.shuffle(using: &random)
      mixed.lines.shuffle(using: &random)
      #expect(own(mixed, thresholds, max(one, other)) == later)
    }
  }

  @Test(arguments: seeds)
  func nextCheckIsNeverLaterThanTheFirstChange(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<6 {
      let (facts, thresholds, now) = (facts(&random), try thresholds(&random), random.instant())
      let found = own(facts, thresholds, now)
      let next = Detector.nextCheck(facts, thresholds, now: now) ?? Self.horizon
      #expect(next > now)
      for _ in 0..<20 {
        let span = (next - now).milliseconds
        guard span > 1 else { break }
        let before = now + .milliseconds(random.int64(0...(span - 1)))
        #expect(own(facts, thresholds, before) == found)
      }
    }
  }
}
