import Canvas
import Testing

@testable import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The themes in the program and those of the operator.
struct ThemesTests {
  /// A folder of its own that goes with the test.
  private final class Folder {
    let path: String

    init() throws {
      path = NSTemporaryFolder.path + "/themes-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
      // What the system cleans up anyway.
      try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }
  }

  private enum NSTemporaryFolder {
    static let path = FileManager.default.temporaryDirectory.path()
  }

  private static let nowhere = Themes(folder: "/nowhere/at/all")

  private static var themesFolder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "themes")
  }

  @Test(arguments: Themes.builtIn)
  func everyBuiltInThemeLoads(name: String) throws {
    #expect(try Self.nowhere.load(name).name == name)
  }

  @Test func everyFileIsInTheProgramAsItStands() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.themesFolder.path())
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    #expect(files.sorted() == Themes.builtIn)
    for name in files {
      let bytes = try Data(contentsOf: Self.themesFolder.appending(path: name + ".toml"))
      #expect(Themes.toml(name) == Array(bytes), "\(name)")
    }
  }

  @Test func thereIsOneForEveryNeed() throws {
    #expect(Themes.builtIn.count >= 8)
    #expect(Themes.builtIn.contains(Themes.standard))
    let all = try Themes.builtIn.map { try Self.nowhere.load($0) }
    #expect(all.contains { $0.isLight })
    #expect(all.contains { !$0.hasColours })
  }

  @Test func theOperatorsFileComesFirst() throws {
    let folder = try Folder()
    let themes = Themes(folder: folder.path)
    #expect(try themes.load("harbour").hasColours)
    let own =
      "name = \"own\"\n[roles]\n" + Role.allCases.map { "\($0) = {}" }.joined(separator: "\n")
    try folder.write(own, to: "harbour.toml")
    try folder.write(own, to: "mine.toml")
    try folder.write("", to: "notes.txt")
    #expect(try !themes.load("harbour").hasColours)
    #expect(try themes.load("mine").name == "own")
    #expect(themes.entries.count == Themes.builtIn.count + 1)
    #expect(themes.entries.filter(\.isUser).map(\.name) == ["harbour", "mine"])
    #expect(themes.entries.map(\.name) == themes.entries.map(\.name).sorted())
  }

  @Test func aBrokenFileOfTheOperatorsIsToldNotPassedOver() throws {
    let folder = try Folder()
    try folder.write("name = \"x\"\n[roles]\ntxt = {}\n", to: "harbour.toml")
    let error = #expect(throws: ThemeError.self) { try Themes(folder: folder.path).load("harbour") }
    #expect(error?.line == 3)
    #expect(error?.remedy == "did you mean \"text\"?")
  }

  @Test func aFileThatIsNotTextIsRefused() throws {
    let folder = try Folder()
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: folder.path + "/odd.toml"))
    try folder.write(String(repeating: "#", count: 300_000), to: "large.toml")
    for name in ["odd", "large"] {
      #expect(throws: ThemeError.self) { try Themes(folder: folder.path).load(name) }
    }
  }

  @Test(arguments: [
    ("harbor", "harbour"), ("hihg-contrast", "high-contrast"), ("okabe", "okabe-ito"),
  ])
  func anUnknownNameIsAnsweredWithTheNearest(name: String, nearest: String) {
    let error = #expect(throws: ThemeError.self) { try Self.nowhere.load(name) }
    #expect(error?.remedy.contains(nearest) == true)
  }

  @Test(arguments: ["../harbour", "/etc/passwd", "", ".", "a/b", "x\u{0}y"])
  func aNameIsNeverAPath(name: String) {
    #expect(throws: ThemeError.self) { try Self.nowhere.load(name) }
  }
}
