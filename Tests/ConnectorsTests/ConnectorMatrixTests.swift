import Connectors
import Fulfillment
import Testing
import Wire

extension Connected {
  private static let payment = CapturedPayment(
    id: "pay-1", gateway: "g", amount: Samples.usd(500), refundable: nil)
  private static let claim = SupplierClaim(
    claim: ClaimID(1), order: "700", kind: .lost, words: "It never came.")
  private static let refund = RefundDraft(order: "700", payment: payment, amount: Samples.usd(500))

  /// What services are asked beyond orders, purchases and parcels, by whoever can be asked it.
  static let askingMore: [Operation] = ConnectorTable.all.flatMap { service -> [Operation] in
    let (connection, name) = (connection(service), service.service)
    var operations: [Operation] = []
    if let signing = connection.authenticating,
      let renewal = signing.renewed("ref-SECRET-5", context)
    {
      operations.append(Operation(name + " renewal", renewal))
    }
    if let disputing = connection.disputing {
      operations.append(Operation(name + " disputes", disputing.disputes(nil, context)))
      operations.append(Operation(name + " dispute", disputing.dispute("1", context)))
    }
    if let refunding = connection.refunding {
      operations.append(Operation(name + " payments", refunding.payments(of: "700", context)))
      let body = refunding.body(for: refund)
      if let find = refunding.find(body, key: "k", context) {
        operations.append(Operation(name + " refund find", find))
      }
    }
    if let cancelling = connection.cancelling {
      operations.append(
        Operation(name + " cancellation", cancelling.cancellation(of: "700", context)))
      let job = CancelJob(id: "1", isDone: false)
      operations.append(Operation(name + " progress", cancelling.progress(job, context)))
    }
    if let holding = connection.holding {
      operations.append(Operation(name + " portions", holding.portions(of: "700", context)))
    }
    if let claiming = connection.claiming {
      operations.append(Operation(name + " claims", claiming.claims(on: "700", context)))
      var draft = ClaimDraft(claim)
      if let lines = claiming.prepare(draft, context) {
        operations.append(Operation(name + " claim lines", lines))
      }
      draft.lines = [ClaimDraft.Line(id: "1", quantity: 1, price: "2.00")]
      if let terms = claiming.prepare(draft, context) {
        operations.append(Operation(name + " claim terms", terms))
      }
    }
    if let stocking = connection.stocking {
      let item = draft(name).items[0].supplierSKU
      operations += stocking.words(on: [item], context).enumerated().map {
        Operation("\(name) words \($0.offset)", $0.element)
      }
    }
    return operations
  }

  /// What must not be repeated blindly, besides buying and telling of parcels.
  static let placingMore: [Operation] = ConnectorTable.all.flatMap { service -> [Operation] in
    let (connection, name) = (connection(service), service.service)
    var operations: [Operation] = []
    if let refunding = connection.refunding {
      let body = refunding.body(for: refund)
      operations.append(
        Operation(name + " refund", refunding.refund(body, key: "SC-R-1", context)))
    }
    if let cancelling = connection.cancelling {
      let request = CancelRequest(order: "700", reason: .customer, refunds: true)
      operations.append(Operation(name + " cancel order", cancelling.cancel(request, context)))
    }
    if let claiming = connection.claiming {
      operations.append(
        Operation(name + " claim", claiming.make(ClaimDraft(claim), key: "k", context)))
    }
    if let holding = connection.holding {
      operations.append(Operation(name + " hold", holding.hold("1", reason: "r", context)))
      operations.append(Operation(name + " release", holding.release("1", context)))
    }
    return operations
  }
}

/// The rest of the matrix of services and operations: what every one must do with whatever it is sent.
struct ConnectorMatrixTests {
  private static let all = Connected.askingMore + Connected.placingMore

  @Test func everyRoleIsThere() {
    let names = Set(Self.all.map(\.name))
    for name in [
      "shopify disputes", "shopify dispute", "shopify payments", "shopify cancellation",
      "shopify progress", "shopify portions", "shopify refund", "shopify cancel order",
      "shopify hold", "shopify release", "stripe disputes", "stripe dispute", "stripe payments",
      "stripe refund", "woocommerce cancellation", "woocommerce cancel order", "cj claims",
      "cj claim lines", "cj claim terms", "cj claim", "cj words 0", "cj words 1", "cj renewal",
      "aliexpress words 0",
    ] {
      #expect(names.contains(name), "\(name)")
    }
  }

  @Test(arguments: all)
  func requestsAreAbsolute(operation: Operation) throws {
    let parts = try #require(URLParts(operation.request.url))
    #expect(parts.scheme == "https")
    #expect(operation.request.headers["Accept"] == "application/json")
  }

  @Test(
    arguments: Connected.askingMore,
    [
      "", "<!DOCTYPE html><html><body>Just a moment...</body></html>", "{", "[{\"id\":1", "\"x\"",
      "5", "null", "true", "\u{FEFF}", "{\"code\":200", "OK", "{\"data\":\"x\"}",
    ])
  func anAnswerThatIsNoneIsMalformed(operation: Operation, body: String) {
    guard case .malformed = operation.error(Samples.answer(body)) else {
      Issue.record("\(body) gave \(String(describing: operation.error(Samples.answer(body))))")
      return
    }
  }

  @Test(arguments: all, [401, 403])
  func aRefusedKeyIsForTheOperator(operation: Operation, status: Int) {
    guard case .unauthorized = operation.error(Samples.answer("{}", status: status)) else {
      Issue.record("\(status) is not unauthorized")
      return
    }
  }

  @Test(arguments: all)
  func throttlingIsHonoured(operation: Operation) {
    let answer = Samples.answer("", status: 429, headers: ["Retry-After": "9"])
    guard case .throttled(let after) = operation.error(answer) else {
      Issue.record("429 is not throttled")
      return
    }
    #expect(after.map { $0 >= .seconds(9) } == true)
  }

  @Test(arguments: Connected.askingMore, [500, 502, 503, 504])
  func theirTroubleIsWorthAnotherTry(operation: Operation, status: Int) {
    let answer = Samples.answer("<h1>Oops</h1>", status: status, headers: ["Retry-After": "9"])
    guard case .unavailable(_, .seconds(9)) = operation.error(answer) else {
      Issue.record("\(status) is not unavailable")
      return
    }
  }

  @Test(arguments: Connected.placingMore, [301, 302, 404, 408, 410, 425, 500, 502, 503, 504, 520])
  func aStatusAloneLeavesTheOutcomeOpen(operation: Operation, status: Int) {
    for body in ["", "<h1>Oops</h1>", "{}", "{\"message\":\"Oops\"}"] {
      guard case .unknownOutcome = operation.error(Samples.answer(body, status: status)) else {
        Issue.record("\(status) with \(body) is told as known")
        return
      }
    }
  }

  @Test(arguments: Connected.placingMore, ["", "<html>", "{", "\"x\"", "5", "null", "OK", "[]"])
  func anUnreadableAnswerLeavesTheOutcomeOpen(operation: Operation, body: String) {
    guard case .unknownOutcome = operation.error(Samples.answer(body)) else {
      Issue.record("\(body) gave \(String(describing: operation.error(Samples.answer(body))))")
      return
    }
  }

  @Test(arguments: all, [200, 400, 401, 403, 404, 409, 422, 429, 500])
  func noErrorShowsASecret(operation: Operation, status: Int) {
    let words = "key-SECRET-1 sec-SECRET-2 tok-SECRET-3 ses-SECRET-4"
    let bodies: [JSON] = [
      ["code": .string(words), "message": .string(words)],
      ["errors": .string(words)], ["errors": [["message": .string(words)]]],
      ["error": ["code": .string(words), "message": .string(words)]], .string(words),
      ["error_response": ["code": 15, "sub_code": .string(words), "msg": .string(words)]],
      ["data": ["refundCreate": ["userErrors": [["message": .string(words)]]]]],
    ]
    for body in bodies {
      guard let error = operation.error(Samples.answer(body, status: status)) else { continue }
      #expect(!"\(error) \(error.message)".contains("SECRET"), "\(body.encoded)")
    }
  }

  @Test(arguments: all)
  func noRequestShowsASecret(operation: Operation) {
    var dumped = ""
    dump(operation.request, to: &dumped)
    #expect(!("\(operation.request)" + dumped).contains("SECRET"))
  }

  @Test(arguments: all)
  func deepNestingIsRefused(operation: Operation) {
    let huge = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    let error = operation.error(HTTPResponse(status: 200, body: huge))
    switch error {
    case .malformed, .unknownOutcome: break
    default: Issue.record("a huge answer gave \(String(describing: error))")
    }
  }
}

/// Values as services have been seen to write them, and as PHP, JavaScript and spreadsheets do.
struct ValueVarietyTests {
  private func order(_ change: (JSON) -> JSON) throws -> Page<Order> {
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    return try exchange.decode(Samples.answer(.array([change(DecodingSamples.wooOrder)])))
  }

  @Test(
    arguments: [
      (.string("12.3"), 1230), (.string("12"), 1200), (.number("12.5"), 1250),
      (.string("1,234.50"), 123_450), (.number("1e2"), 10_000), (.number("1.25E1"), 1250),
      (.string(" 7.00 "), 700), (.string("1,234,567"), 123_456_700),
    ] as [(JSON, Int64)])
  func amountsAreReadHoweverTheyAreWritten(total: JSON, cents: Int64) throws {
    let page = try order { $0.with("total", total) }
    #expect(page.items.first?.total == Samples.usd(cents), "\(page.unreadable)")
  }

  @Test(arguments: ["12,50", "1,234", "1.234,50", "", "1e99", "NaN"])
  func whatCouldBeReadInTwoWaysIsRefused(total: String) throws {
    let page = try order { $0.with("total", .string(total)) }
    #expect(page.items.allSatisfy { $0.total == nil }, "\(page.items)")
  }

  @Test(
    arguments: [
      .string("2026-11-22T04:21:09"), .string("2026-11-22 04:21:09"),
      .string("2026-11-22T04:21:09Z"),
      .string("2026-11-22T05:21:09+01:00"), .number("1795321269"), .number("1795321269000"),
      .string("1795321269"), .string("Sun, 22 Nov 2026 04:21:09 GMT"),
      .string("2026/11/22 04:21:09"),
    ] as [JSON])
  func datesAreReadHoweverTheyAreWritten(date: JSON) throws {
    let page = try order { $0.with("date_created_gmt", date) }
    #expect(page.items.first?.placedAt == Samples.time("2026-11-22T04:21:09Z"), "\(page)")
  }

  @Test(arguments: [.object([]), .string(""), .null, .bool(false)] as [JSON])
  func anEmptyListMayBeAnything(empty: JSON) throws {
    for name in ["line_items", "refunds", "meta_data", "shipping", "billing"] {
      let page = try order { $0.with(name, empty) }
      #expect(page.items.count == 1, "\(name): \(page.unreadable)")
    }
  }

  @Test func aListWithGapsComesAsAnObject() throws {
    let lines: JSON = ["2": ["id": 5, "quantity": 2, "total": "3.00"]]
    let page = try order { $0.with("line_items", lines) }
    #expect(page.items.first?.lines.map(\.quantity) == [2])
  }

  @Test func anOrderThatCannotBeReadLeavesTheOthers() throws {
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    let page = try exchange.decode(
      Samples.answer([
        .string("x"), .null, DecodingSamples.wooOrder.with("id", .number("99999999999999999999")),
        DecodingSamples.wooOrder.with("currency", "dollars"), DecodingSamples.wooOrder,
        DecodingSamples.wooOrder.with("status", "on-the-moon"),
      ]))
    #expect(page.items.count == 2)
    #expect(page.unreadable.count == 4)
  }

  @Test(arguments: ["easypost", "aftership", "17track", "shippo", "karrio"])
  func anUnknownWordIsNoReasonToRefuseATracking(service: String) throws {
    let number = "RR123456785CN"
    let bodies: [String: JSON] = [
      "easypost": ["object": "Tracker", "tracking_code": .string(number), "status": "teleported"],
      "aftership": [
        "meta": ["code": 200],
        "data": ["tracking": ["tracking_number": .string(number), "tag": "New"]],
      ],
      "17track": [
        "code": 0,
        "data": [
          "accepted": [
            [
              "number": .string(number),
              "track_info": [
                "latest_status": ["status": "Teleported"], "tracking": ["providers": .null],
              ],
            ]
          ], "rejected": .object([]),
        ],
      ],
      "shippo": [
        "tracking_number": .string(number), "tracking_status": ["status": "TELEPORTED"],
        "tracking_history": .null,
      ],
      "karrio": ["tracking_number": .string(number), "status": "teleported", "events": .null],
    ]
    let file = try DecodingSamples.decode(service, try #require(bodies[service]).encoded)
    guard case .tracking(let report) = file.values.first else {
      Issue.record("\(file)")
      return
    }
    #expect(report.number == number)
    #expect(report.status == .unregistered)
  }
}
