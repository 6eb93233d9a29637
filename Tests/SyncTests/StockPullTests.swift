import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// A supplier with orders of the fake world that also tells its stock: `/stock/ITEM` answers a number.
private struct FakeStock: UnlistedSupplier, Stocking {
  func groups(of items: [String]) -> [[String]] {
    items.filter { $0.hasPrefix("V") }.map { [$0] }
  }

  func words(on group: [String], _ context: RequestContext) -> [Exchange<[ItemWord]>] {
    group.map { item in
      Exchange(HTTPRequest(.get, "http://h/stock/\(item)")) { response throws(ConnectorError) in
        guard response.status == 200 else {
          if response.status == 400 { throw .rejected(code: "400", message: "not yours") }
          throw .unavailable("status \(response.status)")
        }
        let text = String(decoding: response.body, as: UTF8.self)
        return [ItemWord(item: item, stock: Int(text))]
      }
    }
  }
}

@Suite struct StockPullTests {
  private func rig(
    items: Int, _ status: @escaping @Sendable (String) -> Int = { _ in 200 }
  ) throws -> Rig {
    let account = ConnectedAccount(
      account: Rig.supplier, cadence: .minutes(30), connection: .supplier(FakeStock()))
    let rig = try Rig(
      accounts: [account], time: ManualTime(Rig.now, automatic: true),
      reply: { request, _ throws(ConnectorError) in
        let item = String(request.url.split(separator: "/").last ?? "")
        return HTTPResponse(status: status(item), body: Array("7".utf8))
      })
    try rig.store.save(
      [Supplier(name: Rig.supplier.name, account: Rig.supplier.name)], now: Rig.now)
    let offers = (1...items).map {
      Offer(sku: "S-\($0)", supplier: Rig.supplier.name, supplierSKU: "V\(100 + $0)")
    }
    _ = try rig.store.save(
      offers + [Offer(sku: "odd", supplier: Rig.supplier.name, supplierSKU: "x")], now: Rig.now)
    return rig
  }

  private func known(_ rig: Rig) throws -> Int {
    try rig.store.offers().filter { $0.stock == 7 && $0.stockAt != nil }.count
  }

  @Test func aFewItemsAreAskedAboutInEachPull() async throws {
    let rig = try rig(items: 30)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == nil)
    #expect(try known(rig) == 20)
    _ = try await rig.engine.runOnce()
    #expect(try known(rig) == 30)
    let before = rig.transport.requests.count
    _ = try await rig.engine.runOnce()
    // Nothing is due again so soon, nor what can't be asked about at all.
    #expect(rig.transport.requests.count == before)
  }

  @Test func itemThatIsRefusedIsToldAndTheOthersAreRead() async throws {
    let rig = try rig(items: 3) { $0 == "V102" ? 400 : 200 }
    let report = try await rig.engine.runOnce()
    #expect(try known(rig) == 2)
    #expect(report.accounts.first?.refused == ["stock of V102: not yours (400)"])
    #expect(report.accounts.first?.error == nil)
    _ = try await rig.engine.runOnce()
    #expect(rig.transport.requests.filter { $0.url.hasSuffix("V102") }.count == 1)
  }

  @Test func troubleWithTheStockIsNoFailureOfThePull() async throws {
    let rig = try rig(items: 3) { _ in 503 }
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == nil)
    #expect(report.accounts.first?.refused.count == 1)
    #expect(try rig.store.pullStates().first?.failures == 0)
    #expect(try known(rig) == 0)
  }
}
