package import Fulfillment

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The real clock and the only real wait of the program. With a rate other than 1 it is the clock of a
/// simulated world: it starts at `origin` and runs that many times as fast.
package struct SystemTime: Clock {
  package let rate: Double
  private let origin: Timestamp
  private let started: Timestamp

  /// - Parameters:
  ///   - rate: seconds that pass on this clock in one real second; at least 0.001.
  ///   - origin: what it shows now; nil: the real time.
  package init(rate: Double = 1, origin: Timestamp? = nil) {
    self.started = SystemTime.wall()
    self.rate = max(0.001, rate)
    self.origin = origin ?? started
  }

  package func now() -> Timestamp {
    let real = SystemTime.wall()
    // Untouched where nothing is scaled, so that two processes agree on the time.
    guard rate != 1 || origin != started else { return real }
    return origin + (real - started).scaled(by: rate)
  }

  package func sleep(until instant: Timestamp) async throws {
    // In slices: the wall clock may be set, or the machine sleep, while we wait for an instant of it.
    while true {
      let left = (instant - now()).scaled(by: 1 / rate)
      guard left > .milliseconds(0) else { return try Task.checkCancellation() }
      try await Task.sleep(for: .milliseconds(min(left, SystemTime.slice).milliseconds))
    }
  }

  private static let slice = Span.seconds(30)

  private static func wall() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
