import Foundation
import Fulfillment
import Testing

/// `Documentation/Rules.md` of this checkout.
private let page = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Documentation/Rules.md")

private let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

@Suite struct RulesReferenceTests {
  @Test(.enabled(if: isRecording || FileManager.default.fileExists(atPath: page.path())))
  func pageIsFresh() throws {
    let text = RulesReference.markdown()
    if isRecording { try Data(text.utf8).write(to: page) }
    let kept = try String(decoding: Data(contentsOf: page), as: UTF8.self)
    #expect(kept == text, "run with RECORD=1 to rewrite Documentation/Rules.md")
  }

  @Test(arguments: ruleTable.map(\.id) + [feedRule.id])
  func everyRuleHasARowAndASection(_ id: String) {
    let lines = RulesReference.markdown().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.hasPrefix("| `\(id)` | ") })
    #expect(lines.contains("## \(id)"))
  }

  @Test(arguments: RuleExample.all)
  func everyExampleIsToldWithItsInstant(_ example: RuleExample) {
    let when = example.example.trips.map { "trips on \($0.minuteText)" } ?? "does not trip"
    #expect(RulesReference.markdown().contains("- \(example.example.note): \(when)\n"))
  }

  @Test func tableHasFourColumnsInEveryRow() {
    let rows = RulesReference.markdown().split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == ruleTable.count + 3)
    #expect(rows.allSatisfy { $0.filter { $0 == "|" }.count == 5 })
  }
}
