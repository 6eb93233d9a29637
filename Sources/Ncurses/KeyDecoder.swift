import Canvas

/// Turns what curses reads into keys: alt, escape, pasted text and the sequences that the terminal's
/// description does not know. Pure, so that it is tested without a terminal.
struct KeyDecoder {
  /// The most of one paste that is kept, in bytes of UTF-8.
  static let pasteLimit = 1_000_000

  /// One thing read.
  enum Input: Equatable {
    case scalar(Unicode.Scalar)
    /// A key that curses knew.
    case key(Key)
    case pasteStart
    case pasteEnd
  }

  private enum State {
    case ground
    case escape
    /// After `ESC [` or `ESC O`: what came since, with that letter.
    case sequence(String)
    /// After `ESC [ M`: the values of an old mouse report so far.
    case oldMouse([Int])
    case paste
  }

  private var state = State.ground
  private var pasted = ""
  private var keys: [Key] = []

  mutating func feed(_ input: Input) {
    switch (state, input) {
    case (.paste, .pasteEnd):
      keys.append(.paste(pasted))
      pasted = ""
      state = .ground
    case (.paste, .scalar(let scalar)):
      if pasted.utf8.count < Self.pasteLimit { pasted.unicodeScalars.append(scalar) }
    case (.paste, .key(.enter)): pasted.append("\n")
    case (.paste, .key(.tab)): pasted.append("\t")
    case (.paste, _): break
    case (_, .pasteStart):
      endEscape()
      state = .paste
    case (_, .pasteEnd): endEscape()
    case (_, .key(let key)):
      endEscape()
      keys.append(key)
    case (.ground, .scalar(let scalar)): ground(scalar)
    case (.escape, .scalar(let scalar)): escape(scalar)
    case (.sequence(let text), .scalar(let scalar)): sequence(text, scalar)
    case (.oldMouse(let values), .scalar(let scalar)): oldMouse(values + [Int(scalar.value) - 32])
    }
  }

  /// The keys read so far; called when nothing more is waiting, so that a lone escape is a key.
  mutating func drain() -> [Key] {
    switch state {
    case .escape: endEscape()
    case .sequence(let text) where text.count == 1: endEscape()
    case .ground, .sequence, .oldMouse, .paste: break
    }
    defer { keys = [] }
    return keys
  }

  private mutating func ground(_ scalar: Unicode.Scalar) {
    if scalar == "\u{1B}" {
      state = .escape
    } else if scalar.properties.isGraphemeExtend, case .character(let base)? = keys.last {
      // A combining mark belongs to the character before it.
      keys[keys.count - 1] = .character(Self.joined(base, scalar))
    } else if let key = Self.key(scalar) {
      keys.append(key)
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1B}": keys.append(.escape)
    case "[", "O": state = .sequence(String(scalar))
    default:
      state = .ground
      switch Self.key(scalar) {
      case .character(let character): keys.append(.alt(character))
      case let key?: keys += [.escape, key]
      case nil: keys.append(.escape)
      }
    }
  }

  /// A final byte ends a sequence; unknown ones are swallowed rather than typed as commands.
  private mutating func sequence(_ text: String, _ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x1B:
      endEscape()
      state = .escape
    case 0x20...0x3F where text.count < 32: state = .sequence(text + String(scalar))
    // The function keys of the Linux console: `ESC [ [ A`.
    case 0x5B where text == "[": state = .sequence("[[")
    case 0x4D where text == "[": state = .oldMouse([])
    case 0x40...0x7E:
      state = .ground
      if text.hasPrefix("[<") {
        // `ESC [ < button ; column ; row M`; `m` is a release.
        let values = text.dropFirst(2).split(separator: ";").compactMap { Int($0) }
        if scalar == "M" { mouse(values) }
      } else if let key = Self.key(sequence: text + String(scalar)) {
        keys.append(key)
      }
    default: state = .ground
    }
  }

  private mutating func oldMouse(_ values: [Int]) {
    state = values.count < 3 ? .oldMouse(values) : .ground
    if values.count == 3 { mouse(values) }
  }

  /// The left button and the wheel; what is held with them (shift 4, alt 8, ctrl 16) does not matter.
  private mutating func mouse(_ values: [Int]) {
    guard values.count == 3, values[1] > 0, values[2] > 0 else { return }
    let action: Key.Mouse.Action
    switch values[0] & ~0x1C {
    case 0: action = .click
    case 64: action = .wheelUp
    case 65: action = .wheelDown
    default: return
    }
    keys.append(.mouse(Key.Mouse(action, column: values[1] - 1, row: values[2] - 1)))
  }

  private mutating func endEscape() {
    switch state {
    case .escape: keys.append(.escape)
    case .sequence("["): keys.append(.alt("["))
    case .sequence("O"): keys.append(.alt("O"))
    case .ground, .sequence, .oldMouse, .paste: break
    }
    state = .ground
  }

  private static func joined(_ base: Character, _ mark: Unicode.Scalar) -> Character {
    var scalars = String.UnicodeScalarView()
    // A pile of marks would grow one character without end.
    scalars.append(contentsOf: base.unicodeScalars.prefix(8))
    scalars.append(mark)
    return String(scalars).first ?? base
  }

  /// The key of a plain character; nil for what has none.
  private static func key(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x00: .control(" ")
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x01...0x1A:
      .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
    case 0x1C...0x1F:
      .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
    case 0x1B: .escape
    case 0x80...0x9F: nil
    default: .character(Character(scalar))
    }
  }

  /// Keys in the form most terminals send, for when the description says another.
  private static func key(sequence: String) -> Key? {
    switch sequence {
    case "[A", "OA": .up
    case "[B", "OB": .down
    case "[C", "OC": .right
    case "[D", "OD": .left
    case "[H", "OH", "[1~", "[7~": .home
    case "[F", "OF", "[4~", "[8~": .end
    case "[2~": .insert
    case "[3~": .delete
    case "[5~": .pageUp
    case "[6~": .pageDown
    case "[Z": .backTab
    case "OM": .enter
    case "OP", "[11~", "[[A": .function(1)
    case "OQ", "[12~", "[[B": .function(2)
    case "OR", "[13~", "[[C": .function(3)
    case "OS", "[14~", "[[D": .function(4)
    case "[15~", "[[E": .function(5)
    default: nil
    }
  }
}
