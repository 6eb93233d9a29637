import Fulfillment
import GRDB
import Testing

@testable import Store

/// Stock and prices that suppliers tell of their items.
@Suite struct OfferNewsTests {
  /// `#1` waits for a case; CJ is reached through the account `cj`.
  private func offered(_ change: (inout Offer) -> Void = { _ in }) throws -> Scratch {
    let scratch = try shop()
    try scratch.store.save([Supplier(name: "CJ", account: "cj")], now: noon)
    var offer = Offer(
      sku: "CASE-1", supplier: "CJ", supplierSKU: "V-1", cost: dollars(4), stock: 5,
      stockAt: noon - .days(1))
    change(&offer)
    _ = try scratch.store.save([offer], now: noon)
    _ = try scratch.store.detect(thresholds: Thresholds(), limit: 10, now: noon)
    return scratch
  }

  private func take(
    _ store: Store, _ news: OfferNews, now: Timestamp = noon + .hours(1)
  ) throws -> IntakeResult {
    try store.take([news], about: [news.supplierSKU], from: "cj", now: now)
  }

  @Test func stockAndPriceAreWrittenWithTheirTime() throws {
    let scratch = try offered()
    let store = scratch.store
    let result = try take(store, OfferNews(supplierSKU: "V-1", stock: 3, cost: dollars(5)))
    #expect(result.changed == 1)
    let offer = try #require(try store.offers().first)
    #expect(offer.stock == 3 && offer.stockAt == noon + .hours(1) && offer.cost == dollars(5))
    _ = try store.detect(thresholds: Thresholds(), limit: 10, now: noon + .hours(2))
    #expect(
      try store.detail("#1").exceptions.contains {
        $0.code == "price.rise" && $0.reason.contains("CJ asks 5.00 USD, was 4.00 USD")
      })
    #expect(
      try take(store, OfferNews(supplierSKU: "V-1", stock: 3, cost: dollars(5))).unchanged == 1)
  }

  @Test func aLowerPriceIsNoRise() throws {
    let scratch = try offered()
    let store = scratch.store
    _ = try take(store, OfferNews(supplierSKU: "V-1", cost: dollars(5)))
    _ = try take(store, OfferNews(supplierSKU: "V-1", cost: dollars(3)))
    let rise = try store.pool.read {
      try $0.number("SELECT costBefore FROM offer WHERE costBefore IS NOT NULL")
    }
    #expect(rise == nil)
  }

  @Test func whatIsNotSaidStaysAsItWas() throws {
    let scratch = try offered()
    _ = try take(scratch.store, OfferNews(supplierSKU: "V-1"))
    let offer = try #require(try scratch.store.offers().first)
    #expect(offer.stock == 5 && offer.stockAt == noon - .days(1) && offer.cost == dollars(4))
  }

  @Test func anEmptyShelfIsRaised() throws {
    let scratch = try offered()
    let store = scratch.store
    _ = try take(store, OfferNews(supplierSKU: "V-1", stock: 0))
    _ = try store.detect(thresholds: Thresholds(), limit: 10, now: noon + .hours(2))
    #expect(try store.detail("#1").exceptions.contains { $0.code == "stock.out" })
  }

  private func due(_ store: Store, now: Timestamp, limit: Int = 10) throws -> [String] {
    try store.dueItems(of: "cj", limit: limit, wantedAge: .hours(2), age: .hours(12), now: now)
  }

  @Test func whatOrdersWaitForIsAskedAboutFirst() throws {
    let scratch = try offered()
    let store = scratch.store
    _ = try store.save(
      [
        Offer(sku: "LAMP", supplier: "CJ", supplierSKU: "V-2"),
        Offer(sku: "CASE-1", supplier: "Agent", supplierSKU: "A-1"),
      ], now: noon)
    #expect(try due(store, now: noon) == ["V-1", "V-2"])
    #expect(try due(store, now: noon, limit: 1) == ["V-1"])
    _ = try store.take([], about: ["V-1", "V-2"], from: "cj", now: noon)
    #expect(try due(store, now: noon + .minutes(119)) == [])
    #expect(try due(store, now: noon + .hours(2)) == ["V-1"])
    #expect(try due(store, now: noon + .hours(12)) == ["V-1", "V-2"])
  }

  @Test func anItemOfSeveralSkusIsAskedAboutOnce() throws {
    let scratch = try offered()
    let store = scratch.store
    _ = try store.save([Offer(sku: "CASE-2", supplier: "CJ", supplierSKU: "V-1")], now: noon)
    #expect(try due(store, now: noon) == ["V-1"])
    #expect(try take(store, OfferNews(supplierSKU: "V-1", stock: 9)).changed == 2)
  }
}
