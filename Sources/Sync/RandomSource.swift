/// Where nonces and jitter come from, so that a test can repeat a run.
package protocol RandomSource: Sendable {
  /// 64 uniformly random bits.
  func next() -> UInt64
}

extension RandomSource {
  /// 32 hexadecimal characters.
  package func nonce() -> String { hexadecimal(next()) + hexadecimal(next()) }

  /// Uniform in 0..<1.
  package func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  private func hexadecimal(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
