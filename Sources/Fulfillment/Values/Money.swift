/// A currency by its ISO 4217 code, upper case.
package struct Currency: Hashable, Sendable {
  package let code: String

  /// Three capital letters, as one is kept; nil for anything else.
  package init?(kept code: String) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
      return nil
    }
    self.code = code
  }

  /// Three letters, any case; nil for anything else.
  package init?(_ code: some StringProtocol) {
    let upper = code.uppercased()
    guard upper.utf8.count == 3, upper.utf8.allSatisfy({ (65...90).contains($0) }) else {
      return nil
    }
    self.code = upper
  }

  private init(known code: String) { self.code = code }

  /// United States dollar.
  package static let usd = Currency(known: "USD")

  /// Digits after the point (ISO 4217 minor units; two where the code is not one of the exceptions).
  package var minorDigits: Int {
    switch code {
    case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
      "VUV", "XAF", "XOF", "XPF":
      0
    case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
    case "CLF", "UYW": 4
    default: 2
    }
  }

  /// How many minor units one major unit has.
  package var minorPerMajor: Int64 {
    var factor: Int64 = 1
    for _ in 0..<minorDigits { factor *= 10 }
    return factor
  }
}

/// An amount in whole minor units (cents) of one currency. Arithmetic never leaves integers.
package struct Money: Hashable, Sendable {
  /// Minor units; may be negative (a refund).
  package var minor: Int64
  package var currency: Currency

  package init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// Reads a plain decimal such as `235.00`, `-5`, `.5` or `1234.5678`. Digits beyond the currency's
  /// own are accepted only where they are zeros or, with `rounding`, rounded half away from zero.
  /// nil for anything else: thousands separators, exponents, more than 15 significant digits.
  package init?(decimal text: some StringProtocol, currency: Currency, rounding: Bool = false) {
    var bytes = Substring(text).utf8
    let negative = bytes.first == 0x2D
    if negative || bytes.first == 0x2B { bytes = bytes.dropFirst() }
    var (value, fraction, seenPoint, digits, roundUp) = (Int64(0), 0, false, 0, false)
    let wanted = currency.minorDigits
    for byte in bytes {
      if byte == 0x2E {
        guard !seenPoint else { return nil }
        seenPoint = true
        continue
      }
      guard (48...57).contains(byte) else { return nil }
      digits += 1
      if seenPoint && fraction >= wanted {
        if fraction == wanted { roundUp = byte >= 53 }
        guard rounding || byte == 48 else { return nil }
        fraction += 1
        continue
      }
      guard value < 100_000_000_000_000 else { return nil }
      value = value * 10 + Int64(byte - 48)
      if seenPoint { fraction += 1 }
    }
    guard digits > 0 else { return nil }
    while fraction < wanted {
      guard value < 100_000_000_000_000_000 else { return nil }
      value *= 10
      fraction += 1
    }
    if roundUp { value += 1 }
    self.init(minor: negative ? -value : value, currency: currency)
  }

  /// `12.34`, without the currency, with exactly the currency's digits.
  package var decimal: String {
    let (factor, magnitude) = (Int64(currency.minorPerMajor), minor.magnitude)
    let whole = String(magnitude / UInt64(factor))
    let sign = minor < 0 ? "-" : ""
    guard factor > 1 else { return sign + whole }
    return sign + whole + "." + padded(Int64(magnitude % UInt64(factor)), currency.minorDigits)
  }

  /// Zero in that currency.
  package static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency: currency) }
}
