import Canvas
import Fulfillment
import Testing

@testable import Console

/// Purchases on their way out, in the queue.
struct BuyingColumnTests {
  private let now = SampleBoard.now

  /// What keeps it here is said before it is approved, not after.
  @Test func theApprovalTellsThatBuyingIsStopped() {
    var board = SampleBoard.buying()
    var session = SampleSession(size: .wide, board: board)
    session.press("jjjy")
    #expect(session.screen.contains("is sent:") && !session.screen.contains("Buying is stopped"))
    board.buyingStop = BuyingStop(at: SampleBoard.now, by: "Mina", reason: "prices are wrong")
    session = SampleSession(size: .wide, board: board)
    session.press("jjjy")
    #expect(session.screen.contains("! Buying is stopped by Mina: prices are wrong; nothing is"))
    #expect(session.screen.contains(":start"))
  }

  @Test(arguments: [
    (Sending.State.proposed, Span?.none, "approve?"), (.held, .seconds(552), "hold 9:12"),
    (.held, .minutes(90), "hold 90m"), (.held, nil, "on hold"), (.held, .seconds(0), "leaving"),
    (.ready, nil, "leaving"), (.claimed, nil, "sending"), (.unknown, nil, "unknown!"),
    (.waiting, nil, "unknown!"), (.rejected, nil, "refused"), (.sent, nil, ""),
    (.withdrawn, nil, ""),
  ])
  func eachStateHasItsWord(_ state: Sending.State, _ left: Span?, _ word: String) {
    let until = left.map { now + $0 }
    let text = state.word(holdUntil: until, Departure(now: now))
    #expect(text == word || left == .minutes(90) && text.hasPrefix("hold "))
    #expect(text.columns <= 10)
  }

  @Test func statesThatMeanDifferentThingsLookDifferentWithoutColour() {
    let words = [Sending.State.proposed, .held, .ready, .claimed, .unknown, .rejected]
      .map { $0.word(holdUntil: nil, Departure(now: now)) }
    #expect(Set(words).count == words.count)
    #expect(Sending.State.unknown.role == .severityCritical)
    #expect(Sending.State.waiting.role == .severityCritical)
  }

  @Test func theColumnComesWithTheFirstPurchaseAndStays() {
    var session = SampleSession(size: .narrow)
    #expect(!session.screen.contains("Buying"))
    session.press("jpy")
    #expect(session.screen.contains("Buying"))
    #expect(session.screen.contains("hold 10:00"))
    session.press("u")
    #expect(session.screen.contains("Buying"))
  }

  @Test func theStageStaysBesideIt() {
    for columns in [80, 120, 200] {
      let session = SampleSession(size: Size(columns: columns, rows: 40), board: .buying())
      #expect(session.screen.contains("○ to buy"))
      #expect(session.screen.contains("unknown!"))
      #expect(session.screen.contains("hold 9:12"))
    }
  }

  @Test func inTwentyColumnsItStandsBehindTheSignOfTheStage() {
    let session = SampleSession(size: Size(columns: 20, rows: 6), board: .buying())
    #expect(session.screen.contains("▸ #18231 ○ unknown!"))
    #expect(session.screen.contains("#18230 ○ hold 9:12"))
  }

  @Test func aChosenOutColumnStaysOut() {
    var session = SampleSession(size: .narrow, board: .buying())
    session.state.columns.removeAll { $0 == .purchase }
    #expect(!session.screen.contains("hold 9:12"))
  }

  @Test func theCountdownRunsOncePerSecondHoweverManyThereAre() throws {
    var board = SampleBoard.buying()
    board.undoable = DecisionReceipt(
      batch: DecisionID(1), applied: 1, title: "x",
      undoableUntil: SampleBoard.now + .milliseconds(300_350))
    var session = SampleSession(size: .narrow, board: board)
    var wakes = 0
    let start = session.board.now
    while session.board.now < start + .seconds(20) {
      let wake = try #require(session.state.nextWake(session.board.now))
      session.wait(wake - session.board.now)
      wakes += 1
    }
    // The ages of the feeds wake it now and then as well.
    #expect(wakes >= 20 && wakes <= 26)
    #expect(session.screen.contains("hold 8:52"))
  }

  @Test func whatIsOnHoldWakesNobody() {
    var board = SampleBoard(orders: 3)
    board.accounts = []
    board.add(SampleBoard.purchase(1, .held, nil, of: board.orders[1]))
    let session = SampleSession(size: .narrow, board: board)
    let wake = session.state.nextWake(session.board.now)
    #expect(wake == nil || wake.map { $0 - session.board.now > .seconds(30) } == true)
  }

  @Test func rowsForAShellTellOfIt() {
    let session = SampleSession(size: .narrow, board: .buying())
    let rows = RowText.of(session.state).split(separator: "\n")
    #expect(rows[0].hasSuffix("\tpurchase\tleaves"))
    #expect(rows[2].contains("\theld\t2026-11-22T14:18:12"))
    #expect(rows[1].hasSuffix("\tunknown\t"))
  }
}

/// What is done about purchases, and why not.
struct BuyingVerbTests {
  private func session(_ keys: String, board: SampleBoard = .buying()) -> SampleSession {
    var session = SampleSession(size: .narrow, board: board)
    session.press(keys)
    return session
  }

  private func purchase(_ row: Int) -> [Target] { [.purchase(PurchaseOrderID(Int64(700 + row)))] }

  @Test(arguments: ["j", "j<enter>"])
  func hStopsTheCountdownAndLetsGoAgain(_ place: String) {
    var session = session(place + "h")
    #expect(session.lastDecision?.decision == .holdPurchase)
    #expect(session.lastDecision?.targets == purchase(1))
    #expect(session.board.orders[1].purchase == .held && session.board.orders[1].holdUntil == nil)
    session.press("h")
    #expect(session.lastDecision?.decision == .releasePurchase)
    #expect(session.board.orders[1].holdUntil != nil)
  }

  @Test func hStopsWhatIsAboutToLeave() {
    #expect(session("06jh").lastDecision?.decision == .holdPurchase)
  }

  @Test func ofSeveralWhatCountsDownIsHeldFirst() {
    // On hold, counting down, waiting for approval.
    let session = session("j<space><space><space>h")
    #expect(session.lastDecision?.decision == .holdPurchase)
    #expect(session.lastDecision?.targets == purchase(1))
  }

  @Test func lettingGoOfSeveralIsAskedAbout() throws {
    var board = SampleBoard.buying()
    board.add(SampleBoard.purchase(20, .held, nil, of: board.orders[20]))
    let session = session("jj<space>17j<space>h", board: board)
    let question = try #require(session.state.confirmation)
    #expect(question.title == "Release 2 purchases?")
    #expect(question.lines.contains("at stake: $89.24"))
    #expect(session.lastDecision == nil)
  }

  @Test(arguments: [
    ("", "unknown!", "the purchase is outcome not known; enter shows it"),
    ("jjjj", "sending", "the purchase is being sent; enter shows it"),
    ("10j", "", "nothing waits to be bought here; p plans it"),
  ])
  func hSaysWhyNot(_ keys: String, _ word: String, _ reason: String) {
    let session = session(keys + "h")
    #expect(session.lastDecision == nil)
    #expect(session.notice == reason)
  }

  @Test(arguments: ["h", "x", "X", "y"])
  func inAnOrderWithoutPurchasesEachSaysWhyNot(_ key: String) {
    let session = session("jj<enter>" + key, board: SampleBoard())
    #expect(session.lastDecision == nil)
    #expect(session.state.overlay == nil)
    #expect(session.notice?.isEmpty == false)
  }

  @Test(arguments: ["jjj", "jjj<enter>"])
  func aProposalIsApprovedOnceItsTextWasShown(_ place: String) throws {
    var session = session(place + "y")
    let question = try #require(session.state.confirmation)
    #expect(question.title == "Buy for #18228, $16.62?")
    #expect(question.lines.contains { $0.contains("SC-18228-") })
    #expect(question.lines.contains("Held until 15:19 (10:00): u takes it back till then."))
    #expect(session.lastDecision == nil)
    session.press("y")
    #expect(session.lastDecision?.decision == .approvePurchase)
    #expect(session.lastDecision?.targets == purchase(3))
    #expect(session.board.orders[3].purchase == .held)
  }

  @Test func severalProposalsAreApprovedTogetherWithTheirMoney() throws {
    var board = SampleBoard.buying()
    board.add(SampleBoard.purchase(20, .proposed, nil, of: board.orders[20]))
    let session = session("jjj<space>16j<space>y", board: board)
    let question = try #require(session.state.confirmation)
    #expect(question.title == "Approve 2 purchases, $92.74?")
    #expect(question.lines.contains { $0.contains("SC-18211-") })
  }

  @Test(arguments: ["", "j", "10j"])
  func whatIsNotProposedCannotBeApproved(_ keys: String) {
    let session = session(keys + "y")
    #expect(session.state.overlay == nil && session.lastDecision == nil)
    #expect(
      session.notice?.contains("purchase") == true || session.notice?.contains("bought") == true)
  }

  @Test func aReturnThatWaitsGoesFirst() {
    let session = session("jjj<enter>y", board: SampleBoard())
    #expect(session.state.confirmation?.title.contains("return") == true)
  }

  @Test func dropAsksWhy() {
    var session = session("jx")
    #expect(session.state.prompt?.purpose == .drop)
    session.type("bought elsewhere")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .dropPurchase(reason: "bought elsewhere"))
    #expect(session.lastDecision?.targets == purchase(1))
    #expect(session.board.orders[1].purchase == nil)
  }

  @Test(arguments: ["x", "X"])
  func aReasonIsNeeded(_ key: String) {
    let session = session((key == "x" ? "j" : "8j") + key + "<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.prompt?.problem != nil)
  }

  @Test(arguments: ["04j", "8j", "20j"])
  func whatHasLeftCannotBeDropped(_ keys: String) {
    let session = session(keys + "x")
    #expect(session.state.overlay == nil)
    #expect(session.notice?.isEmpty == false)
  }

  @Test(arguments: ["8j<enter>", "8j"])
  func theSupplierIsAskedToDropWhatItHas(_ place: String) {
    var session = session(place + "X")
    session.type("bought twice")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .cancelPurchase(reason: "bought twice"))
    #expect(session.lastDecision?.targets == purchase(8))
  }

  @Test func aSupplierCannotDropWhatItDoesNotHave() {
    let session = session("j<enter>X")
    #expect(session.state.overlay == nil)
    #expect(session.notice == "the supplier has no purchase to cancel: held")
  }

  @Test func ofSeveralPurchasesOfOneOrderOneIsChosen() throws {
    var board = SampleBoard.buying()
    board.add(SampleBoard.purchase(30, .held, SampleBoard.now + .minutes(2), of: board.orders[1]))
    var session = session("j<enter>x", board: board)
    let menu = try #require(session.state.menu)
    #expect(menu.items.count == 2)
    session.press("2")
    session.type("wrong supplier")
    session.press("<enter>")
    #expect(session.lastDecision?.targets == purchase(30))
  }

  @Test func rowsThatComeTooLateDoNothing() {
    var session = SampleSession(size: .narrow, board: .buying())
    let effects = update(&session.state, .key(.character("j"), session.board.now))
    #expect(effects.isEmpty)
    var number = 0
    for case .load(.purchases, let asked) in update(
      &session.state, .key(.character("h"), session.board.now))
    { number = asked }
    #expect(number != 0)
    _ = update(&session.state, .key(.character("?"), session.board.now))
    let answer = session.board.answer(.purchases([session.board.orders[1].id]))
    #expect(update(&session.state, .loaded(answer, number, session.board.now)).isEmpty)
    #expect(update(&session.state, .loaded(answer, number, session.board.now)).isEmpty)
  }

  @Test func holdCanBeRepeatedApprovalCannot() {
    var session = session("jh")
    #expect(session.state.lastVerb == .decide(.holdPurchase))
    session.press("jjyy")
    #expect(session.state.lastVerb == .decide(.holdPurchase))
    session.press("jjj.")
    #expect(session.lastDecision?.targets == [.order(session.board.orders[6].id)])
  }
}

/// The stop switch.
struct StopTests {
  private func command(_ id: String, _ session: inout SampleSession) {
    session.press(":")
    session.type(id)
    session.press("<enter>")
  }

  @Test func stoppingAsksWhyAndIsLoud() {
    var session = SampleSession(size: .narrow, board: .buying())
    command("stop", &session)
    #expect(session.state.prompt?.purpose == .stopBuying)
    session.type("prices look wrong")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .stopBuying(reason: "prices look wrong"))
    #expect(session.lastDecision?.targets == [.buying])
    #expect(view(session.state).lines[0].contains("‼ BUYING STOPPED"))
  }

  @Test(arguments: [20, 40, 80, 120, 200])
  func itIsSeenAtEveryWidth(_ columns: Int) {
    var board = SampleBoard.buying()
    board.buyingStop = BuyingStop(at: SampleBoard.now, by: "Mina", reason: "x")
    let session = SampleSession(size: Size(columns: columns, rows: 12), board: board)
    #expect(view(session.state).lines[0].contains("BUYING STOPPED"))
  }

  @Test func startingTellsWhoStoppedItAndAsks() throws {
    var board = SampleBoard.buying()
    board.buyingStop = BuyingStop(at: SampleBoard.now, by: "Omar", reason: "a trial")
    var session = SampleSession(size: .narrow, board: board)
    command("start", &session)
    let question = try #require(session.state.confirmation)
    #expect(question.lines.contains("Stopped by Omar 11-22 15:09: a trial"))
    #expect(question.lines.contains("3 purchases are held meanwhile."))
    session.press("y")
    #expect(session.lastDecision?.decision == .startBuying)
    #expect(!view(session.state).lines[0].contains("STOPPED"))
  }

  @Test(arguments: [
    (
      "stop", BuyingStop?.some(.init(at: SampleBoard.now, by: "Omar", reason: "x")),
      "buying is stopped already"
    ),
    ("start", nil, "buying is not stopped"),
    (
      "start", .some(.init(at: nil, by: "config.toml", reason: "x")),
      "config.toml stops it: set stop = false under [purchasing]"
    ),
  ])
  func whatCannotBeSaysWhy(_ id: String, _ stop: BuyingStop?, _ reason: String) {
    var board = SampleBoard()
    board.buyingStop = stop
    var session = SampleSession(size: .narrow, board: board)
    command(id, &session)
    #expect(session.lastDecision == nil && session.state.overlay == nil)
    #expect(session.notice == reason)
  }
}
