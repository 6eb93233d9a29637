package import Fulfillment

/// Whole histories of made-up orders in all stages of their lives, for a store of any size: oldest
/// first, in batches, as fast as they are asked for. The same seed gives the same orders.
package struct Filler: Sequence, IteratorProtocol, Sendable {
  /// Where the orders pretend to come from.
  package static let source = "simulate fill"

  private let count: Int
  private let batch: Int
  private let now: Timestamp
  private let days: [Timestamp]
  private let counts: [Int]
  private let seed: UInt64
  private var maker: LifeMaker
  private var day = 0
  private var given = 0
  private var waiting: ArraySlice<Timestamp> = []

  /// That many orders, placed over the `span` of days before `now`, in batches of `batch`.
  package init(
    seed: UInt64, orders: Int, now: Timestamp, days span: Int = 60, batch: Int = 1000,
    scenarios: ScenarioShares = .settled
  ) {
    count = Swift.max(0, orders)
    self.batch = Swift.max(1, batch)
    self.now = now
    self.seed = seed
    days = (0..<Swift.max(1, span)).reversed().map { now - .days(Int64($0 + 1)) }
    counts = Arrivals.split(count, over: days)
    maker = LifeMaker(seed: seed, shares: scenarios)
  }

  /// Each way to fill the products of these orders, and who fills them.
  package var offers: [Offer] { Catalogue.offers(stockAt: now) }
  package var suppliers: [Supplier] { Catalogue.suppliers }

  /// The next batch; nil after the last.
  package mutating func next() -> [OrderHistory]? {
    nextLives()?.map { OrderHistory($0, at: now, source: Filler.source) }
  }

  /// The next batch as lives.
  mutating func nextLives() -> [Life]? {
    guard given < count else { return nil }
    var lives: [Life] = []
    lives.reserveCapacity(Swift.min(batch, count - given))
    while lives.count < batch, given < count {
      while waiting.isEmpty, day < days.count {
        var random = SeededRandom(seed: ~seed, stream: day)
        waiting = Arrivals.times(from: days[day], count: counts[day], &random)[...]
        day += 1
      }
      guard let placedAt = waiting.popFirst() else { break }
      lives.append(maker.make(index: given, placedAt: placedAt))
      given += 1
    }
    return lives.isEmpty ? nil : lives
  }
}
