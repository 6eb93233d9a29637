import Canvas

/// Enough of an xterm to tell what an operator would see. A sequence that it does not know is kept in
/// `unknown`, so that a test fails rather than guesses.
struct ScreenModel {
  private(set) var cells: [[Character]]
  private(set) var unknown: [String] = []
  /// One beyond the last column after that was written: the next character wraps.
  private var column = 0
  private var row = 0
  private var top = 0
  private var bottom: Int
  private var last: Character = " "
  private let size: Size

  init(columns: Int, rows: Int) {
    size = Size(columns: columns, rows: rows)
    bottom = rows - 1
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// Each row without the blanks at its end; a wide character's right half is left out.
  var lines: [String] {
    cells.map { row in
      let text = row.filter { $0 != "\u{0}" }
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Where the next character goes.
  var cursor: [Int] { [min(column, size.columns - 1), row] }

  mutating func take(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar.value < 0x20, !isModeChange(scalar, rest) { column = min(column, size.columns - 1) }
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{8}": column = max(0, column - 1)
      case "\t": column = min(size.columns - 1, (column / 8 + 1) * 8)
      case "\u{7}", "\u{E}", "\u{F}": break
      default: scalar.value < 0x20 ? unknown.append("\(scalar.value)") : put(scalar)
      }
    }
  }

  /// Colours and modes leave the wrap pending.
  private func isModeChange(_ scalar: Unicode.Scalar, _ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    guard scalar == "\u{1B}", let final = rest.first(where: { (0x60...0x7E).contains($0.value) })
    else { return scalar == "\u{E}" || scalar == "\u{F}" }
    return "mhl".unicodeScalars.contains(final)
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TextWidth.width(of: scalar)
    if width == 0 {
      // A combining mark joins what stands before the cursor.
      var at = column - 1
      if at > 0, cells[row][at] == "\u{0}" { at -= 1 }
      if at >= 0, let joined = (String(cells[row][at]) + String(scalar)).first {
        cells[row][at] = joined
      }
      return
    }
    if column + width > size.columns {
      column = 0
      lineFeed()
    }
    for offset in 0..<width { detach(column + offset) }
    cells[row][column] = Character(scalar)
    if width == 2 { cells[row][column + 1] = "\u{0}" }
    last = Character(scalar)
    column += width
  }

  /// Writing over half of a wide character blanks the other half.
  private mutating func detach(_ column: Int) {
    guard cells[row].indices.contains(column) else { return }
    if cells[row][column] == "\u{0}" {
      cells[row][column - 1] = " "
      cells[row][column] = " "
    } else if column + 1 < size.columns, cells[row][column + 1] == "\u{0}" {
      cells[row][column + 1] = " "
    }
  }

  private mutating func lineFeed() {
    if row == bottom { scroll(up: 1, from: top) } else { row = min(size.rows - 1, row + 1) }
  }

  private mutating func scroll(up count: Int, from first: Int) {
    for _ in 0..<min(count, bottom - first + 1) {
      cells.remove(at: first)
      cells.insert(Array(repeating: " ", count: size.columns), at: bottom)
    }
  }

  private mutating func scroll(down count: Int, from first: Int) {
    for _ in 0..<min(count, bottom - first + 1) {
      cells.remove(at: bottom)
      cells.insert(Array(repeating: " ", count: size.columns), at: first)
    }
  }

  private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
    switch rest.popFirst() {
    case "[": control(&rest)
    case "]":
      while let scalar = rest.popFirst(), scalar != "\u{7}" {}
    case "(", ")": _ = rest.popFirst()
    case "M":
      if row == top { scroll(down: 1, from: top) } else { row = max(0, row - 1) }
    case "7", "8", "=", ">": break
    case let other: unknown.append("ESC \(other.map(String.init) ?? "")")
    }
  }

  private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
    var text = ""
    while let scalar = rest.popFirst() {
      text.unicodeScalars.append(scalar)
      if (0x40...0x7E).contains(scalar.value) { break }
    }
    let final = text.last ?? " "
    let numbers = text.dropLast().split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) }
    let first = max(1, numbers.first.flatMap { $0 } ?? 1)
    let second = numbers.count > 1 ? max(1, numbers[1] ?? 1) : 1
    switch final {
    case "H": (row, column) = (min(size.rows, first) - 1, min(size.columns, second) - 1)
    case "G": column = min(size.columns, first) - 1
    case "d": row = min(size.rows, first) - 1
    case "A": row = max(0, row - first)
    case "B": row = min(size.rows - 1, row + first)
    case "C": column = min(size.columns - 1, column + first)
    case "D": column = max(0, column - first)
    case "K": eraseLine(numbers.first.flatMap { $0 } ?? 0)
    case "J": eraseScreen(numbers.first.flatMap { $0 } ?? 0)
    case "X": blank(column..<min(size.columns, column + first))
    case "b": for _ in 0..<first { put(last.unicodeScalars.first ?? " ") }
    case "P":
      cells[row].removeSubrange(column..<min(size.columns, column + first))
      cells[row] += Array(repeating: " ", count: size.columns - cells[row].count)
    case "@":
      cells[row].insert(contentsOf: Array(repeating: " ", count: first), at: column)
      cells[row] = Array(cells[row].prefix(size.columns))
    case "L": scroll(down: first, from: row)
    case "M": scroll(up: first, from: row)
    case "S": scroll(up: first, from: top)
    case "T": scroll(down: first, from: top)
    case "r":
      (top, bottom) = (first - 1, numbers.count > 1 ? second - 1 : size.rows - 1)
      (row, column) = (0, 0)
    case "m", "h", "l", "t", "n", "q": break
    default: unknown.append("CSI \(text)")
    }
  }

  private mutating func eraseLine(_ kind: Int) {
    blank(kind == 0 ? column..<size.columns : kind == 1 ? 0..<column + 1 : 0..<size.columns)
  }

  private mutating func eraseScreen(_ kind: Int) {
    eraseLine(kind)
    let others = kind == 0 ? row + 1..<size.rows : kind == 1 ? 0..<row : 0..<size.rows
    for other in others { cells[other] = Array(repeating: " ", count: size.columns) }
  }

  private mutating func blank(_ columns: Range<Int>) {
    for column in columns where column < size.columns {
      detach(column)
      cells[row][column] = " "
    }
  }
}
