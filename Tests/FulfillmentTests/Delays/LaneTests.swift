import Fulfillment
import Testing

@Suite struct LaneTests {
  private let home = Address(
    city: "Campinas", province: "SP", postcode: "13010-001", country: "br")

  @Test func acrossABorderTheCountryIsTheDestination() {
    let lane = Lane(supplier: " cj ", origin: "CN", to: home, method: "YunExpress")
    #expect(
      lane
        == Lane(
          supplier: "CJ", origin: "CN", destination: "BR", area: "130", method: "YUNEXPRESS"))
  }

  @Test func insideACountryTheProvinceIs() {
    let lane = Lane(supplier: "Loja", origin: "BR-RJ", to: home, method: "")
    #expect(lane.origin == "BR-RJ")
    #expect(lane.destination == "BR-SP")
  }

  /// A country alone says nothing of provinces: half of the parcels would be in lanes of their own.
  @Test func anOriginWithoutAProvinceKeepsTheDestinationACountry() {
    #expect(Lane(supplier: "", origin: "BR", to: home, method: "").destination == "BR")
    #expect(Lane(supplier: "", origin: "", to: home, method: "").destination == "BR")
  }

  @Test(arguments: [
    ("13010-001", "130"), ("SW1A 1AA", "SW1"), ("123", ""), ("", ""), ("60601", "606"),
    ("\u{1B}[2J9000", "2J9"),
  ])
  func areaIsTheStartOfAPostcode(_ postcode: String, _ area: String) {
    let address = Address(postcode: postcode, country: "US")
    #expect(Lane(supplier: "", origin: "", to: address, method: "").area == area)
  }

  @Test(arguments: [
    ("BR", "SP", "BR-SP"), ("br", "sp", "BR-SP"), ("CN", "Guangzhou", "CN"), ("CN", "", "CN"),
    ("", "SP", ""), ("US", "I1", "US"),
  ])
  func aPlaceIsACountryAndAProvincesCode(_ country: String, _ location: String, _ place: String) {
    #expect(Lane.place(country: country, location: location) == place)
  }

  @Test func spellingMakesNoLane() {
    let one = Lane(supplier: "CJ Dropshipping", origin: "CN", to: home, method: "4PX")
    let other = Lane(supplier: "cj dropshipping ", origin: "CN", to: home, method: " 4px")
    #expect(one == other)
  }

  @Test func aNameOfAnyLengthIsBounded() {
    let name = String(repeating: "x", count: 5_000)
    #expect(Lane(supplier: name, origin: "CN", to: home, method: name).supplier.count <= 60)
  }
}
