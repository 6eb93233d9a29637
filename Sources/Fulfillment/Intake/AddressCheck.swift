/// Whether a parcel can be sent to an address, as far as the text alone tells.
package enum AddressCheck {
  /// Each a short phrase for the operator, worst first; empty where nothing is wrong.
  package static func problems(_ address: Address) -> [String] {
    presence(address) + postBoxes(address) + plausibility(address) + lengths(address)
  }

  /// What some suppliers deliver to and others don't, in the same words.
  static func postBoxes(_ address: Address) -> [String] {
    var problems: [String] = []
    if isPostBox(address.line1) || isPostBox(address.line2) { problems.append("a PO box") }
    if isForwarder(address) { problems.append("a freight forwarder") }
    return problems
  }

  private static func presence(_ address: Address) -> [String] {
    var problems: [String] = []
    if address.line1.isBlank, address.line2.isBlank { problems.append("no street") }
    if address.city.isBlank, !countriesWithoutCity.contains(address.country.uppercased()) {
      problems.append("no city")
    }
    if address.country.isBlank { problems.append("no country") }
    if address.postcode.isBlank {
      let country = address.country.uppercased()
      if countriesWithPostcode.contains(country) {
        problems.append("no postcode, which \(country) needs")
      }
    }
    if address.name.isBlank, address.company.isBlank { problems.append("no name") }
    return problems
  }

  private static func plausibility(_ address: Address) -> [String] {
    var problems: [String] = []
    if isOnlyNumber([address.line1, address.line2]) {
      problems.append("the street is only a number")
    }
    let named = [
      ("name", address.name), ("street", address.line1), ("city", address.city),
      ("postcode", address.postcode),
    ]
    for (field, text) in named {
      if isPlaceholder(text) {
        problems.append("the \(field) \(text.quotedBriefly) is a placeholder")
      } else if isEmail(text) {
        problems.append("the \(field) is an e-mail address")
      }
    }
    return problems
  }

  /// Longer than any label or supplier takes.
  private static func lengths(_ address: Address) -> [String] {
    let limits = [
      ("name", address.name, 70), ("company", address.company, 70), ("street", address.line1, 100),
      ("second street line", address.line2, 100), ("city", address.city, 60),
      ("province", address.province, 60), ("postcode", address.postcode, 16),
    ]
    return limits.compactMap { field, text, limit in
      // A character has at least one byte.
      text.utf8.count > limit && text.count > limit
        ? "the \(field) is longer than \(limit) characters" : nil
    }
  }

  /// Something is written there, and not one letter.
  private static func isOnlyNumber(_ lines: [String]) -> Bool {
    !lines.contains { $0.utf8.contains { 0x61...0x7A ~= $0 | 0x20 } }
      && !lines.allSatisfy(\.isBlank) && !lines.contains { $0.contains(where: \.isLetter) }
  }

  private static func isPostBox(_ line: String) -> Bool {
    guard line.mayHaveWord(from: postBoxInitials) else { return false }
    // Words of letters and digits only: "P.O. Box 12" and "PO-Box 12" read the same.
    let words = line.plainWords.flatMap(\.lettersThenDigits)
    guard words.contains(where: { postBoxInitials.contains($0.utf8.first ?? 0) }) else {
      return false
    }
    for (place, word) in words.enumerated() {
      let starting = postBoxes[String(word)] ?? []
      if starting.contains(where: { words[place...].starts(with: $0) }) { return true }
    }
    // "Box 12" and "BP 12" alone are a post box; "Box Hill" is a place.
    guard let first = words.first, ["box", "pob", "bp", "cp"].contains(first) else { return false }
    return words.count > 1 && words[1].allSatisfy(\.isNumber)
  }

  /// A company that takes parcels in for others: carriers prove delivery there, and the customer may
  /// still say that nothing came.
  private static func isForwarder(_ address: Address) -> Bool {
    [address.company, address.line1, address.line2].contains(
      where: forwarders.matches)
  }

  private static let forwarders = WordSearch([
    "shipito", "myus.com", "c/o myus", "planet express", "stackry", "forward2me", "qwintry",
    "reship.com",
    "viabox", "buyandship", "tenso.com", "tenso inc", "parcelforward", "hopshopgo", "zip4me",
    "borderlinx",
    "comgateway", "freight forward", "mail forward", "parcel forward", "package forward",
    "us global mail", "anytime mailbox", "shopandship", "shop & ship",
  ])

  private static func isPlaceholder(_ text: String) -> Bool {
    // No placeholder is longer or has a digit, and most of what is checked is or has.
    guard text.utf8.count <= 24, !text.utf8.contains(where: { 0x30...0x39 ~= $0 }), !text.isBlank
    else { return false }
    let word = text.plainWords.joined()
    if word.isEmpty || placeholders.contains(word) { return true }
    return word.allSatisfy { $0 == word.first } && word.count >= 3
      && word.contains(where: \.isLetter)
  }

  private static func isEmail(_ text: String) -> Bool {
    guard text.utf8.contains(0x40) else { return false }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let host = parts.last, let user = parts.first else { return false }
    return !user.isEmpty && host.contains(".") && !host.contains(" ")
  }

  /// Post boxes in the languages of common destinations, as words, by the first of them.
  private static let postBoxes = Dictionary(
    grouping: [
      "po box", "p o box", "post office box", "postal box", "post box", "pobox", "postfach",
      "postbus", "caixa postal", "apartado postal", "apartado de correos", "apdo", "cx postal",
      "casilla postal", "boite postale", "boîte postale", "casella postale", "postboks",
      "skrytka pocztowa", "gpo box", "locked bag",
    ].map { $0.split(separator: " ") },
    by: { $0.first.map(String.init) ?? "" })

  /// What a word of them begins with.
  private static let postBoxInitials = Set("pcabsgl".utf8)

  private static let placeholders: Set<String> = [
    "test", "testing", "tester", "testtest", "na", "none", "null", "nil", "undefined", "unknown",
    "asdf", "asd", "qwerty", "abc", "tbd", "tba", "foo", "bar", "foobar", "dummy", "sample",
    "example", "noaddress", "nostreet", "nocity", "noname", "notapplicable", "placeholder",
  ]

  /// City states that are addressed without a city.
  private static let countriesWithoutCity: Set<String> = ["SG", "MC", "VA", "GI"]

  /// Countries whose post does not deliver without a postcode (Universal Postal Union, addressing
  /// systems), as far as they are common destinations; others are left alone.
  private static let countriesWithPostcode: Set<String> = [
    "AR", "AT", "AU", "BE", "BG", "BR", "BY", "CA", "CH", "CN", "CY", "CZ", "DE", "DK", "EE", "ES",
    "FI", "FR", "GB", "GR", "HR", "HU", "ID", "IL", "IN", "IS", "IT", "JP", "KR", "KZ", "LI", "LT",
    "LU", "LV", "MC", "MT", "MX", "MY", "NL", "NO", "NZ", "PH", "PL", "PR", "PT", "RO", "RS", "RU",
    "SE", "SG", "SI", "SK", "TH", "TR", "TW", "UA", "US", "VN", "ZA",
  ]
}

extension String {
  /// Nothing but white space.
  var isBlank: Bool {
    // A look at the first byte tells of nearly every text.
    guard let first = utf8.first else { return true }
    return 0x21...0x7E ~= first ? false : allSatisfy(\.isWhitespace)
  }

  /// Whether one of `plainWords` may begin with one of these lower-case letters. Told by bytes: making the
  /// words takes ten times as long, and nearly no address has one.
  fileprivate func mayHaveWord(from initials: Set<UInt8>) -> Bool {
    var isInWord = false
    for byte in utf8 {
      guard byte < 0x80 else { return true }
      let letter = 0x41...0x5A ~= byte ? byte | 0x20 : byte
      if !isInWord, initials.contains(letter) { return true }
      isInWord = 0x61...0x7A ~= letter || 0x30...0x39 ~= letter
    }
    return false
  }

  /// Its stretches of letters and digits, in lower case.
  fileprivate var plainWords: [Substring] {
    let lower = lowercased()
    // By bytes where all are ASCII, which is ten times as fast.
    guard lower.utf8.allSatisfy({ $0 < 0x80 }) else {
      return lower.split { !($0.isLetter || $0.isNumber) }
    }
    return lower.utf8.split { !(0x61...0x7A ~= $0 || 0x30...0x39 ~= $0) }.map(Substring.init)
  }
}

extension Substring {
  /// A word whose number was written close to it in two: `box12`.
  fileprivate var lettersThenDigits: [Substring] {
    guard let first = utf8.first, let last = utf8.last, !(0x30...0x39 ~= first),
      0x30...0x39 ~= last, let number = firstIndex(where: \.isNumber)
    else { return [self] }
    return [self[..<number], self[number...]]
  }
}
