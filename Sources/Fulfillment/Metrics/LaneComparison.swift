/// Would another supplier have been faster on the same lane? From how long both took, each from purchase
/// to first scan and from there to delivery, taken as independent of each other.
package struct LaneComparison: Hashable, Sendable {
  /// Chance that a purchase of the other is delivered sooner; a tie counts half.
  package var chanceSooner: Double
  /// Days after which half of the purchases are delivered; nil where that was never seen.
  package var ownMedian: Double?
  package var otherMedian: Double?
  /// The purchases that each rests on: the smaller of its two samples.
  package var ownSample: Int64
  package var otherSample: Int64

  /// nil where one of the two has never delivered anything.
  package init?(own: Numbers, other: Numbers) {
    let (left, right) = (Arrival(own), Arrival(other))
    guard left.isKnown, right.isKnown else { return nil }
    chanceSooner = right.chanceSooner(than: left)
    (ownMedian, otherMedian) = (left.median, right.median)
    ownSample = min(own.processing.sample, own.shipping.sample)
    otherSample = min(other.processing.sample, other.shipping.sample)
  }

  /// Fewer than this many are an anecdote.
  package static let enough: Int64 = 30

  /// One sentence.
  package var text: String {
    let percent = Int((chanceSooner * 100).rounded())
    let days = { (days: Double?) in days.map { "\(Int($0.rounded(.up)))" } ?? "?" }
    let medians = "half are there after \(days(otherMedian)) instead of \(days(ownMedian)) days"
    guard min(ownSample, otherSample) >= LaneComparison.enough else {
      return "too few to tell: \(otherSample) against \(ownSample) purchases"
    }
    return
      "sooner in \(percent) of 100 cases; \(medians) (\(otherSample) against \(ownSample) purchases)"
  }
}

/// When purchases arrive, in quarter days: what share in each, and what share never, as far as is known.
private struct Arrival {
  var mass: [Double]
  var never: Double

  init(_ numbers: Numbers) {
    let (first, second) = (numbers.processing.mass, numbers.shipping.mass)
    mass = Array(
      repeating: 0, count: first.isEmpty || second.isEmpty ? 0 : first.count + second.count)
    if !mass.isEmpty {
      for (start, share) in first.enumerated() where share > 0 {
        for (more, next) in second.enumerated() where next > 0 {
          mass[start + more] += share * next
        }
      }
    }
    never = max(0, 1 - mass.reduce(0, +))
  }

  var isKnown: Bool { never < 1 - 1e-9 }

  var median: Double? {
    var sum = 0.0
    for (quarter, share) in mass.enumerated() {
      sum += share
      if sum >= 0.5 { return Double(quarter + 1) / 4 }
    }
    return nil
  }

  func chanceSooner(than other: Arrival) -> Double {
    var (chance, laterOfOther) = (0.0, 1.0)
    for quarter in 0..<max(mass.count, other.mass.count) {
      let own = quarter < mass.count ? mass[quarter] : 0
      let others = quarter < other.mass.count ? other.mass[quarter] : 0
      laterOfOther -= others
      chance += own * (max(0, laterOfOther) + others / 2)
    }
    return min(1, chance + never * other.never / 2)
  }
}
