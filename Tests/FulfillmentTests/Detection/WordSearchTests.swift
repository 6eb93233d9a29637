import Testing

@testable import Fulfillment

@Suite struct WordSearchTests {
  private let search = WordSearch(["damag", "dañad", "DAÑAD", "破损"])

  @Test(arguments: [
    "damag", "Package DAMAGED in transit", "undamaged", "dadamag", "ddamag", "Caja DAÑADA",
    "dañado",
    "Dañado", "包裹破损", "damadamag",
  ])
  func wordIsFoundWhereverItStands(text: String) { #expect(search.matches(text)) }

  @Test(arguments: [
    "", "d", "dama", "dam ag", "danad", "daNnad", "破", "损破", "d@mag", "DAMA", "DAMA\u{7}",
  ])
  func otherTextIsNot(text: String) { #expect(!search.matches(text)) }

  /// `[` and `{` differ by the bit in which letters differ in case.
  @Test func onlyLettersHaveTwoCases() {
    #expect(!WordSearch(["a{b"]).matches("a[b"))
    #expect(WordSearch(["A{Z"]).matches("a{z"))
    #expect(!WordSearch(["@"]).matches("`"))
  }

  @Test func noWordsAreNeverFound() { #expect(!WordSearch([]).matches("anything")) }

  @Test(arguments: ["damaged", "Package BESCHÄDIGT", "colis endommagé", "Paquete dañado"])
  func carriersWordsOfDamageMakeADamagedParcel(message: String) {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.exception, day: 3, message: message)])
    let found = Detector.findings(facts, Thresholds(), now: ExampleFacts.monday + .days(3))
    #expect(found.map(\.code).contains("parcel.damaged"))
  }
}
