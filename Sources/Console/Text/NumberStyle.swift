import Fulfillment

/// How numbers and amounts are written on the screen. What leaves it (files, shell commands, answers of
/// the command line) keeps plain decimals and codes.
package struct NumberStyle: Hashable, Sendable {
  /// What stands between thousands and before a fraction.
  package enum Separators: String, CaseIterable, Sendable {
    case commaPoint = "1,234.5"
    case pointComma = "1.234,5"
    case spaceComma = "1 234,5"
    case apostrophePoint = "1'234.5"
  }

  /// How the currency of an amount is told.
  package enum CurrencyMark: String, CaseIterable, Sendable {
    /// `$`, `€`, `£` and `¥`; the code of every other.
    case symbol
    /// Always the ISO 4217 code.
    case code
  }

  package var separators = Separators.commaPoint
  package var currency = CurrencyMark.symbol

  package init() {}

  var thousands: Character {
    switch separators {
    case .commaPoint: ","
    case .pointComma: "."
    // Lines are broken at blanks, never within a number.
    case .spaceComma: "\u{A0}"
    case .apostrophePoint: "'"
    }
  }

  var point: Character {
    switch separators {
    case .commaPoint, .apostrophePoint: "."
    case .pointComma, .spaceComma: ","
    }
  }

  /// `$`, or `BRL ` with the blank that parts it from the number.
  func mark(_ code: String) -> String {
    guard currency == .symbol else { return code + " " }
    switch code {
    case "USD": return "$"
    case "EUR": return "€"
    case "GBP": return "£"
    case "JPY": return "¥"
    default: return code + " "
    }
  }

  /// The style of the screen that is drawn or updated now: `view` and `update` set it from the state, so
  /// that every text below them is written alike.
  @TaskLocal static var current = NumberStyle()
}

extension ConsoleState {
  /// The chosen style; a terminal without the signs gets codes.
  var numberStyle: NumberStyle {
    var style = settings.numbers
    if glyphs.isASCII { style.currency = .code }
    return style
  }
}

extension String {
  /// The same text with amounts such as `15376 KRW`, as stored sentences have them, in the style of the
  /// screen.
  var withStyledAmounts: String {
    let words = split(separator: " ", omittingEmptySubsequences: false)
    guard words.count > 1 else { return self }
    var parts: [String] = []
    var index = 0
    while index < words.count {
      let code = index + 1 < words.count ? words[index + 1] : ""
      if let text = String.styled(words[index], code) {
        parts.append(text)
        index += 2
      } else {
        parts.append(String(words[index]))
        index += 1
      }
    }
    return parts.joined(separator: " ")
  }

  /// `(23.43` and `USD)` as `($23.43)`; nil where they are not an amount.
  private static func styled(_ number: Substring, _ code: Substring) -> String? {
    let before = number.prefix { $0 == "(" }
    let digits = number.dropFirst(before.count)
    guard let first = digits.utf8.first, (48...57).contains(first) || first == 0x2D else {
      return nil
    }
    let letters = code.prefix(3)
    let after = code.dropFirst(3)
    guard after.first.map({ !$0.isLetter && !$0.isNumber }) ?? true,
      let currency = Currency(kept: String(letters)), CurrencyCodes.known.contains(currency.code),
      let money = Money(decimal: digits, currency: currency)
    else { return nil }
    return before + money.exact + after
  }
}

/// The currencies that words are taken for, so that `3 DHL` stays what it is.
private enum CurrencyCodes {
  static let known = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
    GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG \
    SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU \
    UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """.split(separator: " ").map(String.init))
}
