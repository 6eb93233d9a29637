// How a reason names instants, limits and names. Reasons are stored, so they name instants and never
// ages, which would be wrong an hour later.

extension Timestamp {
  /// `2026-11-20 14:00`: to the minute, UTC.
  package var minuteText: String {
    let minutes = millisecondOfDay / 60_000
    let date = date
    guard (0...9999).contains(date.year) else {
      return date.description + " " + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }
    // Every reason has one: digits are written in place, which is ten times as fast as joining them.
    return String(unsafeUninitializedCapacity: 16) { bytes in
      func write(_ value: Int, _ width: Int, at start: Int) {
        var rest = value
        for place in stride(from: start + width - 1, through: start, by: -1) {
          bytes[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
          rest /= 10
        }
      }
      write(Int(date.year), 4, at: 0)
      write(Int(date.month), 2, at: 5)
      write(Int(date.day), 2, at: 8)
      write(Int(minutes / 60), 2, at: 11)
      write(Int(minutes % 60), 2, at: 14)
      (bytes[4], bytes[7], bytes[10], bytes[13]) = (0x2D, 0x2D, 0x20, 0x3A)
      return 16
    }
  }
}

extension Span {
  /// `90 s`, `90 min`, `2 h`, `3 d`: a limit in the largest unit that is exact, hours up to two days.
  package var limitText: String {
    if milliseconds % 60_000 != 0 { return "\(milliseconds / 1000) s" }
    let minutes = milliseconds / 60_000
    if minutes < 60 || minutes % 60 != 0 { return "\(minutes) min" }
    let hours = minutes / 60
    return hours < 48 || hours % 24 != 0 ? "\(hours) h" : "\(hours / 24) d"
  }
}

extension String {
  /// Fit for a reason: one clean line of at most 60 characters.
  var briefly: String { sanitised(limit: 60) }

  /// The same, longer, as the end of a reason: `: out of stock`; nothing for nothing.
  var trailing: String {
    let words = sanitised(limit: 160)
    return words.isEmpty ? "" : ": " + words
  }

  /// The same in quotation marks.
  var quotedBriefly: String { "\"" + briefly + "\"" }
}

/// `1 line`, `2 lines`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
