internal import GRDB

extension Store {
  /// Filters kept under a name, by name.
  package func savedFilters() throws -> [SavedFilter] {
    try read("can't list the saved filters") { database in
      try database.rows("SELECT name, text FROM savedFilter ORDER BY name") {
        SavedFilter(name: try $0.text(), text: try $0.text())
      }
    }
  }

  /// Keeps a filter under a name, in place of one of that name; nil deletes it.
  package func saveFilter(_ name: String, _ text: String?) throws {
    try write("can't save the filter") { database in
      guard let text else {
        try database.run("DELETE FROM savedFilter WHERE name = ?", name)
        return
      }
      try database.run(
        """
        INSERT INTO savedFilter (name, text) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET text = ?2
        """, name, text)
    }
  }
}
