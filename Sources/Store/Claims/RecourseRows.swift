internal import Fulfillment
internal import GRDB

/// Reads and writes the ways to get money back of single orders; few orders have any.
enum RecourseRows {
  static let columns = """
    party, name, kind, parcel, title, noticedAt, opensAt, opensBy, closesAt, closesBy, amount,
      currency, wanted, present, isShippers, note, source, asOf, isClaimed
    """

  static func of(_ orderID: Int64, _ database: Database) throws -> [Recourse] {
    try database.rows(
      "SELECT \(columns) FROM recourse WHERE orderID = ?", orderID, read: Recourse.init(columns:)
    ).sorted(by: Recourse.closesBefore)
  }

  /// Puts these in the place of what is kept of the order.
  static func write(_ recourse: [Recourse], of orderID: Int64, _ database: Database) throws {
    try database.run("DELETE FROM recourse WHERE orderID = ?", orderID)
    for way in recourse {
      try database.run(
        """
        INSERT INTO recourse (orderID, \(columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, orderID, way.party.rawValue, way.name, way.kind.rawValue, way.parcel, way.title,
        way.noticedAt.milliseconds, way.window.opens.time?.milliseconds, way.window.opens.kept,
        way.window.closes.time?.milliseconds, way.window.closes.kept, way.amount?.minor,
        way.amount?.currency.code, EvidenceList.text(way.wanted), EvidenceList.text(way.present),
        way.isShippers ? 1 : 0, way.note, way.source, way.asOf.daysSinceEpoch,
        way.isClaimed ? 1 : 0)
    }
  }
}

extension Recourse {
  init(columns: inout Columns) throws {
    self.init(
      party: try columns.state(ClaimParty.self), name: try columns.text(),
      kind: try columns.state(LossKind.self), parcel: try columns.text(), noticedAt: .never,
      window: ClaimWindow(opens: .unstated, closes: .unstated),
      asOf: CivilDate(daysSinceEpoch: 0))
    title = try columns.text()
    noticedAt = try columns.time()
    window = ClaimWindow(opens: try columns.edge(), closes: try columns.edge())
    amount = try columns.money()
    wanted = EvidenceList.kinds(try columns.text())
    present = EvidenceList.kinds(try columns.text())
    isShippers = try columns.bool()
    note = try columns.text()
    source = try columns.text()
    asOf = CivilDate(daysSinceEpoch: try columns.number())
    isClaimed = try columns.bool()
  }
}

extension Timestamp {
  fileprivate static let never = Timestamp(milliseconds: 0)
}

extension ClaimEdge {
  /// What an end is known by where it has no time.
  fileprivate var kept: String {
    switch self {
    case .unstated, .at: ""
    case .after(let bound): bound.text
    case .unclear: "?"
    }
  }
}

extension Columns {
  fileprivate mutating func edge() throws -> ClaimEdge {
    let (time, words) = (try timeOrNil(), try text())
    if let time { return .at(time) }
    if words == "?" { return .unclear }
    return ClaimBound(words).map(ClaimEdge.after) ?? .unstated
  }
}

/// Kinds of evidence in one column, by their words.
enum EvidenceList {
  static func text(_ kinds: [ClaimEvidence]) -> String {
    kinds.map(\.rawValue).joined(separator: ", ")
  }

  /// A word that this program does not know is left out.
  static func kinds(_ text: String) -> [ClaimEvidence] {
    text.split(separator: ",").compactMap { part in
      ClaimEvidence(rawValue: String(part.drop { $0 == " " }))
    }
  }
}
