package import Canvas
package import Fulfillment

/// Words looked for in a list without narrowing it: the cursor goes from match to match.
package struct ListFind: Equatable, Sendable {
  package var panel: Panel
  package var text = ""
  /// What the text means: the last that could be read.
  package var query = Query.all
  /// The line while it is typed; nil: `n` and `N` go on.
  package var input: TextInput?
  package var problem: QueryError?
  /// The row it began at: the first match after it is sought, and Escape leads back to it.
  package var origin: Int64?
  /// What was sought before, for Escape.
  package var before: Query = .all
  /// The step whose answer is awaited.
  package var step: Step?

  /// So many matches onward, or back where negative.
  package struct Step: Equatable, Sendable {
    package var count: Int
    /// It has gone around the end of the list.
    package var isAround = false
    /// Made by typing: nothing is said where there is none yet.
    package var isQuiet = false
  }

  package init(panel: Panel) { self.panel = panel }
}

extension ConsoleState {
  /// `n` and `N` go from match to match of the focused list.
  package var isFinding: Bool {
    guard let finding, finding.panel == focus, finding.query != .all else { return false }
    return order == nil || !isOrderFocused
  }

  /// The command that a key runs here. While words are looked for in a list, the keys that go from match
  /// to match come before whatever else they do there.
  package func command(for key: Key) -> Command? {
    (isFinding ? keymap.command(for: key, in: .match) : nil) ?? keymap.command(for: key, in: place)
  }
}
