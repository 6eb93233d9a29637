import Fulfillment
import GRDB
import Testing

@testable import Store

/// Which notices a decision is about, and that none is told twice, or to whom it should not be.
@Suite struct NoticeDecisionTests {
  private let later = noon + .minutes(11)

  /// An order that is late, of which two days were told one after the other.
  private func delayedTwice() throws -> NoticeScene {
    let scene = try NoticeScene()
    let id = try scene.store.only("#1")
    _ = try scene.store.proposeNotice(.delayed, of: id, language: nil, scene.desk, now: noon)
    #expect(try scene.decide(.withholdNotice(.delayed, reason: "")).applied == 1)
    try scene.store.pool.write {
      try $0.run(
        """
        INSERT INTO notice (orderID, kind, fact, state, way, receiver, text, body, factAt, createdAt)
        VALUES (?, 'delayed', '2026-11-27', 'proposed', 'mail', 'customers', 'second', 'second', 1, 1)
        """, id.number)
    }
    return scene
  }

  @Test func whatWaitsIsSentAloneThoughItsKindIsNamed() throws {
    let scene = try delayedTwice()
    let id = try scene.store.only("#1")
    let wanted = try scene.store.noticesToTell(.delayed, of: id)
    #expect(wanted.map(\.fact) == ["2026-11-27"])
    #expect(try scene.decide(.tellCustomer(.delayed)).applied == 1)
    #expect(try scene.rows.map(\.state) == [.skipped, .queued])
    #expect(try scene.store.noticesToTell(.delayed, of: id).isEmpty)
  }

  @Test func onlyTheNewestOfThoseThatWereSkippedIsSent() throws {
    let scene = try delayedTwice()
    #expect(try scene.decide(.withholdNotice(nil, reason: "")).applied == 1)
    let id = try scene.store.only("#1")
    #expect(try scene.store.noticesToTell(nil, of: id).isEmpty)
    #expect(try scene.store.noticesToTell(.delayed, of: id).map(\.fact) == ["2026-11-27"])
    #expect(try scene.decide(.tellCustomer(.delayed)).applied == 1)
    #expect(try scene.rows.map(\.state) == [.skipped, .queued])
  }

  @Test func theAnswerOfADecisionThatWasTakenBackIsNeverSent() throws {
    let scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    _ = try scene.store.decide(
      .declineReturn(reason: "worn"), on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try scene.round().queued == 1)
    #expect(try scene.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try scene.rows.map(\.state) == [.skipped])
    let receipt = try scene.decide(.tellCustomer(.returnDeclined))
    #expect(receipt.applied == 0, "\(receipt)")
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).isEmpty)
  }

  /// Withheld, put back and told anew under a message of its own: it falls with the decision all the same.
  @Test func anAnswerThatIsToldAnewFallsWithItsDecision() throws {
    let scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    let receipt = try scene.store.decide(
      .declineReturn(reason: "worn"), on: [.return(id)], by: "ana", hold: .hours(2), now: noon)
    _ = try scene.round()
    _ = try scene.decide(.withholdNotice(nil, reason: ""))
    #expect(try scene.decide(.tellCustomer(.returnDeclined)).applied == 1)
    #expect(try scene.store.undo(receipt.batch, by: "ana", now: noon).applied == 1)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).isEmpty)
    #expect(try scene.rows.map(\.state) == [.skipped])
  }

  @Test func whatIsBeingSentCanNotBeWithheld() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    let claim = try #require(try scene.store.claim(receiver: "customers", now: later))
    let receipt = try scene.decide(.withholdNotice(.shipped, reason: ""), at: later)
    #expect(receipt.applied == 0)
    #expect(receipt.refused.first?.reason == "it is being sent")
    try scene.store.settle(claim, accepted(state: .unclear), powers: .none, now: later)
    #expect(try scene.rows.map(\.state) == [.sent])
    #expect(try scene.decide(.tellCustomer(.shipped), at: later).applied == 0)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later + .hours(1)).isEmpty)
  }

  @Test func withholdingIsTakenBackOnlyFromAMessageThatWasWithdrawn() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    #expect(try scene.decide(.withholdNotice(.shipped, reason: "")).applied == 1)
    // As an earlier version left it: the message went on its way in spite of it.
    try scene.store.pool.write {
      try $0.run(
        """
        UPDATE outboxMessage SET attempts = 1, state = 'sent', settledAt = 1 WHERE kind = 'notice'
        """)
      try $0.run("UPDATE notice SET state = 'skipped'")
    }
    #expect(try scene.store.undo(nil, by: "ana", now: noon).applied == 0)
    #expect(try scene.rows.map(\.state) == [.skipped])
  }

  @Test func whoOptsOutIsNotSentWhatWaitsAlready() throws {
    let scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    try scene.ship()
    let order = try scene.store.only("#1")
    try scene.store.raise("transit.delayed", on: order, since: noon)
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    _ = try scene.store.decide(
      .declineReturn(reason: "worn"), on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try scene.round() == NoticeRound(queued: 2, proposed: 1))
    #expect(
      try scene.store.setNotices(
        off: true, for: "rosa1@example.com", scene.desk, by: "ana", now: noon))
    let states = Dictionary(
      uniqueKeysWithValues: try scene.rows.map { ($0.kind, [$0.state.rawValue, $0.reason]) })
    #expect(states[.shipped] == ["skipped", "the customer wants no notices"])
    #expect(states[.delayed] == ["skipped", "the customer wants no notices"])
    #expect(states[.returnDeclined]?.first == "queued")
    for kind in [NoticeKind.shipped, .delayed] {
      let receipt = try scene.decide(.tellCustomer(kind))
      #expect(receipt.applied == 0)
      #expect(receipt.refused.first?.reason == "the customer wants no notices")
    }
    // The answer to what he asked leaves.
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).count == 1)
  }

  /// No rule has found the order late; the operator has.
  @Test func aDelayToldByHandIsNotTakenBackForWantOfAnException() throws {
    let scene = try NoticeScene()
    let order = try scene.store.only("#1")
    _ = try scene.store.proposeNotice(
      .delayed, of: order, language: nil, scene.desk, now: noon)
    #expect(try scene.decide(.tellCustomer(.delayed)).applied == 1)
    try scene.ship()
    #expect(try scene.round().overtaken == 0)
    #expect(try scene.rows.first { $0.kind == .delayed }?.state == .queued)
  }

  /// A file of an earlier version does not know whose address a notice has.
  @Test func noticesOfAnEarlierVersionAreFoundByTheirAddress() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    try scene.store.pool.write { try $0.run("UPDATE notice SET digest = ''") }
    _ = try scene.store.setNotices(
      off: true, for: "rosa1@example.com", scene.desk, by: "ana", now: noon)
    #expect(try scene.rows.map(\.state) == [.skipped])
  }

  /// It may be noted by another program between the look and the leaving.
  @Test func theLastLookBeforeItLeavesSeesWhoOptedOut() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    let digest = scene.desk.digest("rosa1@example.com")
    try scene.store.pool.write {
      try $0.run("INSERT INTO noticeOptOut (digest, at, by) VALUES (?, 1, 'ana')", digest)
    }
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).isEmpty)
    #expect(try scene.rows.map(\.state) == [.skipped])
  }

  @Test func aNoticeThatCouldNotBeWrittenIsWrittenOnceTheCauseIsMended() throws {
    var scene = try NoticeScene()
    scene.desk.policy.rules.way = .shop
    try scene.ship()
    #expect(try scene.round().failed == 1)
    #expect(try scene.round().count == 0)
    #expect(try scene.rows.map(\.state) == [.failed])
    scene.desk.policy.rules.way = .mail
    #expect(try scene.round().queued == 1)
    let row = try #require(try scene.rows.first)
    #expect(try scene.rows.count == 1 && row.state == .queued && !row.body.isEmpty)
    #expect(row.reason.isEmpty)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).count == 1)
    #expect(try scene.round(at: later).count == 0)
  }

  @Test func anOperatorMayWriteWhatFailedBefore() throws {
    var scene = try NoticeScene([.shipped: .ask])
    scene.desk.policy.rules.way = .shop
    try scene.ship()
    _ = try scene.round()
    scene.desk.policy.rules.way = .mail
    let row = try scene.store.proposeNotice(
      .shipped, of: try scene.store.only("#1"), language: nil, scene.desk, now: noon)
    #expect(row.state == .proposed && row.fact == "LX1CN")
    #expect(try scene.decide(.tellCustomer(.shipped)).applied == 1)
  }

  @Test func theAnswerToAReturnIsWrittenOnceItsTextCanBe() throws {
    var scene = try NoticeScene { $0.returns = [sampleReturn("R1")] }
    scene.desk.policy.rules.way = .shop
    let id = try #require(try scene.store.detail("#1").returns.first?.id)
    _ = try scene.store.decide(
      .declineReturn(reason: "worn"), on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try scene.round().failed == 1)
    scene.desk.policy.rules.way = .mail
    #expect(try scene.round().queued == 1)
    #expect(try scene.dispatch(accepted(state: .unclear), at: later).count == 1)
  }

  @Test func whatWaitsIsRewrittenInTheLanguageThatIsAskedFor() throws {
    let scene = try NoticeScene([.shipped: .ask])
    try scene.ship()
    _ = try scene.round()
    let id = try scene.store.only("#1")
    #expect(try scene.rows.map(\.language) == [.portuguese])
    let shown = try scene.store.previewNotice(
      .shipped, of: id, language: .german, scene.desk, now: noon)
    #expect(shown.map(\.draft.text.language) == [.german])
    #expect(
      try scene.store.rewriteNotices(.shipped, of: id, in: .german, scene.desk, now: noon) == 1)
    let row = try #require(try scene.rows.first)
    #expect(row.language == .german && row.text == shown.first?.draft.text.text)
    #expect(row.body == shown.first?.draft.body)
    // What stands in no facts any more can't be.
    try scene.store.pool.write { try $0.run("UPDATE notice SET fact = 'LX9CN'") }
    #expect(throws: NoticeRefusal.self) {
      try scene.store.rewriteNotices(nil, of: id, in: .french, scene.desk, now: noon)
    }
  }

  @Test func ofWhatWasToldNothingIsRewritten() throws {
    let scene = try NoticeScene()
    try scene.ship()
    _ = try scene.round()
    let id = try scene.store.only("#1")
    #expect(
      try scene.store.rewriteNotices(.shipped, of: id, in: .german, scene.desk, now: noon) == 0)
    let error = #expect(throws: NoticeRefusal.self) {
      try scene.store.previewNotice(.shipped, of: id, language: .german, scene.desk, now: noon)
    }
    #expect(error?.reason.contains("has a notice of the kind shipped") == true)
  }

  @Test func aReplacementIsToldOfThoughTheShopTellsOfParcels() throws {
    let scene = try NoticeScene([.replaced: .auto], telling: ["main"])
    try scene.ship()
    _ = try scene.store.queueFulfilments({ _ in "tell" }, now: noon)
    _ = try scene.round()
    #expect(try scene.rows.map(\.kind) == [.shipped])
    let id = try scene.store.only("#1")
    let request = try scene.store.replacementRequest(for: [], of: id, now: noon)
    #expect(
      try scene.store.intend(
        [intent(draft(request))], by: "ana", hold: .seconds(0), now: noon
      ).applied == 1)
    _ = try scene.dispatch(accepted(state: .unclear), at: noon)
    try scene.store.send(
      accepted("N2", state: .shipped, shipments: [Shipment(number: "LX2CN", carrier: "post")]))
    // Not before it is sure that the shop is not told of it.
    #expect(try scene.round().count == 0)
    _ = try scene.store.queueFulfilments({ _ in "tell" }, now: noon)
    #expect(try scene.round().queued == 1)
    let row = try #require(try scene.rows.last)
    #expect(row.kind == .replaced && row.fact == "LX2CN" && row.way == .mail)
  }

  /// The first parcel of these goods was never told of, whatever the shop knows of others.
  @Test func aReplacementOfGoodsTheShopKnowsNothingOfIsToldToTheShop() throws {
    let scene = try NoticeScene(telling: ["main"]) { $0.makeTwoLines() }
    let store = scene.store
    try store.buy("#1", lines: ["1"])
    try store.send(
      accepted("N1", state: .shipped, shipments: [Shipment(number: "LX1CN", carrier: "post")]))
    _ = try store.queueFulfilments({ _ in "tell" }, now: noon)
    try store.buy("#1", supplier: "Agent", lines: ["2"])
    let claim = try #require(try store.claim(receiver: "Agent"))
    try store.settle(claim, accepted("A1"), powers: .none, now: noon)
    let request = try store.replacementRequest(
      for: [.init(sku: "LAMP", quantity: 3)], of: try store.only("#1"), now: noon)
    #expect(request.lines.map(\.id) == ["2"])
    _ = try store.intend([intent(draft(request))], by: "ana", hold: .seconds(0), now: noon)
    try store.send(
      accepted("N2", state: .shipped, shipments: [Shipment(number: "LX2CN", carrier: "post")]))
    #expect(try store.queueFulfilments({ _ in "tell" }, now: noon) == 1)
    let told = try store.pool.read {
      try $0.texts("SELECT key FROM outboxMessage WHERE kind = 'fulfil' ORDER BY id")
    }
    #expect(told.map { $0.hasSuffix("LX2CN") } == [false, true])
  }
}
