import Fulfillment
import Testing
import Wire

@testable import Connectors

struct StripeTests {
  private static let stripe = Stripe(
    Credentials(key: "sk_test_0123456789", secret: "whsec_9876543210"))
  private static let dispute: JSON = [
    "id": "du_1", "object": "dispute", "amount": 4000, "currency": "usd", "created": 1_795_000_000,
    "charge": ["id": "ch_1", "object": "charge", "metadata": ["order_id": "1001"]],
    "evidence_details": [
      "due_by": 1_795_600_000, "has_evidence": .bool(false), "submission_count": 0,
    ],
    "reason": "product_not_received", "status": "needs_response",
  ]

  private static func page(_ disputes: [JSON], hasMore: Bool = false) -> HTTPResponse {
    Samples.answer(["object": "list", "has_more": .bool(hasMore), "data": .array(disputes)])
  }

  // MARK: Disputes

  @Test func aDisputeIsReadWithItsOrder() throws {
    let exchange = Self.stripe.disputes(nil, Samples.context)
    #expect(
      exchange.request.url
        == "https://api.stripe.com/v1/disputes?limit=100&expand%5B%5D=data.charge")
    #expect(exchange.request.headers["Authorization"] == "Bearer sk_test_0123456789")
    #expect(exchange.request.headers["Stripe-Version"] == "2025-10-29.clover")
    let page = try exchange.decode(Self.page([Self.dispute]))
    #expect(
      page.items == [
        Dispute(
          externalID: "du_1", order: "1001", payment: "ch_1", kind: .chargeback, state: .open,
          reason: "product_not_received", amount: Samples.usd(4000),
          openedAt: Timestamp(seconds: 1_795_000_000),
          evidenceDueAt: Timestamp(seconds: 1_795_600_000))
      ])
    #expect(page.next == nil)
  }

  @Test func pagesGoOnBehindTheLastDispute() throws {
    let page = try Self.stripe.disputes(nil, Samples.context)
      .decode(Self.page([Self.dispute, Self.dispute.with("id", "du_2")], hasMore: true))
    #expect(page.next == Cursor("du_2"))
    let next = Self.stripe.disputes(page.next, Samples.context)
    #expect(next.request.url.hasSuffix("&starting_after=du_2"))
    // A page that says there is more and shows nothing ends the run.
    let empty = try next.decode(Self.page([], hasMore: true))
    #expect(empty.next == nil)
  }

  @Test func aDisputeWithoutAnIdDoesNotStopThePage() throws {
    let page = try Self.stripe.disputes(nil, Samples.context)
      .decode(Self.page([Self.dispute.with("id", .null), Self.dispute]))
    #expect(page.items.map(\.externalID) == ["du_1"])
    #expect(page.unreadable.map(\.reason) == ["no id"])
  }

  @Test(
    arguments: [
      ("needs_response", Dispute.State.open, Dispute.Kind.chargeback),
      ("under_review", .underReview, .chargeback), ("won", .won, .chargeback),
      ("lost", .lost, .chargeback), ("prevented", .refunded, .chargeback),
      ("charge_refunded", .refunded, .chargeback),
      ("warning_needs_response", .open, .inquiry),
      ("warning_under_review", .underReview, .inquiry), ("warning_closed", .won, .inquiry),
      ("something_new", .unknown, .chargeback),
    ])
  func statesAreTranslated(
    _ status: String, _ state: Dispute.State, _ kind: Dispute.Kind
  ) throws {
    let read = try StripeDispute(Self.dispute.with("status", .string(status)))
      .dispute(Samples.now)
    #expect(read.state == state)
    #expect(read.kind == kind)
  }

  @Test func evidenceCountsOnceItWasSubmitted() throws {
    let drafted = Self.dispute.with(
      "evidence_details", ["due_by": 1_795_600_000, "has_evidence": .bool(true)])
    #expect(try StripeDispute(drafted).dispute(Samples.now).evidenceSentAt == nil)
    let sent = Self.dispute.with(
      "evidence_details", ["due_by": 1_795_600_000, "submission_count": 1])
    #expect(try StripeDispute(sent).dispute(Samples.now).evidenceSentAt == Samples.now)
  }

  @Test(arguments: ["order_id", "order_number", "order", "orderId"])
  func theOrderIsFoundUnderUsualNames(name: String) throws {
    let charge: JSON = [
      "id": "ch_1", "metadata": .object([JSON.Member(name: name, value: " #77 ")]),
    ]
    let read = try StripeDispute(Self.dispute.with("charge", charge)).dispute(Samples.now)
    #expect(read.order == "#77")
    let bare = try StripeDispute(Self.dispute.with("charge", "ch_9")).dispute(Samples.now)
    #expect(bare.order.isEmpty)
    #expect(bare.payment == "ch_9")
  }

  // MARK: Amounts

  @Test(
    arguments: [
      ("USD", Int64(1999), Int64(1999)), ("JPY", 500, 500), ("KWD", 5120, 5120),
      ("ISK", 40, 4000), ("UGX", 5, 500), ("MGA", 1200, 12),
    ])
  func amountsAreInStripesOwnUnits(_ code: String, _ minor: Int64, _ written: Int64) throws {
    let currency = try #require(Currency(code))
    let money = Money(minor: minor, currency: currency)
    #expect(StripeMoney.written(money) == written)
    let read = StripeMoney.read(.number(String(written)), .string(code.lowercased()))
    #expect(read == money)
  }

  @Test(arguments: [(Int64(5124), Int64(5120)), (5125, 5120), (5126, 5130), (5120, 5120)])
  func threeDecimalsEndInAZero(_ minor: Int64, _ written: Int64) throws {
    let dinar = try #require(Currency("KWD"))
    #expect(StripeMoney.written(Money(minor: minor, currency: dinar)) == written)
  }

  @Test func anAmountInNoCurrencyIsNone() {
    #expect(StripeMoney.read(100, "dollars") == nil)
    #expect(StripeMoney.read("x", "usd") == nil)
  }

  // MARK: Refunds

  private static let draft = RefundDraft(
    order: "1001",
    payment: CapturedPayment(
      id: "ch_1", gateway: "", amount: Samples.usd(4000), refundable: Samples.usd(4000)),
    amount: Samples.usd(1250), note: "broken & late")

  @Test func aRefundIsSentUnderItsKey() throws {
    let body = Self.stripe.body(for: Self.draft)
    let request = Self.stripe.refund(body, key: "refund:stripe:1", Samples.context).request
    #expect(request.url == "https://api.stripe.com/v1/refunds")
    #expect(request.headers["Idempotency-Key"] == "refund:stripe:1")
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    let form = Form(parsing: String(decoding: request.body, as: UTF8.self))
    #expect(form["charge"] == "ch_1")
    #expect(form["amount"] == "1250")
    #expect(form["reason"] == "requested_by_customer")
    #expect(form["metadata[order_id]"] == "1001")
    #expect(form["metadata[note]"] == "broken & late")
    #expect(form["metadata[supercargo_key]"] == "refund:stripe:1")
    // The same text makes the same request: else the key would stand for two.
    #expect(Self.stripe.refund(body, key: "refund:stripe:1", Samples.context).request == request)
  }

  @Test func aKeyThatIsTooLongIsDigested() {
    let key = String(repeating: "k", count: 300)
    let sent = Self.stripe.refund("charge=ch_1", key: key, Samples.context).request
    #expect(sent.headers["Idempotency-Key"]?.count == 64)
  }

  @Test(
    arguments: [
      ("succeeded", RefundReceipt.State.done), ("pending", .pending),
      ("requires_action", .pending), ("failed", .failed), ("canceled", .failed),
    ])
  func whatBecameOfARefundIsTold(_ status: String, _ state: RefundReceipt.State) throws {
    let answer: JSON = [
      "id": "re_1", "object": "refund", "amount": 1250, "currency": "usd",
      "status": .string(status),
    ]
    let receipt = try Self.stripe.refund("", key: "k", Samples.context)
      .decode(Samples.answer(answer))
    #expect(receipt == RefundReceipt(id: "re_1", amount: Samples.usd(1250), state: state))
  }

  private static func refusal(
    _ status: Int, type: String = "invalid_request_error", code: String?,
    headers: HTTPHeaders = HTTPHeaders()
  ) -> ConnectorError? {
    let error: JSON = [
      "type": .string(type), "message": "no", "code": code.map { JSON.string($0) } ?? .null,
    ]
    return Samples.error(
      stripe.refund("", key: "k", Samples.context),
      Samples.answer(["error": error], status: status, headers: headers))
  }

  @Test(
    arguments: [
      (400, "charge_already_refunded"), (400, "amount_too_large"), (402, "card_declined"),
      (404, "resource_missing"),
    ])
  func whatStripeRefusesIsRefused(_ status: Int, _ code: String) {
    #expect(Self.refusal(status, code: code) == .rejected(code: code, message: "no"))
  }

  @Test func whatMayHaveBeenDoneIsNotRefused() {
    let open: [ConnectorError?] = [
      Self.refusal(400, type: "idempotency_error", code: nil),
      Self.refusal(409, type: "idempotency_error", code: "idempotency_key_in_use"),
      Self.refusal(500, type: "api_error", code: nil),
      Self.refusal(503, type: "api_error", code: nil),
      // Stripe's own word: try again.
      Self.refusal(402, code: "card_declined", headers: ["Stripe-Should-Retry": "true"]),
    ]
    for error in open {
      guard case .unknownOutcome = error else {
        Issue.record("\(String(describing: error)) tells an outcome")
        continue
      }
    }
    #expect(Self.refusal(429, code: "rate_limit") == .throttled(after: nil))
    guard case .unauthorized = Self.refusal(403, code: "secret_key_required") else {
      Issue.record("403 is not for the operator")
      return
    }
  }

  @Test func aRefundIsFoundByItsKey() throws {
    let body = Self.stripe.body(for: Self.draft)
    let exchange = try #require(Self.stripe.find(body, key: "k2", Samples.context))
    #expect(exchange.request.url == "https://api.stripe.com/v1/refunds?charge=ch_1&limit=100")
    func refund(_ id: String, _ key: String) -> JSON {
      [
        "id": .string(id), "object": "refund", "amount": 500, "currency": "usd",
        "status": "succeeded", "metadata": ["supercargo_key": .string(key)],
      ]
    }
    #expect(
      try exchange.decode(Self.page([refund("re_1", "k1"), refund("re_2", "k2")]))?.id == "re_2")
    #expect(try exchange.decode(Self.page([refund("re_1", "k1")])) == nil)
    // What may stand on a further page is not absent.
    guard
      case .malformed = Samples.error(exchange, Self.page([refund("re_1", "k1")], hasMore: true))
    else {
      Issue.record("a part of the list is taken for the whole")
      return
    }
  }

  @Test(
    arguments: [
      ("ch_1", "/charges/ch_1"), ("py_1", "/charges/py_1"),
      ("pi_1", "/charges?payment_intent=pi_1&limit=100"),
      ("10'01", "/charges/search?query=metadata%5B%27order_id%27%5D%3A%2710%5C%2701%27&limit=100"),
    ])
  func paymentsAreFoundByWhatIsKnown(_ order: String, _ path: String) {
    let request = Self.stripe.payments(of: order, Samples.context).request
    #expect(request.url == "https://api.stripe.com/v1" + path)
  }

  @Test func onlyWhatWasTakenCanGoBack() throws {
    func charge(_ id: String, _ change: [(String, JSON)]) -> JSON {
      var json: JSON = [
        "id": .string(id), "object": "charge", "amount": 4000, "amount_captured": 4000,
        "amount_refunded": 1000, "currency": "usd", "paid": .bool(true), "captured": .bool(true),
      ]
      for (name, value) in change { json = json.with(name, value) }
      return json
    }
    let payments = try Self.stripe.payments(of: "pi_1", Samples.context).decode(
      Self.page([
        charge("ch_1", []), charge("ch_2", [("paid", .bool(false))]),
        charge("ch_3", [("captured", .bool(false))]),
        charge("ch_4", [("amount_captured", .null), ("amount_refunded", 0)]),
      ]))
    #expect(payments.map(\.id) == ["ch_1", "ch_4"])
    #expect(payments.map(\.refundable) == [Samples.usd(3000), Samples.usd(4000)])
  }
}
