/// Words looked for in what carriers write. Bytes are compared: searching by characters took most of the
/// time of detection.
struct WordSearch: Sendable {
  private let words: [[UInt8]]
  /// A bit for each byte that a word begins with: few bytes of a text are one.
  private let firsts: [UInt64]
  /// A word without letters is part of any text.
  private let isInAny: Bool

  /// ASCII letters of either case match; any other letter must be as written, so a word that has one
  /// is given in both cases.
  init(_ words: [String]) {
    self.words = words.map { $0.utf8.map(WordSearch.folded) }
    var firsts: [UInt64] = [0, 0, 0, 0]
    for case let first? in self.words.map(\.first) {
      firsts[Int(first >> 6)] |= 1 << UInt64(first & 63)
    }
    self.firsts = firsts
    isInAny = self.words.contains(where: \.isEmpty)
  }

  /// Whether at least one of the words is part of the text.
  func matches(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    return matches(Array(text.utf8))
  }

  /// The same of a text as UTF-8.
  func matches(_ text: [UInt8]) -> Bool {
    for start in text.indices {
      let first = WordSearch.folded(text[start])
      guard firsts[Int(first >> 6)] & 1 << UInt64(first & 63) != 0 else { continue }
      for place in words.indices where WordSearch.isPart(words[place], of: text, at: start) {
        return true
      }
    }
    return isInAny
  }

  private static func isPart(_ word: [UInt8], of text: [UInt8], at start: Int) -> Bool {
    guard word.count <= text.count - start else { return false }
    for offset in word.indices where folded(text[start + offset]) != word[offset] { return false }
    return true
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    0x41...0x5A ~= byte ? byte | 0x20 : byte
  }
}
