internal import Fulfillment
internal import GRDB

/// A value bound to a statement. Nothing that comes from outside ever becomes part of SQL text.
typealias Argument = (any DatabaseValueConvertible)?

extension Database {
  /// Runs a statement that returns nothing; compiled once per connection.
  func run(_ sql: String, _ arguments: Argument...) throws { try run(sql, arguments) }

  /// As above, with the arguments in an array.
  func run(_ sql: String, _ arguments: [Argument]) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }

  /// The first column of the first row; nil where there is no row or it is NULL.
  func number(_ sql: String, _ arguments: Argument...) throws -> Int64? {
    let statement = try cachedStatement(sql: sql)
    return try Int64.fetchOne(statement, arguments: StatementArguments(arguments))
  }

  /// The first column of every row.
  func numbers(_ sql: String, _ arguments: [Argument]) throws -> [Int64] {
    let statement = try cachedStatement(sql: sql)
    return try Int64.fetchAll(statement, arguments: StatementArguments(arguments))
  }

  /// The first column of every row.
  func texts(_ sql: String, _ arguments: Argument...) throws -> [String] {
    let statement = try cachedStatement(sql: sql)
    return try String.fetchAll(statement, arguments: StatementArguments(arguments))
  }

  /// Every row, read column by column in the order of the select list.
  func rows<Value>(
    _ sql: String, _ arguments: Argument..., read: (inout Columns) throws -> Value
  ) throws -> [Value] {
    try rows(sql, arguments, read: read)
  }

  /// As above, with the arguments in an array.
  func rows<Value>(
    _ sql: String, _ arguments: [Argument], read: (inout Columns) throws -> Value
  ) throws -> [Value] {
    let statement = try cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
    var values: [Value] = []
    while let row = try cursor.next() {
      var columns = Columns(row)
      values.append(try read(&columns))
    }
    return values
  }

  /// The first row; nil where there is none.
  func row<Value>(
    _ sql: String, _ arguments: Argument..., read: (inout Columns) throws -> Value
  ) throws -> Value? {
    let statement = try cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
    guard let row = try cursor.next() else { return nil }
    var columns = Columns(row)
    return try read(&columns)
  }
}

/// Reads the columns of a row from left to right. A column of another type than asked for is an error
/// and not a crash: the file may have been written by anyone.
struct Columns {
  private let row: Row
  private var index = 0

  init(_ row: Row) { self.row = row }

  mutating func number() throws -> Int64 { try next(Int64.self) }
  mutating func numberOrNil() throws -> Int64? { try next(Int64?.self) }
  mutating func int() throws -> Int { try next(Int.self) }
  mutating func intOrNil() throws -> Int? { try next(Int?.self) }
  mutating func bool() throws -> Bool { try next(Int64.self) != 0 }
  mutating func text() throws -> String { try next(String.self) }
  mutating func textOrNil() throws -> String? { try next(String?.self) }
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
    guard let raw = try textOrNil() else { return nil }
    guard let state = State(rawValue: raw) else { throw Columns.unknown(raw, type) }
    return state
  }

  mutating func currency() throws -> Currency {
    let code = try text()
    guard let currency = Currency(code) else { throw Columns.unknown(code, Currency.self) }
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

  private mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ type: Value.Type
  ) throws -> Value {
    defer { index += 1 }
    return try row.decode(type, atIndex: index)
  }

  private static func unknown(_ raw: String, _ type: Any.Type) -> StoreError {
    StoreError(
      .corrupt, what: "can't read the store", why: "it holds \"\(raw)\" where a \(type) belongs",
      remedy: "update this program, or restore a backup")
  }
}
