import Fulfillment

/// A purchase as an operator types it: SUPPLIER NUMBER [COST CURRENCY] [TRACKING...].
struct PurchaseLine: Equatable {
  var supplier = ""
  var number = ""
  var cost: Money?
  /// As the store keeps them: upper case, without blanks.
  var tracking: [String] = []

  /// What is missing or can't be meant, in the operator's words.
  struct Problem: Error, Equatable {
    let text: String
  }

  /// Reads a line. A supplier whose name has blanks stands in quotation marks unless it is one of
  /// `suppliers`.
  static func read(_ text: String, suppliers: [String]) throws(Problem) -> PurchaseLine {
    var line = PurchaseLine()
    var rest = text.trimmed[...]
    line.supplier = try takeSupplier(&rest, suppliers)
    let words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let number = words.first else {
      throw Problem(text: "after \(line.supplier): the supplier's order number is missing")
    }
    guard number.count <= 120 else { throw Problem(text: "the order number is too long") }
    line.number = number
    var more = words.dropFirst()
    if let amount = more.first, looksLikeAmount(amount) || more.dropFirst().first.isCurrency {
      more = more.dropFirst()
      line.cost = try cost(amount, currency: more.popFirst())
    }
    for word in more { line.tracking.append(try tracking(word)) }
    guard Set(line.tracking).count == line.tracking.count else {
      throw Problem(text: "a tracking number stands there twice")
    }
    return line
  }

  private static func takeSupplier(
    _ rest: inout Substring, _ suppliers: [String]
  ) throws(Problem) -> String {
    guard let first = rest.first else { throw Problem(text: "who was bought from?") }
    if first == "\"" {
      let inside = rest.dropFirst()
      guard let end = inside.firstIndex(of: "\"") else {
        throw Problem(text: "the supplier's name has no closing \"")
      }
      let name = String(inside[..<end]).trimmed
      guard !name.isEmpty else { throw Problem(text: "there is no name between the \"") }
      rest = inside[inside.index(after: end)...]
      return name
    }
    let typed = rest.lowercased()
    let known = suppliers.filter { name in
      let start = name.lowercased()
      guard !start.isEmpty, typed.hasPrefix(start) else { return false }
      return typed.dropFirst(start.count).first?.isWhitespace ?? true
    }
    if let name = known.max(by: { $0.count < $1.count }) {
      rest = rest.dropFirst(name.count)
      return name
    }
    let name = rest.prefix { !$0.isWhitespace }
    rest = rest[name.endIndex...]
    return String(name)
  }

  /// Short and all digits but for a point or comma: a parcel's number is longer.
  private static func looksLikeAmount(_ word: String) -> Bool {
    word.contains(where: \.isNumber) && word.allSatisfy { $0.isNumber || ".,-".contains($0) }
      && (word.count < 8 || word.contains { ".,".contains($0) })
  }

  private static func cost(_ amount: String, currency code: String?) throws(Problem) -> Money {
    guard let code else {
      throw Problem(text: "after \(amount): its currency is missing, as in \(amount) USD")
    }
    guard let currency = Currency(code) else {
      throw Problem(text: "\(code) is no currency: write \(amount) USD")
    }
    guard let money = Money(decimal: amount, currency: currency), money.minor >= 0 else {
      let more = amount.contains(",") ? "write the cents after a point" : "write it as 12.30"
      throw Problem(text: "\(amount) is no amount of \(currency.code): \(more)")
    }
    return money
  }

  private static func tracking(_ word: String) throws(Problem) -> String {
    let number = TrackingNumber.normalised(word)
    let isPlain = number.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D
    }
    guard number.count >= 6, number.count <= 60, isPlain, number.contains(where: \.isNumber) else {
      throw Problem(text: "\(word.sanitised(limit: 40)) is no tracking number")
    }
    return number
  }
}

extension PurchaseLine {
  /// How it is understood: `CJ, number 2211-77, 12.30 USD, parcel LX123456785CN`.
  var preview: String {
    var parts = [supplier, "number " + number]
    parts.append(cost?.exact ?? "no cost")
    if tracking.isEmpty { parts.append("no parcel yet") }
    for number in tracking {
      let doubt: String
      switch TrackingNumber.verdict(number) {
      case .badCheckDigit: doubt = " (check digit wrong)"
      case .valid, .unrecognised: doubt = ""
      }
      parts.append("parcel " + number + doubt)
    }
    return parts.joined(separator: ", ").sanitised(limit: 300)
  }

  /// The purchase, made at that moment for the order of that name.
  func purchase(reference: String, at now: Timestamp) -> PurchaseOrder {
    PurchaseOrder(
      supplier: supplier, number: number, reference: reference,
      state: tracking.isEmpty ? .placed : .shipped, cost: cost, placedAt: now,
      shipments: tracking.map { Shipment(number: $0) })
  }
}

extension String? {
  fileprivate var isCurrency: Bool { flatMap { Currency($0) } != nil }
}
