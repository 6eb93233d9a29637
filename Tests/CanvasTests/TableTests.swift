import Canvas
import Testing

/// Rows in columns, wide and narrow.
struct TableTests {
  private let table = Table(
    columns: [
      Table.Column("Order", .fixed(6)),
      Table.Column("Shop", .flexible(min: 4, weight: 1), priority: 2),
      Table.Column("Stage", .flexible(min: 6, weight: 2), priority: 1),
      Table.Column("Risk", .fixed(5), align: .right),
    ],
    rows: [
      Table.Row([.init("#18231"), .init("main"), .init("unknown"), .init("$212", role: .money)]),
      Table.Row(
        [.init("#18230"), .init("深圳"), .init("in transit"), .init("$41", role: .money)],
        isMarked: true),
      Table.Row([.init("#17902"), .init("main")]),
    ], selected: 0)

  private func drawn(_ columns: Int, _ rows: Int, _ table: Table) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: rows))
    table.draw(on: &grid, in: grid.bounds)
    return grid
  }

  @Test func aTableHasAHeaderAndRows() {
    #expect(
      drawn(34, 4, table).lines == [
        "  Order  Shop   Stage         Risk",
        "▸ #18231 main   unknown       $212",
        " *#18230 深圳   in transit     $41",
        "  #17902 main",
      ])
  }

  @Test func theCursorAndTheMarkHaveARoleAndASign() {
    let roles = drawn(34, 4, table).roleMap
    #expect(roles[0] == String(repeating: "c", count: 34))
    #expect(roles[1] == String(repeating: "S", count: 34))
    #expect(roles[2] == String(repeating: "M", count: 34))
    #expect(roles[3] == "")
  }

  @Test func anotherPanelsCursorLooksDifferent() {
    var table = table
    table.isFocused = false
    #expect(drawn(20, 4, table).roleMap[1] == String(repeating: "u", count: 20))
  }

  @Test func aFieldKeepsItsRole() {
    var table = table
    table.selected = nil
    #expect(drawn(34, 2, table).roleMap[1].hasSuffix("$$$$$"))
  }

  @Test(arguments: [
    (40, [0, 1, 2, 3]), (26, [0, 1, 2, 3]), (25, [0, 2, 3]), (21, [0, 2, 3]), (20, [0, 3]),
    (14, [0, 3]), (13, [0, 3]), (9, [0]), (8, [0]), (5, [0]), (2, []), (0, []),
  ])
  func columnsDropByPriorityAsRoomShrinks(width: Int, shown: [Int]) {
    let places = table.layout(width: width)
    #expect(places.map(\.index) == shown)
    #expect(places.allSatisfy { $0.width > 0 && $0.start + $0.width <= width })
  }

  @Test func spareRoomIsSharedByWeight() {
    let widths = table.layout(width: 26 + 9).map(\.width)
    #expect(widths == [6, 4 + 3, 6 + 6, 5])
  }

  @Test func aTableWithoutFlexibleColumnsLeavesRoomAtItsRight() {
    let table = Table(
      columns: [Table.Column("A", .fixed(2)), Table.Column("B", .fixed(2))], rows: [])
    #expect(table.layout(width: 50).map(\.start) == [2, 5])
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 1), (6, 5)])
  func aSingleLineIsSpentOnARow(rows: Int, capacity: Int) {
    #expect(table.capacity(rows) == capacity)
  }

  @Test func inOneLineTheSelectedRowShows() {
    #expect(drawn(20, 1, table).lines == ["▸ #18231  $212"])
  }

  @Test func moreRowsThanFitAreNotDrawn() {
    #expect(drawn(34, 2, table).lines.count == 2)
    #expect(drawn(34, 2, table).lines[1].hasPrefix("▸ #18231"))
  }

  @Test(arguments: [(10, nil), (11, 0), (12, 1), (13, 2), (14, nil), (9, nil)] as [(Int, Int?)])
  func aClickFindsItsRow(row: Int, index: Int?) {
    let rect = Rect(column: 5, row: 10, columns: 34, rows: 6)
    #expect(table.row(at: row, in: rect) == index)
  }

  @Test(
    arguments: [(7, 0), (12, 0), (13, nil), (14, 1), (38, 3), (5, nil), (39, nil)] as [(Int, Int?)])
  func aClickOnTheHeaderFindsItsColumn(column: Int, index: Int?) {
    let rect = Rect(column: 5, row: 10, columns: 34, rows: 6)
    #expect(table.column(at: column, row: 10, in: rect) == index)
    #expect(table.column(at: column, row: 11, in: rect) == nil)
  }

  @Test func nothingIsDrawnOutsideOfItsPlace() {
    var grid = Grid(size: Size(columns: 30, rows: 6))
    grid.fill(grid.bounds, with: ".")
    table.draw(on: &grid, in: Rect(column: 4, row: 1, columns: 20, rows: 3))
    for row in [0, 4, 5] { #expect(grid.lines[row] == String(repeating: ".", count: 30)) }
    for row in 1...3 {
      #expect(grid.lines[row].hasPrefix("...."))
      #expect(grid.lines[row].hasSuffix("......"))
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 9), (200, 1)])
  func everySizeIsSurvived(columns: Int, rows: Int) {
    #expect(drawn(columns, rows, table).lines.count == rows)
  }
}
