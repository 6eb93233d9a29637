import Fulfillment
import Simulator
import Testing
import Wire

/// What may be written to the shop (apis.md 2 and 2.1).
@Suite struct ShopWriteTests {
  static func fulfilment(
    _ number: String, line: Int = 10_010, quantity: Int = 1
  ) -> [String: Any] {
    [
      "status": "fulfilled", "is_fulfilled": true,
      "meta_data": [
        ["key": "_items", "value": [["item_id": line, "qty": quantity]]],
        ["key": "_tracking_number", "value": number],
        ["key": "_shipment_provider", "value": "china-post"],
        ["key": "_tracking_url", "value": "https://t.example.test/" + number],
      ] as [[String: Any]],
    ]
  }

  @Test func aFulfilmentIsMadeReadAndTrue() throws {
    var visitor = Visitor.buying()
    let response = try visitor.writeShop(
      .post, "/orders/1001/fulfillments", Self.fulfilment("LX1"))
    #expect(response.status == 201)
    let made = try Answer(response)
    #expect(made.entity_id.text == "1001" && made.is_fulfilled.bool == true)
    #expect(made.status.text == "fulfilled" && made.entity_type.text == "WC_Order")
    #expect(made.meta_data.elements.count == 4)
    let listed = try Answer(visitor.shop("/orders/1001/fulfillments")).elements
    #expect(listed.count == 1 && listed[0].id.int == made.id.int)
    let number = listed[0].meta_data.elements.first { $0.key.text == "_tracking_number" }
    #expect(number?.value.text == "LX1")
    guard case .fulfilment(let parcel) = visitor.world.told.first?.what else {
      Issue.record("the world was told of no fulfilment")
      return
    }
    #expect(parcel.number == "LX1" && parcel.provider == "china-post" && parcel.isFulfilled)
    #expect(parcel.items.map(\.line) == [10_010] && parcel.items.map(\.quantity) == [1])
    #expect(visitor.world.told.map(\.order) == [1001])
  }

  /// No idempotency anywhere: who sends it twice has told it twice.
  @Test(arguments: [World.ShopKind.modern, .plugin])
  func theSameParcelTwiceIsTwoParcels(kind: World.ShopKind) throws {
    var visitor = Visitor.buying(shop: kind)
    let isModern = kind == .modern
    let path = isModern ? "/orders/1001/fulfillments" : "/orders/1001/shipment-trackings"
    let before = try Answer(visitor.shop(path)).elements.count
    for _ in 0..<2 {
      let body: [String: Any] =
        isModern ? Self.fulfilment("LX1") : ["tracking_number": "LX1", "tracking_provider": "UPS"]
      #expect(try visitor.writeShop(.post, path, body).status == 201)
    }
    let listed = try Answer(visitor.shop(path)).elements
    #expect(listed.count == before + 2)
    #expect(visitor.world.told.count == 2)
  }

  @Test func aFulfilmentNeedsItemsOfTheOrder() throws {
    var visitor = Visitor.buying()
    let path = "/orders/1001/fulfillments"
    for body in [
      ["meta_data": [[String: Any]]()], Self.fulfilment("LX1", line: 7),
      Self.fulfilment("LX1", quantity: 0), [:],
    ] {
      #expect(try visitor.writeShop(.post, path, body).status == 400)
    }
    #expect(visitor.world.told.isEmpty)
    #expect(try Answer(visitor.shop(path)).elements.isEmpty)
  }

  struct Route: Sendable {
    let kind: World.ShopKind
    let path: String
    let isThere: Bool
  }

  @Test(arguments: [
    Route(kind: .modern, path: "fulfillments", isThere: true),
    Route(kind: .modern, path: "shipment-trackings", isThere: false),
    Route(kind: .plugin, path: "fulfillments", isThere: false),
    Route(kind: .plugin, path: "shipment-trackings", isThere: true),
    Route(kind: .bare, path: "fulfillments", isThere: false),
    Route(kind: .bare, path: "shipment-trackings", isThere: false),
    Route(kind: .bare, path: "notes", isThere: true),
    Route(kind: .modern, path: "bogus", isThere: false),
  ])
  func eachShopHasItsRoutes(route: Route) throws {
    var visitor = Visitor.buying(shop: route.kind)
    let path = "/orders/1001/" + route.path
    let read = visitor.shop(path)
    #expect(read.status == (route.isThere ? 200 : 404))
    let written = try visitor.writeShop(.post, path, [:])
    #expect(written.status == (route.isThere ? 400 : 404))
    if !route.isThere {
      #expect(try Answer(written).code.text == "rest_no_route")
    }
  }

  @Test(arguments: World.ShopKind.allCases)
  func theVersionTellsTheShopsApart(kind: World.ShopKind) throws {
    var visitor = Visitor.buying(shop: kind)
    let version = try Answer(visitor.shop("/orders/1001")).version.text
    #expect(version == (kind == .modern ? "11.0.1" : "8.3.0"))
  }

  @Test func aParcelForThePluginStandsInTheOrderToo() throws {
    var visitor = Visitor.buying(orders: 2000, shop: .plugin)
    let id = try #require(
      visitor.world.truth.last { $0.placedAt < monday - .minutes(10) }?.id)
    let path = "/orders/\(id)/shipment-trackings"
    #expect(try Answer(visitor.shop(path)).elements.isEmpty)
    let response = try visitor.writeShop(
      .post, path,
      [
        "custom_tracking_provider": "YunExpress", "tracking_number": "YT77",
        "custom_tracking_link": "https://t.example.test/YT77", "date_shipped": "2026-11-22",
      ])
    #expect(response.status == 201)
    let made = try Answer(response)
    #expect(made.tracking_number.text == "YT77" && made.tracking_provider.text == "YunExpress")
    #expect(made.date_shipped.text == "2026-11-22" && made.tracking_id.text?.count == 32)
    #expect(made.tracking_link.text == "https://t.example.test/YT77")
    let meta = try Answer(visitor.shop("/orders/\(id)")).meta_data.elements
    let items = meta.first { $0.key.text == "_wc_shipment_tracking_items" }?.value.elements ?? []
    #expect(items.map(\.tracking_number.text) == ["YT77"])
    #expect(items.first?.custom_tracking_provider.text == "YunExpress")
    let history = try #require(visitor.world.history(of: id, at: monday))
    #expect(history.order.shipments.map(\.number) == ["YT77"])
  }

  @Test(arguments: ["completed", "pending", "on-hold", "cancelled", "return-requested"])
  func anyStatusMayFollowAnyOther(status: String) throws {
    var visitor = Visitor.buying()
    let response = try visitor.writeShop(.put, "/orders/1003", ["status": status])
    #expect(response.status == 200)
    #expect(try Answer(response).status.text == status)
    visitor.now = visitor.now + .minutes(1)
    let order = try Answer(visitor.shop("/orders/1003"))
    #expect(order.status.text == status)
    #expect(order.date_modified_gmt.text == "2026-11-23T09:00:00")
    #expect(visitor.world.told.map(\.what) == [.status(status)])
    let listed = try Answer(
      visitor.shop("/orders", [("status", status), ("include", "1003")])
    ).elements
    #expect(listed.map(\.id.int) == [1003])
  }

  @Test func anUnknownStatusIsABadParameter() throws {
    var visitor = Visitor.buying()
    let response = try visitor.writeShop(.put, "/orders/1001", ["status": "lost"])
    #expect(response.status == 400)
    #expect(try Answer(response).code.text == "rest_invalid_param")
    #expect(visitor.world.told.isEmpty)
  }

  /// A colleague's own steps that lie ahead still come.
  @Test func whatFateHasInStoreStillComes() throws {
    var visitor = Visitor.buying(orders: 400)
    let life = try #require(visitor.world.truth.last)
    _ = try visitor.writeShop(.put, "/orders/\(life.id)", ["status": "on-hold"])
    visitor.now = life.endsAt
    #expect(try Answer(visitor.shop("/orders/\(life.id)")).status.text == "completed")
  }

  @Test func metaIsKeptAndReplacedByKey() throws {
    var visitor = Visitor.buying()
    for value in ["a", "b"] {
      let body: [String: Any] = [
        "meta_data": [["key": "_console_op_id", "value": value]] as [[String: Any]]
      ]
      #expect(try visitor.writeShop(.put, "/orders/1001", body).status == 200)
    }
    _ = try visitor.writeShop(
      .post, "/orders/1001", ["meta_data": [["key": "deep", "value": ["n": [1, 2.5]]]]])
    let meta = try Answer(visitor.shop("/orders/1001")).meta_data.elements
    #expect(meta.filter { $0.key.text == "_console_op_id" }.map(\.value.text) == ["b"])
    #expect(meta.first { $0.key.text == "deep" }?.value.n.elements.count == 2)
    #expect(Set(meta.compactMap(\.id.int)).count == meta.count)
  }

  @Test(arguments: [true, false])
  func aNoteIsKeptAndMovesNoDate(toCustomer: Bool) throws {
    var visitor = Visitor.buying()
    let before = try Answer(visitor.shop("/orders/1001")).date_modified_gmt.text
    let response = try visitor.writeShop(
      .post, "/orders/1001/notes", ["note": "Sent by UPS", "customer_note": toCustomer])
    #expect(response.status == 201)
    #expect(try Answer(response).note.text == "Sent by UPS")
    let notes = try Answer(visitor.shop("/orders/1001/notes")).elements
    #expect(notes.first?.note.text == "Sent by UPS")
    #expect(notes.first?.customer_note.bool == toCustomer)
    #expect(try Answer(visitor.shop("/orders/1001")).date_modified_gmt.text == before)
    #expect(visitor.world.told.map(\.what) == [.note("Sent by UPS", toCustomer: toCustomer)])
  }

  @Test func whatIsMissingIsNamed() throws {
    var visitor = Visitor.buying(shop: .plugin)
    for (path, name) in [("notes", "note"), ("shipment-trackings", "tracking_number")] {
      let response = try visitor.writeShop(.post, "/orders/1001/" + path, [:])
      #expect(response.status == 400)
      #expect(try Answer(response).code.text == "rest_missing_callback_param")
      #expect(try Answer(response).data.params[0].text == name)
    }
    var request = try visitor.writingShop(.put, "/orders/1001", [:])
    request.body = Array("{".utf8)
    #expect(try Answer(visitor.send(request)).code.text == "rest_invalid_json")
  }

  @Test func anOrderThatIsNotThereTakesNothing() throws {
    var visitor = Visitor.buying()
    for path in ["/orders/1002", "/orders/999999/fulfillments"] {
      let response = try visitor.writeShop(.post, path, Self.fulfilment("LX1"))
      #expect(try Answer(response).code.text == "woocommerce_rest_shop_order_invalid_id")
    }
    #expect(try visitor.writeShop(.post, "/orders", ["status": "completed"]).status == 404)
  }

  @Test func aStrangerMayNotWrite() throws {
    var visitor = Visitor.buying()
    let response = visitor.send(
      HTTPRequest(
        .put, "http://h/shop/wp-json/wc/v3/orders/1001", body: Array("{\"status\":\"x\"}".utf8)))
    #expect(response.status == 401)
    #expect(visitor.world.told.isEmpty)
  }
}
