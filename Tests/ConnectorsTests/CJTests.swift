import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "CJ main", service: "cj", role: .supplier)
private let connector = CJ(account, Credentials(key: "CJ1@api@0123456789"))

private func order(_ id: String, _ status: String, _ date: String) -> JSON {
  [
    "orderId": .string(id), "orderNum": "1001", "orderStatus": .string(status),
    "createDate": .string(date), "orderAmount": .number("4.25"),
  ]
}

private func envelope(_ data: JSON) -> JSON {
  ["code": 200, "result": .bool(true), "message": "Success", "data": data]
}

private func page(_ data: JSON, from cursor: Cursor? = nil) throws -> Page<PurchaseOrder> {
  try connector.purchases(cursor, Samples.context).decode(Samples.answer(envelope(data)))
}

struct CJOrderTests {
  @Test func anOrderIsReadWhole() throws {
    let json: JSON = [
      "orderId": "210823100016290555", "orderNum": "#1001", "orderStatus": "SHIPPED",
      "orderAmount": .number("4.25"), "createDate": "2026-08-23 11:31:45",
      "paymentDate": "2026-08-23 12:00:00", "outWarehouseTime": "2026-08-25 01:02:03",
      "logisticName": "CJPacket Ordinary", "trackNumber": "cjp 1, CJP2",
    ]
    let shippedAt = Samples.time("2026-08-25T01:02:03Z")
    #expect(
      try page(["list": [json]]).items == [
        PurchaseOrder(
          supplier: "CJ main", number: "210823100016290555", reference: "#1001", state: .shipped,
          cost: Samples.usd(425), placedAt: try #require(Samples.time("2026-08-23T11:31:45Z")),
          acknowledgedAt: Samples.time("2026-08-23T12:00:00Z"),
          shipments: [
            Shipment(number: "CJP1", carrier: "CJPacket Ordinary", shippedAt: shippedAt),
            Shipment(number: "CJP2", carrier: "CJPacket Ordinary", shippedAt: shippedAt),
          ])
      ])
  }

  @Test(arguments: [
    ("CREATED", PurchaseState.placed), ("IN_CART", .placed), ("UNPAID", .unpaid),
    ("UNSHIPPED", .acknowledged), ("SHIPPED", .shipped), ("DELIVERED", .delivered),
    ("CANCELLED", .cancelled), ("OTHER", .unclear), ("", .unclear), ("shipped", .shipped),
  ])
  func statusesAreMapped(status: String, state: PurchaseState) throws {
    #expect(try page([order("1", status, "2026-01-01 00:00:00")]).items.map(\.state) == [state])
  }

  @Test(
    arguments: [
      (JSON.object([]), 0), (.null, 0), ([], 0), (["list": .null], 0),
      (["list": [], "total": 0], 0),
      ([order("1", "SHIPPED", "2026-01-01 00:00:00")], 1),
      (["list": [order("1", "SHIPPED", "2026-01-01 00:00:00")]], 1),
      (order("1", "SHIPPED", "2026-01-01 00:00:00"), 1),
    ] as [(JSON, Int)])
  func everyWrapperIsRead(data: JSON, count: Int) throws {
    #expect(try page(data).items.count == count)
  }

  @Test(arguments: ["text", 5, ["rows": []]] as [JSON])
  func anUnknownWrapperIsMalformed(data: JSON) {
    let exchange = connector.purchases(nil, Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(envelope(data)))
        == .malformed("orders are not a list"))
  }

  @Test func aBadOrderIsLeftOutAndTheOthersTaken() throws {
    let good = order("1", "SHIPPED", "2026-01-01 00:00:00")
    let result = try page([
      good.without("orderId"), good.without("createDate"), good.with("orderAmount", "1,5"), good,
      good.without("orderAmount"),
    ])
    #expect(
      result.unreadable.map(\.reason) == [
        "no orderId", "no createDate", "orderAmount is not an amount: 1,5",
      ])
    #expect(result.items.map(\.cost) == [Samples.usd(425), nil])
  }
}

struct CJPullTests {
  /// An order that many days before now.
  private func order(_ id: Int, daysAgo: Int64, _ status: String = "DELIVERED") -> JSON {
    let date = (Samples.now - .days(daysAgo)).iso8601.prefix(19).map { $0 == "T" ? " " : $0 }
    return ConnectorsTests.order("\(id)", status, String(date))
  }

  private func orders(_ daysAgo: Range<Int64>) -> [JSON] {
    daysAgo.map { order(Int($0), daysAgo: $0) }
  }

  @Test func theRequestCarriesTheTokenAndAStatus() throws {
    let request = connector.purchases(Cursor("status=SHIPPED&page=3"), Samples.context).request
    #expect(request.headers["CJ-Access-Token"] == "token-of-the-day")
    #expect(
      request.url
        == "https://developers.cjdropshipping.com/api2.0/v1/shopping/order/list?pageNum=3&pageSize=50"
        + "&status=SHIPPED")
  }

  /// A CJ that lists by status as documented: one page an answer, newest first.
  private func run(
    _ book: [(id: Int, daysAgo: Int64, status: String)], from cursor: Cursor?
  ) throws -> (read: [String], pages: Int, resume: Cursor?) {
    var (position, read, pages): (Cursor?, [String], Int) = (cursor, [], 0)
    while pages < 100 {
      let exchange = connector.purchases(position, Samples.context)
      let query = Form(parsing: try #require(URLParts(exchange.request.url)?.query))
      let number = try #require(query["pageNum"].flatMap { Int($0) })
      let found = book.filter { $0.status == query["status"] }.sorted { $0.daysAgo < $1.daysAgo }
      let list = found.dropFirst((number - 1) * 50).prefix(50).map {
        order($0.id, daysAgo: $0.daysAgo, $0.status)
      }
      let data: JSON = ["list": .array(list), "total": .number("\(found.count)")]
      let page = try exchange.decode(Samples.answer(envelope(data)))
      read += page.items.map(\.number)
      pages += 1
      guard let next = page.next else { return (read, pages, page.resume) }
      #expect(page.resume == next)
      position = next
    }
    Issue.record("the run does not end")
    return (read, pages, nil)
  }

  @Test func everyStatusIsRead() throws {
    let statuses = [
      "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED", "OTHER",
    ]
    let book = statuses.enumerated().map { (id: $0.offset, daysAgo: Int64(3), status: $0.element) }
    let result = try run(book, from: nil)
    #expect(Set(result.read) == Set((0..<8).map(String.init)))
    #expect(result.pages == 8)
  }

  @Test func unfinishedOrdersAreReadWhateverTheirAgeAndFinishedOnesAsFarBack() throws {
    var book = (0..<80).map { (id: $0, daysAgo: Int64($0), status: "DELIVERED") }
    book += [(id: 500, daysAgo: 30, status: "SHIPPED"), (id: 501, daysAgo: 2, status: "UNPAID")]
    let first = try run(book, from: nil)
    #expect(first.read.count == 82)
    let oldest = PercentEncoding.encode((Samples.now - .days(30)).iso8601)
    #expect(first.resume?.text == "oldest=\(oldest)")
    let second = try run(book, from: first.resume)
    #expect(Set(second.read).isSuperset(of: (0..<31).map(String.init) + ["500", "501"]))
  }

  @Test func ordersBeyondNinetyDaysAreNotReadOnAndOn() throws {
    let book = (0..<400).map { (id: $0, daysAgo: Int64($0), status: "SHIPPED") }
    let result = try run(book, from: nil)
    #expect(result.read.count == 150)
    let oldest = PercentEncoding.encode((Samples.now - .days(90)).iso8601)
    #expect(result.resume?.text == "oldest=\(oldest)")
  }

  @Test(arguments: ["http://localhost:8080/cj", "http://localhost:8080/cj/api2.0/v1"])
  func anotherAddressMayNameTheVersionOrNot(url: String) {
    let moved = CJ(account, Credentials(url: url, key: "k"))
    #expect(
      moved.purchases(nil, Samples.context).request.url
        .hasPrefix("http://localhost:8080/cj/api2.0/v1/shopping/order/list?"))
  }

  @Test func aServerWithSmallerPagesIsReadToItsTotal() throws {
    let first = try page(["list": .array(orders(0..<20)), "total": 30])
    #expect(first.next?.text.hasPrefix("page=2&") == true)
    let second = try page(["list": .array(orders(20..<30)), "total": 30], from: first.next)
    #expect(second.next?.text.hasPrefix("status=IN_CART") == true)
  }

  @Test func anEmptyPageEndsItsList() throws {
    let result = try page(["list": [], "total": 999], from: Cursor("page=2&read=50"))
    #expect(result.next?.text == "status=IN_CART")
  }

  @Test func theLastListEndsTheRun() throws {
    let result = try page(["list": [], "total": 0], from: Cursor("status=CANCELLED"))
    #expect(result.next == nil)
    let oldest = PercentEncoding.encode(Samples.now.iso8601)
    #expect(result.resume?.text == "oldest=\(oldest)")
  }
}

struct CJTokenTests {
  private func token(_ body: JSON) throws -> AccessToken {
    try connector.token(Samples.context).decode(Samples.answer(body))
  }

  @Test func theKeyGoesInTheBody() throws {
    let request = connector.token(Samples.context).request
    #expect(request.method == .post)
    #expect(request.url.hasSuffix("/api2.0/v1/authentication/getAccessToken"))
    #expect(try JSON(request.body) == ["apiKey": "CJ1@api@0123456789"])
    #expect(!request.description.contains("0123456789"))
  }

  @Test func theTokenExpiresWhenCJSays() throws {
    let data: JSON = ["accessToken": "abc", "accessTokenExpiryDate": "2026-07-12T20:08:13+08:00"]
    let token = try token(envelope(data))
    #expect(token.value == "abc")
    #expect(token.expiresAt == Samples.time("2026-07-12T12:08:13Z"))
    #expect(!"\(token)".contains("abc"))
  }

  @Test func withoutADateATokenIsTrustedForADay() throws {
    #expect(try token(envelope(["accessToken": "abc"])).expiresAt == Samples.now + .days(1))
  }

  @Test func aMissingTokenIsMalformed() {
    let exchange = connector.token(Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(envelope(["accessToken": ""])))
        == .malformed("no accessToken in the answer"))
  }

  @Test func aRefusedKeyIsUnauthorizedWhateverTheCode() {
    let body: JSON = ["code": 1_601_000, "result": .bool(false), "message": "User not find"]
    guard
      case .unauthorized(let text) = Samples.error(
        connector.token(Samples.context), Samples.answer(body))
    else {
      Issue.record("a refused key is not unauthorized")
      return
    }
    #expect(text == "User not find (1601000): make a new API key in CJ's settings")
  }
}

struct CJErrorTests {
  private func failure(
    _ code: Int64, _ message: String = "no", status: Int = 200
  ) -> ConnectorError? {
    let body: JSON = [
      "code": .number("\(code)"), "result": .bool(false), "message": .string(message),
    ]
    return Samples.error(
      connector.purchases(nil, Samples.context), Samples.answer(body, status: status))
  }

  @Test(arguments: [1_600_001, 1_600_002, 1_600_003, 1_600_030, 1_600_031, 401] as [Int64])
  func badTokens(code: Int64) {
    guard case .unauthorized = failure(code) else {
      Issue.record("\(code) is not unauthorized")
      return
    }
  }

  @Test func tooManyRequestsWaitAsLongAsTheWindow() {
    #expect(failure(1_600_200) == .throttled(after: .seconds(1)))
    #expect(failure(1_600_200, status: 429) == .throttled(after: .seconds(1)))
  }

  @Test func aUsedUpQuotaWaitsForTheNextDay() {
    // The samples' clock stands at 09:20.
    #expect(
      failure(1_600_201)
        == .throttled(after: .milliseconds(86_400_000 - Samples.now.millisecondOfDay)))
  }

  @Test(arguments: [1_600_000, 1_600_301, 1_600_100, 503] as [Int64])
  func troubleAtTheirSide(code: Int64) {
    #expect(failure(code)?.retry == .later(after: nil))
  }

  @Test func theAmbiguousCodeIsReadByItsMessage() {
    #expect(
      failure(1_600_100, "Param error") == .rejected(code: "1600100", message: "Param error"))
  }

  @Test func anythingElseIsRejectedWithItsCode() {
    #expect(failure(1_603_100, "Order not found")?.message == "Order not found (1603100)")
    #expect(failure(200, "Odd")?.retry == .never)
  }

  @Test func answersWithoutACodeAreMalformed() {
    let exchange = connector.purchases(nil, Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer("{\"data\":[]}"))
        == .malformed("no code in the answer"))
  }
}
