package import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What a look along the chain of the event log found.
package struct LedgerCheck: Hashable, Sendable {
  /// A place at which the log is not what was written.
  package struct Break: Hashable, Sendable {
    /// The first row that may have been changed, and the last.
    package var first: Int64
    package var last: Int64
    /// When the transaction that wrote them was recorded; nil: nobody sealed them.
    package var at: Timestamp?
    /// In words, and what may have been done.
    package var what: String
    /// Orders it tells of, by name; at most ten.
    package var orders: [String]
  }

  /// Rows in the log.
  package var rows: Int64
  /// The end of the chain, in hexadecimal; worth keeping elsewhere. "" where nothing is logged yet.
  package var head: String
  /// The first place at which the chain is broken; nil: it is whole.
  package var broken: Break?
  /// Changes that another program made and the triggers logged; newest ten.
  package var outside: [LedgerEntry]
  /// Orders whose tables say something else than the log, with what differs.
  package var differing: [String]
}

extension Store {
  /// Looks along the whole chain of the event log: an edit of any row is found, however old it is. How far
  /// it was found whole is remembered, so that a log that ends sooner or was written anew is found too.
  /// - Parameter comparesOrders: the newest state of every order is compared with its log as well.
  package func checkLedger(comparesOrders: Bool, now: Timestamp) throws -> LedgerCheck {
    let mark = try read("can't check the event log") { database in
      try database.row("SELECT through, hash FROM eventMark WHERE id = 1") {
        Chain.Link(through: try $0.number(), hash: Array(try $0.data()))
      }
    }
    let (check, end) = try read("can't check the event log") { database in
      var chain = Chain(database)
      try chain.walk(knowing: mark)
      var check = chain.check
      check.rows = try database.number("SELECT count(*) FROM event") ?? 0
      check.outside = Array(
        try Ledger.entries(
          """
          e.id IN (SELECT e.id FROM eventSeal s JOIN event e ON e.id <= s.through AND e.id > ifnull(
            (SELECT max(p.through) FROM eventSeal p WHERE p.through < s.through), 0)
          WHERE s.who = ?1 ORDER BY s.through DESC, e.id DESC LIMIT 10)
          """, [Author.outside.who], database
        ).reversed())
      if comparesOrders { check.differing = try Ledger.differing(database, limit: 20) }
      return (check, chain.end)
    }
    if check.broken == nil, let end {
      try write("can't note that the event log is whole") { database in
        try database.run(
          """
          INSERT INTO eventMark (id, through, hash, at) VALUES (1, ?1, ?2, ?3)
          ON CONFLICT (id) DO UPDATE SET through = ?1, hash = ?2, at = ?3
          """, end.through, Data(end.hash), now.milliseconds)
      }
    }
    return check
  }
}

/// A walk along the seals.
struct Chain {
  struct Link: Hashable {
    var through: Int64
    var hash: [UInt8]
  }

  private let database: Database
  private(set) var check = LedgerCheck(
    rows: 0, head: "", broken: nil, outside: [], differing: [])
  private(set) var end: Link?

  init(_ database: Database) { self.database = database }

  /// - Parameter mark: the chain must pass here.
  mutating func walk(knowing mark: Link?) throws {
    var link = Link(through: 0, hash: Seal.genesis)
    var hasPassedMark = mark == nil
    while check.broken == nil, let next = try seal(after: link.through) {
      let batch = try EventBatch(after: link.through, through: next.seal.through, database)
      let first = link.through + 1
      if batch.last != next.seal.through || batch.count != Int(next.seal.through - link.through) {
        try fail(
          first, next.seal.through, next.seal.at,
          "\(next.seal.through - link.through) rows were sealed and \(batch.count) are there: rows were removed"
        )
      } else if batch.digest != next.seal.rows {
        try fail(
          first, next.seal.through, next.seal.at,
          "what these rows say, or their order, was changed after it was written")
      } else if next.seal.hash(after: link.hash) != next.kept {
        try fail(
          first, next.seal.through, next.seal.at,
          "who, when or why was changed, or seals before this one were removed or exchanged")
      }
      link = Link(through: next.seal.through, hash: next.kept)
      if let mark, link.through == mark.through { hasPassedMark = link.hash == mark.hash }
    }
    if check.broken == nil, !hasPassedMark, let mark {
      try fail(
        mark.through, mark.through, nil,
        "the end of the chain that was found whole before is gone: the log was cut off or written anew"
      )
    }
    let last = try database.number("SELECT max(id) FROM event") ?? 0
    if check.broken == nil, last > link.through {
      try fail(
        link.through + 1, last, nil,
        "written by another program, or its seals were removed; the next change seals them as such")
    }
    if link.through > 0 { end = link }
    check.head = link.through > 0 ? link.hash.map(Chain.hexadecimal).joined() : ""
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }

  private func seal(after through: Int64) throws -> (seal: Seal, kept: [UInt8])? {
    try database.row(
      """
      SELECT through, at, who, source, reason, rows, hash FROM eventSeal
      WHERE through > ? ORDER BY through LIMIT 1
      """, through
    ) {
      let seal = Seal(
        through: try $0.number(), at: try $0.time(),
        author: Author(who: try $0.text(), source: try $0.text(), reason: try $0.text()),
        rows: Array(try $0.data()))
      return (seal, Array(try $0.data()))
    }
  }

  private mutating func fail(_ first: Int64, _ last: Int64, _ at: Timestamp?, _ what: String) throws
  {
    let orders = try database.rows(
      """
      SELECT DISTINCT o.name FROM event e JOIN customerOrder o ON o.id = e.orderID
      WHERE e.id BETWEEN ? AND ? LIMIT 10
      """, first, last
    ) { try $0.text() }
    check.broken = .init(first: first, last: last, at: at, what: what, orders: orders)
  }
}

extension Ledger {
  /// Orders whose tables say something else than their log does.
  fileprivate static func differing(_ database: Database, limit: Int) throws -> [String] {
    var found: [String] = []
    let orders = try database.rows(
      "SELECT orderID, number FROM event WHERE kind = 'order.new' ORDER BY orderID"
    ) { try $0.number() }
    for order in orders where found.count < limit {
      let told = OrderReplay(try entries(of: order, database))
      if let difference = difference(told.rows, try rows(of: order, database)) {
        found.append("order \(order): " + difference)
      }
    }
    return found
  }

  /// The first thing in which the tables differ from the log.
  static func difference(_ told: [LedgerRow], _ kept: [LedgerRow]) -> String? {
    for subject in LedgerSubject.allCases {
      let (told, kept) = (told.comparable(subject), kept.comparable(subject))
      for (key, fields) in kept {
        guard let logged = told[key] else { return "\(subject.rawValue) \(key) is not in its log" }
        for (name, value) in fields where logged[name] != value {
          return "\(subject.rawValue) \(name) is \(value.text), its log says "
            + (logged[name]?.text ?? "nothing")
        }
        if let name = logged.keys.first(where: { fields[$0] == nil }) {
          return "\(subject.rawValue) \(name) is gone, its log says \(logged[name]?.text ?? "")"
        }
      }
      if let key = told.keys.first(where: { kept[$0] == nil }) {
        return "\(subject.rawValue) \(key) is gone, its log has it"
      }
    }
    return nil
  }
}

extension [LedgerRow] {
  /// By what they are known by, with what must agree: of exceptions only whether they stand, as their
  /// words go on.
  fileprivate func comparable(_ subject: LedgerSubject) -> [String: [String: LedgerValue]] {
    var rows: [String: [String: LedgerValue]] = [:]
    for row in self where row.subject == subject {
      var fields = row.fields
      var key = String(row.number)
      switch subject {
      case .exception: fields = fields.filter { $0.key == "state" || $0.key == "code" }
      case .item, .returnItem, .returnPhoto: key += "/" + row.text("position")
      case .scan, .target, .attempt, .claimEvent, .claimEvidence:
        key += fields.sorted { $0.key < $1.key }.map { "/" + $0.value.text }.joined()
      default: break
      }
      rows[key] = fields
    }
    return rows
  }
}
