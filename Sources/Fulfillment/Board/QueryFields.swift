/// What the fields of the filter language mean.
enum QueryFields {
  /// `name:values`.
  static func matched(
    _ name: String, at offset: Int, reader: inout QueryReader
  ) throws(QueryError) -> Query {
    let field = try find(name, at: offset)
    if field.isCompared {
      if let comparison = reader.takeComparison() {
        return try compared(name, at: offset, comparison, reader: &reader)
      }
      throw QueryError(
        offset: offset, message: "\(field.name) is compared, as in \(field.example)")
    }
    guard !reader.isAtValueEnd else {
      throw QueryError(
        offset: reader.position,
        message: "expected a value after \(field.name):, as in \(field.example)")
    }
    let values = try reader.values()
    let texts = values.map(\.text)
    switch field.name {
    case "state": return try states(values)
    case "payment": return .match(.payment(try payments(values)))
    case "purchase": return .match(.purchase(try purchases(values)))
    case "supplier": return .match(.supplier(texts))
    case "shop": return .match(.shop(texts))
    case "country": return .match(.country(texts))
    case "flag": return .match(.flag(texts))
    case "tag": return .match(.tag(texts))
    case "tracking": return Query.joined(texts.map { .match(.tracking($0)) }, by: Query.or)
    default: return Query.joined(texts.map { .match(.sku($0)) }, by: Query.or)
    }
  }

  /// `name>number`.
  static func compared(
    _ name: String, at offset: Int, _ comparison: Comparison, reader: inout QueryReader
  ) throws(QueryError) -> Query {
    let field = try find(name, at: offset)
    guard field.isCompared else {
      throw QueryError(
        offset: offset, message: "\(field.name) takes a colon, as in \(field.example)")
    }
    guard !reader.isAtValueEnd else {
      throw QueryError(
        offset: reader.position,
        message: "expected a number after \(field.name)\(comparison.rawValue), as in "
          + field.example)
    }
    let value = try reader.word(isValue: true)
    switch field.name {
    case "age": return .match(.age(comparison, try span(value)))
    case "value": return .match(.value(comparison, hundredths: try hundredths(value)))
    default: return .match(.risk(comparison, hundredths: try hundredths(value)))
    }
  }

  private static func find(_ name: String, at offset: Int) throws(QueryError) -> QueryHelp.Field {
    let names = QueryHelp.fields.map(\.name)
    if let index = names.firstIndex(of: aliases[name.lowercased()] ?? name.lowercased()) {
      return QueryHelp.fields[index]
    }
    let hint = QueryHelp.nearest(name, among: names).map { "did you mean \($0)?" }
    throw QueryError(
      offset: offset,
      message: "no field \(name.quotedBriefly): "
        + (hint ?? "expected one of \(names.joined(separator: ", ")), or the text in quotes"))
  }

  private static let aliases = [
    "is": "state", "storefront": "shop", "store": "shop", "exception": "flag", "code": "flag",
    "total": "value", "number": "tracking",
  ]

  private static func states(_ values: [QueryValue]) throws(QueryError) -> Query {
    var (states, others) = ([OrderState](), [Query]())
    for value in values {
      switch plain(value.text) {
      case "stuck", "exception", "flagged": others.append(.match(.stuck))
      case "open", "active": others.append(.match(.open))
      case "closed", "final", "done": others.append(.not(.match(.open)))
      case let word:
        // Where its purchase is on its way out, that stands in the place of the state.
        if let sendings = sendings(shownAs: word) {
          others.append(.match(.purchase(sendings)))
          continue
        }
        let found = try named(word, value, stateNames, "state", ["stuck", "open"])
        states += found.filter { !states.contains($0) }
      }
    }
    let match = states.isEmpty ? [] : [Query.match(.state(states))]
    return Query.joined(match + others, by: Query.or)
  }

  private static func payments(_ values: [QueryValue]) throws(QueryError) -> [PaymentState] {
    var states: [PaymentState] = []
    for value in values {
      let found = try named(plain(value.text), value, paymentNames, "payment", [])
      states += found.filter { !states.contains($0) }
    }
    return states
  }

  private static func purchases(_ values: [QueryValue]) throws(QueryError) -> [Sending.State] {
    var states: [Sending.State] = []
    for value in values {
      let found = try named(plain(value.text), value, purchaseNames, "purchase", [])
      states += found.filter { !states.contains($0) }
    }
    return states
  }

  /// What help lists for a field, without aliases.
  private static func canonicalNames(_ field: String) -> [String] {
    QueryHelp.fields.first { $0.name == field }?.values ?? []
  }

  /// The states of that name, of that alias, or else all that start so (a filter is read as it is typed).
  private static func named<State: Hashable>(
    _ word: String, _ value: QueryValue, _ names: [(String, State)], _ kind: String,
    _ more: [String]
  ) throws(QueryError) -> [State] {
    if let exact = names.first(where: { $0.0 == word }) { return [exact.1] }
    var starting: [State] = []
    for (name, state) in names where !word.isEmpty && name.hasPrefix(word) {
      if !starting.contains(state) { starting.append(state) }
    }
    if !starting.isEmpty { return starting }
    let known = names.map(\.0) + more
    let canonical = canonicalNames(kind)
    let hint = QueryHelp.nearest(word, among: known).map { "did you mean \($0)?" }
    throw QueryError(
      offset: value.offset,
      message: "no \(kind) \(value.text.quotedBriefly): "
        + (hint ?? "expected one of \(canonical.joined(separator: ", "))"))
  }

  private static let stateNames =
    OrderState.allCases.map { ($0.rawValue.lowercased(), $0) }
    + OrderState.allCases.map { (plain(StateText.text($0)), $0) }
    + [
      ("intransit", .transit), ("moving", .transit), ("tobuy", .ready), ("paid", .ready),
      ("unsent", .ready), ("bought", .ordered), ("purchased", .ordered), ("accepted", .processing),
      ("dispatched", .shipped), ("label", .shipped), ("atpickup", .pickup),
      ("canceled", .cancelled),
    ]

  private static let paymentNames =
    PaymentState.allCases.map { ($0.rawValue.lowercased(), $0) }
    + [("authorised", .authorized), ("partlypaid", .partiallyPaid), ("cancelled", .voided)]

  private static let purchaseNames =
    Sending.State.allCases.map { ($0.rawValue, $0) }
    + [
      ("approval", .proposed), ("approve", .proposed), ("refused", .rejected),
      ("sending", .claimed), ("hold", .held), ("onhold", .held),
    ]

  /// What is shown of an order whose purchase stands so, unless an order's own state begins that way.
  private static func sendings(shownAs word: String) -> [Sending.State]? {
    guard !word.isEmpty, !stateNames.contains(where: { $0.0.hasPrefix(word) }) else { return nil }
    return shownSendings.first { $0.0.hasPrefix(word) }?.1
  }

  private static let shownSendings: [(String, [Sending.State])] = [
    ("approve", [.proposed]), ("hold", [.held]), ("onhold", [.held]),
    ("stopped", [.held, .ready]), ("leaving", [.held, .ready]), ("waits", [.ready]),
    ("sending", [.claimed]), ("unknown", [.unknown, .waiting]), ("refused", [.rejected]),
  ]

  /// Lower case without blanks, dashes and underlines: `In-transit` is `intransit`, and `approve?` the
  /// question.
  private static func plain(_ text: String) -> String {
    text.lowercased().filter { !" -_?!".contains($0) }
  }

  private static func span(_ value: QueryValue) throws(QueryError) -> Span {
    let digits = value.text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), digits.count <= 6 else {
      throw QueryError(offset: value.offset, message: "expected a time such as 90m, 4h, 3d or 2w")
    }
    switch value.text.dropFirst(digits.count).lowercased() {
    case "m": return .minutes(count)
    case "h": return .hours(count)
    case "d": return .days(count)
    case "w": return .days(count * 7)
    default:
      throw QueryError(
        offset: value.offset + digits.count,
        message: "expected m, h, d or w after \(digits), as in \(digits)d")
    }
  }

  private static func hundredths(_ value: QueryValue) throws(QueryError) -> Int64 {
    let isPlain = value.text.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    guard isPlain, value.text.count <= 14, let money = Money(decimal: value.text, currency: .usd)
    else {
      throw QueryError(
        offset: value.offset,
        message: "expected an amount such as 100 or 99.95, not \(value.text.quotedBriefly)")
    }
    return money.minor
  }
}
