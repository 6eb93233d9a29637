import Fulfillment
import Testing

@testable import Store

@Suite struct DetailTests {
  @Test func aReturnThatItsCustomerTookBackStandsInTheTimeline() throws {
    let scratch = try Scratch()
    var order = sampleOrder(1) { $0.returns = [sampleReturn("R1")] }
    try scratch.store.takeSamples([order])
    order.returns = [sampleReturn("R1") { $0.state = .withdrawn }]
    order.updatedAt = noon
    try scratch.store.takeSamples([order])
    let id = try scratch.store.only("#1")
    let detail = try #require(
      try scratch.store.order(id, returnWindow: .days(30), now: noon))
    let words = detail.timeline.filter { $0.kind == .return }.map(\.text)
    #expect(
      words.sorted() == ["return asked for by Rosa Lima: too small", "return withdrawn: too small"])
  }

  /// An order with all that can happen to one.
  private func eventful() throws -> Scratch {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) {
        $0.placedAt = noon - .days(9)
        $0.paidAt = noon - .days(9) + .hours(1)
        $0.returns = [sampleReturn("R1")]
      }
    ])
    let id = try store.only("#1")
    try store.recordPurchase(
      samplePurchase("P1", for: "") {
        $0.placedAt = noon - .days(8)
        $0.acknowledgedAt = noon - .days(7)
        $0.state = .shipped
        $0.shipments = [Shipment(number: "LX1CN", carrier: "post", shippedAt: noon - .days(6))]
      }, for: id, by: "ana", now: noon - .days(6))
    let report = TrackingReport(
      number: "LX1CN", carrier: "post", status: .inTransit,
      events: [
        TrackingEvent(
          occurredAt: noon - .days(5), recordedAt: noon, status: .pickedUp, message: "Got it",
          location: "Shenzhen", country: "CN")
      ])
    _ = try store.take([report], from: "17track", nextTrack: { _, _ in nil }, now: noon)
    try store.raise("transit.stalled", on: id)
    _ = try store.decide(
      .note("call them"), on: [.order(id)], by: "ana", hold: .minutes(5), now: noon)
    _ = try store.decide(
      .askReturn(question: "why?"), on: [.order(id)], by: "ana", hold: .minutes(5), now: noon)
    return scratch
  }

  @Test func timelineTellsEverythingOnceOldestFirst() throws {
    let scratch = try eventful()
    let timeline = try scratch.store.detail("#1").timeline
    #expect(timeline.map(\.occurredAt) == timeline.map(\.occurredAt).sorted())
    let texts = timeline.map(\.text)
    #expect(Set(texts).count == texts.count)
    for expected in [
      "order placed", "customer paid", "purchase placed, 12.00 USD: P1", "supplier accepted P1",
      "supplier says shipped: P1", "parcel post LX1CN", "picked up: Got it (Shenzhen, CN)",
      "return asked for by Rosa Lima: too small", "transit.stalled: because of transit.stalled",
      "call them", "ask about return #1 (why?)", "return.asked, held",
    ] { #expect(texts.contains(expected), "\(expected) in \(texts)") }
    #expect(Set(timeline.map(\.kind)) == Set(TimelineEntry.Kind.allCases))
  }

  @Test func timelineKeepsTheTwoTimesAndTheSource() throws {
    let scratch = try eventful()
    let timeline = try scratch.store.detail("#1").timeline
    let scanned = try #require(timeline.first { $0.kind == .scan })
    #expect(scanned.occurredAt == noon - .days(5) && scanned.recordedAt == noon)
    #expect(scanned.source == "17track")
    let bought = try #require(timeline.first { $0.kind == .purchase })
    #expect(bought.occurredAt == noon - .days(8) && bought.recordedAt == noon - .days(6))
    #expect(bought.source == "CJ")
    // Nothing is known before it has happened.
    #expect(timeline.allSatisfy { $0.kind != .purchase || $0.recordedAt >= $0.occurredAt })
    #expect(timeline.first { $0.kind == .note }?.source == "ana")
    #expect(timeline.first { $0.kind == .order }?.source == "main")
  }

  @Test func detailHoldsTheRowThatTheQueueShows() throws {
    let scratch = try eventful()
    let detail = try scratch.store.detail("#1")
    #expect(detail.row == (try scratch.store.everyRow().first))
    #expect(detail.row.supplier == "CJ" && detail.row.tracking == "LX1CN")
    #expect(detail.row.trackingStatus == .pickedUp && detail.row.state == .transit)
    #expect(detail.exceptions.map(\.code) == ["transit.stalled"])
    #expect(detail.returns.map(\.state) == [.asked])
    #expect(detail.outbox.map(\.kind) == ["return.asked"])
    #expect(detail.purchases[0].shipments.map(\.number) == ["LX1CN"])
  }

  @Test func shownExceptionComesFirstAndDealtWithOnesLast() throws {
    let scratch = try eventful()
    let store = scratch.store
    let id = try store.only("#1")
    try store.raise("order.address", .warning, on: id)
    try store.raise("parcel.lost", .critical, on: id)
    let lost = try #require(try store.listed().first)
    #expect(lost.code == "parcel.lost" && lost.hidden == 2)
    _ = try store.decide(
      .resolve(reason: "found"), on: [.exception(lost.id)], by: "ana", hold: .minutes(1), now: noon)
    #expect(
      try store.detail("#1").exceptions.map(\.code) == [
        "transit.stalled", "order.address", "parcel.lost",
      ])
  }

  @Test func orderThatIsNotThereIsNil() throws {
    let scratch = try Scratch()
    #expect(try scratch.store.order(OrderID(1), returnWindow: .days(30), now: noon) == nil)
  }

  @Test func recordsComeInTheOrderOfTheirRows() throws {
    let scratch = try filledStore(seed: 14, orders: 12)
    let rows = try scratch.store.queue(.all, sort: .risk, at: .start, count: 12, now: noon).rows
    let records = try scratch.store.records(rows)
    #expect(records.map(\.row) == rows)
    for record in records {
      #expect(record.order.name == record.row.name)
      #expect(record.exceptions.first ?? "" == record.row.exception)
    }
  }
}

@Suite struct WordingTests {
  @Test(arguments: [
    (Decision.acknowledge, "acknowledge #7", "acknowledge 2 exceptions"),
    (.snooze(.untilMoved), "snooze #7", "snooze 2 exceptions"),
    (.resolve(reason: "r"), "resolve #7", "resolve 2 exceptions"),
    (.note("n"), "note on #7", "note on 2 orders"), (.tag("vip"), "tag #7 vip", "tag 2 orders vip"),
    (.untag("vip"), "untag #7 vip", "untag 2 orders vip"),
    (.contactSupplier(text: "t"), "contact supplier about #7", "contact supplier about 2 orders"),
    (.approveReturn(note: ""), "approve return #7", "approve 2 returns"),
    (.declineReturn(reason: ""), "decline return #7", "decline 2 returns"),
    (.askReturn(question: ""), "ask about return #7", "ask about 2 returns"),
    (.receiveReturn(note: ""), "take back return #7", "take back 2 returns"),
    (
      .refundReturn(amount: dollars(5), note: ""), "refund 5.00 USD for #7",
      "refund 5.00 USD for 2 returns"
    ),
    (.closeReturn(reason: ""), "close return #7", "close 2 returns"),
  ])
  func titlesNameOneAndCountMany(decision: Decision, one: String, many: String) {
    #expect(decision.title(["#7"]) == one)
    #expect(decision.title(["#7", "#8"]) == many)
  }

  @Test(arguments: [
    Decision.acknowledge, .snooze(.untilMoved), .snooze(.until(noon)), .resolve(reason: "r"),
    .note("n"), .tag("t"), .untag("u"), .contactSupplier(text: "c"), .approveReturn(note: "a"),
    .declineReturn(reason: "d"), .askReturn(question: "q"), .sendReturn(tracking: "LX1"),
    .receiveReturn(note: "worn"), .missReturn(note: ""), .replaceReturn, .closeReturn(reason: "c"),
    .refundReturn(amount: nil, note: "n"),
    .refundReturn(amount: dollars(5), note: "n", secondAbove: [dollars(100)]),
    .approveReturn(note: "a", grant: ReturnGrant(outcome: .reship)),
    .approveReturn(
      note: "a",
      grant: ReturnGrant(
        outcome: .partialRefund, amount: dollars(7), secondAbove: [dollars(100)], keeps: 1_000)),
  ])
  func decisionsComeBackFromTheLogAsTheyWere(decision: Decision) {
    let again = Decision(
      verb: decision.verb, argument: decision.argument, until: decision.until,
      detail: decision.detail)
    #expect(again == decision)
    #expect(decision.cleaned == decision)
    #expect(Decision(verb: "strange", argument: "", until: nil) == nil)
  }

  @Test(arguments: [
    (Decision.note("a\u{1B}[2Jb"), "a[2Jb"), (.tag(" x\n"), "x"), (.untag("\u{202E}y"), "y"),
    (.resolve(reason: "one\ntwo"), "one\ntwo"),
  ])
  func wordsAreCleanedBeforeTheyAreKept(decision: Decision, text: String) {
    #expect(decision.cleaned.argument == text)
  }

  @Test(arguments: [
    ("rosa", "\"rosa\" *"), ("a \"b\"", "\"a \"\"b\"\"\" *"), ("x OR y", "\"x OR y\" *"),
    ("李", "\"李\" *"), ("12", "\"12\" *"), ("a\u{0}b", "\"ab\" *"),
  ])
  func searchTextIsQuotedWhole(text: String, phrase: String) {
    #expect(WordSearch.phrase(text) == phrase)
  }

  @Test(arguments: ["", " ", "#", "\"", "--", "()", "…", "🎁"])
  func textWithoutAWordIsNoSearch(text: String) {
    #expect(WordSearch.phrase(text) == nil)
  }

  @Test func conditionsKeepTheirArgumentsInOrder() {
    let parts = Condition.and([
      .starts("a", "x"), .or([.among("b", [1, 2]), .not(Condition("c = ?", ["z"]))]),
    ])
    #expect(
      parts.sql == "((a >= ? AND a < ?) AND (b IN (?, ?) OR NOT ifnull(c = ?, 0)))")
    #expect(parts.arguments.count == 5)
    #expect(Condition.and([]).sql == "1" && Condition.or([]).sql == "0")
  }
}

@Suite struct DigestTests {
  static let changes: [@Sendable (inout Order) -> Void] = [
    { $0.name = "x" }, { $0.placedAt = noon }, { $0.payment = .voided }, { $0.paidAt = nil },
    { $0.cancelledAt = noon }, { $0.fulfillment = .partial }, { $0.fulfilledAt = noon },
    { $0.promisedAt = noon }, { $0.subtotal = dollars(1) }, { $0.shipping = dollars(1) },
    { $0.tax = dollars(1) }, { $0.discount = dollars(1) }, { $0.total = nil },
    { $0.refunded = dollars(0) }, { $0.customerName = "x" }, { $0.email = "x" }, { $0.phone = "x" },
    { $0.note = "x" }, { $0.shipTo.name = "x" }, { $0.shipTo.company = "x" },
    { $0.shipTo.line1 = "x" }, { $0.shipTo.line2 = "x" }, { $0.shipTo.city = "x" },
    { $0.shipTo.province = "x" }, { $0.shipTo.postcode = "x" }, { $0.shipTo.country = "x" },
    { $0.shipTo.phone = "x" }, { $0.lines = [] }, { $0.lines[0].sku = "x" },
    { $0.lines[0].title = "x" }, { $0.lines[0].quantity = 9 }, { $0.lines[0].price = nil },
    { $0.lines[0].requiresShipping = false }, { $0.lines[0].fulfilled = true },
    { $0.lines[0].externalID = "x" }, { $0.tags = ["x"] },
    { $0.shipments = [Shipment(number: "x")] }, { $0.returns = [sampleReturn("x")] },
    {
      $0.customerName += "r"
      $0.email.removeFirst()
    },
  ]

  @Test(arguments: changes.indices)
  func everyFieldCounts(index: Int) {
    #expect(sampleOrder(1, change: DigestTests.changes[index]).digest != sampleOrder(1).digest)
  }

  @Test func storefrontsClockAndIDDoNotCount() {
    let same = sampleOrder(1) {
      $0.updatedAt = noon
      $0.externalID = "other"
    }
    #expect(same.digest == sampleOrder(1).digest)
  }

  @Test func digestIsTheSameInEveryProcess() {
    // A digest is stored: another value would make every order look changed after an update.
    var digest = Digest()
    digest.add("Supercargo")
    digest.add(Int64(42))
    digest.add(true)
    digest.add(Money?.none)
    #expect(digest.value == DigestTests.known)
  }

  /// Of the text, number, flag and nothing above (FNV-1a, 64 bit, computed apart from this program).
  static let known: Int64 = -6_411_075_461_267_978_770
}
