#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON that somebody sent, taken as loosely as the vendors take it: numbers in quotes count as
/// numbers, a missing member is null.
indirect enum Posted: Decodable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case number(Double)
  case text(String)
  case list([Posted])
  case object([String: Posted])

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let flag = try? box.decode(Bool.self) {
      self = .bool(flag)
    } else if let whole = try? box.decode(Int64.self) {
      self = .int(whole)
    } else if let number = try? box.decode(Double.self) {
      self = .number(number)
    } else if let text = try? box.decode(String.self) {
      self = .text(text)
    } else if let items = try? box.decode([Posted].self) {
      self = .list(items)
    } else {
      self = .object(try box.decode([String: Posted].self))
    }
  }

  /// nil where it is no JSON.
  static func read(_ bytes: [UInt8]) -> Posted? {
    try? JSONDecoder().decode(Posted.self, from: Data(bytes))
  }

  static func read(_ text: String) -> Posted? { read(Array(text.utf8)) }

  subscript(name: String) -> Posted {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }

  /// Text, or a whole number as text; "" for anything else.
  var text: String {
    switch self {
    case .text(let text): text
    case .int(let number): String(number)
    default: ""
    }
  }

  /// A whole number, also in quotes.
  var int: Int? {
    switch self {
    case .int(let number): Int(number)
    case .text(let text): Int(text)
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// `true`, also in quotes or as 1.
  var isTrue: Bool {
    if case .bool(let flag) = self { return flag }
    return ["true", "1"].contains(text)
  }

  var items: [Posted] {
    if case .list(let items) = self { items } else { [] }
  }

  var isObject: Bool {
    if case .object = self { true } else { false }
  }

  /// The same value, to be written.
  var answer: AnswerJSON {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(Int(number))
    case .number(let number): .number(String(number))
    case .text(let text): .text(text)
    case .list(let items): .list(items.map(\.answer))
    case .object(let members):
      .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.answer) })
    }
  }
}
