import Console
import Settings
import Testing

@Suite struct BellSettingsTests {
  private func parse(_ lines: String) throws(ConfigurationError) -> Configuration {
    try Configuration.parse("[console]\n" + lines, file: "c", environment: [:])
  }

  @Test func ruleAndHoursAreRead() throws {
    let configuration = try parse("bell = \"exceptions\"\nquiet_hours = \"22:00-07:00\"")
    #expect(configuration.bell == .exceptions)
    #expect(configuration.quietHours == QuietHours(from: 1320, until: 420))
  }

  @Test func withoutThemItRingsForErrorsAtAnyHour() throws {
    let configuration = try parse("quiet_hours = \"none\"")
    #expect(configuration.bell == .errors)
    #expect(configuration.quietHours == nil)
  }

  @Test(arguments: ["bell = \"loud\"", "quiet_hours = \"at night\""])
  func whatIsNoneIsRefusedWithWhatIs(line: String) {
    let error = #expect(throws: ConfigurationError.self) { try parse(line) }
    #expect(error?.description.contains("write") == true)
  }
}
