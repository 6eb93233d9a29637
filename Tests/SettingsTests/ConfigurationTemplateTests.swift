import Fulfillment
import Settings
import Testing

@Suite struct ConfigurationTemplateTests {
  private let environment = [
    "USER": "kim", "WOO_KEY": "k", "WOO_SECRET": "s", "CJ_KEY": "k", "SEVENTEENTRACK_KEY": "k",
    "ALI_KEY": "k", "ALI_SECRET": "s", "SHOPIFY_TOKEN": "k", "SHOPIFY_SECRET": "s",
  ]

  @Test func asWrittenItChangesNothing() throws {
    let configuration = try Configuration.parse(
      ConfigurationTemplate.text, file: "c", environment: environment)
    let empty = try Configuration.parse("", file: "c", environment: environment)
    #expect(configuration == empty)
  }

  @Test func uncommentedItIsReadToTheLastLine() throws {
    // Without secrets: one of them is a file.
    let configuration = try Configuration.parse(
      ConfigurationTemplate.uncommented, file: "/etc/c", environment: environment,
      withSecrets: false)
    #expect(
      configuration.accounts.map(\.account.service) == [
        "woocommerce", "shopify", "cj", "aliexpress", "files", "email", "17track",
      ])
    #expect(
      configuration.accounts.compactMap { $0.options["folder"] } == ["/srv/agent", "/srv/letters"])
    #expect(configuration.routing.rules.map(\.name) == ["to-brazil"])
    #expect(configuration.purchasing.automations.map(\.guardrails.pilot) == [20])
    #expect(configuration.rates.millionths.count == 2)
    #expect(configuration.theme == "harbour")
    #expect(configuration.keys == ["acknowledge": ["a", "ctrl-a"]])
    #expect(configuration.filters.count == 1)
  }

  @Test func theDefaultsItShowsAreTheDefaults() throws {
    let shown = try Configuration.parse(
      ConfigurationTemplate.uncommented, file: "c", environment: environment, withSecrets: false)
    let defaults = Configuration()
    // Limits have no default; the template shows examples of them.
    var routing = shown.routing
    #expect(routing.priceCeiling == 8000 && routing.marginFloor == 1500)
    (routing.priceCeiling, routing.marginFloor, routing.rules) = (nil, nil, [])
    #expect(routing.postBoxes == ["CJ"])
    routing.postBoxes = []
    #expect(routing == defaults.routing)
    #expect(shown.purchasing.mode == defaults.purchasing.mode && !shown.purchasing.isStopped)
    #expect(shown.purchaseHold == shown.hold)
    #expect(shown.rates.base == defaults.rates.base)
    // So do rules and calendars of the operator's own.
    var thresholds = shown.thresholds
    #expect(thresholds.ownRules.count == 1)
    #expect(thresholds.promises.map(\.term) == [.businessDays(12), .days(21)])
    (thresholds.ownRules, thresholds.calendars) = ([], Thresholds().calendars)
    #expect(thresholds.paymentFees.map(\.share) == [290])
    (thresholds.promises, thresholds.paymentFees, thresholds.postBoxes) = ([], [], [])
    #expect(thresholds == Thresholds())
    #expect(shown.hold == defaults.hold && shown.returnWindow == defaults.returnWindow)
    #expect(shown.zone == .local && shown.glyphs == defaults.glyphs)
  }

  @Test func everyLineFitsATerminal() {
    let lines = ConfigurationTemplate.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines.allSatisfy { $0.isEmpty || $0.hasPrefix("#") })
  }
}

extension ConfigurationTemplate {
  /// As it would be with every setting switched on.
  static var uncommented: String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? String(line.dropFirst()) : String(line)
    }.joined(separator: "\n")
  }
}
