/// A JSON value to be written. Objects keep the order of their members, as the vendors' answers do.
indirect enum AnswerJSON: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  /// A number by its own digits: `83.45`.
  case number(String)
  case text(String)
  case list([AnswerJSON])
  case object([(String, AnswerJSON)])

  /// How text beyond ASCII is written.
  enum Style: Sendable {
    /// As UTF-8.
    case plain
    /// As `\uXXXX` and with `\/`, the way PHP's `json_encode` does.
    case php
  }

  /// A text, or null for nil.
  static func optional(_ text: String?) -> AnswerJSON { text.map(AnswerJSON.text) ?? .null }

  /// The whole value as UTF-8.
  func bytes(_ style: Style = .plain) -> [UInt8] {
    var out: [UInt8] = []
    write(to: &out, style)
    return out
  }

  func write(to out: inout [UInt8], _ style: Style) {
    switch self {
    case .null: out += Array("null".utf8)
    case .bool(let flag): out += Array((flag ? "true" : "false").utf8)
    case .int(let number): out += Array(String(number).utf8)
    case .number(let digits): out += Array(digits.utf8)
    case .text(let text): AnswerJSON.quote(text, to: &out, style)
    case .list(let items):
      out.append(0x5B)
      for (index, item) in items.enumerated() {
        if index > 0 { out.append(0x2C) }
        item.write(to: &out, style)
      }
      out.append(0x5D)
    case .object(let members):
      out.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(0x2C) }
        AnswerJSON.quote(member.0, to: &out, style)
        out.append(0x3A)
        member.1.write(to: &out, style)
      }
      out.append(0x7D)
    }
  }

  private static func quote(_ text: String, to out: inout [UInt8], _ style: Style) {
    out.append(0x22)
    switch style {
    case .plain: for byte in text.utf8 { escape(byte, to: &out) }
    case .php:
      for unit in text.utf16 {
        switch unit {
        case 0x2F: out += [0x5C, 0x2F]
        case 0..<0x80: escape(UInt8(unit), to: &out)
        default: unicodeEscape(unit, to: &out)
        }
      }
    }
    out.append(0x22)
  }

  private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case 0x22, 0x5C: out += [0x5C, byte]
    case 0x0A: out += [0x5C, 0x6E]
    case 0x0D: out += [0x5C, 0x72]
    case 0x09: out += [0x5C, 0x74]
    case 0..<0x20: unicodeEscape(UInt16(byte), to: &out)
    default: out.append(byte)
    }
  }

  private static func unicodeEscape(_ unit: UInt16, to out: inout [UInt8]) {
    out += [0x5C, 0x75]
    for shift in stride(from: 12, through: 0, by: -4) {
      let digit = UInt8(unit >> UInt16(shift) & 15)
      out.append(digit < 10 ? digit + 48 : digit + 87)
    }
  }
}

extension AnswerJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral
{
  init(dictionaryLiteral elements: (String, AnswerJSON)...) { self = .object(elements) }
  init(arrayLiteral elements: AnswerJSON...) { self = .list(elements) }
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .int(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(nilLiteral: ()) { self = .null }
}
