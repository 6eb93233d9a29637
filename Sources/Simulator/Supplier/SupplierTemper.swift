/// How the simulated suppliers take what is ordered from them, as shares of all orders placed. The key
/// of an order decides: the same order sent again meets the same fate.
package struct SupplierTemper: Hashable, Sendable {
  /// Out of stock or off the shelf: refused, nothing is recorded.
  package var refuses: Double
  /// Accepted at a higher price than offered.
  package var raises: Double
  /// Accepted and paid, and cancelled by the supplier a day later.
  package var cancels: Double
  /// Sent in two parcels, where there are two pieces to send.
  package var splits: Double
  /// Left to be paid on a page, and nobody ever does.
  package var forgets: Double

  package init(
    refuses: Double = 0, raises: Double = 0, cancels: Double = 0, splits: Double = 0,
    forgets: Double = 0
  ) {
    self.refuses = refuses
    self.raises = raises
    self.cancels = cancels
    self.splits = splits
    self.forgets = forgets
  }

  /// Everything ordered comes, in one parcel.
  package static let smooth = SupplierTemper()
  /// About one order in six has something.
  package static let usual = SupplierTemper(
    refuses: 0.03, raises: 0.04, cancels: 0.03, splits: 0.05, forgets: 0.02)

  /// What becomes of the order with that key.
  func course(_ key: String, seed: UInt64) -> Course {
    let hash = key.utf8.reduce(seed) { SeededRandom.mixed($0 ^ UInt64($1)) }
    var random = SeededRandom(seed: hash)
    var rest = random.unit()
    for (share, course) in [
      (refuses, Course.refused), (raises, .dearer), (cancels, .cancelled), (splits, .split),
      (forgets, .forgotten),
    ] {
      if rest < share { return course }
      rest -= share
    }
    return .plain
  }

  enum Course: Sendable {
    case plain, refused, dearer, cancelled, split, forgotten
  }
}
