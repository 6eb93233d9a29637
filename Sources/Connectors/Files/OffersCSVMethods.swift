import Fulfillment
import Wire

/// Shipping methods in one cell: `name:cost:min-max:US|BR`, apart by `;`. What follows the name may be
/// left out or be empty. A cost is in the row's currency unless it names its own (`4.00 EUR`); days are
/// those from hand-over to delivery, `7-12` or `7`. A `:`, `;` or `\` of a name has a `\` before it.
enum OfferMethods {
  /// Why a cell can't be read.
  struct Problem: Error, Hashable {
    var reason: String
  }

  static func read(
    _ cell: String, currency: Currency?
  ) throws(Problem) -> [ShippingMethod] {
    var methods: [ShippingMethod] = []
    for text in split(cell, at: ";") where !text.trimmed.isEmpty {
      let method = try method(text, currency)
      guard !methods.contains(where: { $0.name == method.name }) else {
        throw Problem(reason: "methods name \(method.name) twice")
      }
      methods.append(method)
    }
    return methods
  }

  /// The cell that reads back as these methods.
  static func text(_ methods: [ShippingMethod], currency: Currency?) -> String {
    methods.map { method in
      let cost = method.cost.map { cost in
        cost.currency == currency ? cost.decimal : "\(cost.decimal) \(cost.currency.code)"
      }
      let days = method.days.map { "\($0.lowerBound)-\($0.upperBound)" }
      var fields = [
        escaped(method.name), cost ?? "", days ?? "", method.countries.joined(separator: "|"),
      ]
      while fields.count > 1, fields.last == "" { fields.removeLast() }
      return fields.joined(separator: ":")
    }.joined(separator: ";")
  }

  /// `US|BR`, in any case; nil: something in it is no country code.
  static func countries(_ cell: String) -> [String]? {
    let codes = cell.split { "|,; ".contains($0) }.map { $0.uppercased() }
    let isEach = codes.allSatisfy { code in
      code.utf8.count == 2 && code.utf8.allSatisfy { (65...90).contains($0) }
    }
    return isEach ? codes : nil
  }

  private static func method(
    _ text: String, _ currency: Currency?
  ) throws(Problem) -> ShippingMethod {
    let fields = split(text, at: ":")
    let name = unescaped(fields.first ?? "").trimmed
    guard !name.isEmpty else { throw Problem(reason: "methods hold one without a name") }
    guard fields.count <= 4 else {
      throw Problem(
        reason: "the method \(name) is not name:cost:min-max:US|BR; write \\: for a : of a name")
    }
    func field(_ place: Int) -> String { fields.count > place ? fields[place].trimmed : "" }
    guard let countries = countries(field(3)) else {
      throw Problem(reason: "the countries of the method \(name) are not codes such as US|BR")
    }
    return ShippingMethod(
      name: name, cost: try cost(field(1), currency, name), days: try days(field(2), name),
      countries: countries)
  }

  private static func cost(
    _ text: String, _ currency: Currency?, _ name: String
  ) throws(Problem) -> Money? {
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: " ")
    guard let own = parts.count == 2 ? Currency(parts[1]) : currency else {
      throw Problem(reason: "the cost of the method \(name) has no currency")
    }
    guard parts.count <= 2, let amount = parts.first,
      let cost = Money(decimal: amount, currency: own),
      cost.minor >= 0
    else { throw Problem(reason: "the cost of the method \(name) is not an amount") }
    return cost
  }

  private static func days(_ text: String, _ name: String) throws(Problem) -> ClosedRange<Int>? {
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let least = parts.first ?? nil,
      let most = parts.last ?? nil,
      0 <= least, least <= most, most <= 365
    else { throw Problem(reason: "the days of the method \(name) are not such as 7-12") }
    return least...most
  }

  /// Parts between separators that have no `\` before them, escapes as written.
  private static func split(_ text: String, at separator: Character) -> [String] {
    var parts = [""]
    var isEscaped = false
    for character in text {
      if character == separator, !isEscaped {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
      isEscaped = character == "\\" && !isEscaped
    }
    return parts
  }

  private static func escaped(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      if ":;\\".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  private static func unescaped(_ text: String) -> String {
    var (name, isEscaped) = ("", false)
    for character in text {
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { name.append(character) }
    }
    return name
  }
}
