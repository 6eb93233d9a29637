import ArgumentParser
import Console
import Testing

@testable import supercargo

struct ManualPageTests {
  private let lines = ManualPage.text.split(separator: "\n", omittingEmptySubsequences: false)

  @Test(arguments: Supercargo.configuration.subcommands.map { $0._commandName })
  func everyVerbHasItsPart(verb: String) {
    #expect(lines.contains { $0 == ".SS " + Roff.escaped(verb) })
  }

  @Test(arguments: Command.table.map(\.title))
  func everyCommandOfTheConsoleIsInIt(title: String) {
    #expect(lines.contains { $0.hasPrefix(Roff.escaped(title) + " (") })
  }

  @Test func nothingIsTakenForARequestThatIsNone() {
    let requests: Set = [".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi"]
    for line in lines where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }

  @Test func whatIsForNobodyIsNotInIt() {
    #expect(!ManualPage.text.contains("console\\-feed"))
  }

  @Test(arguments: [
    (".x", "\\&.x"), ("a-b", "a\\-b"), ("it's", "it\\(aqs"), ("a\\n", "a\\(rsn"),
    ("x~^`", "x\\(ti\\(ha\\(ga"),
  ])
  func textStaysText(text: String, written: String) {
    #expect(Roff.escaped(text) == written)
  }
}
