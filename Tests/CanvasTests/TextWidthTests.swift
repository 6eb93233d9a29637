import Canvas
import Testing

/// What each character is reduced to; names are of people, places and parcels that a shop meets.
struct TextWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("世", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2),
    ("😀", 2), ("⌚", 2), ("☎", 1), ("—", 1), ("·", 1), ("→", 1), ("█", 1), ("┌", 1), ("€", 1),
    ("ก", 1), ("ا", 1), ("\u{20000}", 2),
  ])
  func aCharacterTakesItsColumns(character: Character, columns: Int) {
    #expect(TextWidth.of(character) == columns)
    #expect(TextWidth.safe(character).text == character)
  }

  @Test(
    arguments: [
      ("👩‍👩‍👧‍👦", "👩", 2), ("👍🏽", "👍", 2), ("☝🏽", "☝", 1), ("❤️", "❤", 1), ("❤️‍🔥", "❤", 1),
      ("1️⃣", "1", 1), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴", 2), ("☎︎", "☎", 1), ("🏳️‍🌈", "🏳", 1),
      ("\u{1112}\u{1161}\u{11AB}", "한", 2), ("\u{1112}\u{1161}", "하", 2),
    ] as [(Character, Character, Int)])
  func aSequenceIsReducedToWhatEveryTerminalDraws(
    sequence: Character, shown: Character, columns: Int
  ) {
    let safe = TextWidth.safe(sequence)
    #expect(safe.text.unicodeScalars.elementsEqual(shown.unicodeScalars))
    #expect(safe.width == columns)
    #expect(TextWidth.of(sequence) == columns)
  }

  @Test(
    arguments: [
      ("🇧🇷", ["B", "R"]), ("🇺🇳", ["U", "N"]), ("ｶﾞ", ["ｶ", "ﾞ"]), ("क्ष", ["क", "ष"]),
      ("\u{3000}", [" ", " "]),
    ] as [(String, [String])])
  func someCharactersAreSeveralGlyphs(text: String, shown: [String]) {
    let glyphs = TextWidth.glyphs(text)
    #expect(glyphs.map { String($0.text) } == shown)
    #expect(glyphs.allSatisfy { $0.width == 1 })
  }

  @Test(arguments: [
    "\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{80}", "\u{90}", "\u{9B}", "\u{9C}", "\u{9D}",
    "\u{AD}",
    "\u{61C}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}",
    "\u{2060}", "\u{2066}", "\u{2069}", "\u{FE0F}", "\u{FEFF}", "\u{FFF9}", "\u{E0001}",
    "\u{E0041}",
    "\u{3164}", "\u{115F}", "\u{1160}", "\u{180E}", "\u{34F}", "\u{301}",
  ])
  func whatIsInvisibleTakesNoColumn(text: String) {
    #expect(TextWidth.of(text) == 0)
    #expect(TextWidth.glyphs(text).isEmpty)
    #expect(TextWidth.of("a\(text)") == 1)
  }

  @Test(arguments: [
    "\t", "\n", "\r", "\r\n", "\u{B}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{2003}",
  ])
  func whatSeparatesWordsIsOneBlank(text: String) {
    #expect(TextWidth.glyphs("a\(text)b").map(\.text) == ["a", " ", "b"])
  }

  @Test(arguments: [
    "\u{E000}", "\u{F8FF}", "\u{378}", "\u{10FFFD}", "\u{2630}", "\u{4DC0}", "\u{FFFF}",
  ])
  func whatNobodyKnowsTheWidthOfIsReplaced(text: String) {
    #expect(TextWidth.glyphs(text).map(\.text) == ["\u{FFFD}"])
  }

  @Test func aPileOfMarksIsCutToThree() {
    let pile = "Z" + String(repeating: "\u{335}", count: 100)
    let glyphs = TextWidth.glyphs(pile)
    #expect(glyphs.count == 1)
    #expect(glyphs.first?.text.unicodeScalars.count == 1 + TextWidth.maxMarks)
    #expect(TextWidth.of(pile) == 1)
  }

  @Test(arguments: [
    ("Shenzhen", 8, "Shenzhen"), ("Shenzhen", 7, "Shenzh…"), ("深圳仓库", 8, "深圳仓库"),
    ("深圳仓库", 7, "深圳仓…"), ("深圳仓库", 6, "深圳…"), ("深圳", 1, "…"), ("ab", 0, ""),
    ("👨‍👩‍👧 family", 6, "👨 fa…"),
  ])
  func textIsCutBetweenCharacters(text: String, width: Int, expected: String) {
    let cut = TextWidth.truncate(text, to: width)
    #expect(cut == expected)
    #expect(TextWidth.of(cut) <= width)
  }

  @Test(arguments: [0, 1, 2])
  func anEllipsisThatDoesNotFitIsLeftOut(width: Int) {
    #expect(TextWidth.truncate("abcdef", to: width, ellipsis: "...").utf8.count == width)
  }

  /// Every scalar there is, alone and after a letter: what is drawn is never a control, a format or a
  /// separator, and its width is 1 or 2.
  @Test func noScalarGetsThroughThatATerminalObeys() {
    var wrong: [Unicode.Scalar] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(scalar), "a\(scalar)"] {
        let isSafe = TextWidth.glyphs(text).allSatisfy { glyph in
          (1...2).contains(glyph.width) && glyph.text.unicodeScalars.allSatisfy(Self.isPrintable)
        }
        if !isSafe { wrong.append(scalar) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20))")
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: scalar == " "
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
