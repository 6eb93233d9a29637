import Canvas
import Testing

@testable import Settings

/// What a theme file may say, and how a wrong one is told.
struct ThemeFileTests {
  private static let good =
    """
    name = "mine"
    light = true

    [palette]
    ink = "#102030"
    ground = "#FfFfFf"

    [roles]

    """ + Role.allCases.map { "\($0.name) = { fg = \"ink\" }" }.joined(separator: "\n")

  /// The good theme with one role's line replaced.
  private func text(_ role: Role, _ line: String) -> String {
    Self.good.replacing("\(role.name) = { fg = \"ink\" }\n", with: line + "\n")
  }

  private func error(_ text: String) -> ThemeError? {
    do {
      _ = try ThemeFile.parse(text, name: "mine")
      return nil
    } catch {
      return error
    }
  }

  @Test func aThemeGivesEveryRoleItsStyle() throws {
    let theme = try ThemeFile.parse(Self.good, name: "file")
    #expect(theme.name == "mine")
    #expect(theme.isLight)
    for role in Role.allCases {
      #expect(theme[role] == Style(foreground: Color(red: 0x10, green: 0x20, blue: 0x30)))
    }
  }

  @Test func aStyleMayHaveEverything() throws {
    let line =
      "money = { fg = \"#00aBff\", bg = \"ground\", bold = true, dim = true, italic = true, underline = true, reverse = true }"
    let theme = try ThemeFile.parse(text(.money, line), name: "file")
    #expect(
      theme[.money]
        == Style(
          foreground: Color(red: 0, green: 0xAB, blue: 0xFF),
          background: Color(red: 255, green: 255, blue: 255), bold: true, dim: true, italic: true,
          underline: true, reverse: true))
  }

  @Test func aStyleMayBeASectionOfItsOwn() throws {
    let text = text(.money, "") + "\n[roles.money]\nbold = true\n"
    #expect(try ThemeFile.parse(text, name: "file")[.money] == Style(bold: true))
  }

  @Test func anEmptyStyleIsTheTerminalsOwn() throws {
    #expect(try ThemeFile.parse(text(.money, "money = {}"), name: "file")[.money] == Style())
  }

  @Test func lightAndPaletteMayBeLeftOut() throws {
    let text =
      "name = \"bare\"\n[roles]\n" + Role.allCases.map { "\($0) = {}" }.joined(separator: "\n")
    let theme = try ThemeFile.parse(text, name: "file")
    #expect(!theme.isLight)
    #expect(!theme.hasColours)
  }

  @Test(arguments: Role.allCases)
  func aMissingRoleIsNamed(role: Role) {
    let text = Self.good.replacing("\n\(role.name) = { fg = \"ink\" }", with: "")
    let error = error(text)
    #expect(error?.what.contains("\"\(role.name)\"") == true)
    #expect(error?.line == 8)
  }

  @Test(arguments: [
    ("money = { fg = \"imk\" }", "imk", "did you mean \"ink\"?"),
    ("money = { bg = \"grond\" }", "grond", "did you mean \"ground\"?"),
    ("money = { fg = \"#12\" }", "#12", "#rrggbb"),
    ("money = { fg = \"#12345g\" }", "#12345g", "#rrggbb"),
    ("money = { fg = \"#1234567\" }", "#1234567", "#rrggbb"),
    ("money = { fg = \"\" }", "unknown colour", "ground, ink"),
    ("money = { fg = 7 }", "a whole number", "#rrggbb"),
    ("money = { bold = \"yes\" }", "a string", "true or false"),
    ("money = { bold = 1 }", "a whole number", "true or false"),
    ("money = { blod = true }", "blod", "did you mean \"bold\"?"),
    ("money = { foreground = \"ink\" }", "foreground", "fg"),
    ("money = \"ink\"", "a string", "fg"),
    ("money = [1]", "a list", "fg"),
    ("mony = { fg = \"ink\" }", "mony", "did you mean \"money\"?"),
    ("money = { fg = \"ink\" }\nsevertyCritical = {}", "severtyCritical", "severityCritical"),
  ])
  func aMistakeIsToldWithItsLine(line: String, what: String, remedy: String) {
    let error = error(text(.money, line))
    #expect(error?.what.contains(what) == true, "\(String(describing: error))")
    #expect(error?.remedy.contains(remedy) == true, "\(String(describing: error))")
    let first = 9 + Role.money.rawValue
    #expect(error?.line == (line.contains("\n") ? first + 1 : first))
    #expect(error?.description.hasPrefix("theme mine, line ") == true)
  }

  @Test(
    arguments: [
      ("name = \"mine\"\n", "", "no name", nil),
      ("name = \"mine\"", "name = 3", "a whole number", 1),
      ("name = \"mine\"", "name = \"\"", "a string", 1),
      ("light = true", "light = \"yes\"", "a string", 2),
      ("light = true", "ligth = true", "ligth", 2),
      ("[palette]", "[pallete]", "pallete", 4),
      ("ink = \"#102030\"", "ink = \"blue\"", "not a colour", 5),
      ("ink = \"#102030\"", "ink = 5", "not a colour", 5),
      ("ink = \"#102030\"", "ink = \"#102030", "", 5),
      ("[roles]", "[rolls]", "rolls", 8),
    ] as [(String, String, String, Int?)])
  func aMistakeAboveTheRolesIsToldToo(old: String, new: String, what: String, line: Int?) {
    let error = error(Self.good.replacing(old, with: new, maxReplacements: 1))
    #expect(error?.what.contains(what) == true, "\(String(describing: error))")
    #expect(error?.line == line, "\(String(describing: error))")
  }

  @Test(arguments: [
    "", "name = \"x\"", "\u{0}", "name = \"x\"\nroles = 3", "[[[", "\u{FEFF}", "= = =",
  ])
  func rubbishIsRefused(text: String) {
    #expect(error(text) != nil)
  }
}
