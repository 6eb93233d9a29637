import Connectors
import Fulfillment
import Testing
import Wire

private let shop = WooCommerce(Samples.credentials)
private let base = "https://shop.example/wp-json/wc/v3/orders/700"

private let update = FulfilmentUpdate(
  order: "700",
  shipment: Shipment(
    number: "RR123456789CN", carrier: "Yanwen", shippedAt: Timestamp(seconds: 1_795_339_200)),
  lines: [FulfilmentUpdate.Line(id: "11", quantity: 2)], isComplete: true)

private func ways(_ change: (inout FulfilmentUpdate) -> Void = { _ in }) -> [[Exchange<Void>]] {
  var update = update
  change(&update)
  return shop.fulfil(shop.body(for: update), Samples.context)
}

private let noRoute: JSON = [
  "code": "rest_no_route", "message": "No route was found", "data": ["status": 404],
]

struct WooCommerceFulfilTests {
  @Test func theBodyIsTheSameForTheSameParcel() {
    #expect(
      shop.body(for: update)
        == "{\"order\":\"700\",\"number\":\"RR123456789CN\",\"carrier\":\"Yanwen\","
        + "\"shipped_at\":\"\(Timestamp(seconds: 1_795_339_200).iso8601)\","
        + "\"lines\":[{\"id\":\"11\",\"quantity\":2}],\"complete\":true}")
  }

  @Test func theWaysAreTriedBestFirst() {
    let urls = ways().map { $0.map { $0.request.method.rawValue + " " + $0.request.url } }
    let complete = "PUT " + base
    #expect(
      urls == [
        ["POST " + base + "/fulfillments?notify_customer=true", complete],
        ["POST " + base + "/shipment-trackings", complete], ["POST " + base + "/notes", complete],
      ])
  }

  /// `notes = "private"`: where nothing but notes is left, nobody is mailed.
  @Test func aShopThatKeepsItsNotesPrivateMailsNobody() throws {
    var credentials = Samples.credentials
    credentials.options["notes"] = "private"
    let own = WooCommerce(credentials)
    let note = try #require(
      own.fulfil(own.body(for: update), Samples.context).last?.first
    ).request
    #expect(note.url == base + "/notes")
    #expect(
      String(decoding: note.body, as: UTF8.self)
        == "{\"note\":\"A parcel is on its way with Yanwen. Tracking number: RR123456789CN\","
        + "\"customer_note\":false}")
    // And is known again, so that it is not told twice.
    let known = try #require(own.fulfilments(of: "700", Samples.context).last)
    #expect(known.request.url == base + "/notes?type=any")
    let told = try JSON(note.body)
    #expect(
      try known.decode(Samples.answer([told])).map(\.number) == ["RR123456789CN"])
  }

  @Test func anIncompleteOrderStaysOpen() {
    #expect(ways { $0.isComplete = false }.map(\.count) == [1, 1, 1])
  }

  @Test func withoutLinesThereIsNoFulfilment() {
    let urls = ways { $0.lines = [] }.map { $0.first?.request.url }
    #expect(urls == [base + "/shipment-trackings", base + "/notes"])
  }

  @Test func eachPlaceIsToldInItsOwnWords() throws {
    let bodies = ways().map { $0.map { String(decoding: $0.request.body, as: UTF8.self) } }
    let complete = "{\"status\":\"completed\"}"
    #expect(
      bodies == [
        [
          "{\"status\":\"fulfilled\",\"is_fulfilled\":true,\"meta_data\":["
            + "{\"key\":\"_items\",\"value\":[{\"item_id\":11,\"qty\":2}]},"
            + "{\"key\":\"_tracking_number\",\"value\":\"RR123456789CN\"},"
            + "{\"key\":\"_shipment_provider\",\"value\":\"Yanwen\"}]}", complete,
        ],
        [
          "{\"tracking_number\":\"RR123456789CN\",\"custom_tracking_provider\":\"Yanwen\","
            + "\"date_shipped\":\"\(Timestamp(seconds: 1_795_339_200).iso8601.prefix(10))\"}",
          complete,
        ],
        [
          "{\"note\":\"Your parcel is on its way with Yanwen. Tracking number: RR123456789CN\","
            + "\"customer_note\":true}", complete,
        ],
      ])
  }

  @Test func carriersThatCoreKnowsGoByTheirNames() throws {
    let request = try #require(ways { $0.shipment.carrier = "UPS" }.first?.first?.request)
    let meta = try JSON(request.body)["meta_data"].elements
    #expect(meta.last?["value"].text == "ups")
  }

  @Test func requestsSayThatTheyAreJSONAndAreSigned() throws {
    for request in ways().flatMap({ $0 }).map(\.request) {
      #expect(request.headers["Content-Type"] == "application/json")
      #expect(request.headers["Authorization"]?.hasPrefix("Basic ") == true)
    }
    let plain = WooCommerce(Credentials(url: "http://shop.example", key: "ck", secret: "cs"))
    let request = try #require(
      plain.fulfil(plain.body(for: update), Samples.context).first?.first?.request)
    let query = Form(parsing: try #require(URLParts(request.url)?.query))
    #expect(query["notify_customer"] == "true")
    #expect(query["oauth_signature"]?.isEmpty == false)
    #expect(request.headers["Authorization"] == nil)
  }

  @Test(arguments: [
    "", "{}", "x", "[]", "{\"order\":\"../1\",\"number\":\"X\"}",
    "{\"order\":\"0\",\"number\":\"X\"}",
    "{\"order\":\"7\",\"number\":\"\"}",
  ])
  func aBodyThatIsNoneIsNotSent(body: String) {
    #expect(shop.fulfil(body, Samples.context).isEmpty)
  }

  @Test(arguments: 0..<3)
  func aRouteThatTheShopLacksIsUnsupported(way: Int) {
    let step = ways()[way][0]
    guard
      case .rejected("unsupported", _) = Samples.error(step, Samples.answer(noRoute, status: 404))
    else {
      Issue.record("a missing route is not told as one")
      return
    }
    let old: JSON = ["error": "rest_no_route", "message": "No route"]
    guard case .rejected("unsupported", _) = Samples.error(step, Samples.answer(old)) else {
      Issue.record("a tunnelled missing route is not told as one")
      return
    }
  }

  @Test(arguments: 0..<3, [200, 201])
  func aYesIsAYes(way: Int, status: Int) {
    for body in [["id": 9], ["data": ["id": 9]], [["id": 9]]] as [JSON] {
      #expect(Samples.error(ways()[way][0], Samples.answer(body, status: status)) == nil)
    }
  }

  @Test(arguments: 0..<3)
  func aNoIsTold(way: Int) {
    let body: JSON = [
      "code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID.",
      "data": ["status": 404],
    ]
    #expect(
      Samples.error(ways()[way][0], Samples.answer(body, status: 404))
        == .rejected(code: "woocommerce_rest_shop_order_invalid_id", message: "Invalid ID."))
  }

  @Test(arguments: 0..<3)
  func aCriticalErrorLeavesItOpen(way: Int) {
    let body: JSON = ["code": "internal_server_error", "message": "There was a critical error"]
    #expect(
      Samples.error(ways()[way][0], Samples.answer(body, status: 500))
        == .unknownOutcome("There was a critical error"))
  }
}

struct WooCommerceKnownParcelTests {
  private func known(_ place: Int, _ response: HTTPResponse) throws -> [KnownFulfilment] {
    try shop.fulfilments(of: "700", Samples.context)[place].decode(response)
  }

  @Test func everyPlaceIsAsked() {
    #expect(
      shop.fulfilments(of: "700", Samples.context).map(\.request.url) == [
        base + "/fulfillments", base + "/shipment-trackings", base + "/notes?type=customer",
      ])
    #expect(
      shop.fulfilments(of: "7/../8?x", Samples.context)[0].request.url
        == "https://shop.example/wp-json/wc/v3/orders/7%2F..%2F8%3Fx/fulfillments")
  }

  @Test(arguments: 0..<3)
  func aPlaceThatTheShopLacksHoldsNone(place: Int) throws {
    #expect(try known(place, Samples.answer(noRoute, status: 404)) == [])
  }

  @Test(arguments: 0..<3)
  func anOrderThatTheShopLacksIsNotOneWithoutParcels(place: Int) {
    let body: JSON = ["code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."]
    let exchange = shop.fulfilments(of: "700", Samples.context)[place]
    #expect(Samples.error(exchange, Samples.answer(body, status: 404))?.retry == .never)
  }

  @Test func fulfilmentsAreRead() throws {
    let fulfilment: JSON = [
      "id": 9, "date_deleted": .null,
      "meta_data": [
        ["key": "_items", "value": [["item_id": 1, "qty": 1]]],
        ["key": "_tracking_number", "value": "1z999"],
        ["key": "_shipment_provider", "value": "ups"],
      ],
    ]
    let newer: JSON = [
      "id": 10,
      "meta_data": [
        ["key": "_tracking_number", "value": "X2"], ["key": "_shipping_provider", "value": "dhl"],
      ],
    ]
    let list: JSON = [
      fulfilment, newer, fulfilment, fulfilment.with("date_deleted", "2026-01-01T00:00:00Z"),
      ["id": 11, "meta_data": []], ["id": 12, "meta_data": "none"], 5,
    ]
    let parcels = [
      KnownFulfilment(number: "1Z999", carrier: "ups"),
      KnownFulfilment(number: "X2", carrier: "dhl"),
    ]
    #expect(try known(0, Samples.answer(list)) == parcels)
    #expect(try known(0, Samples.answer(["data": list])) == parcels)
    #expect(try known(0, Samples.answer(["fulfillments": list])) == parcels)
  }

  @Test func thePluginsParcelsAreRead() throws {
    let list: JSON = [
      ["tracking_number": "rr 1", "tracking_provider": "Royal Mail &amp; Co"],
      ["tracking_number": "X2", "tracking_provider": "", "custom_tracking_provider": "Yanwen"],
      ["tracking_number": ""], ["tracking_number": .null],
    ]
    #expect(
      try known(1, Samples.answer(list)) == [
        KnownFulfilment(number: "RR1", carrier: "Royal Mail & Co"),
        KnownFulfilment(number: "X2", carrier: "Yanwen"),
      ])
  }

  @Test func notesOfOursAreReadBack() throws {
    var notes: [JSON] = ["Thank you!", "Tracking number: "].map { ["note": .string($0)] }
    for carrier in ["Yanwen & Co", ""] {
      let steps = ways {
        $0.shipment = Shipment(number: carrier.isEmpty ? "X2" : "X1", carrier: carrier)
        $0.lines = []
      }
      notes.append(try JSON(try #require(steps.last?.first).request.body))
    }
    notes.append(["note": "Your parcel is on its way with A&amp;B. Tracking number: X3 <br>"])
    #expect(
      try known(2, Samples.answer(.array(notes))) == [
        KnownFulfilment(number: "X1", carrier: "Yanwen & Co"), KnownFulfilment(number: "X2"),
        KnownFulfilment(number: "X3", carrier: "A&B"),
      ])
  }
}

@Suite(.enabled(if: Recordings.arePresent))
struct WooCommerceFulfilRecordingsTests {
  private func known(_ place: Int, _ path: String) throws -> [KnownFulfilment] {
    let bytes = try Recordings.bytes("fixtures/woocommerce/" + path)
    return try shop.fulfilments(of: "700", Samples.context)[place].decode(
      HTTPResponse(status: 200, body: bytes))
  }

  @Test func aMeasuredFulfilmentIsRead() throws {
    let json = try Recordings.json("fixtures/woocommerce/measured/11.0.1/fulfillment.json")
    let exchange = shop.fulfilments(of: "700", Samples.context)[0]
    #expect(
      try exchange.decode(Samples.answer([json])) == [
        KnownFulfilment(number: "1Z999AA10123456784", carrier: "ups")
      ])
    let keys = Set(json["meta_data"].elements.compactMap { $0["key"].text })
    let ours = try JSON(try #require(ways().first?.first).request.body)["meta_data"].elements
    #expect(keys.isSuperset(of: ours.compactMap { $0["key"].text }))
  }

  @Test(arguments: [
    ("android-order-shipment-trackings-multiple.json", "11122233344466666"),
    ("android-wc-order-shipment-trackings-success.json", "11122233344466666"),
    ("ios-shipment_tracking_multiple.json", "345645674567"),
  ])
  func thePluginsRecordedListsAreRead(file: String, number: String) throws {
    #expect(try known(1, file).first?.number == number)
  }

  @Test func recordedAbsencesAreNone() throws {
    #expect(try known(1, "ios-shipment_tracking_empty.json") == [])
    #expect(try known(1, "ios-shipment_tracking_plugin_not_active.json") == [])
    let off = try Recordings.json("fixtures/woocommerce/measured/errors/plugin_off.json")
    let exchange = shop.fulfilments(of: "700", Samples.context)[0]
    let answer = Samples.answer(off["body"].text ?? "", status: 404)
    #expect(try exchange.decode(answer) == [])
  }
}
