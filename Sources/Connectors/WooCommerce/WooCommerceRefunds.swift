package import Fulfillment
import Wire

/// Money back through a shop, which has its payment gateway do it. The same request twice makes two refunds
/// (measured), so each carries a mark of its key in its reason, which is kept with it from the first, and
/// is looked for before anything is repeated.
extension WooCommerce: Refunding {
  /// What the order was paid by, less what went back of it.
  package func payments(
    of order: String, _ context: RequestContext
  ) -> Exchange<[CapturedPayment]> {
    Exchange(WooCommerceRequests(credentials).order(order, context)) {
      response throws(ConnectorError) in
      let body = try WooCommerceRefund.json(response)
      guard let currency = body["currency"].text.flatMap({ Currency($0) }),
        let total = WooCommerceRefund.money(body["total"], currency)
      else { throw .malformed("an order without a total") }
      let isPaid = body["date_paid_gmt"].text ?? body["date_paid"].text ?? ""
      guard !isPaid.isEmpty else { return [] }
      let back = body["refunds"].elements.compactMap {
        WooCommerceRefund.money($0["total"], currency)?.minor.magnitude
      }.reduce(UInt64(0)) { $0.addingReportingOverflow($1).partialValue }
      let left = total.minor - Int64(clamping: back)
      return [
        CapturedPayment(
          id: body["transaction_id"].text ?? "", gateway: body["payment_method"].text ?? "",
          amount: total, refundable: Money(minor: max(0, left), currency: currency))
      ]
    }.concealing(credentials, context)
  }

  package func body(for refund: RefundDraft) -> String { WooCommerceRefund.body(refund).encoded }

  package func refund(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt> {
    let json = (try? JSON(Array(body.utf8))) ?? .null
    let currency = json["currency"].text.flatMap { Currency($0) } ?? .usd
    let request = WooCommerceRequests(credentials).refund(
      json["order"].text ?? "", WooCommerceRefund.sent(json, key: key), context)
    return Exchange(request) { response throws(ConnectorError) in
      try WooCommerceRefund.receipt(try WooCommerceRefund.made(response), currency)
    }.placing(refusals: WooCommerceRefund.isRefusal).concealing(credentials, context)
  }

  package var refundPowers: RefundPowers { RefundPowers(isQueryable: true, settles: .minutes(5)) }

  package func find(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt?>? {
    let json = (try? JSON(Array(body.utf8))) ?? .null
    let currency = json["currency"].text.flatMap { Currency($0) } ?? .usd
    let request = WooCommerceRequests(credentials).refunds(of: json["order"].text ?? "", context)
    return Exchange(request) { response throws(ConnectorError) -> RefundReceipt? in
      let list = try WooCommerceRefund.json(response)
      guard list.isArray else { throw .malformed("refunds are not a list") }
      let mark = WooCommerceRefund.mark(key)
      let own = list.elements.first { HTMLText.decoded($0["reason"].text ?? "").contains(mark) }
      return try own.map { json throws(ConnectorError) in
        try WooCommerceRefund.receipt(json, currency)
      }
    }.concealing(credentials, context)
  }
}

/// A shop's refunds.
enum WooCommerceRefund {
  /// Kept as text until it is sent. Lines are left out: without amounts of their own they would change
  /// nothing but the shop's statistics.
  static func body(_ refund: RefundDraft) -> JSON {
    [
      "order": .string(refund.order), "currency": .string(refund.amount.currency.code),
      "amount": .string(refund.amount.decimal), "reason": .string(refund.note),
    ]
  }

  /// The gateway sends the money; nothing is put back into stock, the shop does not own any.
  static func sent(_ body: JSON, key: String) -> JSON {
    let reason = [body["reason"].text ?? "", mark(key)].filter { !$0.isEmpty }
    return [
      "amount": body["amount"], "reason": .string(reason.joined(separator: " ")),
      "api_refund": .bool(true), "api_restock": .bool(false),
    ]
  }

  /// `(ref 0123456789abcdef)`
  static func mark(_ key: String) -> String {
    "(ref \(Signing.hex(Array(Signing.sha256(Array(key.utf8)).prefix(8)))))"
  }

  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json(vendorError: { WooCommerceError.read($0, status: $1, answer) })
    guard body.isObject || body.isArray else { throw .malformed("the answer is no object") }
    return body
  }

  /// The answer to a refund. A shop answers 500 to what it refuses, too; by the words of core it is told
  /// apart from trouble at the gateway.
  static func made(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    do throws(ConnectorError) {
      return try json(response)
    } catch {
      guard case .unavailable(let text, _) = error, response.status == 500,
        refused.contains(where: { text.contains($0) })
      else { throw error }
      throw .rejected(code: "woocommerce_rest_cannot_create_order_refund", message: text)
    }
  }

  /// Said before anything is done.
  private static let refused = [
    "Invalid refund amount", "does not support automatic refunds", "does not exist",
  ]

  /// WordPress checks a request before it acts on it.
  static func isRefusal(_ code: String) -> Bool {
    code.hasPrefix("rest_") || code.hasPrefix("woocommerce_rest_")
  }

  /// - Parameter currency: the order's, which a refund does not tell; nil leaves the amount out.
  static func receipt(
    _ json: JSON, _ currency: Currency?
  ) throws(ConnectorError) -> RefundReceipt {
    guard let id = json["id"].text, !id.isEmpty else { throw .malformed("no refund in the answer") }
    let amount = currency.flatMap { money(json["amount"], $0) }
    return RefundReceipt(id: id, amount: amount, state: .done)
  }

  static func money(_ json: JSON, _ currency: Currency) -> Money? {
    json.text.flatMap { Money(told: $0, currency: currency) }
  }
}
