import Fulfillment
import Wire

// Values as services write them, beyond what is exact.

extension Money {
  /// An amount by a service: a plain decimal, or with thousands (`1,234.50`) or an exponent (`1.25E1`).
  /// Digits beyond the currency's own are rounded. What could be read in two ways is refused.
  init?(told text: String, currency: Currency) {
    let text = text.trimmed
    if let exact = Money(decimal: text, currency: currency, rounding: true) {
      self = exact
      return
    }
    guard let plain = Self.withoutCommas(text) ?? Self.withoutExponent(text),
      let money = Money(decimal: plain, currency: currency, rounding: true)
    else { return nil }
    self = money
  }

  /// Only where nothing else can be meant: one comma alone could be a point.
  private static func withoutCommas(_ text: String) -> String? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, let last = groups.last else { return nil }
    let whole = last.prefix { $0 != "." }
    let inner = groups.dropFirst().dropLast()
    guard whole.utf8.count == 3, inner.allSatisfy({ $0.utf8.count == 3 }),
      groups.count > 2 || last.utf8.count > 3
    else { return nil }
    return groups.joined()
  }

  private static func withoutExponent(_ text: String) -> String? {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 2, let power = Int(parts[1]), (-12...12).contains(power) else {
      return nil
    }
    let isNegative = parts[0].hasPrefix("-")
    let number = isNegative ? parts[0].dropFirst() : parts[0]
    let halves = number.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, number.utf8.count <= 18 else { return nil }
    let fraction = halves.count == 2 ? String(halves[1]) : ""
    var digits = String(halves[0]) + fraction
    let point = halves[0].utf8.count + power
    if point < 0 { digits = String(repeating: "0", count: -point) + digits }
    if point > digits.utf8.count {
      digits += String(repeating: "0", count: point - digits.utf8.count)
    }
    let place = max(0, point)
    return (isNegative ? "-" : "") + digits.prefix(place) + "." + digits.dropFirst(place)
  }
}

extension Timestamp {
  /// A time by a service: ISO 8601, with slashes for dashes, seconds or milliseconds since 1970 within this
  /// century, or a date as HTTP writes it.
  init?(told text: String) {
    let text = text.trimmed
    if let time = Timestamp(iso8601: text) {
      self = time
      return
    }
    if let number = Int64(text) {
      switch number {
      case 946_684_800...4_102_444_800: self = Timestamp(seconds: number)
      case 946_684_800_000...4_102_444_800_000: self = Timestamp(milliseconds: number)
      default: return nil
      }
      return
    }
    if text.utf8.count >= 10, text.utf8.dropFirst(4).first == UInt8(ascii: "/") {
      let dashed = text.split(separator: "/", omittingEmptySubsequences: false).joined(
        separator: "-")
      guard let time = Timestamp(iso8601: dashed) else { return nil }
      self = time
      return
    }
    guard let time = HTTPDate.read(text) else { return nil }
    self = time
  }
}
