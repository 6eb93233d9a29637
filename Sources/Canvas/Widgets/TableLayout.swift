extension Table {
  /// Where a column of the table stands on the screen, from the table's left edge.
  package struct Place: Hashable, Sendable {
    /// Position in `columns`.
    package var index: Int
    package var start: Int
    package var width: Int
  }

  /// The columns that fit a width, with a blank between two: as long as they do not all fit, the one
  /// with the highest priority goes (the rightmost among equals); the last one left is cut instead.
  package func layout(width: Int) -> [Place] {
    let room = width - Self.gutter
    guard room > 0 else { return [] }
    var shown = Array(columns.indices)
    while shown.count > 1, needed(shown) > room {
      guard let worst = shown.max(by: { rank($0) < rank($1) }) else { break }
      // Only columns that always stay are left: they are cut at the right edge.
      guard columns[worst].priority > 0 else { break }
      shown.removeAll { $0 == worst }
    }
    return places(shown, spare: max(0, room - needed(shown)), room: room)
  }

  private func rank(_ index: Int) -> (Int, Int) { (columns[index].priority, index) }

  private func needed(_ shown: [Int]) -> Int {
    shown.reduce(max(0, shown.count - 1)) { $0 + minimum($1) }
  }

  private func minimum(_ index: Int) -> Int {
    switch columns[index].width {
    case .fixed(let width): width
    case .flexible(let min, _): min
    case .fitted(let min): max(min, widest(index))
    }
  }

  private func widest(_ index: Int) -> Int {
    rows.map { row in
      row.fields.indices.contains(index) ? TextWidth.of(row.fields[index].text) : 0
    }.max() ?? 0
  }

  private func weight(_ index: Int) -> Int {
    guard case .flexible(_, let weight) = columns[index].width else { return 0 }
    return max(0, weight)
  }

  private func places(_ shown: [Int], spare: Int, room: Int) -> [Place] {
    var weights = shown.reduce(0) { $0 + weight($1) }
    var spare = spare
    var start = Self.gutter
    var places: [Place] = []
    for index in shown {
      let extra = weights > 0 ? spare * weight(index) / weights : 0
      spare -= extra
      weights -= weight(index)
      let width = min(minimum(index) + extra, Self.gutter + room - start)
      guard width > 0 else { break }
      places.append(Place(index: index, start: start, width: width))
      start += width + 1
    }
    return places
  }
}
