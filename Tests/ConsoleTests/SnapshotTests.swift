import Canvas
import Console
import Foundation
import Testing

/// Each scene of the gallery at each size against its text file beside the tests; `RECORD=1` rewrites.
struct SnapshotTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60),
    Size(columns: 20, rows: 6),
  ]

  @Test(arguments: Gallery.scenes.map(\.name), sizes)
  func sceneLooksAsRecorded(_ name: String, _ size: Size) throws {
    let scene = try #require(Gallery.scenes.first { $0.name == name })
    let grid = view(scene.state(size: size))
    var text = grid.lines.joined(separator: "\n") + "\n"
    if size == SnapshotTests.sizes[0] {
      text += "\nroles: " + grid.roleLegend.joined(separator: ", ") + "\n"
      text += grid.roleMap.joined(separator: "\n") + "\n"
    }
    try Golden.expect(text, in: "\(name)-\(size.columns)x\(size.rows).txt")
  }

  @Test func noRecordingIsLeftOverFromASceneThatIsGone() throws {
    let expected = Set(
      Gallery.scenes.flatMap { scene in
        SnapshotTests.sizes.map { "\(scene.name)-\($0.columns)x\($0.rows).txt" }
      })
    let there = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
    #expect(Set(there.filter { $0.hasSuffix(".txt") }).subtracting(expected) == [])
  }

  @Test(arguments: Gallery.scenes.map(\.name))
  func nothingButPrintableTextReachesTheGrid(_ name: String) throws {
    let scene = try #require(Gallery.scenes.first { $0.name == name })
    let grid = view(scene.state(size: Size(columns: 200, rows: 60)))
    let scalars = Set(grid.cells.flatMap { $0.text.unicodeScalars.map(\.value) })
    let controls = scalars.filter { $0 < 0x20 || (0x7F...0x9F).contains($0) }
    let bidi = scalars.filter {
      (0x202A...0x202E).contains($0) || (0x2066...0x2069).contains($0) || $0 == 0x200E
        || $0 == 0x200F
    }
    #expect(controls.isEmpty)
    #expect(bidi.isEmpty)
  }

  @Test(arguments: SnapshotTests.sizes)
  func plainLocaleSeesNothingButASCII(_ size: Size) throws {
    let scene = try #require(Gallery.scenes.first { $0.name == "ascii" })
    let grid = view(scene.state(size: size))
    #expect(grid.cells.allSatisfy { $0.text.isASCII })
  }
}

/// Text files beside the tests.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  static func expect(_ text: String, in name: String) throws {
    let file = folder.appendingPathComponent(name)
    if isRecording {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    guard recorded != text else { return }
    let (old, new) = (lines(recorded), lines(text))
    let changed = (0..<max(old.count, new.count)).filter { line in
      (line < old.count ? old[line] : "") != (line < new.count ? new[line] : "")
    }
    let shown = changed.prefix(12).map { line in
      "\(line + 1) - \(line < old.count ? old[line] : "")\n"
        + "\(line + 1) + \(line < new.count ? new[line] : "")"
    }
    Issue.record("\(name) has changed (RECORD=1 rewrites it):\n\(shown.joined(separator: "\n"))")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
