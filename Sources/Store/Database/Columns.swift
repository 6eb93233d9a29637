internal import Fulfillment
internal import GRDBSQLite

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Reads the columns of a row from left to right. A column of another type than asked for is an error
/// and not a crash: the file may have been written by anyone.
struct Columns {
  private let handle: OpaquePointer
  private var index: Int32 = 0

  init(_ handle: OpaquePointer) { self.handle = handle }

  /// The current column. One call, and cheap ones for what is asked of it: a column's own functions look
  /// for it, and tidy up after them, every time. Nobody else uses the connection meanwhile.
  private var value: OpaquePointer? { sqlite3_column_value(handle, index) }

  mutating func number() throws -> Int64 {
    let value = value
    guard sqlite3_value_type(value) == SQLITE_INTEGER else { throw mismatch("number") }
    index += 1
    return sqlite3_value_int64(value)
  }

  mutating func numberOrNil() throws -> Int64? {
    let value = value
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER:
      index += 1
      return sqlite3_value_int64(value)
    case SQLITE_NULL:
      index += 1
      return nil
    default: throw mismatch("number")
    }
  }

  mutating func int() throws -> Int { Int(try number()) }
  mutating func intOrNil() throws -> Int? { try numberOrNil().map { Int($0) } }
  mutating func bool() throws -> Bool { try number() != 0 }

  mutating func text() throws -> String {
    let value = value
    guard sqlite3_value_type(value) == SQLITE_TEXT else { throw mismatch("text") }
    index += 1
    return Columns.text(value)
  }

  mutating func textOrNil() throws -> String? {
    let value = value
    switch sqlite3_value_type(value) {
    case SQLITE_TEXT:
      index += 1
      return Columns.text(value)
    case SQLITE_NULL:
      index += 1
      return nil
    default: throw mismatch("text")
    }
  }

  private static func text(_ value: OpaquePointer?) -> String {
    let bytes = bytes(value)
    return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the next column is a text.
  var isText: Bool { sqlite3_column_type(handle, index) == SQLITE_TEXT }

  /// The bytes of a text with their number before them, without a text made of them.
  mutating func append(to buffer: inout [UInt8]) throws {
    let value = value
    guard sqlite3_value_type(value) == SQLITE_TEXT else { throw mismatch("text") }
    index += 1
    let bytes = Columns.bytes(value)
    buffer.append(number: Int64(bytes.count))
    buffer.append(contentsOf: bytes)
  }

  mutating func data() throws -> Data {
    defer { index += 1 }
    guard sqlite3_column_type(handle, index) == SQLITE_BLOB else { throw mismatch("bytes") }
    let count = Int(sqlite3_column_bytes(handle, index))
    guard count > 0, let start = sqlite3_column_blob(handle, index) else { return Data() }
    return Data(bytes: start, count: count)
  }

  mutating func dataOrNil() throws -> Data? {
    if skipNull() { return nil }
    return try data()
  }

  mutating func time() throws -> Timestamp { Timestamp(milliseconds: try number()) }
  mutating func timeOrNil() throws -> Timestamp? {
    try numberOrNil().map(Timestamp.init(milliseconds:))
  }

  /// A case of an enumeration by its raw text.
  mutating func state<State: RawRepresentable<String>>(_ type: State.Type) throws -> State {
    let raw = try text()
    guard let state = State(rawValue: raw) else { throw Columns.unknown(raw, type) }
    return state
  }

  mutating func stateOrNil<State: RawRepresentable<String>>(_ type: State.Type) throws -> State? {
    if skipNull() { return nil }
    return try state(type)
  }

  /// The same by a table, for columns that are read millions of times.
  mutating func state<State>(_ words: Words<State>) throws -> State {
    guard let state = try stateOrNil(words) else { throw mismatch("text") }
    return state
  }

  mutating func stateOrNil<State>(_ words: Words<State>) throws -> State? {
    let value = value
    switch sqlite3_value_type(value) {
    case SQLITE_TEXT:
      guard let state = words.state(Columns.bytes(value)) else {
        throw Columns.unknown(try text(), State.self)
      }
      index += 1
      return state
    case SQLITE_NULL:
      index += 1
      return nil
    default: throw mismatch("text")
    }
  }

  mutating func currency() throws -> Currency {
    let code = try text()
    guard let currency = Currency(kept: code) ?? Currency(code) else {
      throw Columns.unknown(code, Currency.self)
    }
    return currency
  }

  /// An amount whose currency stands elsewhere.
  mutating func money(_ currency: Currency) throws -> Money? {
    try numberOrNil().map { Money(minor: $0, currency: currency) }
  }

  /// An amount followed by its currency.
  mutating func money() throws -> Money? {
    guard let minor = try numberOrNil() else {
      index += 1
      return nil
    }
    return Money(minor: minor, currency: try currency())
  }

  /// Has every column of the row decoded.
  func touchAll() {
    for place in 0..<sqlite3_column_count(handle) {
      if sqlite3_column_type(handle, place) == SQLITE_TEXT {
        _ = sqlite3_column_text(handle, place)
      } else {
        _ = sqlite3_column_int64(handle, place)
      }
    }
  }

  /// The text of a column, until the next step.
  private static func bytes(_ value: OpaquePointer?) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_value_text(value)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
  }

  private mutating func skipNull() -> Bool {
    guard sqlite3_column_type(handle, index) == SQLITE_NULL else { return false }
    index += 1
    return true
  }

  private func mismatch(_ type: String) -> StoreError {
    let name = sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
    return Columns.corrupt("no \(type) in \(name)")
  }

  private static func unknown(_ raw: String, _ type: Any.Type) -> StoreError {
    corrupt("\"\(raw)\" where a \(type) belongs")
  }

  private static func corrupt(_ what: String) -> StoreError {
    StoreError(
      .corrupt, what: "can't read the store", why: "it holds " + what,
      remedy: "update this program, or restore a backup")
  }
}

/// The cases of an enumeration by their raw texts: comparing bytes is ten times as fast as making a
/// string of them first.
struct Words<State: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
  /// All of them in a row, and where each ends.
  private let bytes: [UInt8]
  private let ends: [Int]
  private let states: [State]

  init() {
    states = Array(State.allCases)
    var (bytes, ends): ([UInt8], [Int]) = ([], [])
    for state in State.allCases {
      bytes += state.rawValue.utf8
      ends.append(bytes.count)
    }
    (self.bytes, self.ends) = (bytes, ends)
  }

  func state(_ text: UnsafeBufferPointer<UInt8>) -> State? {
    var start = 0
    for place in ends.indices {
      let end = ends[place]
      if end - start == text.count, text.indices.allSatisfy({ text[$0] == bytes[start + $0] }) {
        return states[place]
      }
      start = end
    }
    return nil
  }
}
