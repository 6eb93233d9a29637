import Fulfillment

/// The columns of the numbers, with the stable names of the command line.
enum NumbersColumns {
  static let all: [ListColumn<Numbers>] =
    [
      .text("kind", isExtra: true) { $0.kind.name },
      .text("name") { $0.name },
      .count("placed") { Int($0.placed) },
    ] + NumbersShare.allCases.map(column) + [
      days("processing_days", 0.5) { $0.processing },
      days("processing_p90_days", 0.9, isExtra: true) { $0.processing },
      days("shipping_days", 0.5) { $0.shipping },
      days("shipping_p90_days", 0.9, isExtra: true) { $0.shipping },
      money("cost_per_order") { $0.costPerOrder },
      money("cost", isExtra: true) { $0.cost },
      money("value", isExtra: true) { $0.value },
      money("refunded_value", isExtra: true) { $0.refundedValue },
      ListColumn(
        "faults", isExtra: true,
        json: { row in
          .object(FaultParty.allCases.map { ($0.name, .integer(row.faults[$0] ?? 0)) })
        },
        text: { row in
          FaultParty.allCases.compactMap { party in
            row.faults[party].map { "\(party.name) \($0)" }
          }.joined(separator: ", ")
        }),
      ListColumn(
        "weekly", isExtra: true, json: { .array($0.weekly.map(JSON.integer)) },
        text: { $0.weekly.map { "\($0)" }.joined(separator: " ") }),
      ListColumn(
        "changed", isExtra: true,
        json: { .array($0.changes.map { .string($0.name) }) },
        text: { $0.changes.map(\.title).joined(separator: ", ") }),
    ]

  private static func column(_ share: NumbersShare) -> ListColumn<Numbers> {
    ListColumn(
      share.name, isNumber: true,
      isExtra: share == .returned,
      json: { json($0[share: share]) }, text: { $0[share: share].text })
  }

  /// A share with what it rests on.
  static func json(_ rate: Rate) -> JSON {
    .object([
      ("share", number(rate.share)), ("low", number(rate.interval?.lowerBound)),
      ("high", number(rate.interval?.upperBound)), ("hits", .integer(rate.hits)),
      ("of", .integer(rate.total)), ("young", .integer(rate.young)),
      ("young_hits", .integer(rate.youngHits)),
    ])
  }

  private static func days(
    _ name: String, _ share: Double, isExtra: Bool = false,
    _ curve: @escaping @Sendable (Numbers) -> DurationCurve
  ) -> ListColumn<Numbers> {
    ListColumn(
      name, isNumber: true, isExtra: isExtra,
      json: { row in
        let (curve, interval) = (curve(row), curve(row).interval(until: share))
        return .object([
          ("days", number(curve.days(until: share))), ("low", number(interval?.earliest)),
          ("high", number(interval?.latest)), ("of", .integer(curve.sample)),
        ])
      }, text: { curve($0).days(until: share).map(\.oneDigit) ?? "-" })
  }

  private static func money(
    _ name: String, isExtra: Bool = false, _ sums: @escaping @Sendable (Numbers) -> [Money]
  ) -> ListColumn<Numbers> {
    ListColumn(
      name, isNumber: true, isExtra: isExtra,
      json: { .array(sums($0).map { .money($0) }) },
      text: { sums($0).map { "\($0.decimal) \($0.currency.code)" }.joined(separator: " + ") })
  }

  private static func number(_ value: Double?) -> JSON {
    value.map { .number(($0 * 100_000).rounded() / 100_000) } ?? .null
  }
}

extension FigureKind {
  /// As it is asked for and exported.
  var name: String {
    switch self {
    case .storefront: "storefront"
    case .supplier: "supplier"
    case .lane: "lane"
    case .product: "product"
    }
  }
}

extension NumbersShare {
  /// As it is exported: `late_dispatch`.
  var name: String { title.split(separator: " ").joined(separator: "_") }
}

extension Rate {
  /// `4.1 % of 812`; with a mark where a fifth or more is too young to count.
  var text: String {
    guard let share else { return young > 0 ? "young: \(young)" : "-" }
    let mark = maturity < 0.8 ? "~" : ""
    return "\(mark)\((share * 100).oneDigit) % of \(total)"
  }
}

extension Double {
  /// With one digit after the point.
  var oneDigit: String {
    let tenths = Int64((self * 10).rounded())
    return (tenths < 0 ? "-" : "") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
