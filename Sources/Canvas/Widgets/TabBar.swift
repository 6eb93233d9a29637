/// Names in one row of which one is chosen; the choice is told by brackets too, not by colour alone.
package struct TabBar: Hashable, Sendable {
  package var titles: [String]
  package var selected: Int

  package init(_ titles: [String], selected: Int) {
    self.titles = titles
    self.selected = selected
  }

  /// Draws from that cell within so many columns; if not all fit, those before the chosen one go first.
  package func draw(on grid: inout Grid, column: Int, row: Int, columns: Int) {
    let area = Rect(column: column, row: row, columns: columns, rows: 1)
    grid.clipped(to: area) { grid in
      grid.fill(area, .dim)
      for (index, start) in starts(columns) {
        let isSelected = index == selected
        grid.write(
          label(index), column: column + start, row: row, role: isSelected ? .title : .dim)
      }
    }
  }

  /// The tab at so many columns from the left edge of the bar.
  package func tab(at offset: Int, columns: Int) -> Int? {
    starts(columns).first { offset >= $1 && offset < $1 + TextWidth.of(label($0)) }?.0
  }

  /// How wide it is with all of its names.
  package var columns: Int { titles.indices.reduce(0) { $0 + TextWidth.of(label($1)) } }

  private func label(_ index: Int) -> String {
    index == selected ? "[\(titles[index])]" : " \(titles[index]) "
  }

  private func starts(_ columns: Int) -> [(Int, Int)] {
    guard titles.indices.contains(selected) else { return [] }
    let widths = titles.indices.map { TextWidth.of(label($0)) }
    var first = 0
    while first < selected, widths[first...selected].reduce(0, +) > columns { first += 1 }
    var start = 0
    return (first..<titles.count).map { index in
      defer { start += widths[index] }
      return (index, start)
    }
  }
}
