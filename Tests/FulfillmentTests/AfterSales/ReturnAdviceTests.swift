import Fulfillment
import Testing

private let noon = ExampleFacts.monday + .days(10)

private func usd(_ minor: Int64) -> Money { Money(minor: minor, currency: .usd) }

/// One mug for 40.00 with 5.00 of postage, bought for 12.00, delivered two days ago.
private func matter(_ change: (inout ReturnCase) -> Void = { _ in }) -> ReturnCase {
  var order = Order(
    externalID: "1", name: "#1", placedAt: noon - .days(9), payment: .paid, currency: .usd)
  order.lines = [
    OrderLine(externalID: "1", sku: "MUG", title: "Mug", quantity: 1, price: usd(40_00))
  ]
  (order.shipping, order.total) = (usd(5_00), usd(45_00))
  let row = ReturnRow(
    id: ReturnID(1), order: OrderID(1), orderName: "#1", storefront: "main", state: .requested,
    requestedAt: noon - .days(1), requestedBy: "Ada", reason: "broken",
    deliveredAt: noon - .days(2))
  let queued = QueueRow(
    id: OrderID(1), name: "#1", storefront: "main", customer: "Ada", country: "US",
    supplier: "CJ", state: .delivered, payment: .paid, placedAt: order.placedAt,
    updatedAt: noon, total: order.total)
  var value = ReturnCase(
    row: row,
    value: Return(
      request: ReturnRequest(
        externalID: "R1", requestedAt: noon - .days(1), requestedBy: "Ada", reason: "broken",
        items: [.init(sku: "MUG", quantity: 1)]), state: .requested),
    order: OrderDetail(row: queued, order: order), ledger: RefundLedger(order), supplier: "CJ",
    cost: usd(12_00), spent: usd(12_00))
  change(&value)
  return value
}

private func advice(
  _ policies: [ReturnPolicy] = [], _ change: (inout ReturnCase) -> Void = { _ in }
) -> ReturnAdvice {
  ReturnAdvice.of(
    matter(change), ReturnRules(policies: policies), rates: Rates(), defaultWindow: .days(30),
    now: noon)
}

@Suite struct ReturnAdviceTests {
  /// Worked out by hand: 45.00 paid, 12.00 spent.
  @Test func everyOutcomeIsWeighedToTheCent() throws {
    let weighed = advice([
      ReturnPolicy(pays: .seller, restocking: 1_000, postage: usd(6_00)),
      ReturnPolicy(supplier: "cj", takesBack: true, credits: 5_000),
    ])
    let margins = Dictionary(
      uniqueKeysWithValues: weighed.options.map { ($0.outcome, $0.margin?.minor) })
    // 45 - 12 - 40
    #expect(margins[.refundAndKeep] == -7_00)
    // 45 - 12 - 20
    #expect(margins[.partialRefund] == 13_00)
    // 45 - 12 - 12
    #expect(margins[.reship] == 21_00)
    // 45 - 12 - 36 - 6, and 6 credited
    #expect(margins[.returnToSupplier] == -3_00)
    #expect(margins[.returnLocally] == -9_00)
    let back = try #require(weighed.options.first { $0.outcome == .returnToSupplier })
    #expect(back.refund == usd(36_00))
    #expect(back.fee == usd(4_00))
    #expect(back.recoverable == usd(6_00))
  }

  @Test func whatIsNotKnownStaysUnknownAndIsSaid() {
    let weighed = advice { ($0.cost, $0.spent) = (nil, nil) }
    #expect(weighed.options.allSatisfy { $0.margin == nil })
    #expect(weighed.options.allSatisfy { $0.unknown.contains("what the goods cost") })
    #expect(weighed.suggested == nil)
    #expect(weighed.reason == "no policy decides it, and too little is known to compare")
  }

  /// Where all of it was paid back, nothing is sent on top.
  @Test func nothingIsSentForMoneyThatHasGoneBack() throws {
    let weighed = advice { $0.ledger.shopRefunded = 45_00 }
    #expect(weighed.options.allSatisfy { !$0.obstacle.isEmpty })
    let reship = try #require(weighed.options.first { $0.outcome == .reship })
    #expect(reship.obstacle.contains("more would be given than was paid"))
    #expect(weighed.suggested == nil)
  }

  @Test func thePolicySuggests() {
    #expect(advice([ReturnPolicy(keepBelow: [usd(40_00)])]).suggested == .refundAndKeep)
    #expect(advice([ReturnPolicy(supplier: "CJ", takesBack: true)]).suggested == .returnToSupplier)
    #expect(advice([ReturnPolicy(address: "1 Long Street")]).suggested == .returnLocally)
    #expect(advice().suggested == .reship)
  }

  @Test func aLateRequestAndAnOpenDisputeSuggestNothing() {
    let late = advice([ReturnPolicy(window: .days(14), keepBelow: [usd(99_00)])]) {
      $0.row.deliveredAt = noon - .days(20)
    }
    #expect(late.suggested == nil)
    #expect(late.warnings.contains { $0.hasPrefix("asked for after the shop's window") })
    let disputed = advice([ReturnPolicy(keepBelow: [usd(99_00)])]) { $0.openDisputes = 1 }
    #expect(disputed.suggested == nil)
    #expect(disputed.reason.contains("dispute"))
  }

  @Test func whatCannotBeIsNotOffered() {
    let refused = advice([ReturnPolicy(supplier: "CJ", takesBack: false)])
    let back = refused.options.first { $0.outcome == .returnToSupplier }
    #expect(back?.obstacle == "CJ takes nothing back")
    let stuck = advice { $0.noWayBack = "main works by files" }
    #expect(
      stuck.options.filter { $0.obstacle.isEmpty }.map(\.outcome) == [.reship]
        && stuck.suggested == .reship)
    let empty = advice { $0.ledger.disputed = 45_00 }
    #expect(empty.options.filter { $0.outcome != .reship }.allSatisfy { !$0.obstacle.isEmpty })
  }

  @Test func policiesAreFoundByStorefrontAndSupplier() {
    let rules = ReturnRules(policies: [
      ReturnPolicy(storefront: "other", window: .days(1)), ReturnPolicy(window: .days(2)),
      ReturnPolicy(storefront: "main", supplier: "CJ", window: .days(3)),
    ])
    #expect(rules.shop("main")?.window == .days(2))
    #expect(rules.shop("other")?.window == .days(1))
    #expect(rules.supplier("cj", storefront: "main")?.window == .days(3))
    #expect(rules.supplier("CJ", storefront: "other") == nil)
    #expect(rules.supplier("", storefront: "main") == nil)
  }
}
