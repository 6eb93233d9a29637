import Sync
import Synchronization

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator whose whole state is its seed, so that a
/// failing test is repeated by the seed it prints.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in that range, but for a bias too small to matter in a test.
  package mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of those; the array may not be empty.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[pick(0...(elements.count - 1))]
  }
}

/// Nonces and jitter from a seed.
package final class RepeatableRandom: RandomSource {
  private let generator: Mutex<SplitMix64>

  package init(seed: UInt64 = 1) { generator = Mutex(SplitMix64(seed: seed)) }

  package func next() -> UInt64 { generator.withLock { $0.next() } }
}
