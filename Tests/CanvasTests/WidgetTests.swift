import Canvas
import Testing

/// The small widgets: tabs, footer, boxes over the screen, charts.
struct WidgetTests {
  private func drawn(_ tabs: TabBar, columns: Int) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: 1))
    tabs.draw(on: &grid, column: 0, row: 0, columns: columns)
    return grid
  }

  private func drawn(_ footer: Footer, columns: Int) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: 1))
    footer.draw(on: &grid, row: 0)
    return grid
  }

  @Test func theChosenTabHasBrackets() {
    let grid = drawn(TabBar(["1 Queue", "2 Returns"], selected: 1), columns: 24)
    #expect(grid.lines == [" 1 Queue [2 Returns]"])
    #expect(grid.roleMap == ["_________ttttttttttt____"])
  }

  @Test(arguments: [(12, "[Suppliers]"), (5, "[Supp"), (20, " Returns [Suppliers]")])
  func theChosenTabIsAlwaysSeen(columns: Int, line: String) {
    let tabs = TabBar(["Queue", "Exceptions", "Returns", "Suppliers"], selected: 3)
    #expect(drawn(tabs, columns: columns).lines == [line])
  }

  @Test(arguments: [(0, 0), (6, 0), (7, 1), (17, 1), (18, nil)] as [(Int, Int?)])
  func aClickFindsItsTab(offset: Int, index: Int?) {
    #expect(TabBar(["Queue", "Returns X"], selected: 0).tab(at: offset, columns: 40) == index)
  }

  @Test func noTabsAreNoTrouble() {
    #expect(drawn(TabBar([], selected: 0), columns: 5).lines == [""])
  }

  private let footer = Footer([.init("/", "filter"), .init("enter", "open"), .init("?", "help")])

  @Test(arguments: [
    (40, " / filter   enter open   ? help"), (31, " / filter   enter open   ? help"),
    (30, " / filter   enter open"), (21, " / filter"), (9, " / filter"), (8, ""),
  ])
  func keysDropFromTheRight(columns: Int, line: String) {
    #expect(drawn(footer, columns: columns).lines == [line])
  }

  @Test func keysAndLabelsHaveTheirRoles() {
    #expect(drawn(footer, columns: 11).roleMap == ["fkfffffffff"])
  }

  @Test(
    arguments: [(0, nil), (1, "/"), (8, "/"), (9, nil), (12, "enter"), (60, nil)]
      as [(Int, String?)])
  func aClickFindsItsKey(offset: Int, key: String?) {
    #expect(footer.item(at: offset, columns: 80)?.key == key)
  }

  private let list = ListOverlay(
    title: "Go to", lines: (1...6).map { [.init("row "), .init("\($0)", role: .money)] },
    selected: 0)

  private func drawn(_ overlay: ListOverlay, columns: Int = 14, rows: Int = 5) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: rows))
    overlay.draw(on: &grid, in: grid.bounds)
    return grid
  }

  @Test func aListShowsItsChoiceAndWhereItIs() {
    #expect(
      drawn(list).lines == [
        "┌ Go to  3/6 ┐", "│▸ row 1     │", "│  row 2     │", "│  row 3     │", "└────────────┘",
      ])
    #expect(drawn(list).roleMap[1] == "VSSSSSSSSSSSSV")
    #expect(drawn(list).roleMap[2] == "Vvvvvvv$vvvvvV")
  }

  @Test(arguments: [
    (0, "row 1", "row 3"), (2, "row 1", "row 3"), (3, "row 2", "row 4"), (5, "row 4", "row 6"),
  ])
  func aListScrollsToItsChoice(selected: Int, first: String, last: String) {
    var list = list
    list.selected = selected
    let lines = drawn(list).lines
    #expect(lines[1].contains(first))
    #expect(lines[3].contains(last))
  }

  @Test(arguments: [(0, "row 1"), (2, "row 3"), (99, "row 4"), (-4, "row 1")])
  func aTextScrollsByItsFirstLine(first: Int, shown: String) {
    var text = list
    text.selected = nil
    text.first = first
    #expect(drawn(text).lines[1].contains(shown))
  }

  @Test func aFooterTakesTheLastLine() {
    var list = list
    list.footer = "enter go"
    #expect(drawn(list).lines[3] == "│ enter go   │")
    #expect(list.capacity(Rect(column: 0, row: 0, columns: 14, rows: 5)) == 2)
  }

  @Test func aFrameIsNoLargerThanItsBounds() {
    let bounds = Rect(column: 2, row: 1, columns: 40, rows: 20)
    #expect(list.frame(in: bounds, columns: 20) == Rect(column: 12, row: 7, columns: 20, rows: 8))
    let small = Rect(column: 0, row: 0, columns: 10, rows: 4)
    #expect(list.frame(in: small, columns: 20) == small)
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 3)])
  func aListSurvivesEverySize(columns: Int, rows: Int) {
    #expect(drawn(list, columns: columns, rows: rows).lines.count == rows)
  }

  @Test(
    arguments: [
      ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"), ([5], "█"), ([0, 0], "▁▁"), ([], ""),
      ([1, .nan, 1], "█ █"), ([-3, 3], "▁█"), ([1, .infinity], "█ "),
    ] as [([Double], String)])
  func numbersBecomeBars(values: [Double], bars: String) {
    #expect(Sparkline.text(values) == bars)
  }

  @Test func onlyTheLastValuesAreShown() {
    #expect(Sparkline.text([9, 9, 1, 2], width: 2) == "▅█")
    #expect(Sparkline.text([1, 2], width: 2, top: 20) == "▁▂")
    #expect(Sparkline.text([1, 2], width: 0) == "")
  }

  @Test(arguments: [
    (0.0, "░░░░░   0%"), (0.62, "███░░  62%"), (1.0, "█████ 100%"), (7.0, "█████ 100%"),
    (-1, "░░░░░   0%"), (.nan, "░░░░░   0%"), (0.999, "████░  99%"),
  ])
  func aShareBecomesABar(share: Double, bar: String) {
    #expect(ProgressBar.text(share, width: 10) == bar)
  }

  @Test(arguments: [(3, "50%"), (5, "50%"), (2, "50"), (0, "")])
  func aNarrowBarIsItsPercentage(width: Int, text: String) {
    #expect(ProgressBar.text(0.5, width: width) == text)
  }
}
