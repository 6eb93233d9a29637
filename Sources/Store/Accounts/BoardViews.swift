internal import GRDB

/// A list as an operator has kept it under a name.
package struct BoardView: Hashable, Sendable {
  package var name: String
  /// `queue`, `exceptions`, `returns` or `claims`.
  package var panel: String
  /// In the query language.
  package var filter: String
  /// As the list calls it; "" where it has only one.
  package var sort: String
  package var isReversed: Bool
  /// Names of the columns shown, in order; none: the usual ones.
  package var columns: [String]

  package init(
    name: String, panel: String, filter: String, sort: String = "", isReversed: Bool = false,
    columns: [String] = []
  ) {
    self.name = name
    self.panel = panel
    self.filter = filter
    self.sort = sort
    self.isReversed = isReversed
    self.columns = columns
  }
}

extension Store {
  /// The views of that operator, by name.
  package func boardViews(of operatorName: String) throws -> [BoardView] {
    try read("can't list the views") { database in
      try database.rows(
        """
        SELECT name, panel, filter, sort, isReversed, columns FROM boardView
        WHERE operator = ? ORDER BY name
        """, [operatorName]
      ) { row in
        BoardView(
          name: try row.text(), panel: try row.text(), filter: try row.text(),
          sort: try row.text(), isReversed: try row.number() != 0,
          columns: try row.text().split(separator: ",").map(String.init))
      }
    }
  }

  /// Keeps a view of that operator, in place of one of that name.
  package func saveBoardView(_ view: BoardView, of operatorName: String) throws {
    try write("can't save the view") { database in
      try database.run(
        """
        INSERT INTO boardView (operator, name, panel, filter, sort, isReversed, columns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (operator, name) DO UPDATE SET
          panel = ?3, filter = ?4, sort = ?5, isReversed = ?6, columns = ?7
        """, operatorName, view.name, view.panel, view.filter, view.sort,
        view.isReversed ? 1 : 0, view.columns.joined(separator: ","))
    }
  }

  /// Forgets a view of that operator.
  package func forgetBoardView(_ name: String, of operatorName: String) throws {
    try write("can't forget the view") { database in
      try database.run(
        "DELETE FROM boardView WHERE operator = ? AND name = ?", operatorName, name)
    }
  }
}
