/// Offsets from UTC as people write them: `+01:00`, `-0530`, `+2`, `Z`, `UTC`.
package enum ZoneText {
  /// What an offset may look like, for error texts.
  package static let form = #"an offset such as "+01:00""#

  /// Minutes east of UTC; nil for anything else and beyond 14 hours.
  package static func minutes(_ text: some StringProtocol) -> Int? {
    let text = text.uppercased()
    if ["Z", "UTC", "GMT"].contains(text) { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst()
    guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 58 }) else { return nil }
    let hours: Int?
    let minutes: Int?
    switch digits.split(separator: ":", omittingEmptySubsequences: false).map(String.init) {
    case let parts where parts.count == 2 && parts[1].count == 2:
      (hours, minutes) = (Int(parts[0]), Int(parts[1]))
    case let parts where parts.count == 1 && digits.count == 4:
      (hours, minutes) = (Int(digits.prefix(2)), Int(digits.suffix(2)))
    case let parts where parts.count == 1 && digits.count <= 2:
      (hours, minutes) = (Int(digits), 0)
    default: return nil
    }
    guard let hours, let minutes, minutes < 60, hours * 60 + minutes <= 14 * 60 else { return nil }
    return (sign == "+" ? 1 : -1) * (hours * 60 + minutes)
  }

  /// `+01:00`
  package static func text(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let size = abs(minutes)
    return (minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60)
  }
}
