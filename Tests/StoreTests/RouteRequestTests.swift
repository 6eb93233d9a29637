import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct RouteRequestTests {
  @Test func requestTellsTheOrderAsTheRouterNeedsIt() throws {
    let scratch = try shop {
      $0.makeTwoLines()
      $0.promisedAt = noon + .days(9)
      $0.tags = ["vip"]
      $0.lines.append(
        OrderLine(
          externalID: "3", sku: "EBOOK", title: "Book", quantity: 1, price: nil,
          requiresShipping: false))
      $0.lines.append(
        OrderLine(externalID: "4", sku: "DONE", title: "", quantity: 1, price: nil, fulfilled: true)
      )
    }
    let request = try scratch.store.request("#1")
    #expect(request.orderName == "#1" && request.externalID == "ext-1")
    #expect(request.storefront == "main" && request.promisedAt == noon + .days(9))
    #expect(request.tags == ["vip"] && request.email == "rosa1@example.com")
    #expect(request.shipTo.city == "Campinas" && request.obstacle.isEmpty)
    #expect(request.lines.map(\.sku) == ["CASE-1", "LAMP"])
    #expect(request.lines[1].quantity == 3 && request.lines[1].price == dollars(10))
    #expect(request.lines.allSatisfy { $0.covered.isEmpty && $0.generation == 0 })
    #expect(request.fingerprint != 0)
  }

  @Test func openOrdersThatMatchComeInPages() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples(
      (1...7).map { number in
        sampleOrder(number) {
          $0.shipTo.country = number % 2 == 0 ? "DE" : "BR"
          if number == 3 { $0.cancelledAt = noon }
          if number == 5 { $0.lines = [] }
        }
      })
    func names(_ filter: String, _ limit: Int, after: OrderID? = nil) throws -> [String] {
      try store.routeRequests(
        try QueryParser.parse(filter), limit: limit, after: after, now: noon
      ).map(\.orderName)
    }
    #expect(try names("", 99) == ["#1", "#2", "#4", "#6", "#7"])
    #expect(try names("", 2) == ["#1", "#2"])
    #expect(try names("", 2, after: try store.only("#2")) == ["#4", "#6"])
    #expect(try names("country:DE", 99) == ["#2", "#4", "#6"])
    #expect(try names("country:DE age>30m", 1, after: try store.only("#2")) == ["#4"])
    #expect(try names("country:FR", 9).isEmpty)
    // Named ones come whatever their state, in the order named.
    let named = try store.routeRequests(
      [try store.only("#7"), OrderID(99), try store.only("#3")], now: noon)
    #expect(named.map(\.orderName) == ["#7", "#3"] && named[1].obstacle == "cancelled")
  }

  @Test(arguments: ["", "L1"])
  func coverIsToldByPartFromTheFirstUnitOn(part: String) throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    var first = draft(try store.request("#1"), lines: ["2"])
    first.items[0].part = part
    first.items[0].units = 2
    _ = try store.intend([intent(first)], by: "ana", hold: .minutes(1), now: noon)
    let line = try store.request("#1").lines[1]
    #expect(line.covered == [part: 2] && line.quantity == 3)
  }

  /// Units 0 and 1, then 2 are bought; then the first purchase comes to nothing.
  @Test func gapInTheMiddleIsAskedForAlone() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    var first = draft(try store.request("#1"), lines: ["2"])
    first.items[0].units = 2
    _ = try store.intend([intent(first)], by: "ana", hold: .minutes(1), now: noon)
    try store.buy("#1", lines: ["2"])
    #expect(try store.request("#1").lines[1].covered == ["": 3])
    try store.decide(
      .dropPurchase(reason: ""), try #require(try store.bought("#1").first))
    let gap = try store.request("#1").lines[1]
    #expect(gap.quantity == 2 && gap.covered.isEmpty && gap.generation == 1)
    #expect(try store.buy("#1", lines: ["2"]).applied == 1)
    #expect(try store.request("#1").lines[1].covered == ["": 3])
    #expect(try store.request("#1").lines[1].quantity == 3)
  }

  @Test func unitsOrderedLaterAreAskedForAlone() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try store.takeSamples([
      sampleOrder(1) {
        $0.makeTwoLines()
        $0.updatedAt = noon
        $0.lines[1].quantity = 5
      }
    ])
    let line = try store.request("#1").lines[1]
    #expect(line.quantity == 5 && line.covered == ["": 3] && line.generation == 0)
    #expect(try store.buy("#1").applied == 1)
    #expect(try store.bought("#1").last?.items == "2 x V-LAMP")
    #expect(try store.liveUnits("#1") == 6)
  }

  @Test(arguments: [
    "UPDATE customerOrder SET line1 = 'x'", "UPDATE customerOrder SET email = 'x'",
    "UPDATE orderLine SET quantity = 9 WHERE externalID = '2'",
    "UPDATE orderLine SET price = 1 WHERE externalID = '1'",
    "UPDATE orderLine SET fulfilled = 1 WHERE externalID = '1'",
    "UPDATE customerOrder SET cancelledAt = 1", "UPDATE customerOrder SET promisedAt = 1",
    "INSERT INTO orderTag (orderID, tag, source) VALUES (1, 't', 'shop')",
    "UPDATE purchaseLine SET isLive = 0",
  ])
  func fingerprintChangesWithWhatIsRouted(sql: String) throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", lines: ["1"])
    let before = try store.request("#1")
    #expect(try store.request("#1", now: noon + .days(1)) == before)
    try store.pool.write { try $0.execute(sql: sql) }
    #expect(try store.request("#1").fingerprint != before.fingerprint)
  }

  @Test func catalogueHoldsOffersAndRecords() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.save(
      [
        Supplier(name: "CJ", account: "cj", handlingDays: 2), Supplier(name: "Mute"),
        Supplier(name: "Agent", contact: "agent@example.com"),
      ], now: noon)
    _ = try store.save(
      [
        Offer(sku: "CASE-1", supplier: "CJ", supplierSKU: "A"),
        Offer(sku: "case-1", supplier: "Agent", supplierSKU: "B"),
      ], now: noon)
    let start = noon - .days(30)
    let histories = (0..<4).map { index in
      let order = sampleOrder(index) {
        $0.placedAt = start
        $0.promisedAt = start + .days(index == 0 ? 3 : 20)
      }
      return OrderHistory(
        order: order,
        purchases: [samplePurchase("P\(index)", for: order.name) { $0.placedAt = start }],
        events: ["T\(index)": [scan(.delivered, start + .days(10), "out")]])
    }
    _ = try store.take(histories: histories, from: "old", now: noon)
    let catalogue = try store.catalogue()
    #expect(catalogue.offers["case-1"]?.map(\.supplierSKU).sorted() == ["A", "B"])
    let record = try #require(catalogue.suppliers["cj"])
    #expect(
      record
        == SupplierRecord(
          supplier: "CJ", handlingDays: 2, onTime: 7500, sample: 4, takesOrders: true))
    #expect(catalogue.suppliers["agent"]?.takesOrders == true)
    #expect(catalogue.suppliers["agent"]?.onTime == nil)
    #expect(catalogue.suppliers["mute"]?.takesOrders == false)
  }

  @Test func usageCountsWhatAnAutomationSpends() throws {
    let scratch = try shop(6)
    let store = scratch.store
    func buy(_ name: String, _ sending: Sending = Sending(state: .ready), now: Timestamp = noon)
      throws
    {
      try store.buy(name, sending, now: now) { $0.automation = "small" }
    }
    let yesterday = noon - .days(1)
    try buy("#1", now: yesterday)
    try store.send(accepted("N1"), now: yesterday)
    try buy("#2")
    try buy("#3", .held(until: noon + .hours(1), now: noon))
    try buy("#4", Sending(state: .proposed))
    try buy("#5")
    try store.decide(.dropPurchase(reason: ""), try store.onlyBought("#5"))
    try store.buy("#6")
    let usage = try store.usage(of: "small", currency: .usd, now: noon)
    #expect(usage.proven == 1 && usage.countToday == 2 && usage.moneyToday == dollars(18))
    // A hand has looked at the fourth, and it has left.
    try store.decide(.approvePurchase, try store.onlyBought("#4"), hold: .minutes(0))
    #expect(try store.usage(of: "small", currency: .usd, now: noon).countToday == 3)
    #expect(try store.usage(of: "small", currency: .usd, now: noon).proven == 1)
    for _ in 0..<3 { try store.send(accepted()) }
    #expect(try store.usage(of: "small", currency: .usd, now: noon).proven == 3)
    #expect(
      try store.usage(of: "none", currency: .usd, now: noon)
        == PurchasingPolicy.Usage(moneyToday: dollars(0)))
    #expect(try store.usage(of: "", currency: .usd, now: noon).countToday == 0)
  }

  @Test func moneyWithoutARateIsNotKnown() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1") { $0.automation = "small" }
    let euro = try #require(Currency("EUR"))
    #expect(try store.usage(of: "small", currency: euro, now: noon).moneyToday == nil)
    let rates = Rates(base: .usd, millionths: [euro: 500_000])
    #expect(
      try store.usage(of: "small", currency: euro, rates: rates, now: noon).moneyToday
        == Money(minor: 450, currency: euro))
  }

  @Test func refusalsOfTheRouterAreKeptUntilTheNextRouting() throws {
    let scratch = try shop()
    let store = scratch.store
    _ = try store.save([Offer(sku: "CASE-1", supplier: "CJ", supplierSKU: "A")], now: noon)
    let id = try store.only("#1")
    let refusals = [
      Plan.Refusal(
        order: id, orderName: "#1", sku: "CASE-1", reason: "CJ does not serve BR",
        code: "order.blocked"),
      Plan.Refusal(order: id, orderName: "#1", sku: "X", reason: "no", code: "order.unmapped"),
    ]
    try store.keepRefusals(refusals, for: [id], now: noon)
    try store.detectAll(now: noon + .days(1))
    let blocked = try store.detail("#1").exceptions.filter { $0.code == "order.blocked" }
    #expect(try #require(blocked.first).reason.contains("CJ does not serve BR"))
    let before = try store.everything()
    try store.keepRefusals(refusals, for: [id], now: noon)
    #expect(try store.everything() == before)
    try store.keepRefusals([], for: [id], now: noon)
    try store.detectAll(now: noon + .days(1))
    let after = try store.detail("#1").exceptions.first { $0.code == "order.blocked" }
    #expect(after?.state == .cleared)
  }
}
