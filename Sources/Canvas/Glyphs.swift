extension TextWidth {
  /// Gives each glyph of a character in turn: none for what is invisible, usually one, two for a flag.
  static func forEachGlyph(of character: Character, _ body: (Glyph) -> Void) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return }
    // CR LF is the one control of two scalars.
    if scalars.index(after: scalars.startIndex) == scalars.endIndex || first == "\r" {
      single(first, character, body)
    } else {
      cluster(scalars, body)
    }
  }

  private static func single(
    _ scalar: Unicode.Scalar, _ character: Character, _ body: (Glyph) -> Void
  ) {
    if scalar.value &- 0x20 < 0x5F { return body(Glyph(text: character, width: 1)) }
    switch kind(of: scalar) {
    case .base(let width): body(Glyph(text: character, width: width))
    case .blank(let width):
      for _ in 0..<width { body(Glyph(text: " ", width: 1)) }
    case .letter(let letter): body(Glyph(text: letter, width: 1))
    case .unknown: body(Glyph(text: "\u{FFFD}", width: 1))
    case .mark, .invisible: break
    }
  }

  /// Several scalars: each base is shown with its marks; an emoji sequence as its first emoji alone.
  private static func cluster(_ scalars: Character.UnicodeScalarView, _ body: (Glyph) -> Void) {
    if let syllable = hangul(scalars) { return body(Glyph(text: Character(syllable), width: 2)) }
    var text = String.UnicodeScalarView()
    var width = 0
    var marks = 0
    var isEmoji = false
    func flush() {
      guard width > 0 else { return }
      body(Glyph(text: Character(String(text)), width: width))
      text.removeAll()
      width = 0
    }
    for scalar in scalars {
      switch kind(of: scalar) {
      case .base(let columns):
        // A modifier or the next member of a joined sequence: the first emoji stands for all.
        if isEmoji { return flush() }
        // The mark before a second base joins the two; terminals disagree on how wide that is.
        if marks > 0 { text.removeLast() }
        flush()
        isEmoji = columns == 2 && scalar.properties.isEmoji || isNarrowEmoji(scalar)
        text.append(scalar)
        width = columns
        marks = 0
      case .mark where width > 0 && marks < maxMarks && !isEmoji && scalar.value != 0x20E3:
        text.append(scalar)
        marks += 1
      case .mark, .invisible: continue
      case .blank, .letter, .unknown:
        flush()
        marks = 0
        single(scalar, Character(scalar), body)
      }
    }
    flush()
  }

  /// Emoji that is one column wide by itself and grows with a variation selector in some terminals only.
  private static func isNarrowEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji
  }

  /// The precomposed syllable of conjoining modern jamo, which every terminal draws two columns wide.
  private static func hangul(_ scalars: Character.UnicodeScalarView) -> Unicode.Scalar? {
    var rest = scalars.makeIterator()
    guard let lead = rest.next()?.value, (0x1100...0x1112).contains(lead),
      let vowel = rest.next()?.value, (0x1161...0x1175).contains(vowel)
    else { return nil }
    let open = 0xAC00 + ((lead - 0x1100) * 21 + vowel - 0x1161) * 28
    guard let tail = rest.next()?.value, (0x11A8...0x11C2).contains(tail) else {
      return Unicode.Scalar(open)
    }
    return Unicode.Scalar(open + tail - 0x11A7)
  }
}
