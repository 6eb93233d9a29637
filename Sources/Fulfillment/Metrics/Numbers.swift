/// How a storefront, supplier, lane or product does, over a period of ripe days for each figure.
package struct Numbers: Hashable, Sendable {
  package var kind: FigureKind
  package var key: Int64
  /// The storefront's account, the supplier, `CJ to BR by YunExpress`, or the product's sku.
  package var name: String
  /// Orders or purchases of the period that ends today.
  package var placed: Int64 = 0
  package var cancelled = Rate(hits: 0, total: 0)
  package var refunded = Rate(hits: 0, total: 0)
  package var returned = Rate(hits: 0, total: 0)
  package var disputed = Rate(hits: 0, total: 0)
  /// Not scanned by a carrier on the day on which the supplier's promise ran out.
  package var lateDispatch = Rate(hits: 0, total: 0)
  package var validTracking = Rate(hits: 0, total: 0)
  /// Delivered by the promise to the customer.
  package var onTime = Rate(hits: 0, total: 0)
  /// From placed to the first scan, and from there to delivery.
  package var processing = DurationCurve([])
  package var shipping = DurationCurve([])
  /// Whose fault it was, of the orders that went wrong and whose facts tell.
  package var faults: [FaultParty: Int64] = [:]
  /// In each currency, by code.
  package var value: [Money] = []
  package var refundedValue: [Money] = []
  package var cost: [Money] = []
  /// Placed a week, over the last twelve, the oldest first.
  package var weekly: [Int64] = Array(repeating: 0, count: 12)
  /// The shares as they were a week ago, for what has changed.
  package var before: [NumbersShare: Rate] = [:]

  /// The shares week by week, over the last twelve weeks that are ripe for each, the oldest first; nil
  /// where nothing is counted.
  package var trends: [NumbersShare: [Double?]] = [:]

  package init(kind: FigureKind, key: Int64, name: String) {
    self.kind = kind
    self.key = key
    self.name = name
  }

  /// One of its shares.
  package subscript(share share: NumbersShare) -> Rate {
    switch share {
    case .cancelled: cancelled
    case .refunded: refunded
    case .returned: returned
    case .disputed: disputed
    case .lateDispatch: lateDispatch
    case .validTracking: validTracking
    case .onTime: onTime
    }
  }

  /// What one order or purchase cost, in each currency of costs, in minor units.
  package var costPerOrder: [Money] {
    let bought = placed - cancelledNow
    guard bought > 0 else { return [] }
    return cost.map { Money(minor: ($0.minor + bought / 2) / bought, currency: $0.currency) }
  }

  /// Cancelled of `placed`, ripe or not.
  var cancelledNow: Int64 = 0

  /// The shares that differ from a week ago by more than chance explains.
  package var changes: [NumbersShare] {
    NumbersShare.allCases.filter { share in before[share].map(self[share: share].differs) ?? false }
  }
}

/// The shares that are told of everybody.
package enum NumbersShare: String, CaseIterable, Sendable {
  case onTime, lateDispatch, validTracking, cancelled, refunded, returned, disputed

  /// `late dispatch`
  package var title: String {
    switch self {
    case .onTime: "on time"
    case .lateDispatch: "late dispatch"
    case .validTracking: "valid tracking"
    case .cancelled: "cancelled"
    case .refunded: "refunded"
    case .returned: "returned"
    case .disputed: "disputed"
    }
  }

  /// More of it is better.
  package var isGood: Bool { self == .onTime || self == .validTracking }

  /// What is counted, out of what, and whether the share is of those that were not.
  package var measures: (hits: FigureMeasure, total: FigureMeasure, isInverse: Bool) {
    switch self {
    case .onTime: (.onTime, .promised, false)
    case .lateDispatch: (.dispatchedInTime, .dispatchDue, true)
    case .validTracking: (.numberScanned, .numbered, false)
    case .cancelled: (.cancelled, .placed, false)
    case .refunded: (.refunded, .placed, false)
    case .returned: (.returned, .placed, false)
    case .disputed: (.disputed, .placed, false)
    }
  }

  /// Days after which a day is counted.
  package var ripeAfter: Int32 { measures.hits.ripeAfter }
}
