import Console
import Fulfillment
import Settings
import Testing

@testable import supercargo

/// `supercargo rules try` with limits, rules and calendars, and `rules words`.
@Suite(.serialized) struct RuleTrialVerbTests {
  private static let rules = """
    [thresholds]
    purchase.unsent = "1h"
    [[rule]]
    code = "shop.big"
    title = "Big order"
    when = "value>=1 age>1h"
    """

  @Test func rulesAreTriedBesideThoseInForce() throws {
    let desk = try BuyingDesk(orders: 3).desk
    let outcome = desk.run("rules", "try", try desk.file("try.toml", Self.rules), "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.objects.compactMap { $0["code"] as? String } == ["purchase.unsent", "shop.big"])
    for object in outcome.objects {
      let tried = try #require(object["tried"] as? [String: Any])
      #expect(tried["orders"] as? Int == 3)
      #expect((tried["fired"] as? Int ?? 0) >= (tried["true"] as? Int ?? 1))
    }
    #expect(outcome.objects[0]["limit"] as? String == "1 h")
    #expect(outcome.objects[0]["limit_in_force"] as? String == "2 h")
    #expect(outcome.objects[0]["in_force"] is [String: Any])
    #expect(!(outcome.objects[1]["in_force"] is [String: Any]), "the rule is new")
  }

  @Test func trialReadsAsText() throws {
    let desk = try BuyingDesk(orders: 2).desk
    let outcome = desk.run("rules", "try", try desk.file("try.toml", Self.rules))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("purchase.unsent: Not bought (1 h)"))
    #expect(outcome.output.contains("in force  nothing: the rule is new"))
    #expect(outcome.output.contains("of 2 orders"))
  }

  @Test(arguments: [
    ("[[rule]]\ncode = \"shop.a\"\nwhen = \"tranzit>5bd\"\n", "try.toml:3"),
    ("[calendar.CN]\nclosed = [\"soon\"]\n", "try.toml:2"), ("", "nothing to try"),
  ])
  func mistakeIsToldWithItsLine(_ text: String, _ words: String) throws {
    let desk = try BuyingDesk(orders: 1).desk
    let outcome = desk.run("rules", "try", try desk.file("try.toml", text))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  /// A trial in force is told in one line, of a file beside what is in force; it can be given up.
  @Test func theConsoleTellsTheSame() throws {
    let desk = try BuyingDesk(orders: 3).desk
    let configuration = Configuration()
    func lines(_ scope: RuleTrialScope, goesOn: Bool = true) throws -> [String]? {
      try RuleTrialRun.lines(
        scope, desk.store, configuration, now: noon
      ) { _ in goesOn }
    }
    let own = try #require(try lines(.inForce("purchase.unsent")))
    #expect(own.contains("purchase.unsent: Not bought (2 h)"))
    #expect(own.contains { $0.hasPrefix("  in force  fired ") && $0.contains("of 3 orders") })
    #expect(!own.contains { $0.hasPrefix("  tried") })
    let path = try desk.file("try.toml", Self.rules)
    let file = try #require(try lines(.file(path)))
    #expect(file.contains("  in force  nothing: the rule is new"))
    #expect(!file.contains(RuleTrialReport.seedsOnly))
    #expect(try lines(.inForce("transit.stalled"))?.last == RuleTrialReport.seedsOnly)
    #expect(try lines(.file(path), goesOn: false) == nil)
    #expect(throws: Failure.self) { try lines(.file(try desk.file("none.toml", ""))) }
  }

  @Test func everyWordOfTheLanguageIsListed() {
    let outcome = Outcome.of(["rules", "words", "--json"])
    #expect(
      outcome.objects.compactMap { $0["word"] as? String } == ConditionFields.all.map(\.name))
    #expect(Outcome.of(["rules", "words"]).lines.count == ConditionFields.all.count)
  }
}
