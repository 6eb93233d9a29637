import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct IntendTests {
  @Test func intentIsWrittenWithItsLinesAndItsMessage() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    let request = try store.request("#1")
    let draft = draft(request)
    let held = Sending.held(until: noon + .minutes(10), now: noon)
    let receipt = try store.intend(
      [
        intent(draft, held) {
          $0.automation = "small"
          $0.fingerprint = request.fingerprint
        }
      ], by: "ana", hold: .minutes(10), now: noon)
    #expect(receipt.applied == 1 && receipt.refused.isEmpty && receipt.title == "buy for #1")
    #expect(receipt.undoableUntil == noon + .minutes(10))
    let row = try store.onlyBought("#1")
    #expect(row.key == draft.key && row.number.isEmpty && row.state == .intended)
    #expect(row.sending == .held && row.holdUntil == noon + .minutes(10))
    #expect(row.body == "order " + draft.key && row.automation == "small")
    #expect(row.method == "CJPacket" && row.cost == dollars(9) && row.placedAt == noon)
    #expect(row.items == "1 x V-CASE-1, 3 x V-LAMP" && row.attempts == 0 && row.evidence.isEmpty)
    #expect(try store.liveUnits("#1") == 4)
    let detail = try store.detail("#1")
    #expect(detail.row.purchase == .held && detail.row.holdUntil == noon + .minutes(10))
    #expect(detail.row.state == .ready && detail.row.supplier == "CJ")
    #expect(detail.outbox.map(\.key) == ["place:" + draft.key])
    #expect(detail.outbox[0].receiver == "CJ" && detail.outbox[0].kind == "place")
    #expect(detail.timeline.contains { $0.text == "buy for #1" && $0.source == "ana" })
    // What was only meant is none of the supplier's figures.
    #expect(try store.suppliers(now: noon).map(\.purchases) == [0])
  }

  @Test func allOfAnApplyAreOneDecision() throws {
    let scratch = try shop(4)
    let store = scratch.store
    let names = ["#1", "#2", "#3"]
    let drafts = try names.map { draft(try store.request($0)) }
    let receipt = try store.intend(
      drafts.map { intent($0, .held(until: noon + .minutes(5), now: noon)) }, by: "ana",
      hold: .minutes(5), now: noon)
    #expect(receipt.title == "buy for 3 orders" && receipt.applied == 3)
    #expect(try store.decisions(limit: 9).map(\.title) == ["buy for 3 orders"])
    let undone = try store.undo(nil, by: "ana", now: noon)
    #expect(undone.applied == 3)
    for name in names {
      #expect(try store.onlyBought(name).sending == .withdrawn)
      #expect(try store.liveUnits(name) == 0)
    }
  }

  @Test func twoPurchasesOfOneOrderAreOneOrderInTheTitle() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let request = try scratch.store.request("#1")
    let intents = [["1"], ["2"]].map { lines in
      intent(draft(request, lines: lines)) { $0.fingerprint = request.fingerprint }
    }
    let receipt = try scratch.store.intend(intents, by: "ana", hold: .minutes(0), now: noon)
    #expect(receipt.applied == 2 && receipt.title == "buy for #1")
    #expect(receipt.undoableUntil == nil)
    #expect(try scratch.store.liveUnits("#1") == 4)
  }

  struct Obstacle: CustomTestStringConvertible, Sendable {
    var reason: String
    var change: @Sendable (inout Order) -> Void
    var testDescription: String { reason }
  }

  static let obstacles = [
    Obstacle(reason: "cancelled") { $0.cancelledAt = noon },
    Obstacle(reason: "cancelled") { $0.payment = .voided },
    Obstacle(reason: "refunded") { $0.payment = .refunded },
    Obstacle(reason: "refunded") { $0.refunded = $0.total },
    Obstacle(reason: "not paid") { $0.payment = .pending },
    Obstacle(reason: "not paid") { $0.payment = .authorized },
    Obstacle(reason: "not paid") { $0.payment = .partiallyPaid },
    Obstacle(reason: "not paid") {
      $0.payment = .unknown
      $0.paidAt = nil
    },
  ]

  @Test(arguments: obstacles)
  func orderThatMayNotBeBoughtIsRefused(obstacle: Obstacle) throws {
    let scratch = try shop(change: obstacle.change)
    let store = scratch.store
    #expect(try store.request("#1").obstacle == obstacle.reason)
    let before = try store.everything()
    let receipt = try store.buy("#1")
    #expect(receipt.applied == 0 && receipt.batch == nil)
    #expect(receipt.refused.map(\.reason) == ["the order is " + obstacle.reason])
    #expect(receipt.refused[0].target == "#1 CJ")
    #expect(try store.everything() == before)
  }

  @Test func orderBroughtInAsHistoryIsRefused() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)], isHistory: true)
    #expect(try scratch.store.buy("#1").refused[0].reason.contains("history"))
  }

  @Test func partlyRefundedOrderIsOnlyProposedByAnAutomation() throws {
    let scratch = try shop(2) {
      $0.payment = .partiallyRefunded
      $0.refunded = dollars(5)
    }
    #expect(try scratch.store.buy("#1").applied == 1)
    #expect(try scratch.store.onlyBought("#1").sending == .ready)
    try scratch.store.buy("#2") { $0.automation = "all" }
    let row = try scratch.store.onlyBought("#2")
    #expect(row.sending == .proposed && row.outcome == "the order is partly refunded")
  }

  @Test(arguments: [
    ("plan", "not in the order"), ("sku", "now"), ("units", "only 1"),
    ("shipping", "needs no shipping"), ("fulfilled", "shipped already"),
    ("nothing", "nothing to buy"), ("other", "another order"),
    ("unknown", "no such order"), ("state", "can't start"),
  ])
  func draftThatDoesNotFitTheOrderIsRefused(what: String, reason: String) throws {
    let scratch = try shop {
      if what == "shipping" { $0.lines[0].requiresShipping = false }
      if what == "fulfilled" { $0.lines[0].fulfilled = true }
    }
    let store = scratch.store
    let item = PurchaseDraft.Item(
      line: "1", sku: "CASE-1", units: 1, supplierSKU: "V", quantity: 1)
    var wanted = draft(try store.request("#1")) { $0.items = [item] }
    var sending = Sending(state: .ready)
    switch what {
    case "plan": wanted.items[0].line = "9"
    case "sku": wanted.items[0].sku = "OTHER"
    case "units": wanted.items[0].units = 2
    case "nothing": wanted.items = []
    case "other": wanted.externalID = "ext-2"
    case "unknown": wanted.order = OrderID(99)
    case "state": sending = Sending(state: .sent)
    default: break
    }
    let receipt = try store.intend(
      [intent(wanted, sending)], by: "ana", hold: .minutes(1), now: noon)
    #expect(receipt.applied == 0)
    let told = try #require(receipt.refused.first?.reason)
    #expect(told.contains(reason), "\(told)")
    #expect(try store.bought("#1").isEmpty)
  }

  @Test func whatIsCoveredIsNotBoughtAgain() throws {
    let scratch = try shop()
    let store = scratch.store
    let first = draft(try store.request("#1"))
    func refusal(_ draft: PurchaseDraft) throws -> String {
      let receipt = try store.intend([intent(draft)], by: "ana", hold: .minutes(1), now: noon)
      #expect(receipt.applied == 0)
      return try #require(receipt.refused.first?.reason)
    }
    try store.buy("#1")
    #expect(try refusal(first).contains("bought already: CJ " + first.key))
    var other = first
    other.supplier = "Agent"
    #expect(try refusal(other) == "CASE-1 is bought already: CJ " + first.key)
    // The same units twice in one draft: the schema itself refuses it.
    try store.decide(.dropPurchase(reason: ""), try store.onlyBought("#1"))
    other.items += other.items
    #expect(try refusal(other) == "these units are bought already")
    #expect(try refusal(first) == "it came to nothing before: plan it again")
    #expect(try store.buy("#1").applied == 1)
  }

  @Test func purchaseByHandCoversTheWholeOrder() throws {
    let scratch = try shop(2)
    let store = scratch.store
    let hand = samplePurchase("H1", for: "#1")
    try store.recordPurchase(hand, for: try store.only("#1"), by: "ana", now: noon)
    #expect(try store.request("#1").obstacle == "bought by hand: CJ H1")
    #expect(try store.buy("#1").refused.map(\.reason) == ["bought by hand: CJ H1"])
    // One that was cancelled covers nothing.
    let gone = samplePurchase("H2", for: "#2") { $0.state = .cancelled }
    try store.recordPurchase(gone, for: try store.only("#2"), by: "ana", now: noon)
    #expect(try store.request("#2").obstacle.isEmpty)
    #expect(try store.buy("#2").applied == 1)
  }

  @Test func planThatIsOutOfDateIsRefused() throws {
    let scratch = try shop(2)
    let store = scratch.store
    let (first, second) = (try store.request("#1"), try store.request("#2"))
    try store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon
        $0.shipTo.line1 = "2 Short Street"
      }
    ])
    let receipt = try store.intend(
      [first, second].map { request in
        intent(draft(request)) { $0.fingerprint = request.fingerprint }
      }, by: "ana", hold: .minutes(1), now: noon)
    #expect(receipt.applied == 1)
    #expect(receipt.refused.map(\.reason) == ["the order has changed since it was planned"])
    #expect(receipt.refused[0].target == "#1 CJ")
  }

  @Test func nothingIsIntendedWhileBuyingIsStopped() throws {
    let scratch = try shop()
    let store = scratch.store
    let stopped = try store.decide(
      .stopBuying(reason: "prices are wrong"), on: [.buying], by: "ben", hold: .minutes(0),
      now: noon)
    #expect(stopped.applied == 1 && stopped.title == "stop buying")
    #expect(
      try store.buyingStop() == BuyingStop(at: noon, by: "ben", reason: "prices are wrong"))
    #expect(
      try store.buy("#1").refused.map(\.reason) == ["buying is stopped: prices are wrong"])
    let again = try store.decide(
      .stopBuying(reason: ""), on: [.buying], by: "ana", hold: .minutes(0), now: noon)
    #expect(again.refused.map(\.reason) == ["it is stopped already"])
    _ = try store.decide(.startBuying, on: [.buying], by: "ana", hold: .minutes(0), now: noon)
    #expect(try store.buyingStop() == nil)
    #expect(try store.buy("#1").applied == 1)
  }

  @Test func proposalHasNoEndOfItsUndo() throws {
    let scratch = try shop()
    let receipt = try scratch.store.buy("#1", Sending(state: .proposed))
    #expect(receipt.undoableUntil == nil && receipt.applied == 1)
    #expect(try scratch.store.detail("#1").row.purchase == .proposed)
    #expect(try scratch.store.counts().proposed == 1)
    let last = try #require(try scratch.store.lastUndoable(by: "ana", now: noon + .days(3)))
    #expect(last.title == "buy for #1")
  }

  @Test(arguments: [
    ("purchase:held", ["#1"]), ("purchase:proposed", ["#2"]),
    ("purchase:held,proposed", ["#2", "#1"]),
    ("-purchase:held", ["#3", "#2"]), ("purchase:sent", []),
  ])
  func queueIsFilteredByPurchase(filter: String, names: [String]) throws {
    let scratch = try shop(3)
    let store = scratch.store
    try store.buy("#1", .held(until: noon + .minutes(5), now: noon))
    try store.buy("#2", Sending(state: .proposed))
    let query = try QueryParser.parse(filter)
    let rows = try store.queue(query, sort: .newest, at: .start, count: 9, now: noon).rows
    #expect(rows.map(\.name) == names)
    #expect(try store.queueCount(query, now: noon) == names.count)
    #expect(query.description == filter)
    #expect(
      try store.purchases(query, limit: 9, now: noon).map(\.orderName)
        == names.filter { $0 != "#3" })
  }
}
