import Canvas
import Testing

@testable import Ncurses

/// What was typed, pasted and clicked, from what a terminal sends.
struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    for scalar in text.unicodeScalars { decoder.feed(.scalar(scalar)) }
    return decoder.drain()
  }

  @Test(
    arguments: [
      ("\u{1B}[A", [.up]), ("\u{1B}OD", [.left]), ("\u{1B}[1~", [.home]), ("\u{1B}[8~", [.end]),
      ("\u{1B}[[A\u{1B}[14~", [.function(1), .function(4)]), ("\u{1B}[Z", [.backTab]),
      ("\u{1B}OM", [.enter]), ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]),
      ("\u{1B}\r", [.escape, .enter]), ("\u{1B}\u{1B}[A", [.escape, .up]),
      ("\u{1B}[\u{1B}x", [.alt("["), .alt("x")]),
      ("a\u{301}b", [.character("á"), .character("b")]),
      ("\u{301}", [.character("\u{301}")]), ("\u{9B}A", [.character("A")]),
    ] as [(String, [Key])])
  func sequencesAreKeys(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
  }

  @Test(arguments: [
    "\u{1B}[1;5A", "\u{1B}[I", "\u{1B}[O", "\u{1B}[200;1R", "\u{1B}[?1;2c", "\u{1B}[27;5;9~",
    "\u{1B}[38;2;1;2;3m",
  ])
  func unknownSequencesAreNotTypedAsCommands(text: String) {
    #expect(keys(text) == [])
    #expect(keys(text + "j") == [.character("j")])
  }

  @Test func aSequenceMayComeInPieces() {
    var decoder = KeyDecoder()
    for scalar in "\u{1B}[1;".unicodeScalars { decoder.feed(.scalar(scalar)) }
    #expect(decoder.drain() == [])
    for scalar in "5Ax".unicodeScalars { decoder.feed(.scalar(scalar)) }
    #expect(decoder.drain() == [.character("x")])
  }

  @Test(arguments: [
    ("[<0;1;1M", Key.Mouse(.click, column: 0, row: 0)),
    ("[<16;300;90M", Key.Mouse(.click, column: 299, row: 89)),
    ("[<64;5;6M", Key.Mouse(.wheelUp, column: 4, row: 5)),
    ("[<65;5;6M", Key.Mouse(.wheelDown, column: 4, row: 5)),
    ("[M !\"", Key.Mouse(.click, column: 0, row: 1)),
    ("[M`!!", Key.Mouse(.wheelUp, column: 0, row: 0)),
  ])
  func mouseReportsAreKeys(report: String, mouse: Key.Mouse) {
    #expect(keys("\u{1B}\(report)j") == [.mouse(mouse), .character("j")])
  }

  @Test(arguments: [
    "[<0;1;1m", "[<2;1;1M", "[<35;4;4M", "[<0;0;0M", "[<;;M", "[<M", "[<99999999999999999999;1;1M",
    "[<0;1M", "[M#!!",
  ])
  func otherReportsAreNothing(report: String) {
    #expect(keys("\u{1B}\(report)j") == [.character("j")])
  }

  @Test func aPasteKeepsKeysOfTheTerminalOut() {
    var decoder = KeyDecoder()
    decoder.feed(.pasteStart)
    for input in [
      .scalar("a"), .key(.up), .key(.enter), .key(.tab), .pasteStart, .scalar("\u{1B}"),
      .scalar("b"),
    ] as [KeyDecoder.Input] { decoder.feed(input) }
    #expect(decoder.drain() == [])
    decoder.feed(.pasteEnd)
    #expect(decoder.drain() == [.paste("a\n\t\u{1B}b")])
  }

  @Test func aPasteWithoutEndIsBounded() {
    var decoder = KeyDecoder()
    decoder.feed(.pasteStart)
    for _ in 0..<KeyDecoder.pasteLimit + 1_000 { decoder.feed(.scalar("x")) }
    decoder.feed(.pasteEnd)
    #expect(decoder.drain() == [.paste(String(repeating: "x", count: KeyDecoder.pasteLimit))])
  }

  @Test func anEndWithoutAStartIsNothing() {
    var decoder = KeyDecoder()
    decoder.feed(.scalar("\u{1B}"))
    decoder.feed(.pasteEnd)
    decoder.feed(.scalar("a"))
    #expect(decoder.drain() == [.escape, .character("a")])
  }

  @Test func marksDoNotPileUpOnOneKey() {
    let pile = keys("e" + String(repeating: "\u{301}", count: 500))
    #expect(pile.count == 1)
    guard case .character(let character)? = pile.first else { return }
    #expect(character.unicodeScalars.count < 12)
  }
}

/// Which colour of a terminal comes nearest.
struct ColourDepthTests {
  @Test(
    arguments: [
      (0x100_0000, true, ColourDepth.direct), (0x100_0000, false, .indexed256),
      (256, false, .indexed256), (256, true, .indexed256), (88, false, .indexed16),
      (16, false, .indexed16), (8, false, .indexed8), (2, false, nil), (0, false, nil),
      (-1, false, nil),
    ] as [(Int, Bool, ColourDepth?)])
  func theDepthFollowsTheDescription(colours: Int, isDirect: Bool, depth: ColourDepth?) {
    #expect(ColourDepth(colours: colours, isDirect: isDirect) == depth)
  }

  @Test(
    arguments: [
      (Color(red: 0, green: 0, blue: 0), 16, 0), (Color(red: 255, green: 255, blue: 255), 231, 15),
      (Color(red: 255, green: 0, blue: 0), 196, 9), (Color(red: 95, green: 135, blue: 175), 67, 8),
      (Color(red: 16, green: 22, blue: 31), 233, 0),
      (Color(red: 128, green: 128, blue: 128), 244, 8),
    ] as [(Color, Int32, Int32)])
  func theNearestColourIsChosen(color: Color, of256: Int32, of16: Int32) {
    #expect(ColourDepth.indexed256.index(of: color) == of256)
    #expect(ColourDepth.indexed16.index(of: color) == of16)
    #expect(ColourDepth.indexed8.index(of: color) < 8)
  }

  @Test func everyCubeColourIsItself() {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    for red in 0..<6 {
      for green in 0..<6 {
        for blue in 0..<6 {
          let color = Color(red: levels[red], green: levels[green], blue: levels[blue])
          #expect(
            ColourDepth.indexed256.index(of: color) == Int32(16 + 36 * red + 6 * green + blue))
        }
      }
    }
  }

  @Test func directColoursAreTheirValue() {
    #expect(ColourDepth.direct.index(of: Color(red: 1, green: 2, blue: 3)) == 0x010203)
    #expect(ColourDepth.direct.index(of: Color(red: 0, green: 0, blue: 7)) == 0)
  }

  @Test(
    arguments: [
      (Color(red: 30, green: 30, blue: 30), Color(red: 10, green: 10, blue: 10), 7),
      (Color(red: 250, green: 250, blue: 250), Color(red: 225, green: 225, blue: 225), 0),
    ] as [(Color, Color, Int32)])
  func fewColoursNeverHideText(front: Color, back: Color, expected: Int32) {
    let pair = ColourDepth.indexed8.pair(front, back)
    #expect(pair.foreground == expected)
    #expect(pair.foreground != pair.background)
  }

  @Test func theTerminalsOwnColoursStay() {
    let pair = ColourDepth.indexed256.pair(nil, nil)
    #expect(pair.foreground == -1 && pair.background == -1)
  }
}
