import Canvas
import Fulfillment

/// A column of the queue.
package enum QueueColumn: String, CaseIterable, Sendable {
  case order, shop, customer, country, supplier, stage, purchase, age, value, risk, exception
  case tracking, tags

  /// What the queue shows until the operator chooses.
  package static let standard = QueueColumn.allCases

  /// The order and its stage always stay: without them a row says nothing.
  package var isOptional: Bool { self != .order && self != .stage }

  package var title: String {
    switch self {
    case .order: "Order"
    case .shop: "Shop"
    case .customer: "Customer"
    case .country: "To"
    case .supplier: "Supplier"
    case .stage: "Stage"
    case .purchase: "Buying"
    case .age: "Age"
    case .value: "Value"
    case .risk: "Risk"
    case .exception: "Exception"
    case .tracking: "Tracking"
    case .tags: "Tags"
    }
  }

  /// How it is laid out; what matters least goes first where there is no room.
  var layout: Table.Column {
    switch self {
    case .order: Table.Column(title, .flexible(min: 7, weight: 1))
    case .shop: Table.Column(title, .flexible(min: 6, weight: 1), priority: 6)
    case .customer: Table.Column(title, .flexible(min: 10, weight: 3), priority: 8)
    case .country: Table.Column(title, .fixed(2), priority: 7)
    case .supplier: Table.Column(title, .flexible(min: 6, weight: 2), priority: 4)
    case .stage: Table.Column(title, .fixed(12))
    case .purchase: Table.Column(title, .fixed(10), priority: 1)
    case .age: Table.Column(title, .fixed(4), align: .right, priority: 1)
    case .value: Table.Column(title, .fitted(min: 8), align: .right, priority: 5)
    case .risk: Table.Column(title, .fitted(min: 7), align: .right, priority: 2)
    case .exception: Table.Column(title, .flexible(min: 17, weight: 2), priority: 3)
    case .tracking: Table.Column(title, .flexible(min: 14, weight: 3), priority: 9)
    case .tags: Table.Column(title, .flexible(min: 6, weight: 2), priority: 10)
    }
  }

  /// The sort that a click on its name chooses; nil: none.
  var sort: QueueSort? {
    switch self {
    case .age: .age
    case .value: .value
    case .risk, .exception: .risk
    case .supplier: .supplier
    case .stage, .purchase: .state
    case .tracking: .updated
    case .order: .newest
    case .shop, .customer, .country, .tags: nil
    }
  }

  /// What it shows of a row.
  func field(_ row: QueueRow, _ departure: Departure) -> Table.Field {
    let now = departure.now
    return switch self {
    case .order: Table.Field(row.name, role: .strong)
    case .shop: Table.Field(row.storefront)
    case .customer: Table.Field(row.customer)
    case .country: Table.Field(row.country)
    case .supplier: Table.Field(row.supplier)
    case .stage: row.state.stageField
    case .purchase: row.purchaseField(departure)
    case .age: Table.Field(departure.age(of: row.placedAt))
    case .value: Table.Field(row.total?.short ?? "", role: .text)
    case .risk: Table.Field(row.risk?.short ?? "", role: .money)
    case .exception:
      Table.Field(
        row.severity.map { $0.sign + " " + row.exception } ?? "",
        role: row.severity?.role ?? .text)
    case .tracking: row.trackingField(now: now)
    case .tags: Table.Field(row.tags.joined(separator: " "), role: .tag)
    }
  }
}

extension QueueRow {
  /// Silence of a moving parcel longer than this is marked beside its number.
  private static let quiet = Span.hours(48)

  fileprivate func trackingField(now: Timestamp) -> Table.Field {
    guard !tracking.isEmpty else { return Table.Field("") }
    guard let trackedAt, trackingStatus?.isFinal != true else { return Table.Field(tracking) }
    let silence = now - trackedAt
    let isStale = silence > QueueRow.quiet && !state.isFinal
    return Table.Field(
      (isStale ? "!" : "") + ShortAge.text(silence) + " " + tracking,
      role: isStale ? .stale : .text)
  }
}

extension Severity {
  /// Tells the severities apart without colour.
  var sign: String {
    switch self {
    case .notice: "·"
    case .warning: "-"
    case .serious: "!"
    case .critical: "‼"
    }
  }

  var role: Role {
    switch self {
    case .notice: .severityNotice
    case .warning: .severityWarning
    case .serious: .severitySerious
    case .critical: .severityCritical
    }
  }
}

extension OrderState {
  /// Sign and words: `? unpaid`, `> in transit`, `+ delivered`, `x lost`.
  var stageField: Table.Field { Table.Field(sign + " " + StateText.text(self), role: role) }

  /// Waits for us, is on its way, ended well, ended badly.
  var role: Role {
    switch self {
    case .unpaid, .ready, .ordered, .processing, .pickup: .stateWaiting
    case .shipped, .transit: .stateMoving
    case .delivered, .fulfilled: .stateDone
    case .returning, .returned, .lost, .cancelled, .refunded: .stateBad
    }
  }

  var sign: String {
    switch role {
    case .stateWaiting: "○"
    case .stateMoving: "→"
    case .stateDone: "✓"
    default: "✗"
    }
  }
}
