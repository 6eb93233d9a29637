extension Rule {
  /// Delivered, and not where the customer lives: the number of another parcel, or a wrong address.
  static let deliveryElsewhere = Rule(
    id: "delivery.elsewhere", title: "Delivered elsewhere", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      let astray = facts.parcels([.delivered]).compactMap { parcel in
        parcel.whereabouts(facts.shipTo).map { (parcel: parcel, place: $0) }
      }
      return Trip.reported(astray.map(\.parcel)) { parcel in
        let place = astray.first { $0.parcel == parcel }?.place ?? ""
        return "\(parcel.name) was delivered on \(parcel.sinceText) \(place)"
      }
    },
    examples: [
      Example(
        "Ordered to Chicago, delivered in France",
        facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4, country: "FR")]),
        trips: ExampleFacts.monday + .days(4)),
      Example(
        "Ordered to 60601, delivered in 90210",
        facts: ExampleFacts.delivered(at: "BEVERLY HILLS, CA 90210"),
        trips: ExampleFacts.monday + .days(4)),
      Example(
        "Delivered by the next post office",
        facts: ExampleFacts.delivered(at: "CHICAGO, IL 60607"), trips: nil),
      Example(
        "The carrier names no place",
        facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4, country: "")]), trips: nil),
      Example(
        "Scanned in France, delivered at home",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.inTransit, day: 3, country: "FR"),
          ExampleFacts.scan(.delivered, day: 4),
        ]), trips: nil),
    ],
    meaning:
      "The carrier delivered the parcel in another country or postcode than the order's: a number "
      + "of another parcel, or a wrong address.")
}

extension ExampleFacts {
  /// The order delivered on Friday at a place.
  static func delivered(at location: String) -> OrderFacts {
    var event = scan(.delivered, day: 4)
    event.location = location
    return sent([event])
  }
}

extension TrackedParcel {
  /// Where it was delivered, if not where it was to go; nil where that is not told or right.
  fileprivate func whereabouts(_ address: Address) -> String? {
    guard let event = track.newest, event.status == .delivered else { return nil }
    let (told, wanted) = (event.country.uppercased(), address.country.uppercased())
    if Countries.codes.contains(told), Countries.codes.contains(wanted),
      !Countries.isSamePost(told, wanted)
    {
      return "in \(told), and the order goes to \(wanted)"
    }
    guard let place = PostcodeArea.strange(in: event.location, to: address) else { return nil }
    return "in \(place), and the order goes to \(address.postcode.briefly)"
  }

  /// Why its history can't be that of a parcel of this order; nil where it can.
  func contradiction(_ facts: OrderFacts) -> String? {
    guard track.status == .delivered, let at = track.statusSince,
      at < facts.placedAt + .hours(18), crossesBorder(to: facts.shipTo.country)
    else { return nil }
    return "\(name) was delivered on \(at.minuteText), which is too soon for an order of "
      + "\(facts.placedAt.minuteText) that comes from abroad"
  }
}

extension Countries {
  /// Territories that the post of another country serves, and that carriers name by either code.
  private static let served: [String: String] = [
    "PR": "US", "GU": "US", "VI": "US", "AS": "US", "MP": "US", "UM": "US", "GG": "GB", "JE": "GB",
    "IM": "GB", "MC": "FR", "GP": "FR", "MQ": "FR", "GF": "FR", "RE": "FR", "YT": "FR", "BL": "FR",
    "MF": "FR", "PM": "FR", "AX": "FI", "FO": "DK", "GL": "DK", "SJ": "NO", "BV": "NO", "SM": "IT",
    "VA": "IT", "LI": "CH", "IC": "ES", "XK": "RS", "CX": "AU", "CC": "AU", "NF": "AU", "CK": "NZ",
    "AN": "NL", "AW": "NL", "CW": "NL", "SX": "NL", "BQ": "NL", "HK": "CN", "MO": "CN",
  ]

  /// Both are one country, or one post.
  static func isSamePost(_ one: String, _ other: String) -> Bool {
    (served[one] ?? one) == (served[other] ?? other)
  }
}

/// Which part of a country a postcode names.
enum PostcodeArea {
  /// A postcode in a carrier's text that is of another part of the country than the address; nil where
  /// there is none or one is of the same part. A post office near by has another postcode, so only the
  /// leading characters count.
  static func strange(in location: String, to address: Address) -> String? {
    guard let form = forms[address.country.uppercased()] else { return nil }
    let wanted = code(address.postcode, form)
    guard let wanted, !location.isEmpty else { return nil }
    let tokens = location.uppercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }
    let codes = tokens.compactMap { code(String($0), form) }
    guard let first = codes.first, !codes.contains(where: { $0.area == wanted.area }) else {
      return nil
    }
    return first.text
  }

  private struct Form {
    /// Digits of a postcode.
    var digits: Int
    /// Leading digits that name a region.
    var leading: Int
  }

  /// Countries whose postcodes are digits alone, regions by their first ones.
  private static let forms: [String: Form] = [
    "US": Form(digits: 5, leading: 3), "DE": Form(digits: 5, leading: 2),
    "FR": Form(digits: 5, leading: 2), "ES": Form(digits: 5, leading: 2),
    "IT": Form(digits: 5, leading: 2), "BR": Form(digits: 8, leading: 2),
    "MX": Form(digits: 5, leading: 2), "AU": Form(digits: 4, leading: 1),
    "PL": Form(digits: 5, leading: 2), "CN": Form(digits: 6, leading: 2),
    "IN": Form(digits: 6, leading: 2), "JP": Form(digits: 7, leading: 2),
    "KR": Form(digits: 5, leading: 2), "IL": Form(digits: 7, leading: 2),
    "SE": Form(digits: 5, leading: 2), "CZ": Form(digits: 5, leading: 2),
  ]

  private static func code(_ token: String, _ form: Form) -> (text: String, area: Substring)? {
    var digits = token.filter { $0 != "-" && $0 != " " }
    // The United States add four digits for a block.
    if form.digits == 5, form.leading == 3, digits.count == 9 { digits = String(digits.prefix(5)) }
    guard digits.count == form.digits, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return (digits, digits.prefix(form.leading))
  }
}
