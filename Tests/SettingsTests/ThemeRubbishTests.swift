import Canvas
import Testing

@testable import Settings

/// Texts that are no TOML, or only nearly, are refused and nothing else happens.
struct ThemeRubbishTests {
  @Test(arguments: [
    ("[[[", 1), ("[=]", 1), ("[ #x]\n", 1), ("\n\n  [\n]", 3), ("a = 1\n[é]", 2), ("[[ . ]]", 1),
    ("a = [\n  [1],\n]\n[,]", 4), ("a = \"\"\"\n[=]\n\"\"\"\n[=]", 4), ("a = '[['\n[+]", 2),
  ])
  func aHeaderWithoutANameIsFound(text: String, line: Int) {
    #expect(TOMLHeaderGuard.firstBadHeader(text) == line)
    let error = #expect(throws: ThemeError.self) { try ThemeFile.parse(text, name: "x") }
    #expect(error?.line == line)
  }

  @Test(arguments: [
    "[a]", "[[a]]", "[ a . b ]", "[\"x y\"]", "['x']", "[-]", "[1]", "[]", "[[]]", "[", "[[", "",
    "a = [\n  [1, 2],\n  [{ b = 1 }],\n  [\n  ],\n]", "a = '''\n[=]\n'''",
    "a = \"\\\"[\" # [=]\n[b]",
    "# [=]\na = { b = [[1]] }", "\u{FEFF}[a]", "a = \"\"\"x\"\"\"\"\"\n[b]",
  ])
  func whatTheReaderUnderstandsOrTellsItselfPasses(text: String) {
    #expect(TOMLHeaderGuard.firstBadHeader(text) == nil)
  }

  /// A good theme with a few bytes changed, dropped or doubled: refused or not, it is never a crash.
  @Test(arguments: 0..<60)
  func mutilatedThemesAreSurvived(seed: UInt64) throws {
    let source = try #require(Themes.toml(seed % 2 == 0 ? "fjord" : "monochrome"))
    var state = seed &* 7_919 &+ 11
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let marks = Array("[]{}=#\"'.,\\\n\r\t -+_0e:~\u{0}é".utf8)
    var refused = 0
    for _ in 0..<20 {
      var bytes = source
      for _ in 0...next(4) {
        let at = next(bytes.count - 8)
        switch next(4) {
        case 0: bytes[at] = marks[next(marks.count)]
        case 1: bytes.removeSubrange(at..<at + next(8))
        case 2: bytes.insert(contentsOf: bytes[at..<at + next(8)], at: next(bytes.count))
        default: bytes.insert(marks[next(marks.count)], at: at)
        }
      }
      do {
        _ = try ThemeFile.parse(String(decoding: bytes, as: UTF8.self), name: "x")
      } catch {
        refused += 1
        #expect(!error.what.isEmpty)
      }
    }
    #expect(refused > 0)
  }
}
