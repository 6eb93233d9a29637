/// How many columns text takes, and what of it may be shown at all. Terminals disagree about emoji
/// sequences and invisible characters, so text is reduced to what all of them draw alike.
package enum TextWidth {
  /// What one cell, or a wide character's two cells, may hold.
  package struct Glyph: Hashable, Sendable {
    /// One printable character with at most `maxMarks` combining marks.
    package let text: Character
    /// 1 or 2 columns.
    package let width: Int
  }

  /// Combining marks kept on one character; the rest of a longer pile is dropped.
  package static let maxMarks = 3

  /// The columns that text takes once reduced to `glyphs`.
  package static func of(_ text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    var columns = 0
    for character in text { forEachGlyph(of: character) { columns += $0.width } }
    return columns
  }

  /// The columns that a character takes: 0 if nothing of it may be shown, 2 for a flag's two letters.
  package static func of(_ character: Character) -> Int {
    var columns = 0
    forEachGlyph(of: character) { columns += $0.width }
    return columns
  }

  /// The glyphs of text, in order, without controls, bidi marks or anything else invisible.
  package static func glyphs(_ text: String) -> [Glyph] {
    var glyphs: [Glyph] = []
    glyphs.reserveCapacity(text.utf8.count)
    for character in text { forEachGlyph(of: character) { glyphs.append($0) } }
    return glyphs
  }

  /// The first glyph of a character: a blank of width 0 if nothing of it may be shown. Only a flag (two
  /// letters) and a few Indic clusters have more than one.
  package static func safe(_ character: Character) -> (text: Character, width: Int) {
    var first: Glyph?
    forEachGlyph(of: character) { first = first ?? $0 }
    return first.map { ($0.text, $0.width) } ?? (" ", 0)
  }

  /// The start of text that fits `width` columns, with `ellipsis` where something was cut off.
  package static func truncate(_ text: String, to width: Int, ellipsis: String = "…") -> String {
    if of(text) <= width { return text }
    let mark = of(ellipsis)
    var room = mark <= width ? width - mark : width
    var kept = ""
    for glyph in glyphs(text) {
      guard glyph.width <= room else { break }
      kept.append(glyph.text)
      room -= glyph.width
    }
    return mark <= width ? kept + ellipsis : kept
  }

  /// Whether text is printable ASCII alone: as many columns as bytes.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
  }
}
