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

  /// As a reader would write it down, for words that begin alike, and one with no letters.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func wordsAreFoundWhereSearchingLetterByLetterFindsThem(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("abAB@é{[")
    for _ in 0..<200 {
      func text(_ length: ClosedRange<Int>) -> String {
        String(
          (0..<Int.random(in: length, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "a"
          })
      }
      let (words, text) = ((0..<3).map { _ in text(1...3) }, text(0...12))
      func folded(_ text: String) -> [UInt8] {
        text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
      }
      let all = folded(text)
      let isThere = words.map(folded).contains { word in
        all.indices.contains { all[$0...].starts(with: word) }
      }
      #expect(WordSearch(words).matches(text) == isThere, "\(words) in \(text)")
    }
  }

  @Test func noWordsAreNeverFound() { #expect(!WordSearch([]).matches("anything")) }

  @Test(arguments: ["damaged", "Package BESCHÄDIGT", "colis endommagé", "Paquete dañado"])
  func carriersWordsOfDamageMakeADamagedParcel(message: String) {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.exception, day: 3, message: message)])
    let found = Detector.findings(facts, Thresholds(), now: ExampleFacts.monday + .days(3))
    #expect(found.map(\.code).contains("parcel.damaged"))
  }
}
