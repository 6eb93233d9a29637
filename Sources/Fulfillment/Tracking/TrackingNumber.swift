/// What a tracking number's own text tells: whether it can exist, whose it is and where it comes from.
package enum TrackingNumber {
  /// What the text of a number tells.
  package enum Verdict: Hashable, Sendable {
    /// It has the shape of a carrier's numbers and, where the shape has one, the right check digit.
    /// The carrier is a guess from the shape; nil where many share it.
    case valid(String?)
    /// No known carrier's shape.
    case unrecognised
    /// It has one carrier's shape, no other's, and the check digit is wrong.
    case badCheckDigit(String)
  }

  /// Judges a number as given, with the carrier as given ("" where unknown). A number is called bad only
  /// where no other carrier's shape fits it, or where the carrier given is the one whose digit is wrong.
  package static func verdict(_ number: String, carrier: String = "") -> Verdict {
    let text = Array(normalised(number).utf8)
    guard (6...40).contains(text.count), !isFiller(text) else { return .unrecognised }
    let checks = CheckedShape.all.compactMap { $0.check(text) }
    if let passed = checks.first(where: \.isRight) { return .valid(passed.carrier) }
    if let failed = checks.first(where: { $0.isExclusive || $0.isNamed(by: carrier) }) {
      return .badCheckDigit(failed.carrier ?? carrier)
    }
    if let shape = PlainShape.all.first(where: { $0.fits(text) }) { return .valid(shape.carrier) }
    return checks.isEmpty ? .unrecognised : .valid(nil)
  }

  /// The ISO country a postal number (UPU S10) was issued in; nil for any other number.
  package static func origin(_ number: String) -> String? {
    CheckedShape.s10Country(Array(normalised(number).utf8))
  }

  /// Upper case, without spaces, dashes and anything else that is no ASCII letter or digit.
  package static func normalised(_ number: String) -> String {
    if number.utf8.allSatisfy({ isDigit($0) || 0x41...0x5A ~= $0 }) { return number }
    return String(number.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  /// What people type when there is no number: one digit repeated, a count, a word.
  private static func isFiller(_ text: [UInt8]) -> Bool {
    let digits = text.filter { isDigit($0) }
    guard digits.count >= 4 else { return true }
    if digits.count == text.count {
      let step = (10 + Int(digits[1]) - Int(digits[0])) % 10
      let isEven = zip(digits, digits.dropFirst()).allSatisfy {
        (10 + Int($1) - Int($0)) % 10 == step
      }
      return isEven && step <= 1
    }
    return fillers.matches(text.filter { !isDigit($0) })
  }

  private static let fillers = WordSearch([
    "TEST", "FAKE", "NONE", "NULL", "DUMMY", "SAMPLE", "PENDING", "VOID",
  ])

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
