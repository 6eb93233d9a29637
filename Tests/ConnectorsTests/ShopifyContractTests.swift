import Connectors
import Fulfillment
import Testing
import Wire

/// A shop with a lasting token, against everything that a service may answer.
struct ShopifyContractTests {
  private static let shop = Shopify(
    Credentials(
      url: "https://sim.myshopify.com", key: "shpat_SECRET1", secret: "shpss_SECRET2"))
  private static let restShop = Shopify(
    Credentials(
      url: "https://sim.myshopify.com", key: "shpat_SECRET1", secret: "shpss_SECRET2",
      options: ["api": "rest"]))
  private static let context = Samples.context

  static let reading: [Operation] = [
    Operation("orders", shop.orders(nil, context)),
    Operation("order", shop.orders(Cursor(#"{"waiting":["gid://shopify/Order/1"]}"#), context)),
    Operation(
      "order lines",
      shop.orders(
        Cursor(
          #"{"waiting":["a"],"draft":{"id":"a"},"parts":[{"kind":"lines","id":"a","after":"b"}]}"#),
        context)),
    Operation("fulfilments", shop.fulfilments(of: "1", context)[0]),
    Operation("portions", shop.portions(of: "1", context)),
    Operation("events", shop.events(of: "1", context)),
    Operation("payments", shop.payments(of: "1", context)),
    Operation("cancellation", shop.cancellation(of: "1", context)),
    Operation("job", shop.progress(CancelJob(id: "j", isDone: false), context)),
    Operation("disputes", shop.disputes(nil, context)),
    Operation("dispute", shop.dispute("1", context)),
    Operation("scopes", shop.scopes(context)),
    Operation("rest orders", restShop.orders(nil, context)),
  ]

  static let changing: [Operation] = [
    Operation(
      "refund",
      shop.refund(#"{"orderId":"gid://shopify/Order/1"}"#, key: "k", context)),
    Operation(
      "cancel", shop.cancel(CancelRequest(order: "1", reason: .other, refunds: false), context)),
    Operation("hold", shop.hold("gid://shopify/FulfillmentOrder/1", reason: "x", context)),
    Operation("release", shop.release("gid://shopify/FulfillmentOrder/1", context)),
  ]

  @Test(
    arguments: reading,
    [
      "", "<html>Just a moment</html>", "{", "[]", "\"x\"", "null", "{}", "{\"data\":null}",
      "{\"data\":{}}",
    ])
  func anAnswerThatIsNoneIsMalformed(operation: Operation, body: String) {
    guard case .malformed = operation.error(Samples.answer(body)) else {
      Issue.record(
        "\(operation.name): \(String(describing: operation.error(Samples.answer(body))))")
      return
    }
  }

  @Test(arguments: reading + changing)
  func statusesHaveTheirClass(operation: Operation) {
    let text: JSON = ["errors": "[API] Invalid API key or access token"]
    for status in [401, 403] {
      #expect(
        operation.error(Samples.answer(text, status: status))
          == .unauthorized("[API] Invalid API key or access token"))
    }
    // The limit's own header is missing here, and the number is a decimal one.
    let limit: JSON = ["errors": "Exceeded 4 calls per second for api client."]
    #expect(
      operation.error(Samples.answer(limit, status: 429, headers: ["retry-after": "4.0"]))
        == .throttled(after: .seconds(4)))
  }

  @Test(arguments: reading)
  func refusalsAreReadWhateverTheirShape(operation: Operation) {
    let bodies: [(JSON, String)] = [
      (["errors": "Not Found"], "Not Found"),
      (["errors": ["updated_at_min": "cannot be passed"]], "updated_at_min: cannot be passed"),
      (["errors": ["base": ["one", "two"]]], "base: one, two"),
    ]
    for (body, text) in bodies {
      for status in [400, 404, 409, 422] {
        #expect(
          operation.error(Samples.answer(body, status: status))
            == .rejected(code: "\(status)", message: text))
      }
    }
    for status in [500, 502, 503, 504] {
      guard case .unavailable = operation.error(Samples.answer("<h1>Oops</h1>", status: status))
      else {
        Issue.record("\(status) of \(operation.name)")
        return
      }
    }
  }

  @Test(arguments: changing, [404, 409, 500, 502, 504])
  func aStatusAloneLeavesTheOutcomeOpen(operation: Operation, status: Int) {
    for body in ["", "{}", "{\"errors\":\"x\"}", "<h1>Oops</h1>"] {
      guard case .unknownOutcome = operation.error(Samples.answer(body, status: status)) else {
        Issue.record("\(status) with \(body)")
        return
      }
    }
  }

  @Test(arguments: reading)
  func errorsWithStatus200HaveTheirClass(operation: Operation) {
    guard !operation.name.hasPrefix("rest"), operation.name != "scopes" else { return }
    let answer: (String) -> HTTPResponse = {
      Samples.answer([
        "errors": [["message": "words", "extensions": ["code": .string($0)]]], "data": .null,
      ])
    }
    #expect(operation.error(answer("THROTTLED")) == .throttled(after: nil))
    #expect(operation.error(answer("ACCESS_DENIED")) == .unauthorized("words"))
    #expect(operation.error(answer("INTERNAL_SERVER_ERROR")) == .unavailable("words"))
    #expect(
      operation.error(answer("undefinedField"))
        == .rejected(code: "undefinedField", message: "words"))
  }

  @Test(arguments: reading + changing)
  func nothingShowsASecret(operation: Operation) {
    let words = "shpat_SECRET1 shpss_SECRET2 token-of-the-day"
    for status in [200, 400, 401, 422, 500] {
      let answers: [JSON] = [
        ["errors": .string(words)], ["errors": [["message": .string(words)]]],
      ]
      for answer in answers {
        guard let error = operation.error(Samples.answer(answer, status: status)) else { continue }
        #expect(!"\(error)\(error.message)".contains("SECRET"), "\(operation.name) \(status)")
      }
    }
    var dumped = ""
    dump(operation.request, to: &dumped)
    dump(Self.shop, to: &dumped)
    #expect(!("\(operation.request)" + dumped).contains("SECRET"))
  }

  // MARK: - Damage

  private static let samples: [(String, JSON)] = [
    (
      "orders",
      ["data": ["orders": ShopifySamples.connection([ShopifySamples.order], end: "abc")]]
    ),
    ("order", ["data": ["order": ShopifySamples.order]]),
    ("portions", ["data": ["order": ["fulfillmentOrders": ["nodes": [["id": "x"]]]]]]),
    (
      "refund",
      ["data": ["refundCreate": ["refund": ["id": "gid://shopify/Refund/1"], "userErrors": []]]]
    ),
    (
      "rest orders",
      [
        "orders": [
          [
            "id": 1, "created_at": "2026-01-01T00:00:00-05:00", "currency": "USD",
            "line_items": [["id": 1, "quantity": 2, "price": "1.50"]],
            "refunds": [["refund_line_items": [["line_item_id": 1, "quantity": 1]]]],
          ]
        ]
      ]
    ),
  ]

  @Test(arguments: samples.indices)
  func everyPrefixAndEveryFlipEndsInAValueOrAnError(index: Int) throws {
    let (name, sample) = Self.samples[index]
    let operation = try #require((Self.reading + Self.changing).first { $0.name == name })
    let bytes = Array(sample.encoded.utf8)
    #expect(operation.error(HTTPResponse(status: 200, body: bytes)) == nil)
    let stride = max(1, bytes.count / 400)
    for length in Swift.stride(from: 0, to: bytes.count, by: stride) {
      let error = operation.error(HTTPResponse(status: 200, body: Array(bytes.prefix(length))))
      #expect(error != nil, "cut at \(length)")
    }
    var random = SplitMix(state: 11)
    for _ in 0..<600 {
      var changed = bytes
      changed[random.below(bytes.count)] = UInt8(random.below(256))
      let error = operation.error(HTTPResponse(status: 200, body: changed))
      // A damaged yes is never a no.
      guard name == "refund", let error else { continue }
      guard case .unknownOutcome = error else {
        Issue.record("\(error) from \(String(decoding: changed, as: UTF8.self))")
        return
      }
    }
  }

  @Test func deliveriesSurviveDamage() throws {
    var random = SplitMix(state: 12)
    let bytes = Array(ShopifySamples.order.encoded.utf8)
    for topic in ["orders/create", "fulfillments/update", "disputes/create", "returns/open"] {
      for _ in 0..<200 {
        var body = bytes
        body[random.below(bytes.count)] = UInt8(random.below(256))
        let proof = Signing.base64(
          Signing.hmacSHA256(body, key: Array("shpss_SECRET2".utf8)))
        let delivery = Delivery(
          headers: ["X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": proof], body: body,
          receivedAt: Samples.now)
        do throws(WebhookError) {
          #expect(try Self.shop.read(delivery).topic == topic)
        } catch {
          #expect(error != .badSignature)
        }
      }
    }
  }
}

/// Vendors' samples and captures of Shopify answers.
@Suite(.enabled(if: Recordings.arePresent))
struct ShopifyAnswerRecordingsTests {
  private static let files = Recordings.files(in: "fixtures/shopify") { $0.hasSuffix(".json") }

  /// Every order inside an answer, however it is wrapped.
  private static func orders(_ json: JSON) -> [JSON] {
    if json["line_items"].isArray && json["currency"].text != nil
      && json["financial_status"] != .null
    {
      return [json]
    }
    return json.members.flatMap { orders($0.value) } + json.elements.flatMap { orders($0) }
  }

  @Test func everyRESTOrderIsRead() throws {
    var (read, lines) = (0, 0)
    for file in Self.files {
      let found = Self.orders(try Recordings.json(file))
      guard !found.isEmpty else { continue }
      let page = try ShopifySamples.restShop.orders(nil, Samples.context).decode(
        Samples.answer(["orders": .array(found)]))
      for problem in page.unreadable {
        #expect(problem.reason == "no creation date" || problem.reason == "no id", "\(file)")
      }
      for order in page.items {
        let json = try #require(found.first { $0["id"].text == order.externalID })
        #expect(order.total?.decimal == json["total_price"].text, "\(file)")
        #expect(order.payment != .unknown, "\(file)")
        #expect(order.name == json["name"].text, "\(file)")
        #expect(order.lines.count == json["line_items"].elements.count, "\(file)")
      }
      read += page.items.count
      lines += page.items.map(\.lines.count).reduce(0, +)
    }
    #expect(read >= 10)
    #expect(lines >= 20)
  }

  @Test func aCapturedOrderIsRead() throws {
    let node = try Recordings.json("fixtures/shopify/live-graphql-order-node.json")
    let order = try ShopifySamples.read(node)
    #expect(order.externalID == "8017484906823")
    #expect(order.name == "#24364")
    #expect(order.payment == .paid)
    #expect(order.fulfillment == .fulfilled)
    #expect(order.total?.decimal == "25.98")
    #expect(order.shipTo.country == "NL")
    #expect(order.lines.map(\.externalID) == ["19635972571463"])
    #expect(order.lines.first?.price?.decimal == "25.98")
  }

  @Test func capturedErrorsHaveTheirClass() throws {
    let cost = try Recordings.bytes("fixtures/shopify/live-graphql-max-cost-exceeded.json")
    let shop = ShopifySamples.shop
    let answer = HTTPResponse(status: 200, body: cost)
    let page = try shop.orders(nil, Samples.context).decode(answer)
    #expect(page.items.isEmpty && page.next != nil)
    guard
      case .rejected("MAX_COST_EXCEEDED", _) = Samples.error(
        shop.dispute("1", Samples.context), answer)
    else {
      Issue.record("too costly and not refused")
      return
    }
    for name in ["live-rest-400-limit-251", "live-rest-400-page-info-filter"] {
      let record = try Recordings.json("fixtures/shopify/\(name).json")
      let status = Int(record["_status"].integer ?? 0)
      guard
        case .rejected("400", let text) = Samples.error(
          ShopifySamples.restShop.orders(nil, Samples.context),
          Samples.answer(record["body"], status: status))
      else {
        Issue.record("\(name)")
        return
      }
      #expect(text.contains("250") || text.contains("page_info"))
    }
  }

  @Test(arguments: files)
  func noRecordingEndsInATrap(file: String) throws {
    let bytes = try Recordings.bytes(file)
    let operations = ShopifyContractTests.reading + ShopifyContractTests.changing
    var random = SplitMix(state: UInt64(bytes.count))
    var judged = 0
    for operation in operations {
      _ = operation.error(HTTPResponse(status: 200, body: bytes))
      for _ in 0..<6 {
        var changed = Array(bytes.prefix(1 + random.below(bytes.count)))
        changed[random.below(changed.count)] = UInt8(random.below(256))
        _ = operation.error(HTTPResponse(status: 200, body: changed))
        judged += 1
      }
    }
    #expect(judged == operations.count * 6)
  }
}
