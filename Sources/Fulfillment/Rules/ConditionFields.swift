/// The words of the language of own rules: for the parser, for help and for "did you mean".
package enum ConditionFields {
  /// One field.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let meaning: String
    package let example: String
    /// It takes a colon and values; false: a comparison.
    package let isMatched: Bool
  }

  package static let all: [Field] = [
    matched("state", "where the order stands", "state:ready,ordered"),
    matched("payment", "the customer's payment", "payment:authorized"),
    matched("status", "what its carrier says of a parcel", "status:customs,delayed"),
    matched("purchase", "how a purchase stands at its supplier", "purchase:unpaid"),
    matched("supplier", "supplier, by the start of its name", "supplier:cj"),
    matched("carrier", "carrier of a parcel, likewise", "carrier:usps"),
    matched("method", "shipping method of a purchase, or carrier, likewise", "method:express"),
    matched("country", "country of delivery, two letters", "country:BR,PT"),
    matched(
      "origin", "country where a parcel was first scanned, or its number issued", "origin:CN"),
    matched("sku", "start of a line's sku", "sku:MUG"),
    matched("tracking", "start of a tracking number", "tracking:LX"),
    matched("message", "part of what the carrier said last", "message:\"incorrect address\""),
    compared("lines", "lines of the order", "lines>3"),
    compared("quantity", "units of the order", "quantity>=10"),
    compared("parcels", "parcels with a number", "parcels>1"),
    compared("purchases", "purchases that stand", "purchases>1"),
    compared("attempts", "times a purchase was sent", "attempts>=2"),
    compared("scans", "scans of a parcel", "scans<2"),
    compared("failures", "failed deliveries of a parcel", "failures>=2"),
    compared("value", "order total, in its own currency", "value>=200"),
    compared("age", "since the order was placed, until it ends", "age>20d"),
    compared("unbought", "paid, and units of it not bought", "unbought>6h"),
    compared("unanswered", "bought, and the supplier silent", "unanswered>12h"),
    compared("unpaid", "the supplier waits for its money", "unpaid>2h"),
    compared("unscanned", "a number is known, and no scan", "unscanned>2bd"),
    compared("processing", "bought, and no scan of any parcel", "processing>3bd"),
    compared("transit", "scanned, and not at its end", "transit>5bd"),
    compared("silent", "since the carrier handled the parcel last", "silent>4bd"),
    compared("standing", "since the carrier's status holds", "standing>2d"),
    compared("asked", "a return waits for a decision", "asked>12h"),
    compared("late", "since the promised day, until it ends", "late>1d"),
    compared("promise", "left until the promised day", "promise<2d"),
  ]

  static func find(_ name: String, at offset: Int) throws(QueryError) -> Field {
    if let field = all.first(where: { $0.name == name }) { return field }
    let names = all.map(\.name)
    let hint = QueryHelp.nearest(name, among: names).map { "did you mean \($0)?" }
    throw QueryError(
      offset: offset,
      message: "no field \(name.quotedBriefly): "
        + (hint ?? "expected one of \(names.joined(separator: ", "))"))
  }

  /// `name:values`
  static func matched(
    _ field: Field, _ values: [QueryValue]
  ) throws(QueryError) -> Condition.Test {
    switch field.name {
    case "state": return .state(try names(field, values))
    case "payment": return .payment(try names(field, values))
    case "status": return .status(try names(field, values))
    case "purchase": return .purchase(try names(field, values))
    case "message": return .message(values.map(\.text))
    default:
      guard let text = Condition.TextField(rawValue: field.name) else {
        throw QueryError(offset: 0, message: "\(field.name) can't be matched")
      }
      return .text(text, values.map { $0.text.uppercased() })
    }
  }

  /// `name>number`
  static func compared(
    _ field: Field, _ comparison: Comparison, at offset: Int, _ value: QueryValue
  ) throws(QueryError) -> Condition {
    if let clock = Condition.Clock(rawValue: field.name) {
      guard let limit = ConditionParser.limit(value.text) else {
        throw QueryError(
          offset: value.offset,
          message: "\(value.text.quotedBriefly) is not \(ConditionParser.limitForm)")
      }
      let allowed: [Comparison] = clock == .promise ? [.less, .atMost] : [.greater, .atLeast]
      guard allowed.contains(comparison) else {
        throw QueryError(
          offset: offset,
          message: "\(field.name) is compared with \(allowed[0].rawValue), as in \(field.example): "
            + "a rule can wait for time to pass, not undo it")
      }
      if clock == .promise, case .businessDays = limit {
        throw QueryError(
          offset: value.offset, message: "promise is compared with a span, as in \(field.example)")
      }
      return .clock(clock, limit)
    }
    if field.name == "value" {
      guard let amount = Double(value.text), amount >= 0, amount < 1e12 else {
        throw QueryError(
          offset: value.offset, message: "\(value.text.quotedBriefly) is not an amount, as in 19.90"
        )
      }
      return .fact(.value(comparison, Int64((amount * 100).rounded())))
    }
    guard let count = Condition.CountField(rawValue: field.name), let number = Int(value.text),
      (0...1_000_000).contains(number)
    else {
      throw QueryError(
        offset: value.offset, message: "\(value.text.quotedBriefly) is not a whole number")
    }
    return .fact(.count(count, comparison, number))
  }

  private static func names<State: CaseIterable & RawRepresentable & Equatable>(
    _ field: Field, _ values: [QueryValue]
  ) throws(QueryError) -> [State] where State.RawValue == String {
    var states: [State] = []
    for value in values {
      let word = value.text.lowercased()
      guard let state = State.allCases.first(where: { $0.rawValue.lowercased() == word }) else {
        let known = State.allCases.map(\.rawValue)
        let hint = QueryHelp.nearest(value.text, among: known).map { "did you mean \($0)?" }
        throw QueryError(
          offset: value.offset,
          message: "no \(field.name) \(value.text.quotedBriefly): "
            + (hint ?? "expected one of \(known.joined(separator: ", "))"))
      }
      states.append(state)
    }
    return states
  }

  private static func matched(_ name: String, _ meaning: String, _ example: String) -> Field {
    Field(name: name, meaning: meaning, example: example, isMatched: true)
  }

  private static func compared(_ name: String, _ meaning: String, _ example: String) -> Field {
    Field(name: name, meaning: meaning, example: example, isMatched: false)
  }
}
