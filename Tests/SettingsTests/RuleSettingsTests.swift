import Fulfillment
import Settings
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `[[rule]]`, `[calendar.XX]`, and the files that `rules try` takes.
@Suite struct RuleSettingsTests {
  private func parse(_ text: String) throws -> Configuration {
    try Configuration.parse(text, file: "config.toml", environment: [:])
  }

  private static let rule = """
    [[rule]]
    code = "shop.slow-express"
    title = "Express too slow"
    severity = "serious"
    when = "method:express and transit > 5bd"
    after = "6h"
    """

  @Test func ruleIsReadAsAValue() throws {
    let rules = try parse(Self.rule).thresholds.ownRules
    let rule = try #require(rules.first)
    #expect(rules.count == 1)
    #expect(rule.code == "shop.slow-express" && rule.title == "Express too slow")
    #expect(rule.severity == .serious && rule.after == .span(.hours(6)))
    #expect(rule.text == "method:express and transit > 5bd")
    #expect(rule.condition == (try ConditionParser.parse(rule.text)))
  }

  @Test func titleAndSeverityHaveDefaults() throws {
    let rule = try #require(
      try parse("[[rule]]\ncode = \"a.b\"\nwhen = \"lines>3\"").thresholds.ownRules.first)
    #expect(rule.title == "a.b" && rule.severity == .warning && rule.after == nil)
  }

  private func day(_ text: String) -> Int64 { DayRange.parse(text)?.lowerBound ?? 0 }

  @Test func calendarsAddToWhatIsKnown() throws {
    let calendars = try parse(
      """
      [calendar.CN]
      closed = ["2027-02-05..2027-02-16", "2027-03-01"]
      open = "2027-02-20"
      [calendar.AE]
      weekend = ["fri", "sat"]
      """
    ).thresholds.calendars
    let china = calendars.of("CN")
    #expect(!china.isOpen(day("2027-02-16")) && !china.isOpen(day("2027-03-01")))
    #expect(!china.isOpen(day("2027-10-01")), "what is known stays")
    #expect(china.isOpen(day("2027-02-20")))
    #expect(calendars.of("AE").isOpen(day("2026-11-22")))
    #expect(!calendars.of("AE").isOpen(day("2026-11-27")))
    #expect(WorkCalendars().of("CN").isOpen(day("2027-03-01")))
  }

  @Test func aFileOfRulesChangesWhatIsInForce() throws {
    var base = Thresholds()
    base.dispatchLate = .days(5)
    base.ownRules = try parse(Self.rule).thresholds.ownRules
    let file = try Configuration.rules(
      """
      [thresholds]
      tracking.missing = "2d"
      transit.stalled.foreign = "9bd"
      [[rule]]
      code = "shop.slow-express"
      when = "transit > 4bd"
      [[rule]]
      code = "shop.big"
      when = "value>500"
      [routing]
      margin_floor = "1%"
      [[route]]
      name = "a"
      only = ["CJ"]
      """, file: "try.toml", over: base)
    #expect(file.codes == ["tracking.missing", "transit.stalled", "shop.slow-express", "shop.big"])
    #expect(file.thresholds.trackingMissing == .days(2) && file.thresholds.dispatchLate == .days(5))
    #expect(file.thresholds.ownRules.map(\.text) == ["transit > 4bd", "value>500"])
    #expect(
      file.routing == RoutingPolicy(marginFloor: 100, rules: [.init(name: "a", only: ["CJ"])]))
  }

  @Test func aFileOfCalendarsTriesTheRulesThatCountDays() throws {
    let file = try Configuration.rules(
      "[calendar.CN]\nclosed = [\"2026-11-11\"]", file: "try.toml", over: Thresholds())
    #expect(Set(file.codes) == ["dispatch.late", "tracking.unscanned", "transit.stalled"])
    #expect(file.routing == nil)
    let nothing = try Configuration.rules("", file: "try.toml", over: Thresholds())
    #expect(nothing.codes.isEmpty && nothing.routing == nil)
  }

  @Test func aFileOfRulesHoldsNothingElse() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.rules("\n[console]\ntheme = \"x\"", file: "try.toml", over: Thresholds())
    }
    #expect(error.description.hasPrefix("try.toml:2: unknown key \"console\""))
  }

  @Test func aFileOfRulesIsReadFromItsPath() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("rules-\(UUID().uuidString).toml")
    try Data(Self.rule.utf8).write(to: file)
    defer { _ = try? FileManager.default.removeItem(at: file) }
    let read = try Configuration.ruleFile(path: file.path, over: Thresholds())
    #expect(read.codes == ["shop.slow-express"])
    let missing = try #require(throws: ConfigurationError.self) {
      try Configuration.ruleFile(path: "/no/such/rules.toml", over: Thresholds())
    }
    #expect(missing.description == "/no/such/rules.toml: there is no such file (check the path)")
  }

  typealias Wrong = ConfigurationErrorTests.Wrong

  private static let named = "[[rule]]\ncode = \"shop.a\"\n"

  @Test(arguments: [
    Wrong("rule = 1", 1, "rule is a whole number", "[[rule]]"),
    Wrong("[[rule]]\nwhen = \"lines>3\"", 1, "a rule has no code", "shop.slow-express"),
    Wrong("[[rule]]\ncode = \"Slow\"", 2, "no code of a rule", "small letters"),
    Wrong("[[rule]]\ncode = \"dispatch.late\"", 2, "is a built-in rule", "[thresholds]"),
    Wrong("[[rule]]\ncode = \"feed.stale\"", 2, "is a built-in rule", "[thresholds]"),
    Wrong(
      named + "when = \"lines>3\"\n" + named, 5, "there is a rule shop.a already", "another code"),
    Wrong(named, 1, "rule shop.a has no when", "transit > 5bd"),
    Wrong(named + "wen = \"x\"", 3, "unknown key \"wen\"", "did you mean \"when\"?"),
    Wrong(
      named + "when = \"tranzit>5bd\"", 3, "can't be read at character 1: no field \"tranzit\"",
      "rules words"),
    Wrong(named + "when = \"lines>3 transit<5bd\"", 3, "at character 9", "rules words"),
    Wrong(
      named + "when = \"lines>3\"\nseverity = \"sirious\"", 4, "no severity \"sirious\"",
      "\"serious\""),
    Wrong(named + "when = \"lines>3\"\nafter = \"soon\"", 4, "is not a span", "5bd"),
    Wrong(
      named + "when = \"lines>3\"\ntitle = \"\(String(repeating: "x", count: 41))\"", 4,
      "longer than 40", "exception list"),
    Wrong("[calendar]\nChina = 1", 2, "no country", "[calendar.CN]"),
    Wrong("[calendar]\nCN = 1", 2, "calendar.CN is a whole number", "[calendar.CN]"),
    Wrong("[calendar.CN]\nclosd = []", 2, "unknown key \"closd\"", "closed"),
    Wrong("[calendar.CN]\nclosed = [\"2027-02-30\"]", 2, "is no day", "2027-02-05.."),
    Wrong("[calendar.CN]\nclosed = [\"2020-01-01..2030-01-01\"]", 2, "is no day", "2027-02-05.."),
    Wrong("[calendar.CN]\nweekend = [\"friday\"]", 2, "weekend holds", "\"fri\""),
    Wrong(
      "[calendar.CN]\nweekend = [\"mon\",\"tue\",\"wed\",\"thu\",\"fri\",\"sat\",\"sun\"]", 2,
      "no day is left", "remove one"),
  ])
  func wrongRuleIsToldWithItsLine(_ wrong: Wrong) throws {
    let error = try #require(throws: ConfigurationError.self) { try parse(wrong.text) }
    #expect(error.line == wrong.line)
    #expect(error.what.contains(wrong.what), "\(error)")
    #expect(error.remedy.contains(wrong.remedy), "\(error)")
  }
}
