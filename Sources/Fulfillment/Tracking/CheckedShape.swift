/// A carrier's number with a check digit. The shapes and digits are the carriers' own label guides as
/// collected in the public data set `tracking_number_data`.
struct CheckedShape: Sendable {
  /// How a text fares against a shape that it has.
  struct Outcome {
    /// nil where several carriers share the shape.
    var carrier: String?
    var isRight: Bool
    /// No other carrier's numbers look like this.
    var isExclusive: Bool

    /// The carrier given is this one.
    func isNamed(by given: String) -> Bool {
      let words = given.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      guard let carrier else { return false }
      let own = carrier.lowercased().split(separator: " ").map(String.init)
      guard let name = own.first, words.contains(where: { $0.hasPrefix(name) }) else {
        return false
      }
      // A sister company with numbers of its own: DHL Paket is not DHL Express.
      return !words.contains { ["ecommerce", "paket", "parcel", "freight", "packet"].contains($0) }
    }
  }

  /// nil where the text has another shape.
  let check: @Sendable ([UInt8]) -> Outcome?

  static let all = [s10, ups, impb, usps20, fedEx96, fedEx34, fedEx12, fedEx15, sscc, dhlExpress]

  /// `RB123456785GB`: two letters, eight digits, check digit, country.
  private static let s10 = CheckedShape { text in
    guard let country = s10Country(text), let digits = digits(text[2..<11]) else { return nil }
    return outcome("post of \(country)", digits, CheckDigit.s10, isExclusive: true)
  }

  /// `1Z` and sixteen letters or digits; a letter counts as its place in the alphabet plus one, by 10.
  private static let ups = CheckedShape { text in
    guard text.count == 18, text[0] == 49, text[1] == 90 else { return nil }
    let values = text[2...].map { TrackingNumber.isDigit($0) ? Int($0) - 48 : (Int($0) - 3) % 10 }
    guard let last = text.last, TrackingNumber.isDigit(last) else {
      return Outcome(carrier: "UPS", isRight: false, isExclusive: true)
    }
    return outcome(
      "UPS", values, { CheckDigit.mod10($0, last: 1, other: 2) }, isExclusive: true)
  }

  /// USPS package barcode (IMpb): 22 or 26 digits from 91 to 95, with `420` and a postcode before it or not.
  private static let impb = CheckedShape { text in
    guard var digits = digits(text[...]) else { return nil }
    if [30, 34].contains(digits.count), digits.starts(with: [4, 2, 0]) {
      // 420, five digits of postcode or nine, then the 22 or 26 digits.
      let isShort = digits.count == 30 || isIMPB(digits[8], digits[9])
      let prefix = isShort ? 8 : 12
      guard isIMPB(digits[prefix], digits[prefix + 1]) else { return nil }
      digits.removeFirst(prefix)
    }
    guard [22, 26].contains(digits.count), isIMPB(digits[0], digits[1]) else { return nil }
    return outcome("USPS", digits, { CheckDigit.mod10($0) }, isExclusive: true)
  }

  /// Twenty digits: USPS with or without the 91 left out, or FedEx with its 92 left out.
  private static let usps20 = CheckedShape { text in
    guard let digits = digits(text[...]), digits.count == 20 else { return nil }
    // 00 starts a GS1 number (SSCC), which parcels of many carriers have.
    let owner = digits.starts(with: [0, 0]) ? nil : "USPS"
    let plain = outcome(owner, digits, { CheckDigit.mod10($0) }, isExclusive: false)
    if plain.isRight { return plain }
    let isShortened = outcome(
      "USPS", [9, 1] + digits, { CheckDigit.mod10($0) }, isExclusive: false)
    if isShortened.isRight { return isShortened }
    let smartPost = outcome("FedEx", [9, 2] + digits, { CheckDigit.mod10($0) }, isExclusive: false)
    return smartPost.isRight ? smartPost : plain
  }

  /// FedEx Ground 96: the last fifteen of 22 digits check themselves.
  private static let fedEx96 = CheckedShape { text in
    guard let digits = digits(text[...]), digits.count == 22, digits.starts(with: [9, 6]) else {
      return nil
    }
    return outcome("FedEx", Array(digits.suffix(15)), { CheckDigit.mod10($0) }, isExclusive: true)
  }

  /// FedEx ground and express barcodes of 34 digits: the last fourteen check themselves.
  private static let fedEx34 = CheckedShape { text in
    guard let digits = digits(text[...]), digits.count == 34,
      digits.starts(with: [9, 6]) || digits.starts(with: [1, 0, 0])
    else { return nil }
    return outcome("FedEx", Array(digits.suffix(14)), CheckDigit.fedEx, isExclusive: true)
  }

  private static let fedEx12 = plain("FedEx", lengths: [12], CheckDigit.fedEx)
  private static let fedEx15 = plain("FedEx", lengths: [15], { CheckDigit.mod10($0) })
  /// Eighteen digits: GS1 SSCC.
  private static let sscc = plain(nil, lengths: [18], { CheckDigit.mod10($0) })
  private static let dhlExpress = plain("DHL Express", lengths: [10, 11], CheckDigit.mod7)

  /// Digits only, of a length that other carriers use too.
  private static func plain(
    _ carrier: String?, lengths: Set<Int>, _ digit: @escaping @Sendable ([Int]) -> Int
  ) -> CheckedShape {
    CheckedShape { text in
      guard lengths.contains(text.count), let digits = digits(text[...]) else { return nil }
      return outcome(carrier, digits, digit, isExclusive: false)
    }
  }

  /// The country of a number of the S10 shape; nil for another shape.
  static func s10Country(_ text: [UInt8]) -> String? {
    guard text.count == 13, text[..<2].allSatisfy({ !TrackingNumber.isDigit($0) }),
      text[2..<11].allSatisfy(TrackingNumber.isDigit)
    else { return nil }
    let country = String(decoding: text[11...], as: UTF8.self)
    return Countries.codes.contains(country) ? country : nil
  }

  private static func isIMPB(_ first: Int, _ second: Int) -> Bool {
    first == 9 && (1...5).contains(second)
  }

  private static func digits(_ text: ArraySlice<UInt8>) -> [Int]? {
    text.allSatisfy(TrackingNumber.isDigit) ? text.map { Int($0) - 48 } : nil
  }

  /// Compares the last digit with what the others come to.
  private static func outcome(
    _ carrier: String?, _ digits: [Int], _ expected: ([Int]) -> Int, isExclusive: Bool
  ) -> Outcome {
    Outcome(
      carrier: carrier, isRight: digits.last == expected(Array(digits.dropLast())),
      isExclusive: isExclusive)
  }
}
