import Fulfillment

/// Reading the figures and lists that rules are made of.
extension ConfigurationReader {
  typealias Table = [String: TOMLDocument.Value]

  /// `"15%"` in hundredths of a percent; nil where it is not set.
  func percent(
    _ table: Table, _ key: String, at path: [String], within range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    guard let value = table[key] else { return nil }
    guard case .string(let text) = value, let percent = FigureText.percent(text) else {
      throw problem(
        path + [key], "\(key) is not a percentage", remedy: #"write it as "15%" or "7.5%""#)
    }
    guard range.contains(percent) else {
      throw problem(
        path + [key], "\(key) is not from \(range.lowerBound / 100)% to \(range.upperBound / 100)%",
        remedy: "write another percentage")
    }
    return percent
  }

  /// `"40.00 USD"`; nil where it is not set.
  func money(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> Money? {
    guard let value = table[key] else { return nil }
    guard case .string(let text) = value, let money = FigureText.money(text), money.minor >= 0
    else {
      throw problem(
        path + [key], "\(key) is not an amount of money", remedy: #"write it as "40.00 USD""#)
    }
    return money
  }

  func count(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> Int? {
    guard let value = table[key] else { return nil }
    guard case .integer(let count) = value, (0...1_000_000).contains(count) else {
      throw problem(
        path + [key], "\(key) is not a number from 0 to 1000000", remedy: "write one without quotes"
      )
    }
    return count
  }

  func flag(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> Bool? {
    guard let value = table[key] else { return nil }
    guard case .bool(let flag) = value else {
      throw problem(
        path + [key], "\(key) is \(value.kind)", remedy: "write true or false, without quotes")
    }
    return flag
  }

  /// Names, one in quotes or several in a list. An empty list is refused: it would mean any.
  func names(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> [String] {
    guard let value = table[key] else { return [] }
    let values: [TOMLDocument.Value] =
      if case .array(let values) = value { values } else { [value] }
    var names: [String] = []
    for value in values {
      let name = try string(value, at: path + [key])
      // A star elsewhere would look like a pattern and be none.
      guard !name.isEmpty, !name.dropLast().contains("*") else {
        throw problem(
          path + [key], "\(key) holds \(name.isEmpty ? "an empty name" : "a * within a name")",
          remedy: "write a whole name, or its beginning and one * at the end")
      }
      names.append(name)
    }
    guard !names.isEmpty else {
      throw problem(
        path + [key], "\(key) is an empty list", remedy: "name something or remove the line")
    }
    return names
  }

  /// Countries as ISO codes, upper case.
  func countries(
    _ table: Table, at path: [String]
  ) throws(ConfigurationError) -> [String] {
    let countries = try names(table, "countries", at: path).map { $0.uppercased() }
    for country in countries {
      guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
        throw problem(
          path + ["countries"], "\"\(country)\" is not a country",
          remedy: #"write two letters, such as "US" or "DE""#)
      }
    }
    return countries
  }

  /// One of the words that an enumeration has; nil where it is not set.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ table: Table, _ key: String, at path: [String], of type: Choice.Type
  ) throws(ConfigurationError) -> Choice? {
    guard let text = try text(table, key, at: path) else { return nil }
    return try choice(text, key, at: path, of: type)
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String, at path: [String], of type: Choice.Type
  ) throws(ConfigurationError) -> Choice {
    guard let choice = Choice(rawValue: text) else {
      throw problem(
        path + [key], "there is no \(key) \"\(text)\"",
        remedy: NearestName.remedy(text, among: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// The name of a rule or an automation, which no other has.
  func ruleName(
    _ table: Table, _ kind: String, at path: [String], taken: [String]
  ) throws(ConfigurationError) -> String {
    guard let name = try text(table, "name", at: path) else {
      throw problem(path, "\(kind) has no name", remedy: #"add name = "to-brazil""#)
    }
    guard name.utf8.count <= 60, name.unicodeScalars.allSatisfy(\.isNameLike) else {
      throw problem(
        path + ["name"], "the name of \(kind) is too long or holds a strange character",
        remedy: "use up to 60 letters, digits, blanks, - _ and .")
    }
    guard !taken.contains(name) else {
      throw problem(
        path + ["name"], "the name \(name) is taken", remedy: "give one of them another name")
    }
    return name
  }
}

/// Figures as people write them.
enum FigureText {
  /// `15%`, `7.5 %`, `-3.25%`: hundredths of a percent; nil for anything else and for finer ones.
  static func percent(_ text: String) -> Int? {
    guard text.hasSuffix("%") else { return nil }
    var number = text.dropLast()
    while number.last == " " { number = number.dropLast() }
    // Two digits after the point, as of dollars.
    return Money(decimal: number, currency: .usd).flatMap { Int(exactly: $0.minor) }
  }

  /// `40.00 USD`, `40 usd`: an amount and its currency with a blank between.
  static func money(_ text: String) -> Money? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let currency = Currency(parts[1]) else { return nil }
    return Money(decimal: parts[0], currency: currency)
  }

  /// `0.92` in millionths; nil for anything else, for what is not above zero, and for finer ones.
  static func millionths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, whole.utf8.count <= 9,
      text.utf8.allSatisfy({ $0 == 0x2E || (48...57).contains($0) })
    else { return nil }
    let rest = parts.count == 2 ? String(parts[1]) : "0"
    guard (1...6).contains(rest.utf8.count) else { return nil }
    let millionths = Int64(whole + rest + String(repeating: "0", count: 6 - rest.utf8.count))
    return millionths.flatMap { $0 > 0 ? $0 : nil }
  }
}
