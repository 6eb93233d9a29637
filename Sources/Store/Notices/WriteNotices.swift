package import Fulfillment
internal import GRDB

extension Store {
  /// What a notice of that kind would say, without writing anything: those that wait, else one of what has
  /// not been told. Throws `NoticeRefusal` where there is nothing to tell.
  package func previewNotice(
    _ kind: NoticeKind, of order: OrderID, language: NoticeLanguage?, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> [(due: DueNotice, draft: NoticeDraft)] {
    let found = try knownFacts(of: order, desk, now: now)
    let waiting = try noticesToTell(kind, of: order)
    guard waiting.isEmpty else {
      return try waiting.map { try found.again($0, language, desk, now: now) }
    }
    let due = try found.facts.forced(kind, expected: found.expected, now: now)
    let draft = try desk.draft(
      due, of: found.facts.order, storefront: found.facts.storefront, language: language)
    return [(due, draft)]
  }

  /// Writes those that a decision to tell the customer would send anew, in another language. Returns how
  /// many; throws `NoticeRefusal` where things have moved on since one was written.
  package func rewriteNotices(
    _ kind: NoticeKind?, of order: OrderID, in language: NoticeLanguage, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> Int {
    let waiting = try noticesToTell(kind, of: order).filter { $0.language != language }
    guard !waiting.isEmpty else { return 0 }
    let found = try knownFacts(of: order, desk, now: now)
    let drafts = try waiting.map { (row: $0, text: try found.again($0, language, desk, now: now)) }
    return try work("can't write the notice", now: now) { work in
      for (row, (due, draft)) in drafts {
        // Another program may have sent it meanwhile.
        try work.database.run(
          """
          UPDATE notice SET way = ?, receiver = ?, address = ?, language = ?, subject = ?, text = ?,
            body = ?, digest = ? WHERE id = ? AND state IN ('proposed', 'skipped', 'failed')
          """, draft.way.rawValue, draft.receiver, draft.address, draft.text.language.rawValue,
          draft.text.subject, draft.text.text, draft.body, desk.digest(of: draft, due.kind), row.id)
      }
      return drafts.count
    }
  }

  /// What is known of an order whose customer may be written to.
  func knownFacts(of order: OrderID, _ desk: NoticeDesk, now: Timestamp) throws -> KnownFacts {
    let found = try read("can't read the order") { database in
      let work = Work(database, now: now)
      return (
        facts: try work.noticeFacts(of: order.number, tellingShops: desk.tellingShops),
        expected: try work.expectedDay(of: order.number)
      )
    }
    guard let facts = found.facts else {
      throw NoticeRefusal("its customer is not written to: it was brought in as history")
    }
    return KnownFacts(facts: facts, expected: found.expected)
  }
}

/// What is known of an order, and when it is expected.
struct KnownFacts {
  var facts: NoticeFacts
  var expected: CivilDate?

  /// A notice as it reads in another language.
  fileprivate func again(
    _ row: NoticeRow, _ language: NoticeLanguage?, _ desk: NoticeDesk, now: Timestamp
  ) throws(NoticeRefusal) -> (due: DueNotice, draft: NoticeDraft) {
    guard let due = facts.again(row.kind, row.fact, expected: expected, now: now) else {
      throw NoticeRefusal(
        "its \(row.kind.rawValue) notice can't be written anew: things have moved on since")
    }
    let draft = try desk.draft(
      due, of: facts.order, storefront: facts.storefront, language: language ?? row.language)
    return (due, draft)
  }
}

extension NoticeKind {
  /// Whoever wants no notices gets none of it: it is neither an answer nor for the operator's own people.
  var isOptional: Bool {
    switch self {
    case .returnApproved, .returnDeclined, .returnAsked, .support: false
    default: true
    }
  }
}

extension NoticeDesk {
  /// By which the customer of a notice may refuse it; "" where it goes to him in any case.
  func digest(of draft: NoticeDraft, _ kind: NoticeKind) -> String {
    draft.way == .mail && kind.isOptional ? digest(draft.address) : ""
  }
}
