import Canvas
import Testing

@testable import Settings

/// Every theme can be read, and never tells anything by colour alone.
struct ThemeContrastTests {
  static let names = Themes.builtIn

  private func theme(_ name: String) throws -> Theme { try Themes(folder: "/nowhere").load(name) }

  /// WCAG 2: 4.5 for text, 3 for what is only decoration or said elsewhere too.
  @Test(arguments: names)
  func textStandsOutFromItsGround(name: String) throws {
    let theme = try theme(name)
    for role in Role.allCases {
      guard let front = theme[role].foreground, let back = theme[role].background else { continue }
      let needed = [.dim, .border].contains(role) ? 3.0 : 4.5
      #expect(front.contrast(with: back) >= needed, "\(name) \(role)")
    }
  }

  /// Either both colours are given or none: one alone on a ground of the terminal's is a gamble.
  @Test(arguments: names)
  func coloursComeInPairs(name: String) throws {
    let theme = try theme(name)
    for role in Role.allCases {
      #expect((theme[role].foreground == nil) == (theme[role].background == nil), "\(role)")
    }
  }

  @Test(arguments: names)
  func theRowUnderTheCursorCannotBeMissed(name: String) throws {
    let theme = try theme(name)
    for role in [Role.selected, .selectedUnfocused, .marked] {
      let style = theme[role]
      #expect(style != theme[.text])
      if let ground = theme[.text].background, let back = style.background {
        let isMarkedOtherwise = style.underline || style.reverse || style.bold
        #expect(back.contrast(with: ground) >= 1.2 || isMarkedOtherwise, "\(role)")
      }
    }
    #expect(theme[.selected] != theme[.selectedUnfocused])
    #expect(theme[.selected] != theme[.marked])
  }

  @Test(arguments: names)
  func aLightThemeIsLight(name: String) throws {
    let theme = try theme(name)
    guard let ground = theme[.text].background, let ink = theme[.text].foreground else { return }
    #expect(theme.isLight == (ground.luminance > ink.luminance))
  }

  @Test(arguments: names)
  func degreesOfSeverityDiffer(name: String) throws {
    let theme = try theme(name)
    let styles = [Role.severityNotice, .severityWarning, .severitySerious, .severityCritical]
      .map { theme[$0] }
    #expect(Set(styles).count == 4)
  }

  @Test(arguments: names)
  func theHeaderIsOneBar(name: String) throws {
    let theme = try theme(name)
    for role in [Role.headerLive, .headerStale, .undo] {
      #expect(theme[role].background == theme[.header].background)
      #expect(theme[role].reverse == theme[.header].reverse)
    }
  }

  /// The palette of Okabe and Ito (2008), as published.
  @Test func theColoursOfOkabeAndItoAreTheirs() throws {
    let theme = try theme("okabe-ito")
    #expect(theme[.severitySerious].foreground == Color(red: 0xE6, green: 0x9F, blue: 0x00))
    #expect(theme[.stateMoving].foreground == Color(red: 0x56, green: 0xB4, blue: 0xE9))
    #expect(theme[.stateDone].foreground == Color(red: 0x00, green: 0x9E, blue: 0x73))
    #expect(theme[.stateWaiting].foreground == Color(red: 0xF0, green: 0xE4, blue: 0x42))
    #expect(theme[.selected].background == Color(red: 0x00, green: 0x72, blue: 0xB2))
    #expect(theme[.stateBad].foreground == Color(red: 0xD5, green: 0x5E, blue: 0x00))
    #expect(theme[.tag].foreground == Color(red: 0xCC, green: 0x79, blue: 0xA7))
  }

  @Test func highContrastIsHigh() throws {
    for name in ["high-contrast", "high-contrast-light"] {
      let theme = try theme(name)
      for role in Role.allCases where ![.dim, .border, .noticeError].contains(role) {
        guard let front = theme[role].foreground, let back = theme[role].background else {
          continue
        }
        #expect(front.contrast(with: back) >= 7, "\(name) \(role)")
      }
    }
  }
}
