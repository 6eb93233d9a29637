/// Observed against expected events: a weight that a weekday, a supplier or an area puts on a hazard.
struct DelayFactor: Hashable, Sendable {
  let name: String
  var observed = 0.0
  var expected = 0.0
  /// `value` as of the last closed day.
  var weight = 1.0
  /// Not yet handed out as a row.
  var isChanged = false

  init(name: String) { self.name = name }

  /// (observed + n x usual) / (expected + n), where `borrowed` is n.
  func value(borrowed: Double, usual: Double = 1) -> Double {
    max(0, observed + borrowed * usual) / max(expected + borrowed, 1e-300)
  }

  mutating func scale(by factor: Double) {
    observed *= factor
    expected *= factor
    isChanged = true
  }
}

/// What is under way to a destination, and what arrives there: a queue that grows is a delay to come.
struct DelayFlow: Hashable, Sendable {
  let name: String
  /// Recent arrivals, in units of the weight of their day.
  var arrived = 0.0
  /// Parcels under way at the end of the last closed day.
  var open: Int32 = 0
  /// Not yet handed out as a row.
  var isChanged = false

  init(name: String) { self.name = name }

  /// ln (under way / arrived in about a week).
  func backlog(_ unit: Double) -> Double {
    Exponential.log((Double(max(open, 0)) + 1) / (max(0, arrived / unit) + 1))
  }
}
