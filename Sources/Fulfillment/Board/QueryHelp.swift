/// What the filter language knows, for help, completion and "did you mean".
package enum QueryHelp {
  /// One field of the language.
  package struct Field: Hashable, Sendable {
    /// As it is typed before `:` or a comparison.
    package let name: String
    package let meaning: String
    package let example: String
    /// It is compared (`age>3d`) instead of matched (`state:transit`).
    package let isCompared: Bool
    /// Every value it may have, where they are few; else empty.
    package let values: [String]
  }

  package static let fields: [Field] = [
    Field(
      "state", "where the order stands; stuck: an exception stands; open: not at its end",
      "state:transit,pickup", values: OrderState.allCases.map(\.rawValue) + ["stuck", "open"]),
    Field(
      "payment", "the customer's payment", "payment:paid",
      values: PaymentState.allCases.map(\.rawValue)),
    Field(
      "purchase", "its most urgent purchase on the way out", "purchase:held,unknown",
      values: Sending.State.allCases.map(\.rawValue)),
    Field("supplier", "supplier, by the start of its name", "supplier:cj,ali"),
    Field("shop", "storefront, by the start of its name", "shop:main"),
    Field("country", "country of delivery, two letters", "country:BR"),
    Field("flag", "code of a standing exception; * ends a prefix", "flag:transit.*"),
    Field("tag", "a tag, whole", "tag:vip"),
    Field("tracking", "start of a tracking number", "tracking:LX"),
    Field("sku", "start of a line's sku", "sku:VAR-5"),
    Field("age", "time since the order was placed: m, h, d, w", "age>3d", isCompared: true),
    Field("value", "order total, in the order's own currency", "value>=100", isCompared: true),
    Field("risk", "money at risk, in the base of [rates]", "risk>20", isCompared: true),
  ]

  /// The rest of the language, in the same form.
  package static let grammar: [(example: String, meaning: String)] = [
    ("red shoes", "words anywhere: name, customer, e-mail, city, skus, titles, numbers, notes"),
    ("\"red shoes\"", "the words together"),
    ("-state:delivered", "not"),
    ("state:ready or state:ordered", "either; or binds less than a space"),
    ("(tag:vip or value>500) age>2d", "parentheses group"),
  ]

  /// The nearest of some names to a mistyped one; nil where none is near.
  package static func nearest(_ word: String, among names: [String]) -> String? {
    let typed = word.lowercased()
    let limit = max(1, (typed.count + 1) / 3)
    return names.map { (name: $0, distance: distance(typed, $0.lowercased())) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
      .name
  }

  /// Insertions, deletions, replacements and swaps of neighbours from one word to another (optimal
  /// string alignment).
  private static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    guard abs(left.count - right.count) < 8, left.count < 64 else { return .max }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var next = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        next.append(best)
      }
      (before, last) = (last, next)
    }
    return last[right.count]
  }
}

extension QueryHelp.Field {
  fileprivate init(
    _ name: String, _ meaning: String, _ example: String, isCompared: Bool = false,
    values: [String] = []
  ) {
    self.init(
      name: name, meaning: meaning, example: example, isCompared: isCompared, values: values)
  }
}
