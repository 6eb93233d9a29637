/// Finds a table header in whose brackets no key begins (`[[[`, `[=]`, `[ #`). The TOML reader asserts that
/// there is one and would end the program, so such a text must not reach it.
struct TOMLHeaderGuard {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// The line, 1-based, of the first such header; nil: there is none, or something else is wrong earlier,
  /// which the reader tells by itself.
  static func firstBadHeader(_ text: String) -> Int? {
    var scan = TOMLHeaderGuard(bytes: Array(text.utf8))
    return scan.run()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private mutating func run() -> Int? {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: advance()
      case UInt8(ascii: "["):
        if !opensWithKey() { return line }
        skipStatement()
      default: skipStatement()
      }
    }
    return nil
  }

  private mutating func opensWithKey() -> Bool {
    advance()
    skipBlanks()
    if peek == UInt8(ascii: "[") {
      advance()
      skipBlanks()
    }
    // The end of the text is told by the reader.
    guard let byte = peek else { return true }
    switch byte {
    // So is an empty header.
    case UInt8(ascii: "]"): return true
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "_"): return true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      return true
    default: return false
    }
  }

  /// Gets past a header or a key with its value: to the end of the line that is in no string and no list.
  private mutating func skipStatement() {
    var depth = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        advance()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        advance()
      case UInt8(ascii: "#"): while let next = peek, next != 0x0A { advance() }
      case 0x0A where depth <= 0: return
      default: advance()
      }
    }
  }

  private mutating func skipString(_ quote: UInt8) {
    let width = bytes[position...].starts(with: [quote, quote, quote]) ? 3 : 1
    for _ in 0..<width { advance() }
    while let byte = peek {
      if byte == 0x0A, width == 1 { return }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        advance()
        advance()
      } else if bytes[position...].starts(with: repeatElement(quote, count: width)) {
        for _ in 0..<width { advance() }
        // A long string may end in one or two quotes of its own.
        while width == 3, peek == quote { advance() }
        return
      } else {
        advance()
      }
    }
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 { advance() }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance() {
    guard position < bytes.count else { return }
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }
}
