import Fulfillment
import Testing

@Suite struct TrackingNumberTests {
  /// Made-up numbers whose digits were worked out apart from this code, in another language.
  @Test(arguments: [
    ("RB123456785GB", "post of GB"), ("LX123456785CN", "post of CN"),
    ("ee123456785us", "post of US"),
    ("RB 123 456 785 DE", "post of DE"), ("1Z12AB340156789014", "UPS"),
    ("1z 12ab34 01 5678901 4", "UPS"), ("9405500001234005678911", "USPS"),
    ("420606019405500001234005678911", "USPS"), ("92748900005123456789050046", "USPS"),
    ("4206060112349405500001234005678911", "USPS"), ("4206060192748900005123456789050046", "USPS"),
    ("03072000004123456717", "USPS"), ("70002000004123456792", "USPS"),
    ("70002000004123456794", "USPS"), ("70002000004123456793", "FedEx"), ("771234005670", "FedEx"),
    ("561234005678919", "FedEx"), ("9611020123400567891231", "FedEx"),
    ("1001921334256060100000771234005670", "FedEx"), ("61299990005123456783", "FedEx"),
    ("5123400671", "DHL Express"), ("51234006714", "DHL Express"),
  ])
  func rightCheckDigitNamesTheCarrier(_ number: String, _ carrier: String) {
    #expect(TrackingNumber.verdict(number) == .valid(carrier))
  }

  @Test(arguments: [
    ("RB123456784GB", "post of GB"), ("LX123456780CN", "post of CN"), ("1Z12AB340156789015", "UPS"),
    ("1Z12AB34015678901A", "UPS"), ("9405500001234005678912", "USPS"),
    ("420606019405500001234005678912", "USPS"), ("92748900005123456789050047", "USPS"),
    ("9611020123400567891232", "FedEx"), ("1001921334256060100000771234005671", "FedEx"),
  ])
  func wrongCheckDigitOfAShapeOfOneCarrier(_ number: String, _ carrier: String) {
    #expect(TrackingNumber.verdict(number) == .badCheckDigit(carrier))
  }

  /// Twelve digits may be anybody's: only the carrier named makes a wrong digit wrong.
  @Test(arguments: [
    ("771234005671", "FedEx"), ("561234005678910", "fedex ground"),
    ("70002000004123456790", "USPS"), ("5123400672", "DHL Express"), ("5123400672", "DHL"),
  ])
  func sharedShapeIsBadOnlyUnderItsCarriersName(_ number: String, _ carrier: String) {
    #expect(TrackingNumber.verdict(number) == .valid(nil))
    #expect(TrackingNumber.verdict(number, carrier: "GLS") == .valid(nil))
    guard case .badCheckDigit = TrackingNumber.verdict(number, carrier: carrier) else {
      Issue.record("\(number) passes as \(carrier)")
      return
    }
  }

  @Test(arguments: ["DHL eCommerce", "DHL Paket", "DHL Parcel UK", "Royal Mail", ""])
  func sisterCompaniesHaveOtherNumbers(_ carrier: String) {
    #expect(TrackingNumber.verdict("5123400672", carrier: carrier) == .valid(nil))
  }

  /// A number right for one carrier is never bad for another that was named.
  @Test(arguments: [
    ("61299990005123456783", "USPS"), ("00340512300045678903", "FedEx"),
    ("340512300045678903", "DHL"),
  ])
  func rightForOneIsRight(_ number: String, _ carrier: String) {
    guard case .valid = TrackingNumber.verdict(number, carrier: carrier) else {
      Issue.record("\(number) is called wrong")
      return
    }
  }

  @Test(arguments: [
    ("YT2612300012340567", "YunExpress"), ("4PX3000123456CN", "4PX"),
    ("LP00123456700012", "Cainiao"),
    ("CNG00123456700012", "Cainiao"), ("CNFR9010512300067HD", "Cainiao"),
    ("UJ123456700YP", "Yanwen"),
    ("CJPKL7160123456YQ", "CJ"), ("SF1012345670001", "SF Express"),
    ("JJD000123400567001", "DHL Express"),
    ("GM6051234005670012", "DHL eCommerce"), ("TBA123400567001", "Amazon Logistics"),
    ("3SABCD1234006", "PostNL"), ("LTN12340056N1", "Landmark Global"), ("EZ2000000002", "EasyPost"),
    ("6A12340056701", "Colissimo"),
  ])
  func carriersWithoutCheckDigitAreRecognised(_ number: String, _ carrier: String) {
    #expect(TrackingNumber.verdict(number) == .valid(carrier))
  }

  @Test(arguments: [
    "15501234005670", "12340056", "39912340056", "128660012340", "123400561234005612340056",
    "1234006", "XYZ0012340056701",
  ])
  func manyCarriersDigitsAreTakenWhereLongEnough(_ number: String) {
    let verdict = TrackingNumber.verdict(number)
    #expect(number.count >= 8 ? verdict != .unrecognised : verdict == .unrecognised)
  }

  @Test(arguments: [
    "", " ", "-", "SOON", "bob045", "N/A", "1Z9876", "TRACKING", "12345", "1111111111111",
    "0000000000", "1234567890", "123456789012", "TEST1234567890", "FAKE0000012345678",
    "RB12345678GB",
    "AB12CD", "1ZABCDEFABCDEFGHI5", "PENDING00000001", "深圳市顺丰", "https://example.com/track", "null",
    "LX1234567890123456789012345678901234567890CN",
  ])
  func whatNoCarrierIssuesIsNotRecognised(_ number: String) {
    #expect(TrackingNumber.verdict(number) == .unrecognised)
  }

  @Test(arguments: [
    (" rb 123-456-785 gb ", "RB123456785GB"), ("1Z 12A B34", "1Z12AB34"),
    ("LX\u{202E}12\u{1B}3", "LX123"),
    ("ＬＸ１２３", ""), ("", ""), ("ß", "SS"),
  ])
  func numberIsWrittenAsCarriersDo(_ text: String, _ number: String) {
    #expect(TrackingNumber.normalised(text) == number)
  }

  @Test(arguments: [
    ("RB123456785GB", "GB"), ("lx 123456785 cn", "CN"), ("UJ123456789YP", nil),
    ("1Z12AB340156789014", nil), ("9405500001234005678911", nil), ("", nil),
  ])
  func originIsTheCountryOfAPostalNumber(_ number: String, _ country: String?) {
    #expect(TrackingNumber.origin(number) == country)
  }

  /// S10 catches every single wrong digit in the serial number; its one weakness is known: a remainder of
  /// 0 and one of 6 both give 5, and 1 and 11-10 both give 0.
  @Test(arguments: 0..<8)
  func oneWrongDigitOfAPostalNumberIsNoticed(_ place: Int) {
    let digits = Array("123456785")
    let accepted = (0...9).filter { digit in
      var changed = digits
      changed[place] = Character(String(digit))
      return TrackingNumber.verdict("RB" + String(changed) + "GB") == .valid("post of GB")
    }
    #expect(accepted.count <= 2)
    #expect(accepted.contains(digits[place].wholeNumberValue ?? -1))
  }

  @Test(arguments: seeds)
  func exactlyOneCheckDigitFits(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let serial = String(random.int(10_000_000...99_999_999))
    let fitting = (0...9).filter {
      TrackingNumber.verdict("RR\(serial)\($0)DE") == .valid("post of DE")
    }
    #expect(fitting.count == 1)
    let account = String(random.int(100_000_000_000_000...999_999_999_999_999))
    let ups = (0...9).filter { TrackingNumber.verdict("1Z\(account)\($0)") == .valid("UPS") }
    #expect(ups.count == 1)
    let label = "94" + String(random.int(1_000_000_000_000_000_000...9_000_000_000_000_000_000))
    let usps = (0...9).filter { TrackingNumber.verdict("\(label)\($0)") == .valid("USPS") }
    #expect(usps.count == 1)
  }

  @Test(arguments: seeds)
  func anyTextHasAVerdictAndSpacingDoesNotMatter(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("0123456789ABCDEFXYZ1234567890")
    for _ in 0..<100 {
      let text = String((0..<random.int(0...45)).map { _ in random.pick(letters, or: "0") })
      let spaced = text.map { "\($0)" }.joined(separator: random.once(in: 2) ? " " : "-")
      #expect(TrackingNumber.verdict(text) == TrackingNumber.verdict(spaced.lowercased()))
    }
  }
}
