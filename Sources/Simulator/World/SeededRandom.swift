/// A random sequence that is the same for the same seed on every machine and every Swift version
/// (SplitMix64; S. Vigna's public domain algorithm). The standard library's own mapping to ranges
/// may change, so ranges are mapped here.
package struct SeededRandom: Sendable {
  private var state: UInt64

  /// The sequence of that seed.
  package init(seed: UInt64) { state = seed }

  /// The sequence of one numbered thing in the world of `seed`, independent of all its neighbours.
  package init(seed: UInt64, stream: Int) {
    state = SeededRandom.mixed(seed ^ SeededRandom.mixed(UInt64(bitPattern: Int64(stream))))
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SeededRandom.mixed(state)
  }

  /// A whole number in the range, both ends included.
  package mutating func int(_ range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
  }

  /// A number from 0 up to, not including, 1.
  package mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// True in that share of cases.
  package mutating func chance(_ share: Double) -> Bool { unit() < share }

  /// One of the items, which must not be empty.
  package mutating func pick<Item>(_ items: [Item]) -> Item { items[int(0...(items.count - 1))] }

  /// That many hexadecimal characters.
  package mutating func hex(_ count: Int) -> String {
    var text = ""
    text.reserveCapacity(count + 16)
    while text.utf8.count < count {
      let digits = String(next(), radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return String(text.prefix(count))
  }

  /// 64 bits that look unlike those of any other value.
  package static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
