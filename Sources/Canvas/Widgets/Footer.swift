/// Keys and what they do, in one row. Those that do not fit are left out from the right.
package struct Footer: Hashable, Sendable {
  /// A key and what it does.
  package struct Item: Hashable, Sendable {
    package var key: String
    package var label: String

    package init(_ key: String, _ label: String) {
      self.key = key
      self.label = label
    }
  }

  /// The most important first.
  package var items: [Item]

  package init(_ items: [Item]) { self.items = items }

  package func draw(on grid: inout Grid, row: Int, column: Int = 0, columns: Int? = nil) {
    let columns = columns ?? grid.size.columns - column
    let area = Rect(column: column, row: row, columns: columns, rows: 1)
    grid.clipped(to: area) { grid in
      grid.fill(area, .footer)
      for (item, start) in places(columns) {
        let used = grid.write(item.key, column: column + start, row: row, role: .footerKey)
        grid.write(item.label, column: column + start + used + 1, row: row, role: .footer)
      }
    }
  }

  /// The item at so many columns from the left edge.
  package func item(at offset: Int, columns: Int) -> Item? {
    places(columns).first { offset >= $1 && offset < $1 + width($0) }?.0
  }

  private func width(_ item: Item) -> Int {
    TextWidth.of(item.key) + 1 + TextWidth.of(item.label)
  }

  private func places(_ columns: Int) -> [(Item, Int)] {
    var start = 1
    var places: [(Item, Int)] = []
    for item in items {
      guard start + width(item) <= columns else { break }
      places.append((item, start))
      start += width(item) + 3
    }
    return places
  }
}
