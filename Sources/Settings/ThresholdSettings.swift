import Fulfillment

/// The `[thresholds]` of the configuration by the name of their rule: how each is written and what it
/// sets.
enum ThresholdSettings {
  /// Every name, in the order of the product's own table.
  static let names: [String] =
    spans.map(\.name) + businessDays.map(\.name) + ["transit.stalled", "feed.stale"]

  /// The same with how each is written.
  static let keys: [SettingsKey] =
    spans.map { SettingsKey($0.name, .span) }
    + (businessDays.map(\.name) + ["transit.stalled"]).map { SettingsKey($0, .businessDays) }
    + [SettingsKey("feed.stale", .times)]

  static let spans: [(name: String, field: any WritableKeyPath<Thresholds, Span> & Sendable)] = [
    ("payment.pending", \.paymentPending),
    ("order.stale", \.orderStale),
    ("purchase.unsent", \.purchaseUnsent),
    ("purchase.unknown", \.purchaseUnknown),
    ("purchase.unpaid", \.purchaseUnpaid),
    ("purchase.unacknowledged", \.purchaseUnacknowledged),
    ("dispatch.late", \.dispatchLate),
    ("tracking.missing", \.trackingMissing),
    ("delivery.pickup", \.deliveryPickup),
    ("parcel.lost", \.parcelLost),
    ("dispute.due", \.disputeDue),
    ("return.waiting", \.returnWaiting),
    ("refund.overdue", \.refundOverdue),
    ("claim.closing", \.claimClosing),
  ]

  static let businessDays:
    [(name: String, field: any WritableKeyPath<Thresholds, Int> & Sendable)] = [
      ("tracking.unscanned", \.trackingUnscannedBusinessDays),
      ("transit.stalled.domestic", \.stalledDomesticBusinessDays),
      ("transit.stalled.foreign", \.stalledForeignBusinessDays),
    ]

  /// Sets the threshold of that name. Throws for an unknown name or a value of the wrong form.
  static func set(
    _ name: String, to value: TOMLDocument.Value, in thresholds: inout Thresholds
  ) throws(ValueProblem) {
    if let (_, field) = spans.first(where: { $0.name == name }) {
      guard case .string(let text) = value, let span = SpanText.span(text) else {
        throw ValueProblem("\(name) is not a span", remedy: "write \(SpanText.form)")
      }
      thresholds[keyPath: field] = span
    } else if let (_, field) = businessDays.first(where: { $0.name == name }) {
      thresholds[keyPath: field] = try days(name, value)
    } else if name == "transit.stalled" {
      let days = try days(name, value)
      thresholds.stalledDomesticBusinessDays = days
      thresholds.stalledForeignBusinessDays = days
    } else if name == "feed.stale" {
      thresholds.feedStaleCadences = try times(name, value)
    } else {
      throw ValueProblem(
        "there is no threshold \(name)", remedy: NearestName.remedy(name, among: names))
    }
  }

  private static func days(
    _ name: String, _ value: TOMLDocument.Value
  ) throws(ValueProblem) -> Int {
    guard case .string(let text) = value, let days = SpanText.businessDays(text) else {
      throw ValueProblem(
        "\(name) is not a number of business days", remedy: #"write it as "4bd""#)
    }
    return days
  }

  private static func times(
    _ name: String, _ value: TOMLDocument.Value
  ) throws(ValueProblem) -> Int {
    let count: Int?
    switch value {
    case .integer(let number): count = number
    case .string(let text) where text.hasSuffix("x"): count = Int(text.dropLast())
    default: count = nil
    }
    guard let count, (1...1000).contains(count) else {
      throw ValueProblem(
        "\(name) is not a number of missed pulls", remedy: "write a whole number such as 2")
    }
    return count
  }
}
