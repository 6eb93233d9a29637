/// A JSON value (RFC 8259) as a stranger sent it. Numbers keep their digits, so that `4.10` stays
/// exact as an amount and an id of 19 digits stays whole; the typed accessors bear the drift of real
/// services (`5` for `"5"`, `""` for null) where that is lossless, and answer nil otherwise.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The digits as sent: `-12.50`, `1e3`.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name of an object and its value.
  package struct Member: Hashable, Sendable {
    /// As sent.
    package var name: String
    /// As sent.
    package var value: JSON

    package init(name: String, value: JSON) {
      self.name = name
      self.value = value
    }

    /// It is named by a place in a list: at most six digits.
    fileprivate var isPlace: Bool {
      (1...6).contains(name.utf8.count) && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
  }

  /// The value of that name in an object (the last, if sent twice); `.null` where there is none.
  package subscript(name: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.name == name }?.value ?? .null
  }

  /// The elements of an array; none of anything else. PHP sends `{}` and `[]` for each other when
  /// they are empty, and a list with gaps as an object whose names are its places.
  package var elements: [JSON] {
    switch self {
    case .array(let elements): elements
    case .object(let members) where members.allSatisfy(\.isPlace): members.map(\.value)
    case .null, .bool, .number, .string, .object: []
    }
  }

  /// The members of an object; none of anything else.
  package var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  /// It is null, or was not there.
  package var isNull: Bool { self == .null }
  /// It is an object, empty or not.
  package var isObject: Bool { if case .object = self { true } else { false } }
  /// It is an array, empty or not.
  package var isArray: Bool { if case .array = self { true } else { false } }

  /// A string, or a number's digits, or `true` and `false`; nil of anything else.
  package var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let bool): bool ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// A whole number, also one in a string or written as `5.0`; nil of anything else.
  package var integer: Int64? {
    guard let text = text?.trimmed, !text.isEmpty else { return nil }
    if let exact = Int64(text) { return exact }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.allSatisfy({ $0 == 0x30 }) else { return nil }
    return Int64(parts[0])
  }

  /// A truth value, also as `"true"`, `"yes"`, `1` and their opposites; nil of anything else.
  package var bool: Bool? {
    switch text?.lowercased() {
    case "true", "yes", "1": true
    case "false", "no", "0": false
    default: nil
    }
  }

  /// The value without blanks, as an answer or a log line has it.
  package var encoded: String {
    switch self {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return JSON.quoted(text)
    case .array(let elements): return "[" + elements.map(\.encoded).joined(separator: ",") + "]"
    case .object(let members):
      let parts = members.map { JSON.quoted($0.name) + ":" + $0.value.encoded }
      return "{" + parts.joined(separator: ",") + "}"
    }
  }

  /// The text in quotes, with everything escaped that must be.
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(integerLiteral number: Int64) { self = .number(String(number)) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
}
