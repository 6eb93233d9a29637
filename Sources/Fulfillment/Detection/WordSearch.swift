/// Words looked for in what carriers write. Bytes are compared: searching by characters took most of the
/// time of detection.
struct WordSearch: Sendable {
  private let words: [[UInt8]]

  /// ASCII letters of either case match; any other letter must be as written, so a word that has one
  /// is given in both cases.
  init(_ words: [String]) { self.words = words.map { $0.utf8.map(WordSearch.folded) } }

  /// Whether at least one of the words is part of the text.
  func matches(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    let bytes = text.utf8.map(WordSearch.folded)
    return words.contains { WordSearch.isPart($0, of: bytes) }
  }

  private static func isPart(_ word: [UInt8], of bytes: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    guard word.count <= bytes.count else { return false }
    for start in 0...(bytes.count - word.count) where bytes[start] == first {
      if word.indices.allSatisfy({ bytes[start + $0] == word[$0] }) { return true }
    }
    return false
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    0x41...0x5A ~= byte ? byte | 0x20 : byte
  }
}
