import Console
import Fulfillment
import Settings
import Testing

@Suite struct DesktopSettingsTests {
  private func parse(_ lines: String) throws(ConfigurationError) -> Configuration {
    try Configuration.parse("[console]\n" + lines, file: "c", environment: [:])
  }

  @Test(arguments: [
    ("", DesktopRule()), ("notify = \"off\"", DesktopRule()),
    ("notify = \"osc9\"", DesktopRule(.osc9)),
    ("notify = \"osc777\"\nnotify_at = \"critical\"", DesktopRule(.osc777, least: .critical)),
    (
      "notify_command = [\"notify-send\", \"-u\", \"low\"]\nnotify_at = \"notice\"",
      DesktopRule(.command(["notify-send", "-u", "low"]), least: .notice)
    ),
  ])
  func whoIsToldIsRead(lines: String, rule: DesktopRule) throws {
    #expect(try parse(lines).desktop == rule)
  }

  @Test(arguments: [
    "notify = \"loud\"", "notify_command = \"notify-send\"", "notify_command = []",
    "notify_command = [1]", "notify_at = \"huge\"",
    "notify = \"osc9\"\nnotify_command = [\"notify-send\"]", "reading = \"aloud\"",
    "numbers = \"1 234.5\"", "currency = \"sign\"",
    "remember = \"yes\"",
  ])
  func anythingElseIsRefused(lines: String) {
    #expect(throws: ConfigurationError.self) { try parse(lines) }
  }

  @Test func theScreenIsHeardWhereItIsSaid() throws {
    #expect(try parse("reading = \"linear\"").isLinear)
    #expect(try !parse("reading = \"screen\"").isLinear)
    #expect(try parse("numbers = \"1.234,5\"").numbers.separators == .pointComma)
    #expect(try parse("currency = \"code\"").numbers.currency == .code)
    #expect(try !parse("remember = false").remembers)
  }
}
