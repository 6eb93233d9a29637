internal import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The chain over the event log. One seal a transaction and not one a row: rows are hashed where they
/// stand and never written twice.
struct Sealing {
  let database: Database

  init(_ database: Database) { self.database = database }

  /// Called when a transaction begins: rows that nobody sealed were written by another program.
  func adopt() throws {
    let ends = try ends()
    guard ends.row > ends.sealed else { return }
    try seal(after: ends.sealed, at: nil, by: .outside)
  }

  /// Called before a transaction ends. `time`: nil: as the seal before. `author`: nil: whom the rows
  /// themselves name.
  func close(at time: Timestamp?, by author: Author?) throws {
    let ends = try ends()
    guard ends.row > ends.sealed else { return }
    try seal(after: ends.sealed, at: time, by: author)
  }

  /// The newest row and the newest sealed one; 0 where there is none.
  private func ends() throws -> (row: Int64, sealed: Int64) {
    let scan = try Scan(
      database,
      "SELECT ifnull((SELECT max(id) FROM event), 0), ifnull((SELECT max(through) FROM eventSeal), 0)"
    )
    defer { scan.end() }
    try scan.begin([])
    guard try scan.next() else { return (0, 0) }
    var columns = scan.columns
    return (try columns.number(), try columns.number())
  }

  private func seal(after sealed: Int64, at time: Timestamp?, by author: Author?) throws {
    let last = try database.row("SELECT hash, at FROM eventSeal WHERE through = ?", sealed) {
      (hash: Array(try $0.data()), at: try $0.time())
    }
    let batch = try EventBatch(after: sealed, through: .max, database)
    let seal = Seal(
      through: batch.last, at: time ?? last?.at ?? Timestamp(milliseconds: 0),
      author: try author ?? self.author(told: batch.told), rows: batch.digest)
    try database.run(
      """
      INSERT INTO eventSeal (through, at, who, source, reason, rows, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, seal.through, seal.at.milliseconds, seal.author.who, seal.author.source,
      seal.author.reason, Data(seal.rows), Data(seal.hash(after: last?.hash ?? Seal.genesis)))
  }

  /// As that row says: a decision, a step of a claim.
  private func author(told id: Int64?) throws -> Author {
    guard let id else { return .itself }
    let words = try database.row(
      """
      SELECT ifnull(change ->> '$.operator', ''), ifnull(change ->> '$.title', ''),
        ifnull(change ->> '$.argument', ''), ifnull(change ->> '$.reason', '')
      FROM event WHERE id = ?
      """, id
    ) { columns in try (0..<4).map { _ in try columns.text() } }
    guard let words, !words[0].isEmpty else { return .itself }
    let why = words.dropFirst().filter { !$0.isEmpty }.joined(separator: ": ")
    return .person(words[0], reason: why)
  }
}

/// What closes the rows of one transaction.
struct Seal {
  /// The last row it closes.
  var through: Int64
  var at: Timestamp
  var author: Author
  /// The hash of the rows.
  var rows: [UInt8]

  /// What the chain begins with.
  static let genesis = [UInt8](repeating: 0, count: SHA256.size)

  /// Over the seal before, the rows and who, when and why.
  func hash(after previous: [UInt8]) -> [UInt8] {
    var bytes = previous + rows
    bytes.append(number: through)
    bytes.append(number: at.milliseconds)
    for text in [author.who, author.source, author.reason] { bytes.append(text: text) }
    return SHA256.hash(bytes)
  }
}

/// The rows of the log after one and up to another.
struct EventBatch {
  /// The hash of them all.
  let digest: [UInt8]
  /// The last of them; that before the first where there is none.
  let last: Int64
  let count: Int
  /// The first in which somebody says who and why.
  let told: Int64?

  init(after first: Int64, through last: Int64, _ database: Database) throws {
    var (hash, end, count, told) = (SHA256(), first, 0, Int64?.none)
    let scan = try Scan(
      database,
      """
      SELECT id, orderID, kind, number, happenedAt, change FROM event
      WHERE id > ? AND id <= ? ORDER BY id
      """)
    defer { scan.end() }
    try scan.begin(first, last)
    var bytes: [UInt8] = []
    while try scan.next() {
      var columns = scan.columns
      bytes.removeAll(keepingCapacity: true)
      let id = try columns.number()
      bytes.append(number: id)
      bytes.append(number: try columns.numberOrNil() ?? -1)
      let start = bytes.count
      try columns.append(to: &bytes)
      if told == nil, EventBatch.tells(bytes[(start + 8)...]) { told = id }
      bytes.append(number: try columns.number())
      let happenedAt = try columns.numberOrNil()
      bytes.append(happenedAt == nil ? 0 : 1)
      bytes.append(number: happenedAt ?? 0)
      try columns.append(to: &bytes)
      hash.add(bytes)
      (end, count) = (id, count + 1)
    }
    (digest, self.last, self.count, self.told) = (hash.finished(), end, count, told)
  }

  private static let decision = Array("decision.new".utf8)
  private static let claimEvent = Array("claimEvent.new".utf8)

  private static func tells(_ kind: ArraySlice<UInt8>) -> Bool {
    kind.elementsEqual(decision) || kind.elementsEqual(claimEvent)
  }
}

extension [UInt8] {
  /// Eight bytes, highest first.
  mutating func append(number: Int64) {
    let bits = UInt64(bitPattern: number)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  /// With its length before it, so that two texts in a row can't be read as one.
  mutating func append(text: String) {
    append(number: Int64(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}
