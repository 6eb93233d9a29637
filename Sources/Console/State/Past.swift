/// What was typed before, oldest first: kept between runs for each operator.
package struct Past: Equatable, Sendable {
  /// Where it was typed.
  package enum Kind: String, CaseIterable, Sendable {
    /// Run from the palette, by its name.
    case command
    case filter
    /// What rows were fed to.
    case shell
    /// Why something was resolved.
    case reason
  }

  /// More than that many of a kind are forgotten, the oldest first.
  package static let limit = 200

  private var lines: [Kind: [String]] = [:]

  package init() {}

  /// Oldest first, each once.
  package subscript(_ kind: Kind) -> [String] { lines[kind] ?? [] }

  /// Puts it at the end; false where it is there already, or is nothing.
  @discardableResult
  package mutating func add(_ kind: Kind, _ text: String) -> Bool {
    guard !text.isEmpty, text != lines[kind]?.last else { return false }
    lines[kind]?.removeAll { $0 == text }
    lines[kind, default: []].append(text)
    if self[kind].count > Past.limit { lines[kind]?.removeFirst() }
    return true
  }

  /// The line that many back of those that begin so; nil where there is none.
  func line(_ kind: Kind, back: Int, beginning typed: String) -> String? {
    guard back > 0 else { return nil }
    let fitting = self[kind].filter { $0.hasPrefix(typed) && $0 != typed }
    return back <= fitting.count ? fitting[fitting.count - back] : nil
  }
}

extension ConsoleState {
  /// Keeps what was typed, here and for the next run.
  mutating func remember(_ kind: Past.Kind, _ text: String) -> [Effect] {
    past.add(kind, text) ? [.remember(kind, text)] : []
  }
}
