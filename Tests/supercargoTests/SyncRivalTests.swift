import Foundation
import Testing

@testable import supercargo

@Suite struct SyncRivalTests {
  private func run(_ command: String) throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try SyncRival(
      command, addresses: ["http://a/1", "http://a/2", "http://a/3"], parallel: 16,
      folder: folder.path
    ).run()
  }

  @Test func clientIsToldTheAddressesAndHowManyAtOnce() throws {
    #expect(try run("f() { echo $(wc -l < \"$1\")$2; }; f") == 316)
  }

  @Test(arguments: ["echo fast", "true", "echo 0", "echo -5", "echo inf", "echo 12; false"])
  func whatIsNoPaceIsRefused(command: String) throws {
    #expect(throws: Failure.self) { try run("g() { \(command); }; g") }
  }
}
