import Canvas
import Fulfillment
import Testing

@testable import Console

/// What would be bought: asked for, looked through, bought.
struct PlanTests {
  private func session(
    _ keys: String = "", board: SampleBoard = SampleBoard(), size: Size = .narrow
  ) -> SampleSession {
    var session = SampleSession(size: size, board: board)
    session.press(keys)
    return session
  }

  private func slow(_ keys: String) -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.isSlow = true
    session.press(keys)
    return session
  }

  @Test func planningOneRowAsksForItsOrderAndWritesNothing() {
    let session = session("jp")
    let order = session.board.orders[1].id
    #expect(session.plans == [.orders([order])])
    #expect(session.lastDecision == nil && session.bought == nil)
    #expect(session.state.plan?.stage == .shown)
    #expect(session.state.plan?.title == "#18230")
  }

  @Test(arguments: [("j<enter>p", 1), ("2jp", 6)])
  func theOrderAndTheExceptionsPlanTheirOrderToo(_ keys: String, _ row: Int) throws {
    var session = SampleSession(size: .narrow)
    session.press(String(keys.dropLast()))
    let order = try #require(session.state.rowOrder()?.id)
    session.press("p")
    #expect(session.plans == [.orders([order])])
  }

  @Test func markedRowsArePlannedTogether() {
    let session = session("<space><space><space>p")
    #expect(session.plans == [.orders(session.board.orders.prefix(3).map(\.id), by: .risk)])
    #expect(session.state.plan?.title == "3 orders")
  }

  @Test func everythingThatMatchesIsPlannedByItsQuery() {
    var session = session("/")
    session.type("supplier:cj")
    session.press("<enter>:")
    session.type("plan-matching")
    session.press("<enter>")
    #expect(session.plans == [.matching(.match(.supplier(["cj"])))])
    #expect(session.state.plan?.title == "all of supplier:cj")
  }

  @Test func withoutAFilterThatIsEveryOpenOrder() {
    var session = session(":")
    session.type("plan-matching")
    session.press("<enter>")
    #expect(session.plans == [.matching(.all)])
    #expect(session.screen.contains("Plan every open order"))
  }

  @Test func thereIsNothingToPlanOnAnEmptyBoard() {
    let session = session("p", board: SampleBoard(orders: 0))
    #expect(session.plans.isEmpty)
    #expect(session.notice == "there is no order here")
  }

  @Test func activityHasNoOrders() {
    let session = session("6p")
    #expect(session.plans.isEmpty)
    #expect(session.notice == "p (plan) works in: Queue, Exceptions, Order")
  }

  @Test func onePurchaseIsBoughtWithExactlyTheTextShown() throws {
    var session = session("jpb")
    let shown = session.screen
    session.press("y")
    let bought = try #require(session.bought)
    #expect(bought.plan.entries.map(\.draft.orderName) == ["#18230"])
    #expect(bought.bodies.count == 1)
    #expect(shown.contains(String(bought.bodies[0].prefix(40))))
    #expect(session.state.overlay == nil)
  }

  @Test func afterBuyingTheHeaderCountsDownAndUTakesItBack() {
    var session = session("jpy", size: .wide)
    session.wait(.seconds(18))
    #expect(view(session.state).lines[0].contains("undo: buy for #18230 (9:42)"))
    #expect(session.state.queue.selected?.purchase == .held)
    session.press("u")
    #expect(session.state.queue.selected?.purchase == nil)
  }

  @Test func moreThanOneIsAskedAboutOnceWithCountAndMoney() throws {
    var session = session("<space><space><space>py")
    #expect(session.bought == nil)
    #expect(session.state.plan?.stage == .asking)
    #expect(session.screen.contains("Buy 3 purchases, $19.77?"))
    #expect(session.screen.contains("from CJ 2, Ali Direct 1"))
    #expect(session.screen.contains("Held until 15:19 (10:00): u takes it back till then."))
    session.press("y")
    #expect(try #require(session.bought).plan.entries.count == 3)
    #expect(session.state.queue.marks.isEmpty)
  }

  @Test(arguments: ["n", "N", "<esc>", "q", "<ctrl-c>"])
  func noGoesBackToThePlan(_ key: String) {
    let session = session("<space><space>py" + key)
    #expect(session.bought == nil)
    #expect(session.state.plan?.stage == .shown)
  }

  @Test(arguments: ["j", "x", "b", " ", "<space>"])
  func theQuestionIsAnsweredByNothingElse(_ key: String) {
    let session = session("<space><space>py" + key)
    #expect(session.state.plan?.stage == .asking)
    #expect(session.bought == nil)
  }

  @Test func withoutAHoldWindowItIsSaidThatItLeavesAtOnce() {
    var settings = ConsoleSettings.sample
    settings.hold = .seconds(0)
    var session = SampleSession(size: .narrow, settings: settings)
    session.press("<space><space>py")
    #expect(session.screen.contains("It leaves at once: it cannot be taken back."))
  }

  @Test func aTrippedGuardrailIsMarkedAndCounted() {
    var session = session("jjjjp")
    #expect(session.screen.contains("▸ ! #18227"))
    #expect(session.screen.contains("tripped: costs more than the $40.00"))
    #expect(session.screen.contains("1 tripped"))
    session.press("<enter>")
    #expect(session.screen.contains("by hand; tripped: costs more than"))
  }

  @Test func aLossIsMarkedWithoutColour() {
    let session = session("8jp")
    #expect(session.screen.contains("!-$1.20"))
  }

  @Test func whatIsRefusedIsThereWithItsReasonAndCannotBeBought() {
    var session = session("06jp")
    #expect(session.screen.contains("✗ #18225"))
    #expect(session.screen.contains("no supplier is mapped to it  (order.unmapped)"))
    #expect(session.screen.contains("nothing to buy, 1 refused"))
    for (key, words) in [
      ("y", "Nothing here can be bought"), ("b", "Nothing would be sent for this line"),
      ("x", "This line is not bought anyway"),
    ] {
      session.press(key)
      #expect(session.notice == words)
    }
    #expect(session.bought == nil)
    session.press("<enter>")
    #expect(session.screen.contains("no supplier is mapped"))
  }

  @Test func whatWasBoughtAlreadyIsRefused() {
    let session = session("p", board: .buying())
    #expect(session.screen.contains("every unit is bought already"))
  }

  @Test func aPlanOfNothingSaysSo() {
    var session = slow("p")
    let number = session.planNumber
    let empty = PreparedPlan(plan: Plan(madeAt: session.board.now), bodies: [])
    session.send(.planned(empty, number, session.board.now))
    #expect(session.screen.contains("Nothing is left to buy here."))
    session.press("y")
    #expect(session.notice == "Nothing here can be bought")
  }

  @Test(arguments: [("<enter>", "Who else"), ("r", "dearer by $6.21"), ("b", "logisticName")])
  func reasonsAndTextAreOneKeyAway(_ key: String, _ words: String) {
    var session = session("jp" + key)
    #expect(session.screen.contains(words))
    session.press("<esc>")
    #expect(session.state.plan?.face == .list)
    session.press("<esc>")
    #expect(session.state.overlay == nil)
  }

  @Test func runnersUpTellWhatTheyWouldCostOrWhyNot() {
    let session = session("jp<enter>")
    #expect(session.screen.contains("○ NordPack 3PL  DHL  $12.40  2-3 days: dearer by $6.21"))
    #expect(session.screen.contains("✗ Shenzhen agent: does not serve CN"))
    #expect(session.screen.contains("margin $6.80 (38.2%), 7-12 days to the door"))
  }

  @Test func nextAndPreviousEntryFromTheReasons() {
    var session = session("<space><space><space>p<enter>J")
    #expect(session.screen.contains("Why #18230"))
    session.press("JJJ")
    #expect(session.state.plan?.cursor == 2)
    session.press("Kb")
    #expect(session.screen.contains("What is sent for #18230"))
    session.press("r")
    #expect(session.state.plan?.face == .reasons)
  }

  @Test func theTextOfALineThatIsRefusedGivesWayToItsReason() {
    // The seventh row has no supplier: behind the other entries.
    let session = session("8<space>pjjjjjjbJ")
    #expect(session.state.plan?.entry == nil)
    #expect(session.state.plan?.face == .reasons)
  }

  @Test func leftOutIsNotBought() throws {
    var session = session("<space><space><space>pjx")
    #expect(session.screen.contains("left out"))
    #expect(session.screen.contains("2 purchases, $13.18, 1 left out"))
    session.press("yy")
    let bought = try #require(session.bought)
    #expect(bought.plan.entries.map(\.draft.orderName) == ["#18231", "#18229"])
    #expect(bought.bodies.map { $0.contains("18230") } == [false, false])
  }

  @Test func leftOutIsTakenInAgain() {
    let session = session("<space><space>pxkx")
    #expect(session.state.plan?.left == [])
  }

  @Test func everythingLeftOutCannotBeBought() {
    let session = session("jpxy")
    #expect(session.bought == nil)
    #expect(session.notice == "Everything is left out: x takes it in")
  }

  @Test(arguments: [
    ("j", 1), ("jjk", 1), ("k", 0), ("G", 59), ("Gg", 0), ("<end>", 59), ("<end><home>", 0),
    ("<down><down><up>", 1), ("<ctrl-d>", 6), ("<ctrl-d><ctrl-u>", 0), ("<pgdn>", 13),
    ("<pgdn><pgup>", 0), ("G<pgdn>", 59),
  ])
  func keysMoveInThePlan(_ keys: String, _ line: Int) {
    let session = session("Vp" + keys)
    #expect(session.state.plan?.cursor == line)
    #expect(session.screen.contains("▸"))
  }

  @Test func theFaceScrollsAndStopsAtItsEnd() {
    var session = SampleSession(size: Size(columns: 60, rows: 10))
    session.press("jp<enter>j<pgdn>")
    #expect((session.state.plan?.scroll ?? 0) > 1)
    session.press("<end>")
    let end = session.state.plan?.scroll
    session.press("jjj")
    #expect(session.state.plan?.scroll == end)
    session.press("<home>k")
    #expect(session.state.plan?.scroll == 0)
  }

  @Test func buyingStoppedRefusesAndTellsTheWay() {
    var session = session("jp")
    session.board.buyingStop = BuyingStop(at: session.board.now, by: "Mina", reason: "prices")
    session.send(.storeChanged(session.board.now))
    session.press("y")
    #expect(session.bought == nil)
    #expect(session.notice == "Buying is stopped by Mina: prices; :start lifts it")
  }
}

extension SampleSession {
  /// What plans were asked for.
  var plans: [PlanScope] {
    seen.compactMap { if case .plan(let scope, _) = $0 { scope } else { nil } }
  }

  /// The number of the newest plan.
  var planNumber: RequestNumber {
    for case .plan(_, let number) in seen.reversed() { return number }
    return -1
  }

  /// What was last bought.
  var bought: PreparedPlan? {
    for case .buy(let prepared, _) in seen.reversed() { return prepared }
    return nil
  }
}

extension ConsoleState {
  var plan: PlanSheet? {
    if case .plan(let sheet) = overlay { sheet } else { nil }
  }
}
