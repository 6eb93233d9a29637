import Canvas

/// As much of an xterm as curses uses, so that a test can read the screen as text and tell whether two ways to
/// the same screen end alike.
struct VirtualScreen {
  private(set) var size: Size
  var cells: [[Character]]
  var row = 0
  /// One beyond the last column after that was written: the next character wraps.
  var column = 0
  var (top, bottom): (Int, Int)
  private var pending: [UInt8] = []
  private var last: Character = " "
  /// Every private mode that was set and not taken back (1049, 2004, ...).
  private(set) var modes: Set<Int> = []
  /// Every control sequence that is not understood, for complaints.
  private(set) var unknown: [String] = []
  /// The lines as they were when it was last cleared as a whole.
  private(set) var beforeClear: [String] = []
  /// How often that was.
  private(set) var clears = 0
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

  /// Where the cursor can be seen: column and row; nil while it is hidden.
  var cursor: [Int]? { modes.contains(25) ? [min(column, size.columns - 1), row] : nil }

  /// Another size: what stood there stays as far as there is room for it.
  mutating func resize(_ now: Size) {
    for row in cells.indices {
      let blanks = max(0, now.columns - size.columns)
      cells[row] =
        Array(cells[row].prefix(now.columns)) + Array(repeating: " ", count: blanks)
    }
    let more = max(0, now.rows - size.rows)
    let blank = Array<Character>(repeating: " ", count: now.columns)
    cells = Array(cells.prefix(now.rows)) + Array(repeating: blank, count: more)
    size = now
    (top, bottom) = (0, now.rows - 1)
    (row, column) = (min(row, now.rows - 1), min(column, now.columns - 1))
  }

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
        String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.forEach { put($0) }
        rest = rest.dropFirst(length)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TextWidth.width(of: scalar)
    guard width > 0 else { return join(scalar) }
    if column + width > size.columns {
      column = 0
      index()
    }
    // A wide character has no room on a screen of one column.
    guard column + width <= size.columns else { return }
    for offset in 0..<width { detach(column + offset) }
    cells[row][column] = Character(scalar)
    if width == 2 { cells[row][column + 1] = "\u{0}" }
    last = Character(scalar)
    column += width
  }

  /// A combining mark joins what stands before the cursor.
  private mutating func join(_ scalar: Unicode.Scalar) {
    var before = min(column, size.columns) - 1
    if before > 0, cells[row][before] == "\u{0}" { before -= 1 }
    guard before >= 0 else { return }
    let joined = String(cells[row][before]) + String(scalar)
    // What does not join with the cell before it, which a screen of another size may bring, is left out.
    if joined.count == 1 { cells[row][before] = Character(joined) }
  }

  /// Draws the character before once more, that often.
  mutating func repeatLast(_ count: Int) {
    guard let scalar = last.unicodeScalars.first else { return }
    for _ in 0..<count { put(scalar) }
  }

  private mutating func control(_ byte: UInt8) {
    // Shifts of the character set leave a wrap pending.
    if byte != 0x0E, byte != 0x0F { column = min(column, size.columns - 1) }
    switch byte {
    case 0x08: column = max(0, column - 1)
    case 0x09: column = min(size.columns - 1, (column / 8 + 1) * 8)
    case 0x0A: index()
    case 0x0D: column = 0
    default: break
    }
  }

  /// Length of the escape sequence at the start, nil where it is not complete yet.
  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst()
    guard let kind = body.first else { return nil }
    switch kind {
    case UInt8(ascii: "["):
      let rest = body.dropFirst()
      // CAN or another escape in the middle of a sequence ends it, as terminals do.
      let isOver = { (byte: UInt8) in (0x40...0x7E).contains(byte) || byte == 0x18 || byte == 0x1B }
      guard let end = rest.firstIndex(where: isOver) else { return nil }
      if bytes[end] < 0x20 { return end - bytes.startIndex }
      sequence(String(decoding: rest[..<end], as: UTF8.self), bytes[end])
      return end - bytes.startIndex + 1
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      // Until BEL or ESC \.
      guard let end = body.firstIndex(where: { $0 == 0x07 || $0 == 0x5C }) else { return nil }
      return end - bytes.startIndex + 1
    case UInt8(ascii: "("), UInt8(ascii: ")"): return body.count > 1 ? 3 : nil
    case UInt8(ascii: "D"): index()
    case UInt8(ascii: "M"): reverseIndex()
    case UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "="), UInt8(ascii: ">"): break
    default: unknown.append("ESC \(Character(UnicodeScalar(kind)))")
    }
    return 2
  }

  private mutating func sequence(_ parameters: String, _ final: UInt8) {
    let isPrivate = parameters.first == "?"
    let numbers = parameters.drop { !$0.isNumber }.split(separator: ";").map {
      Int($0.filter(\.isNumber)) ?? 0
    }
    switch final {
    case UInt8(ascii: "m"):
      if numbers.contains(where: { (30...38).contains($0) || (40...48).contains($0) }) {
        usedColour = true
      }
      return
    case UInt8(ascii: "h"):
      if isPrivate { modes.formUnion(numbers) }
      return
    case UInt8(ascii: "l"):
      if isPrivate { modes.subtract(numbers) }
      return
    case UInt8(ascii: "c"), UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "q"),
      UInt8(ascii: "u"):
      return
    default: break
    }
    column = min(column, size.columns - 1)
    let isAtStart = row == 0 && column == 0
    if final == UInt8(ascii: "J"), numbers.first == 2 || (numbers.first ?? 0) == 0 && isAtStart {
      (beforeClear, clears) = (lines, clears + 1)
    }
    if !move(final, numbers), !edit(final, numbers) {
      unknown.append("CSI \(parameters)\(Character(UnicodeScalar(final)))")
    }
  }
}
