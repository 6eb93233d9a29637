import Fulfillment
import Testing

@testable import Store

/// Offers changed by hand, one by one.
struct OfferEditTests {
  private func offers() -> [Offer] {
    (1...5).map { index in
      Offer(
        sku: "LAMP-\(index)", supplier: "Agent", supplierSKU: "AG-\(index)",
        cost: Money(minor: Int64(index * 100), currency: .usd), stock: index)
    }
  }

  @Test func offersComeInWindowsBySku() throws {
    let store = try scratch()
    let (page, total) = try store.store.offers(of: "Agent", offset: 1, count: 2)
    #expect(page.map(\.sku) == ["LAMP-2", "LAMP-3"] && total == 5)
    #expect(try store.store.offers(of: "Agent", offset: 9, count: 2).offers.isEmpty)
    #expect(try store.store.offers(of: "Nobody", offset: 0, count: 2).total == 0)
  }

  @Test func aChangeIsWrittenAndKept() throws {
    let scratch = try scratch()
    let before = offers()[2]
    var after = before
    after.cost = Money(minor: 450, currency: .usd)
    try scratch.store.edit(before, to: after, change: "cost 3.00 -> 4.50", by: "ana", now: noon)
    #expect(try scratch.store.offers()[2] == after)
    let change = try #require(try scratch.store.offerChanges(limit: 5).first)
    #expect(change.by == "ana" && change.sku == "LAMP-3" && change.change == "cost 3.00 -> 4.50")
    try scratch.store.edit(after, to: before, change: "taken back", by: "ana", now: noon)
    #expect(try scratch.store.offers()[2] == before)
    #expect(try scratch.store.offerChanges(limit: 5).count == 2)
  }

  @Test func whatHasChangedMeanwhileIsNotWrittenOver() throws {
    let scratch = try scratch()
    let before = offers()[0]
    var (mine, theirs, other) = (before, before, before)
    (mine.stock, theirs.stock, other.sku) = (8, 9, "LAMP-9")
    try scratch.store.edit(before, to: theirs, change: "stock", by: "ben", now: noon)
    for (from, to) in [(before, mine), (theirs, other)] {
      #expect(throws: StoreError.self) {
        try scratch.store.edit(from, to: to, change: "stock", by: "ana", now: noon)
      }
    }
    var broken = theirs
    broken.stock = -1
    #expect(throws: StoreError.self) {
      try scratch.store.edit(theirs, to: broken, change: "stock", by: "ana", now: noon)
    }
    #expect(try scratch.store.offers()[0] == theirs)
    #expect(try scratch.store.offerChanges(limit: 5).count == 1)
  }

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    _ = try scratch.store.save(offers(), now: noon)
    return scratch
  }
}
