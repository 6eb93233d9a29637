import Canvas
import Fulfillment
import Testing

@testable import Console

/// `:rules`
@Suite struct RulesMenuTests {
  private let records = [
    RuleRecord(code: "transit.stalled", fired: 214, right: 152, medianLead: .hours(77)),
    RuleRecord(code: "shop.slow", fired: 2, undecided: 2),
  ]

  private func opened(_ records: [RuleRecord]) -> ConsoleState {
    var state = ConsoleState(size: .wide, now: SampleBoard.now)
    state.openRules(records)
    return state
  }

  @Test func commandAsksForTheRecords() throws {
    var state = ConsoleState(size: .wide, now: SampleBoard.now)
    let command = try #require(Command.table.first { $0.id == "rules" })
    #expect(command.keys.isEmpty)
    let effects = state.askRules()
    #expect(effects.count == 1)
    guard case .load(.ruleRecords, _) = effects.first else {
      Issue.record("asked for something else: \(effects)")
      return
    }
  }

  @Test func everyRuleHasOneLineWithItsRecord() throws {
    guard case .menu(let menu) = opened(records).overlay else {
      Issue.record("no menu")
      return
    }
    #expect(menu.items.map(\.title) == ["transit.stalled", "shop.slow"])
    #expect(
      menu.items.map(\.detail) == [
        "raised 214 times, 71 % true, 3.2 d ahead", "raised 2 times, none decided yet",
      ])
    #expect(
      menu.items.map(\.action) == [
        .useView(SavedView(name: "transit.stalled", text: "flag:transit.stalled")),
        .useView(SavedView(name: "shop.slow", text: "flag:shop.slow")),
      ])
  }

  @Test func nothingFoundIsSaid() {
    let state = opened([])
    #expect(state.overlay == nil)
    #expect(state.notices.map(\.text) == ["No rule has found anything yet"])
  }

  @Test func whatWasOpenedMeanwhileStaysOpen() {
    var state = ConsoleState(size: .wide, now: SampleBoard.now)
    state.overlay = .help(HelpState())
    state.openRules(records)
    #expect(state.overlay == .help(HelpState()))
  }
}
