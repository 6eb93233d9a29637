package import Canvas

/// Keys as the configuration, the help and the footer write them: `j`, `G`, `ctrl-d`, `alt-x`, `pgdn`,
/// `space`, `f5`.
package enum KeyName {
  private static let names: [(String, Key)] = [
    ("space", .character(" ")), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("pgup", .pageUp), ("pgdn", .pageDown), ("home", .home), ("end", .end), ("enter", .enter),
    ("esc", .escape), ("tab", .tab), ("shift-tab", .backTab), ("backspace", .backspace),
    ("del", .delete), ("ins", .insert),
  ]

  /// The key of that name; nil where there is none.
  package static func key(_ name: String) -> Key? {
    if let named = names.first(where: { $0.0 == name.lowercased() && name.count > 1 }) {
      return named.1
    }
    if let character = single(name) { return .character(character) }
    if let character = single(name.dropFirst(5)), name.lowercased().hasPrefix("ctrl-") {
      return .control(Character(character.lowercased()))
    }
    if let character = single(name.dropFirst(4)), name.lowercased().hasPrefix("alt-") {
      return .alt(character)
    }
    if name.lowercased().hasPrefix("f"), let number = Int(name.dropFirst()),
      (1...12).contains(number)
    {
      return .function(number)
    }
    return nil
  }

  /// The name of that key; "" for what no key makes (mouse, paste, resize).
  package static func text(_ key: Key) -> String {
    if let named = names.first(where: { $0.1 == key }) { return named.0 }
    switch key {
    case .character(let character): return String(character)
    case .control(let character): return "ctrl-" + String(character)
    case .alt(let character): return "alt-" + String(character)
    case .function(let number): return "f" + String(number)
    default: return ""
    }
  }

  private static func single(_ text: some StringProtocol) -> Character? {
    guard text.count == 1, let character = text.first, !character.isControl, character != " "
    else { return nil }
    return character
  }
}

extension Character {
  /// C0, DEL or C1: no key that can be named.
  fileprivate var isControl: Bool {
    unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
  }
}
