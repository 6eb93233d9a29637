internal import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Brings the figures in line with orders that have changed: what each had added is taken away and what
/// it adds now put in its place, all of a transaction at once.
struct FigureCount {
  private var loader: FigureLoader
  private var cells: [FigureCell: Int64] = [:]

  init(_ database: Database) { loader = FigureLoader(database) }

  /// Notes one order.
  mutating func note(_ orderID: Int64) throws {
    guard let figures = try loader.load(orderID) else { return }
    try note(orderID, figures)
  }

  /// The same where its facts are at hand, and what follows from them.
  mutating func note(_ order: LoadedOrder, _ settlement: Settlement) throws {
    try note(order.id, try loader.figures(of: order, settlement))
  }

  private mutating func note(_ orderID: Int64, _ figures: OrderFigures) throws {
    let database = loader.database
    let bytes = FigureLedger.bytes(figures)
    let counted = try database.row(
      "SELECT counted FROM figureLedger WHERE orderID = ?", orderID
    ) { try $0.data() }
    guard bytes != counted else { return }
    if let counted {
      guard let before = FigureLedger.figures(counted) else {
        throw StoreError(
          .failed, what: "can't count the order", why: "its share in the numbers is unreadable",
          remedy: "run: supercargo doctor --recount")
      }
      before.add(to: &cells, sign: -1)
    }
    figures.add(to: &cells)
    try database.run(
      """
      INSERT INTO figureLedger (orderID, counted) VALUES (?1, ?2)
      ON CONFLICT (orderID) DO UPDATE SET counted = ?2
      """, orderID, bytes)
  }

  /// Writes what has changed.
  mutating func write() throws {
    let database = loader.database
    for (cell, amount) in cells where amount != 0 {
      let place: [Argument] = [
        Int64(cell.kind.rawValue), Int64(cell.day), cell.key, Int64(cell.measure.rawValue),
        Int64(cell.bucket),
      ]
      try database.run(
        """
        INSERT INTO figure (kind, day, key, measure, bucket, amount) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, day, key, measure, bucket) DO UPDATE SET amount = amount + excluded.amount
        """, place + [amount])
      guard amount < 0 else { continue }
      try database.run(
        """
        DELETE FROM figure WHERE kind = ? AND day = ? AND key = ? AND measure = ? AND bucket = ?
          AND amount = 0
        """, place)
    }
    cells = [:]
  }
}

extension Store {
  /// One step of counting orders that were there before the figures were. True: call again. Nothing to do
  /// costs one small read.
  package func countFigures(limit: Int) throws -> Bool {
    let backlog = try read("can't look for orders to count") {
      try $0.number("SELECT backlog FROM figureClock")
    }
    guard backlog != nil else { return false }
    return try write("can't count orders") { database in
      guard let last = try database.number("SELECT backlog FROM figureClock") else { return false }
      let ids = try database.numbers(
        "SELECT id FROM customerOrder WHERE id <= ? ORDER BY id DESC LIMIT ?",
        [last, Int64(max(1, limit))])
      var count = FigureCount(database)
      for id in ids { try count.note(id) }
      try count.write()
      let rest = ids.last.map { $0 - 1 }
      let hasMore = ids.count >= max(1, limit)
      try database.run("UPDATE figureClock SET backlog = ?", hasMore ? rest : nil)
      return hasMore
    }
  }
}
