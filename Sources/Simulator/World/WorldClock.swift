package import Fulfillment

/// How fast simulated time runs against real time.
package struct Speed: Hashable, Sendable {
  /// Simulated seconds in one real second; above zero.
  package let factor: Double

  /// A simulated day in ten real minutes: the speed of the demo.
  package static let dayInTenMinutes = Speed(known: 144)
  /// As fast as real time.
  package static let real = Speed(known: 1)

  private init(known factor: Double) { self.factor = factor }

  /// Reads `DAY=10m`, `HOUR=30s`, `WEEK=1h` (so long lasts one of them) or `144x`, `144`, `0.5x`.
  /// nil for anything else, for zero and for what would be faster than a year in a second.
  package init?(_ text: some StringProtocol) {
    let upper = text.uppercased()
    let parts = upper.split(separator: "=", omittingEmptySubsequences: false)
    let value: Double?
    switch parts.count {
    case 1:
      value = Double(upper.hasSuffix("X") ? String(upper.dropLast()) : upper)
    case 2:
      let units: [Substring: Double] = ["HOUR": 3600, "DAY": 86_400, "WEEK": 604_800]
      let seconds = Speed.seconds(parts[1])
      value = units[parts[0]].flatMap { unit in seconds.map { unit / $0 } }
    default:
      value = nil
    }
    guard let value, value.isFinite, value > 0, value <= 31_557_600 else { return nil }
    factor = value
  }

  /// `10M`, `30S`, `1H` in seconds; nil for anything else and for zero.
  private static func seconds(_ text: Substring) -> Double? {
    let units: [Character: Double] = ["S": 1, "M": 60, "H": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()),
      count > 0
    else { return nil }
    return count * unit
  }
}

/// Tells simulated time from real time: `start + (real - realStart) * speed`.
package struct WorldClock: Hashable, Sendable {
  /// The simulated instant at `realStart`.
  package let start: Timestamp
  package let realStart: Timestamp
  package let speed: Speed

  package init(start: Timestamp, realStart: Timestamp, speed: Speed) {
    self.start = start
    self.realStart = realStart
    self.speed = speed
  }

  /// The simulated instant at that real one.
  package func now(_ real: Timestamp) -> Timestamp {
    let elapsed = Double((real - realStart).milliseconds) * speed.factor
    return start + .milliseconds(Int64(elapsed.rounded()))
  }

  /// The real instant at which the simulated one is reached: what a sleeper has to wait for.
  package func real(_ simulated: Timestamp) -> Timestamp {
    let elapsed = Double((simulated - start).milliseconds) / speed.factor
    return realStart + .milliseconds(Int64(elapsed.rounded(.up)))
  }
}
