import Canvas
import Console
import Fulfillment
import Testing

/// Random keys, sizes, answers and changes of the board, from a seed that is printed when it fails.
struct FuzzTests {
  static let keys: [Key] =
    "jkgGhlonNaztRCceuqvVymdsSfTPJK:?/.!*0123456789 ' \u{1F600}pphhxXAYNbrypqQ@@Q\\n\\w|LrrSJK".map
  {
    .character($0)
  }
    + [
      .control("d"), .control("u"), .control("f"), .control("b"), .control("r"), .control("l"),
      .control("z"), .control("c"), .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
      .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .function(1), .alt("e"),
      .alt("l"), .control("s"),
      .paste("age>3d \u{1B}[2J\n深圳"), .enter, .escape, .character("j"), .character("j"),
    ]
  static let sizes = [
    (80, 24), (120, 40), (200, 60), (20, 6), (1, 1), (0, 0), (3, 200), (300, 2), (160, 16),
    (119, 15), (40, 12), (29, 7),
  ]

  @Test(arguments: 0..<8)
  func nothingTrapsAndNothingIsLost(_ seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let count = [0, 1, 7, 60, 400][seed % 5]
    var board = seed % 2 == 0 ? SampleBoard(orders: count) : SampleBoard.buying(orders: count)
    if seed % 4 == 3 { board.accounts = [] }
    var session = SampleSession(size: .narrow, board: board)
    var ever = Set(session.board.orders.map(\.id.number))
    for step in 0..<600 {
      act(&session, &dice, &ever)
      let state = session.state
      guard check(state.queue), check(state.exceptions), check(state.returns),
        check(state.suppliers), check(state.activity), check(state.claims)
      else {
        let lists = Panel.allCases.map { "\($0): \(place(of: $0, state))" }
        Issue.record("seed \(seed), step \(step): a cursor left its window: \(lists)")
        return
      }
      guard state.queue.marks.keys.allSatisfy(ever.contains) else {
        Issue.record("seed \(seed), step \(step): a row is marked that was never there")
        return
      }
      let grid = view(state)
      guard grid.size == Size(columns: max(0, state.size.columns), rows: max(0, state.size.rows))
      else {
        Issue.record("seed \(seed), step \(step): drawn at another size")
        return
      }
      if let wake = state.nextWake(state.now), wake <= state.now {
        Issue.record("seed \(seed), step \(step): the next wake is not ahead")
        return
      }
    }
  }

  private func act(_ session: inout SampleSession, _ dice: inout Dice, _ ever: inout Set<Int64>) {
    switch dice.below(40) {
    case 0:
      let (columns, rows) = FuzzTests.sizes[dice.below(FuzzTests.sizes.count)]
      session.send(.resize(Size(columns: columns, rows: rows)))
    case 1:
      if !session.board.orders.isEmpty {
        session.board.orders.remove(at: dice.below(session.board.orders.count))
      }
      session.send(.storeChanged(session.board.now))
    case 2:
      let row = QueueRow(
        id: OrderID(Int64(10_000 + dice.below(100_000))), name: "#\(dice.below(1_000_000))",
        storefront: "main", customer: "X", country: "", supplier: "", state: .ready,
        payment: .paid, placedAt: session.board.now, updatedAt: session.board.now)
      ever.insert(row.id.number)
      session.board.orders.insert(row, at: dice.below(session.board.orders.count + 1))
      session.send(.storeChanged(session.board.now))
    case 3: session.wait(.seconds(Int64(dice.below(100_000))))
    case 4:
      // An answer nobody asked for.
      session.send(.loaded(.queue(Window()), dice.below(500), session.board.now))
      session.send(.loaded(.count(dice.below(9)), dice.below(500), session.board.now))
      session.send(.failed("lost", dice.below(500), session.board.now))
      session.send(.edited("text", dice.below(500), session.board.now))
    case 6:
      // Plans that come late, or never, and how far they are.
      session.isSlow.toggle()
      let number = dice.below(500)
      session.send(.progress(done: dice.below(20), total: dice.below(20), number))
      let plan = session.board.plan(for: .matching(.all))
      session.send(.planned(plan, session.planNumber, session.board.now))
    case 7: session.board.buyingStop = nil
    case 5:
      let actions: [Key.Mouse.Action] = [.click, .doubleClick, .wheelUp, .wheelDown]
      let mouse = Key.Mouse(
        actions[dice.below(4)], column: dice.below(210) - 5, row: dice.below(64) - 2)
      session.send(.key(.mouse(mouse), session.board.now))
    default: session.press([FuzzTests.keys[dice.below(FuzzTests.keys.count)]])
    }
  }

  private func place(of panel: Panel, _ state: ConsoleState) -> [Int] {
    switch panel {
    case .queue: place(state.queue)
    case .exceptions: place(state.exceptions)
    case .suppliers: place(state.suppliers)
    case .returns: place(state.returns)
    case .numbers: place(state.numbers)
    case .activity: place(state.activity)
    case .claims: place(state.claims)
    }
  }

  private func place<Row>(_ list: ListState<Row>) -> [Int] {
    [list.cursor, list.top, list.window.rows.count, list.owed]
  }

  private func check<Row>(_ list: ListState<Row>) -> Bool {
    let count = list.window.rows.count
    return list.cursor >= 0 && list.cursor <= max(0, count - 1) && list.top >= 0
      && list.top <= list.cursor && list.window.rows.allSatisfy { $0.key != Int64.min }
  }

  @Test(arguments: Gallery.scenes.map(\.name))
  func everySceneCanBeDrawnAtEverySize(_ name: String) throws {
    let scene = try #require(Gallery.scenes.first { $0.name == name })
    var state = scene.state(size: .narrow)
    for columns in [0, 1, 2, 19, 20, 29, 30, 79, 119, 120, 160, 250] {
      for rows in [0, 1, 2, 4, 6, 7, 11, 12, 16, 17, 50] {
        let size = Size(columns: columns, rows: rows)
        _ = update(&state, .resize(size))
        #expect(view(state).size == size)
      }
    }
  }
}
