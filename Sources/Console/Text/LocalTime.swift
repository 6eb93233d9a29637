package import Fulfillment

/// Instants and lengths as the screens write them, in the operator's own time.
package struct LocalTime: Hashable, Sendable {
  package var zone: Zone

  package init(zone: Zone) { self.zone = zone }

  /// `11-22 14:09`
  package func text(_ instant: Timestamp) -> String {
    let local = zone.local(instant)
    let date = local.date
    return two(date.month) + "-" + two(date.day) + " " + clock(local)
  }

  /// `11-22 14:09:41`, where a second matters.
  package func second(_ instant: Timestamp) -> String {
    let local = zone.local(instant)
    return text(instant) + ":" + two(Int(local.millisecondOfDay / 1000 % 60))
  }

  /// `2026-11-22 14:09`, where the year matters.
  package func full(_ instant: Timestamp) -> String {
    String(zone.local(instant).date.year) + "-" + text(instant)
  }

  /// What a rule says, as the rest of the screen: its instants (`2026-11-22 14:09`, which rules write in
  /// UTC) in the operator's own time, its amounts (`12.30 USD`) in the operator's own style.
  package func told(_ text: String) -> String { inOwnTime(text).withStyledAmounts }

  private func inOwnTime(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var (told, next) = ("", 0)
    var rest = 0
    while next + Self.form.count <= bytes.count {
      guard let instant = Self.instant(bytes[next..<next + Self.form.count]) else {
        next += 1
        continue
      }
      told += String(decoding: bytes[rest..<next], as: UTF8.self) + full(instant)
      next += Self.form.count
      rest = next
    }
    return rest == 0 ? text : told + String(decoding: bytes[rest...], as: UTF8.self)
  }

  private static let form = Array("0000-00-00 00:00".utf8)

  /// Reads exactly such an instant, UTC.
  private static func instant(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
    let fits = zip(form, bytes).allSatisfy { pattern, byte in
      pattern == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : pattern == byte
    }
    guard fits else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return Timestamp(iso8601: text.prefix(10) + "T" + text.suffix(5) + ":00Z")
  }

  /// `14:09`
  package func time(_ instant: Timestamp) -> String {
    clock(zone.local(instant))
  }

  /// Eight o'clock of the morning after `now`.
  package func tomorrowMorning(after now: Timestamp) -> Timestamp {
    let day = zone.local(now).date.daysSinceEpoch + 1
    return zone.instant(local: Timestamp(seconds: day * 86_400 + 8 * 3600))
  }

  private func clock(_ local: Timestamp) -> String {
    let minutes = Int(local.millisecondOfDay / 60_000)
    return two(minutes / 60) + ":" + two(minutes % 60)
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension Span {
  /// What is left of a hold: `9:42`, beyond an hour `3h`.
  var countdown: String {
    let seconds = max(0, (milliseconds + 999) / 1000)
    guard seconds < 3600 else { return ShortAge.text(.seconds(seconds)) }
    let rest = seconds % 60
    return "\(seconds / 60):" + (rest < 10 ? "0\(rest)" : "\(rest)")
  }

  /// The age of a feed: to the second under a minute, else as `ShortAge`.
  var freshness: String {
    milliseconds >= 0 && milliseconds < 60_000 ? "\(milliseconds / 1000)s" : ShortAge.text(self)
  }

  /// Reads `30m`, `4h`, `2d`, `1w`; nil for anything else or more than a year.
  init?(short text: String) {
    guard let unit = text.last, let number = Int64(text.dropLast()), (1...9999).contains(number)
    else { return nil }
    switch unit.lowercased() {
    case "m": self = .minutes(number)
    case "h": self = .hours(number)
    case "d": self = .days(number)
    case "w": self = .days(number * 7)
    default: return nil
    }
    guard self <= .days(366) else { return nil }
  }
}

extension ConsoleState {
  var clock: LocalTime { LocalTime(zone: settings.zone) }

  /// `4m`, `9d`
  func age(of instant: Timestamp) -> String { ShortAge.text(now - instant) }
}
