import Fulfillment
import GRDB
import Testing

@testable import Store

/// What a purchase was to cost, what it costs, and what becomes of one that the supplier has split.
@Suite struct ChargeTests {
  /// `#1`, of a case and three lamps, bought for 9 dollars and accepted under those numbers.
  private func split(_ numbers: String...) throws -> Scratch {
    let scratch = try shop { $0.makeTwoLines() }
    try scratch.store.save([Supplier(name: "CJ", account: "cj")], now: noon)
    try scratch.store.buy("#1")
    let claim = try #require(try scratch.store.claim())
    let answer = SendOutcome.accepted(
      numbers: numbers, state: .unpaid, cost: nil, note: "", shipments: [])
    try scratch.store.settle(claim, answer, powers: .none, now: noon)
    return scratch
  }

  /// The supplier's word on one of its numbers.
  private func tell(
    _ store: Store, _ number: String, _ state: PurchaseState = .acknowledged, _ cost: Int64? = nil,
    now: Timestamp = noon + .hours(1)
  ) throws {
    let told = samplePurchase(number, for: "") {
      ($0.supplier, $0.state, $0.placedAt) = ("CJ", state, noon)
      $0.cost = cost.map { Money(minor: $0, currency: .usd) }
    }
    _ = try store.take([told], from: "cj", cursor: nil, now: now)
  }

  private func detect(_ store: Store, now: Timestamp = noon + .hours(2)) throws -> [String] {
    _ = try store.detect(thresholds: Thresholds(), limit: 100, now: now)
    return try store.detail("#1").exceptions.filter {
      $0.code == "price.rise" && $0.state != .cleared
    }.map(\.reason)
  }

  @Test func whatWasPlannedIsKeptBesideWhatIsCharged() throws {
    let scratch = try split("N1")
    let store = scratch.store
    var row = try store.onlyBought("#1")
    #expect(row.planned == dollars(9) && row.charged == nil && row.difference == nil)
    try tell(store, "N1", .acknowledged, 1100)
    row = try store.onlyBought("#1")
    #expect(row.cost == dollars(11) && row.planned == dollars(9) && row.charged == dollars(11))
    #expect(row.difference == "planned 9.00 USD, charged 11.00 USD")
    let timeline = try store.detail("#1").timeline.map(\.text)
    #expect(
      timeline.contains("place charged, attempt 1: charged 11.00 USD, planned 9.00 USD"))
    #expect(try detect(store) == ["CJ charged 11.00 USD, planned 9.00 USD"])
    // The same word again is no news.
    try tell(store, "N1", .acknowledged, 1100)
    #expect(try store.onlyBought("#1").evidence.filter { $0.event == "charged" }.count == 1)
  }

  @Test func aCancelledPartIsToldThoughTheRestGoesOn() throws {
    let scratch = try split("N1", "N2")
    let store = scratch.store
    try tell(store, "N1")
    try tell(store, "N2", .cancelled)
    _ = try store.detect(thresholds: Thresholds(), limit: 100, now: noon + .hours(2))
    let told = try #require(
      try store.detail("#1").exceptions.first { $0.code == "purchase.cancelled" })
    #expect(told.reason.hasPrefix("CJ cancelled N2, a part of "))
  }

  @Test(arguments: [(Int64(900), false), (918, false), (919, true), (800, false)])
  func onlyMoreThanTheToleranceIsRaised(_ cents: Int64, _ isRaised: Bool) throws {
    let scratch = try split("N1")
    try tell(scratch.store, "N1", .acknowledged, cents)
    #expect(try detect(scratch.store).isEmpty == !isRaised)
    #expect((try scratch.store.onlyBought("#1").difference == nil) == (cents == 900))
  }

  @Test func costOfPartsIsTheirSumOnceAllAreTold() throws {
    let scratch = try split("N1", "N2", "N3")
    let store = scratch.store
    func head() throws -> PurchaseRow {
      try #require(try store.bought("#1").first { !$0.key.isEmpty })
    }
    try tell(store, "N2", .acknowledged, 400)
    try tell(store, "N1", .acknowledged, 500)
    #expect(try head().charged == nil && detect(store).isEmpty)
    try tell(store, "N3", .acknowledged, 300)
    #expect(try head().charged == dollars(12))
    #expect(try detect(store) == ["CJ charged 12.00 USD, planned 9.00 USD"])
    // A part that is off costs nothing.
    try tell(store, "N3", .cancelled, 300, now: noon + .hours(3))
    #expect(try head().charged == dollars(9))
    #expect(try detect(store, now: noon + .hours(4)).isEmpty)
  }

  /// Whichever of the numbers is taken back first.
  @Test(arguments: [["N1", "N2"], ["N2", "N1"]])
  func whatIsSplitIsFreeOnlyOnceAllOfItIsOff(_ order: [String]) throws {
    let scratch = try split("N1", "N2")
    let store = scratch.store
    try tell(store, order[0], .cancelled)
    #expect(try store.liveUnits("#1") == 4)
    #expect(try store.request("#1").lines.allSatisfy { $0.covered[""] == $0.quantity })
    try tell(store, order[1], .cancelled)
    #expect(try store.liveUnits("#1") == 0)
    #expect(try store.request("#1").lines.allSatisfy { $0.generation == 1 })
  }

  @Test func purchasesOfAnEarlierVersionArePlannedAsTheyCost() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1")
    try store.buy("#2")
    try store.pool.write { database in
      try database.execute(sql: "UPDATE purchaseOrder SET planned = NULL, plannedCurrency = NULL")
      for sql in SchemaV2.buying where sql.hasPrefix("UPDATE purchaseOrder") {
        try database.execute(sql: sql)
      }
    }
    #expect(try store.onlyBought("#1").planned == dollars(9))
  }
}

/// Stock that is bought since the supplier told it.
@Suite struct StockUseTests {
  private func offered(_ stock: Int, at stockAt: Timestamp) throws -> Scratch {
    let scratch = try shop(3)
    _ = try scratch.store.save(
      [
        Offer(
          sku: "CASE-1", supplier: "CJ", supplierSKU: "V-CASE-1", cost: dollars(4), stock: stock,
          stockAt: stockAt)
      ], now: noon)
    return scratch
  }

  private let key = StockUse.Key("CJ", "V-CASE-1")

  @Test func purchasesSinceTheStockWasToldUseItUp() throws {
    let scratch = try offered(5, at: noon - .hours(1))
    let store = scratch.store
    #expect(try store.catalogue().used.isEmpty)
    try store.buy("#1")
    try store.send(accepted("N1"))
    try store.buy("#2")
    #expect(try store.catalogue().used == [key: StockUse(items: 2, by: "#2")])
  }

  @Test func stockToldSinceCountsWhatTheSupplierHas() throws {
    let scratch = try offered(5, at: noon + .hours(1))
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    #expect(try store.catalogue().used.isEmpty)
    // It can't count what it has not been sent.
    try store.buy("#2", Sending(state: .held))
    #expect(try store.catalogue().used == [key: StockUse(items: 1, by: "#2")])
  }

  @Test func whatComesToNothingUsesNothing() throws {
    let scratch = try offered(5, at: noon - .hours(1))
    let store = scratch.store
    try store.buy("#1")
    try store.send(.refused("no such variant"))
    #expect(try store.catalogue().used.isEmpty)
  }
}
