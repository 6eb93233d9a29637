internal import Fulfillment
internal import GRDB
internal import GRDBSQLite

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A statement that is stepped and read without a layer between: detection reads tens of millions of
/// columns. It comes from the connection's cache, so no two of the same text may be open at once.
final class Scan {
  private let statement: Statement
  private let handle: SQLiteStatement
  private var isOpen = false

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  deinit { end() }

  /// The current row, from its first column on.
  var columns: Columns { Columns(handle) }

  /// Starts anew with these values.
  func begin(_ arguments: [Argument]) throws {
    end()
    guard Int(sqlite3_bind_parameter_count(handle)) == arguments.count else {
      throw DatabaseError(
        resultCode: .SQLITE_MISUSE, message: "wrong number of arguments", sql: statement.sql)
    }
    for (place, argument) in arguments.enumerated() {
      try bind(argument.map(Value.init) ?? .null, at: Int32(place + 1))
    }
    isOpen = true
  }

  /// Starts anew with these numbers; every other parameter is NULL.
  func begin(_ numbers: Int64...) throws {
    end()
    for (index, number) in numbers.enumerated() {
      try check(sqlite3_bind_int64(handle, Int32(index + 1), number))
    }
    isOpen = true
  }

  /// Starts anew with a text and a number.
  func begin(_ text: String, _ number: Int64) throws {
    end()
    try bind(.text(text), at: 1)
    try bind(.number(number), at: 2)
    isOpen = true
  }

  /// Runs it once with these values, for what it changes.
  func run(_ values: [Value]) throws {
    end()
    for (place, value) in values.enumerated() { try bind(value, at: Int32(place + 1)) }
    isOpen = true
    while try next() {}
  }

  /// What a parameter is set to.
  enum Value {
    case null
    case number(Int64)
    case real(Double)
    case text(String)
    case bytes(Data)

    init(_ value: any DatabaseValueConvertible) {
      // What is bound most, without a detour.
      if let number = value as? Int64 {
        self = .number(number)
      } else if let text = value as? String {
        self = .text(text)
      } else {
        switch value.databaseValue.storage {
        case .null: self = .null
        case .int64(let number): self = .number(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let bytes): self = .bytes(bytes)
        }
      }
    }

    static func number(_ number: Int64?) -> Value { number.map { .number($0) } ?? .null }
    static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    static func time(_ time: Timestamp?) -> Value { .number(time?.milliseconds) }
    static func flag(_ flag: Bool) -> Value { .number(flag ? 1 : 0) }
  }

  private func bind(_ value: Value, at place: Int32) throws {
    switch value {
    case .null: try check(sqlite3_bind_null(handle, place))
    case .number(let number): try check(sqlite3_bind_int64(handle, place, number))
    case .real(let number): try check(sqlite3_bind_double(handle, place, number))
    case .bytes(let bytes):
      try bytes.withUnsafeBytes { bytes in
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let start = bytes.baseAddress
        // Bytes of which there are none must not become NULL either.
        try check(
          start == nil
            ? sqlite3_bind_zeroblob(handle, place, 0)
            : sqlite3_bind_blob(handle, place, start, Int32(bytes.count), copied))
      }
    case .text(var text):
      try text.withUTF8 { bytes in
        try bytes.withMemoryRebound(to: CChar.self) { characters in
          // SQLite copies it (-1): the bytes are gone before the first step. An empty text has no bytes
          // anywhere, and must not become NULL.
          let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
          let start = characters.baseAddress
          try check(
            start == nil
              ? sqlite3_bind_text(handle, place, "", 0, copied)
              : sqlite3_bind_text(handle, place, start, Int32(characters.count), copied))
        }
      }
    }
  }

  /// Whether there is another row. At the end the statement lets go of the file.
  func next() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      end()
      return false
    case let code:
      defer { end() }
      throw error(code)
    }
  }

  /// Runs it once, for what it changes.
  func run(_ numbers: Int64...) throws {
    end()
    for (index, number) in numbers.enumerated() {
      try check(sqlite3_bind_int64(handle, Int32(index + 1), number))
    }
    isOpen = true
    while try next() {}
  }

  func end() {
    guard isOpen else { return }
    isOpen = false
    // What went wrong was told by the step.
    _ = sqlite3_reset(handle)
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw error(code) }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let connection = sqlite3_db_handle(handle)
    let extended = sqlite3_extended_errcode(connection)
    return DatabaseError(
      resultCode: ResultCode(rawValue: extended == SQLITE_OK ? code : extended),
      message: sqlite3_errmsg(connection).map { String(cString: $0) }, sql: statement.sql)
  }
}
