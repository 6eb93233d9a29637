import Canvas
import Testing

/// Styles, colours and what is left of them without colour.
struct ThemeTests {
  private let red = Color(red: 200, green: 0, blue: 0)

  @Test func everyRoleHasItsOwnStyle() {
    let theme = Theme(name: "t") {
      Style(foreground: Color(red: UInt8($0.rawValue), green: 0, blue: 0))
    }
    for role in Role.allCases {
      #expect(theme[role].foreground?.red == UInt8(role.rawValue))
    }
  }

  @Test(arguments: [
    Role.selected, .selectedUnfocused, .footerKey, .severityCritical, .match, .marked,
  ])
  func meaningSurvivesWithoutColour(role: Role) {
    let theme = Theme(name: "t") { _ in Style(foreground: red) }
    let plain = theme.withoutColours
    #expect(theme.hasColours)
    #expect(!plain.hasColours)
    #expect(plain[role] != plain[.text])
  }

  @Test func aThemeThatHasNoColoursStaysAsItIs() {
    let theme = Theme(name: "t") { Style(bold: $0 == .money) }
    #expect(theme.withoutColours == theme)
  }

  @Test(
    arguments: [
      ((0, 0, 0), (255, 255, 255), 21.0), ((255, 255, 255), (255, 255, 255), 1.0),
      ((119, 119, 119), (255, 255, 255), 4.48), ((255, 0, 0), (255, 255, 255), 4.0),
      ((0, 0, 255), (255, 255, 255), 8.59), ((10, 10, 10), (0, 0, 0), 1.06),
    ] as [((UInt8, UInt8, UInt8), (UInt8, UInt8, UInt8), Double)])
  func contrastIsThatOfTheGuidelines(
    one: (UInt8, UInt8, UInt8), other: (UInt8, UInt8, UInt8), ratio: Double
  ) {
    let first = Color(red: one.0, green: one.1, blue: one.2)
    let second = Color(red: other.0, green: other.1, blue: other.2)
    #expect(abs(first.contrast(with: second) - ratio) < 0.01)
    #expect(first.contrast(with: second) == second.contrast(with: first))
  }

  @Test(
    arguments: [("─", "-"), ("│", "|"), ("▸", ">"), ("█", "#"), ("a", "a"), ("é", "?"), ("深", "?")]
      as [(Character, Character)])
  func aCharacterHasAStandInInASCII(character: Character, standIn: Character) {
    #expect(ASCII.character(for: character) == standIn)
  }

  @Test(arguments: ["\u{1B}", "\u{7F}", "\u{0}", "\u{9B}"] as [Character])
  func noControlStandsInForAnything(character: Character) {
    #expect([" ", "?"].contains(ASCII.character(for: character)))
  }
}

/// Text on its way to the operator's clipboard.
struct ClipboardTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("深", "5rex"), ("LX123456789CN", "TFgxMjM0NTY3ODlDTg=="),
  ])
  func textIsWrittenInBase64(text: String, encoded: String) {
    #expect(Clipboard.sequence(text) == Array("\u{1B}]52;c;\(encoded)\u{7}".utf8))
  }

  @Test func whatIsTooLongIsNotCopied() {
    #expect(Clipboard.sequence(String(repeating: "x", count: Clipboard.limit)) != nil)
    #expect(Clipboard.sequence(String(repeating: "x", count: Clipboard.limit + 1)) == nil)
  }

  @Test func tmuxHandsItOn() {
    let bytes = Clipboard.sequence("foo", isWithinTmux: true)
    let plain = "\u{1B}]52;c;Zm9v\u{7}"
    #expect(bytes == Array((plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\").utf8))
  }

  @Test func aHostileTextCannotEndTheSequence() {
    let bytes = Clipboard.sequence("\u{7}\u{1B}\\\u{9C}") ?? []
    #expect(bytes.filter { $0 < 0x20 || $0 > 0x7E } == [0x1B, 0x07])
  }
}
