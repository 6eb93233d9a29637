extension Table {
  /// A row as one hears it: each field behind the name of its column, empty ones left out.
  package func sentence(_ row: Row) -> String {
    var parts: [String] = []
    // What stays longest as columns is told first: the end of a long line may be cut.
    let order = columns.indices.sorted { (columns[$0].priority, $0) < (columns[$1].priority, $1) }
    for index in order where index < row.fields.count {
      let text = spoken(row.fields[index].text)
      guard !text.isEmpty else { continue }
      let title = columns[index].title
      // The first named column says what the row is about.
      parts.append(title.isEmpty || parts.isEmpty ? text : title + " " + text)
    }
    return (row.isMarked ? "marked, " : "") + parts.joined(separator: ", ")
  }

  /// Without the sign in front, or with the word it stands for.
  private func spoken(_ text: String) -> String {
    guard let first = text.first, let word = signs?[first] else { return text }
    let rest = text.dropFirst().drop { $0 == " " }
    // `!9d`: a mark at a figure, no word of its own.
    if let next = text.dropFirst().first, next != " " { return String(rest) }
    guard !rest.isEmpty else { return word }
    // A sign that stands for nothing more than the words after it.
    return word.isEmpty ? String(rest) : word + " " + rest
  }
}
