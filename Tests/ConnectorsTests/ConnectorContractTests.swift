import Connectors
import Fulfillment
import Testing
import Wire

/// One operation of one service, with what it needs to be judged.
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

/// Every service of the table, connected with secrets that are easy to find again.
enum Connected {
  static let context = RequestContext(
    now: Samples.now, nonce: Samples.nonce, token: "tok-SECRET-3")

  static func connection(_ service: ServiceDescriptor) -> Connection {
    let account = Account(name: service.service, service: service.service, role: service.role)
    let url = service.needs.contains("url") ? "https://\(service.service).example" : ""
    return service.connect(
      account,
      Credentials(
        url: url, key: "key-SECRET-1", secret: "sec-SECRET-2",
        options: ["session": "ses-SECRET-4", "to": "agent@supplier.example"]))
  }

  /// A draft whose items the service knows how to name.
  static func draft(_ service: String) -> PurchaseDraft {
    Samples.draft { draft in
      if service == "aliexpress" { draft.items[0].supplierSKU = "1005004638293060;14:365458#Brown" }
    }
  }

  static let update = FulfilmentUpdate(
    order: "700", shipment: Shipment(number: "RR123456789CN", carrier: "Yanwen"),
    lines: [FulfilmentUpdate.Line(id: "11", quantity: 2)], isComplete: true)

  /// Every operation that only reads: asking twice is asking once.
  static let reading: [Operation] = ConnectorTable.all.flatMap { service in
    let connection = connection(service)
    let name = service.service
    var operations: [Operation] = []
    switch connection {
    case .storefront(let connector):
      if connection.folderShop == nil {
        operations.append(Operation(name + " orders", connector.orders(nil, context)))
      }
    case .supplier(let connector):
      if connector.listsPurchases {
        operations.append(Operation(name + " purchases", connector.purchases(nil, context)))
      }
    case .tracker(let connector):
      let parcels = [Shipment(number: "RR123456789CN")]
      operations.append(Operation(name + " track", connector.track(parcels, context)))
      if let register = connector.register(parcels, context) {
        operations.append(Operation(name + " register", register))
      }
    case .payments(let connector):
      operations.append(Operation(name + " disputes", connector.disputes(nil, context)))
    }
    if let connector = connection.authenticating {
      operations.append(Operation(name + " token", connector.token(context)))
    }
    return operations + asking(connection, name)
  }

  private static func asking(_ connection: Connection, _ name: String) -> [Operation] {
    var operations: [Operation] = []
    if let buying = connection.buying {
      if let find = buying.find(key: "SC-1001-X", number: "77", context) {
        operations.append(Operation(name + " find", find))
      }
      if let balance = buying.balance(context) {
        operations.append(Operation(name + " balance", balance))
      }
    }
    if let refreshing = connection.refreshing {
      operations += refreshing.refresh(["77"], context).map { Operation(name + " refresh", $0) }
      if let parcels = refreshing.parcels(of: "77", context) {
        operations.append(Operation(name + " parcels", parcels))
      }
    }
    if let quoting = connection.quoting {
      operations += quoting.freight(draft(name), context).map { Operation(name + " freight", $0) }
    }
    if let shop = connection.fulfilling {
      operations += shop.fulfilments(of: "700", context).enumerated().map {
        Operation("\(name) fulfilments \($0.offset)", $0.element)
      }
    }
    return operations
  }

  /// Every operation that must not be repeated blindly.
  static let placing: [Operation] = ConnectorTable.all.flatMap { service -> [Operation] in
    let connection = connection(service)
    let name = service.service
    var operations: [Operation] = []
    if let buying = connection.buying, let body = try? buying.body(for: draft(name)) {
      operations.append(Operation(name + " place", buying.place(body, context)))
      operations += buying.pay(number: "77", context).enumerated().map {
        Operation("\(name) pay \($0.offset)", $0.element)
      }
      if let cancel = buying.cancel(number: "77", context) {
        operations.append(Operation(name + " cancel", cancel))
      }
    }
    if let shop = connection.fulfilling {
      for (way, steps) in shop.fulfil(shop.body(for: update), context).enumerated() {
        operations += steps.enumerated().map {
          Operation("\(name) fulfil \(way) \($0.offset)", $0.element)
        }
      }
    }
    return operations
  }

  static let all = reading + placing
}

/// What every service of the table must do with whatever it is sent.
struct ConnectorContractTests {
  static let operations = Connected.reading
  private static func connection(_ service: ServiceDescriptor) -> Connection {
    Connected.connection(service)
  }

  @Test func theTableIsWhole() {
    #expect(
      ConnectorTable.all.map(\.service) == [
        "shopify", "woocommerce", "cj", "aliexpress", "files", "files-shop", "email", "17track",
        "aftership",
        "easypost", "shippo", "karrio", "stripe",
      ])
    #expect(
      Connected.reading.map(\.name) == [
        "shopify orders", "shopify token", "shopify fulfilments 0", "woocommerce orders",
        "woocommerce fulfilments 0", "woocommerce fulfilments 1",
        "woocommerce fulfilments 2", "cj purchases", "cj token", "cj find", "cj balance",
        "cj freight", "aliexpress find", "aliexpress refresh", "aliexpress parcels",
        "aliexpress freight", "17track track", "17track register", "aftership track",
        "aftership register", "easypost track", "easypost register", "shippo track",
        "shippo register", "karrio track", "karrio register", "stripe disputes",
      ])
    #expect(
      Connected.placing.map(\.name) == [
        "woocommerce fulfil 0 0", "woocommerce fulfil 0 1", "woocommerce fulfil 1 0",
        "woocommerce fulfil 1 1", "woocommerce fulfil 2 0", "woocommerce fulfil 2 1", "cj place",
        "cj pay 0", "cj pay 1", "cj cancel", "aliexpress place",
      ])
    #expect(ConnectorTable.service("cj")?.role == .supplier)
    #expect(ConnectorTable.service("nobody")?.service == nil)
  }

  @Test(arguments: ConnectorTable.all.map(\.service))
  func aServiceIsDescribedWhole(name: String) throws {
    let service = try #require(ConnectorTable.service(name))
    let connection = Self.connection(service)
    if connection.folder == nil, connection.folderShop == nil {
      #expect(service.needs.contains("url") == service.defaultURL.isEmpty)
      #expect(service.needs.contains("key"))
      #expect(service.requestsPerSecond > 0)
    } else {
      #expect(service.needs.contains("folder"))
      #expect(service.defaultURL.isEmpty)
    }
    #expect(service.cadence > .seconds(0))
    // Whatever is none of the fields of credentials must be an option.
    let fields: Set = ["url", "key", "secret"]
    #expect(service.needs.allSatisfy { fields.contains($0) || service.options.contains($0) })
    switch (connection, service.role) {
    case (.storefront, .storefront), (.supplier, .supplier), (.tracker, .tracker),
      (.payments, .payments):
      break
    default: Issue.record("\(name) connects in another role than it names")
    }
  }

  @Test(arguments: ConnectorTable.all.map(\.service))
  func aSupplierIsReadInOneWayAtLeast(name: String) throws {
    let connection = Self.connection(try #require(ConnectorTable.service(name)))
    guard case .supplier(let connector) = connection else { return }
    #expect(
      connector.listsPurchases || connection.refreshing != nil || connection.folder != nil)
    guard !connector.listsPurchases else { return }
    let answer = Samples.answer("{}")
    #expect(
      Samples.error(connector.purchases(nil, Samples.context), answer)
        == .rejected(code: "unsupported", message: "this supplier can't list its orders"))
  }

  @Test(arguments: Connected.all)
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

  @Test(arguments: Connected.all, [401, 403])
  func aRefusedKeyIsForTheOperator(operation: Operation, status: Int) {
    guard case .unauthorized = operation.error(Samples.answer("{}", status: status)) else {
      Issue.record("\(status) is not unauthorized")
      return
    }
  }

  @Test(arguments: Connected.all)
  func throttlingIsHonoured(operation: Operation) {
    let answer = Samples.answer("", status: 429, headers: ["Retry-After": "9"])
    // Tokens may be asked for even less often.
    guard case .throttled(let after?) = operation.error(answer) else {
      Issue.record("429 is not throttled")
      return
    }
    #expect(after == .seconds(9) || operation.name.hasSuffix("token") && after > .seconds(9))
  }

  @Test(arguments: operations, [500, 502, 503, 504])
  func theirTroubleIsWorthAnotherTry(operation: Operation, status: Int) {
    let answer = Samples.answer("<h1>Oops</h1>", status: status, headers: ["Retry-After": "9"])
    guard case .unavailable(_, .seconds(9)) = operation.error(answer) else {
      Issue.record("\(status) is not unavailable")
      return
    }
  }

  @Test(arguments: operations, [404, 409, 410, 422])
  func whatIsNotThereStaysSo(operation: Operation, status: Int) {
    let error = operation.error(Samples.answer("<h1>Not found</h1>", status: status))
    #expect(error?.retry == .never)
  }

  @Test(arguments: Connected.all, [200, 400, 401, 403, 404, 422, 429, 500])
  func noErrorShowsASecret(operation: Operation, status: Int) {
    let words = "key-SECRET-1 sec-SECRET-2 tok-SECRET-3 ses-SECRET-4"
    let bodies: [JSON] = [
      ["code": .string(words), "message": .string(words)],
      ["code": 1_600_001, "result": .bool(false), "message": .string(words)],
      ["code": 1_603_000, "result": .bool(false), "message": .string(words)],
      ["code": -18_010_002, "data": ["errors": [["message": .string(words)]]]],
      ["error": ["code": .string(words), "message": .string(words)]], .string(words),
      ["error_response": ["code": 15, "sub_code": .string(words), "msg": .string(words)]],
      ["x_response": ["result": ["is_success": "false", "error_msg": .string(words)]]],
    ]
    for body in bodies {
      guard let error = operation.error(Samples.answer(body, status: status)) else { continue }
      #expect(!error.message.contains("SECRET"), "\(body.encoded)")
      #expect(!"\(error)".contains("SECRET"))
    }
  }

  @Test(arguments: Connected.all)
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
    dump(Connected.context, to: &dumped)
    dump(AccessToken(value: "SECRET", expiresAt: Samples.now), to: &dumped)
    let shown = "\(connection)" + String(reflecting: connection) + "\(Connected.context)" + dumped
    #expect(!shown.contains("SECRET"))
  }
}

/// What a request that must not be repeated blindly may say of its outcome.
struct PlacingContractTests {
  /// Nobody can tell from these whether the order exists.
  @Test(
    arguments: Connected.placing,
    [
      "", "<!DOCTYPE html><html><body>Just a moment...</body></html>", "{", "\"x\"", "5", "null",
      "\u{FEFF}", "{\"code\":200", "OK", "{\"code\":[]}", "{\"code\":99999999999999999999999}",
    ])
  func anUnreadableAnswerLeavesTheOutcomeOpen(operation: Operation, body: String) {
    // A shop says yes with any object: what it holds does not matter.
    if operation.name.hasPrefix("woocommerce"), body.hasPrefix("{\"code\":[") { return }
    guard case .unknownOutcome = operation.error(Samples.answer(body)) else {
      Issue.record("\(body) gave \(String(describing: operation.error(Samples.answer(body))))")
      return
    }
  }

  @Test(
    arguments: Connected.placing,
    [301, 302, 400, 404, 408, 409, 410, 422, 425, 500, 502, 503, 504, 520])
  func aStatusAloneLeavesTheOutcomeOpen(operation: Operation, status: Int) {
    for body in ["", "<h1>Oops</h1>", "{}", "{\"message\":\"Oops\"}"] {
      guard case .unknownOutcome = operation.error(Samples.answer(body, status: status)) else {
        Issue.record("\(status) with \(body) is told as known")
        return
      }
    }
  }

  @Test(arguments: Connected.placing)
  func aHugeAnswerLeavesTheOutcomeOpen(operation: Operation) {
    let huge = [UInt8](repeating: UInt8(ascii: "["), count: 4_000_000)
    guard case .unknownOutcome = operation.error(HTTPResponse(status: 200, body: huge)) else {
      Issue.record("a huge answer was taken")
      return
    }
  }

  private static let successes: [(operation: String, body: JSON)] = [
    (
      "cj place",
      [
        "code": 200, "result": .bool(true),
        "data": ["orderId": "210711100018655344", "orderStatus": "CREATED", "orderAmount": "4.25"],
      ]
    ),
    ("cj pay 0", ["code": 200, "result": .bool(true), "data": .null]),
    ("cj pay 1", ["code": 200, "result": .bool(true), "data": .null]),
    (
      "aliexpress place",
      [
        "aliexpress_ds_order_create_response": [
          "result": ["is_success": .bool(true), "order_list": ["number": [8_206_563_124_840_456]]]
        ]
      ]
    ),
    ("woocommerce fulfil 0 0", ["id": 9, "is_fulfilled": .bool(true)]),
  ]

  @Test(arguments: successes.indices)
  func aDamagedYesIsNeverANo(index: Int) throws {
    let (name, body) = Self.successes[index]
    let operation = try #require(Connected.placing.first { $0.name == name })
    let bytes = Array(body.encoded.utf8)
    #expect(operation.error(HTTPResponse(status: 200, body: bytes)) == nil)
    for length in bytes.indices {
      let cut = HTTPResponse(status: 200, body: Array(bytes.prefix(length)))
      guard case .unknownOutcome = operation.error(cut) else {
        Issue.record("cut at \(length) of \(name)")
        return
      }
    }
    for position in bytes.indices {
      for byte in [0x00, 0x20, 0x22, 0x2C, 0x2D, 0x30, 0x34, 0x39, 0x5B, 0x7B, 0xFF] as [UInt8] {
        var changed = bytes
        changed[position] = byte
        switch operation.error(HTTPResponse(status: 200, body: changed)) {
        case nil, .unknownOutcome: break
        case let other:
          Issue.record("\(byte) at \(position) of \(name) gave \(String(describing: other))")
        }
      }
    }
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
      "cj find",
      [
        "code": 200, "result": .bool(true),
        "data": [
          "orderId": "1", "orderNum": "SC-1001-X", "orderStatus": "UNPAID", "orderAmount": "4.25",
          "trackNumber": "A",
        ],
      ]
    ),
    (
      "aliexpress refresh",
      [
        "aliexpress_trade_ds_order_get_response": [
          "result": [
            "order_status": "FINISH", "gmt_create": "2024-09-09 21:00:03",
            "user_order_amount": ["amount": "8.34", "currency_code": "USD"],
            "logistics_info_list": ["aeop_order_logistics_info": [["logistics_no": "LP1"]]],
          ]
        ]
      ]
    ),
    (
      "woocommerce fulfilments 0",
      [["id": 9, "meta_data": [["key": "_tracking_number", "value": "1Z999"]]]]
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
