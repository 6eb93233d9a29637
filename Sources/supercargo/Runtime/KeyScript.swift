import Canvas
import Console

/// What somebody does at the keyboard, a line each: `wait 1.5`, `press j j enter ctrl-d`, `type state:transit`,
/// `# a remark`.
struct KeyScript {
  /// Something typed, and how long nothing else happens after it.
  struct Step: Hashable {
    var keys: String
    var milliseconds: Int64
  }

  private(set) var steps: [Step] = []

  /// A hundred milliseconds for a letter, more for a key that is looked at.
  private static let pace: (letter: Int64, key: Int64) = (100, 450)

  init(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      let line = line.trimmed
      guard let space = line.firstIndex(of: " "), line.first != "#" else {
        if line.isEmpty || line.first == "#" { continue }
        throw Self.unreadable(line, number)
      }
      let words = line[line.index(after: space)...].trimmed
      switch line[..<space] {
      case "wait":
        guard let seconds = Double(words), seconds >= 0, seconds <= 600 else {
          throw Self.unreadable(line, number)
        }
        steps.append(Step(keys: "", milliseconds: Int64(seconds * 1000)))
      case "type":
        steps += words.map { Step(keys: String($0), milliseconds: Self.pace.letter) }
      case "press":
        for name in words.split(separator: " ") {
          guard let key = KeyName.key(String(name)), let keys = Self.sent(key) else {
            throw Self.unreadable(line, number)
          }
          steps.append(Step(keys: keys, milliseconds: Self.pace.key))
        }
      default: throw Self.unreadable(line, number)
      }
    }
  }

  private static func unreadable(_ line: Substring, _ number: Int) -> Failure {
    Failure(
      "line \(number) of the script can't be read", String(line),
      remedy: "say wait SECONDS, press KEY KEY, or type TEXT", status: .usage)
  }

  /// What a terminal sends for a key; nil for one that a script does not need.
  private static func sent(_ key: Key) -> String? {
    switch key {
    case .character(let character): String(character)
    case .control(let character):
      character.asciiValue.flatMap { Unicode.Scalar($0 & 0x1F) }.map { String($0) }
    case .enter: "\r"
    case .escape: "\u{1B}"
    case .tab: "\t"
    case .backspace: "\u{7F}"
    case .up: "\u{1B}[A"
    case .down: "\u{1B}[B"
    case .right: "\u{1B}[C"
    case .left: "\u{1B}[D"
    case .home: "\u{1B}[H"
    case .end: "\u{1B}[F"
    case .backTab: "\u{1B}[Z"
    case .pageUp: "\u{1B}[5~"
    case .pageDown: "\u{1B}[6~"
    default: nil
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
