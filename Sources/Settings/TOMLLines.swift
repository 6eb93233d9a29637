/// On which line each key of a TOML text stands; the TOML reader keeps that for syntax errors only.
/// Reads texts that are known to be TOML: keys, headers, and enough of values to get past them.
struct TOMLLines: Sendable {
  private var lines: [[String]: Int] = [:]

  private var bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    scan()
    bytes = []
  }

  func line(of path: [String]) -> Int? {
    var path = path
    while !path.isEmpty {
      if let line = lines[path] { return line }
      path.removeLast()
    }
    return nil
  }

  private mutating func scan() {
    var table: [String] = []
    var counts: [[String]: Int] = [:]
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "["):
        let start = line
        advance()
        let isList = peek == UInt8(ascii: "[")
        if isList { advance() }
        table = resolved(keyPath(), counts)
        if isList {
          let index = counts[table, default: -1] + 1
          counts[table] = index
          if lines[table] == nil { lines[table] = start }
          table.append(String(index))
        }
        lines[table] = start
        skipLine()
      case 0x20, 0x09, 0x0A, 0x0D: advance()
      default:
        let start = line
        let path = table + keyPath()
        for length in (table.count + 1)..<max(table.count + 1, path.count + 1)
        where lines[Array(path.prefix(length))] == nil {
          lines[Array(path.prefix(length))] = start
        }
        if peek == UInt8(ascii: "=") { advance() } else if peek != nil { advance() }
        skipValue()
      }
    }
  }

  /// `[a.b]` below `[[a]]` means the newest element of `a`.
  private func resolved(_ path: [String], _ counts: [[String]: Int]) -> [String] {
    var resolved: [String] = []
    for (offset, part) in path.enumerated() {
      resolved.append(part)
      if offset < path.count - 1, let index = counts[resolved] { resolved.append(String(index)) }
    }
    return resolved
  }

  /// Reads `a."b c".d` up to what ends a key.
  private mutating func keyPath() -> [String] {
    var path: [String] = []
    var part: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): part += quoted(byte)
      case UInt8(ascii: "."):
        path.append(String(decoding: part, as: UTF8.self))
        part = []
        advance()
      case UInt8(ascii: "="), UInt8(ascii: "]"), 0x0A:
        return path + [String(decoding: part, as: UTF8.self)]
      case 0x20, 0x09, 0x0D: advance()
      default:
        part.append(byte)
        advance()
      }
    }
    return path + [String(decoding: part, as: UTF8.self)]
  }

  /// Gets past a value and its line: strings of four kinds, lists and tables over several lines.
  private mutating func skipValue() {
    var depth = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = quoted(byte)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        advance()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        advance()
      case UInt8(ascii: "#"): skipLine()
      case 0x0A where depth <= 0: return
      default: advance()
      }
    }
  }

  /// Gets past a string and returns what stands in it, escapes as written.
  private mutating func quoted(_ quote: UInt8) -> [UInt8] {
    let isLong = bytes[position...].starts(with: [quote, quote, quote])
    let width = isLong ? 3 : 1
    for _ in 0..<width { advance() }
    var content: [UInt8] = []
    while let byte = peek {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        content.append(byte)
        advance()
        if let escaped = peek { content.append(escaped) }
        advance()
        continue
      }
      if bytes[position...].starts(with: repeatElement(quote, count: width)) {
        for _ in 0..<width { advance() }
        // A long string may end in one or two quotes of its own.
        while isLong, peek == quote { advance() }
        return content
      }
      if byte == 0x0A, !isLong { return content }
      content.append(byte)
      advance()
    }
    return content
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance() {
    guard position < bytes.count else { return }
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  private mutating func skipLine() {
    while let byte = peek, byte != 0x0A { advance() }
  }
}
