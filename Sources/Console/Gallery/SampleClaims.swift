package import Fulfillment

extension SampleBoard {
  /// A dispute, windows that close sooner and later, a draft and a claim that waits.
  static func sampleClaims(of orders: [QueueRow]) -> [DeadlineRow] {
    let dispute = Dispute(
      externalID: "dp_1Q", kind: .chargeback, state: .open, reason: "product_not_received",
      amount: orders[2].total, openedAt: now - .days(5), evidenceDueAt: now + .hours(31))
    let inquiry = Dispute(
      externalID: "dp_2Q", kind: .inquiry, state: .underReview, reason: "fraudulent",
      amount: Money(minor: 4_900, currency: .usd), openedAt: now - .days(12),
      evidenceSentAt: now - .days(3))
    return [
      DeadlineRow(
        key: 4,
        matter: .dispute(
          DisputeRow(
            id: 1, account: "stripe", orderID: orders[2].id, orderName: orders[2].name,
            storefront: "main", dispute: dispute)),
        storefront: "main"),
      line(1, orders[4], .supplier, "CJ", .lost, closes: .hours(20), wanted: [.photos, .tracking]),
      line(2, orders[7], .platform, "AliExpress", .notReceived, closes: .days(4)),
      line(3, orders[9], .carrier, "YunExpress", .damaged, closes: .days(26), isDraft: true),
      line(4, orders[11], .insurer, "Parcel cover", .lost, closes: nil),
      line(5, orders[8], .supplier, "CJ", .notAsDescribed, closes: .days(2), isMade: true),
      DeadlineRow(
        key: 8,
        matter: .dispute(
          DisputeRow(
            id: 2, account: "stripe", orderID: nil, orderName: "", storefront: "",
            dispute: inquiry))),
    ]
  }

  private static func line(
    _ number: Int64, _ order: QueueRow, _ party: ClaimParty, _ name: String, _ kind: LossKind,
    closes: Span?, wanted: [ClaimEvidence] = [.photos], isDraft: Bool = false, isMade: Bool = false
  ) -> DeadlineRow {
    let parcel = "LX\(100_000_000 + number)CN"
    var way = Recourse(
      party: party, name: name, kind: kind, parcel: parcel, noticedAt: now - .days(3),
      window: ClaimWindow(
        opens: .at(now - .days(2)), closes: closes.map { .at(now + $0) } ?? .unstated),
      amount: Money(minor: 1_130 + number * 77, currency: .usd), wanted: wanted,
      present: [.tracking], source: "\(name), help page on refunds", asOf: now.date)
    way.phase = way.phase(at: now, notice: .days(3))
    var claim: LossClaim?
    if isDraft || isMade {
      claim = LossClaim(
        id: ClaimID(number), party: party, name: name, kind: kind, parcel: parcel,
        state: isMade ? .submitted : .draft, amount: way.amount, openedAt: now - .days(1))
    }
    return DeadlineRow(
      key: number * 4 + 1,
      matter: .recourse(
        RecourseRow(order: order.id, orderName: order.name, recourse: way, claim: claim)),
      storefront: order.storefront)
  }

  /// What is due next of `claims`.
  package var deadlines: Deadlines {
    let due = claims.filter { $0.claim?.state.isMade != true && ($0.dueAt ?? now) > now }
    let next = due.min { ($0.dueAt ?? now) < ($1.dueAt ?? now) }
    return Deadlines(
      next: next.flatMap { row in
        row.dueAt.map {
          Deadlines.Next(
            at: $0, isDispute: row.claim == nil && row.key % 4 == 0, orderName: row.orderName)
        }
      }, disputes: due.count { $0.key % 4 == 0 },
      closing: due.count { $0.key % 4 == 1 && ($0.dueAt ?? now) - now <= Deadlines.near })
  }

  /// A claim was opened for that line.
  mutating func open(_ row: RecourseRow) -> LossClaim {
    let claim = LossClaim(
      id: ClaimID(90), party: row.recourse.party, name: row.recourse.name,
      kind: row.recourse.kind, parcel: row.recourse.parcel, amount: row.recourse.amount,
      openedAt: now)
    for place in claims.indices {
      guard case .recourse(var line) = claims[place].matter, line.recourse == row.recourse else {
        continue
      }
      line.claim = claim
      claims[place].matter = .recourse(line)
    }
    return claim
  }

  /// A claim was taken a step on; what is over is listed no more.
  mutating func take(_ step: ClaimStep, of claim: LossClaim) throws(DecisionRefusal) {
    let changed = try claim.taking(step, now: now)
    for place in claims.indices {
      guard case .recourse(var line) = claims[place].matter, line.claim?.id == claim.id else {
        continue
      }
      line.claim = changed
      claims[place].matter = .recourse(line)
    }
    claims.removeAll { $0.claim?.state.isFinal == true }
  }
}
