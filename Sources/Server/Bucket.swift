package import Fulfillment

/// A token bucket as a value: holds `burst` tokens, and gets `rate` of them a second.
package struct Bucket: Hashable, Sendable {
  private let rate: Double
  private let burst: Double
  private var tokens: Double
  private var filledAt: Timestamp?

  package init(rate: Double, burst: Int) {
    self.rate = max(rate, 0.001)
    self.burst = Double(max(1, burst))
    tokens = self.burst
  }

  /// Takes one. nil: there was one; else whole seconds until there will be.
  package mutating func take(_ now: Timestamp) -> Int? {
    if let filledAt {
      // A clock that was set back fills nothing, and takes nothing away.
      let passed = Double(max(0, (now - filledAt).milliseconds)) / 1000
      tokens = min(burst, tokens + passed * rate)
    }
    filledAt = now
    guard tokens >= 1 else { return max(1, Int(((1 - tokens) / rate).rounded(.up))) }
    tokens -= 1
    return nil
  }
}
