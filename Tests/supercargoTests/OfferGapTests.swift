import Connectors
import Fulfillment
import Testing

@testable import supercargo

private func item(_ id: String, _ sku: String, isShipped: Bool = true) -> ShopItem {
  ShopItem(id: id, sku: sku, title: "Item \(id)", isShipped: isShipped)
}

private func lines(_ sold: [(shop: String, item: ShopItem)], _ offers: [Offer]) -> [String] {
  OfferGap.all(sold, offers).map {
    [$0.gap.rawValue, $0.sku, $0.title, $0.shop, $0.supplier].filter { !$0.isEmpty }
      .joined(separator: " | ")
  }
}

struct OfferGapTests {
  @Test func whatNobodyFillsIsTold() {
    #expect(
      lines(
        [("shop", item("1", "MUG")), ("shop", item("2", "LID")), ("shop", item("3", ""))],
        [Offer(sku: "MUG", supplier: "CJ", supplierSKU: "1")])
        == ["no offer | LID | Item 2 | shop", "no sku | Item 3 | shop"])
  }

  @Test func whatIsNotShippedNeedsNoOffer() {
    #expect(lines([("shop", item("1", "EBOOK", isShipped: false))], []) == [])
  }

  @Test func twoProductsOfOneShopMayNotShareASku() {
    #expect(
      lines(
        [("a", item("1", "MUG")), ("a", item("2", "MUG")), ("b", item("3", "MUG"))],
        [Offer(sku: "MUG", supplier: "CJ", supplierSKU: "1")]) == ["twice | MUG | Item 2 | a"])
  }

  @Test func anOfferThatNoShopSellsIsTold() {
    #expect(
      lines(
        [("a", item("1", "MUG"))],
        [
          Offer(sku: "MUG", supplier: "CJ", supplierSKU: "1"),
          Offer(sku: "OLD", supplier: "CJ", supplierSKU: "2"),
        ])
        == ["not sold | OLD | CJ"])
  }
}
