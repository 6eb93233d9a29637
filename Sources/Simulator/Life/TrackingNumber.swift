/// The carriers of the simulated world.
enum Carrier: String, CaseIterable, Sendable {
  case chinaPost, usps, ups

  /// As the suppliers and aggregators write it.
  var easyPostName: String {
    switch self {
    case .chinaPost: "ChinaPost"
    case .usps: "USPS"
    case .ups: "UPS"
    }
  }

  /// 17TRACK's carrier code.
  var seventeenTrackCode: Int {
    switch self {
    case .chinaPost: 3011
    case .usps: 21_051
    case .ups: 100_002
    }
  }

  /// What CJ calls the shipping method.
  var logisticName: String {
    switch self {
    case .chinaPost: "CJPacket Ordinary"
    case .usps: "USPS+"
    case .ups: "UPS Ground"
    }
  }

  /// What the shop's shipment tracking plugin stores as provider.
  var pluginName: String {
    switch self {
    case .chinaPost: "china-post"
    case .usps: "usps"
    case .ups: "ups"
    }
  }

  /// The tracking number of that serial (0 and above), its check digit right. Serials that differ
  /// by less than ten million give different numbers.
  func number(serial: Int) -> String {
    switch self {
    case .chinaPost:
      let service = ["LX", "LY", "RB", "UA"][serial / 100_000_000 % 4]
      let digits = zeroPadded(serial % 100_000_000, 8)
      return service + digits + String(Carrier.s10CheckDigit(digits)) + "CN"
    case .usps:
      let digits = "92001901" + zeroPadded(serial, 13)
      return digits + String(Carrier.uspsCheckDigit(digits))
    case .ups:
      let shipper = ["E5R114", "A78W03", "57XV20"][serial / 10_000_000 % 3]
      let body = shipper + "03" + zeroPadded(serial % 10_000_000, 7)
      return "1Z" + body + String(Carrier.upsCheckDigit(body))
    }
  }

  /// The same number with a check digit that is off by one.
  func misprinted(_ number: String) -> String {
    var characters = Array(number)
    let place = self == .chinaPost ? 10 : characters.count - 1
    let digit = characters[place].wholeNumberValue ?? 0
    characters[place] = Character(String((digit + 1) % 10))
    return String(characters)
  }

  /// UPU S10: weights 8 6 4 2 3 5 9 7; 11 minus the sum modulo 11, where 10 becomes 0 and 11 five.
  private static func s10CheckDigit(_ digits: String) -> Int {
    let sum = zip(digits.utf8, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) {
      $0 + (Int($1.0) - 48) * $1.1
    }
    let check = 11 - sum % 11
    return check == 10 ? 0 : check == 11 ? 5 : check
  }

  /// USPS: from the right, digits weigh 3, 1, 3, 1 ...; what is missing to the next ten.
  private static func uspsCheckDigit(_ digits: String) -> Int {
    let sum = digits.utf8.reversed().enumerated().reduce(0) {
      $0 + (Int($1.element) - 48) * ($1.offset % 2 == 0 ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }

  /// UPS 1Z: letters count A=2, B=3 ... modulo 10; every second place weighs double.
  private static func upsCheckDigit(_ body: String) -> Int {
    let sum = body.utf8.enumerated().reduce(0) { sum, place in
      let value = place.element < 58 ? Int(place.element) - 48 : (Int(place.element) - 63) % 10
      return sum + value * (place.offset % 2 == 0 ? 1 : 2)
    }
    return (10 - sum % 10) % 10
  }
}

/// A number with zeros in front.
func zeroPadded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
