import Connectors
import Fulfillment
import Testing
import Wire

/// One reading operation of one service, with what it needs to be judged.
struct Operation: Sendable, CustomTestStringConvertible {
  var name: String
  var request: HTTPRequest
  /// nil: the answer can be read.
  var error: @Sendable (HTTPResponse) -> ConnectorError?

  var testDescription: String { name }

  init<Output>(_ name: String, _ exchange: Exchange<Output>) {
    self.name = name
    request = exchange.request
    error = { Samples.error(exchange, $0) }
  }
}

/// What every service of the table must do with whatever it is sent.
struct ConnectorContractTests {
  private static let key = "key-SECRET-1"
  private static let secret = "sec-SECRET-2"
  private static let context = RequestContext(
    now: Samples.now, nonce: Samples.nonce, token: "tok-SECRET-3")

  private static func connection(_ service: ServiceDescriptor) -> Connection {
    let account = Account(name: service.service, service: service.service, role: service.role)
    let url = service.defaultURL.isEmpty ? "https://shop.example" : ""
    return service.connect(account, Credentials(url: url, key: key, secret: secret))
  }

  /// Every operation of every service.
  static let operations: [Operation] = ConnectorTable.all.flatMap { service -> [Operation] in
    let connection = connection(service)
    let parcels = [Shipment(number: "RR123456789CN")]
    var operations: [Operation] = []
    switch connection {
    case .storefront(let connector):
      operations.append(Operation(service.service + " orders", connector.orders(nil, context)))
    case .supplier(let connector):
      operations.append(
        Operation(service.service + " purchases", connector.purchases(nil, context)))
    case .tracker(let connector):
      operations.append(Operation(service.service + " track", connector.track(parcels, context)))
      if let register = connector.register(parcels, context) {
        operations.append(Operation(service.service + " register", register))
      }
    }
    if let connector = connection.authenticating {
      operations.append(Operation(service.service + " token", connector.token(context)))
    }
    return operations
  }

  @Test func theTableIsWhole() {
    #expect(ConnectorTable.all.map(\.service) == ["woocommerce", "cj", "easypost", "17track"])
    #expect(Self.operations.count == 7)
    #expect(ConnectorTable.service("cj")?.role == .supplier)
    #expect(ConnectorTable.service("nobody")?.service == nil)
  }

  @Test(arguments: ConnectorTable.all.map(\.service))
  func aServiceIsDescribedWhole(name: String) throws {
    let service = try #require(ConnectorTable.service(name))
    #expect(service.needs.contains("url") == service.defaultURL.isEmpty)
    #expect(service.needs.contains("key"))
    #expect(service.requestsPerSecond > 0)
    #expect(service.cadence > .seconds(0))
    switch (Self.connection(service), service.role) {
    case (.storefront, .storefront), (.supplier, .supplier), (.tracker, .tracker): break
    default: Issue.record("\(name) connects in another role than it names")
    }
  }

  @Test(arguments: operations)
  func requestsAreAbsoluteAndAskForJSON(operation: Operation) throws {
    let parts = try #require(URLParts(operation.request.url))
    #expect(parts.scheme == "https")
    #expect(operation.request.headers["Accept"] == "application/json")
  }

  @Test(
    arguments: operations,
    [
      "", "<!DOCTYPE html><html><body>Just a moment...</body></html>", "{", "[{\"id\":1", "\"x\"",
      "5",
      "null", "true", "{}", "\u{FEFF}", "{\"code\":200", "OK", "{\"data\":\"x\"}",
    ])
  func anAnswerThatIsNoneIsMalformed(operation: Operation, body: String) {
    guard case .malformed = operation.error(Samples.answer(body)) else {
      Issue.record("\(body) gave \(String(describing: operation.error(Samples.answer(body))))")
      return
    }
  }

  @Test(arguments: operations)
  func aHugeAnswerIsRefusedInGoodTime(operation: Operation) {
    let huge = [UInt8](repeating: UInt8(ascii: "["), count: 4_000_000)
    guard case .malformed = operation.error(HTTPResponse(status: 200, body: huge)) else {
      Issue.record("a huge answer was taken")
      return
    }
  }

  @Test(arguments: operations, [401, 403])
  func aRefusedKeyIsForTheOperator(operation: Operation, status: Int) {
    guard case .unauthorized = operation.error(Samples.answer("{}", status: status)) else {
      Issue.record("\(status) is not unauthorized")
      return
    }
  }

  @Test(arguments: operations)
  func throttlingIsHonoured(operation: Operation) {
    #expect(
      operation.error(Samples.answer("", status: 429, headers: ["Retry-After": "9"]))
        == .throttled(after: .seconds(9)))
  }

  @Test(arguments: operations, [500, 502, 503, 504])
  func theirTroubleIsWorthAnotherTry(operation: Operation, status: Int) {
    let answer = Samples.answer("<h1>Oops</h1>", status: status, headers: ["Retry-After": "9"])
    guard case .unavailable(_, .seconds(9)) = operation.error(answer) else {
      Issue.record("\(status) is not unavailable")
      return
    }
  }

  @Test(arguments: operations, [404, 410])
  func whatIsNotThereStaysSo(operation: Operation, status: Int) {
    let error = operation.error(Samples.answer("<h1>Not found</h1>", status: status))
    #expect(error?.retry == .never)
  }

  @Test(arguments: operations, [200, 400, 401, 403, 404, 422, 429, 500])
  func noErrorShowsASecret(operation: Operation, status: Int) {
    let words = "\(Self.key) \(Self.secret) tok-SECRET-3"
    let bodies: [JSON] = [
      ["code": .string(words), "message": .string(words)],
      ["code": 1_600_001, "result": .bool(false), "message": .string(words)],
      ["code": 1_603_000, "result": .bool(false), "message": .string(words)],
      ["code": -18_010_002, "data": ["errors": [["message": .string(words)]]]],
      ["error": ["code": .string(words), "message": .string(words)]], .string(words),
    ]
    for body in bodies {
      guard let error = operation.error(Samples.answer(body, status: status)) else { continue }
      #expect(!error.message.contains("SECRET"), "\(body.encoded)")
      #expect(!"\(error)".contains("SECRET"))
    }
  }

  @Test(arguments: operations)
  func noRequestShowsASecret(operation: Operation) {
    var dumped = ""
    dump(operation.request, to: &dumped)
    #expect(!("\(operation.request)" + dumped).contains("SECRET"))
  }

  @Test(arguments: ConnectorTable.all.map(\.service))
  func noConnectorShowsASecret(name: String) throws {
    let connection = Self.connection(try #require(ConnectorTable.service(name)))
    var dumped = ""
    dump(connection, to: &dumped)
    dump(Self.context, to: &dumped)
    dump(AccessToken(value: "SECRET", expiresAt: Samples.now), to: &dumped)
    let shown = "\(connection)" + String(reflecting: connection) + "\(Self.context)" + dumped
    #expect(!shown.contains("SECRET"))
  }
}

/// Answers of each kind, damaged in every way that one cut or one byte can damage them.
struct DamagedAnswerTests {
  private static let answers: [(operation: String, body: JSON)] = [
    ("woocommerce orders", [wooOrder.with("line_items", []).without("billing")]),
    (
      "woocommerce orders",
      [
        [
          "id": 1, "currency": "USD", "date_created_gmt": "2026-01-01T00:00:00",
          "meta_data": [
            ["key": "_wc_shipment_tracking_items", "value": [["tracking_number": "X"]]]
          ],
          "line_items": [["id": 1, "quantity": 2, "total": "1.5"]], "refunds": [["total": "-1"]],
        ]
      ]
    ),
    (
      "cj purchases",
      [
        "code": 200, "result": .bool(true),
        "data": [
          "list": [
            [
              "orderId": "1", "orderStatus": "SHIPPED", "createDate": "2026-08-23 11:31:45",
              "orderAmount": .number("4.25"), "trackNumber": "A,B",
            ]
          ], "total": 1,
        ],
      ]
    ),
    (
      "cj token",
      ["code": 200, "data": ["accessToken": "x", "accessTokenExpiryDate": "2026-07-12"]]
    ),
    (
      "easypost track",
      [
        "trackers": [
          [
            "tracking_code": "RR123456789CN", "status": "in_transit",
            "tracking_details": [["datetime": "2026-10-06T17:30:27Z", "status": "delivered"]],
          ]
        ]
      ]
    ),
    (
      "17track track",
      [
        "code": 0,
        "data": [
          "accepted": [
            [
              "number": "RR123456789CN",
              "track_info": [
                "latest_status": ["status": "Exception"],
                "tracking": ["providers": [["events": [["time_utc": "2026-09-01T00:00:00Z"]]]]],
              ],
            ]
          ], "rejected": [["number": "1", "error": ["code": -18_019_909]]],
        ],
      ]
    ),
  ]

  @Test(arguments: answers.indices)
  func everyCutIsMalformed(index: Int) throws {
    let (name, body) = Self.answers[index]
    let operation = try #require(
      ConnectorContractTests.operations.first { $0.name == name })
    let bytes = Array(body.encoded.utf8)
    #expect(operation.error(HTTPResponse(status: 200, body: bytes)) == nil)
    for length in bytes.indices {
      let cut = HTTPResponse(status: 200, body: Array(bytes.prefix(length)))
      guard case .malformed = operation.error(cut) else {
        Issue.record("cut at \(length) of \(name)")
        return
      }
    }
  }

  @Test(arguments: answers.indices)
  func noOtherByteTraps(index: Int) throws {
    let (name, body) = Self.answers[index]
    let operation = try #require(
      ConnectorContractTests.operations.first { $0.name == name })
    let bytes = Array(body.encoded.utf8)
    var refused = 0
    for position in bytes.indices {
      for byte in [0x00, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x5B, 0x7B, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        changed[position] = byte
        if operation.error(HTTPResponse(status: 200, body: changed)) != nil { refused += 1 }
      }
    }
    #expect(refused > 0)
  }
}
