import Fulfillment
import Testing

/// The same facts, the same key; other facts, another.
@Suite struct PurchaseKeyTests {
  private func draft(_ change: (inout PurchaseDraft) -> Void = { _ in }) -> PurchaseDraft {
    var draft = PurchaseDraft(
      order: OrderID(7), storefront: "shop", externalID: "5001", orderName: "#1001",
      supplier: "CJ", method: "Post",
      items: [
        PurchaseDraft.Item(line: "1", sku: "MUG-1", units: 2, supplierSKU: "v1", quantity: 2),
        PurchaseDraft.Item(
          line: "2", sku: "SET-1", part: "lid", units: 1, supplierSKU: "v2", quantity: 1),
      ],
      shipTo: Address(name: "Ada", country: "US"))
    change(&draft)
    return draft
  }

  @Test func itIsTheSameInEveryVersion() {
    // Written down once: suppliers keep it, so it may never change.
    #expect(draft().key == "SC-1001-2DUD6AA4NLCZE1R8FLYMVA69")
  }

  /// What does not change what is bought for whom.
  @Test(
    arguments: [
      { $0.order = OrderID(8) }, { $0.method = "DHL" }, { $0.cost = RouterSamples.usd(1) },
      { $0.shipTo.city = "Boston" }, { $0.email = "a@example.com" }, { $0.items.reverse() },
      { $0.items[0].supplierSKU = "v9" }, { $0.items[0].title = "Mug" },
      { $0.items[0].quantity = 4 },
    ] as [@Sendable (inout PurchaseDraft) -> Void])
  func itStaysWhere(_ change: @Sendable (inout PurchaseDraft) -> Void) {
    #expect(draft(change).key == draft().key)
  }

  @Test(
    arguments: [
      { $0.storefront = "shop2" }, { $0.externalID = "5002" }, { $0.supplier = "Agent" },
      { $0.generation = 1 }, { $0.replacement = Replacement(again: 1) }, { $0.items[0].units = 3 },
      { $0.items[0].firstUnit = 1 },
      { $0.items[0].line = "3" }, { $0.items[1].part = "cup" }, { $0.items.removeLast() },
      { ($0.storefront, $0.externalID) = ("shop5", "001") },
    ] as [@Sendable (inout PurchaseDraft) -> Void])
  func itChangesWhere(_ change: @Sendable (inout PurchaseDraft) -> Void) {
    #expect(draft(change).key != draft().key)
  }

  @Test(arguments: ["#1001", "", "Bestellung Nr. 12345678 für Ägypten", "深圳\u{1b}[2J", "../../etc"])
  func itIsPlainAndShort(_ name: String) {
    let key = draft { $0.orderName = name }.key
    #expect(key.utf8.count <= 40 && key.hasPrefix("SC-"))
    #expect(key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
  }

  @Test(arguments: seeds)
  func noTwoAreAlike(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var keys: Set<String> = []
    for order in 0..<200 {
      for generation in 0...1 {
        keys.insert(
          draft {
            ($0.externalID, $0.generation) = ("\(order)", generation)
            $0.items[0].units = random.int(1...3)
          }.key)
      }
    }
    #expect(keys.count == 400)
  }
}
