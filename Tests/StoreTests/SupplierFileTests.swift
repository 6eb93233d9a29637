import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct SupplierFileTests {
  /// A store whose order `#1` was sent to the agent as a file; its key.
  private func desk() throws -> (Scratch, key: String) {
    let scratch = try shop { $0.makeTwoLines() }
    let agent = Account(name: "Agent", service: "files", role: .supplier)
    try scratch.store.register([AccountSetup(account: agent, cadence: .minutes(5))], now: noon)
    try scratch.store.buy("#1", supplier: "Agent")
    let claim = try #require(try scratch.store.claim(receiver: "Agent"))
    try scratch.store.settle(claim, accepted(), powers: .none, now: noon)
    return (scratch, try scratch.store.onlyBought("#1").key)
  }

  private func take(
    _ store: Store, _ report: FileReport, _ digest: String = "d1"
  ) throws -> IntakeResult {
    try store.take(report, account: "Agent", digest: digest, name: "a.csv", now: noon)
  }

  @Test func fileIsTakenOnceWhateverItIsCalled() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    let acknowledged = samplePurchase("A1", for: key, supplier: "") { $0.state = .acknowledged }
    #expect(try !store.hasRead("Agent", digest: "d1"))
    #expect(try take(store, FileReport(purchases: [acknowledged])).changed == 1)
    #expect(try store.hasRead("Agent", digest: "d1"))
    #expect(try !store.hasRead("Other", digest: "d1"))
    let before = try store.everything()
    let again = try store.take(
      FileReport(purchases: [samplePurchase("A2", for: "#1")]), account: "Agent", digest: "d1",
      name: "copy of a.csv", now: noon + .hours(1))
    #expect(again == IntakeResult())
    #expect(try store.everything() == before)
  }

  @Test(arguments: [PurchaseState.acknowledged, .rejected, .shipped])
  func purchaseIsFoundByItsKeyWithoutANumber(state: PurchaseState) throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    let told = samplePurchase("", for: "", supplier: "") {
      $0.key = key
      $0.state = state
      if state == .shipped { $0.shipments = [Shipment(number: "LX1CN")] }
    }
    #expect(try take(store, FileReport(purchases: [told])).changed == 1)
    let row = try store.onlyBought("#1")
    #expect(row.state == state && row.number.isEmpty && row.sending == .sent)
    #expect(try store.liveUnits("#1") == (state == .rejected ? 0 : 4))
    #expect(row.tracking == (state == .shipped ? "LX1CN" : ""))
  }

  @Test func purchaseNobodyKnowsIsRefused() throws {
    let (scratch, _) = try desk()
    let stray = samplePurchase("", for: "SC-NOBODY", supplier: "")
    let result = try take(scratch.store, FileReport(purchases: [stray]))
    #expect(result.refused == ["a purchase for SC-NOBODY: it has no number"])
  }

  @Test func whatTheSupplierWritesIsReadWithThePurchase() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    _ = try take(store, FileReport(notes: [key: "ships on\u{1B}[2J Monday", "nobody": "x"]))
    var row = try store.onlyBought("#1")
    #expect(!row.outcome.contains("\u{1B}") && row.outcome.hasSuffix("Monday"))
    #expect(row.evidence.last?.event == "told" && row.state == .placed)
    let numbered = samplePurchase("A1", for: key, supplier: "") { $0.state = .acknowledged }
    _ = try take(store, FileReport(purchases: [numbered], notes: ["A1": "one box"]), "d2")
    row = try store.onlyBought("#1")
    #expect(row.outcome == "one box" && row.number == "A1")
  }

  /// The shop learns what is in which parcel, and that not everything is.
  @Test func whatIsInAParcelIsTold() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    func ship(_ number: String, _ items: [String: Int], _ digest: String) throws -> FulfilmentDue? {
      let told = samplePurchase("", for: "", supplier: "") {
        ($0.key, $0.state, $0.shipments) = (key, .shipped, [Shipment(number: number)])
      }
      let shipped = items.map {
        FileReport.ShippedLine(
          key: key, number: "", supplierSKU: $0.key, quantity: $0.value, tracking: number)
      }
      _ = try take(store, FileReport(purchases: [told], shipped: shipped), digest)
      var due: [FulfilmentDue] = []
      _ = try store.queueFulfilments(
        {
          due.append($0)
          return "x"
        }, now: noon)
      return due.first { $0.shipment.number == number }
    }
    let first = try #require(try ship("LX1CN", ["V-LAMP": 2], "d1"))
    #expect(first.lines == [.init(id: "2", quantity: 2)] && !first.isComplete)
    let last = try #require(try ship("LX2CN", ["V-LAMP": 1, "V-CASE-1": 1], "d2"))
    #expect(last.lines == [.init(id: "1", quantity: 1), .init(id: "2", quantity: 1)])
    #expect(last.isComplete)
  }

  /// A line refused without a quantity is refused whole.
  @Test func refusalWithoutAQuantityIsOfAllOfIt() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    let refused = FileReport.RefusedLine(
      key: key, supplierSKU: "V-LAMP", quantity: 0, reason: "sold out")
    #expect(try take(store, FileReport(refusedLines: [refused])).changed == 1)
    #expect(try store.liveUnits("#1") == 1)
    #expect(try store.onlyBought("#1").outcome == "V-LAMP refused: sold out")
    #expect(try take(store, FileReport(refusedLines: [refused]), "d2").changed == 0)
  }

  @Test func linesThatAreNotFilledAreFree() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    let refused = FileReport.RefusedLine(
      key: key, supplierSKU: "V-LAMP", quantity: 2, reason: "sold out")
    #expect(try take(store, FileReport(refusedLines: [refused])).changed == 1)
    let row = try store.onlyBought("#1")
    #expect(row.state == .placed && row.outcome == "2 x V-LAMP refused: sold out")
    #expect(try store.liveUnits("#1") == 2)
    let lamp = try store.request("#1").lines[1]
    #expect(lamp.covered == ["": 1] && lamp.quantity == 3 && lamp.generation == 1)
    #expect(try store.buy("#1").applied == 1)
    #expect(try store.liveUnits("#1") == 4)
  }

  @Test func purchaseOfWhichNothingIsLeftIsRefused() throws {
    let (scratch, key) = try desk()
    let store = scratch.store
    let refused = [("V-LAMP", 3), ("V-CASE-1", 9)].map {
      FileReport.RefusedLine(key: key, supplierSKU: $0.0, quantity: $0.1, reason: "closed")
    }
    #expect(try take(store, FileReport(refusedLines: refused)).changed == 2)
    let row = try store.onlyBought("#1")
    #expect(row.state == .rejected && row.sending == .sent)
    #expect(try store.liveUnits("#1") == 0)
    let again = try take(store, FileReport(refusedLines: refused), "d2")
    #expect(again.unchanged == 2 && again.changed == 0)
    let stray = FileReport.RefusedLine(key: "SC-X", supplierSKU: "V", quantity: 1, reason: "")
    #expect(try take(store, FileReport(refusedLines: [stray]), "d3").refused.count == 1)
  }

  @Test func refusedLineOfAnUnknownPurchaseProvesThatItArrived() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", supplier: "Agent")
    let claim = try #require(try store.claim(receiver: "Agent"))
    try store.settle(claim, .lost("disk full"), powers: .none, now: noon)
    let line = FileReport.RefusedLine(
      key: claim.purchaseKey, supplierSKU: "V-CASE-1", quantity: 1, reason: "gone")
    _ = try take(store, FileReport(refusedLines: [line]))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .sent && row.state == .unclear)
    #expect(try store.liveUnits("#1") == 3)
  }

  @Test func stockIsWrittenByTheSuppliersOwnSKU() throws {
    let (scratch, _) = try desk()
    let store = scratch.store
    _ = try store.save(
      [
        Offer(sku: "LAMP", supplier: "Agent", supplierSKU: "V-LAMP", cost: dollars(4), priority: 3),
        Offer(sku: "LAMP-2", supplier: "Agent", supplierSKU: "V-LAMP", part: "base"),
        Offer(sku: "LAMP", supplier: "CJ", supplierSKU: "V-LAMP", stock: 9),
      ], now: noon)
    let stock = [
      StockTold(supplierSKU: "V-LAMP", quantity: 7), .init(supplierSKU: "X", quantity: 1),
    ]
    _ = try take(store, FileReport(stock: stock))
    func stocks() throws -> [Int?] { try store.offers().map(\.stock) }
    #expect(try stocks() == [7, 9, 7])
    let own = try #require(try store.offers().first)
    #expect(own.stockAt == noon && own.cost == dollars(4) && own.priority == 3)
    try store.saveStock(
      "CJ", [StockTold(supplierSKU: "V-LAMP", quantity: -2)], now: noon + .hours(1))
    #expect(try stocks() == [7, 0, 7])
  }
}
