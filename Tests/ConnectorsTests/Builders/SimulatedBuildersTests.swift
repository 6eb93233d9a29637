import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

/// Every request that a connector builds goes to a world written from the documents by other hands, each
/// to a copy of that world; what comes back is read, or refused in words of the service.
struct SimulatedBuildersTests {
  /// What a world refuses for a good reason.
  private static let refusals: [String: Set<String>] = [
    // Confirmed first.
    "cj": ["pay 1"],
    // It has fulfilments of its own, and so no plugin for them.
    "woocommerce": ["fulfil 0 1 0"],
    // Its disputes are too old for evidence.
    "shopify": ["contest"],
  ]

  @Test(arguments: SimulatedDesk.services)
  func everyRequestIsAnswered(service: String) throws {
    var desk = try SimulatedDesk(service)
    let answers = try desk.errors()
    #expect(answers.count > 1)
    for (name, error) in answers {
      guard let error else { continue }
      guard case .rejected = error, Self.refusals[service]?.contains(name) == true else {
        Issue.record("\(service) \(name): \(error)")
        continue
      }
    }
  }

  @Test func aShopifyShopAnswersOverRESTAndToAnApp() throws {
    for desk in [
      try SimulatedDesk("shopify", options: ["api": "rest"]),
      try SimulatedDesk("shopify", isApp: true),
    ] {
      var desk = desk
      for (name, error) in try desk.errors() {
        #expect(error == nil || Self.refusals["shopify"]?.contains(name) == true, "\(name)")
      }
    }
  }

  @Test func ordersOverRESTAreTheSameOrders() throws {
    var (graph, rest) = (
      try SimulatedDesk("shopify"), try SimulatedDesk("shopify", options: ["api": "rest"])
    )
    guard case .storefront(let first) = graph.connection,
      case .storefront(let second) = rest.connection
    else { return }
    var orders: [[String: Order]] = []
    for (shop, isREST) in [(first, false), (second, true)] {
      var (known, cursor): ([String: Order], Cursor?) = ([:], nil)
      repeat {
        let at = cursor
        let page =
          isREST ? try rest.send { shop.orders(at, $0) } : try graph.send { shop.orders(at, $0) }
        for order in page.items { known[order.externalID] = order }
        cursor = page.next
      } while cursor != nil
      orders.append(known)
    }
    #expect(orders[0].count >= 160)
    #expect(orders[0].keys.sorted() == orders[1].keys.sorted())
    for (id, order) in orders[0] {
      let other = try #require(orders[1][id])
      #expect(order.name == other.name && order.total == other.total, "\(id)")
      #expect(order.lines.map(\.sku) == other.lines.map(\.sku), "\(id)")
      #expect((order.cancelledAt == nil) == (other.cancelledAt == nil), "\(id)")
    }
  }

  @Test func whatAShopSellsIsReadToItsVariations() throws {
    var desk = try SimulatedDesk("woocommerce")
    let shop = try #require(desk.connection.cataloguing)
    let items = try desk.send { shop.items(nil, $0) }.items
    #expect(items.count == 24 && items.filter(\.hasVariations).count == 1)
    let parent = try #require(items.first { $0.hasVariations })
    let kinds = try desk.send { shop.variations(of: parent, nil, $0) }.items
    #expect(kinds.map(\.title) == ["Moon lamp, 15 cm: Warm", "Moon lamp, 15 cm: Cold"])
    #expect(kinds.map(\.sku) == ["LAMP-MOON", "LAMP-MOON-COLD"])
  }
}
