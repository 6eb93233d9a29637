import Fulfillment

/// Who buys, and where it is to be sent.
struct Customer: Sendable {
  var first: String
  var last: String
  var email: String
  var address: Address

  /// A person of any country; in about one of 80 cases the name is one that wants to break a
  /// terminal, a spreadsheet or a log.
  static func make(_ random: inout SeededRandom) -> Customer {
    let place = random.pick(places)
    var (first, last) = (random.pick(place.firsts), random.pick(place.lasts))
    if random.chance(0.0125) { (first, last) = random.pick(hostileNames) }
    let street = place.street.before + String(random.int(1...240)) + place.street.after
    let phone = place.dial + String(random.int(2_000_000...9_999_999))
    return Customer(
      first: first, last: last,
      email: "customer\(random.int(100...99_999))@example.test",
      address: Address(
        name: first + " " + last, line1: street,
        line2: random.chance(0.15) ? "Apt \(random.int(1...60))" : "", city: place.city,
        province: place.province, postcode: place.postcode, country: place.country, phone: phone))
  }

  /// What is wrong with an address that no parcel would find.
  static func broken(_ address: Address, _ random: inout SeededRandom) -> Address {
    var broken = address
    switch random.int(0...2) {
    case 0: (broken.line1, broken.line2) = ("", "")
    case 1: (broken.line1, broken.line2, broken.city) = ("", "", "")
    default: (broken.line1, broken.line2, broken.postcode) = ("", "", "")
    }
    return broken
  }

  private struct Place: Sendable {
    let country: String
    let province: String
    let city: String
    let postcode: String
    /// What stands before and after the house number.
    let street: (before: String, after: String)
    let dial: String
    let firsts: [String]
    let lasts: [String]
  }

  private static func place(
    _ country: String, _ province: String, _ city: String, _ postcode: String, _ street: String,
    _ dial: String, _ firsts: [String], _ lasts: [String]
  ) -> Place {
    let parts = street.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    return Place(
      country: country, province: province, city: city, postcode: postcode,
      street: (parts.first ?? "", parts.last ?? ""), dial: dial, firsts: firsts, lasts: lasts)
  }

  private static let english = ["Mia", "Noah", "Olivia", "Liam", "Ava", "Ethan", "Zoë", "Sean"]
  private static let surnames = ["Brown", "O’Neill", "Smith", "Walker", "Nguyen", "García", "Hall"]
  private static let german = ["Jürgen", "Anke", "Sören", "Ilse", "Käthe"]

  /// Countries in about the share an English-speaking shop sells to.
  private static let places: [Place] = [
    place("US", "NY", "Albany", "12207", "# Oak St", "+1518", english, surnames),
    place("US", "WA", "Seattle", "98101", "# Elm Rd", "+1206", english, surnames),
    place("US", "TX", "Houston", "77063", "# Westheimer Rd", "+1713", english, surnames),
    place("US", "CA", "Anaheim", "92805", "# Harbor Blvd", "+1714", english, surnames),
    place("US", "GA", "Savannah", "31401", "# Bull St", "+1912", english, surnames),
    place("GB", "", "Leeds", "LS1 4AP", "# Park Row", "+44113", english, surnames),
    place("GB", "", "London", "E1 6AN", "# Brick Lane", "+4420", english, surnames),
    place("CA", "ON", "Ottawa", "K1P 1J1", "# Bank St", "+1613", english, surnames),
    place("AU", "VIC", "Melbourne", "3000", "# Swanston St", "+613", english, surnames),
    place(
      "DE", "", "Köln", "50667", "Hohe Straße #", "+49221", german, ["Müller", "Groß", "Jäger"]),
    place(
      "FR", "", "Lyon", "69002", "# rue Mercière", "+3347", ["Élodie", "Loïc"], ["Lefèvre", "Noël"]),
    place(
      "ES", "", "Sevilla", "41001", "Calle Sierpes #", "+3495", ["Begoña", "Íñigo"],
      ["Núñez", "Peña"]),
    place("NO", "", "Oslo", "0155", "Storgata #", "+4722", ["Bjørn", "Åse"], ["Ødegård", "Næss"]),
    place(
      "PL", "", "Łódź", "90-001", "Piotrkowska #", "+4842", ["Łukasz", "Żaneta"],
      ["Wójcik", "Dąbrowski"]),
    place(
      "BR", "SP", "São Paulo", "01310-100", "Av. Paulista #", "+5511", ["João", "Conceição"],
      ["Araújo", "Simões"]),
    place("JP", "東京都", "渋谷区", "150-0002", "渋谷#-3", "+813", ["さくら", "健太"], ["高橋", "小林"]),
    place("KR", "서울", "강남구", "06236", "테헤란로 #", "+822", ["지민", "서연"], ["김", "박"]),
    place("IL", "", "תל אביב", "6688102", "דיזנגוף #", "+9723", ["נועה", "איתי"], ["לוי", "כהן"]),
    place(
      "KW", "", "مدينة الكويت", "13001", "شارع الخليج #", "+9652", ["فاطمة", "يوسف"], ["الصباح"]),
    place(
      "AE", "دبي", "دبي", "00000", "شارع الشيخ زايد #", "+9714", ["ليلى", "خالد"],
      ["النجار", "حداد"]),
  ]

  /// What a hostile world may send as a name; every reader must survive and defuse it.
  static let hostileNames: [(String, String)] = [
    ("\u{1B}[31mRed\u{1B}[0m", "Alert\u{07}"),
    ("\u{1B}]0;owned\u{07}\u{1B}[2J", "Cleaner"),
    ("\u{202E}evila", "Backwards\u{202C}"),
    ("Z" + String(repeating: "\u{0351}", count: 100), "Algo"),
    ("👩‍👩‍👧‍👦", "Family 🏴‍☠️"),
    ("=HYPERLINK(\"http://x.example\")", "Cell"),
    ("Robert'); DROP TABLE \"order\";--", "Tables"),
    ("Line\r\nBreak", "Tab\there"),
    ("Nul\u{0000}byte", "\u{009B}31m"),
    ("\u{200B}\u{2066}isolated", "\u{FEFF}"),
  ]
}
