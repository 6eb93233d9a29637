internal import Fulfillment
internal import GRDB

/// What a full recount of the figures found.
package struct Recount: Hashable, Sendable {
  /// Orders that were counted anew.
  package var orders: Int
  /// Figures that differed from what transactions and triggers had kept, or were missing: cells of the
  /// numbers, counts of the header and of suppliers. None: they are equal.
  package var wrong: Int

  package init(orders: Int, wrong: Int) {
    self.orders = orders
    self.wrong = wrong
  }
}

extension Store {
  /// Counts every order anew from its rows, compares that with the figures that the transactions have
  /// kept, and what the header and the list of suppliers say with what they count; puts right what
  /// differs. All in one transaction: nothing changes meanwhile.
  /// - Parameter progress: told now and then how many orders were counted.
  package func recountFigures(progress: (Int) -> Void = { _ in }) throws -> Recount {
    try write("can't recount the figures") { database in
      var loader = FigureLoader(database)
      var (cells, orders): ([FigureCell: Int64], Int) = ([:], 0)
      let scan = try Scan(database, "SELECT id FROM customerOrder ORDER BY id")
      defer { scan.end() }
      try scan.begin()
      try database.run("DELETE FROM figureLedger")
      while try scan.next() {
        var columns = scan.columns
        let id = try columns.number()
        guard let figures = try loader.load(id) else { continue }
        figures.add(to: &cells)
        try database.run(
          "INSERT INTO figureLedger (orderID, counted) VALUES (?, ?)", id,
          FigureLedger.bytes(figures))
        orders += 1
        if orders % 1_000 == 0 { progress(orders) }
      }
      let kept = try Store.everyCell(database)
      let counted = cells.filter { $0.value != 0 }
      // Cells of another version or without meaning are wrong too.
      let all = try database.number("SELECT count(*) FROM figure") ?? 0
      var wrong = Int(all) - kept.count
      for (cell, amount) in counted where kept[cell] != amount { wrong += 1 }
      for cell in kept.keys where counted[cell] == nil { wrong += 1 }
      if wrong > 0 {
        try database.run("DELETE FROM figure")
        for (cell, amount) in counted {
          try database.run(
            """
            INSERT INTO figure (kind, day, key, measure, bucket, amount) VALUES (?, ?, ?, ?, ?, ?)
            """, Int64(cell.kind.rawValue), Int64(cell.day), cell.key,
            Int64(cell.measure.rawValue), Int64(cell.bucket), amount)
        }
      }
      try database.run("UPDATE figureClock SET backlog = NULL")
      return Recount(orders: orders, wrong: wrong + (try BoardRecount(database: database).run()))
    }
  }

  private static func everyCell(_ database: Database) throws -> [FigureCell: Int64] {
    let rows = try database.rows("SELECT kind, day, key, measure, bucket, amount FROM figure") {
      (
        kind: FigureKind(rawValue: try $0.int()), day: Int32(clamping: try $0.number()),
        key: try $0.number(), measure: FigureMeasure(rawValue: try $0.int()),
        bucket: Int32(clamping: try $0.number()), amount: try $0.number()
      )
    }
    var cells: [FigureCell: Int64] = [:]
    for row in rows {
      guard let kind = row.kind, let measure = row.measure else { continue }
      cells[
        FigureCell(kind: kind, key: row.key, day: row.day, measure: measure, bucket: row.bucket)] =
        row.amount
    }
    return cells
  }
}
