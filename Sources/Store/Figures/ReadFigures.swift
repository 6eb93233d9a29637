package import Fulfillment
internal import GRDB

extension Store {
  /// How every storefront, supplier, lane or product does, those with most orders or purchases of the
  /// period first. Read from the rollups: it costs the same however much was ever bought.
  /// - Parameters:
  ///   - period: how many ripe days each figure covers.
  ///   - limit: how many at most.
  package func numbers(
    _ kind: FigureKind, period: Int, limit: Int = .max, now: Timestamp
  ) throws -> [Numbers] {
    try read("can't read the numbers") { database in
      let period = Int32(clamping: period)
      let empty = NumbersBuilder(kind: kind, today: now.day, period: period)
      let chosen = limit < .max ? try Store.busiest(kind, period, limit, now, database) : nil
      var builders: [Int64: NumbersBuilder] = [:]
      let scan = try Scan(
        database,
        """
        SELECT key, measure, day, bucket, amount FROM figure
        WHERE kind = ? AND day BETWEEN ? AND ?
        """)
      defer { scan.end() }
      try scan.begin(Int64(kind.rawValue), Int64(empty.firstDay), Int64(now.day))
      while try scan.next() {
        var columns = scan.columns
        let key = try columns.number()
        if let chosen, !chosen.contains(key) { continue }
        guard let measure = FigureMeasure(rawValue: try columns.int()) else { continue }
        builders[key, default: empty].add(
          measure, day: Int32(clamping: try columns.number()),
          bucket: Int32(clamping: try columns.number()), amount: try columns.number())
      }
      return try builders.map { key, builder in
        builder.numbers(key: key, name: try Store.name(kind, key, database))
      }.sorted { $0.placed != $1.placed ? $0.placed > $1.placed : $0.name < $1.name }
    }
  }

  /// Two suppliers on the way to one country, whatever the method; everywhere where none is given.
  package func comparison(
    of own: String, with other: String, to country: String?, period: Int, now: Timestamp
  ) throws -> (own: Numbers, other: Numbers) {
    try read("can't compare suppliers") { database in
      func numbers(_ supplier: String) throws -> Numbers {
        var builder = NumbersBuilder(
          kind: .lane, today: now.day, period: Int32(clamping: period))
        let start = supplier + " to " + (country ?? "")
        let cells = try database.rows(
          """
          SELECT f.measure, f.day, f.bucket, sum(f.amount)
          FROM figureKey k JOIN figure f ON f.kind = 3 AND f.key = k.id AND f.day BETWEEN ?2 AND ?3
          WHERE k.kind = 3 AND (k.name = ?1
            OR ?4 AND substr(k.name, 1, length(?1) + 4) = ?1 || ' by ' COLLATE NOCASE
            OR NOT ?4 AND substr(k.name, 1, length(?1)) = ?1 COLLATE NOCASE)
          GROUP BY f.measure, f.day, f.bucket
          """, start, Int64(builder.firstDay), Int64(now.day), country == nil ? 0 : 1
        ) {
          (
            measure: FigureMeasure(rawValue: try $0.int()), day: try $0.number(),
            bucket: try $0.number(), amount: try $0.number()
          )
        }
        for cell in cells {
          guard let measure = cell.measure else { continue }
          builder.add(
            measure, day: Int32(clamping: cell.day), bucket: Int32(clamping: cell.bucket),
            amount: cell.amount)
        }
        return builder.numbers(key: 0, name: country.map { "\(supplier) to \($0)" } ?? supplier)
      }
      return (try numbers(own), try numbers(other))
    }
  }

  /// Disputes opened and orders placed in the month of `now`, by storefront.
  package func monthPaces(now: Timestamp) throws -> [String: MonthPace] {
    let date = now.date
    guard let first = CivilDate(year: date.year, month: date.month, day: 1) else { return [:] }
    let next =
      date.month == 12
      ? CivilDate(year: date.year + 1, month: 1, day: 1)
      : CivilDate(year: date.year, month: date.month + 1, day: 1)
    let days = Int((next?.daysSinceEpoch ?? first.daysSinceEpoch + 30) - first.daysSinceEpoch)
    return try read("can't read the numbers") { database in
      let paces = try database.rows(
        """
        SELECT a.name, sum(CASE measure WHEN ?1 THEN amount ELSE 0 END),
          sum(CASE measure WHEN ?2 THEN amount ELSE 0 END)
        FROM figure f JOIN account a ON a.id = f.key
        WHERE f.kind = 1 AND day BETWEEN ?3 AND ?4 AND measure IN (?1, ?2) GROUP BY a.id
        """, Int64(FigureMeasure.disputeOpened.rawValue), Int64(FigureMeasure.placed.rawValue),
        first.daysSinceEpoch, Int64(now.day)
      ) {
        (name: try $0.text(), rate: Rate(hits: try $0.number(), total: try $0.number()))
      }
      return Dictionary(
        paces.map { ($0.name, MonthPace(elapsed: date.day, days: days, rate: $0.rate)) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Orders that were there before the figures and are not in them yet.
  package func uncountedOrders() throws -> Int {
    try read("can't read the numbers") { database in
      guard let last = try database.number("SELECT backlog FROM figureClock") else { return 0 }
      return Int(try database.number("SELECT count(*) FROM customerOrder WHERE id <= ?", last) ?? 0)
    }
  }

  private static func busiest(
    _ kind: FigureKind, _ period: Int32, _ limit: Int, _ now: Timestamp, _ database: Database
  ) throws -> Set<Int64> {
    Set(
      try database.numbers(
        """
        SELECT key FROM figure WHERE kind = ? AND day BETWEEN ? AND ? AND measure = ?
        GROUP BY key ORDER BY sum(amount) DESC, key LIMIT ?
        """,
        [
          Int64(kind.rawValue), Int64(now.day - period + 1), Int64(now.day),
          Int64(FigureMeasure.placed.rawValue), Int64(limit),
        ]))
  }

  private static func name(_ kind: FigureKind, _ key: Int64, _ database: Database) throws -> String
  {
    let sql =
      switch kind {
      case .storefront: "SELECT name FROM account WHERE id = ?"
      case .supplier: "SELECT name FROM supplier WHERE id = ?"
      case .lane, .product: "SELECT name FROM figureKey WHERE id = ?"
      }
    return try database.texts(sql, key).first ?? "?"
  }
}
