import Canvas
import Console
import Fulfillment

extension Size {
  static let narrow = Size(columns: 80, rows: 24)
  static let wide = Size(columns: 120, rows: 40)
  static let huge = Size(columns: 200, rows: 60)
}

extension SampleSession {
  /// The last decision that left the console.
  var lastDecision: (decision: Decision, targets: [Target])? {
    for case .decide(let decision, let targets, _) in seen.reversed() { return (decision, targets) }
    return nil
  }

  /// What the last copy put on the clipboard.
  var copied: String? {
    for case .copy(let text) in seen.reversed() { return text }
    return nil
  }

  var screen: String { view(state).lines.joined(separator: "\n") }

  /// The newest notice.
  var notice: String? { state.notices.last?.text }
}

extension ConsoleState {
  var menu: Menu? {
    if case .menu(let menu) = overlay { menu } else { nil }
  }

  var prompt: Prompt? {
    if case .prompt(let prompt) = overlay { prompt } else { nil }
  }

  var confirmation: Confirmation? {
    if case .confirm(let question) = overlay { question } else { nil }
  }
}

/// SplitMix64 (S. Vigna): the same numbers from the same seed, anywhere.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
}
