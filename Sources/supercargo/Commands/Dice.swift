/// Throws that are the same for the same seed (xorshift64, Marsaglia 2003): what is measured with is made so.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2 &+ 0x9E37_79B9_7F4A_7C15 }

  /// From 0 to below that many, at least 1.
  mutating func roll(_ sides: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(sides))
  }
}
