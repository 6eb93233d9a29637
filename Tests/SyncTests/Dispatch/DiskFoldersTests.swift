import Foundation
import Sync
import TestSupport
import Testing

@Suite struct DiskFoldersTests {
  private let folders = DiskFolders()
  private let temporary: TemporaryStore
  private var path: String { temporary.folder }

  init() throws { temporary = try TemporaryStore() }

  private func text(_ name: String) -> String? {
    try? String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  @Test func writesAWholeFileAndReplacesOne() throws {
    try folders.write(Array("longer than".utf8), to: path + "/in/a")
    try folders.write(Array("short".utf8), to: path + "/in/a")
    #expect(text("in/a") == "short")
    let big = [UInt8](repeating: 65, count: 3_000_000)
    try folders.write(big, to: path + "/in/b")
    #expect(try folders.read(path + "/in/b", limit: 3_000_000) == big)
  }

  @Test func whatIsWrittenIsNobodyElsesBusiness() throws {
    try folders.write([65], to: path + "/in/a")
    for name in ["/in", "/in/a"] {
      let mode = try FileManager.default.attributesOfItem(atPath: path + name)[.posixPermissions]
      #expect(try #require(mode as? NSNumber).intValue & 0o007 == 0)
    }
  }

  @Test func makesOnlyTheLastFolderOfAPath() {
    #expect(throws: FolderError.self) { try folders.write([65], to: path + "/no/such/a") }
  }

  @Test func publishedFileHasItsNameAndNoOther() throws {
    try folders.write([65], to: path + "/in/.a.tmp")
    #expect(try folders.publish(path + "/in/.a.tmp", as: path + "/in/a"))
    #expect(text("in/a") == "A")
    #expect(try !folders.contains(path + "/in/.a.tmp"))
  }

  @Test func nothingIsOverwritten() throws {
    try folders.write([65], to: path + "/in/.a.tmp")
    try folders.write([66], to: path + "/in/a")
    #expect(try !folders.publish(path + "/in/.a.tmp", as: path + "/in/a"))
    #expect(text("in/a") == "B" && text("in/.a.tmp") == "A")
    #expect(try !folders.move(path + "/in/.a.tmp", to: path + "/in/a"))
    #expect(text("in/a") == "B")
  }

  @Test func publishingWhatIsNotThereIsAnError() throws {
    try folders.write([65], to: path + "/in/b")
    #expect(throws: FolderError.self) {
      try folders.publish(path + "/in/.a.tmp", as: path + "/in/a")
    }
  }

  @Test func onlyAFolderThatCanBeReadSaysThatAFileIsNotThere() throws {
    #expect(try !folders.contains(path + "/nothing"))
    #expect(throws: FolderError.self) { try folders.contains(path + "/no/such/nothing") }
  }

  @Test func plainFilesAreListedByNameWithTheirSize() throws {
    try folders.write([65, 66], to: path + "/out/b")
    try folders.write([65], to: path + "/out/a")
    try FileManager.default.createDirectory(
      atPath: path + "/out/done", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/out/link", withDestinationPath: path + "/out/a")
    let files = try folders.files(in: path + "/out")
    #expect(files.map(\.name) == ["a", "b"] && files.map(\.size) == [1, 2])
    #expect(try folders.files(in: path + "/nowhere").isEmpty)
  }

  @Test func fileThatGrowsHasAnotherVersion() throws {
    try folders.write([65], to: path + "/out/a")
    let before = try folders.files(in: path + "/out")
    try folders.write([65, 66], to: path + "/out/a")
    #expect(try folders.files(in: path + "/out") != before)
  }

  @Test func nothingLongerThanTheLimitIsReadNorAnythingThroughALink() throws {
    try folders.write([65, 66, 67], to: path + "/out/a")
    #expect(throws: FolderError.self) { try folders.read(path + "/out/a", limit: 2) }
    try FileManager.default.createSymbolicLink(
      atPath: path + "/out/link", withDestinationPath: path + "/out/a")
    #expect(throws: FolderError.self) { try folders.read(path + "/out/link", limit: 9) }
    #expect(throws: FolderError.self) { try folders.read(path + "/out/gone", limit: 9) }
  }

  @Test func movingMakesTheFolderAndRemovingIsPatient() throws {
    try folders.write([65], to: path + "/out/a")
    #expect(try folders.move(path + "/out/a", to: path + "/out/done/a"))
    #expect(text("out/done/a") == "A" && text("out/a") == nil)
    try folders.remove(path + "/out/done/a")
    try folders.remove(path + "/out/done/a")
    #expect(text("out/done/a") == nil)
  }
}
