extension String {
  /// The text made safe for a terminal, a log and a column: control characters, invisible and
  /// direction-changing ones are gone, line breaks are spaces (or kept), no base carries more than four
  /// marks, the ends are trimmed, and what is longer than `limit` characters ends in `…`.
  /// Doing it twice changes nothing.
  package func sanitised(limit: Int = 200, keepsLineBreaks: Bool = false) -> String {
    if isPlain(limit: limit) { return self }
    var cleaner = Cleaner(
      scalarBudget: max(1, limit) * 4, keepsLineBreaks: keepsLineBreaks)
    cleaner.take(unicodeScalars)
    let text = cleaner.text
    guard text.count > limit || cleaner.isCut else { return text }
    guard limit > 1 else { return limit == 1 ? "…" : "" }
    var head = text.prefix(limit - 1)
    while head.unicodeScalars.count >= limit * 4 { head.removeLast() }
    while head.unicodeScalars.last == "\u{200D}" { head.unicodeScalars.removeLast() }
    return String(head) + "…"
  }

  /// Within the limit, trimmed, and nothing in it but letters that stand alone: nothing to do, which is
  /// nearly always.
  private func isPlain(limit: Int) -> Bool {
    guard utf8.first != 0x20, utf8.last != 0x20 else { return false }
    if utf8.count <= limit, utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return true }
    var count = 0
    for scalar in unicodeScalars {
      count += 1
      guard count <= limit, Cleaner.standsAlone(scalar.value) else { return false }
    }
    return true
  }
}

/// Copies what is harmless, one scalar at a time.
private struct Cleaner {
  let scalarBudget: Int
  let keepsLineBreaks: Bool
  private var kept = String.UnicodeScalarView()
  private var keptCount = 0
  /// Marks on the current base; nil before any base.
  private var marks: Int?
  private var joins = 0
  /// There was more than the budget allows.
  private(set) var isCut = false

  private static let mostMarks = 4
  private static let mostJoins = 8

  init(scalarBudget: Int, keepsLineBreaks: Bool) {
    self.scalarBudget = scalarBudget
    self.keepsLineBreaks = keepsLineBreaks
  }

  /// What was kept, without blanks at the ends.
  var text: String {
    var view = Substring.UnicodeScalarView(kept)
    while let last = view.last, last == " " || last == "\n" || last == "\u{200D}" {
      view.removeLast()
    }
    return String(view)
  }

  mutating func take(_ scalars: String.UnicodeScalarView) {
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      guard keptCount < scalarBudget else {
        isCut = true
        return
      }
      take(scalar, next: index < scalars.endIndex ? scalars[index] : nil)
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    switch scalar.value {
    case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029:
      if scalar == "\r", next == "\n" { return }
      keepBlank(keepsLineBreaks ? "\n" : " ")
    case 0x09, 0x20: keepBlank(" ")
    case 0x200D: keepJoiner(next: next)
    case let value where Cleaner.isDropped(value): return
    default:
      if Cleaner.isMark(scalar) { keepMark(scalar) } else { keepBase(scalar) }
    }
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    kept.append(scalar)
    keptCount += 1
  }

  private mutating func keepBlank(_ blank: Unicode.Scalar) {
    marks = nil
    guard !kept.isEmpty else { return }
    keep(blank)
  }

  private mutating func keepBase(_ scalar: Unicode.Scalar) {
    if kept.last != "\u{200D}" { joins = 0 }
    marks = 0
    keep(scalar)
  }

  private mutating func keepMark(_ scalar: Unicode.Scalar) {
    guard let count = marks, count < Cleaner.mostMarks else { return }
    marks = count + 1
    keep(scalar)
  }

  /// A joiner holds two pictures together; anywhere else it only hides.
  private mutating func keepJoiner(next: Unicode.Scalar?) {
    guard joins < Cleaner.mostJoins, let next, Cleaner.isPicture(next),
      let base = kept.last(where: { !Cleaner.isMark($0) && !$0.properties.isEmojiModifier }),
      Cleaner.isPicture(base), kept.last != "\u{200D}", marks != nil
    else { return }
    joins += 1
    keep("\u{200D}")
  }

  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    // Digits are emoji by their property, and so are the letters of flags.
    scalar.value > 0xFF && scalar.properties.isEmoji && !(0x1F1E6...0x1F1FF ~= scalar.value)
  }

  /// A letter, digit or sign that is neither dropped nor joins with its neighbours.
  static func standsAlone(_ value: UInt32) -> Bool {
    switch value {
    case 0x20...0x7E, 0xA1...0xA8, 0xAA...0xAC, 0xAF...0x2FF: true  // Latin; not ©, ® (pictures)
    case 0x391...0x3FF, 0x400...0x482: true  // Greek, Cyrillic
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true  // CJK
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !standsAlone(scalar.value) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
  }

  private static func isDropped(_ value: UInt32) -> Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true  // C0, DEL, C1
    case 0xAD, 0x061C, 0x180E, 0x115F, 0x1160, 0x3164, 0xFFA0: true  // invisible
    case 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F: true  // bidi, zero width
    case 0xFEFF, 0xFFF0...0xFFFB, 0xFFFE, 0xFFFF: true
    case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true  // format controls, tags
    default: value & 0xFFFE == 0xFFFE
    }
  }
}
