import Fulfillment

/// Dates as exports carry them: `2022-01-11 04:32:31 -0500` as the shop writes it, and
/// `31/12/2023 22:36` after a spreadsheet saved the file in its own locale.
struct SheetDate {
  /// Which comes first in a date of the second form.
  enum Order: Hashable, Sendable { case dayFirst, monthFirst }

  /// Decided from the whole file; nil: the file contradicts itself.
  let order: Order?
  /// Minutes east of UTC where a date names no zone.
  let zone: Int

  /// Reads a date; nil where it is none, or where it can't be told day from month.
  func read(_ text: String) -> Timestamp? {
    if let instant = Timestamp(iso8601: text, zone: zone) { return instant }
    guard let parts = SlashDate(text) else { return nil }
    let date =
      switch (parts.order, order) {
      case (.dayFirst, _), (nil, .dayFirst):
        CivilDate(year: parts.year, month: parts.second, day: parts.first)
      case (.monthFirst, _), (nil, .monthFirst):
        CivilDate(year: parts.year, month: parts.first, day: parts.second)
      case (nil, nil): nil as CivilDate?
      }
    guard let date else { return nil }
    return date.midnight + .milliseconds(parts.milliseconds) - .minutes(Int64(zone))
  }

  /// Finds the order from every date of a file: one number above 12 decides. Where none is, `fallback`
  /// holds; where both places hold one, only the dates that decide themselves can be read.
  struct Evidence {
    private var dayFirst = false
    private var monthFirst = false

    mutating func see(_ text: String) {
      guard text.utf8.contains(where: { $0 == 0x2F || $0 == 0x2E }) else { return }
      switch SlashDate(text)?.order {
      case .dayFirst: dayFirst = true
      case .monthFirst: monthFirst = true
      case nil: break
      }
    }

    func order(otherwise fallback: Order) -> Order? {
      switch (dayFirst, monthFirst) {
      case (true, false): .dayFirst
      case (false, true): .monthFirst
      case (false, false): fallback
      case (true, true): nil
      }
    }
  }
}

/// `31/12/2023 22:36`, `12/31/23`, `31.12.2023 9:05:00`, `1/5/2024 3:04 PM`, taken apart.
private struct SlashDate {
  var first: Int
  var second: Int
  var year: Int
  var milliseconds: Int64 = 0

  init?(_ text: String) {
    var reader = DateReader(text)
    guard let first = reader.shortNumber(), reader.skip("/") || reader.skip("."),
      let second = reader.shortNumber(), reader.skip("/") || reader.skip(".")
    else { return nil }
    self.first = first
    self.second = second
    if let year = reader.number(digits: 4) {
      self.year = year
    } else if let year = reader.number(digits: 2) {
      self.year = 2000 + year
    } else {
      return nil
    }
    guard !reader.isAtEnd else { return }
    guard reader.skip(" "), let time = SlashDate.time(&reader), reader.isAtEnd else { return nil }
    milliseconds = time
  }

  /// Which place must hold the day; nil where both could.
  var order: SheetDate.Order? {
    if first > 12 { return .dayFirst }
    return second > 12 ? .monthFirst : nil
  }

  private static func time(_ reader: inout DateReader) -> Int64? {
    guard var hour = reader.shortNumber(), reader.skip(":"), let minute = reader.number(digits: 2),
      minute < 60
    else { return nil }
    var second = 0
    if reader.skip(":") {
      guard let seconds = reader.number(digits: 2), seconds < 60 else { return nil }
      second = seconds
    }
    if reader.skip(" ") {
      let isAfternoon = reader.skip("P") || reader.skip("p")
      guard isAfternoon || reader.skip("A") || reader.skip("a"),
        reader.skip("M") || reader.skip("m"), (1...12).contains(hour)
      else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard hour < 24 else { return nil }
    return Int64(hour * 3600 + minute * 60 + second) * 1000
  }
}
