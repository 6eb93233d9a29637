import Fulfillment
import Testing

@Suite struct SanitiseTests {
  @Test(arguments: [
    ("", ""), ("Ada Byron", "Ada Byron"), ("  Ada  ", "Ada"), ("a\tb", "a b"), ("a\nb", "a b"),
    ("a\r\nb", "a b"), ("a\rb", "a b"), ("a\u{2028}b\u{2029}c", "a b c"), ("a\u{85}b", "a b"),
    ("a\u{0}b", "ab"), ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"), ("\u{9B}2J", "2J"),
    ("a\u{7F}b", "ab"),
    ("\u{1B}]0;title\u{7}x", "]0;titlex"), ("a\u{202E}b\u{202C}", "ab"),
    ("a\u{2066}b\u{2069}", "ab"),
    ("a\u{200E}b\u{200F}c\u{61C}d", "abcd"), ("a\u{200B}b\u{2060}c\u{FEFF}d", "abcd"),
    ("a\u{200D}b", "ab"), ("a\u{200C}b", "ab"), ("a\u{AD}b", "ab"), ("a\u{FFF9}b\u{FFFB}", "ab"),
    ("a\u{E0041}\u{E007F}b", "ab"), ("a\u{FFFE}b", "ab"), ("a\u{1FFFE}b", "ab"),
    ("\u{301}a", "a"), (" \u{301}a", "a"), ("a \u{301}b", "a b"), ("e\u{301}", "e\u{301}"),
    ("深圳 市", "深圳 市"), ("שלום", "שלום"), ("Ñandú", "Ñandú"), ("\u{200B}", ""), ("\n\n", ""),
  ])
  func harmfulIsGoneAndTheRestStays(_ text: String, _ clean: String) {
    #expect(text.sanitised() == clean)
  }

  @Test(arguments: [
    "👩‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "❤️", "👩🏽‍🚒", "🇧🇷", "1️⃣", "नमस्ते", "한국어", "ภาษาไทย",
    "e\u{301}\u{302}\u{303}\u{304}",
  ])
  func writingAndPicturesStayWhole(_ text: String) {
    #expect(text.sanitised() == text)
  }

  @Test(arguments: [
    ("👩\u{200D}x", "👩x"), ("x\u{200D}👩", "x👩"), ("👩\u{200D}", "👩"),
    ("👩\u{200D}\u{200D}🚀", "👩\u{200D}🚀"),
    ("1\u{200D}2", "12"), ("👩\u{200D}\n🚀", "👩 🚀"),
  ])
  func joinerOutsidePicturesIsGone(_ text: String, _ clean: String) {
    #expect(Array(text.sanitised().unicodeScalars) == Array(clean.unicodeScalars))
  }

  @Test(arguments: [1, 4, 5, 100])
  func marksAreCappedAtFourABase(_ count: Int) {
    let text = "a" + String(repeating: "\u{301}", count: count) + "b"
    #expect(text.sanitised().unicodeScalars.count == 2 + min(count, 4))
  }

  @Test func chainOfPicturesIsBounded() {
    let text = "👩" + String(repeating: "\u{200D}👩", count: 60)
    let clean = text.sanitised()
    let joiners = clean.map { $0.unicodeScalars.filter { $0 == "\u{200D}" }.count }
    #expect(joiners.max() == 8)
  }

  @Test(arguments: [
    (5, "hello"), (4, "hel…"), (2, "h…"), (1, "…"), (0, ""), (-3, ""),
  ])
  func longTextEndsInAnEllipsis(_ limit: Int, _ clean: String) {
    #expect("hello".sanitised(limit: limit) == clean)
  }

  @Test func limitCountsCharactersAndSparesThem() {
    #expect("👩‍🚀👩‍🚀👩‍🚀".sanitised(limit: 2) == "👩‍🚀…")
    #expect("深圳市顺丰".sanitised(limit: 3) == "深圳…")
  }

  /// One character may be made of any number of jamo; scalars are bounded too.
  @Test func hugeCharacterIsCut() {
    let text = String(repeating: "\u{1100}", count: 100_000)
    #expect(text.sanitised(limit: 10).unicodeScalars.count <= 40)
  }

  @Test func lineBreaksStayWhereWanted() {
    #expect("a\r\nb\n\nc\u{1B}".sanitised(keepsLineBreaks: true) == "a\nb\n\nc")
    #expect("\n a \n".sanitised(keepsLineBreaks: true) == "a")
  }

  private static let alphabet: [Unicode.Scalar] = [
    "a", "Z", "9", " ", "\n", "\r", "\t", "\u{0}", "\u{1B}", "\u{9B}", "\u{7F}", "\u{AD}",
    "\u{301}",
    "\u{30A}", "\u{903}", "\u{20DD}", "\u{200B}", "\u{200D}", "\u{200E}", "\u{202E}", "\u{2066}",
    "\u{FE0F}", "\u{FEFF}", "\u{1F469}", "\u{1F3FD}", "\u{1F680}", "\u{1F1E7}", "\u{E0041}", "深",
    "ש",
    "\u{1100}", "\u{1161}", "\u{2028}", "\u{FFFE}", "…",
  ]

  private func hostile(_ random: inout SplitMix64) -> String {
    var view = String.UnicodeScalarView()
    for _ in 0..<random.int(0...60) { view.append(random.pick(Self.alphabet, or: "a")) }
    return String(view)
  }

  @Test(arguments: seeds)
  func anyTextComesOutHarmlessAndBounded(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<80 {
      let (text, limit) = (hostile(&random), random.int(1...40))
      let clean = text.sanitised(limit: limit)
      #expect(clean.count <= limit)
      #expect(clean.unicodeScalars.count <= limit * 4)
      #expect(clean.first != " " && clean.last != " ")
      #expect(
        clean.unicodeScalars.allSatisfy { scalar in
          let category = scalar.properties.generalCategory
          let isJoiner = scalar == "\u{200D}"
          return
            (category != .control && category != .format && category != .lineSeparator
            && category != .paragraphSeparator) || isJoiner
        })
    }
  }

  @Test(arguments: seeds)
  func cleaningTwiceChangesNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<80 {
      let (text, limit) = (hostile(&random), random.int(1...40))
      let keepsLineBreaks = random.once(in: 2)
      let once = text.sanitised(limit: limit, keepsLineBreaks: keepsLineBreaks)
      let twice = once.sanitised(limit: limit, keepsLineBreaks: keepsLineBreaks)
      #expect(Array(once.unicodeScalars) == Array(twice.unicodeScalars))
    }
  }
}
