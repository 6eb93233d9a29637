import Testing

@testable import Fulfillment

@Suite struct ForensicTests {
  private func delivered(
    _ location: String, country: String = "US", to address: Address
  ) -> Trip? {
    var facts = ExampleFacts.delivered(at: location)
    facts.shipTo = address
    facts.shipments[0].events[0].country = country
    return Rule.deliveryElsewhere.trips(facts, Thresholds())
  }

  private func address(_ country: String, _ postcode: String) -> Address {
    var address = ExampleFacts.order().shipTo
    (address.country, address.postcode) = (country, postcode)
    return address
  }

  @Test(arguments: [
    ("US", "60601", "CHICAGO, IL 60607", false), ("US", "60601-1234", "CHICAGO 606071234", false),
    ("US", "60601", "BEVERLY HILLS CA 90210", true), ("US", "60601", "90210", true),
    ("US", "60601", "CHICAGO IL", false), ("US", "60601", "GATE 12345678", false),
    ("US", "", "BEVERLY HILLS CA 90210", false), ("US", "60601", "90210 VIA 60666", false),
    ("DE", "10115", "10999 BERLIN", false), ("DE", "10115", "80331 MUENCHEN", true),
    ("BR", "01310-100", "SAO PAULO 01001000", false),
    ("BR", "01310-100", "RIO DE JANEIRO 20040-020", true),
    ("FR", "75001", "PARIS 75011", false), ("FR", "75001", "13001 MARSEILLE", true),
    ("JP", "100-0001", "1000005", false), ("JP", "100-0001", "530-0001 OSAKA", true),
    ("GB", "SW1A 1AA", "LEEDS LS1 1AA", false), ("US", "606", "90210", false),
  ])
  func postcodeOfAnotherRegionIsElsewhere(
    _ country: String, _ postcode: String, _ location: String, _ isElsewhere: Bool
  ) {
    let trip = delivered(location, country: country, to: address(country, postcode))
    #expect((trip != nil) == isElsewhere)
  }

  @Test(arguments: [
    ("US", "FR", true), ("US", "PR", false), ("PR", "US", false), ("GB", "JE", false),
    ("HK", "CN", false), ("US", "", false), ("", "FR", false), ("US", "ZZ", false),
    ("us", "fr", true), ("FR", "RE", false), ("DE", "AT", true),
  ])
  func anotherCountryIsElsewhere(_ wanted: String, _ told: String, _ isElsewhere: Bool) {
    let trip = delivered("", country: told, to: address(wanted, "60601"))
    #expect((trip != nil) == isElsewhere)
    if isElsewhere { #expect(trip?.reason.contains(" goes to ") == true) }
  }

  @Test(arguments: [(Int64(2), true), (17, true), (19, false), (48, false)])
  func aParcelFromAbroadNeedsLongerThanAnAfternoon(_ hours: Int64, _ isTooSoon: Bool) {
    var scans = [ExampleFacts.scan(.inTransit, day: 0, country: "CN")]
    var last = ExampleFacts.scan(.delivered, day: 0)
    last.occurredAt = ExampleFacts.monday + .hours(hours)
    last.recordedAt = last.occurredAt
    scans.append(last)
    let trip = Rule.trackingInvalid.trips(ExampleFacts.sent(scans), Thresholds())
    #expect((trip?.reason.contains("too soon") ?? false) == isTooSoon)
    // In one country a courier may do it.
    scans[0].country = "US"
    #expect(Rule.trackingInvalid.trips(ExampleFacts.sent(scans), Thresholds()) == nil)
  }

  @Test(arguments: [
    "I never received it", "Item NOT RECEIVED", "didn't arrive", "No lo recibí: no ha llegado",
    "colis pas reçu", "Paket nicht angekommen", "não recebi", "non è arrivato", "没有收到",
  ])
  func notReceivedIsReadInManyLanguages(_ reason: String) {
    let facts = ExampleFacts.returned(.requested, reason: reason)
    let trip = Rule.deliveryDisputed.trips(facts, Thresholds())
    #expect(trip?.at == ExampleFacts.monday + .days(6))
  }

  @Test(arguments: ["wrong size", "", "arrived late", "received the wrong colour"])
  func otherReasonsAreNoDispute(_ reason: String) {
    let facts = ExampleFacts.returned(.requested, reason: reason)
    #expect(Rule.deliveryDisputed.trips(facts, Thresholds()) == nil)
  }
}
