import Fulfillment
import Testing
import Wire

@testable import Connectors

struct WooCommerceRefundTests {
  private static let shop = WooCommerce(Samples.credentials)
  private static let order: JSON = [
    "id": 700, "currency": "USD", "total": "40.00", "date_paid_gmt": "2026-11-01T10:00:00",
    "payment_method": "stripe", "transaction_id": "ch_1",
    "refunds": [["id": 1, "total": "-5.00"], ["id": 2, "total": "-2.50"]],
  ]
  private static let draft = RefundDraft(
    order: "700",
    payment: CapturedPayment(
      id: "ch_1", gateway: "stripe", amount: Samples.usd(4000), refundable: Samples.usd(3250)),
    amount: Samples.usd(1250), note: "broken")

  @Test func whatIsLeftOfAnOrderIsRead() throws {
    let exchange = Self.shop.payments(of: "700", Samples.context)
    #expect(exchange.request.url == "https://shop.example/wp-json/wc/v3/orders/700")
    #expect(
      try exchange.decode(Samples.answer(Self.order)) == [
        CapturedPayment(
          id: "ch_1", gateway: "stripe", amount: Samples.usd(4000), refundable: Samples.usd(3250))
      ])
    let unpaid = Self.order.with("date_paid_gmt", .null).with("date_paid", .null)
    #expect(try exchange.decode(Samples.answer(unpaid)).isEmpty)
  }

  @Test func aRefundCarriesTheMarkOfItsKey() throws {
    let body = Self.shop.body(for: Self.draft)
    let request = Self.shop.refund(body, key: "refund:1", Samples.context).request
    #expect(request.method == .post)
    #expect(request.url == "https://shop.example/wp-json/wc/v3/orders/700/refunds")
    let sent = try JSON(request.body)
    #expect(sent["amount"] == "12.50")
    #expect(sent["api_refund"].bool == true)
    #expect(sent["api_restock"].bool == false)
    let mark = WooCommerceRefund.mark("refund:1")
    #expect(sent["reason"].text == "broken \(mark)")
    #expect(mark.count == 22)
    #expect(mark != WooCommerceRefund.mark("refund:2"))
  }

  @Test func aRefundIsFoundByItsMark() throws {
    let body = Self.shop.body(for: Self.draft)
    let exchange = try #require(Self.shop.find(body, key: "refund:1", Samples.context))
    #expect(
      exchange.request.url
        == "https://shop.example/wp-json/wc/v3/orders/700/refunds?per_page=100")
    let mark = WooCommerceRefund.mark("refund:1")
    let list: JSON = [
      ["id": 8, "amount": "12.50", "reason": "another"],
      ["id": 9, "amount": "12.50", "reason": .string("broken &amp; late \(mark)")],
    ]
    #expect(
      try exchange.decode(Samples.answer(list))
        == RefundReceipt(id: "9", amount: Samples.usd(1250), state: .done))
    #expect(try exchange.decode(Samples.answer(.array([]))) == nil)
    #expect(Samples.error(exchange, Samples.answer("{}")) == .malformed("refunds are not a list"))
  }

  private static func error(_ status: Int, _ code: String, _ message: String) -> ConnectorError? {
    Samples.error(
      shop.refund(shop.body(for: draft), key: "refund:1", Samples.context),
      Samples.answer(
        [
          "code": .string(code), "message": .string(message),
          "data": ["status": .number("\(status)")],
        ],
        status: status))
  }

  /// Core answers 500 to more than is left (measured), and to a gateway that can't.
  @Test(
    arguments: [
      "Invalid refund amount.",
      "The payment gateway for this order does not support automatic refunds.",
    ])
  func whatCoreRefusesIsRefused(_ message: String) {
    let code = "woocommerce_rest_cannot_create_order_refund"
    #expect(Self.error(500, code, message) == .rejected(code: code, message: message))
  }

  @Test func troubleAtTheGatewayLeavesItOpen() {
    let code = "woocommerce_rest_cannot_create_order_refund"
    for status in [500, 502] {
      guard case .unknownOutcome = Self.error(status, code, "cURL error 28: timed out") else {
        Issue.record("\(status) is told as known")
        continue
      }
    }
  }

  @Test func aCheckThatFailsIsARefusal() {
    #expect(
      Self.error(400, "rest_invalid_param", "Invalid parameter(s): amount")?.retry == .never)
  }

  @Test func whatWasMadeIsTold() throws {
    let receipt = try Self.shop.refund(Self.shop.body(for: Self.draft), key: "k", Samples.context)
      .decode(Samples.answer(["id": 801, "amount": "12.50"], status: 201))
    #expect(receipt == RefundReceipt(id: "801", amount: Samples.usd(1250), state: .done))
  }
}
