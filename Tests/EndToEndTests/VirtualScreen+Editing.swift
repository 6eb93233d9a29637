import Canvas

/// What control sequences do to the cells and the cursor (ECMA-48, xterm).
extension VirtualScreen {
  /// Moves the cursor; false where the sequence is another.
  mutating func move(_ final: UInt8, _ numbers: [Int]) -> Bool {
    let first = max(1, numbers.first ?? 1)
    switch Character(UnicodeScalar(final)) {
    case "H", "f":
      row = min(size.rows, first) - 1
      column = min(size.columns, max(1, numbers.dropFirst().first ?? 1)) - 1
    case "G": column = min(size.columns, first) - 1
    case "d": row = min(size.rows, first) - 1
    case "A": row = max(0, row - first)
    case "B": row = min(size.rows - 1, row + first)
    case "C": column = min(size.columns - 1, column + first)
    case "D": column = max(0, column - first)
    case "r":
      let end = min(size.rows, max(1, numbers.dropFirst().first ?? size.rows))
      (top, bottom) = (min(first, end) - 1, end - 1)
      (row, column) = (0, 0)
    default: return false
    }
    return true
  }

  /// Erases, inserts, deletes or scrolls; false where the sequence is another.
  mutating func edit(_ final: UInt8, _ numbers: [Int]) -> Bool {
    let first = max(1, numbers.first ?? 1)
    switch Character(UnicodeScalar(final)) {
    case "J": eraseScreen(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    case "X": blank(column..<min(size.columns, column + first))
    case "b": repeatLast(first)
    case "P":
      cells[row].removeSubrange(column..<min(size.columns, column + first))
      cells[row] += Array(repeating: " ", count: size.columns - cells[row].count)
    case "@":
      cells[row].insert(contentsOf: Array(repeating: " ", count: first), at: column)
      cells[row] = Array(cells[row].prefix(size.columns))
    case "L": scrollDown(first, from: row)
    case "M": scrollUp(first, from: row)
    case "S": scrollUp(first, from: top)
    case "T": scrollDown(first, from: top)
    default: return false
    }
    return true
  }

  /// One line down, scrolling at the end of the region.
  mutating func index() {
    if row == bottom { scrollUp(1, from: top) } else { row = min(size.rows - 1, row + 1) }
  }

  /// One line up, scrolling at the start of the region.
  mutating func reverseIndex() {
    if row == top { scrollDown(1, from: top) } else { row = max(0, row - 1) }
  }

  /// Writing over half of a wide character blanks the other half.
  mutating func detach(_ column: Int) {
    guard cells[row].indices.contains(column) else { return }
    if cells[row][column] == "\u{0}" {
      if column > 0 { cells[row][column - 1] = " " }
      cells[row][column] = " "
    } else if column + 1 < size.columns, cells[row][column + 1] == "\u{0}" {
      cells[row][column + 1] = " "
    }
  }

  private var blankRow: [Character] { Array(repeating: " ", count: size.columns) }

  private mutating func scrollUp(_ count: Int, from first: Int) {
    guard first <= bottom else { return }
    for _ in 0..<min(count, bottom - first + 1) {
      cells.remove(at: first)
      cells.insert(blankRow, at: bottom)
    }
  }

  private mutating func scrollDown(_ count: Int, from first: Int) {
    guard first <= bottom else { return }
    for _ in 0..<min(count, bottom - first + 1) {
      cells.remove(at: bottom)
      cells.insert(blankRow, at: first)
    }
  }

  private mutating func eraseLine(_ how: Int) {
    blank(how == 0 ? column..<size.columns : how == 1 ? 0..<column + 1 : 0..<size.columns)
  }

  private mutating func eraseScreen(_ how: Int) {
    eraseLine(how)
    let others = how == 0 ? row + 1..<size.rows : how == 1 ? 0..<row : 0..<size.rows
    for other in others { cells[other] = blankRow }
  }

  private mutating func blank(_ columns: Range<Int>) {
    for column in columns where column < size.columns {
      detach(column)
      cells[row][column] = " "
    }
  }
}
