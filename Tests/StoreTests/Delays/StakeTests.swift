import Fulfillment
import Testing

@testable import Store

@Suite struct StakeTests {
  /// 0.3 x (40.00 to pay back + 12.00 that CJ has + 1.46 that the payment service keeps) = 16.04
  @Test func whatPaymentServicesKeepIsAtStakeToo() throws {
    let scratch = try Scratch()
    let store = scratch.store
    var thresholds = Thresholds()
    thresholds.paymentFees = [
      PaymentFee(storefronts: ["main"], share: 290, fixed: Money(minor: 30, currency: .usd))
    ]
    try store.adopt(thresholds, now: noon)
    try store.takeSamples([sampleOrder(1)])
    try store.takeSamples([sampleOrder(2)], from: "outlet")
    for name in ["#1", "#2"] {
      let id = try store.only(name)
      try store.recordPurchase(samplePurchase("P" + name, for: name), for: id, by: "ana", now: noon)
      try store.raise("transit.stalled", on: id)
    }
    #expect(try store.detail("#1").row.risk == Money(minor: 1_604, currency: .usd))
    #expect(try store.detail("#2").row.risk == Money(minor: 1_560, currency: .usd))
    let risk = try #require(try store.detail("#1").risk)
    #expect(risk.fees == Money(minor: 146, currency: .usd))
    #expect(risk.text.contains("1.46 in fees"))
    // Without them, none is known.
    try store.adopt(Thresholds(), now: noon)
    #expect(try store.detail("#1").risk?.fees == nil)
  }

  @Test func whatWasNotPaidCostsNoFee() throws {
    let scratch = try Scratch()
    let store = scratch.store
    var thresholds = Thresholds()
    thresholds.paymentFees = [PaymentFee(share: 1_000)]
    try store.adopt(thresholds, now: noon)
    try store.takeSamples([
      sampleOrder(1) {
        $0.payment = .pending
        $0.paidAt = nil
      }
    ])
    try store.raise("payment.pending", on: try store.only("#1"))
    #expect(try store.detail("#1").row.risk == dollars(4))
    #expect(try store.detail("#1").risk?.fees == nil)
  }

  /// Detection works it out as a decision does.
  @Test func detectionCountsFees() throws {
    let scratch = try Scratch()
    let store = scratch.store
    var thresholds = Thresholds()
    thresholds.paymentFees = [PaymentFee(share: 1_000)]
    try store.adopt(thresholds, now: noon)
    try store.takeSamples([
      sampleOrder(1) {
        $0.placedAt = noon - .days(9)
        $0.paidAt = noon - .days(9)
      }
    ])
    _ = try store.detect(thresholds: thresholds, limit: 10, now: noon)
    let detail = try store.detail("#1")
    let expected = try #require(detail.risk?.expected)
    #expect(detail.risk?.fees == dollars(4))
    #expect(detail.row.risk == expected)
  }

  /// 0.3 x (40.00 to pay back + 12.00 that CJ has) = 15.60
  @Test func whatSuppliersHaveIsAtStakeToo() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    let id = try store.only("#1")
    try store.raise("transit.stalled", on: id)
    #expect(try store.detail("#1").row.risk == dollars(12))
    try store.recordPurchase(samplePurchase("P1", for: "#1"), for: id, by: "ana", now: noon)
    try store.raise("transit.stalled", on: id)
    #expect(try store.detail("#1").row.risk == Money(minor: 1_560, currency: .usd))
    #expect(try store.counts().atRisk == [Money(minor: 1_560, currency: .usd)])
  }

  @Test(arguments: [PurchaseState.cancelled, .rejected, .unknown, .intended])
  func whatNoSupplierHasIsNot(_ state: PurchaseState) throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    let id = try store.only("#1")
    try store.recordPurchase(samplePurchase("P1", for: "#1"), for: id, by: "ana", now: noon)
    try store.perform("UPDATE purchaseOrder SET state = '\(state.rawValue)'")
    try store.raise("transit.stalled", on: id)
    #expect(try store.detail("#1").row.risk == dollars(12))
  }

  /// The likelier loss comes first, though it is worth less.
  @Test func theQueueIsOrderedByWhatMayBeLost() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) {
        $0.total = dollars(100)
        $0.lines[0].price = nil
      }, sampleOrder(2),
    ])
    try store.raise("payment.pending", on: try store.only("#1"))
    try store.raise("parcel.lost", on: try store.only("#2"))
    let rows = try store.queue(.all, sort: .risk, at: .start, count: 9, now: noon).rows
    #expect(rows.map(\.name) == ["#2", "#1"])
    #expect(rows.map(\.risk?.minor) == [3_800, 1_000])
    let listed = try store.listed()
    #expect(listed.map(\.money?.minor) == [3_800, 1_000])
  }

  /// The gravest of what stands is the order's; what is snoozed is not.
  @Test func anOrdersRiskIsItsGravest() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    let id = try store.only("#1")
    try store.raise("parcel.lost", .serious, on: id)
    try store.raise("transit.stalled", .notice, on: id)
    #expect(try store.detail("#1").row.risk == dollars(38))
    #expect(try store.detail("#1").risk?.probability == 0.95)
    let lost = try #require(try store.detail("#1").exceptions.first { $0.code == "parcel.lost" })
    _ = try store.decide(
      .snooze(.untilMoved), on: [.exception(lost.id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try store.detail("#1").row.risk == dollars(12))
    #expect(try store.counts().atRisk == [dollars(12)])
  }

  @Test func anOrderWithoutATotalHasNoRisk() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1) { $0.total = nil }])
    try store.raise("parcel.lost", on: try store.only("#1"))
    let detail = try store.detail("#1")
    #expect(detail.row.risk == nil)
    #expect(detail.risk == nil)
    #expect(try store.listed().map(\.money) == [nil])
  }
}
