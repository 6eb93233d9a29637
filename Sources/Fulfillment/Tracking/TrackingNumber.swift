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

  /// Judges a number as given, with the carrier as given ("" where unknown).
  package static func verdict(_ number: String, carrier: String = "") -> Verdict {
    let text = normalised(number)
    guard !text.isEmpty else { return .unrecognised }
    return .valid(nil)
  }

  /// Upper case, without spaces, dashes and anything else that is no letter or digit of ASCII.
  package static func normalised(_ number: String) -> String {
    String(
      String.UnicodeScalarView(
        number.uppercased().unicodeScalars.filter {
          $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        }))
  }
}
