import Connectors
import Fulfillment
import Testing
import Wire

/// What `decode` makes of files, on samples of our own.
enum DecodingSamples {
  static func decode(
    _ service: String, _ text: String, kind: String? = nil, secret: String = "", name: String = ""
  ) throws -> DecodedFile {
    let decoder = try #require(RecordingDecoder(service, secret: secret, now: Samples.now))
    return decoder.decode(Array(text.utf8), name: name, kind: kind)
  }

  static let tracker: JSON = [
    "object": "Tracker", "tracking_code": "EZ1000000001", "status": "in_transit", "carrier": "USPS",
    "tracking_details": [["datetime": "2026-10-06T17:30:27Z", "status": "pre_transit"]],
  ]

  static let wooOrder: JSON = [
    "id": 639, "status": "processing", "currency": "USD", "total": "365.90",
    "date_created_gmt": "2026-11-22T04:21:09", "date_paid_gmt": "2026-11-22T04:22:00",
    "billing": ["first_name": "Ada", "last_name": "Lovelace", "country": "GB"],
    "line_items": [["id": 1, "name": "Mug", "sku": "MUG", "quantity": 2, "total": "20.00"]],
  ]

  static let restOrder: JSON = [
    "id": 450_789_469, "name": "#1001", "currency": "USD", "financial_status": "paid",
    "created_at": "2026-01-10T11:00:00-05:00", "total_price": "409.94",
    "line_items": [["id": 1, "title": "Mug", "quantity": 1, "price": "199.00"]],
  ]
}

struct DecodingTests {
  private let tracker = DecodingSamples.tracker.encoded

  private func number(_ file: DecodedFile) -> String? {
    guard case .tracking(let report) = file.values.first else { return nil }
    return report.number
  }

  // MARK: - Containers

  /// One answer in every form in which recorders write it.
  private static let containers: [@Sendable (String) -> String] = [
    { $0 },
    { "\u{FEFF}" + $0 },
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + $0 },
    { body in
      let size = String(body.utf8.count, radix: 16)
      return "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n\(size)\r\n\(body)\r\n0\r\n\r\n"
    },
    { body in
      JSON.object([
        JSON.Member(
          name: "interactions",
          value: [
            [
              "request": ["method": "GET", "url": "https://api.easypost.com/v2/trackers/1"],
              "response": ["status": 200, "body_text": .string(body)],
            ]
          ])
      ]).encoded
    },
    { body in
      let entry: JSON = [
        "request": ["method": "GET", "url": "https://api.easypost.com/v2/trackers/1"],
        "response": ["status": 200, "content": ["text": .string(body)]],
      ]
      return (["log": ["entries": [entry]]] as JSON).encoded
    },
    { body in
      let entry: JSON = [
        "Request": ["Method": "GET", "Uri": "https://api.easypost.com/v2/trackers/1"],
        "Response": ["Body": .string(body), "Status": ["Code": 200]],
      ]
      return JSON.array([entry]).encoded
    },
    { body in
      """
      ---
      version: 1
      interactions:
      - request:
          body: ""
          url: https://api.easypost.com/v2/trackers/1
          method: GET
        response:
          body: '\(body.split(separator: "'").joined(separator: "''"))'
          headers:
            Content-Type:
            - application/json
          status: 200 OK
          code: 200
      """
    },
    { body in
      """
      http_interactions:
      - request:
          method: get
          uri: https://api.easypost.com/v2/trackers/1
          body:
            encoding: UTF-8
            string: ''
        response:
          status:
            code: 200
            message: OK
          body:
            encoding: UTF-8
            string: \(JSON.quoted(body))
      recorded_with: VCR
      """
    },
    { body in
      """

      -
          request:
              method: GET
              url: 'https://api.easypost.com/v2/trackers/1'
          response:
              status:
                  code: '200'
              body: "\(JSON.quoted(body).dropFirst().dropLast())"
      """
    },
    { body in
      """
      interactions:
      - request:
          method: GET
          uri: https://api.easypost.com/v2/trackers/1
        response:
          body:
            string: !!binary |
              \(Signing.base64(Array(body.utf8)))
          status: {"code": 200}
      """
    },
    { body in
      (["_status": 200, "body": (try? JSON(Array(body.utf8))) ?? .null] as JSON).encoded
    },
  ]

  @Test(arguments: containers.indices)
  func anAnswerIsFoundInEveryContainer(index: Int) throws {
    let file = try DecodingSamples.decode("easypost", Self.containers[index](tracker))
    #expect(number(file) == "EZ1000000001", "\(file)")
    #expect(file.errors == [])
    #expect(file.unreadable == [])
  }

  @Test func aCassetteOfOtherThingsSaysSo() throws {
    let entry: JSON = [
      "request": ["method": "GET", "url": "https://api.easypost.com/v2/webhooks?key=x"],
      "response": ["status": 200, "body_text": "{\"webhooks\":[]}"],
    ]
    let file = try DecodingSamples.decode("easypost", (["interactions": [entry]] as JSON).encoded)
    #expect(file.skipped == ["GET /v2/webhooks"])
    #expect(
      file.errors == [.malformed("nothing that is read from easypost: GET /v2/webhooks")])
  }

  @Test func whatFailedInACassetteIsItsTypedError() throws {
    let entry: JSON = [
      "request": ["method": "GET", "url": "https://api.easypost.com/v2/trackers/1"],
      "response": [
        "status": 429, "headers": ["Retry-After": ["9"]],
        "body_text": "{\"error\":{\"code\":\"RATE_LIMITED\",\"message\":\"slow down\"}}",
      ],
    ]
    let file = try DecodingSamples.decode("easypost", (["interactions": [entry]] as JSON).encoded)
    #expect(file.errors == [.throttled(after: .seconds(9))])
    #expect(
      file.entries.map(\.json.encoded) == [
        "{\"error\":\"throttled\",\"message\":\"too many requests, wait 9 s\",\"retry_after\":9}"
      ])
  }

  // MARK: - Bodies

  @Test func aShopsOrderIsReadAloneAndListed() throws {
    let order = DecodingSamples.wooOrder
    for text in [order.encoded, JSON.array([order]).encoded, (["data": [order]] as JSON).encoded] {
      let file = try DecodingSamples.decode("woocommerce", text)
      guard case .order(let read) = file.values.first else {
        Issue.record("\(file)")
        continue
      }
      #expect(read.externalID == "639")
      #expect(read.total == Samples.usd(36_590))
    }
  }

  @Test func ashopifyOrderIsReadInEveryWrapping() throws {
    let order = DecodingSamples.restOrder
    for json in [order, ["order": order], ["orders": [order]]] as [JSON] {
      let file = try DecodingSamples.decode("shopify", json.encoded)
      guard case .order(let read) = file.values.first else {
        Issue.record("\(file)")
        continue
      }
      #expect(read.name == "#1001")
      #expect(read.placedAt == Samples.time("2026-01-10T16:00:00Z"))
    }
  }

  @Test func graphQLIsReadWithNodesAndWithEdges() throws {
    let euros = Money(minor: 1250, currency: try #require(Currency("EUR")))
    let node: JSON = [
      "id": "gid://shopify/Order/7", "name": "#7", "createdAt": "2026-01-10T16:00:00Z",
      "currencyCode": "EUR", "displayFinancialStatus": "PAID",
      "totalPriceSet": ["shopMoney": ["amount": "12.5", "currencyCode": "EUR"]],
      "lineItems": ["edges": [["node": ["id": "gid://shopify/LineItem/1", "quantity": 3]]]],
    ]
    for json in [
      node, ["data": ["order": node]], ["data": ["node": node]],
      ["data": ["orders": ["edges": [["node": node]], "pageInfo": ["hasNextPage": .bool(false)]]]],
      ["data": ["orders": ["nodes": [node]]]],
    ] as [JSON] {
      let file = try DecodingSamples.decode("shopify", json.encoded)
      guard case .order(let read) = file.values.first else {
        Issue.record("\(json.encoded): \(file)")
        continue
      }
      #expect(read.total == euros)
      #expect(read.lines.map(\.quantity) == [3])
    }
  }

  @Test(arguments: [
    ("shopify", "{\"errors\":\"[API] Invalid API key or access token\"}", "unauthorized"),
    ("shopify", "{\"errors\":\"Exceeded 4 calls per second for api client\"}", "throttled"),
    ("shopify", "{\"errors\":{\"limit\":[\"too big\"]}}", "rejected"),
    (
      "shopify",
      "{\"errors\":[{\"message\":\"Throttled\",\"extensions\":{\"code\":\"THROTTLED\"}}]}",
      "throttled"
    ),
    (
      "woocommerce",
      "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"no\",\"data\":{\"status\":401}}",
      "unauthorized"
    ),
    (
      "woocommerce",
      "{\"code\":\"rest_no_route\",\"message\":\"none\",\"data\":{\"status\":404}}", "rejected"
    ),
    ("cj", "{\"code\":1600200,\"result\":false,\"message\":\"Too Many\"}", "throttled"),
    ("cj", "{\"code\":1600001,\"result\":false,\"message\":\"bad key\"}", "unauthorized"),
    (
      "aliexpress", "{\"error_response\":{\"code\":27,\"msg\":\"Invalid session\"}}", "unauthorized"
    ),
    (
      "17track", "{\"code\":-18010002,\"data\":{\"errors\":[{\"message\":\"key\"}]}}",
      "unauthorized"
    ),
    (
      "aftership", "{\"meta\":{\"code\":401,\"message\":\"Invalid API key\"},\"data\":{}}",
      "unauthorized"
    ),
    ("easypost", "{\"error\":{\"code\":\"APIKEY.INACTIVE\",\"message\":\"no\"}}", "unauthorized"),
    ("shippo", "{\"detail\":\"Authentication credentials were not provided.\"}", "unauthorized"),
    (
      "karrio", "{\"errors\":[{\"code\":\"authentication\",\"message\":\"Invalid token\"}]}",
      "unauthorized"
    ),
    (
      "stripe",
      "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Invalid API Key provided\",\"code\":\"api_key_invalid\"}}",
      "unauthorized"
    ),
  ])
  func anErrorBodyAloneIsTheTypedError(service: String, body: String, word: String) throws {
    let file = try DecodingSamples.decode(service, body)
    #expect(file.values == [])
    #expect(file.entries.map { $0.json["error"].text } == [word], "\(file)")
  }

  @Test(
    arguments: ConnectorTable.all.map(\.service).filter { !$0.hasPrefix("files") && $0 != "email" },
    [
      "", " ", "<!DOCTYPE html><html></html>", "{", "5", "null", "\"x\"", "{}",
      "{\"x\":{\"y\":[]}}",
    ])
  func whatIsNothingIsMalformed(service: String, body: String) throws {
    let file = try DecodingSamples.decode(service, body)
    #expect(file.values == [])
    #expect(file.entries.map { $0.json["error"].text } == ["malformed"], "\(file)")
  }

  @Test func aTokenIsNeverShown() throws {
    let body = """
      {"code":200,"result":true,"data":{"accessToken":"tok-SECRET-1","refreshToken":"tok-SECRET-2",\
      "accessTokenExpiryDate":"2026-12-01 00:00:00"}}
      """
    let file = try DecodingSamples.decode("cj", body)
    #expect(file.values == [.token(expiresAt: Timestamp(seconds: 1_796_083_200))])
    #expect(!file.entries.map(\.json.encoded).joined().contains("SECRET"))
  }

  @Test func anUnknownServiceHasNoDecoder() {
    #expect(RecordingDecoder("nobody", now: Samples.now) == nil)
  }

  // MARK: - Deliveries

  private static func delivery(_ body: String, _ signature: String) -> String {
    """
    POST /hooks/shop HTTP/1.1\r
    X-WC-Webhook-Topic: order.updated\r
    X-WC-Webhook-Delivery-ID: d1\r
    X-WC-Webhook-Signature: \(signature)\r
    \r
    \(body)
    """
  }

  @Test func aDeliveryIsVerifiedWhereASecretIsGiven() throws {
    let body = DecodingSamples.wooOrder.encoded
    let proof = Signing.base64(
      Signing.hmacSHA256(Array(body.utf8), key: Array("rig-é".utf8)))
    let told = try DecodingSamples.decode(
      "woocommerce", Self.delivery(body, proof), secret: "rig-é")
    #expect(told.entries.first?.json["proof"] == "verified")
    #expect(told.entries.first?.json["topic"] == "order.updated")
    #expect(told.values.count == 2)
    let blind = try DecodingSamples.decode("woocommerce", Self.delivery(body, proof))
    #expect(blind.entries.first?.json["proof"] == "unverified")
    #expect(blind.values.dropFirst() == told.values.dropFirst())
    let forged = try DecodingSamples.decode(
      "woocommerce", Self.delivery(body, "AAAA"), secret: "rig-é")
    #expect(forged.entries.map { $0.json["error"].text } == ["unauthorized"])
  }

  @Test(arguments: [
    (
      "easypost",
      "{\"object\":\"Event\",\"description\":\"tracker.updated\",\"id\":\"evt_1\",\"result\":\(DecodingSamples.tracker.encoded)}",
      "tracking"
    ),
    (
      "easypost", "{\"object\":\"Event\",\"description\":\"batch.created\",\"result\":{}}",
      "ignored"
    ),
    (
      "stripe",
      "{\"object\":\"event\",\"type\":\"charge.dispute.created\",\"id\":\"evt_2\",\"created\":1795000000,\"data\":{\"object\":{\"object\":\"dispute\",\"id\":\"dp_1\",\"amount\":100,\"currency\":\"usd\",\"status\":\"needs_response\"}}}",
      "disputes"
    ),
    (
      "17track",
      "{\"event\":\"TRACKING_UPDATED\",\"data\":{\"number\":\"RR123456785CN\",\"track_info\":{}}}",
      "tracking"
    ),
    (
      "aftership",
      "{\"event\":\"tracking_update\",\"msg\":{\"tracking_number\":\"1Z1\",\"tag\":\"InTransit\"}}",
      "tracking"
    ),
    (
      "karrio",
      "{\"event\":\"tracker_updated\",\"data\":{\"tracking_number\":\"1Z1\",\"status\":\"in_transit\"}}",
      "tracking"
    ),
    (
      "shippo",
      "{\"event\":\"track_updated\",\"data\":{\"tracking_number\":\"1Z1\",\"carrier\":\"ups\"}}",
      "tracking"
    ),
    ("woocommerce", "{\"id\":639}", "hint"),
    (
      "cj", "{\"messageId\":\"m1\",\"type\":\"ORDER\",\"params\":{\"cjOrderId\":\"77\"}}", "hint"
    ),
    ("cj", "{\"messageId\":\"m2\",\"type\":\"PRODUCT\",\"params\":{\"pid\":\"1\"}}", "ignored"),
    ("shopify", "{\"id\":1,\"order_id\":450,\"refund_line_items\":[]}", "hint"),
  ])
  func aPayloadWithoutItsHeadersIsReadUnverified(
    service: String, body: String, says: String
  ) throws {
    let file = try DecodingSamples.decode(service, body)
    let head = try #require(file.entries.first?.json)
    #expect(head["kind"] == "news", "\(file)")
    #expect(head["says"].text == says)
    #expect(head["proof"] == "unverified")
    #expect((file.values.count > 1) == ["tracking", "disputes"].contains(says))
  }

  // MARK: - What else a shop has

  @Test func productsNotesAndRefundsOfAShopAreRead() throws {
    let product: JSON = [
      "id": 9, "name": "Mug &amp; lid", "type": "simple", "sku": 12, "virtual": .bool(false),
      "regular_price": "", "stock_status": "instock", "variations": [],
    ]
    for text in [product.encoded, "[\(product.encoded)]", "{\"data\":[\(product.encoded)]}"] {
      #expect(
        try DecodingSamples.decode("woocommerce", text).values
          == [.product(ShopItem(id: "9", sku: "12", title: "Mug & lid"))])
    }
    let notes: JSON = [
      [
        "id": 5, "author": "system", "date_created_gmt": "2026-10-01T10:00:00",
        "note": "Paid &amp; checked", "customer_note": .bool(false),
      ],
      [
        "id": 6, "author": "Ada", "date_created_gmt": .null, "customer_note": .bool(true),
        "note": "Your parcel is on its way with DPD. Tracking number: RR123456785CN",
      ],
    ]
    let found = try DecodingSamples.decode("woocommerce", notes.encoded)
    #expect(
      found.entries.map { $0.json["kind"].text } == ["order_note", "order_note", "parcel"])
    #expect(found.entries[0].json["text"] == "Paid & checked")
    #expect(found.entries[0].json["for_customer"] == .bool(false))
    #expect(found.entries[1].json["for_customer"] == .bool(true))
    #expect(found.values.last == .parcel(Shipment(number: "RR123456785CN", carrier: "DPD")))
    // The amount has no currency: it is left out rather than guessed.
    let refund: JSON = ["id": 726, "amount": "10.00", "reason": "", "refunded_by": 1]
    #expect(
      try DecodingSamples.decode("woocommerce", "[\(refund.encoded)]").values
        == [.refund(RefundReceipt(id: "726", amount: nil, state: .done))])
  }

  @Test func aBatchIsReadWithWhatWasRefused() throws {
    let product: JSON = ["id": 9, "sku": "MUG", "name": "Mug", "stock_status": "instock"]
    let refused: JSON = ["id": 7, "error": ["code": "x", "message": "Invalid &amp; gone"]]
    let orders: JSON = ["update": [DecodingSamples.wooOrder, refused], "delete": []]
    for body in [orders, ["data": orders]] as [JSON] {
      let found = try DecodingSamples.decode("woocommerce", body.encoded)
      #expect(found.entries.map { $0.json["kind"].text } == ["order"])
      #expect(found.unreadable == ["7: Invalid & gone"])
    }
    let products: JSON = ["create": [product], "update": [product]]
    #expect(
      try DecodingSamples.decode("woocommerce", products.encoded).entries.map {
        $0.json["kind"].text
      } == ["product", "product"])
  }

  @Test(arguments: [
    ("{\"code\":\"BRL\",\"name\":\"Brazilian real\"}", "malformed"),
    ("{\"error\":\"unauthorized\",\"message\":\"Missing Token\"}", "unauthorized"),
    ("{\"code\":\"rest_invalid_param\",\"message\":\"Invalid\"}", "rejected"),
  ])
  func whatSaysNothingIsNoErrorOfAShop(text: String, error: String) throws {
    let found = try DecodingSamples.decode("woocommerce", text)
    #expect(found.entries.map { $0.json["error"].text } == [error])
  }

  // MARK: - Tables

  @Test func tablesAreKnownByTheirColumns() throws {
    let offers = "sku,supplier,supplier_sku,cost,currency\nMUG,CJ,C1,1.20,USD\n"
    let file = try DecodingSamples.decode("files", offers, name: "whatever.csv")
    guard case .offer(let offer) = file.values.first else {
      Issue.record("\(file)")
      return
    }
    #expect(offer.supplierSKU == "C1")
    let stock = "Item SKU,Quantity\nA-1,5\nA-2,x\n"
    let told = try DecodingSamples.decode("files", stock, name: "somewhere/inv_1.csv")
    #expect(told.values == [.stock(FolderReport.Stock(supplierSKU: "A-1", quantity: 5))])
    #expect(told.unreadable.count == 1)
    let unnamed = try DecodingSamples.decode("files", stock, kind: "stock")
    #expect(unnamed.values == told.values)
  }

  /// Shops save orders as tables, too, which are asked for under the shop's name.
  @Test(arguments: ["shopify", "files-shop"])
  func aShopsTableIsReadUnderItsName(service: String) throws {
    let table = """
      Name,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Id
      #7,paid,USD,2026-03-01 10:00:00 +0000,2,Mug,700

      """
    let file = try DecodingSamples.decode(service, table, name: "orders_export.csv")
    #expect(file.values.count == 1)
    #expect(file.entries.first?.json["name"].text == "#7")
    #expect(file.entries.first?.json["id"].text == "700")
  }

  @Test func aTableOfNothingWeKnowIsMalformed() throws {
    let file = try DecodingSamples.decode("files", "a,b\n1,2\n", name: "x.csv")
    #expect(file.entries.map { $0.json["error"].text } == ["malformed"])
  }
}
