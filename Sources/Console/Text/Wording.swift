import Canvas
import Fulfillment

/// Counted things in words.
enum Noun {
  static func rows(_ count: Int) -> String { of(count, "row", "rows") }

  static func of(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "1 " + one : count.grouped + " " + many
  }
}

extension Int {
  /// `2,418`
  var grouped: String { Int64(self).grouped }
}

extension Int64 {
  var grouped: String {
    let digits = String(magnitude)
    guard digits.utf8.count > 3 else { return (self < 0 ? "-" : "") + digits }
    let separator = NumberStyle.current.thousands
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(separator) }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + text
  }

  /// Division that rounds down, for instants before 1970.
  func floored(by divisor: Int64) -> Int64 {
    self / divisor - (self % divisor < 0 ? 1 : 0)
  }
}

extension Money {
  /// Whole major units where they say enough, for columns: `$4,310`, `$0.40`, `BRL 88`.
  var short: String {
    let unit = currency.minorPerMajor
    guard minor.magnitude >= unit.magnitude * 10 || currency.minorDigits == 0 else { return exact }
    let rounded = (minor.magnitude + unit.magnitude / 2) / unit.magnitude
    return (minor < 0 ? "-" : "") + sign + Int64(clamping: rounded).grouped
  }

  /// To the last cent: `$4,310.50`.
  var exact: String {
    let unit = UInt64(currency.minorPerMajor)
    let whole = (minor < 0 ? "-" : "") + sign + Int64(clamping: minor.magnitude / unit).grouped
    guard unit > 1 else { return whole }
    let cents = String(minor.magnitude % unit)
    let zeros = String(repeating: "0", count: max(0, currency.minorDigits - cents.utf8.count))
    return whole + String(NumberStyle.current.point) + zeros + cents
  }

  private var sign: String { NumberStyle.current.mark(currency.code) }
}

extension [Money] {
  /// `$4,310 + €88`; "" where there is none.
  var short: String { map(\.short).joined(separator: " + ") }

  /// The same added up by currency, largest first.
  var summed: [Money] {
    var totals: [Currency: Int64] = [:]
    for money in self {
      totals[money.currency] =
        (totals[money.currency] ?? 0).addingReportingOverflow(money.minor).partialValue
    }
    return totals.map { Money(minor: $1, currency: $0) }
      .sorted { ($0.minor, $1.currency.code) > ($1.minor, $0.currency.code) }
  }
}

extension String {
  /// The text in lines of at most that many columns, broken at blanks where there are any.
  func wrapped(_ width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      var (line, columns) = ("", 0)
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        for piece in pieces(of: word, width) {
          let size = piece.columns
          if columns > 0, columns + 1 + size > width {
            lines.append(line)
            (line, columns) = ("", 0)
          }
          if columns > 0 {
            line += " "
            columns += 1
          }
          line += piece
          columns += size
        }
      }
      lines.append(line)
    }
    return lines
  }

  /// The same with the blanks at its beginning before every line.
  func wrappedWithIndent(_ width: Int) -> [String] {
    let indent = String(prefix { $0 == " " })
    // What leaves the house is shown to its end.
    let text = sanitised(limit: 100_000)
    return text.isEmpty ? [""] : text.wrapped(max(1, width - indent.columns)).map { indent + $0 }
  }

  /// A word too long for a line, cut into what fits.
  private func pieces(of word: Substring, _ width: Int) -> [String] {
    if word.utf8.count <= width { return [String(word)] }
    var (pieces, piece, columns) = ([String](), "", 0)
    for character in word {
      let size = String(character).columns
      if columns + size > width, columns > 0 {
        pieces.append(piece)
        (piece, columns) = ("", 0)
      }
      piece.append(character)
      columns += size
    }
    pieces.append(piece)
    return pieces
  }
}

extension String {
  /// Columns on the screen.
  var columns: Int { TextWidth.of(self) }
}
