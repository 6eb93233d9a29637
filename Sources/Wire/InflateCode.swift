/// A prefix code of deflate (RFC 1951, section 3.2.2): short codes are looked up, longer ones counted
/// out, so that a table costs little to make however often a file asks for a new one.
struct InflateCode {
  /// The longest code that is looked up, in bits.
  private static let quick = 10
  /// The longest code there is, in bits.
  static let longest = 15

  /// By the next bits: the symbol times 16 and the bits of its code; 0 where the code is longer.
  private var table = [UInt16](repeating: 0, count: 1 << quick)
  /// How many codes have so many bits.
  private var counts = [Int](repeating: 0, count: longest + 1)
  /// The symbols by code.
  private var symbols: [UInt16] = []

  /// The code of those lengths in bits, 0 for a symbol that does not occur; nil where they make none.
  ///
  /// - Parameter mayBeThin: one single code, of one bit, may stand alone, or none at all.
  init?(lengths: some Collection<UInt8>, mayBeThin: Bool) {
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var (free, first) = (1, [Int](repeating: 0, count: InflateCode.longest + 2))
    var longest = 0
    for length in 1...InflateCode.longest {
      free = free * 2 - counts[length]
      guard free >= 0 else { return nil }
      first[length + 1] = first[length] + counts[length]
      if counts[length] > 0 { longest = length }
    }
    guard free == 0 || (mayBeThin && longest <= 1) else { return nil }
    symbols = [UInt16](repeating: 0, count: first[InflateCode.longest + 1])
    for (symbol, length) in lengths.enumerated() where length > 0 {
      symbols[first[Int(length)]] = UInt16(symbol)
      first[Int(length)] += 1
    }
    fill()
  }

  /// Codes come most significant bit first, the stream least significant bit first.
  private mutating func fill() {
    var (code, index) = (0, 0)
    for length in 1...InflateCode.quick {
      code <<= 1
      for _ in 0..<counts[length] {
        var reversed = 0
        for bit in 0..<length where code & 1 << bit != 0 { reversed |= 1 << (length - 1 - bit) }
        let entry = symbols[index] << 4 | UInt16(length)
        for place in stride(from: reversed, to: 1 << InflateCode.quick, by: 1 << length) {
          table[place] = entry
        }
        code += 1
        index += 1
      }
    }
  }

  /// The symbol that the bits begin with, and how many bits it takes; nil where no code begins so.
  @inline(__always)
  func match(_ bits: UInt64) -> (symbol: Int, bits: Int)? {
    let entry = table[Int(bits & (1 << UInt64(InflateCode.quick) - 1))]
    if entry != 0 { return (Int(entry >> 4), Int(entry & 15)) }
    return longMatch(bits)
  }

  private func longMatch(_ bits: UInt64) -> (symbol: Int, bits: Int)? {
    var (code, first, index) = (0, 0, 0)
    for length in 1...InflateCode.longest {
      code |= Int(bits >> UInt64(length - 1) & 1)
      if code - counts[length] < first {
        return (Int(symbols[index + code - first]), length)
      }
      index += counts[length]
      first = (first + counts[length]) << 1
      code <<= 1
    }
    return nil
  }
}
