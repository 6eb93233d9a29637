import Fulfillment
import Testing

@testable import Settings

@Suite struct JudgingLinesTests {
  @Test func theLinesInTheProgramCanBeRead() throws {
    let lines = try JudgingLines.load("/nowhere/lines.toml")
    #expect(lines.count >= 8)
    let vamp = try #require(lines.first { $0.name == "visa-vamp" })
    #expect(vamp.measure == .chargebacks)
    #expect(vamp.limit == 0.015)
    #expect(vamp.minimumCases == 1500)
    #expect(vamp.from == CivilDate(year: 2026, month: 4, day: 1))
    #expect(lines.contains { !$0.isCeiling })
  }

  private static let good = """
    [[line]]
    name = "x"
    measure = "on-time"
    above = "90%"
    source = "page"
    as_of = "2026-01-31"
    """

  @Test func aLineIsReadWhole() throws {
    let line = try #require(try JudgingLines.parse(JudgingLinesTests.good, file: "l").first)
    #expect(line.party == "x")
    #expect(line.limit == 0.9)
    #expect(!line.isCeiling)
    #expect(line.storefronts.isEmpty)
  }

  @Test(arguments: [
    (change: ("above = \"90%\"", "above = 90"), says: "percentage"),
    (change: ("above = \"90%\"", ""), says: "below or above"),
    (change: ("above = \"90%\"", "above = \"90%\"\nbelow = \"4%\""), says: "below or above"),
    (change: ("on-time", "in-time"), says: "in-time"),
    (change: ("2026-01-31", "2026-02-31"), says: "no day"),
    (change: ("source = \"page\"", ""), says: "source"),
    (change: ("name = \"x\"", ""), says: "name"),
    (change: ("name = \"x\"", "name = \"x\"\nlimit = 4"), says: "limit"),
  ])
  func whatIsWrongIsSaid(change: (String, String), says: String) {
    let text = JudgingLinesTests.good.split(separator: change.0, omittingEmptySubsequences: false)
      .joined(separator: change.1)
    let error = #expect(throws: ConfigurationError.self) {
      try JudgingLines.parse(text, file: "lines.toml")
    }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("lines.toml") == true)
  }
}
