package import Fulfillment
internal import GRDB

/// What was done with a claim, when, by whom and why.
package struct ClaimEvent: Hashable, Sendable {
  package var at: Timestamp
  package var by: String
  package var verb: String
  package var state: LossClaim.State
  package var reason: String
}

/// A claim with all that is known of it.
package struct ClaimPage: Hashable, Sendable {
  package var order: OrderID
  package var claim: LossClaim
  package var events: [ClaimEvent]
}

extension Store {
  /// The recourse calendar: every way to get money back and every claim, what closes first at the top,
  /// what has no last day after it. `openOnly`: without what is over.
  /// - Parameter notice: `Thresholds.claimClosing`.
  package func recourseCalendar(
    _ query: Query, openOnly: Bool, limit: Int, notice: Span, now: Timestamp
  ) throws -> [RecourseRow] {
    try read("can't read the claims") { database in
      let condition = query.condition(now: now)
      let orders = try database.rows(
        """
        SELECT o.id, o.name FROM customerOrder o
        WHERE o.id IN (SELECT orderID FROM recourse UNION SELECT orderID FROM claim) AND
        """ + " " + condition.sql, condition.arguments
      ) { (id: try $0.number(), name: try $0.text()) }
      let rows = try orders.flatMap {
        try Store.recourseRows($0.id, $0.name, notice: notice, now: now, database)
      }
      let shown = openOnly ? rows.filter(\.isOpen) : rows
      return Array(shown.sorted(by: RecourseRow.comesBefore).prefix(limit))
    }
  }

  /// The lines of the calendar that are about one order, open ones first.
  package func recourse(
    of order: OrderID, notice: Span, now: Timestamp
  ) throws -> [RecourseRow] {
    try read("can't read the claims") { database in
      let name = try database.texts("SELECT name FROM customerOrder WHERE id = ?", order.number)
      guard let name = name.first else { return [] }
      return try Store.recourseRows(order.number, name, notice: notice, now: now, database)
    }
  }

  /// One claim; nil where there is none.
  package func claim(_ id: ClaimID) throws -> ClaimPage? {
    try read("can't read the claim") { database in
      guard let (claim, orderID) = try ClaimRows.one(id, database) else { return nil }
      return ClaimPage(
        order: OrderID(orderID), claim: claim, events: try Store.events(of: id, database))
    }
  }

  static func events(of id: ClaimID, _ database: Database) throws -> [ClaimEvent] {
    try database.rows(
      "SELECT at, operator, verb, state, reason FROM claimEvent WHERE claimID = ? ORDER BY id",
      id.number
    ) {
      ClaimEvent(
        at: try $0.time(), by: try $0.text(), verb: try $0.text(),
        state: try $0.state(LossClaim.State.self), reason: try $0.text())
    }
  }

  /// The lines of one order.
  static func recourseRows(
    _ orderID: Int64, _ name: String, notice: Span, now: Timestamp, _ database: Database
  ) throws -> [RecourseRow] {
    var claims = try ClaimRows.of(orderID, database)
    let ways = try RecourseRows.of(orderID, database)
    var rows = ways.map { way in
      var way = way
      way.phase = way.phase(at: now, notice: notice)
      let own = claims.last {
        $0.party == way.party && $0.name == way.name && $0.kind == way.kind
          && ($0.parcel == way.parcel || $0.parcel.isEmpty || way.parcel.isEmpty)
      }
      if let own { claims.removeAll { $0.id == own.id } }
      return RecourseRow(
        order: OrderID(orderID), orderName: name, recourse: way, claim: own)
    }
    rows += claims.map { claim in
      RecourseRow(
        order: OrderID(orderID), orderName: name,
        recourse: Recourse(claim, now: now, notice: notice),
        claim: claim)
    }
    return rows.sorted(by: RecourseRow.comesBefore)
  }
}

extension Recourse {
  /// As it was when it was claimed, where the loss itself does not stand any more.
  init(_ claim: LossClaim, now: Timestamp, notice: Span) {
    self.init(
      party: claim.party, name: claim.name, kind: claim.kind, parcel: claim.parcel,
      noticedAt: claim.openedAt,
      window: ClaimWindow(
        opens: claim.opensAt.map(ClaimEdge.at) ?? .unstated,
        closes: claim.closesAt.map(ClaimEdge.at) ?? .unstated),
      amount: claim.amount, wanted: claim.wanted, source: claim.source,
      asOf: claim.asOf ?? claim.openedAt.date, isClaimed: claim.state != .draft)
    phase = phase(at: now, notice: notice)
  }
}

extension RecourseRow {
  /// Open ones first, by last day.
  static func comesBefore(_ left: RecourseRow, _ right: RecourseRow) -> Bool {
    if left.isOpen != right.isOpen { return left.isOpen }
    if left.recourse.key == right.recourse.key { return left.order < right.order }
    return Recourse.closesBefore(left.recourse, right.recourse)
  }
}
