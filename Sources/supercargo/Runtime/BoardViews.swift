import Console
import Store

// The views of the console as the store keeps them, and back.

extension SavedView {
  /// As the store has it.
  init(_ view: BoardView) {
    self.init(
      name: view.name, text: view.filter, panel: Panel(rawValue: view.panel), sort: view.sort,
      isReversed: view.isReversed, columns: view.columns)
  }
}

extension BoardView {
  /// As the store keeps it.
  init(_ view: SavedView) {
    self.init(
      name: view.name, panel: (view.panel ?? .queue).rawValue, filter: view.text,
      sort: view.sort, isReversed: view.isReversed, columns: view.columns)
  }
}
