extension Lane {
  /// The lane of a parcel as an operator's own data names it.
  /// - Parameters:
  ///   - supplier: its name; "" where unknown.
  ///   - origin: where it was first scanned, or where the supplier's parcels usually are
  ///     (`Lane.place`); "" before anything of that is known.
  ///   - address: where it goes. Inside one country the province tells one lane from another.
  ///   - method: carrier or shipping method as given.
  ///   - quoted: class of the transport time that was promised; "" where none was.
  package init(
    supplier: String, origin: String, to address: Address, method: String, quoted: String = ""
  ) {
    let country = Lane.word(address.country)
    let province = Lane.word(address.province)
    let home = origin.prefix { $0 != "-" }
    let isInside = !country.isEmpty && home == country && origin != country
    self.init(
      supplier: Lane.word(supplier), origin: origin,
      destination: isInside && !province.isEmpty ? country + "-" + province : country,
      area: Lane.area(address.postcode), method: Lane.word(method), quoted: quoted)
  }

  /// Where a scan was: its country, with the province where the scan names one by its code, as couriers
  /// do that never leave a country. "" where it names no country.
  package static func place(country: String, location: String) -> String {
    let country = word(country)
    let place = word(location)
    let isCode = (2...3).contains(place.utf8.count) && place.utf8.allSatisfy { 0x41...0x5A ~= $0 }
    return country.isEmpty || !isCode ? country : country + "-" + place
  }

  /// The first three letters or digits of a postcode: a region in most countries.
  private static func area(_ postcode: String) -> String {
    let kept = word(postcode).utf8.filter { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 }
    return kept.count < 4 ? "" : String(decoding: kept.prefix(3), as: UTF8.self)
  }

  /// One clean line, in capitals and bounded: how a name is spelt must not make a lane of its own.
  private static func word(_ text: String) -> String {
    let isSo =
      text.utf8.count <= 60 && text.utf8.first != 0x20 && text.utf8.last != 0x20
      && text.utf8.allSatisfy { 0x20...0x7E ~= $0 && !(0x61...0x7A ~= $0) }
    return isSo ? text : text.sanitised(limit: 60).uppercased()
  }
}
