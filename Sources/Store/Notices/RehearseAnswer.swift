package import Fulfillment
internal import GRDB

extension Store {
  /// What the customer would be told by that decision about a return, in the very words: the decision is
  /// taken, the notice made as a round of notices makes it, and all of it dropped again.
  package func rehearse(
    _ decision: Decision, on id: ReturnID, by operatorName: String, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> AnswerPreview {
    guard desk.policy.isOn else { return .silent("customers are told nothing from here") }
    do {
      return try connections.during {
        try pool.write { database in
          var work = Work(database, now: now)
          throw Rehearsed(
            answer: try work.answer(to: decision.cleaned, on: id, by: operatorName, desk))
        }
      }
    } catch let done as Rehearsed {
      return done.answer
    } catch {
      throw StoreError(error, what: "can't write the answer", path: path)
    }
  }
}

/// Ends the transaction of a rehearsal, so that nothing of it stays.
private struct Rehearsed: Error {
  var answer: AnswerPreview
}

extension Work {
  fileprivate mutating func answer(
    to decision: Decision, on id: ReturnID, by operatorName: String, _ desk: NoticeDesk
  ) throws -> AnswerPreview {
    let place = try database.row(
      """
      SELECT r.orderID, s.at FROM returnRequest r JOIN customerOrder o ON o.id = r.orderID
      LEFT JOIN noticeStart s ON s.accountID = o.accountID WHERE r.id = ?
      """, id.number
    ) { (order: try $0.number(), since: try $0.numberOrNil()) }
    guard let place else { return .silent("the return is not in the store any more") }
    guard place.since != nil else { return .silent("notices begin with the next sync") }
    let receipt = try decide(
      decision, on: [.return(id)], by: operatorName, hold: desk.hold, about: nil)
    if let refusal = receipt.refused.first { return .silent(refusal.reason) }
    guard let facts = try noticeFacts(of: place.order, tellingShops: desk.tellingShops) else {
      return .silent("the order was brought in as history")
    }
    guard let newest = facts.answers.last, newest.at == now else {
      return .silent("a second operator must approve it first")
    }
    let due = facts.due(since: now, leastMove: desk.policy.leastMove, now: now)
      .last { $0.message == .answer(newest.message) }
    guard let due, desk.policy.mode(of: due.kind, at: facts.storefront) != .off else {
      return .silent("notices of the kind \(newest.kind.rawValue) are off")
    }
    do throws(NoticeRefusal) {
      let draft = try desk.draft(due, of: facts.order, storefront: facts.storefront)
      return .told(.init(way: draft.way, address: draft.address, text: draft.text))
    } catch {
      return .silent(error.reason)
    }
  }
}
