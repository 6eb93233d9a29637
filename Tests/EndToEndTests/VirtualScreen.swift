import Canvas

/// As much of a VT100 as curses uses, so that a test can read the screen as text.
struct VirtualScreen {
  let size: Size
  private var cells: [[Character]]
  private var (row, column) = (0, 0)
  private var (top, bottom): (Int, Int)
  private var pending: [UInt8] = []
  /// Every private mode that was set and not taken back (1049, 2004, ...).
  private(set) var modes: Set<Int> = []
  /// Every control sequence that is not understood, for complaints.
  private(set) var unknown: [String] = []
  /// Colours were asked for.
  private(set) var usedColour = false

  init(size: Size) {
    self.size = size
    cells = Array(repeating: Array(repeating: " ", count: size.columns), count: size.rows)
    (top, bottom) = (0, size.rows - 1)
  }

  /// The lines, blanks at the end trimmed.
  var lines: [String] {
    cells.map { line in
      var text = String(line.filter { $0 != "\u{0}" })
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  var text: String { lines.joined(separator: "\n") }

  /// Takes in what the program wrote.
  mutating func feed(_ bytes: [UInt8]) {
    var rest = (pending + bytes)[...]
    pending = []
    while let first = rest.first {
      if first == 0x1B {
        guard let taken = escape(rest) else {
          pending = Array(rest)
          return
        }
        rest = rest.dropFirst(taken)
      } else if first < 0x20 || first == 0x7F {
        control(first)
        rest = rest.dropFirst()
      } else {
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard rest.count >= length else {
          pending = Array(rest)
          return
        }
        String(decoding: rest.prefix(length), as: UTF8.self).forEach { put($0) }
        rest = rest.dropFirst(length)
      }
    }
  }

  private mutating func put(_ character: Character) {
    let width = TextWidth.of(String(character))
    guard width > 0 else {
      let before = max(0, column - 1)
      let joined = String(cells[row][before]) + String(character)
      // What does not join with the cell before it, which a screen of another size may bring, is left out.
      if joined.count == 1 { cells[row][before] = Character(joined) }
      return
    }
    if column + width > size.columns {
      column = 0
      index()
    }
    cells[row][column] = character
    if width == 2, column + 1 < size.columns { cells[row][column + 1] = "\u{0}" }
    column += width
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08: column = max(0, column - 1)
    case 0x09: column = min(size.columns - 1, (column / 8 + 1) * 8)
    case 0x0A: index()
    case 0x0D: column = 0
    default: break
    }
  }

  private mutating func index() {
    if row == bottom {
      cells.remove(at: top)
      cells.insert(Array(repeating: " ", count: size.columns), at: bottom)
    } else {
      row = min(size.rows - 1, row + 1)
    }
  }

  private mutating func reverseIndex() {
    if row == top {
      cells.remove(at: bottom)
      cells.insert(Array(repeating: " ", count: size.columns), at: top)
    } else {
      row = max(0, row - 1)
    }
  }

  /// Length of the escape sequence at the start, nil where it is not complete yet.
  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
    let body = Array(bytes.dropFirst().prefix(200))
    guard let kind = body.first else { return nil }
    switch kind {
    case UInt8(ascii: "["):
      guard let end = body.dropFirst().firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return nil
      }
      sequence(String(decoding: body[1..<end], as: UTF8.self), body[end])
      return end + 2
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      guard let end = body.firstIndex(where: { $0 == 0x07 || $0 == 0x5C }) else {
        return bytes.count > 200 ? bytes.count : nil
      }
      return end + 2
    case UInt8(ascii: "("), UInt8(ascii: ")"): return body.count > 1 ? 3 : nil
    case UInt8(ascii: "D"): index()
    case UInt8(ascii: "M"): reverseIndex()
    default: break
    }
    return 2
  }

  private mutating func sequence(_ parameters: String, _ final: UInt8) {
    let isPrivate = parameters.first == "?"
    let numbers = parameters.drop { !$0.isNumber }.split(separator: ";").map {
      Int($0.filter(\.isNumber)) ?? 0
    }
    let first = numbers.first ?? 0
    switch final {
    case UInt8(ascii: "H"), UInt8(ascii: "f"):
      row = min(size.rows, max(1, first)) - 1
      column = min(size.columns, max(1, numbers.dropFirst().first ?? 1)) - 1
    case UInt8(ascii: "A"): row = max(0, row - max(1, first))
    case UInt8(ascii: "B"): row = min(size.rows - 1, row + max(1, first))
    case UInt8(ascii: "C"): column = min(size.columns - 1, column + max(1, first))
    case UInt8(ascii: "D"): column = max(0, column - max(1, first))
    case UInt8(ascii: "J"): erase(first, wholeScreen: true)
    case UInt8(ascii: "K"): erase(first, wholeScreen: false)
    case UInt8(ascii: "r"):
      let last = min(size.rows, max(1, numbers.dropFirst().first ?? size.rows))
      (top, bottom) = (min(max(1, first), last) - 1, last - 1)
      (row, column) = (0, 0)
    case UInt8(ascii: "m"):
      if numbers.contains(where: { (30...38).contains($0) || (40...48).contains($0) }) {
        usedColour = true
      }
    case UInt8(ascii: "h") where isPrivate: modes.formUnion(numbers)
    case UInt8(ascii: "l") where isPrivate: modes.subtract(numbers)
    case UInt8(ascii: "h"), UInt8(ascii: "l"), UInt8(ascii: "c"), UInt8(ascii: "n"),
      UInt8(ascii: "t"), UInt8(ascii: "q"), UInt8(ascii: "u"):
      break
    default: unknown.append("CSI \(parameters)\(Character(UnicodeScalar(final)))")
    }
  }

  private mutating func erase(_ how: Int, wholeScreen: Bool) {
    let from = how == 0 ? column : 0
    let to = how == 1 ? min(column, size.columns - 1) : size.columns - 1
    for index in from...max(from, to) where index < size.columns { cells[row][index] = " " }
    guard wholeScreen else { return }
    let blank = Array<Character>(repeating: " ", count: size.columns)
    for index in 0..<size.rows where how == 2 || (how == 0 ? index > row : index < row) {
      cells[index] = blank
    }
  }
}
