import Console
import Foundation
import Testing

struct ReferenceTests {
  private static let page = Golden.folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Documentation/Keys.md")

  @Test func keysPageIsFresh() throws {
    if Golden.isRecording {
      try KeysReference.markdown.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(written == KeysReference.markdown, "RECORD=1 swift test rewrites Documentation/Keys.md")
  }

  @Test func dayPageIsFresh() throws {
    let page = Self.page.deletingLastPathComponent().appendingPathComponent("Day.md")
    if Golden.isRecording {
      try DayReference.markdown.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(DayReference.missingScenes.isEmpty)
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == DayReference.markdown, "RECORD=1 swift test rewrites Documentation/Day.md")
  }

  @Test(arguments: Command.table.map(\.id))
  func everyCommandIsInTheReference(_ id: String) throws {
    let command = try #require(Command.byID[id])
    #expect(KeysReference.markdown.contains("| `\(id)` | \(command.title) |"))
  }
}
