import ArgumentParser
import Fulfillment
import Wire

/// What every listing takes.
struct ListingOptions: ParsableArguments {
  @Argument(help: "A filter in the console's language, e.g. state:stuck age>3d \"free words\".")
  var filter: [String] = []

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  @Flag(name: .long, help: "CSV with a header; cells that could be formulas are defused.")
  var csv = false

  @Option(
    name: .long, help: ArgumentHelp("Only these, in this order.", valueName: "a,b"))
  var columns: String?

  @Option(name: .long, help: "How to sort.")
  var sort: String?

  @Option(name: .long, help: "At most so many rows.")
  var limit: Int?

  func validate() throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
  }

  /// The filter as a query; a mistake points at its character.
  func query() throws -> Query {
    try Self.query(filter.joined(separator: " "))
  }

  /// A query from text; a mistake points at its character.
  static func query(_ text: String) throws -> Query {
    do {
      return try QueryParser.parse(text)
    } catch {
      throw Failure(
        "the filter can't be read", error.message + " at character \(error.offset + 1) of: " + text,
        remedy: "supercargo orders --help shows the language", status: .usage)
    }
  }

  /// The sort by name among those that a listing has.
  func sorting<Sort: RawRepresentable & CaseIterable>(_ standard: Sort) throws -> Sort
  where Sort.RawValue == String {
    guard let sort else { return standard }
    guard let found = Sort(rawValue: sort) else {
      let known = Sort.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--sort \(sort): there is only \(known)")
    }
    return found
  }
}

/// One column of a listing: its stable name, and a row's value.
struct ListColumn<Row>: Sendable {
  var name: String
  var isNumber = false
  /// Left out of the table on a terminal unless asked for.
  var isExtra = false
  var json: @Sendable (Row) -> JSON
  var text: @Sendable (Row) -> String

  init(
    _ name: String, isNumber: Bool = false, isExtra: Bool = false,
    json: @escaping @Sendable (Row) -> JSON, text: @escaping @Sendable (Row) -> String
  ) {
    self.name = name
    self.isNumber = isNumber
    self.isExtra = isExtra
    self.json = json
    self.text = text
  }

  /// A column of plain text.
  static func text(
    _ name: String, isExtra: Bool = false, _ value: @escaping @Sendable (Row) -> String
  ) -> Self {
    ListColumn(name, isExtra: isExtra, json: { .string(value($0)) }, text: value)
  }

  /// A column of money.
  static func money(
    _ name: String, isExtra: Bool = false, _ value: @escaping @Sendable (Row) -> Money?
  ) -> Self {
    ListColumn(
      name, isNumber: true, isExtra: isExtra, json: { .money(value($0)) },
      text: { value($0).map { "\($0.decimal) \($0.currency.code)" } ?? "" })
  }

  /// A column of an instant.
  static func time(
    _ name: String, isExtra: Bool = false, _ value: @escaping @Sendable (Row) -> Timestamp?
  ) -> Self {
    ListColumn(
      name, isExtra: isExtra, json: { .time(value($0)) }, text: { value($0)?.iso8601 ?? "" })
  }

  /// A column of a whole number.
  static func count(
    _ name: String, isExtra: Bool = false, _ value: @escaping @Sendable (Row) -> Int?
  ) -> Self {
    ListColumn(
      name, isNumber: true, isExtra: isExtra, json: { .count(value($0)) },
      text: { value($0).map { String($0) } ?? "" })
  }
}
