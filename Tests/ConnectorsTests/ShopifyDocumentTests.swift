import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every call the connector makes, held against the published schema.
struct ShopifyDocumentTests {
  private static let shop = ShopifySamples.shop
  private static let context = Samples.context

  /// One request of each document, each with values in all variables.
  static func requests() throws -> [HTTPRequest] {
    let order: (JSON) throws -> String = { part in
      let draft: JSON = ["id": "gid://shopify/Order/1001"]
      return JSON.object([
        JSON.Member(name: "waiting", value: ["gid://shopify/Order/1001"]),
        JSON.Member(name: "draft", value: draft), JSON.Member(name: "parts", value: [part]),
      ]).encoded
    }
    let cursors =
      [
        #"{"since":"2026-11-20T08:00:00.250Z","after":"abc","size":5}"#,
        #"{"waiting":["gid://shopify/Order/1001"]}"#,
      ]
      + (try ["lines", "returns", "refundLines", "returnLines"].map {
        try order(["kind": .string($0), "id": "gid://shopify/Order/1001", "after": "abc"])
      })
    let event = TrackingEvent(
      occurredAt: Samples.now, recordedAt: Samples.now, status: .inTransit, message: "Departed")
    let one = ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2)])])
    let two = [
      ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 1)])], end: "a"),
      ShopifySamples.portions([ShopifySamples.portion(6, lines: [(11, 1)], location: 2)]),
    ]
    let bare: JSON = ["id": "gid://shopify/Fulfillment/4", "status": "SUCCESS", "trackingInfo": []]
    let bodies = [
      try ShopifySamples.prepared([one]), try ShopifySamples.prepared(two),
      try ShopifySamples.prepared([ShopifySamples.portions([], parcels: [bare])]),
    ]
    let payment = CapturedPayment(
      id: "gid://shopify/OrderTransaction/3", gateway: "shopify_payments",
      amount: Samples.usd(2790), refundable: nil)
    let refund = shop.body(
      for: RefundDraft(
        order: "1001", payment: payment, amount: Samples.usd(500),
        lines: [.init(id: "11", quantity: 1)],
        note: "broken"))
    let cancel = CancelRequest(
      order: "1001", reason: .inventory, refunds: true, note: "out of stock")
    var requests = cursors.map { shop.orders(Cursor($0), context).request }
    requests += shop.fulfilments(of: "1001", context).map(\.request)
    requests += [shop.prepare(shop.body(for: ShopifySamples.update), context)?.request].compactMap(
      \.self)
    requests += bodies.flatMap { shop.fulfil($0, context).flatMap { $0 }.map(\.request) }
    requests += [
      shop.portions(of: "1001", context).request, shop.events(of: "1001", context).request,
      shop.hold("gid://shopify/FulfillmentOrder/5", reason: "call first", context).request,
      shop.release("gid://shopify/FulfillmentOrder/5", context).request,
      shop.payments(of: "1001", context).request,
      shop.refund(refund, key: "SC-1", context).request,
      shop.cancellation(of: "1001", context).request, shop.cancel(cancel, context).request,
      shop.progress(CancelJob(id: "gid://shopify/Job/1", isDone: false), context).request,
      shop.disputes(Cursor("abc"), context).request, shop.dispute("77", context).request,
    ]
    requests += [shop.tell(event, of: "4", context)?.request].compactMap(\.self)
    return requests
  }

  @Test func everyOperationIsAskedOnce() throws {
    let names = try Self.requests().map { try ShopifySamples.call($0).name }
    #expect(names.count == 23)
    #expect(Set(names).count == 23)
  }

  @Test func theTextsAreGraphQLAndNameTheirOperation() throws {
    for request in try Self.requests() {
      let call = try ShopifySamples.call(request)
      let document = try GraphQLDocument(call.text)
      #expect(document.operations.map(\.name) == [call.name])
      // Nothing that varies may be in the text.
      #expect(!call.text.contains("1001") && !call.text.contains("RR123"))
    }
  }

  /// By the documented prices, as the simulated shop counts them.
  @Test func noCallCostsMoreThanOneMay() throws {
    var world = World(
      seed: 1, options: World.Options(start: Samples.now, backlogDays: 1, orders: 1))
    let key = world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? ""
    var costs: [String: Int64] = [:]
    for request in try Self.requests() {
      var call = request
      call.url = "http://127.0.0.1:8080/shopify/admin/api/2026-01/graphql.json"
      call.headers["X-Shopify-Access-Token"] = key
      let answer = try JSON(world.respond(to: call, now: Samples.now).body)
      let name = try ShopifySamples.call(request).name
      let codes = answer["errors"].elements.map { $0["extensions"]["code"].text }
      #expect(!codes.contains("MAX_COST_EXCEEDED"), "\(name): \(answer.encoded)")
      costs[name] = answer["extensions"]["cost"]["requestedQueryCost"].integer
    }
    #expect((costs["Order"] ?? 0) > 500)
  }

  @Test(.enabled(if: Recordings.arePresent))
  func everyCallFitsThePublishedSchema() throws {
    let path = Recordings.root + "/specs/shopify-admin-2026-01.schema.graphql"
    let schema = try GraphQLSchema(String(contentsOf: URL(filePath: path), encoding: .utf8))
    #expect(schema.fields.count > 800)
    for request in try Self.requests() {
      let call = try ShopifySamples.call(request)
      #expect(GraphQLCheck.problems(call.text, call.variables, in: schema) == [], "\(call.name)")
    }
  }

  @Test(.enabled(if: Recordings.arePresent))
  func theSchemaHasTheWordsThatAreRead() throws {
    let path = Recordings.root + "/specs/shopify-admin-2026-01.schema.graphql"
    let schema = try GraphQLSchema(String(contentsOf: URL(filePath: path), encoding: .utf8))
    let payments = try #require(schema.words["OrderDisplayFinancialStatus"])
    for word in payments {
      let order = try ShopifySamples.read(
        ShopifySamples.order.with("displayFinancialStatus", .string(word)))
      #expect(order.payment != .unknown, "\(word)")
    }
    for word in try #require(schema.words["FulfillmentEventStatus"]) {
      let node: JSON = ["status": .string(word), "happenedAt": "2026-11-21T00:00:00Z"]
      let parcel: JSON = [
        "status": "SUCCESS", "trackingInfo": [["number": "X1"]], "events": ["nodes": [node]],
      ]
      let answer = Samples.answer(["data": ["order": ["fulfillments": [parcel]]]])
      let reports = try Self.shop.events(of: "1", Samples.context).decode(answer)
      #expect(reports.first?.events.count == 1, "\(word)")
    }
  }
}

/// The check itself, on a schema small enough to see through.
struct GraphQLCheckTests {
  private static let schema = """
    "The root" type QueryRoot { shop: Shop!  order(id: ID!, size: Size = SMALL, first: Int): Order }
    type Mutation { tell(input: Told!, note: String): Payload }
    type Shop { name: String! }
    interface Node { id: ID! }
    type Order implements Node & Other @x(y: "z") {
      id: ID! \"\"\" block with { } \"\"\" total(in: Size!): Float @deprecated(reason: "old, (very)")
      lines: [Line!]!
    }
    type Line { sku: String }
    type Payload { order: Order }
    enum Size { SMALL "big" LARGE @deprecated(reason: "x") }
    input Told { id: ID! sizes: [Size!] = [SMALL, LARGE] inner: Told }
    directive @idempotent("key" key: String!) on FIELD
    """

  private func problems(_ text: String, _ values: JSON? = nil) throws -> [String] {
    GraphQLCheck.problems(text, values, in: try GraphQLSchema(Self.schema))
  }

  @Test(arguments: [
    "{ shop { name } }", "query A($id: ID!) { order(id: $id) { id lines { sku } } }",
    "query A($id: ID!) { a: order(id: $id, size: LARGE) { ...F } } fragment F on Node { id }",
    "query A($s: Size!) { order(id: \"1\") { total(in: $s) ... on Order { id } } }",
    "mutation A($t: Told!, $k: String!) { tell(input: $t) @idempotent(key: $k) { order { id } } }",
  ])
  func whatIsRightIsRight(text: String) throws {
    #expect(try problems(text) == [])
  }

  @Test(arguments: [
    ("{ shop { nmae } }", "Shop has no nmae"),
    ("{ shop }", "QueryRoot.shop needs fields"),
    ("{ shop { name { x } } }", "Shop.name takes no fields"),
    ("{ order { id } }", "QueryRoot.order needs id"),
    ("{ order(id: 5) { id } }", "QueryRoot.order: int(\"5\") is no named(\"ID\")"),
    ("{ order(id: \"1\", size: HUGE) { id } }", "QueryRoot.order: HUGE"),
    ("{ order(id: \"1\", colour: RED) { id } }", "QueryRoot.order takes no colour"),
    ("query A($id: ID) { order(id: $id) { id } }", "QueryRoot.order: $id is no"),
    ("query A($id: ID!, $x: Int) { order(id: $id) { id } }", "$x is not used"),
    ("{ order(id: $id) { id } }", "$id is not declared"),
    ("query A($s: Sise!) { order(id: \"1\") { total(in: $s) } }", "no type Sise"),
    ("{ order(id: \"1\") { ...F } }", "no fragment F"),
    ("{ shop { name } } fragment F on Shop { name }", "fragment F is not used"),
    ("{ shop { ...F } } fragment F on Order { id }", "Order can't be a Shop"),
    ("{ shop @idempotent(kee: \"1\") { name } }", "@idempotent kee"),
    ("{ shop @other { name } }", "no directive @other"),
    ("{ shop { name }", "the text ends early"), ("{ shop { } }", "an empty selection"),
  ])
  func whatIsWrongIsTold(text: String, problem: String) throws {
    let found = try problems(text)
    #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
  }

  @Test func valuesAreHeldAgainstTheirTypes() throws {
    let text = "mutation A($t: Told!, $n: String) { tell(input: $t, note: $n) { order { id } } }"
    #expect(try problems(text, ["t": ["id": "1", "sizes": ["SMALL"]], "n": .null]) == [])
    #expect(try problems(text, ["t": .null]) == ["$t is null"])
    #expect(try problems(text, ["t": ["id": 5]]) == ["$t.id: 5 is no ID"])
    #expect(try problems(text, ["t": ["sizes": []]]) == ["$t needs id"])
    #expect(try problems(text, ["t": ["id": "1", "sizes": ["XS"]]]) == ["$t.sizes: no \"XS\""])
    #expect(try problems(text, ["t": ["id": "1", "x": 1]]) == ["$t has no x"])
    #expect(try problems(text, ["t": ["id": "1"], "m": 1]) == ["$m is sent and not declared"])
  }
}
