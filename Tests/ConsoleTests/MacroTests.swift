import Canvas
import Fulfillment
import Testing

@testable import Console

/// Keys that are recorded and pressed again.
struct MacroTests {
  private func session(_ keys: String = "", size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size)
    session.press(keys)
    return session
  }

  private func decisions(_ session: SampleSession) -> [Target] {
    session.seen.flatMap { effect -> [Target] in
      if case .decide(_, let targets, _) = effect { targets } else { [] }
    }
  }

  private func row(_ session: SampleSession) -> Int { session.state.queue.cursor }

  @Test func itIsPressedAgainAsOftenAsTheCountSays() {
    var session = session("QtQ")
    session.press("Qt")
    session.type("late")
    session.press("<enter>jQ")
    #expect(decisions(session).count == 1)
    session.press("03@")
    #expect(decisions(session) == [0, 1, 2, 3].map { .order(session.board.orders[$0].id) })
    #expect(row(session) == 4)
    #expect(session.notice == "The macro is done, 3 times")
  }

  @Test func withoutACountItIsPressedOnce() {
    var session = session("QjjQ@")
    #expect(row(session) == 4)
    session.press("@")
    #expect(row(session) == 6)
  }

  @Test func whatIsRecordedIsShownAndItsOwnKeysAreNotInIt() {
    var session = session("Qjj", size: .wide)
    #expect(session.screen.contains("recording 2 keys"))
    session.press("Q")
    #expect(session.state.macro.steps.map(\.key) == [.character("j"), .character("j")])
  }

  @Test func withNothingRecordedTheMacroStays() {
    let session = session("QjQQQ")
    #expect(session.state.macro.steps.count == 1)
    #expect(session.notice == "Nothing was recorded; the macro stays as it was")
  }

  @Test(arguments: [("@", "no macro is recorded"), ("QjQQ@", "a macro is being recorded")])
  func whereItCannotBePressedTheReasonIsTold(keys: String, reason: String) {
    #expect(session(keys).notice?.contains(reason) == true)
  }

  @Test func theEndOfTheListStopsItBeforeTheLastRowIsDoneTwice() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 5))
    session.press("Qt")
    session.type("late")
    session.press("<enter>jQ")
    session.press("050@")
    #expect(decisions(session).count == 5)
    #expect(session.state.macro.replay == nil)
    #expect(
      session.notice == "The macro stopped at key 7 of 7, round 4 of 50: the list ends here")
  }

  @Test func aFailureStopsIt() {
    // The second row has no exception: it cannot be acknowledged.
    var session = session("QajQ")
    session.press("09@")
    #expect(session.state.macro.replay == nil)
    #expect(session.notice?.hasPrefix("The macro stopped at key 1 of 2, round 1 of 9: ") == true)
    #expect(row(session) == 1)
  }

  @Test func eachKeyWaitsForTheOneBefore() {
    var session = session("Q<enter>G<esc>jQ")
    let before = row(session)
    // Open the order, whose page comes later, and only then go on in it.
    var effects = update(&session.state, .key(.character("@"), session.board.now))
    #expect(session.state.macro.replay?.place == 1)
    #expect(session.state.order?.detail == nil)
    while !effects.isEmpty {
      let messages = effects.compactMap { session.answer($0) }
      effects = messages.flatMap { update(&session.state, $0) }
    }
    #expect(session.state.macro.replay == nil)
    #expect(row(session) == before + 1)
  }

  @Test func aKeyOfTheOperatorsStopsIt() {
    var session = session("Q<enter>GQ<esc>")
    _ = update(&session.state, .key(.character("@"), session.board.now))
    #expect(session.state.macro.replay != nil)
    _ = update(&session.state, .key(.character("a"), session.board.now))
    #expect(session.state.macro.replay == nil)
    #expect(session.notice?.contains("a key was pressed") == true)
    #expect(decisions(session).isEmpty)
  }

  @Test func panelsGoneToSlowlyAreNoCountWhenPressedFast() {
    var session = SampleSession(size: .narrow)
    session.press("Q2")
    session.wait(.seconds(2))
    session.press("1Q3")
    session.wait(.seconds(2))
    session.press("@")
    #expect(session.state.focus == .queue)
    #expect(!session.state.count.isOpen)
  }

  @Test func aCountThatWasTypedIsACountAgain() {
    let session = session("Q12jQ@")
    #expect(row(session) == 24)
  }

  // MARK: What leaves the house

  /// Approving a return shows what will be said and asks; the answer is never in a macro.
  private func approving() -> SampleSession { session("4Qy") }

  @Test func theAnswerIsNotRecorded() {
    var session = approving()
    session.press("yjQ")
    #expect(session.state.macro.steps.map(\.key) == [.character("y"), .character("j")])
    #expect(decisions(session).count == 1)
  }

  @Test func itWaitsForTheOperatorWhereSomethingLeaves() {
    var session = approving()
    session.press("yjQ")
    session.press("@")
    #expect(session.state.confirmation != nil)
    #expect(decisions(session).count == 1, "nothing is agreed to by itself")
    #expect(session.screen.contains("your answer"))
    let before = session.state.returns.cursor
    session.press("y")
    #expect(decisions(session).count == 2)
    #expect(session.state.macro.replay == nil, "and then it goes on")
    #expect(session.state.returns.cursor != before || session.notice?.contains("ends") == true)
  }

  @Test func noSkipsOneAndEscapeEndsIt() {
    var session = approving()
    session.press("njQ02@")
    #expect(session.state.confirmation != nil)
    session.press("n")
    #expect(session.state.confirmation != nil, "the next one is asked about")
    session.press("<esc>")
    #expect(session.state.macro.replay == nil)
    #expect(session.notice?.contains("you left its question") == true)
    #expect(decisions(session).isEmpty)
  }

  @Test func wordsAddedToTheAnswerAreTheOperatorsOwn() {
    var session = approving()
    session.press("njQ@m")
    #expect(session.state.prompt?.purpose == .approve)
    #expect(session.state.prompt?.input.isEmpty == true, "no recorded key is typed into it")
    session.type("thanks")
    session.press("<enter>")
    #expect(session.state.confirmation != nil)
    #expect(decisions(session).isEmpty)
  }

  @Test func aPlanIsNeverBoughtByAMacro() {
    var session = session("jQpyQ")
    session.press("<esc>")
    let bought = session.seen.count { if case .buy = $0 { true } else { false } }
    session.press("@")
    #expect(session.state.macro.isHandedOver)
    #expect(session.seen.count { if case .buy = $0 { true } else { false } } == bought)
  }

  @Test func lettingAPurchaseGoIsAskedAboutThoughItNeverIsByHand() {
    var session = SampleSession(size: .narrow, board: .buying())
    session.press("j")
    session.press("Qh")
    session.press("Q@")
    let released = session.seen.contains {
      if case .decide(.releasePurchase, _, _) = $0 { true } else { false }
    }
    #expect(!released || session.state.confirmation == nil)
    if case .decide(let verb, _)? = session.state.confirmation?.action {
      #expect(verb.leaves)
    }
  }

  @Test func repeatingADeclineShowsItAgain() {
    var session = session("4d")
    session.type("item was used")
    session.press("<enter>y")
    #expect(decisions(session).count == 1)
    session.press("j.")
    #expect(session.state.confirmation?.lines.joined().contains("item was used") == true)
    #expect(decisions(session).count == 1)
  }

  @Test(arguments: 0..<6)
  func noMacroOfAnyKeysAgreesToWhatLeaves(_ seed: Int) {
    var dice = Dice(seed: UInt64(1_000 + seed))
    var session = SampleSession(
      size: .wide, board: seed % 2 == 0 ? SampleBoard() : SampleBoard.buying())
    session.press("Q")
    for _ in 0..<60 {
      let key = FuzzTests.keys[dice.below(FuzzTests.keys.count)]
      guard key != .character("Q"), key != .character("@") else { continue }
      session.press([key])
    }
    session.press("<esc><esc><esc>Q")
    session.state.overlay = nil
    let before = session.seen.count
    session.press("09@")
    for effect in session.seen[before...] {
      switch effect {
      case .buy, .submitEvidence: Issue.record("\(effect)")
      case .decide(let decision, _, _):
        #expect(!Verb.decide(decision).leaves && !Verb.decide(decision).isFinal)
      default: continue
      }
    }
  }
}
