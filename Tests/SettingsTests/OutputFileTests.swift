import Foundation
import Settings
import Testing

@Suite struct OutputFileTests {
  private final class Folder {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory
        .appendingPathComponent("output-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    func mode(_ name: String) -> Int { bits(name) & 0o7777 }

    func isPipe(_ name: String) -> Bool { bits(name) & Int(S_IFMT) == Int(S_IFIFO) }

    func isLink(_ name: String) -> Bool { bits(name) & Int(S_IFMT) == Int(S_IFLNK) }

    /// What the file system says of it; 0: it is not there.
    private func bits(_ name: String) -> Int {
      var status = stat()
      return lstat(path + "/" + name, &status) == 0 ? Int(status.st_mode) : 0
    }
  }

  @Test(
    arguments: [(.owner, 0o644, 0o600), (.asBefore, 0o644, 0o644), (.usual, 0o640, 0o640)]
      as [(OutputFile.Readers, Int, Int)])
  func aFileIsReplacedWholeWithTheModeItShouldHave(
    readers: OutputFile.Readers, before: Int, after: Int
  ) throws {
    let folder = try Folder()
    try Data("what was there before".utf8).write(to: URL(fileURLWithPath: folder.path + "/page"))
    try FileManager.default.setAttributes(
      [.posixPermissions: before], ofItemAtPath: folder.path + "/page")
    try OutputFile.write(Array("new".utf8), to: folder.path + "/page", readers: readers)
    #expect(try folder.text("page") == "new")
    #expect(folder.mode("page") == after)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["page"])
  }

  @Test(arguments: [.owner, .asBefore] as [OutputFile.Readers])
  func aNewFileIsItsOwnersAlone(readers: OutputFile.Readers) throws {
    let folder = try Folder()
    try OutputFile.write(Array("new".utf8), to: folder.path + "/page", readers: readers)
    #expect(folder.mode("page") == 0o600)
  }

  @Test func aNewFileHasTheUsualMode() throws {
    let folder = try Folder()
    try OutputFile.write(Array("new".utf8), to: folder.path + "/page", readers: .usual)
    try Data().write(to: URL(fileURLWithPath: folder.path + "/other"))
    #expect(try folder.text("page") == "new")
    #expect(folder.mode("page") == folder.mode("other"))
  }

  @Test func aLinkToAFileStaysOne() throws {
    let folder = try Folder()
    let link = folder.path + "/link"
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder.path + "/page"))
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/page")
    try OutputFile.write(Array("new".utf8), to: link, readers: .owner)
    #expect(try folder.text("page") == "new")
    #expect(folder.isLink("link"))
  }

  @Test(arguments: [false, true])
  func aPipeIsWrittenToAndStaysOne(isByLink: Bool) throws {
    let folder = try Folder()
    let (pipe, link) = (folder.path + "/pipe", folder.path + "/link")
    try #require(mkfifo(pipe, 0o640) == 0)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
    // Without a reader a writer waits for one.
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
    defer { close(reader) }
    try OutputFile.write(Array("page".utf8), to: isByLink ? link : pipe, readers: .owner)
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(reader, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "page")
    #expect(folder.isPipe("pipe") && folder.isLink("link"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aWriteThatFailsSaysWhy() throws {
    let folder = try Folder()
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/full")
    let problem = #expect(throws: ValueProblem.self) {
      try OutputFile.write(Array("page".utf8), to: link, readers: .owner)
    }
    #expect(problem?.what == "can't write \(link): No space left on device")
    #expect(folder.isLink("link"))
  }

  @Test func aFolderIsNeitherReplacedNorWrittenTo() throws {
    let folder = try Folder()
    let problem = #expect(throws: ValueProblem.self) {
      try OutputFile.write(Array("page".utf8), to: folder.path, readers: .owner)
    }
    #expect(problem?.what == "\(folder.path) is a folder")
  }

  @Test func theFolderAboveIsMadeOnlyWhereThatIsWanted() throws {
    let folder = try Folder()
    let path = folder.path + "/deep/page"
    #expect(throws: ValueProblem.self) {
      try OutputFile.write(Array("page".utf8), to: path, readers: .owner)
    }
    try OutputFile.write(Array("page".utf8), to: path, readers: .owner, makesFolder: true)
    #expect(try folder.text("deep/page") == "page")
  }
}
