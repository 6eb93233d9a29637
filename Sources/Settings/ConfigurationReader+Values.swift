import Fulfillment

/// Reading single values, with errors that say where they stand.
extension ConfigurationReader {
  func problem(_ path: [String], _ what: String, remedy: String) -> ConfigurationError {
    ConfigurationError(file: file, line: document.line(of: path), what: what, remedy: remedy)
  }

  /// Runs `body` and gives a problem it has with a value the place where that value stands.
  func at<Result>(
    _ path: [String], _ body: () throws(ValueProblem) -> Result
  ) throws(ConfigurationError) -> Result {
    do throws(ValueProblem) {
      return try body()
    } catch {
      throw problem(path, error.what, remedy: error.remedy)
    }
  }

  /// Refuses a key that means nothing here.
  func check(
    _ table: [String: TOMLDocument.Value], at path: [String], known: [String]
  ) throws(ConfigurationError) {
    for key in table.keys.sorted() where !known.contains(key) {
      let place = path.first.map { " in [\($0)]" } ?? ""
      throw problem(
        path + [key], "unknown key \"\(key)\"\(place)",
        remedy: NearestName.remedy(key, among: known))
    }
  }

  /// The table at a path of the document; empty where there is none.
  func table(_ path: [String]) throws(ConfigurationError) -> [String: TOMLDocument.Value] {
    switch path.first.flatMap({ document.root[$0] }) {
    case nil: return [:]
    case .table(let table)?: return table
    case let value?:
      throw problem(
        path, "\(path.joined(separator: ".")) is \(value.kind)",
        remedy: "begin it with [\(path.joined(separator: "."))]")
    }
  }

  /// The tables of a `[[name]]`, each with its path; none where there is no such name.
  func tables(
    _ name: String
  ) throws(ConfigurationError) -> [(path: [String], table: [String: TOMLDocument.Value])] {
    guard let value = document.root[name] else { return [] }
    guard case .array(let entries) = value else {
      throw problem(
        [name], "\(name) is \(value.kind)", remedy: "begin each \(name) with [[\(name)]]")
    }
    var tables: [(path: [String], table: [String: TOMLDocument.Value])] = []
    for (index, entry) in entries.enumerated() {
      let path = [name, String(index)]
      guard case .table(let table) = entry else {
        throw problem(
          path, "\(name) is a list of \(entry.kind)",
          remedy: "begin each \(name) with [[\(name)]]")
      }
      tables.append((path, table))
    }
    return tables
  }

  func string(
    _ value: TOMLDocument.Value, at path: [String]
  ) throws(ConfigurationError) -> String {
    guard case .string(let text) = value else {
      throw problem(
        path, "\(path.last ?? "") is \(value.kind), not a string", remedy: "put it in quotes")
    }
    return text
  }

  /// The text of a key; nil where it is not set. An empty text is refused: it would mean nothing.
  func text(
    _ table: [String: TOMLDocument.Value], _ key: String, at path: [String] = ["console"]
  ) throws(ConfigurationError) -> String? {
    guard let value = table[key] else { return nil }
    let text = try string(value, at: path + [key])
    guard !text.isEmpty else {
      throw problem(path + [key], "\(key) is empty", remedy: "give it a value or remove the line")
    }
    return text
  }

  func span(
    _ table: [String: TOMLDocument.Value], _ key: String, at path: [String] = ["console"],
    atMost limit: Span
  ) throws(ConfigurationError) -> Span? {
    guard let text = try text(table, key, at: path) else { return nil }
    guard let span = SpanText.span(text) else {
      throw problem(path + [key], "\(key) is not a span", remedy: "write \(SpanText.form)")
    }
    guard span <= limit else {
      throw problem(
        path + [key], "\(key) is longer than \(SpanText.text(limit))",
        remedy: "write a shorter span")
    }
    return span
  }

  /// Every value below a table with its path, so that `a.b = 1` and `"a.b" = 1` mean the same.
  func flattened(
    _ table: [String: TOMLDocument.Value], below path: [String]
  ) -> [(path: [String], value: TOMLDocument.Value)] {
    table.sorted { $0.key < $1.key }.flatMap { key, value in
      if case .table(let inner) = value { return flattened(inner, below: path + [key]) }
      return [(path + [key], value)]
    }
  }
}
