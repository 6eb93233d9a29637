import Canvas
import Fulfillment
import Testing

@testable import Console

/// `:rules`
@Suite struct RulesTests {
  private func opened(_ keys: String = "", size: Size = .wide, isSlow: Bool = false)
    -> SampleSession
  {
    var session = SampleSession(size: size)
    session.isSlow = isSlow
    session.press(":")
    session.type("rules")
    session.press("<enter>")
    if !keys.isEmpty { session.press(keys) }
    return session
  }

  private func sheet(_ session: SampleSession) throws -> RulesSheet {
    guard case .rules(let sheet) = session.state.overlay else { throw Missing() }
    return sheet
  }

  private struct Missing: Error {}

  @Test func everyRuleHasALineThoseThatFoundMostFirst() throws {
    let rules = try sheet(opened()).rules
    #expect(
      rules.prefix(3).map(\.code) == ["transit.stalled", "dispatch.late", "shop.slow-express"])
    #expect(rules.count == ruleTable.count + 2)
    #expect(rules.dropFirst(3).first?.code == ruleTable.first?.id)
    #expect(rules.contains { $0.code == "feed.stale" })
  }

  @Test func aLineTellsTheRecordAndTheLimit() {
    let session = opened(size: .huge)
    #expect(session.screen.contains("raised 214 times, 71 % true, 3.2 d ahead"))
    #expect(session.screen.contains("19 in 20 of the lane's gaps, else 3 business days"))
    #expect(session.screen.contains("your own: transit>15d method:express*"))
    #expect(session.screen.contains("1 h, configured; without that 2 h"))
    #expect(session.screen.contains("12 h, the seed"))
  }

  @Test func whereItIsNarrowTheLimitStandsBelow() {
    #expect(opened(size: .narrow).screen.contains("limit: 19 in 20 of the lane's gaps"))
  }

  @Test func enterShowsARuleInFull() throws {
    var session = opened("<enter>")
    for words in [
      "Limit", "Learned: 19 in 20 parcels are scanned again within",
      "CN->BR by YUNEXPRESS: 5 business days (412 parcels)", "In this store", "Examples",
      "Delivered: does not trip",
    ] {
      #expect(session.screen.contains(words), "\(words)")
    }
    session.press("<esc>")
    #expect(try sheet(session).face == .list)
    session.press("<esc>")
    #expect(session.state.overlay == nil)
  }

  @Test func aRuleThatLearnsSaysThatNothingIsLearnedYet() throws {
    var session = opened()
    let place = try #require(try sheet(session).rules.firstIndex { $0.code == "parcel.lost" })
    session.press(String(repeating: "j", count: place) + "<enter>")
    #expect(session.screen.contains("nothing learned yet"))
    #expect(session.screen.contains("never raised"))
  }

  @Test func itsOrdersAreShown() {
    let session = opened("jo")
    #expect(session.state.overlay == nil)
    #expect(session.state.queue.filter.text == "flag:dispatch.late")
  }

  @Test(arguments: ["t", "<enter>t"])
  func aRuleInForceIsTried(keys: String) throws {
    let session = opened(keys)
    #expect(
      session.seen.contains {
        if case .tryRules(.inForce("transit.stalled"), _) = $0 { true } else { false }
      })
    #expect(session.screen.contains("fired 21 times of 400 orders, 15 true (71.4 %)"))
  }

  @Test func rulesOfAFileAreTried() throws {
    var session = opened("f")
    #expect(session.state.prompt?.purpose == .tryRules)
    session.type("~/rules.toml")
    session.press("<enter>")
    #expect(
      session.seen.contains {
        if case .tryRules(.file("~/rules.toml"), _) = $0 { true } else { false }
      })
    #expect(session.screen.contains("fired 21 times"))
    // The list has gone with the prompt, and is read again.
    session.press("<esc>")
    #expect(try sheet(session).rules.count > 30)
  }

  @Test func aTrialTellsHowFarItIsAndCanBeGivenUp() throws {
    var session = opened("t", isSlow: true)
    guard case .trying(let number, 0) = try sheet(session).face else { throw Missing() }
    session.send(.progress(done: 4000, total: 0, number))
    #expect(session.screen.contains("4,000 orders replayed"))
    session.press("jo")
    #expect(session.state.overlay != nil, "keys wait for it")
    session.press("<esc>")
    #expect(try sheet(session).face == .list)
    session.send(.rulesTried(["late"], number, session.board.now))
    #expect(try sheet(session).face == .list, "nobody waits for it any more")
  }

  @Test func aTrialThatFailsLeavesTheRules() throws {
    var session = opened("t", isSlow: true)
    guard case .trying(let number, _) = try sheet(session).face else { throw Missing() }
    session.send(.failed("no such file", number, session.board.now))
    #expect(try sheet(session).face == .list)
    #expect(session.state.notices.map(\.text).contains("no such file"))
  }

  @Test func whatIsAboutAccountsHasNoOrders() throws {
    var session = opened("G")
    while try sheet(session).selected?.code != "feed.stale" { session.press("k") }
    session.press("t")
    #expect(session.state.notices.last?.text.contains("about accounts") == true)
    #expect(!session.seen.contains { if case .tryRules = $0 { true } else { false } })
  }

  @Test func whatWasOpenedMeanwhileStaysOpen() {
    var state = ConsoleState(size: .wide, now: SampleBoard.now)
    state.overlay = .help(HelpState())
    state.openRules(SampleBoard.rules)
    #expect(state.overlay == .help(HelpState()))
  }

  @Test(arguments: [Size(columns: 20, rows: 6), .narrow, .wide, .huge])
  func everySizeCanBeScrolled(_ size: Size) {
    for keys in ["", "<enter>", "t"] {
      var session = opened(keys, size: size)
      let first = session.screen
      session.press("Gkjg")
      #expect(session.screen == first)
      #expect(view(session.state).size == size)
    }
  }
}
