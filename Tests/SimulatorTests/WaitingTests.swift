import Fulfillment
@testable import Simulator
import Testing
import Wire

/// Lives that don't buy themselves.
@Suite struct WaitingTests {
  /// A world in which nobody buys anything of the last day and a half.
  static func visitor(
    seed: UInt64 = 11, orders: Int = 60, scenarios: ScenarioShares = .happy,
    temper: SupplierTemper = .smooth
  ) -> Visitor {
    var visitor = Visitor.buying(
      seed: seed, orders: orders, temper: temper, balance: 50_000_000, buysItself: 0,
      scenarios: scenarios)
    visitor.now = monday + .minutes(10)
    return visitor
  }

  /// What the shop says of an order, turned into an order for CJ.
  static func forCJ(_ visitor: inout Visitor, _ id: Int, key: String) throws -> [String: Any]? {
    let order = try Answer(visitor.shop("/orders/\(id)"))
    let products: [[String: Any]] = order.line_items.elements.compactMap { line in
      let offer = visitor.world.offers.first {
        $0.supplier == "CJ" && $0.sku == line.sku.text
          && ($0.stock ?? 0) >= line.quantity.int ?? 0
      }
      return offer.map { ["vid": $0.supplierSKU, "quantity": line.quantity.int ?? 0] }
    }
    guard products.count == order.line_items.elements.count else { return nil }
    var body = Visitor.cjOrder(key, payType: 2)
    let to = order.shipping
    body["shippingCountryCode"] = to.country.text
    body["shippingCustomerName"] =
      "\(to.first_name.text ?? "") \(to.last_name.text ?? "")"
    body["shippingZip"] = to.postcode.text
    body["shippingCity"] = to.city.text
    body["shippingProvince"] = to.state.text?.isEmpty == false ? to.state.text : "-"
    body["products"] = products
    return body
  }

  @Test func withoutTheOptionEverybodyBuys() {
    let visitor = Visitor.free(orders: 200)
    #expect(visitor.world.truth.allSatisfy { !$0.isWaiting })
    #expect(visitor.world.placed.isEmpty)
  }

  @Test func onlyNewOrdersWaitAndTheOthersAreTheSame() {
    func world(_ share: Double) -> World {
      World(
        seed: 4, options: .init(start: monday, backlogDays: 10, orders: 900, buysItself: share))
    }
    let (all, some) = (world(1).truth, world(0.6).truth)
    let recent = some.filter { $0.placedAt >= monday - .hours(36) }
    let waiting = some.filter(\.isWaiting)
    #expect(waiting.allSatisfy { $0.placedAt >= monday - .hours(36) })
    let share = Double(waiting.count) / Double(recent.count)
    #expect((0.25...0.48).contains(share))
    // A number given twice needs somebody else's parcel: the only thing that one life sees of another.
    for (before, after) in zip(all, some)
    where !after.isWaiting && after.scenario != .reusedNumber {
      #expect(before == after)
    }
  }

  @Test func aWaitingOrderIsPaidAndStaysUntouched() throws {
    var visitor = Self.visitor()
    let waiting = visitor.world.truth.filter(\.isWaiting)
    #expect(waiting.count > 10)
    visitor.now = monday + .days(20)
    for truth in waiting {
      #expect(try Answer(visitor.shop("/orders/\(truth.id)")).status.text == "processing")
      #expect(truth.trackingNumbers.isEmpty)
      #expect(try visitor.cjDetail(String(truth.id)).code.int == 1_603_100)
    }
  }

  @Test func whatIsBoughtForItBringsItsParcel() throws {
    var visitor = Self.visitor()
    var bought: [Int: String] = [:]
    for truth in visitor.world.truth where truth.isWaiting {
      let key = "SC-\(truth.id)-X"
      guard let body = try Self.forCJ(&visitor, truth.id, key: key) else { continue }
      let answer = try visitor.placeAtCJ(body)
      #expect(answer.code.int == 200, "\(truth.id): \(answer.message.text ?? "")")
      bought[truth.id] = key
    }
    #expect(bought.count > 8)
    visitor.now = monday + .days(30)
    for (id, key) in bought {
      let truth = try #require(visitor.world.truth.first { $0.id == id })
      let number = try visitor.cjDetail(key).data.trackNumber.text
      #expect(!truth.isWaiting)
      #expect(truth.trackingNumbers == [number])
      let history = try #require(visitor.world.history(of: id, at: visitor.now))
      #expect(history.purchases.map(\.state) == [.delivered])
      #expect(history.events[number ?? ""]?.last?.status == .delivered)
      // The shop knows nothing of it: telling it is the buyer's business.
      #expect(history.order.shipments.isEmpty)
      #expect(try Answer(visitor.shop("/orders/\(id)")).status.text == "processing")
    }
  }

  @Test(arguments: [
    Scenario.labelOnly, .stalled, .customs, .lost, .damaged, .failedDelivery, .pickup,
    .returnedToSender,
  ])
  func aParcelMeetsWhatItsLifeHasInStore(scenario: Scenario) throws {
    var visitor = Self.visitor(orders: 30, scenarios: .only(scenario, mended: 0))
    let waiting = visitor.world.truth.filter { $0.isWaiting && $0.scenario == scenario }
    let truth = try #require(waiting.first)
    #expect(truth.trouble == nil)
    let body = try #require(try Self.forCJ(&visitor, truth.id, key: "SC-\(truth.id)"))
    _ = try visitor.placeAtCJ(body)
    visitor.now = monday + .days(60)
    let history = try #require(visitor.world.history(of: truth.id, at: visitor.now))
    let last = history.events.values.first?.last?.status
    #expect(last != .delivered && last != nil)
    #expect(history.purchases.map(\.state) == [.shipped])
  }

  @Test func othersTroublesAreNoneOfAWaitingLife() {
    let visitor = Self.visitor(orders: 100, scenarios: .busy)
    let scenarios = Set(visitor.world.truth.filter(\.isWaiting).map(\.scenario))
    let impossible: Set<Scenario> = [
      .unpaid, .badAddress, .unmapped, .cancelled, .notBought, .silentSupplier, .noNumber,
      .invalidNumber, .reusedNumber, .stuckBeforeDispatch, .returnRequested, .refundedInPart,
    ]
    #expect(scenarios.isDisjoint(with: impossible) && scenarios.contains(.happy))
  }

  @Test func theNumberInTheKeyDecidesBetweenEqualOrders() throws {
    var visitor = Self.visitor(orders: 400)
    func cart(_ id: Int) throws -> [String] {
      try Answer(visitor.shop("/orders/\(id)")).line_items.elements.map {
        "\($0.sku.text ?? "") \($0.quantity.int ?? 0)"
      }
    }
    var byCart: [[String]: [Int]] = [:]
    for truth in visitor.world.truth where truth.isWaiting {
      byCart[try cart(truth.id), default: []].append(truth.id)
    }
    let twins = try #require(byCart.values.first { $0.count > 1 && $0.count < 9 })
    let wanted = try #require(twins.last)
    guard var body = try Self.forCJ(&visitor, wanted, key: "SC-\(wanted)-1") else { return }
    body["shippingCustomerName"] = "Somebody Else"
    _ = try visitor.placeAtCJ(body)
    #expect(
      visitor.world.truth.filter { twins.contains($0.id) && !$0.isWaiting }.map(\.id) == [wanted])
  }

  @Test func aPurchaseForNobodyIsAPurchaseAllTheSame() throws {
    var visitor = Self.visitor(orders: 3)
    let before = visitor.world.truth.count(where: \.isWaiting)
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2, sku: "CAR-VAC", quantity: 30))
    #expect(visitor.world.placedCounts == ["K": 1])
    #expect(visitor.world.truth.count(where: \.isWaiting) == before)
  }

  @Test func whatTheSupplierCancelsMayBeBoughtAgain() throws {
    var visitor = Self.visitor(temper: SupplierTemper(cancels: 1))
    let truth = try #require(
      try visitor.world.truth.first {
        try $0.isWaiting && Self.forCJ(&visitor, $0.id, key: "K") != nil
      })
    for round in 0..<3 {
      let body = try #require(
        try Self.forCJ(&visitor, truth.id, key: "SC-\(truth.id)-\(round)"))
      #expect(try visitor.placeAtCJ(body).code.int == 200)
      visitor.now = visitor.now + .days(3)
      let history = try #require(visitor.world.history(of: truth.id, at: visitor.now))
      #expect(history.purchases.count == round + 1)
      #expect(history.purchases.allSatisfy { $0.state == .cancelled })
      #expect(visitor.world.truth.first { $0.id == truth.id }?.isWaiting == true)
    }
  }

  @Test func halfOfAnOrderLeavesTheOtherHalfWaiting() throws {
    var visitor = Self.visitor(orders: 300)
    for truth in visitor.world.truth where truth.isWaiting {
      guard var body = try Self.forCJ(&visitor, truth.id, key: "SC-\(truth.id)-A"),
        let products = body["products"] as? [[String: Any]], products.count == 2
      else { continue }
      for (half, isDone) in [(0, false), (1, true)] {
        body["orderNumber"] = "SC-\(truth.id)-\(half)"
        body["products"] = [products[half]]
        #expect(try visitor.placeAtCJ(body).code.int == 200)
        #expect(visitor.world.truth.first { $0.id == truth.id }?.isWaiting == !isDone)
      }
      visitor.now = visitor.now + .days(5)
      let told = visitor.world.truth.first { $0.id == truth.id }?.trackingNumbers ?? []
      #expect(Set(told).count == 2)
      return
    }
    Issue.record("no order of two products")
  }

  @Test func aPurchaseAtAliExpressServesToo() throws {
    var visitor = Self.visitor(orders: 500)
    let skus = Set(
      Catalogue.offers.filter { $0.supplier == "AliExpress" }.map(\.sku))
    for truth in visitor.world.truth where truth.isWaiting {
      let order = try Answer(visitor.shop("/orders/\(truth.id)"))
      let lines = order.line_items.elements
      guard lines.count == 1, let sku = lines[0].sku.text, skus.contains(sku),
        order.shipping.country.text == "DE"
      else { continue }
      let body = Visitor.aliExpressOrder(
        "SC-\(truth.id)", skus: [sku], count: lines[0].quantity.int ?? 1, country: "DE")
      #expect(try visitor.placeAtAliExpress(body).is_success.bool == true)
      visitor.now = visitor.now + .days(40)
      let history = try #require(visitor.world.history(of: truth.id, at: visitor.now))
      #expect(history.purchases.map(\.supplier) == ["AliExpress"])
      #expect(history.purchases.map(\.state) == [.delivered])
      return
    }
    Issue.record("no order that AliExpress could fill")
  }

  @Test func theWorldsAgentServesAndHisParcelsAreKnown() throws {
    var visitor = Self.visitor(orders: 800)
    let pens = try visitor.world.truth.filter(\.isWaiting).first { truth in
      let lines = try Answer(visitor.shop("/orders/\(truth.id)")).line_items.elements
      return lines.map(\.sku.text) == ["ENGRAVED-PEN"]
    }
    let truth = try #require(pens)
    let order = try Answer(visitor.shop("/orders/\(truth.id)"))
    let quantity = order.line_items[0].quantity.int ?? 0
    let text = AgentTests.picking("SC-\(truth.id)-A", [(AgentTests.pen, quantity)])
    let file = AgentTests.file("ord_a.csv", text)
    _ = visitor.world.exchange([file], now: visitor.now)
    #expect(visitor.world.placed.map(\.service) == ["agent"])
    #expect(visitor.world.truth.first { $0.id == truth.id }?.isWaiting == false)
    visitor.now = monday + .days(30)
    let files = visitor.world.exchange([file], now: visitor.now)
    let row = AgentTests.rows(AgentTests.kind("shp", files)).first
    let number = try #require(row?["Tracking code"])
    let tracker = try CarrierTests.create(&visitor, number)
    #expect(tracker.status.text == "delivered")
    let history = try #require(visitor.world.history(of: truth.id, at: visitor.now))
    #expect(history.purchases.map(\.number) == visitor.world.placed.map(\.number))
    #expect(history.purchases.map(\.state) == [.delivered])
  }
}
