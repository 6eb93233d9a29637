import Canvas
import Fulfillment
import Testing

@testable import Console

/// A text that is longer than the screen can be read to its end before it is agreed to.
struct LongTextTests {
  private let words = (0..<900).map { "item\($0)" }.joined(separator: " ")

  @Test func theWholeTextOfAProposalCanBeRead() {
    var board = SampleBoard.buying()
    board.purchases[3].body = words + " LASTWORD"
    var session = SampleSession(size: .narrow, board: board)
    session.press("jjjy")
    #expect(!session.screen.contains("LASTWORD"))
    session.press("<end>")
    #expect(session.screen.contains("LASTWORD"))
    #expect(session.screen.contains("u takes it back till then."))
    session.press("<pgup><home>k")
    #expect(session.screen.contains("#18228 from Ali Direct"))
    #expect(session.lastDecision == nil)
  }

  @Test func theWholeTextOfAPlanCanBeRead() {
    var session = SampleSession(size: .narrow)
    session.isSlow = true
    session.press("jp")
    var plan = session.board.plan(for: .orders([session.board.orders[1].id]))
    plan.bodies = [words + " LASTWORD"]
    session.send(.planned(plan, session.planNumber, session.board.now))
    session.press("b<end>")
    #expect(session.screen.contains("LASTWORD"))
  }

  @Test func aPageIsAPage() {
    var board = SampleBoard.buying()
    board.purchases[3].body = words
    var session = SampleSession(size: .narrow, board: board)
    session.press("jjjy<pgdn>")
    #expect(session.state.confirmation?.scroll == OverlayView.questionRows(.narrow))
  }
}

/// A plan's entry in words.
struct PlanWordsTests {
  private func entry(_ change: (inout Plan.Entry) -> Void = { _ in }) -> Plan.Entry {
    var entry = SampleBoard().plan(for: .orders([OrderID(1001)])).plan.entries[0]
    change(&entry)
    return entry
  }

  private func words(_ entry: Plan.Entry) -> String {
    PlanReasons(entry: entry).lines.map(\.0).joined(separator: "\n")
  }

  @Test func whatIsNotKnownIsSaid() {
    let text = words(
      entry {
        ($0.draft.cost, $0.route.goods) = (nil, nil)
        ($0.route.margin, $0.route.days) = (nil, nil)
        ($0.route.reasons, $0.route.runnersUp) = ([], [])
      })
    for expected in [
      "cost not known", "margin not known, days not known", "nobody else could",
      "nobody offers these items",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
  }

  @Test(arguments: [
    (PurchasingPolicy.Verdict(mode: .manual), "by hand", "by hand"),
    (.init(mode: .approve), "with approval", "with approval"),
    (
      .init(mode: .automatic, automation: "shoes"), "automatic: shoes",
      "automatic, by the automation shoes"
    ),
    (
      .init(mode: .automatic, automation: "shoes", trips: ["too dear"]), "too dear",
      "automatic, by the automation shoes; tripped: too dear"
    ),
    (
      .init(mode: .automatic, trips: ["too dear", "too old"]), "too dear +1",
      "automatic; tripped: too dear; too old"
    ),
  ])
  func verdictsInShortAndInFull(
    _ verdict: PurchasingPolicy.Verdict, _ short: String, _ text: String
  ) {
    #expect(verdict.short == short)
    #expect(verdict.text == text)
  }

  @Test func partsOfABundleAreNamed() {
    let text = words(entry { $0.draft.items[0].part = "left shoe" })
    #expect(text.contains("2 x CJYD1001 at $4.20  for VAR-1-40 (left shoe)"))
  }

  @Test(arguments: [(7...12, "7-12"), (3...3, "3")])
  func daysAreARange(_ days: ClosedRange<Int>, _ text: String) {
    #expect(days.text == text)
  }

  @Test func lossesAreShownAsSuch() throws {
    let lines = PlanReasons(entry: entry { $0.route.margin = Money(minor: -120, currency: .usd) })
      .lines
    let margin = try #require(lines.first { $0.0.hasPrefix("margin") })
    #expect(margin.0.hasPrefix("margin -$1.20"))
    #expect(margin.1 == .severitySerious)
  }
}
