package import Fulfillment
internal import GRDB

/// What the event log holds of one order.
package struct OrderLedger: Sendable {
  /// Oldest first.
  package var entries: [LedgerEntry]
  /// What there was of the order before the log began; empty where the log holds all of it.
  package var earlier: OrderReplay

  /// When the first of it was written.
  package var beginsAt: Timestamp? { entries.first?.at }

  /// The log does not hold how the order came.
  package var isOlder: Bool { !earlier.rows.isEmpty }

  /// What was known at that moment. Before the log began, what there was then and had been recorded by
  /// that moment, with the values it had when the log began.
  package func replay(at time: Timestamp) -> OrderReplay {
    var replay = earlier
    if let beginsAt, time < beginsAt { replay = replay.recorded(by: time) }
    for entry in entries where entry.at <= time { replay.play(entry) }
    return replay
  }

  /// What is known by all of it.
  package var now: OrderReplay {
    var replay = earlier
    for entry in entries { replay.play(entry) }
    return replay
  }
}

extension OrderReplay {
  /// Without the rows that say themselves that they came later.
  fileprivate func recorded(by time: Timestamp) -> OrderReplay {
    OrderReplay(
      rows: rows.filter { row in
        let told =
          row.learnedAt
          ?? ["recordedAt", "createdAt", "placedAt", "openedAt", "since"].lazy
          .compactMap { row.time($0) }.first
        return told.map { $0 <= time } ?? true
      })
  }
}

extension LedgerValue {
  /// An empty text is what is not there.
  fileprivate var isEmpty: Bool { self == .text("") }
}

extension Store {
  /// What the event log holds of that order; nil where there is none.
  package func ledger(of order: OrderID) throws -> OrderLedger? {
    try read("can't read the event log") { database in
      guard
        try database.number("SELECT 1 FROM customerOrder WHERE id = ?", order.number) != nil
      else { return nil }
      let entries = try Ledger.entries(of: order.number, database)
      let isWhole = entries.contains { $0.subject == .order && $0.verb == .new }
      guard !isWhole else { return OrderLedger(entries: entries, earlier: OrderReplay()) }
      var earlier = OrderReplay(rows: try Ledger.rows(of: order.number, database))
      for entry in entries.reversed() { earlier.takeBack(entry) }
      return OrderLedger(entries: entries, earlier: earlier)
    }
  }

  /// The end of the log's chain, in hexadecimal; "" where nothing is logged yet.
  package func ledgerHead() throws -> String {
    try read("can't read the event log") { database in
      try database.texts(
        "SELECT lower(hex(hash)) FROM eventSeal ORDER BY through DESC LIMIT 1"
      ).first ?? ""
    }
  }
}

/// Rows of the log as values.
enum Ledger {
  static func entries(of order: Int64, _ database: Database) throws -> [LedgerEntry] {
    try entries("e.orderID = ?1", [order], database)
  }

  /// SQLite itself takes the JSON apart. A row that no seal closes yet is another program's.
  static func entries(
    _ condition: String, _ arguments: [Argument], _ database: Database
  ) throws -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    let scan = try Scan(
      database,
      """
      SELECT e.id, e.kind, e.number, e.happenedAt,
        ifnull(s.at, (SELECT at FROM eventSeal ORDER BY through DESC LIMIT 1)), s.who, s.source,
        s.reason, j.key, j.type = 'array', CASE j.type WHEN 'array' THEN j.value ->> 0 END,
        CASE j.type WHEN 'array' THEN j.value ->> 1 ELSE j.atom END
      FROM event e
      LEFT JOIN eventSeal s ON s.through = (
        SELECT through FROM eventSeal WHERE through >= e.id ORDER BY through LIMIT 1)
      LEFT JOIN json_each(e.change) j WHERE \(condition) ORDER BY e.id, j.id
      """)
    defer { scan.end() }
    try scan.begin(arguments)
    while try scan.next() {
      var columns = scan.columns
      let id = try columns.number()
      let kind = try columns.text()
      let number = try columns.number()
      let happenedAt = try columns.timeOrNil()
      let at = try columns.timeOrNil()
      let who = try columns.textOrNil()
      let source = try columns.textOrNil()
      let reason = try columns.textOrNil()
      if entries.last?.id != id {
        guard let (subject, verb) = parts(of: kind) else { continue }
        entries.append(
          LedgerEntry(
            id: id, at: at ?? Timestamp(milliseconds: 0), who: who ?? Author.outside.who,
            source: source ?? "", reason: reason ?? (who == nil ? Author.outside.reason : ""),
            subject: subject, verb: verb, number: number, happenedAt: happenedAt, fields: []))
      }
      let last = entries.count - 1
      guard let name = Ledger.name(try columns.valueOrNil(), of: entries[last].subject) else {
        continue
      }
      let isPair = try columns.bool()
      let before = try columns.valueOrNil()
      let after = try columns.valueOrNil()
      guard isPair || after?.isEmpty == false else { continue }
      entries[last].fields.append(
        entries[last].verb == .gone && !isPair
          ? .init(name: name, before: after) : .init(name: name, before: before, after: after))
    }
    return entries
  }

  /// What the tables hold of an order now, as if the log had just been told of it.
  static func rows(of order: Int64, _ database: Database) throws -> [LedgerRow] {
    var rows: [LedgerRow] = []
    for table in SchemaV5.logged {
      guard let subject = LedgerSubject(rawValue: table.subject) else { continue }
      let first = rows.count
      var last = -1
      let scan = try Scan(
        database,
        """
        WITH s (number, happenedAt, recordedAt, change) AS MATERIALIZED (\(table.snapshot))
        SELECT s.number, s.happenedAt, s.recordedAt, s.place, j.key, j.atom FROM (
          SELECT *, row_number() OVER () AS place FROM s) s JOIN json_each(s.change) j
        ORDER BY s.place
        """)
      defer { scan.end() }
      try scan.begin([order])
      while try scan.next() {
        var columns = scan.columns
        let number = try columns.number()
        let happenedAt = try columns.timeOrNil()
        let recordedAt = try columns.timeOrNil()
        let place = Int(try columns.number())
        if place != last || rows.count == first {
          last = place
          rows.append(
            LedgerRow(
              subject: subject, number: number, fields: [:], learnedAt: recordedAt,
              happenedAt: happenedAt))
        }
        guard let name = Ledger.name(try columns.valueOrNil(), of: subject),
          let value = try columns.valueOrNil(), !value.isEmpty
        else { continue }
        rows[rows.count - 1].fields[name] = value
      }
    }
    return rows
  }

  /// What each subject's columns are called, by their place in a row that is logged as an array.
  private static let names = Dictionary(
    SchemaV5.logged.map { ($0.subject, $0.columns.map(\.name)) }, uniquingKeysWith: { $1 })

  /// A key of an object, or the name of the column at a place of an array; nil: another version's.
  private static func name(_ key: LedgerValue?, of subject: LedgerSubject) -> String? {
    switch key {
    case .text(let name): return name
    case .number(let place):
      guard let names = names[subject.rawValue], let place = Int(exactly: place),
        names.indices.contains(place)
      else { return nil }
      return names[place]
    case nil: return nil
    }
  }

  private static func parts(of kind: String) -> (LedgerSubject, LedgerEntry.Verb)? {
    let parts = kind.split(separator: ".")
    guard parts.count == 2, let subject = LedgerSubject(rawValue: String(parts[0])),
      let verb = LedgerEntry.Verb(rawValue: String(parts[1]))
    else { return nil }
    return (subject, verb)
  }
}

extension Columns {
  /// A number or a text, whichever it is.
  fileprivate mutating func valueOrNil() throws -> LedgerValue? {
    if isText { return .text(try text()) }
    return try numberOrNil().map { .number($0) }
  }
}
