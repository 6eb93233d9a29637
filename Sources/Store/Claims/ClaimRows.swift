internal import Fulfillment
internal import GRDB

/// Reads and writes claims.
enum ClaimRows {
  static let columns = """
    id, party, name, kind, parcel, state, amount, currency, recovered, recoveredCurrency, reference,
      opensAt, closesAt, openedAt, submittedAt, settledAt, source, asOf, wanted
    """

  /// Those of an order, oldest first.
  static func of(_ orderID: Int64, _ database: Database) throws -> [LossClaim] {
    try complete(
      database.rows(
        "SELECT \(columns) FROM claim WHERE orderID = ? ORDER BY id", orderID,
        read: LossClaim.init(columns:)), database)
  }

  /// That claim and its order; nil where there is none.
  static func one(
    _ id: ClaimID, _ database: Database
  ) throws -> (claim: LossClaim, orderID: Int64)? {
    let found = try database.row(
      "SELECT \(columns), orderID FROM claim WHERE id = ?", id.number
    ) { (claim: try LossClaim(columns: &$0), orderID: try $0.number()) }
    guard let found, let whole = try complete([found.claim], database).first else { return nil }
    return (whole, found.orderID)
  }

  static func complete(_ claims: [LossClaim], _ database: Database) throws -> [LossClaim] {
    try claims.map { claim in
      var claim = claim
      claim.evidence = try database.rows(
        "SELECT kind, text, at, operator FROM claimEvidence WHERE claimID = ? ORDER BY id",
        claim.id.number
      ) {
        LossClaim.Item(
          kind: try $0.state(ClaimEvidence.self), text: try $0.text(), at: try $0.time(),
          by: try $0.text())
      }
      return claim
    }
  }

  static func insert(
    _ claim: LossClaim, orderID: Int64, _ database: Database
  ) throws -> ClaimID {
    try database.run(
      """
      INSERT INTO claim (orderID, party, name, kind, parcel, state, amount, currency, reference,
        opensAt, closesAt, openedAt, source, asOf, wanted)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, orderID, claim.party.rawValue, claim.name, claim.kind.rawValue, claim.parcel,
      claim.state.rawValue, claim.amount?.minor, claim.amount?.currency.code, claim.reference,
      claim.opensAt?.milliseconds, claim.closesAt?.milliseconds, claim.openedAt.milliseconds,
      claim.source, claim.asOf?.daysSinceEpoch, EvidenceList.text(claim.wanted))
    return ClaimID(database.lastInsertedRowID)
  }

  static func update(_ claim: LossClaim, _ database: Database) throws {
    try database.run(
      """
      UPDATE claim SET state = ?, recovered = ?, recoveredCurrency = ?, reference = ?,
        submittedAt = ?, settledAt = ? WHERE id = ?
      """, claim.state.rawValue, claim.recovered?.minor, claim.recovered?.currency.code,
      claim.reference, claim.submittedAt?.milliseconds, claim.settledAt?.milliseconds,
      claim.id.number)
  }

  /// Writes down who did what, when and why.
  static func log(
    _ verb: String, _ id: ClaimID, _ state: LossClaim.State, reason: String, by name: String,
    now: Timestamp, _ database: Database
  ) throws {
    try database.run(
      """
      INSERT INTO claimEvent (claimID, at, operator, verb, state, reason)
      VALUES (?, ?, ?, ?, ?, ?)
      """, id.number, now.milliseconds, name, verb, state.rawValue, reason)
  }
}

extension LossClaim {
  init(columns: inout Columns) throws {
    self.init(
      id: ClaimID(try columns.number()), party: try columns.state(ClaimParty.self),
      name: try columns.text(), kind: try columns.state(LossKind.self), parcel: try columns.text(),
      state: try columns.state(State.self), amount: try columns.money(),
      recovered: try columns.money(), reference: try columns.text(),
      opensAt: try columns.timeOrNil(), closesAt: try columns.timeOrNil(),
      openedAt: try columns.time(), submittedAt: try columns.timeOrNil(),
      settledAt: try columns.timeOrNil(), source: try columns.text())
    asOf = try columns.numberOrNil().map(CivilDate.init(daysSinceEpoch:))
    wanted = EvidenceList.kinds(try columns.text())
  }
}
