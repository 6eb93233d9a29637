/// What figures are told apart by.
package enum FigureKind: Int, CaseIterable, Sendable {
  case storefront = 1
  case supplier, lane, product

  /// Days of a cohort: there are so many lanes and products that theirs are kept by week.
  package var cohortDays: Int32 { self == .lane || self == .product ? 7 : 1 }

  /// The first day of the cohort of a day (days since 1970-01-01); weeks begin on Monday.
  package func cohort(_ day: Int32) -> Int32 {
    guard cohortDays > 1 else { return day }
    // 1970-01-05 was a Monday.
    return day - (((day - 4) % 7) + 7) % 7
  }
}

/// What is counted, each on the day on which its clock starts: so a day is ripe once enough time has
/// passed since, whatever came in later. Orders and money of storefronts and products, purchases of
/// suppliers and lanes; how long purchases took, and whether in time, of all four.
package enum FigureMeasure: Int, CaseIterable, Sendable {
  /// Orders or purchases, by the day they were placed; so do all down to `processed`.
  case placed = 1
  case cancelled, refunded, returned, disputed, delivered
  /// From placed to the first carrier scan; the bucket is the time taken, in quarter days.
  case processed
  /// Parcels of purchases by the day of their first scan, and from there to delivery in quarter days.
  case scanned, arrived
  /// Purchases by the day on which the supplier's promise to dispatch ran out; those that a carrier had
  /// scanned by then.
  case dispatchDue, dispatchedInTime
  /// By the day of the promise to the customer; those delivered by then.
  case promised, onTime
  /// Parcels by the day their number was told; those that a carrier ever scanned.
  case numbered, numberScanned
  /// Disputes by the day they were opened: card networks count them so.
  case disputeOpened
  /// Whose fault it was that an order went wrong, by the day it was placed; the bucket is the party.
  case fault
  /// Money in minor units; the bucket is the currency.
  case value, refundedValue, cost
  /// Purchases that were not cancelled, by the day they were placed: what `processed` is out of where
  /// `placed` counts orders.
  case bought
}

/// One cell of the figures.
package struct FigureCell: Hashable, Sendable {
  package var kind: FigureKind
  /// The row of the storefront, supplier, lane or product.
  package var key: Int64
  /// First day of the cohort, days since 1970-01-01.
  package var day: Int32
  package var measure: FigureMeasure
  /// Quarter days, party or currency, as `measure` says; else 0.
  package var bucket: Int32

  package init(
    kind: FigureKind, key: Int64, day: Int32, measure: FigureMeasure, bucket: Int32 = 0
  ) {
    self.kind = kind
    self.key = key
    self.day = kind.cohort(day)
    self.measure = measure
    self.bucket = bucket
  }
}

extension FigureMeasure {
  /// Days after which what is counted on a day has mostly come in. Refunds and disputes trickle in for
  /// weeks after an order: a share of younger orders would be too low.
  package var ripeAfter: Int32 {
    switch self {
    case .cancelled: 14
    case .refunded, .returned, .fault: 60
    case .disputed: 90
    case .numbered, .numberScanned: 7
    case .dispatchDue, .dispatchedInTime, .promised, .onTime: 1
    case .placed, .delivered, .processed, .scanned, .arrived, .disputeOpened, .value,
      .refundedValue, .cost, .bought:
      0
    }
  }
}

extension Currency {
  /// Its code as a number: 26 letters a place.
  package var figureBucket: Int32 {
    code.utf8.reduce(0) { $0 * 26 + Int32($1) - 65 }
  }

  /// The currency of such a number; nil where it is none.
  package init?(figureBucket bucket: Int32) {
    guard (0..<17_576).contains(bucket) else { return nil }
    let letters = [bucket / 676, bucket / 26 % 26, bucket % 26].map { UInt8($0 + 65) }
    self.init(String(decoding: letters, as: UTF8.self))
  }
}
