package import Fulfillment

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The lines that sellers are judged by: those in the program, or the operator's own file in their place.
package enum JudgingLines {
  /// - Parameter path: the operator's file; it need not exist.
  package static func load(_ path: String) throws(ConfigurationError) -> [JudgingLine] {
    guard FileManager.default.fileExists(atPath: path) else {
      return try parse(
        String(decoding: PackageResources.lines_toml, as: UTF8.self), file: "lines.toml")
    }
    return try parse(try Configuration.text(of: path), file: path)
  }

  /// Reads a `[[line]]` for each. A file with anything wrong in it is refused whole.
  package static func parse(
    _ text: String, file: String
  ) throws(ConfigurationError) -> [JudgingLine] {
    let reader = ConfigurationReader(
      document: try TOMLDocument(text, file: file), file: file, environment: [:],
      withSecrets: false, services: [])
    try reader.check(reader.document.root, at: [], known: ["line"])
    var lines: [JudgingLine] = []
    for (path, table) in try reader.tables("line") {
      lines.append(try reader.line(table, at: path, taken: lines.map(\.name)))
    }
    return lines
  }
}

extension ConfigurationReader {
  fileprivate func line(
    _ table: Table, at path: [String], taken: [String]
  ) throws(ConfigurationError) -> JudgingLine {
    try check(
      table, at: path,
      known: [
        "name", "party", "measure", "below", "above", "minimum_cases", "source", "as_of", "from",
        "storefronts",
      ])
    let name = try ruleName(table, "the line", at: path, taken: taken)
    guard let measure = try choice(table, "measure", at: path, of: JudgingLine.Measure.self) else {
      throw problem(path, "\(name) has no measure", remedy: #"add measure = "on-time""#)
    }
    let below = try percent(table, "below", at: path, within: 0...10_000)
    let above = try percent(table, "above", at: path, within: 0...10_000)
    guard (below == nil) != (above == nil), let limit = below ?? above else {
      throw problem(
        path, "\(name) needs either below or above", remedy: #"write below = "4%""#)
    }
    guard let source = try text(table, "source", at: path) else {
      throw problem(path, "\(name) has no source", remedy: "say where the line was read")
    }
    guard let asOf = try day(table, "as_of", at: path) else {
      throw problem(path, "\(name) has no as_of", remedy: #"write as_of = "2026-01-31""#)
    }
    return JudgingLine(
      name: name, party: try text(table, "party", at: path) ?? name, measure: measure,
      limit: Double(limit) / 10_000, isCeiling: below != nil,
      minimumCases: Int64(try count(table, "minimum_cases", at: path) ?? 0), source: source,
      asOf: asOf, from: try day(table, "from", at: path),
      storefronts: table["storefronts"] == nil ? [] : try names(table, "storefronts", at: path))
  }

  private func day(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> CivilDate? {
    guard let text = try text(table, key, at: path) else { return nil }
    guard let days = DayRange.parse(text), days.count == 1 else {
      throw problem(
        path + [key], "\(key) is \"\(text.prefix(40))\", which is no day",
        remedy: "write it as \"2026-11-20\"")
    }
    return CivilDate(daysSinceEpoch: days.lowerBound)
  }
}
