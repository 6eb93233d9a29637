package import Fulfillment
import Wire

// Money back and cancellations.
extension ShopifyAdmin {
  /// What was captured; what was sent back of each is taken off.
  package func payments(
    of order: String, _ context: RequestContext
  ) -> Exchange<[CapturedPayment]> {
    let request = requests.call(
      .payments, [("id", .string(ShopifyID.global("Order", order)))], context)
    return Exchange(request) { response throws(ConnectorError) in
      let order = try ShopifyOrder.one(response)
      guard order["transactions"].isArray else { throw .malformed("payments are not a list") }
      do throws(UnreadableItem) {
        return try ShopifyPayments.read(order["transactions"].elements)
      } catch {
        throw .malformed(error.reason)
      }
    }.concealing(credentials, context)
  }

  package func body(for refund: RefundDraft) -> String { ShopifyPayments.input(refund).encoded }

  /// `refundCreate` under its key, which the shop keeps; it wants a UUID.
  package func refund(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt> {
    let input = (try? JSON(Array(body.utf8))) ?? .null
    let request = requests.call(
      .refund, [("input", input), ("key", .string(ShopifyPayments.uuid(key)))], context)
    return Exchange(request) { response throws(ConnectorError) in
      let refund = try ShopifyAnswer.made("refund", by: "refundCreate", response)
      guard let id = refund["id"].text, !id.isEmpty else { throw .malformed("no refund id") }
      let steps = refund["transactions"]["nodes"].elements.compactMap { $0["status"].text }
      let isFailed = steps.contains { $0 == "FAILURE" || $0 == "ERROR" }
      let isDone = steps.allSatisfy { $0 == "SUCCESS" }
      return RefundReceipt(
        id: ShopifyID.number(id), amount: ShopifyPayments.amount(refund["totalRefundedSet"]),
        state: isFailed ? .failed : isDone ? .done : .pending)
    }.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)
  }

  package func cancellation(
    of order: String, _ context: RequestContext
  ) -> Exchange<Timestamp?> {
    let request = requests.call(
      .cancellation, [("id", .string(ShopifyID.global("Order", order)))], context)
    return Exchange(request) { response throws(ConnectorError) -> Timestamp? in
      let at = try ShopifyOrder.one(response)["cancelledAt"]
      guard let text = at.text else { return nil }
      guard let time = Timestamp(iso8601: text) else { throw .malformed("cancelledAt is no date") }
      return time
    }.concealing(credentials, context)
  }

  /// There is no idempotency for it, and no way back.
  package func cancel(
    _ request: CancelRequest, _ context: RequestContext
  ) -> Exchange<CancelJob> {
    let variables: [(String, JSON)] = [
      ("id", .string(ShopifyID.global("Order", request.order))),
      ("reason", .string(request.reason.rawValue.uppercased())),
      ("restock", .bool(request.restocks)), ("notify", .bool(request.notifies)),
      // More than 255 characters are refused.
      ("note", request.note.isEmpty ? .null : .string(String(request.note.prefix(255)))),
      ("refund", ["originalPaymentMethodsRefund": .bool(request.refunds)]),
    ]
    return Exchange(requests.call(.cancel, variables, context)) {
      response throws(ConnectorError) in
      let job = try ShopifyAnswer.made(
        "job", by: "orderCancel", errors: "orderCancelUserErrors", response)
      guard let id = job["id"].text, !id.isEmpty else { throw .malformed("no job id") }
      return CancelJob(id: id, isDone: job["done"].bool == true)
    }.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)
  }

  package func progress(_ job: CancelJob, _ context: RequestContext) -> Exchange<CancelJob> {
    Exchange(requests.call(.job, [("id", .string(job.id))], context)) {
      response throws(ConnectorError) in
      let answer = try ShopifyAnswer(response) { data in
        data.members.contains { $0.name == "job" }
      }
      // A job that is no longer known was done long ago.
      guard !answer.data["job"].isNull else { return CancelJob(id: job.id, isDone: true) }
      guard let isDone = answer.data["job"]["done"].bool else { throw .malformed("no job") }
      return CancelJob(id: job.id, isDone: isDone)
    }.concealing(credentials, context)
  }
}

/// Payments of an order, and refunds of them.
enum ShopifyPayments {
  /// Captured payments with what of each is left.
  static func read(_ steps: [JSON]) throws(UnreadableItem) -> [CapturedPayment] {
    let done = steps.filter { $0["status"].text == "SUCCESS" }
    var payments: [CapturedPayment] = []
    for step in done where ["SALE", "CAPTURE"].contains(step["kind"].text) {
      guard let id = step["id"].text, let amount = amount(step["amountSet"]) else {
        throw UnreadableItem("a payment without an amount")
      }
      let back = done.filter {
        $0["kind"].text == "REFUND" && $0["parentTransaction"]["id"].text == id
      }
      let sum = back.compactMap { self.amount($0["amountSet"])?.minor }.reduce(Int64(0)) {
        $0.addingReportingOverflow($1).partialValue
      }
      payments.append(
        CapturedPayment(
          id: id, gateway: step["gateway"].text ?? "", amount: amount,
          refundable: Money(minor: max(0, amount.minor - max(0, sum)), currency: amount.currency)))
    }
    return payments
  }

  /// `RefundInput`; lines are not put back into stock, the shop does not own any.
  static func input(_ refund: RefundDraft) -> JSON {
    var members: [(String, JSON)] = [
      ("orderId", .string(ShopifyID.global("Order", refund.order)))
    ]
    if !refund.note.isEmpty { members.append(("note", .string(refund.note))) }
    members.append(("notify", .bool(refund.notifies)))
    let lines: [JSON] = refund.lines.map {
      [
        "lineItemId": .string(ShopifyID.global("LineItem", $0.id)),
        "quantity": .number(String($0.quantity)), "restockType": "NO_RESTOCK",
      ]
    }
    if !lines.isEmpty { members.append(("refundLineItems", .array(lines))) }
    members.append(
      (
        "transactions",
        [
          [
            "orderId": .string(ShopifyID.global("Order", refund.order)),
            "parentId": .string(refund.payment.id), "kind": "REFUND",
            "gateway": .string(refund.payment.gateway),
            "amount": .string(refund.amount.decimal),
          ]
        ]
      ))
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  /// A key as a UUID that follows from it.
  static func uuid(_ key: String) -> String {
    var bytes = Array(Signing.sha256(Array(key.utf8)).prefix(16))
    // Version 8 (RFC 9562): made by a rule of one's own.
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Array(Signing.hex(bytes))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }

  /// An amount in the shop's currency.
  static func amount(_ bag: JSON) -> Money? {
    guard let currency = bag["shopMoney"]["currencyCode"].text.flatMap({ Currency($0) }),
      let text = bag["shopMoney"]["amount"].text
    else { return nil }
    return Money(told: text, currency: currency)
  }
}
