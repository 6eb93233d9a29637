import Foundation

/// The checkout these tests stand in, read as text.
enum Project {
  /// Its top folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A source file: its path from the top, and its text.
  struct File: CustomStringConvertible, Sendable {
    let path: String
    let text: String
    var description: String { path }
    var name: String { URL(filePath: path).lastPathComponent }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// The lines without comments.
    var code: [Substring] {
      lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
    }
  }

  /// Every Swift file under a folder, sorted by path.
  static func swiftFiles(under folder: String) -> [File] {
    let top = root.appending(path: folder)
    let paths = FileManager.default.enumerator(at: top, includingPropertiesForKeys: nil)
    var files: [File] = []
    while let url = paths?.nextObject() as? URL {
      guard url.pathExtension == "swift", let text = try? String(contentsOf: url, encoding: .utf8)
      else { continue }
      let path = url.path.replacingOccurrences(of: root.path + "/", with: "")
      files.append(File(path: path, text: text))
    }
    return files.sorted { $0.path < $1.path }
  }

  /// The folders of Sources.
  static let targets: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path))
    ?? []).filter { !$0.hasPrefix(".") }.sorted()

  /// Every source file of the program.
  static let sources = swiftFiles(under: "Sources")
}
