import Canvas
import Testing

/// Drawing on a grid: what stands in which cell.
struct GridTests {
  @Test func textStandsWhereItIsWritten() {
    var grid = Grid(size: Size(columns: 8, rows: 2))
    let used = grid.write("#1001", column: 2, row: 1, role: .strong)
    #expect(used == 5)
    #expect(grid.lines == ["", "  #1001"])
    #expect(grid[2, 1] == Cell("#", role: .strong))
    #expect(grid[1, 1] == Cell())
  }

  @Test func aWideCharacterOwnsTheCellToItsRight() {
    var grid = Grid(size: Size(columns: 6, rows: 1))
    #expect(grid.write("深圳!", column: 0, row: 0, role: .tag) == 5)
    #expect(grid[0, 0] == Cell("深", role: .tag))
    #expect(grid[1, 0] == Cell(" ", role: .tag, isContinuation: true))
    #expect(grid.lines == ["深圳!"])
  }

  @Test(arguments: [(0, "x 圳"), (1, " x圳"), (2, "深x"), (3, "深 x")])
  func writingOverHalfOfAWideCharacterBlanksTheOther(column: Int, line: String) {
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid.write("深圳", column: 0, row: 0)
    grid.write("x", column: column, row: 0)
    #expect(grid.lines == [line])
    expectWhole(grid)
  }

  @Test func aWideCharacterOverTwoHalvesBlanksBothRests() {
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid.write("深圳", column: 0, row: 0)
    grid.write("仓", column: 1, row: 0)
    #expect(grid.lines == [" 仓"])
    expectWhole(grid)
  }

  @Test(arguments: [(-1, " 圳"), (3, "    "), (4, "")])
  func aWideCharacterThatIsCutBecomesABlank(column: Int, line: String) {
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid.write("深圳", column: column, row: 0)
    #expect(grid.lines == [column == 3 ? "" : line])
    expectWhole(grid)
  }

  @Test func whatTheClipCutsOffAWideCharacterIsLeftAsItWas() {
    var grid = Grid(size: Size(columns: 6, rows: 1))
    grid.write("abcdef", column: 0, row: 0)
    let returned = grid.clippedWrite("深圳仓", column: 0, to: 1..<4)
    #expect(returned == 6)
    #expect(grid.lines == ["a 圳ef"])
    expectWhole(grid)
  }

  @Test(arguments: [(-5, 0), (0, -1), (0, 2), (8, 0), (.max - 100, 0), (-1_000_000, 1)])
  func drawingOutsideChangesNothing(column: Int, row: Int) {
    var grid = Grid(size: Size(columns: 8, rows: 2))
    grid.write("12345", column: column, row: row)
    grid.fill(Rect(column: column, row: row, columns: 5, rows: 0), .tag)
    grid[column, row] = Cell("x")
    var expected = Grid(size: Size(columns: 8, rows: 2))
    expected[column, row] = Cell("x")
    #expect(grid.cells == expected.cells)
  }

  @Test(arguments: [
    (Alignment.left, "|ab   |"), (.right, "|   ab|"), (.center, "| ab  |"),
  ])
  func textIsAlignedInItsWidth(align: Alignment, line: String) {
    var grid = Grid(size: Size(columns: 7, rows: 1))
    grid.write("|xxxxx|", column: 0, row: 0)
    let used = grid.write("ab", column: 1, row: 0, role: .money, width: 5, align: align)
    #expect(used == 5)
    #expect(grid.lines == [line])
    #expect(grid.roleMap == [".$$$$$"])
  }

  @Test(arguments: [(6, "abcdef"), (5, "abcd…"), (1, "…"), (0, "")])
  func textThatDoesNotFitItsWidthEndsInAnEllipsis(width: Int, line: String) {
    var grid = Grid(size: Size(columns: 8, rows: 1))
    #expect(grid.write("abcdef", column: 0, row: 0, width: width) == width)
    #expect(grid.lines == [line])
  }

  @Test(arguments: ["\u{1B}[2J", "\u{9B}2J", "\u{1B}]0;x\u{7}", "\u{202E}abc", "a\u{200B}b\u{0}"])
  func noControlReachesACell(text: String) {
    var grid = Grid(size: Size(columns: 20, rows: 3))
    grid.write(text, column: 0, row: 0)
    grid.write(text, column: 0, row: 1, width: 12, truncation: "\u{1B}")
    grid.box(grid.bounds, title: text, trailing: text)
    for character in text { grid[5, 1] = Cell(character) }
    grid.fill(Rect(column: 0, row: 2, columns: 20, rows: 1), .text, with: text.first ?? " ")
    let scalars = grid.cells.flatMap { Array($0.text.unicodeScalars) }
    #expect(!scalars.contains { [.control, .format].contains($0.properties.generalCategory) })
  }

  @Test func aRoleChangesWithoutTheText() {
    var grid = Grid(size: Size(columns: 6, rows: 2))
    grid.write("深 ab", column: 0, row: 0, role: .money)
    grid.setRole(row: 0, .selected)
    #expect(grid.lines == ["深 ab", ""])
    #expect(grid.roleMap == ["SSSSSS", ""])
    grid.setRole(Rect(column: 1, row: 0, columns: 2, rows: 1), .marked)
    #expect(grid.roleMap[0] == "SSMSSS", "a wide character follows its left half")
  }

  @Test func aBoxHasItsTitleAndItsCount() {
    var grid = Grid(size: Size(columns: 20, rows: 3))
    grid.box(grid.bounds, title: "Queue", trailing: "2,418", focused: true)
    #expect(
      grid.lines == ["┌ Queue ──── 2,418 ┐", "│                  │", "└──────────────────┘"])
    #expect(grid.roleMap[0] == "BtttttttBBBBBBBBBBBB")
  }

  @Test(arguments: [
    (2, "┌┐"), (4, "┌──┐"), (7, "┌ Qu… ┐"), (9, "┌ Queue ┐"), (15, "┌ Queue ──────┐"),
  ])
  func aNarrowBoxDropsWhatDoesNotFit(columns: Int, line: String) {
    var grid = Grid(size: Size(columns: columns, rows: 2))
    grid.box(grid.bounds, title: "Queue", trailing: "2,418")
    #expect(grid.lines[0] == line)
  }

  @Test(arguments: [(0, 5), (1, 5), (5, 1), (-3, -3)])
  func aBoxWithoutRoomIsNotDrawn(columns: Int, rows: Int) {
    var grid = Grid(size: Size(columns: 5, rows: 5))
    grid.box(Rect(column: 0, row: 0, columns: columns, rows: rows), title: "x")
    #expect(grid == Grid(size: Size(columns: 5, rows: 5)))
  }

  @Test func clipsNestAndEnd() {
    var grid = Grid(size: Size(columns: 5, rows: 1))
    grid.clipped(to: Rect(column: 1, row: 0, columns: 3, rows: 1)) { grid in
      grid.clipped(to: Rect(column: 0, row: 0, columns: 2, rows: 1)) {
        $0.fill($0.bounds, with: "x")
      }
      grid.fill(Rect(column: 3, row: 0, columns: 9, rows: 9), with: "y")
    }
    #expect(grid.lines == [" x y"])
    grid.write("z", column: 0, row: 0)
    #expect(grid.lines == ["zx y"])
  }

  @Test(arguments: [
    Size(columns: 0, rows: 0), Size(columns: -2, rows: 3), Size(columns: 1, rows: 1),
  ])
  func everySizeCanBeDrawnOn(size: Size) {
    var grid = Grid(size: size)
    grid.box(Rect(column: -1, row: -1, columns: 30, rows: 30), title: "title", focused: true)
    grid.write("深", column: 0, row: 0, width: 4, align: .right)
    grid.setRole(row: 0, .selected)
    #expect(grid.cells.count == max(0, size.columns) * max(0, size.rows))
    #expect(grid.lines.count == max(0, size.rows))
    expectWhole(grid)
  }

  @Test func theCursorIsPartOfTheFrame() {
    var grid = Grid(size: Size(columns: 3, rows: 3))
    let hidden = grid
    grid.cursor = (1, 2)
    #expect(grid.cursor?.column == 1)
    #expect(grid.cursor?.row == 2)
    #expect(grid != hidden)
    grid.cursor = nil
    #expect(grid == hidden)
  }

  @Test func everyRoleHasALetterOfItsOwn() {
    let letters = Role.allCases.map(\.letter)
    #expect(Set(letters).count == Role.allCases.count)
    #expect(!letters.contains("?"))
  }

  @Test func theLegendNamesTheRolesInUse() {
    var grid = Grid(size: Size(columns: 3, rows: 1))
    grid.write("a", column: 0, row: 0, role: .money)
    #expect(grid.roleLegend == ["$ money"])
  }

  @Test(arguments: 0..<40)
  func whateverIsDrawnLeavesWideCharactersWhole(seed: UInt64) {
    var random = Scrambler(state: seed)
    var grid = Grid(size: Size(columns: 12, rows: 3))
    let texts = ["深圳仓库", "ab", "é", "👩‍👩‍👧", "🇧🇷", "x深", " ", "\u{1B}[m", "e\u{301}世"]
    for _ in 0..<60 {
      let column = random.next(18) - 4
      let row = random.next(5) - 1
      switch random.next(5) {
      case 0: grid.fill(Rect(column: column, row: row, columns: random.next(4), rows: 2), .tag)
      case 1: grid.setRole(Rect(column: column, row: row, columns: 3, rows: 2), .selected)
      case 2: grid[column, row] = Cell(texts[random.next(texts.count)].first ?? " ")
      case 3:
        grid.write(texts[random.next(texts.count)], column: column, row: row, width: random.next(7))
      default: grid.write(texts[random.next(texts.count)], column: column, row: row, role: .money)
      }
      expectWhole(grid)
    }
  }

  /// Each wide character has its continuation with its role, and no continuation is alone.
  private func expectWhole(_ grid: Grid, _ place: SourceLocation = #_sourceLocation) {
    for row in 0..<grid.size.rows {
      for column in 0..<grid.size.columns {
        let cell = grid[column, row]
        let next = column + 1 < grid.size.columns ? grid[column + 1, row] : nil
        let isWide = TextWidth.of(cell.text) == 2
        #expect(isWide == (next?.isContinuation ?? false), sourceLocation: place)
        if isWide { #expect(next?.role == cell.role, sourceLocation: place) }
        if cell.isContinuation {
          #expect(column > 0 && cell.text == " ", sourceLocation: place)
        }
      }
    }
  }
}

extension Grid {
  fileprivate mutating func clippedWrite(_ text: String, column: Int, to columns: Range<Int>) -> Int
  {
    var used = 0
    clipped(to: Rect(column: columns.lowerBound, row: 0, columns: columns.count, rows: 1)) {
      used = $0.write(text, column: column, row: 0)
    }
    return used
  }
}

/// A small generator, the same on every run.
struct Scrambler {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
