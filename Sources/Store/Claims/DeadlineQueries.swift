package import Fulfillment
internal import GRDB

extension Store {
  /// A window of the claims panel: disputes that wait for evidence, the nearest deadline first; then every
  /// open way to get money back, what closes first at the top; then claims that wait for an answer, and
  /// disputes that wait for a verdict.
  /// - Parameter notice: `Thresholds.claimClosing`.
  package func deadlines(
    _ query: Query, at anchor: Anchor, count: Int, notice: Span, now: Timestamp
  ) throws -> Window<DeadlineRow> {
    try read("can't read the claims") { database in
      let reader = DeadlineReader(
        sections: DeadlineSection.all(now: now, database), filter: query.condition(now: now),
        database: database)
      var window = try reader.window(at: anchor, count: count)
      for index in window.rows.indices {
        try window.rows[index].complete(notice: notice, now: now, database)
      }
      return window
    }
  }

  /// The nearest last moment, and how many are near; costs as much as there are near.
  package func nextDeadlines(now: Timestamp) throws -> Deadlines {
    try read("can't read the claims") { database in
      let near = (now + Deadlines.near).milliseconds
      let dispute = try database.row(
        """
        SELECT d.evidenceDueAt, ifnull(o.name, d.orderName) FROM dispute d
        LEFT JOIN customerOrder o ON o.id = d.orderID
        WHERE d.listRank = 0 AND d.listDue BETWEEN ? AND \(Store.lastDue - 1)
        ORDER BY d.listDue, d.id LIMIT 1
        """, now.milliseconds
      ) { Deadlines.Next(at: try $0.time(), isDispute: true, orderName: try $0.text()) }
      let ways = DeadlineSection.ways(tag: 1, now: now, database)
      let claim = try database.row(
        """
        SELECT w.closesAt, o.name FROM \(ways.source) WHERE \(ways.condition.sql)
        AND w.closesAt IS NOT NULL ORDER BY \(ways.keys.joined(separator: ", ")) LIMIT 1
        """, ways.condition.arguments[0]
      ) { Deadlines.Next(at: try $0.time(), isDispute: false, orderName: try $0.text()) }
      let closing = try database.number(
        """
        SELECT count(*) FROM \(ways.source) WHERE \(ways.condition.sql)
        AND \(ways.keys[0]) <= ?
        """, ways.condition.arguments[0], near)
      let disputes = try database.number("SELECT count(*) FROM dispute WHERE listRank = 0")
      // Evidence for the bank is the harder clock where both run out together.
      let next = [dispute, claim].compactMap { $0 }.min { $0.at < $1.at }
      return Deadlines(next: next, disputes: Int(disputes ?? 0), closing: Int(closing ?? 0))
    }
  }

  static let lastDue = Int64.max
}

extension DeadlineSection {
  /// The panel from its top.
  static func all(now: Timestamp, _ database: Database) -> [DeadlineSection] {
    [
      .disputes(tag: 0, "d.listRank < 2"), .ways(tag: 1, now: now, database),
      .claims(tag: 2, now: now),
      .disputes(tag: 3, "d.listRank = 2"),
    ]
  }

  fileprivate static func disputes(tag: Int64, _ rank: String) -> DeadlineSection {
    DeadlineSection(
      tag: tag, select: DisputeRow.fields, source: DisputeRow.source, condition: Condition(rank),
      keys: ["d.listRank", "d.listDue", "d.id"],
      read: { columns in
        let row = try DisputeRow(&columns)
        return DeadlineRow(
          key: row.id * DeadlineSection.count + tag, matter: .dispute(row),
          storefront: row.storefront)
      },
      place: { ("dispute d", Condition("d.id = ?", [$0])) })
  }

  /// Windows that are open or will open. A way has no number of its own: its order's, and one made of what
  /// tells it from the other ways of that order.
  fileprivate static func ways(
    tag: Int64, now: Timestamp, _ database: Database
  ) -> DeadlineSection {
    let fields = RecourseRows.columns.split(separator: ",").map {
      "w." + $0.drop { $0 == " " || $0 == "\n" }
    }.joined(separator: ", ")
    let key = ["w.party", "w.name", "w.kind", "w.parcel"].joined(separator: ", ")
    return DeadlineSection(
      tag: tag,
      select: "o.name, a.name, w.orderID, \(fields)",
      source: """
        recourse w JOIN customerOrder o ON o.id = w.orderID JOIN account a ON a.id = o.accountID
        """,
      condition: Condition(isOpen, [now.milliseconds]),
      keys: ["ifnull(w.closesAt, \(Store.lastDue))", "w.orderID"]
        + key.split(separator: ",").map { String($0.drop { $0 == " " }) },
      read: { columns in
        let (name, storefront) = (try columns.text(), try columns.text())
        let order = OrderID(try columns.number())
        let way = try Recourse(columns: &columns)
        return DeadlineRow(
          key: way.number(of: order.number) * DeadlineSection.count + tag,
          matter: .recourse(RecourseRow(order: order, orderName: name, recourse: way)),
          storefront: storefront)
      },
      place: { number in
        let orderID = number / Recourse.numbersOfOrder
        let ways = try RecourseRows.of(orderID, database)
        guard let way = ways.first(where: { $0.number(of: orderID) == number }) else {
          return ("recourse w", Condition("0"))
        }
        return (
          "recourse w",
          Condition(
            "w.orderID = ? AND (\(key)) = (?, ?, ?, ?)",
            [orderID, way.party.rawValue, way.name, way.kind.rawValue, way.parcel])
        )
      })
  }

  /// A window `w` that is open or will open.
  private static let isOpen = """
    w.isClaimed = 0 AND ifnull(w.closesAt, \(Store.lastDue)) > ?
    AND (w.closesAt IS NULL OR w.noticedAt < w.closesAt)
    AND (w.closesAt IS NULL OR w.opensAt IS NULL OR w.opensAt < w.closesAt)
    """

  /// Claims that were made and are not over, and drafts whose loss does not stand any more.
  fileprivate static func claims(tag: Int64, now: Timestamp) -> DeadlineSection {
    let fields = ClaimRows.columns.split(separator: ",").map {
      "c." + $0.drop { $0 == " " || $0 == "\n" }
    }.joined(separator: ", ")
    return DeadlineSection(
      tag: tag, select: "o.name, a.name, c.orderID, \(fields)",
      source: """
        claim c JOIN customerOrder o ON o.id = c.orderID JOIN account a ON a.id = o.accountID
        """,
      condition: Condition(
        """
        c.state IN ('draft', 'submitted', 'answered') AND (c.state <> 'draft' OR NOT EXISTS (
          SELECT 1 FROM recourse w WHERE w.orderID = c.orderID AND w.party = c.party
          AND w.name = c.name AND w.kind = c.kind
          AND (w.parcel = c.parcel OR w.parcel = '' OR c.parcel = '') AND \(isOpen)))
        """, [now.milliseconds]),
      keys: ["c.openedAt", "c.id"],
      read: { columns in
        let (name, storefront) = (try columns.text(), try columns.text())
        let order = OrderID(try columns.number())
        let claim = try LossClaim(columns: &columns)
        return DeadlineRow(
          key: claim.id.number * DeadlineSection.count + tag,
          matter: .recourse(
            RecourseRow(
              order: order, orderName: name,
              recourse: Recourse(claim, now: claim.openedAt, notice: .seconds(0)), claim: claim)),
          storefront: storefront)
      },
      place: { ("claim c", Condition("c.id = ?", [$0])) })
  }
}

extension Recourse {
  fileprivate static let numbersOfOrder: Int64 = 1 << 24

  /// Of a way, the same as long as it stands.
  fileprivate func number(of orderID: Int64) -> Int64 {
    var digest = Digest()
    for text in [party.rawValue, name, kind.rawValue, parcel] { digest.add(text) }
    return orderID * Recourse.numbersOfOrder + (digest.value & (Recourse.numbersOfOrder - 1))
  }
}

extension DeadlineRow {
  /// Reads what a line needs besides its own row: where its window stands now, the draft of a claim, the
  /// evidence.
  fileprivate mutating func complete(
    notice: Span, now: Timestamp, _ database: Database
  ) throws {
    guard case .recourse(let row) = matter else { return }
    let rows = try Store.recourseRows(
      row.order.number, row.orderName, notice: notice, now: now, database)
    let same = rows.first { other in
      if let claim = row.claim { return other.claim?.id == claim.id }
      return other.recourse.key == row.recourse.key
    }
    if let same { matter = .recourse(same) }
  }
}
