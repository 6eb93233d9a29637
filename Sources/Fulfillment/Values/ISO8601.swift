extension Timestamp {
  /// `2026-11-22T14:09:00Z` (milliseconds are written only where there are any).
  package var iso8601: String {
    let (date, rest) = (date, millisecondOfDay)
    let time =
      padded(rest / 3_600_000, 2) + ":" + padded(rest / 60_000 % 60, 2) + ":"
      + padded(rest / 1000 % 60, 2)
    let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
    return date.description + "T" + time + fraction + "Z"
  }

  /// Reads `2026-11-22`, `2026-11-22T14:09`, `2026-11-22 14:09:31.25`, each with an optional zone `Z`,
  /// `+01:00`, ` -0500`; `zone` (minutes east of UTC) is used where the text names none.
  /// Returns nil for anything else, including a day or an hour that does not exist.
  package init?(iso8601 text: some StringProtocol, zone defaultZone: Int = 0) {
    var reader = DateReader(text)
    guard let year = reader.number(digits: 4), reader.skip("-"),
      let month = reader.number(digits: 2),
      reader.skip("-"), let day = reader.number(digits: 2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard !reader.isAtEnd else {
      self = date.midnight - .minutes(Int64(defaultZone))
      return
    }
    guard reader.skip("T") || reader.skip("t") || reader.skip(" "),
      let milliseconds = reader.timeOfDay(), let zone = reader.zone(default: defaultZone),
      reader.isAtEnd
    else { return nil }
    self = date.midnight + .milliseconds(milliseconds) - .minutes(Int64(zone))
  }
}

extension CivilDate: CustomStringConvertible {
  /// `2026-11-22`
  package var description: String {
    padded(Int64(year), 4) + "-" + padded(Int64(month), 2) + "-" + padded(Int64(day), 2)
  }
}

/// Reads the parts of a date from left to right; package-wide so that importers of other date
/// forms share it.
package struct DateReader {
  private var rest: Substring.UTF8View

  package init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

  package var isAtEnd: Bool { rest.isEmpty }

  /// Takes exactly that many decimal digits.
  package mutating func number(digits: Int) -> Int? {
    guard rest.count >= digits else { return nil }
    var value = 0
    for byte in rest.prefix(digits) {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    rest = rest.dropFirst(digits)
    return value
  }

  /// Takes one or two decimal digits.
  package mutating func shortNumber() -> Int? { number(digits: 2) ?? number(digits: 1) }

  /// Takes that character if it comes next.
  package mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Takes `14:09[:31[.25]]` and returns milliseconds since midnight.
  package mutating func timeOfDay() -> Int64? {
    guard let hour = number(digits: 2), hour < 24, skip(":"), let minute = number(digits: 2),
      minute < 60
    else { return nil }
    var milliseconds = Int64(hour * 60 + minute) * 60_000
    if skip(":") {
      guard let second = number(digits: 2), second <= 60 else { return nil }
      milliseconds += Int64(min(second, 59)) * 1000
      if skip(".") || skip(",") {
        var (scale, read) = (Int64(100), 0)
        while let digit = number(digits: 1) {
          milliseconds += Int64(digit) * scale
          scale /= 10
          read += 1
        }
        guard (1...12).contains(read) else { return nil }
      }
    }
    return milliseconds
  }

  /// Takes `Z`, `+01:00`, ` -0500` or nothing, and returns minutes east of UTC.
  package mutating func zone(default zone: Int) -> Int? {
    _ = skip(" ")
    if isAtEnd { return zone }
    if skip("Z") || skip("z") { return 0 }
    if skip("U") { return skip("T") && skip("C") ? 0 : nil }
    let east = skip("+")
    guard east || skip("-"), let hours = number(digits: 2), hours < 24 else { return nil }
    _ = skip(":")
    let minutes = isAtEnd ? 0 : number(digits: 2)
    guard let minutes, minutes < 60 else { return nil }
    return (east ? 1 : -1) * (hours * 60 + minutes)
  }
}

/// A number with leading zeros.
func padded(_ value: Int64, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (value < 0 ? "-" : "") + zeros + digits
}
