import Fulfillment
import Testing

@testable import Store

/// An order of two mugs on two lines and a case, and what is written down of it by hand.
private struct Desk {
  let scratch: Scratch
  let order: OrderID
  var store: Store { scratch.store }

  init(_ change: (inout Order) -> Void = { _ in }) throws {
    scratch = try Scratch()
    try scratch.store.register(
      [
        AccountSetup(
          account: Account(name: "main", service: "woocommerce", role: .storefront),
          cadence: .minutes(10))
      ], now: noon)
    try scratch.store.takeSamples([
      sampleOrder(1) { order in
        order.lines = [
          OrderLine(externalID: "1", sku: "MUG", title: "Mug", quantity: 1, price: dollars(10)),
          OrderLine(externalID: "2", sku: "CASE-1", title: "Case", quantity: 1, price: dollars(20)),
          OrderLine(externalID: "3", sku: "MUG", title: "Mug", quantity: 1, price: dollars(10)),
        ]
        change(&order)
      }
    ])
    order = try scratch.store.only("#1")
  }

  @discardableResult
  func record(_ items: [(sku: String, count: Int)], reason: String = "x") throws -> ReturnID {
    let request = sampleReturn("") {
      $0.items = items.map { ReturnRequest.Item(sku: $0.sku, quantity: $0.count) }
      $0.reason = reason
    }
    return try store.recordReturn(request, for: order, by: "ana", now: noon)
  }

  /// Why it is refused; nothing has changed then.
  func refusal(
    _ items: [(sku: String, count: Int)], reason: String = "x"
  ) throws -> StoreError {
    let before = try store.everything()
    let error = try storeError { _ = try record(items, reason: reason) }
    #expect(try store.everything() == before)
    #expect(error.kind == .refused && error.what == "can't record the return of #1")
    #expect(!error.remedy.isEmpty)
    return error
  }

  func decide(_ decision: Decision, _ id: ReturnID) throws {
    let receipt = try store.decide(
      decision, on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(receipt.applied == 1, "\(receipt.refused)")
  }
}

@Suite struct RecordedReturnTests {
  @Test func whatIsNotInTheOrderIsRefused() throws {
    let error = try Desk().refusal([("NOPE", 1)])
    #expect(error.why == "NOPE is not in it: it has MUG, CASE-1")
  }

  @Test func moreThanWasBoughtIsRefused() throws {
    let desk = try Desk()
    #expect(try desk.refusal([("MUG", 99)]).why == "it has 2 MUG, not 99")
    #expect(try desk.refusal([("mug", 2), ("MUG", 1)]).why == "it has 2 MUG, not 3")
    #expect(try desk.refusal([("MUG", 0)]).why == "no piece of MUG comes back")
    try desk.record([("mug", 2), ("CASE-1", 1)])
  }

  @Test func aReturnWithoutAReasonIsRefused() throws {
    #expect(try Desk().refusal([("MUG", 1)], reason: " ").why == "it has no reason")
  }

  @Test func noPieceComesBackTwice() throws {
    let desk = try Desk()
    try desk.record([("MUG", 1)])
    try desk.record([("MUG", 1)])
    let error = try desk.refusal([("MUG", 1)])
    #expect(error.why == "2 of its 2 MUG come back already, with return by-hand-1, by-hand-2")
    let rest = try desk.refusal([])
    #expect(rest.why == error.why)
    try desk.record([("CASE-1", 1)])
  }

  @Test func theWholeOfAnOrderComesBackOnce() throws {
    let desk = try Desk()
    try desk.record([])
    #expect(try desk.refusal([]).why.hasSuffix("with return by-hand-1"))
    #expect(try desk.refusal([("CASE-1", 1)]).why.hasPrefix("1 of its 1 CASE-1 come"))
  }

  @Test func whatTheShopToldCountsToo() throws {
    let desk = try Desk {
      $0.returns = [sampleReturn("R1") { $0.items = [.init(sku: "MUG", quantity: 1, line: "3")] }]
    }
    let error = try desk.refusal([("MUG", 2)])
    #expect(error.why == "1 of its 2 MUG come back already, with return R1")
    #expect(error.remedy == "name what else comes back, of MUG at most 1")
    try desk.record([("MUG", 1)])
  }

  /// What the shop tells is taken, sense or not.
  @Test func aShopIsBelieved() throws {
    let desk = try Desk {
      $0.returns = ["R1", "R2"].map { id in
        sampleReturn(id) { $0.items = [.init(sku: "NOPE", quantity: 9)] }
      }
    }
    #expect(try desk.store.detail("#1").returns.count == 2)
    try desk.record([])
  }

  @Test func aDeclinedReturnHoldsNothing() throws {
    let desk = try Desk()
    let first = try desk.record([])
    try desk.decide(.declineReturn(reason: "worn"), first)
    let second = try desk.record([])
    try desk.decide(.declineReturn(reason: "worn"), second)
    try desk.decide(.closeReturn(reason: ""), second)
    try desk.record([])
  }

  @Test func aClosedReturnHoldsWhatWasGranted() throws {
    let desk = try Desk()
    let first = try desk.record([("CASE-1", 1)])
    try desk.decide(
      .approveReturn(note: "", grant: ReturnGrant(outcome: .partialRefund, amount: dollars(5))),
      first)
    try desk.decide(.closeReturn(reason: ""), first)
    #expect(try desk.refusal([("CASE-1", 1)]).why.hasSuffix("with return by-hand-1"))
  }

  /// The customer has it anew, and may send that back.
  @Test func whatWasReplacedMayComeBack() throws {
    let desk = try Desk()
    try desk.store.recordPurchase(
      samplePurchase("CJ-1", for: "#1"), for: desk.order, by: "ana", now: noon)
    let first = try desk.record([("CASE-1", 1)])
    try desk.decide(.approveReturn(note: "", grant: ReturnGrant(outcome: .reship)), first)
    _ = try desk.store.recordReplacement(
      samplePurchase("CJ-2", for: "#1"), for: first, by: "ana", now: noon)
    #expect(try desk.store.detail("#1").returns.map(\.state) == [.replaced])
    try desk.record([("CASE-1", 1)])
  }

  @Test func anOrderThatCameToNothingHasNothingToSendBack() throws {
    let cancelled: @Sendable (inout Order) -> Void = {
      ($0.payment, $0.paidAt, $0.cancelledAt) = (.voided, nil, noon)
    }
    let error = try Desk(cancelled).refusal([])
    #expect(error.why == "it was cancelled before anything of it was paid or sent")
    let sent = try Desk {
      cancelled(&$0)
      $0.shipments = [Shipment(number: "LX1CN")]
    }
    try sent.record([])
  }

  @Test func aReturnIsFoundByItsIDs() throws {
    let desk = try Desk()
    let id = try desk.record([("CASE-1", 1)])
    let other = try desk.record([("MUG", 1)])
    func found(_ text: String) throws -> [ReturnID] {
      try desk.store.findReturns(text).map { $0.id }
    }
    #expect(try found("return:\(other.number)") == [other])
    #expect(try found("by-hand-1") == [id])
    for text in ["", "return:", "return:99", "return:x", "#1"] {
      #expect(try found(text).isEmpty, "\(text)")
    }
  }
}
