extension TextWidth {
  /// What a scalar does in a cell.
  enum ScalarKind: Hashable {
    /// Printable by itself; 1 or 2 columns.
    case base(Int)
    /// Drawn over the base before it.
    case mark
    /// A space of some kind, or a control that separates words.
    case blank(Int)
    /// Half of a flag: its letter.
    case letter(Character)
    /// Control, format, bidi, joiner or filler: never shown.
    case invisible
    /// Private, unassigned, or of a width that changed between Unicode versions: shown as U+FFFD.
    case unknown
  }

  /// The columns of a scalar by itself, in the C library's terms: 0 for marks and what is never shown.
  package static func width(of scalar: Unicode.Scalar) -> Int {
    switch kind(of: scalar) {
    case .base(let width), .blank(let width): width
    case .mark, .invisible: 0
    case .letter, .unknown: 1
    }
  }

  static func kind(of scalar: Unicode.Scalar) -> ScalarKind {
    let value = scalar.value
    if value < 0x7F {
      if value == 0x20 || (0x09...0x0D).contains(value) { return .blank(1) }
      return value > 0x20 ? .base(1) : .invisible
    }
    // Letters of Latin, Greek and Cyrillic; box drawing and block elements.
    if (0xC0...0x2FF).contains(value) || (0x390...0x481).contains(value)
      || (0x2500...0x25A0).contains(value)
    {
      return isAssigned(scalar) ? .base(1) : .unknown
    }
    if (0x1F1E6...0x1F1FF).contains(value) {
      return .letter(Character(Unicode.Scalar(UInt8(value - 0x1F1E6 + 0x41))))
    }
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return .invisible }
    if isUnsettled(value) { return .unknown }
    return kind(byCategoryOf: scalar)
  }

  private static func kind(byCategoryOf scalar: Unicode.Scalar) -> ScalarKind {
    if scalar.properties.isDefaultIgnorableCodePoint { return .invisible }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate: return .invisible
    case .lineSeparator, .paragraphSeparator: return .blank(1)
    case .spaceSeparator: return .blank(isWide(scalar.value) ? 2 : 1)
    case .nonspacingMark, .enclosingMark: return .mark
    // Half of the terminals give a spacing vowel sign a column of its own, half give it none.
    case .spacingMark: return .invisible
    case .privateUse, .unassigned: return .unknown
    default: return .base(isWide(scalar.value) ? 2 : 1)
    }
  }

  private static func isAssigned(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x300 || scalar.properties.generalCategory != .unassigned
  }

  /// Trigrams, hexagrams and counting rods: narrow until Unicode 15, wide since 16. Numbers circled on
  /// black squares: ambiguous in Unicode, wide for the GNU library.
  static func isUnsettled(_ value: UInt32) -> Bool {
    switch value {
    case 0x2630...0x2637, 0x268A...0x268F, 0x3248...0x324F, 0x4DC0...0x4DFF, 0x1D300...0x1D376: true
    default: false
    }
  }

  /// Whether a scalar is East Asian Wide or Fullwidth, or an emoji by default.
  static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = WidthTable.wide.count
    while low < high {
      let middle = (low + high) / 2
      let range = WidthTable.wide[middle]
      if value > range.upperBound {
        low = middle + 1
      } else if value < range.lowerBound {
        high = middle
      } else {
        return true
      }
    }
    return false
  }
}
