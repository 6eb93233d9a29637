import TOMLKit

/// A TOML text as plain values, each key with the line it stands on. The only file that reads TOML.
package struct TOMLDocument: Sendable {
  /// A value of the document.
  package indirect enum Value: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case array([Value])
    case table([String: Value])
    /// A date or a time, which nothing here asks for.
    case other

    /// `a string`, for error texts.
    package var kind: String {
      switch self {
      case .string: "a string"
      case .integer: "a whole number"
      case .float: "a number"
      case .bool: "true or false"
      case .array: "a list"
      case .table: "a table"
      case .other: "a date or time"
      }
    }
  }

  package let root: [String: Value]
  private let lines: TOMLLines

  /// Throws where the text is no TOML, with the line and what the reader expected there.
  /// - Parameter file: how errors call it.
  package init(_ text: String, file: String) throws(ConfigurationError) {
    // The reader below takes a C string.
    guard !text.utf8.contains(0) else {
      throw ConfigurationError(
        file: file, what: "the file holds a zero byte", remedy: "write it as UTF-8 text")
    }
    if let line = TOMLHeaderGuard.firstBadHeader(text) {
      throw ConfigurationError(
        file: file, line: line, what: "no name begins after the bracket",
        remedy: "begin a table with [name], an account with [[account]]")
    }
    do {
      root = TOMLDocument.values(of: try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      throw ConfigurationError(
        file: file, line: error.source.begin.line,
        what: TOMLDocument.firstLine(error.description), remedy: "mend it; see toml.io for the form"
      )
    } catch {
      throw ConfigurationError(file: file, what: "the file is not TOML", remedy: "see toml.io")
    }
    lines = TOMLLines(text)
  }

  /// The line of a key, by its path (`["account", "0", "url"]`), or of what encloses it; nil: unknown.
  package func line(of path: [String]) -> Int? { lines.line(of: path) }

  private static func values(of table: TOMLTable) -> [String: Value] {
    var values: [String: Value] = [:]
    for key in table.keys { values[key] = table[key].map { value($0) } ?? .other }
    return values
  }

  private static func value(_ node: any TOMLValueConvertible) -> Value {
    switch node.type {
    case .string: node.string.map { .string($0) } ?? .other
    case .int: node.int.map { .integer($0) } ?? .other
    case .double: node.double.map { .float($0) } ?? .other
    case .bool: node.bool.map { .bool($0) } ?? .other
    case .array: .array(node.array.map { $0.map { value($0) } } ?? [])
    case .table: .table(node.table.map { values(of: $0) } ?? [:])
    case .date, .time, .dateTime: .other
    }
  }

  private static func firstLine(_ text: String) -> String {
    String(text.prefix { !$0.isNewline }.prefix(200))
  }
}
