/// A recorded terminal session as asciinema's players read it (asciicast v2): a header, then one line for
/// each piece of output with its second.
struct Cast {
  private(set) var lines: [String]
  /// The start of a character whose end has not come yet.
  private var begun: [UInt8] = []

  init(columns: Int, rows: Int, title: String) {
    lines = [
      JSON.object([
        ("version", .integer(2)), ("width", .integer(Int64(columns))),
        ("height", .integer(Int64(rows))), ("title", .string(title)),
        ("env", .object([("TERM", .string("xterm-256color"))])),
      ]).line
    ]
  }

  /// Adds what was written at that moment, in milliseconds from the start.
  mutating func add(_ bytes: [UInt8], at milliseconds: Int64) {
    let all = begun + bytes
    let whole = all.count - Self.beginning(of: all)
    begun = Array(all[whole...])
    guard whole > 0 else { return }
    lines.append(
      JSON.array([
        .number(Double(milliseconds) / 1000), .string("o"),
        .string(String(decoding: all[..<whole], as: UTF8.self)),
      ]).line)
  }

  /// How many bytes at the end begin a character of UTF-8 without ending it.
  private static func beginning(of bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let byte = bytes[bytes.count - length]
      if byte < 0x80 { return 0 }
      if byte >= 0xC0 {
        let needed = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        return length < needed ? length : 0
      }
    }
    return 0
  }
}
