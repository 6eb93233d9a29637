import Connectors
import Fulfillment
import Testing
import Wire

struct ShopifyPullTests {
  private let shop = ShopifySamples.shop

  private func order(_ id: Int, at updated: String = "2026-11-21T09:30:00Z") -> JSON {
    ShopifySamples.order.with("id", .string("gid://shopify/Order/\(id)"))
      .with("updatedAt", .string(updated))
  }

  private func variables(_ cursor: Cursor?) throws -> JSON {
    try ShopifySamples.call(shop.orders(cursor, Samples.context).request).variables
  }

  private func page(_ cursor: Cursor?, _ answer: HTTPResponse) throws -> Page<Order> {
    try shop.orders(cursor, Samples.context).decode(answer)
  }

  @Test func theRequestIsASnapshot() throws {
    let request = shop.orders(nil, Samples.context).request
    #expect(request.method == .post)
    #expect(request.url == "https://sim.myshopify.com/admin/api/2026-01/graphql.json")
    #expect(request.headers["X-Shopify-Access-Token"] == "shpat_0123456789abcdef")
    #expect(request.headers["Authorization"] == nil)
    #expect(request.headers["Content-Type"] == "application/json")
    let call = try ShopifySamples.call(request)
    #expect(call.name == "Orders")
    #expect(call.variables == ["first": 8, "after": .null, "query": .null])
    #expect(call.text.contains("sortKey: UPDATED_AT"))
  }

  @Test func theDateStandsInQuotes() throws {
    let variables = try variables(Cursor(#"{"since":"2026-11-20T08:00:00.250Z"}"#))
    #expect(variables["query"] == "updated_at:>='2026-11-20T08:00:00Z'")
  }

  @Test(arguments: ["", "garbage", "[]", "{\"since\":5}", "{\"size\":-4}", "\u{FF}"])
  func aCursorThatCantBeReadStartsFromTheBeginning(text: String) throws {
    #expect(try variables(Cursor(text))["query"] == .null)
    #expect(try variables(Cursor(text))["after"] == .null)
  }

  @Test func pagesFollowOneAnotherAndEnd() throws {
    let first = try page(nil, ShopifySamples.page([order(1), order(2)], end: "abc"))
    #expect(first.items.map(\.externalID) == ["1", "2"])
    let next = try #require(first.next)
    #expect(try variables(next)["after"] == "abc")
    // What was read whole needs not be read again.
    #expect(first.resume == Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#))
    let last = try page(next, ShopifySamples.page([order(3, at: "2026-11-22T00:00:00Z")]))
    #expect(last.next == nil)
    #expect(last.resume == Cursor(#"{"since":"2026-11-21T23:57:00Z"}"#))
  }

  @Test func anEmptyRunStaysWhereItIs() throws {
    let cursor = Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#)
    let last = try page(cursor, ShopifySamples.page([]))
    #expect(last.next == nil)
    #expect(last.resume == cursor)
    #expect(try page(nil, ShopifySamples.page([])).resume == Cursor("{}"))
  }

  @Test func anOldOrderNeverTurnsTheRunBack() throws {
    let cursor = Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#)
    let last = try page(cursor, ShopifySamples.page([order(1, at: "2026-11-21T09:28:00Z")]))
    #expect(last.resume == cursor)
  }

  @Test func aLongOrderIsReadByItselfBeforeTheRunGoesOn() throws {
    let cut = order(2).with(
      "lineItems", ShopifySamples.connection([ShopifySamples.line(11)], end: "L1"))
    let first = try page(nil, ShopifySamples.page([order(1), cut], end: "abc"))
    #expect(first.items.map(\.externalID) == ["1"])
    #expect(first.resume == Cursor("{}"))
    // The whole order, whose lines go on, with a refund and a return that do.
    let second = try #require(first.next)
    #expect(try variables(second) == ["id": "gid://shopify/Order/2"])
    let refunded: (Int) -> JSON = {
      [
        "quantity": .number("\($0)"), "restockType": "RETURN",
        "lineItem": ["id": "gid://shopify/LineItem/11"],
      ]
    }
    let returned: (String) -> JSON = {
      [
        "quantity": 1, "returnReasonNote": "",
        "fulfillmentLineItem": ["lineItem": ["sku": .string($0)]],
      ]
    }
    let whole = cut.with(
      "refunds",
      [
        [
          "id": "gid://shopify/Refund/7",
          "refundLineItems": ShopifySamples.connection([refunded(1)], end: "R1"),
        ]
      ]
    ).with("allRefunds", [["id": "gid://shopify/Refund/7"], ["id": "gid://shopify/Refund/8"]])
      .with(
        "returns",
        ShopifySamples.connection([
          [
            "id": "gid://shopify/Return/5", "status": "REQUESTED",
            "createdAt": "2026-11-25T00:00:00Z",
            "returnLineItems": ShopifySamples.connection([returned("A")], end: "T1"),
          ]
        ]))
    var step = try page(second, Samples.answer(["data": ["order": whole]]))
    let answers: [(name: String, variables: JSON, data: JSON)] = [
      (
        "OrderLines", ["id": "gid://shopify/Order/2", "after": "L1"],
        ["order": ["lineItems": ShopifySamples.connection([ShopifySamples.line(12)], end: "L2")]]
      ),
      (
        "OrderLines", ["id": "gid://shopify/Order/2", "after": "L2"],
        ["order": ["lineItems": ShopifySamples.connection([ShopifySamples.line(13)])]]
      ),
      (
        "RefundLines", ["id": "gid://shopify/Refund/7", "after": "R1"],
        ["refund": ["refundLineItems": ShopifySamples.connection([refunded(1)])]]
      ),
      (
        "RefundLines", ["id": "gid://shopify/Refund/8", "after": .null],
        ["refund": ["refundLineItems": ShopifySamples.connection([refunded(1)])]]
      ),
      (
        "ReturnLines", ["id": "gid://shopify/Return/5", "after": "T1"],
        ["return": ["returnLineItems": ShopifySamples.connection([returned("B")])]]
      ),
    ]
    for answer in answers {
      #expect(step.items == [])
      #expect(step.resume == Cursor("{}"))
      let next = try #require(step.next)
      let call = try ShopifySamples.call(shop.orders(next, Samples.context).request)
      #expect(call.name == answer.name)
      #expect(call.variables == answer.variables)
      step = try page(next, Samples.answer(["data": answer.data]))
    }
    let read = try #require(step.items.first)
    #expect(read.lines.map(\.externalID) == ["11", "12", "13"])
    #expect(read.returns.first?.items.map(\.sku) == ["A", "B"])
    // Only now is the page behind us, and the run goes on after it.
    #expect(step.resume == Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#))
    #expect(try variables(step.next)["after"] == "abc")
  }

  @Test func anOrderThatIsGoneMeanwhileIsLeftOut() throws {
    let cursor = Cursor(#"{"waiting":["gid://shopify/Order/2"],"seen":"2026-11-21T09:30:00Z"}"#)
    let last = try page(cursor, Samples.answer(["data": ["order": .null]]))
    #expect(last.items == [] && last.unreadable == [] && last.next == nil)
    #expect(last.resume == Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#))
  }

  // MARK: - Cost

  @Test(arguments: [
    // asked for, available: what a page of eight cost decides the next.
    (400, 1600, 18), (400, 200, 3), (80, 1900, 60), (800, 1990, 9), (8000, 10, 1),
  ])
  func thePageSizeFollowsFromTheCost(requested: Int, available: Int, size: Int) throws {
    let cost = ShopifySamples.cost(requested, available: available)
    let first = try page(nil, ShopifySamples.page([order(1)], end: "abc", cost: cost))
    #expect(try variables(first.next)["first"].integer == Int64(size))
  }

  @Test func tooCostlyMeansAskingForLess() throws {
    let answer = Samples.answer([
      "errors": [
        [
          "message": "Query cost is 1293",
          "extensions": ["code": "MAX_COST_EXCEEDED", "cost": 1293],
        ]
      ]
    ])
    var cursor: Cursor? = Cursor(#"{"since":"2026-11-21T09:27:00Z","after":"abc"}"#)
    for size in [4, 2, 1] as [Int64] {
      let smaller = try page(cursor, answer)
      #expect(smaller.resume == Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#))
      cursor = smaller.next
      #expect(try variables(cursor)["first"].integer == size)
      #expect(try variables(cursor)["after"] == "abc")
    }
    guard
      case .rejected("MAX_COST_EXCEEDED", _) = Samples.error(
        shop.orders(cursor, Samples.context), answer)
    else {
      Issue.record("a single order is asked for again and again")
      return
    }
  }

  @Test(arguments: [(700, 100, 50, 12_000), (700, 699, 100, 200), (700, 0, 1, 60_000)])
  func throttlingIsWaitedFor(requested: Int, available: Int, rate: Int, wait: Int64) {
    let answer = Samples.answer([
      "errors": [["message": "Throttled", "extensions": ["code": "THROTTLED"]]],
      "extensions": ["cost": ShopifySamples.cost(requested, available: available, rate: rate)],
    ])
    #expect(
      Samples.error(shop.orders(nil, Samples.context), answer)
        == .throttled(after: .milliseconds(wait)))
  }

  @Test func throttlingWithoutACostIsThrottlingAllTheSame() {
    let answer = Samples.answer([
      "errors": [["message": "Throttled", "extensions": ["code": "THROTTLED"]]]
    ])
    #expect(Samples.error(shop.orders(nil, Samples.context), answer) == .throttled(after: nil))
  }

  // MARK: - REST

  @Test func restReadsPagesByTheirLink() throws {
    let shop = ShopifySamples.restShop
    let first = shop.orders(Cursor(#"{"since":"2026-11-20T08:00:00Z"}"#), Samples.context)
    let query = Form(parsing: try #require(URLParts(first.request.url)?.query))
    #expect(first.request.url.hasPrefix("https://sim.myshopify.com/admin/api/2026-01/orders.json?"))
    #expect(query["status"] == "any")
    #expect(query["updated_at_min"] == "2026-11-20T08:00:00Z")
    #expect(query["limit"] == "250")
    let order: JSON = [
      "id": 5, "created_at": "2026-11-20T03:00:00-05:00", "updated_at": "2026-11-21T04:30:00-05:00",
      "currency": "EUR", "line_items": [],
    ]
    let link =
      "<https://sim.myshopify.com/a.json?limit=250&page_info=prev>; rel=\"previous\", "
      + "<https://sim.myshopify.com/a.json?page_info=nxt&limit=250>; rel=\"next\""
    let page = try first.decode(Samples.answer(["orders": [order]], headers: ["link": link]))
    #expect(page.items.first?.placedAt == Samples.time("2026-11-20T08:00:00Z"))
    #expect(page.resume == Cursor(#"{"since":"2026-11-20T08:00:00Z"}"#))
    let second = shop.orders(page.next, Samples.context)
    let rest = Form(parsing: try #require(URLParts(second.request.url)?.query))
    #expect(rest.fields.map(\.name) == ["limit", "page_info"])
    #expect(rest["page_info"] == "nxt")
    let last = try second.decode(Samples.answer(["orders": []]))
    #expect(last.next == nil)
    #expect(last.resume == Cursor(#"{"since":"2026-11-21T09:27:00Z"}"#))
  }
}
