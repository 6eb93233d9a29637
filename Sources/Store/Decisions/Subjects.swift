internal import Fulfillment
internal import GRDB

extension Work {
  func orderName(_ id: Int64) throws -> String {
    guard let name = try database.texts("SELECT name FROM customerOrder WHERE id = ?", id).first
    else { throw Refused(target: "order \(id)", reason: "there is no such order") }
    return name
  }

  func exception(_ id: Int64) throws -> SubjectException {
    let place = try database.row(
      """
      SELECT e.orderID, e.accountID, ifnull(o.name, a.name), ifnull(o.fingerprint, 0)
      FROM orderException e LEFT JOIN customerOrder o ON o.id = e.orderID
      LEFT JOIN account a ON a.id = e.accountID WHERE e.id = ?
      """, id
    ) {
      (
        orderID: try $0.numberOrNil(), accountID: try $0.numberOrNil(), name: try $0.text(),
        fingerprint: try $0.number()
      )
    }
    let subject = place.flatMap { place in
      place.orderID.map(Subject.order) ?? place.accountID.map(Subject.account)
    }
    guard let place, let subject,
      let kept = try exceptions(of: subject).first(where: { $0.id == id })
    else { throw Refused(target: "exception \(id)", reason: "there is no such exception") }
    return SubjectException(
      kept: kept, subject: subject, name: place.name, fingerprint: place.fingerprint)
  }

  func keptReturn(_ id: Int64) throws -> KeptReturn {
    let kept = try database.row(
      """
      SELECT r.id, r.orderID, o.name, a.name, o.externalID, r.externalID, r.requestedAt, r.requestedBy, r.reason,
        r.amount, r.currency, r.state, r.decidedAt, r.proposedBy, r.tracking, r.receivedAt, r.outcome,
        r.granted, r.grantedCurrency
      FROM returnRequest r JOIN customerOrder o ON o.id = r.orderID
      JOIN account a ON a.id = o.accountID WHERE r.id = ?
      """, id
    ) {
      KeptReturn(
        id: try $0.number(), orderID: try $0.number(), orderName: try $0.text(),
        storefront: try $0.text(), orderExternalID: try $0.text(),
        value: Return(
          request: ReturnRequest(
            externalID: try $0.text(), requestedAt: try $0.time(), requestedBy: try $0.text(),
            reason: try $0.text(), amount: try $0.money()),
          state: try $0.state(ReturnState.self), decidedAt: try $0.timeOrNil(),
          proposedBy: try $0.text(), tracking: try $0.text(), receivedAt: try $0.timeOrNil()),
        outcome: ReturnOutcome(rawValue: try $0.text()), granted: try $0.money())
    }
    guard var kept else {
      throw Refused(target: "return \(id)", reason: "there is no such return")
    }
    kept.value.grant = kept.outcome.map { ReturnGrant(outcome: $0, amount: kept.granted) }
    kept.value.request.items = try Detail.items(ofReturn: id, database)
    kept.value.request.photos = try database.texts(
      "SELECT link FROM returnPhoto WHERE returnID = ? ORDER BY position", id)
    return kept
  }

  /// After an operator has changed one of a subject's exceptions: which is shown, and what the queue
  /// says of it. The facts have not changed, so what was found is found again.
  func showAgain(_ subject: Subject) throws {
    let kept = try exceptions(of: subject)
    let standing = kept.map(\.exception)
    let findings = standing.filter { $0.state != .cleared }.map(\.finding)
    let after = Reconciler.reconcile(standing, findings, hasMoved: false, now: now)
    let money = try subject.orderID.flatMap { try exposure(of: $0) }
    try write(after, replacing: kept, of: subject, exposure: money)
    if let orderID = subject.orderID {
      try showAttention(of: orderID, after, exposure: money)
    }
  }
}
