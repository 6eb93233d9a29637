/// A line that a marketplace or card network judges a seller by: dated data, read from a file.
package struct JudgingLine: Hashable, Sendable {
  /// What is held against the line.
  package enum Measure: String, CaseIterable, Sendable {
    /// Disputes opened in a month by orders of that month.
    case chargebacks
    case lateDispatch = "late-dispatch"
    case validTracking = "valid-tracking"
    case cancelled
    case onTime = "on-time"
    case refunded
  }

  /// `visa-vamp`
  package var name: String
  /// `Visa`
  package var party: String
  package var measure: Measure
  /// 0...1.
  package var limit: Double
  /// The share must stay below the limit; else above.
  package var isCeiling: Bool
  /// It does not apply before so many cases; 0: always.
  package var minimumCases: Int64
  /// Where it was read, and the day.
  package var source: String
  package var asOf: CivilDate
  /// The first day it holds; nil: it holds already.
  package var from: CivilDate?
  /// The accounts it is held against; empty: every storefront.
  package var storefronts: [String]

  package init(
    name: String, party: String, measure: Measure, limit: Double, isCeiling: Bool,
    minimumCases: Int64 = 0, source: String, asOf: CivilDate, from: CivilDate? = nil,
    storefronts: [String] = []
  ) {
    self.name = name
    self.party = party
    self.measure = measure
    self.limit = limit
    self.isCeiling = isCeiling
    self.minimumCases = minimumCases
    self.source = source
    self.asOf = asOf
    self.from = from
    self.storefronts = storefronts
  }

  /// How a storefront stands against it on a day; nil where it is not held against that one or not yet.
  /// - Parameter month: disputes opened and orders placed in the month of that day.
  package func verdict(_ numbers: Numbers, month: MonthPace?, on day: CivilDate) -> LineVerdict? {
    guard storefronts.isEmpty || storefronts.contains(numbers.name) else { return nil }
    if let from, from.daysSinceEpoch > day.daysSinceEpoch { return nil }
    guard measure != .chargebacks else {
      guard let month else { return nil }
      let projected = month.projectedHits
      return LineVerdict(
        line: self, storefront: numbers.name, rate: month.rate, projectedHits: projected,
        standing: standing(month.rate, cases: projected))
    }
    let rate = measure.share.map { numbers[share: $0] } ?? Rate(hits: 0, total: 0)
    return LineVerdict(
      line: self, storefront: numbers.name, rate: rate, projectedHits: nil,
      standing: standing(rate, cases: rate.total))
  }

  /// How a seller stands against a line.
  package enum Standing: String, CaseIterable, Sendable {
    /// On the right side, and by more than chance.
    case clear
    /// On the right side, but the line is within what chance may bring.
    case near
    case over
    /// The line does not apply: too few cases.
    case below
    case unknown
  }

  /// - Parameter cases: what `minimumCases` is held against, at the pace of the period, at its end.
  package func standing(_ rate: Rate, cases: Int64) -> Standing {
    guard let share = rate.share, let interval = rate.interval else { return .unknown }
    let reaches = isCeiling ? interval.upperBound >= limit : interval.lowerBound <= limit
    guard reaches else { return .clear }
    guard cases >= minimumCases else { return .below }
    return (isCeiling ? share >= limit : share <= limit) ? .over : .near
  }
}

extension JudgingLine.Measure {
  /// The share of the numbers that it is; nil for what is counted by the month.
  var share: NumbersShare? {
    switch self {
    case .chargebacks: nil
    case .lateDispatch: .lateDispatch
    case .validTracking: .validTracking
    case .cancelled: .cancelled
    case .onTime: .onTime
    case .refunded: .refunded
    }
  }
}

/// A storefront held against a line.
package struct LineVerdict: Hashable, Sendable {
  package var line: JudgingLine
  package var storefront: String
  package var rate: Rate
  /// What the month comes to at its pace; nil where the line is not by the month.
  package var projectedHits: Int64?
  package var standing: JudgingLine.Standing

  package init(
    line: JudgingLine, storefront: String, rate: Rate, projectedHits: Int64?,
    standing: JudgingLine.Standing
  ) {
    self.line = line
    self.storefront = storefront
    self.rate = rate
    self.projectedHits = projectedHits
    self.standing = standing
  }
}

/// A month that is not over: what has come in, and what it comes to at this pace.
package struct MonthPace: Hashable, Sendable {
  /// Days of the month that have begun, and all of them.
  package var elapsed: Int
  package var days: Int
  package var rate: Rate

  package init(elapsed: Int, days: Int, rate: Rate) {
    self.elapsed = max(1, min(elapsed, days))
    self.days = days
    self.rate = rate
  }

  /// Hits by the end of the month, rounded.
  package var projectedHits: Int64 {
    (rate.hits * Int64(days) + Int64(elapsed) / 2) / Int64(elapsed)
  }
}
