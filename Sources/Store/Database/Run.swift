internal import GRDB

/// A value bound to a statement. Nothing that comes from outside ever becomes part of SQL text.
typealias Argument = (any DatabaseValueConvertible)?

extension Database {
  /// Runs a statement that returns nothing; compiled once per connection.
  func run(_ sql: String, _ arguments: Argument...) throws { try run(sql, arguments) }

  /// As above, with the arguments in an array.
  func run(_ sql: String, _ arguments: [Argument]) throws {
    let scan = try Scan(self, sql)
    try scan.begin(arguments)
    while try scan.next() {}
  }

  /// The same without the detours of a statement that might return something, for what is run a million
  /// times.
  func put(_ sql: String, _ values: [Scan.Value]) throws { try Scan(self, sql).run(values) }

  /// The first column of the first row; nil where there is no row or it is NULL.
  func number(_ sql: String, _ arguments: Argument...) throws -> Int64? {
    let scan = try Scan(self, sql)
    defer { scan.end() }
    try scan.begin(arguments)
    guard try scan.next() else { return nil }
    var columns = scan.columns
    return try columns.numberOrNil()
  }

  /// The first column of every row.
  func numbers(_ sql: String, _ arguments: [Argument]) throws -> [Int64] {
    try rows(sql, arguments) { try $0.number() }
  }

  /// The first column of every row.
  func texts(_ sql: String, _ arguments: Argument...) throws -> [String] {
    try rows(sql, arguments) { try $0.text() }
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
    let scan = try Scan(self, sql)
    defer { scan.end() }
    try scan.begin(arguments)
    var values: [Value] = []
    while try scan.next() {
      var columns = scan.columns
      values.append(try read(&columns))
    }
    return values
  }

  /// The first row; nil where there is none.
  func row<Value>(
    _ sql: String, _ arguments: Argument..., read: (inout Columns) throws -> Value
  ) throws -> Value? {
    let scan = try Scan(self, sql)
    defer { scan.end() }
    try scan.begin(arguments)
    guard try scan.next() else { return nil }
    var columns = scan.columns
    return try read(&columns)
  }
}
