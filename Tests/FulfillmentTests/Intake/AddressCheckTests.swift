import Fulfillment
import Testing

@Suite struct AddressCheckTests {
  private static let good = Address(
    name: "Ada Byron", line1: "12 Lake Street", city: "Chicago", province: "IL", postcode: "60601",
    country: "US")

  private func problems(_ change: (inout Address) -> Void) -> [String] {
    var address = Self.good
    change(&address)
    return AddressCheck.problems(address)
  }

  @Test(arguments: [
    good,
    Address(name: "李雷", line1: "人民路 5 号", city: "深圳", postcode: "518000", country: "CN"),
    Address(
      name: "Bo", line1: "Box Hill Road 7", city: "Leeds", postcode: "LS1 1AA", country: "GB"),
    Address(company: "Acme Ltd", line1: "1 Way", city: "Dubai", country: "AE"),
    Address(name: "Mei", line1: "5 Orchard Road", postcode: "238800", country: "SG"),
    Address(name: "Ann", line1: "", line2: "Rose Cottage", city: "Cork", country: "IE"),
    Address(
      name: "Tim Test-Smith", line1: "Na Příkopě 3", city: "Praha", postcode: "11000", country: "CZ"
    ),
    Address(name: "Xi", line1: "Abc Street 4", city: "Å", postcode: "1", country: "NO"),
  ])
  func goodAddressHasNoProblem(_ address: Address) {
    #expect(AddressCheck.problems(address).isEmpty)
  }

  @Test func emptyAddressLacksEverything() {
    #expect(
      AddressCheck.problems(Address()) == ["no street", "no city", "no country", "no name"])
  }

  @Test(arguments: [
    "Shipito LLC", "c/o Planet Express", "STACKRY 1234", "ACME Freight Forwarding", "C/O MyUS 1234",
  ])
  func forwarderIsNamed(_ text: String) {
    #expect(problems { $0.company = text } == ["a freight forwarder"])
    #expect(problems { $0.line2 = text } == ["a freight forwarder"])
    #expect(problems { $0.name = text }.isEmpty, "people may have any name")
  }

  @Test(arguments: ["", " ", "\t\n"])
  func blankFieldIsMissing(_ blank: String) {
    #expect(problems { ($0.line1, $0.line2) = (blank, blank) } == ["no street"])
    #expect(problems { $0.city = blank } == ["no city"])
    #expect(problems { $0.country = blank } == ["no country"])
    #expect(problems { $0.name = blank } == ["no name"])
    #expect(problems { $0.postcode = blank } == ["no postcode, which US needs"])
  }

  @Test(arguments: ["us", "DE", "BR", "JP"])
  func postcodeIsNeededWhereThePostNeedsIt(_ country: String) {
    #expect(
      problems { ($0.postcode, $0.country) = ("", country) } == [
        "no postcode, which \(country.uppercased()) needs"
      ])
  }

  @Test(arguments: ["AE", "HK", "IE", "QA"])
  func postcodeIsNotNeededElsewhere(_ country: String) {
    #expect(problems { ($0.postcode, $0.country) = ("", country) }.isEmpty)
  }

  @Test(arguments: [
    "PO Box 12", "P.O. Box 12", "P O Box 12", "po-box 12", "POBOX 12", "Post Office Box 12",
    "Box 12",
    "Flat 2, PO Box 7", "Postfach 10 20 30", "Caixa Postal 55", "Apartado Postal 9", "BP 1234",
    "Boîte Postale 3", "Postbus 99", "GPO Box 2", "Locked Bag 5",
    "PO BOX12", "P.O.BOX12", "Post Box 12", "Apdo. 12", "Cx. Postal 12",
  ])
  func postBoxIsAProblem(_ line: String) {
    #expect(problems { $0.line1 = line } == ["a PO box"])
    #expect(problems { $0.line2 = line } == ["a PO box"])
  }

  @Test(arguments: [
    "Boxwood Lane 3", "Box Hill", "Postal Street 4", "12 Apartado Way", "BPost Road 1",
    "Post Boxer Street 2", "Building B12",
  ])
  func streetThatSoundsLikeABoxIsNone(_ line: String) {
    #expect(problems { $0.line1 = line }.isEmpty)
  }

  @Test(arguments: [
    "test", "TEST", "n/a", "N.A.", "none", "xxx", "aaaa", "asdf", "-", "...", "unknown",
  ])
  func placeholderIsAProblem(_ word: String) {
    #expect(problems { $0.city = word } == ["the city \"\(word)\" is a placeholder"])
    #expect(problems { $0.name = word } == ["the name \"\(word)\" is a placeholder"])
  }

  @Test(arguments: ["Ada@home", "Testa", "Nana", "Bob", "Oo", "11111", "Å"])
  func shortOrOddNameIsNoPlaceholder(_ name: String) {
    #expect(problems { $0.name = name }.isEmpty)
  }

  @Test func emailInTheWrongFieldIsNoticed() {
    #expect(problems { $0.name = "ada@example.com" } == ["the name is an e-mail address"])
    #expect(problems { $0.line1 = "ada@example.com" } == ["the street is an e-mail address"])
  }

  @Test func streetOfOneNumberIsNoStreet() {
    #expect(problems { $0.line1 = "12" } == ["the street is only a number"])
    #expect(problems { ($0.line1, $0.line2) = ("12", "Lake Street") }.isEmpty)
  }

  @Test(arguments: [70, 71])
  func longNameIsAProblemBeyondItsLimit(_ length: Int) {
    let name = String(repeating: "Ada Byron ", count: 10).prefix(length)
    let expected = length > 70 ? ["the name is longer than 70 characters"] : []
    #expect(problems { $0.name = String(name) } == expected)
  }

  @Test func longStreetAndPostcodeAreProblems() {
    #expect(
      problems { $0.line1 = String(repeating: "Long ", count: 21) } == [
        "the street is longer than 100 characters"
      ])
    #expect(
      problems { $0.postcode = "12345-67890-12345" } == [
        "the postcode is longer than 16 characters"
      ])
  }

  @Test func worstComesFirst() {
    #expect(
      problems { ($0.city, $0.line1) = ("", "PO Box 4") } == ["no city", "a PO box"])
  }

  @Test func hostilePlaceholderIsClean() {
    let found = problems {
      $0.city = "\u{1B}[2Jtest\u{202E}".filter { $0 != "[" && $0 != "2" && $0 != "J" }
    }
    #expect(found == ["the city \"test\" is a placeholder"])
  }
}
