import Fulfillment
import GRDB
import Testing

@testable import Store

/// A shop whose customers are told of things, with one order.
struct NoticeScene {
  let scratch: Scratch
  var desk: NoticeDesk
  var store: Store { scratch.store }

  init(
    _ modes: [NoticeKind: NoticeKind.Mode] = [:], telling: Set<String> = [],
    hold: Span = .minutes(10), change: (inout Order) -> Void = { _ in }
  ) throws {
    scratch = try Scratch()
    desk = NoticeDesk(
      policy: NoticePolicy(isOn: true, from: "a@shop.example", rules: NoticeRules(modes: modes)),
      tellingShops: telling, hold: hold,
      encode: { "To: \($0.to)\nID: \($0.id)\n\($0.subject)\n\n\($0.text)" },
      digest: { String(repeating: "0", count: 64 - $0.utf8.count) + $0 })
    try store.takeSamples([sampleOrder(1, change: change)], now: noon)
    // The first round begins: what was before it is no news.
    #expect(try store.queueNotices(desk, now: noon) == NoticeRound())
  }

  func round(at now: Timestamp = noon) throws -> NoticeRound {
    try store.queueNotices(desk, now: now)
  }

  var rows: [NoticeRow] { get throws { try store.notices(of: try store.only("#1")) } }

  func ship(_ number: String = "LX1CN", at now: Timestamp = noon) throws {
    if try store.detail("#1").purchases.isEmpty {
      try store.buy("#1")
      try store.send(accepted("N1"))
    }
    let pulled = samplePurchase("N1", for: "", supplier: "") {
      $0.state = .shipped
      $0.shipments = [Shipment(number: number, carrier: "post")]
    }
    _ = try store.take([pulled], from: "CJ", cursor: nil, now: now)
  }

  func decide(_ decision: Decision, at now: Timestamp = noon) throws -> DecisionReceipt {
    try store.decide(
      decision, on: [.order(try store.only("#1"))], by: "ana", hold: .minutes(10), now: now)
  }

  /// As a dispatcher does with what may leave.
  func dispatch(_ outcome: SendOutcome, at now: Timestamp) throws -> [String] {
    var bodies: [String] = []
    while let claim = try store.claim(receiver: "customers", now: now) {
      bodies.append(claim.body)
      try store.settle(claim, outcome, powers: .none, now: now)
    }
    return bodies
  }
}

@Suite struct NoticeStoreTests {
  private let later = noon + .minutes(11)

  @Test func parcelIsToldOfOnceByMail() throws {
    let scene = try NoticeScene()
    try scene.ship()
    #expect(try scene.round().queued == 1)
    #expect(try scene.round().count == 0)
    let row = try #require(try scene.rows.first)
    #expect(row.kind == .shipped && row.fact == "LX1CN" && row.state == .queued)
    #expect(row.address == "rosa1@example.com" && row.language == .portuguese)
    #expect(row.holdUntil == noon + .minutes(10))
    #expect(try scene.dispatch(accepted(state: .unclear), at: noon).isEmpty)
    let sent = try scene.dispatch(accepted(state: .unclear), at: later)
    #expect(sent.count == 1 && sent[0].contains("LX1CN") && sent[0].contains("a caminho"))
    #expect(try scene.rows.first?.state == .sent)
    try scene.ship()
    #expect(try scene.round(at: later).count == 0)
  }

  @Test func whatTheShopTellsIsNotMailedToo() throws {
    let scene = try NoticeScene(telling: ["main"])
    try scene.ship()
    #expect(try scene.round().count == 0)
    #expect(try scene.rows.isEmpty)
    _ = try scene.store.queueFulfilments({ _ in "tell" }, now: noon)
    #expect(try scene.round().count == 0)
    let row = try #require(try scene.rows.first)
    #expect(row.way == .own && row.state == .queued)
    let claim = try #require(try scene.store.claim(receiver: "main"))
    try scene.store.settle(claim, accepted(state: .unclear), powers: .none, now: noon)
    #expect(try scene.rows.map(\.state) == [.sent])
    #expect(try scene.store.pendingReceivers(now: later).isEmpty)
  }

  @Test func whatWasBeforeTheFirstRoundIsNoNews() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1) { $0.cancelledAt = noon - .minutes(5) }])
    let scene = try NoticeScene([.cancelled: .auto])
    #expect(try scratch.store.queueNotices(scene.desk, now: noon) == NoticeRound())
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.cancelledAt = noon - .minutes(4)
        $0.updatedAt = noon
      }
    ])
    #expect(try scratch.store.queueNotices(scene.desk, now: noon).count == 0)
  }

  @Test func delayIsProposedSentAndTakenBack() throws {
    let scene = try NoticeScene()
    let id = try scene.store.only("#1")
    try scene.store.raise("transit.delayed", on: id, since: noon + .minutes(1))
    #expect(try scene.round(at: noon + .minutes(2)).proposed == 1)
    #expect(try scene.rows.map(\.state) == [.proposed])
    let receipt = try scene.decide(.tellCustomer(nil))
    #expect(receipt.applied == 1 && receipt.undoableUntil == noon + .minutes(10))
    #expect(try scene.rows.map(\.state) == [.queued])
    let again = try scene.decide(.tellCustomer(nil))
    #expect(again.refused.first?.reason == "the customer is told already")
    #expect(try scene.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try scene.rows.map(\.state) == [.proposed])
    #expect(try scene.store.redo(by: "ana", now: noon).applied == 1)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).count == 1)
    let gone = try scene.store.undo(nil, by: "ana", now: later)
    #expect(gone.applied == 0 && gone.refused.first?.reason == "the notice has left")
  }

  @Test func skippedNoticeStaysAndCanBePutBack() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    #expect(try scene.decide(.withholdNotice(.shipped, reason: "told by phone")).applied == 1)
    #expect(try scene.rows.first?.reason == "told by phone")
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).isEmpty)
    #expect(try scene.round(at: later).count == 0)
    #expect(try scene.store.undo(nil, by: "ana", now: later).applied == 1)
    #expect(try scene.rows.map(\.state) == [.proposed])
  }

  @Test func unknownOutcomeIsNeverSentAgainByItself() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    #expect(try scene.dispatch(.lost("the mailer died"), at: later).count == 1)
    #expect(try scene.rows.map(\.state) == [.unknown])
    #expect(try scene.dispatch(accepted(state: .unclear), at: later + .days(3)).isEmpty)
    let refused = try scene.decide(.tellCustomer(.shipped), at: later)
    #expect(refused.refused.first?.reason.contains("may have arrived") == true)
    #expect(try scene.decide(.noticeLost(nil), at: later).applied == 1)
    #expect(try scene.rows.map(\.state) == [.failed])
    #expect(try scene.decide(.tellCustomer(.shipped), at: later).applied == 1)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later + .hours(1)).count == 1)
    #expect(try scene.rows.map(\.state) == [.sent])
  }

  @Test func unknownOutcomeThatArrivedIsSettled() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    _ = try scene.dispatch(.lost("the mailer died"), at: later)
    let receipt = try scene.decide(.noticeArrived(.shipped), at: later)
    #expect(receipt.applied == 1)
    #expect(try scene.rows.map(\.state) == [.sent])
    #expect(try scene.store.undo(receipt.batch, by: "ana", now: later).applied == 0)
  }

  @Test(arguments: [
    (Decision.approveReturn(note: "send it to us"), NoticeKind.returnApproved, "send it to us"),
    (.declineReturn(reason: "it was worn"), .returnDeclined, "it was worn"),
    (.askReturn(question: "which size?"), .returnAsked, "which size?"),
  ]) func answerToAReturnReachesTheCustomer(
    decision: Decision, kind: NoticeKind, words: String
  ) throws {
    let scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    func decide(_ now: Timestamp = noon) throws -> DecisionReceipt {
      try scene.store.decide(
        decision, on: [.return(id)], by: "ana", hold: .minutes(10), now: now)
    }
    _ = try decide()
    #expect(try scene.round().queued == 1)
    #expect(try scene.rows.map(\.kind) == [kind])
    // Taken back in time, nothing is heard of it; done again, it is said once.
    #expect(try scene.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try scene.rows.map(\.state) == [.skipped])
    #expect(try decide().applied == 1)
    #expect(try scene.round().queued == 1)
    let sent = try scene.dispatch(accepted(state: .unclear), at: later)
    #expect(sent.count == 1 && sent[0].contains(words))
    #expect(try scene.rows.map(\.state) == [.skipped, .sent])
    let undone = try scene.store.undo(nil, by: "ana", now: later)
    #expect(undone.applied == 0, "\(undone)")
  }

  @Test func whoWantsNoneGetsNoneButAnswers() throws {
    let scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    func set(off: Bool) throws -> Bool {
      try scene.store.setNotices(
        off: off, for: "rosa1@example.com", scene.desk, by: "ana", now: noon)
    }
    #expect(try set(off: true))
    #expect(try !set(off: true))
    try scene.ship()
    #expect(try scene.round().count == 0)
    #expect(try scene.rows.first?.reason == "the customer wants no notices")
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    _ = try scene.store.decide(
      .declineReturn(reason: "worn"), on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try scene.round().queued == 1)
    #expect(try set(off: false))
  }

  @Test func orderWithoutAnAddressFailsWithTheReason() throws {
    let scene = try NoticeScene { $0.email = "" }
    try scene.ship()
    #expect(try scene.round().failed == 1)
    #expect(try scene.rows.first?.reason == "the customer's mail address is not known")
    #expect(try scene.round().count == 0)
  }

  @Test func cancelledOrderTakesBackWhatHasNotLeft() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    try scene.store.takeSamples([
      sampleOrder(1) {
        $0.cancelledAt = noon
        $0.updatedAt = noon
      }
    ])
    // Even where nobody has looked since, the last look before it leaves sees it.
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).isEmpty)
    #expect(try scene.rows.map(\.state) == [.skipped])
    #expect(try scene.round(at: later).proposed == 1)
  }

  @Test func anOperatorCanTellOfADelayThatNothingAsksFor() throws {
    let scene = try NoticeScene()
    let id = try scene.store.only("#1")
    let row = try scene.store.proposeNotice(
      .delayed, of: id, language: .german, scene.desk, now: noon)
    #expect(row.state == .proposed && row.language == .german)
    #expect(throws: NoticeRefusal.self) {
      try scene.store.proposeNotice(.delayed, of: id, language: nil, scene.desk, now: noon)
    }
    #expect(throws: NoticeRefusal.self) {
      try scene.store.previewNotice(.pickup, of: id, language: nil, scene.desk, now: noon)
    }
  }

  @Test func noticesAreListedByOrderAndState() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    func list(_ text: String, _ states: Set<NoticeState> = []) throws -> Int {
      try scene.store.notices(
        QueryParser.parse(text), states: states, limit: 10, now: noon
      ).count
    }
    #expect(try list("") == 1 && list("country:BR") == 1 && list("country:DE") == 0)
    #expect(try list("", [.queued]) == 1 && list("", [.sent, .failed]) == 0)
    #expect(try scene.store.detail("#1").notices.count == 1)
  }

  @Test func everyKindAndStateCanBeStored() throws {
    let scene = try NoticeScene()
    let id = try scene.store.only("#1").number
    for kind in NoticeKind.allCases {
      try scene.store.pool.write {
        try $0.run(
          """
          INSERT INTO notice (orderID, kind, fact, state, way, receiver, factAt, createdAt)
          VALUES (?, ?, 'x', 'proposed', 'mail', '', 0, 0)
          """, id, kind.rawValue)
      }
    }
    for state in NoticeState.allCases where state != .queued && state != .sent && state != .unknown
    {
      try scene.store.pool.write { try $0.run("UPDATE notice SET state = ?", state.rawValue) }
    }
    #expect(throws: DatabaseError.self) {
      try scene.store.pool.write { try $0.run("UPDATE notice SET state = 'sent'") }
    }
  }
}
