import Foundation
import Settings
import Testing

@Suite struct OwnFileTests {
  private final class Folder {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("own-\(UUID().uuidString)").path
    deinit { _ = try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    func mode(_ name: String = "") throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      return (attributes[.posixPermissions] as? Int ?? -1) & 0o777
    }

    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
  }

  @Test func aNewFileIsItsOwnersAlone() throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/secrets/key", "s3cret\n")
    #expect(try folder.text("secrets/key") == "s3cret\n")
    #expect(try folder.mode("secrets/key") == 0o600)
    #expect(try folder.mode("secrets") == 0o700)
  }

  @Test func aFileThatIsThereIsNotTouched() throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/key", "old")
    let problem = #expect(throws: ValueProblem.self) {
      try OwnFile.create(folder.path + "/key", "new")
    }
    #expect(problem?.what == "\(folder.path)/key is there already")
    #expect(try folder.text("key") == "old")
    #expect(folder.names == ["key"])
  }

  @Test func aLinkIsNotFollowedByANewFile() throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/other", "other")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/key", withDestinationPath: folder.path + "/nowhere")
    #expect(throws: ValueProblem.self) { try OwnFile.create(folder.path + "/key", "new") }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/nowhere"))
  }

  @Test(arguments: [0o600, 0o644, 0o640])
  func replacingKeepsTheMode(mode: Int) throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/config.toml", "old")
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: folder.path + "/config.toml")
    try OwnFile.replace(folder.path + "/config.toml", with: "new")
    #expect(try folder.text("config.toml") == "new")
    #expect(try folder.mode("config.toml") == mode)
    #expect(folder.names == ["config.toml"])
  }

  @Test func replacingWritesThroughALink() throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/dotfiles/config.toml", "old")
    let link = folder.path + "/config.toml"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/dotfiles/config.toml")
    try OwnFile.replace(link, with: "new")
    #expect(try folder.text("dotfiles/config.toml") == "new")
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
    #expect(target == folder.path + "/dotfiles/config.toml")
  }

  @Test func replacingMakesWhatIsNotThere() throws {
    let folder = Folder()
    try OwnFile.replace(folder.path + "/deep/config.toml", with: "new")
    #expect(try folder.text("deep/config.toml") == "new")
    #expect(try folder.mode("deep/config.toml") == 0o600)
  }

  @Test func whatCantBeWrittenIsSaidWithItsPath() throws {
    let folder = Folder()
    try OwnFile.create(folder.path + "/file", "")
    let problem = #expect(throws: ValueProblem.self) {
      try OwnFile.create(folder.path + "/file/key", "s3cret")
    }
    #expect(problem?.what.contains(folder.path) == true)
    #expect(problem?.what.contains("s3cret") == false)
  }
}
