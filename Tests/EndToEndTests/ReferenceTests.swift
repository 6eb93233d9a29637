import Foundation
import Testing

/// What the README says a user can do is checked by doing it.
@Test func theReadmeShowsOnlyVerbsThatExist() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  let help = try Program().run("--help").output
  let verbs = readme.split(separator: "\n").compactMap { line -> String? in
    let words = line.drop { $0 == " " || $0 == "$" }.split(separator: " ")
    guard words.count > 1, words[0] == "supercargo", words[1].first?.isLetter == true else {
      return nil
    }
    return String(words[1])
  }
  #expect(!verbs.isEmpty)
  for verb in Set(verbs) {
    #expect(help.contains("  \(verb)"), "the README shows `supercargo \(verb)`")
  }
}
