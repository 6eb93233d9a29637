/// A share with what it rests on. Only ripe days count: what is younger is told beside it, so that
/// nobody looks good by youth.
package struct Rate: Hashable, Sendable {
  package var hits: Int64
  /// Of how many.
  package var total: Int64
  /// Too young to be counted, and how many of them are hits already.
  package var young: Int64
  package var youngHits: Int64

  package init(hits: Int64, total: Int64, young: Int64 = 0, youngHits: Int64 = 0) {
    self.hits = hits
    self.total = total
    self.young = young
    self.youngHits = youngHits
  }

  /// 0...1; nil where nothing is ripe.
  package var share: Double? { total > 0 ? Double(hits) / Double(total) : nil }

  /// The share of all that was counted or waits, that is ripe.
  package var maturity: Double {
    total + young > 0 ? Double(total) / Double(total + young) : 0
  }

  /// Where the true share lies in 19 of 20 cases: the score interval of Wilson (1927); nil where nothing
  /// is ripe.
  package var interval: ClosedRange<Double>? {
    guard total > 0, hits >= 0, hits <= total else { return nil }
    let (count, share) = (Double(total), Double(hits) / Double(total))
    let squared = 1.959_963_985 * 1.959_963_985
    let centre = (share + squared / (2 * count)) / (1 + squared / count)
    let variance = share * (1 - share) / count + squared / (4 * count * count)
    let half = 1.959_963_985 / (1 + squared / count) * variance.squareRoot()
    return max(0, centre - half)...min(1, centre + half)
  }

  /// The same for hits that are told by what did not happen: of 100, 97 in time are 3 late.
  package var inverse: Rate {
    Rate(hits: total - hits, total: total, young: young, youngHits: young - youngHits)
  }

  /// It differs from an earlier one by more than chance explains: their intervals do not meet.
  package func differs(from other: Rate) -> Bool {
    guard let own = interval, let others = other.interval else { return false }
    return !own.overlaps(others)
  }
}
