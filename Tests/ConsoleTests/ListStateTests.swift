import Canvas
import Fulfillment
import Testing

@testable import Console

/// The list as the screen holds it, against a plain array that knows everything.
struct ListStateTests {
  private let rows = (0..<300).map { index in
    ReturnRow(
      id: ReturnID(Int64(index)), order: OrderID(Int64(index)), orderName: "#\(index)",
      storefront: "main", state: .requested, requestedAt: SampleBoard.now, requestedBy: "X",
      reason: "")
  }

  private func window(_ range: Range<Int>) -> Window<ReturnRow> {
    let clamped = range.clamped(to: 0..<rows.count)
    return Window(
      rows: Array(rows[clamped]), hasBefore: clamped.lowerBound > 0,
      hasAfter: clamped.upperBound < rows.count, offset: clamped.lowerBound)
  }

  private func loaded(_ range: Range<Int> = 0..<60, height: Int = 20) -> ListState<ReturnRow> {
    var list = ListState<ReturnRow>()
    list.take(window(range), height: height)
    return list
  }

  @Test(arguments: 0..<20)
  func movesAgreeWithAPlainIndex(_ seed: Int) {
    var dice = Dice(seed: UInt64(1_000 + seed))
    let height = 1 + dice.below(40)
    var list = loaded(height: height)
    var expected = 0
    for step in 0..<200 {
      let steps = dice.below(81) - 40
      list.apply(.move(steps), height: height)
      expected = min(max(0, expected + steps), rows.count - 1)
      // As the console does: whenever the window runs short, one around the cursor is fetched.
      var rounds = 0
      while list.isShort(height: height), rounds < 50 {
        rounds += 1
        let here = Int(list.selected?.key ?? 0)
        let half = max(15, height * 3 / 2)
        let before = list.selected?.key
        list.take(window(here - half..<here + half), height: height)
        if list.owed == 0 || list.selected?.key == before { break }
      }
      #expect(list.selected?.key == Int64(expected), "seed \(seed), step \(step)")
      #expect(list.cursor >= list.top && list.cursor < list.top + height)
    }
  }

  @Test func stepsBeyondTheWindowAreOwedAndPaid() {
    var list = loaded()
    list.move(by: 70)
    #expect(list.cursor == 59)
    #expect(list.owed == 11)
    list.take(window(30..<120), height: 20)
    #expect(list.selected?.key == 70)
    #expect(list.owed == 0)
  }

  @Test func stepsTheOtherWayCancelWhatIsOwed() {
    var list = loaded()
    list.move(by: 65)
    list.move(by: -6)
    #expect(list.owed == 0)
    #expect(list.selected?.key == 59)
  }

  @Test func atTheEndNothingIsOwed() {
    var list = ListState<ReturnRow>()
    list.take(window(240..<300), height: 20)
    list.move(by: 1_000)
    #expect(list.owed == 0)
    #expect(list.selected?.key == 299)
  }

  @Test func hugeStepsDoNotOverflow() {
    var list = loaded()
    list.move(by: .max)
    list.move(by: .min)
    #expect(list.cursor >= 0)
  }

  @Test func anEmptyListHasNoCursorToLose() {
    var list = ListState<ReturnRow>()
    for action in [
      ListAction.move(3), .toggleMark, .toggleRange, .invertMarks, .clearMarks, .endRange,
      .point(row: 2), .scroll(5), .place(9), .settle,
    ] {
      list.apply(action, height: 10)
    }
    #expect(list.selected == nil)
    #expect(list.cursor == 0 && list.top == 0 && list.marks.isEmpty)
  }

  @Test(arguments: [0, 1, 5, 20, 60, 100])
  func theViewNeverShowsEmptyLinesWhileThereAreRows(_ height: Int) {
    var list = loaded()
    list.apply(.place(59), height: height)
    #expect(list.top + max(1, height) <= 60 || list.top == 0)
    list.apply(.scroll(1_000), height: height)
    #expect(list.top <= max(0, 60 - max(1, height)))
    list.apply(.scroll(-1_000), height: height)
    #expect(list.top == 0)
  }

  @Test func pointingBelowTheLastRowIsNoChoice() {
    var list = loaded(0..<5)
    list.apply(.point(row: 3), height: 20)
    #expect(list.cursor == 3)
    list.apply(.point(row: 12), height: 20)
    #expect(list.cursor == 3)
    list.apply(.point(row: -1), height: 20)
    #expect(list.cursor == 3)
  }

  @Test func aWindowFromTheEndPutsTheCursorOnTheLastRow() {
    var list = loaded()
    list.pending = .last
    list.take(window(240..<300), height: 20)
    #expect(list.selected?.key == 299)
    #expect(list.top == 40)
  }

  @Test func aWindowForARowPutsTheCursorThere() {
    var list = loaded()
    list.pending = .row(150)
    list.take(window(120..<180), height: 20)
    #expect(list.selected?.key == 150)
    #expect(list.pending == nil)
  }

  @Test func aWindowForARowThatHasGoneKeepsANeighbour() {
    var list = loaded()
    list.apply(.place(40), height: 20)
    list.pending = .row(9_999)
    list.take(window(20..<80), height: 20)
    #expect(list.selected?.key == 40)
  }

  @Test func theAnchorFollowsThePlacement() {
    var list = loaded()
    #expect(list.expect(.first) == .start)
    #expect(list.expect(.last) == .end)
    #expect(list.expect(.row(7)) == .around(7))
    // A refresh in between does not forget where the outstanding window was to go.
    #expect(list.expect(.keep) == .around(7))
    list.pending = nil
    list.apply(.place(12), height: 20)
    #expect(list.expect(.keep) == .around(12))
    var empty = ListState<ReturnRow>()
    #expect(empty.expect(.keep) == .start)
  }

  @Test func keysOfAccountsAreTheSameEveryTimeAndDiffer() {
    let names = ["main", "outlet", "cj", "tracking", "", "Main"]
    let keys = names.map { ActivityRow(account: $0, service: "", role: .storefront).key }
    #expect(Set(keys).count == names.count)
    // FNV-1a, 64 bit, of "cj" by the published parameters.
    #expect(
      ActivityRow(account: "", service: "", role: .supplier).key
        == Int64(bitPattern: 0xcbf2_9ce4_8422_2325))
  }

  @Test func inventedMarksNeverAppear() {
    var list = loaded()
    list.apply(.toggleRange, height: 20)
    list.apply(.move(10), height: 20)
    list.apply(.move(-20), height: 20)
    list.apply(.invertMarks, height: 20)
    #expect(Set(list.marks.keys).isSubset(of: Set(rows.map(\.key))))
    #expect(list.range == nil)
  }
}

struct RequestTests {
  @Test func theNewestOfASlotIsTheOneWaitedFor() {
    var requests = Requests()
    let first = requests.next(.queue)
    let other = requests.next(.counts)
    let second = requests.next(.queue)
    #expect(requests.take(first) == nil)
    #expect(requests.take(second) == .queue)
    #expect(requests.take(second) == nil)
    #expect(requests.take(other) == .counts)
  }

  @Test func numbersNeverRepeat() {
    var requests = Requests()
    var seen: Set<RequestNumber> = []
    for _ in 0..<100 {
      #expect(seen.insert(requests.next()).inserted)
      #expect(seen.insert(requests.next(.order)).inserted)
    }
  }

  @Test func everyLoadHasASlotOfItsKind() {
    let loads: [(Load, Load.Slot)] = [
      (.queue(.all, .risk, .start, count: 1), .queue), (.queueCount(.all), .queueCount),
      (.exceptions(.all, .money, .start, count: 1), .exceptions),
      (.exceptionCount(.all), .exceptionCount),
      (.returns(.all, openOnly: true, .start, count: 1), .returns), (.suppliers, .suppliers),
      (.activity, .activity), (.claims(.all, .start, count: 1), .claims),
      (.deadlines, .deadlines), (.counts, .counts), (.lastUndoable, .lastUndoable),
      (.savedFilters, .savedFilters), (.order(OrderID(1), for: .screen), .order),
      (.order(OrderID(1), for: .copy), .orderAside(.copy)),
      (.order(OrderID(1), for: .preview), .orderAside(.preview)),
      (.allInQueue(.all, .risk, limit: 1), .all), (.allExceptions(.all, .due, limit: 1), .all),
      (.allReturns(.all, openOnly: false, limit: 1), .all),
      (.offers(supplier: "CJ", offset: 0, count: 1), .offers),
    ]
    for (load, slot) in loads { #expect(load.slot == slot) }
  }

  @Test func anAnswerOfTheWrongKindDoesNotTrap() {
    let answers: [Answer] = [
      .queue(Window()), .exceptions(Window()), .returns(Window()), .count(3), .suppliers([]),
      .activity([]), .claims(Window()), .deadlines(Deadlines()), .counts(BoardCounts()),
      .order(nil), .lastUndoable(nil), .savedFilters([]),
      .offers(OfferPage(rows: [], offset: 0, total: 3)),
    ]
    for answer in answers {
      var state = ConsoleState(size: .wide, now: SampleBoard.now)
      for case .load(_, let number) in update(&state, .started(SampleBoard.now)) {
        _ = update(&state, .loaded(answer, number, SampleBoard.now))
      }
      #expect(view(state).size == .wide)
    }
  }

  @Test func aDecisionAnsweredTwiceCountsOnce() {
    var session = SampleSession(size: .narrow)
    let receipt = DecisionReceipt(batch: DecisionID(1), applied: 1, title: "acknowledge #1")
    #expect(update(&session.state, .decided(receipt, 99_999, session.board.now)) == [])
    #expect(update(&session.state, .undone(receipt, 99_999, session.board.now)) == [])
    #expect(session.notice == nil)
  }
}
