internal import Fulfillment
internal import GRDB

/// A piece of SQL and the values bound to it, in the order of its question marks.
struct Condition {
  var sql: String
  var arguments: [Argument]

  init(_ sql: String, _ arguments: [Argument] = []) {
    self.sql = sql
    self.arguments = arguments
  }

  static var always: Condition { Condition("1") }
  static var never: Condition { Condition("0") }

  static func and(_ parts: [Condition]) -> Condition { join(parts, " AND ", empty: always) }
  static func or(_ parts: [Condition]) -> Condition { join(parts, " OR ", empty: never) }

  /// Two-valued: what is not known to hold does not hold, and its opposite does.
  static func not(_ part: Condition) -> Condition {
    Condition("NOT ifnull(" + part.sql + ", 0)", part.arguments)
  }

  private static func join(
    _ parts: [Condition], _ separator: String, empty: Condition
  ) -> Condition {
    guard parts.count > 1 else { return parts.first ?? empty }
    return Condition(
      "(" + parts.map(\.sql).joined(separator: separator) + ")", parts.flatMap(\.arguments))
  }

  /// The column is one of the values.
  static func among(_ column: String, _ values: [Argument]) -> Condition {
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    return Condition(column + " IN (" + marks + ")", values)
  }

  /// The column starts with `prefix`, by the column's own collation, and so by its index.
  static func starts(_ column: String, _ prefix: String) -> Condition {
    Condition(
      "(" + column + " >= ? AND " + column + " < ?)", [prefix, prefix + "\u{10FFFF}"])
  }

  /// The column starts with one of the texts.
  static func starts(_ column: String, anyOf prefixes: [String]) -> Condition {
    or(prefixes.map { starts(column, $0) })
  }

  /// `*` at the end of a code means any code that starts so.
  static func codes(_ column: String, _ codes: [String]) -> Condition {
    or(
      codes.map { code in
        code.hasSuffix("*")
          ? starts(column, String(code.dropLast())) : Condition(column + " = ?", [code])
      })
  }
}

/// Words for the full-text index. The text is data: quoted, so that none of it is read as an operator.
enum WordSearch {
  /// A phrase whose last word may go on; nil where the text has no word in it.
  static func phrase(_ text: String) -> String? {
    let hasWord = text.unicodeScalars.contains {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    guard hasWord else { return nil }
    let clean = text.unicodeScalars.filter { $0.value != 0 }
    let escaped = clean.reduce(into: "") { result, scalar in
      if scalar == "\"" { result.append("\"") }
      result.unicodeScalars.append(scalar)
    }
    return "\"" + escaped + "\" *"
  }
}
