extension Grid {
  /// The text of each row without the blanks at its end.
  package var lines: [String] {
    rows { row in
      String(row.lazy.filter { !$0.isContinuation }.map(\.text))
    }
  }

  /// The roles of each row as one letter a cell without the `.` (text) at its end, as in `roleLegend`.
  package var roleMap: [String] {
    rows { row in String(row.map { $0.role.letter }) }
      .map { line in
        String(line.reversed().drop { $0 == Role.text.letter }.reversed())
      }
  }

  /// The letters of `roleMap` that this grid uses, each with its role.
  package var roleLegend: [String] {
    let used = Set(cells.map(\.role))
    return Role.allCases.filter { used.contains($0) && $0 != .text }.map { "\($0.letter) \($0)" }
  }

  private func rows(_ text: (ArraySlice<Cell>) -> String) -> [String] {
    (0..<size.rows).map { row in
      let line = text(cells[row * size.columns..<(row + 1) * size.columns])
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension Role {
  /// Its letter in a role map: `.` for text.
  package var letter: Character {
    let letters = Array("._sHlxfkbBtcSuM1234wmdD$og/hienvVTIWEU")
    return rawValue < letters.count ? letters[rawValue] : "?"
  }
}
