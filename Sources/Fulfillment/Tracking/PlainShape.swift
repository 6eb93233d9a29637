/// A carrier's number without a check digit: letters, digits, letters.
struct PlainShape: Sendable {
  /// nil where many carriers share the shape.
  let carrier: String?
  let prefix: String
  /// How many letters, or letters and digits, stand between the prefix and the digits.
  let free: ClosedRange<Int>
  let digits: ClosedRange<Int>
  /// One of these ends the number; "" for none.
  let suffixes: [String]

  private init(
    _ carrier: String?, _ prefix: String, _ digits: ClosedRange<Int>,
    free: ClosedRange<Int> = 0...0, suffixes: [String] = [""]
  ) {
    self.carrier = carrier
    self.prefix = prefix
    self.free = free
    self.digits = digits
    self.suffixes = suffixes
  }

  /// From the carriers' own pages and label guides; the nearest shape comes first.
  static let all = [
    PlainShape("YunExpress", "YT", 16...16),
    PlainShape("4PX", "4PX", 8...20, suffixes: ["CN", ""]),
    PlainShape("Cainiao", "LP", 14...17),
    PlainShape("Cainiao", "CN", 8...22, free: 0...4, suffixes: ["", "HD", "CN"]),
    PlainShape("Cainiao", "CAINIAO", 6...20),
    PlainShape("CJ", "CJ", 6...20, free: 0...6, suffixes: ["", "YQ", "CN"]),
    PlainShape("Yanwen", "", 9...9, free: 2...2, suffixes: ["YP"]),
    PlainShape("SF Express", "SF", 12...15),
    PlainShape("JD Logistics", "JD", 10...20, free: 0...4),
    PlainShape("DHL Express", "JJD", 9...20),
    PlainShape("DHL Express", "JVGL", 9...18),
    PlainShape("DHL eCommerce", "GM", 10...38),
    PlainShape("Amazon Logistics", "TBA", 9...14),
    PlainShape("PostNL", "3S", 7...13, free: 0...6),
    PlainShape("Landmark Global", "LTN", 8...9, suffixes: ["N1"]),
    PlainShape("LaserShip", "1LS", 10...17),
    PlainShape("LaserShip", "LS", 8...8),
    PlainShape("LaserShip", "LX", 8...8),
    PlainShape("OnTrac", "C", 14...14),
    PlainShape("OnTrac", "D", 14...14),
    PlainShape("EasyPost", "EZ", 10...10),
    PlainShape("Evri", "H", 10...16, free: 0...5),
    PlainShape("Evri", "T", 14...15, free: 0...2),
    PlainShape("Colissimo", "", 11...11, free: 2...2),
    PlainShape("Purolator", "", 9...9, free: 3...3),
    // Digits alone: DPD, GLS, Canada Post, Australia Post, DHL Paket and many more.
    PlainShape(nil, "", 8...30),
    PlainShape(nil, "", 34...34),
    // One to five letters, many digits, up to three letters: consolidators without number.
    PlainShape(nil, "", 10...24, free: 1...5, suffixes: ["", "CN", "HK", "US", "YQ", "HD"]),
  ]

  /// The whole text has this shape.
  func fits(_ text: [UInt8]) -> Bool {
    suffixes.contains { suffix in
      guard text.count >= prefix.utf8.count + suffix.utf8.count, text.starts(with: prefix.utf8),
        text.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
      else { return false }
      let middle = text.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
      // As many as possible of the last characters are the digits, what is before them is free.
      let tail = middle.reversed().prefix { TrackingNumber.isDigit($0) }.count
      return digits.contains { count in
        let letters = middle.dropLast(count)
        return count <= tail && free.contains(letters.count)
          && (letters.isEmpty || !letters.allSatisfy(TrackingNumber.isDigit))
      }
    }
  }
}
