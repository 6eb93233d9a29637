package import Fulfillment

/// The date form of HTTP headers (RFC 9110, section 5.6.7): `Sun, 22 Nov 2026 09:15:30 GMT`.
package enum HTTPDate {
  /// Reads the preferred form only, the one every server in use sends; nil for anything else.
  package static func read(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: String(words[2])),
      let date = CivilDate(year: year, month: month + 1, day: day)
    else { return nil }
    var time = DateReader(words[4])
    guard let milliseconds = time.timeOfDay(), time.isAtEnd else { return nil }
    return date.midnight + .milliseconds(milliseconds)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
