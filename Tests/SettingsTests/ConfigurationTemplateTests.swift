import Fulfillment
import Settings
import Testing

@Suite struct ConfigurationTemplateTests {
  private let environment = [
    "USER": "kim", "WOO_KEY": "k", "WOO_SECRET": "s", "CJ_KEY": "k", "SEVENTEENTRACK_KEY": "k",
  ]

  @Test func asWrittenItChangesNothing() throws {
    let configuration = try Configuration.parse(
      ConfigurationTemplate.text, file: "c", environment: environment)
    let empty = try Configuration.parse("", file: "c", environment: environment)
    #expect(configuration == empty)
  }

  @Test func uncommentedItIsReadToTheLastLine() throws {
    let configuration = try Configuration.parse(
      ConfigurationTemplate.uncommented, file: "c", environment: environment)
    #expect(configuration.accounts.map(\.account.service) == ["woocommerce", "cj", "17track"])
    #expect(configuration.theme == "harbour")
    #expect(configuration.keys == ["acknowledge": ["a", "ctrl-a"]])
    #expect(configuration.filters.count == 1)
  }

  @Test func theDefaultsItShowsAreTheDefaults() throws {
    let shown = try Configuration.parse(
      ConfigurationTemplate.uncommented, file: "c", environment: environment)
    let defaults = Configuration()
    #expect(shown.thresholds == Thresholds())
    #expect(shown.hold == defaults.hold && shown.returnWindow == defaults.returnWindow)
    #expect(shown.utcOffsetMinutes == nil && shown.glyphs == defaults.glyphs)
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
