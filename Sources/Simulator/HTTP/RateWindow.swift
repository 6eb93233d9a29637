import Fulfillment

/// A limit of so many requests in a sliding span.
struct RateWindow: Sendable {
  private let limit: Int
  private let span: Span
  private var taken: [Timestamp] = []

  init(_ limit: Int, in span: Span) {
    self.limit = limit
    self.span = span
  }

  /// Takes one place; false where all are taken. A refused request takes none.
  mutating func take(_ now: Timestamp) -> Bool {
    taken.removeAll { $0 <= now - span || $0 > now }
    guard taken.count < limit else { return false }
    taken.append(now)
    return true
  }
}
