import Fulfillment
import Wire

/// Stripe's errors: `{"error": {type, code, decline_code, message}}`.
enum StripeError {
  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    return try answer.json { body, status in
      let error = body["error"]
      guard error.isObject else { return nil }
      let code = error["code"].text ?? error["type"].text ?? ""
      let message = error["message"].text ?? "no reason given"
      switch status {
      case 401, 403: return .unauthorized("\(message) (\(code.isEmpty ? "\(status)" : code))")
      case 429: return .throttled(after: answer.retryAfter)
      // The header is Stripe's own word on whether to try again; without it a conflict and what is
      // broken at its side are.
      case 400...499:
        let tells = response.headers["Stripe-Should-Retry"]?.trimmed.lowercased()
        guard tells == "true" || tells == nil && status == 409 else {
          return .rejected(code: code, message: message)
        }
        return .unavailable(message, after: answer.retryAfter)
      default: return .unavailable(message, after: answer.retryAfter)
      }
    }
  }

  /// The elements of a list, and whether there are more.
  static func list(
    _ response: HTTPResponse
  ) throws(ConnectorError) -> (elements: [JSON], hasMore: Bool) {
    let body = try json(response)
    guard body["data"].isArray else { throw .malformed("the list holds no data") }
    return (body["data"].elements, body["has_more"].bool == true)
  }

  /// The codes that say no to a request before anything is done. That a key was used with other
  /// parameters (`idempotency_error`) is none: something was sent under it.
  static func isRefusal(_ code: String) -> Bool {
    // What has no code of Stripe's has the status for one, and tells nothing.
    code.contains(where: \.isLetter)
      && !["idempotency_error", "idempotency_key_in_use", "api_error", "lock_timeout"]
        .contains(code)
  }
}

/// Amounts as Stripe writes them: whole numbers of the smallest unit, with exceptions of its own.
enum StripeMoney {
  /// Digits behind the point (docs.stripe.com/currencies): krónur and Ugandan shillings go with two that
  /// are always zero, Malagasy ariary with none; three-decimal currencies end in a zero.
  static func digits(_ currency: Currency) -> Int {
    switch currency.code {
    case "ISK", "UGX": 2
    case "MGA": 0
    default: currency.minorDigits
    }
  }

  /// nil where the amount is in no unit of ours.
  static func read(_ amount: JSON, _ currency: JSON) -> Money? {
    guard let minor = amount.integer, let currency = currency.text.flatMap({ Currency($0) }) else {
      return nil
    }
    return Money(minor: scaled(minor, digits(currency), currency.minorDigits), currency: currency)
  }

  /// What is sent for it. Of three decimals the last must be zero: the nearest ten, and the lower of two.
  static func written(_ money: Money) -> Int64 {
    let amount = scaled(money.minor, money.currency.minorDigits, digits(money.currency))
    guard digits(money.currency) == 3 else { return amount }
    return (amount + 4) / 10 * 10
  }

  private static func scaled(_ amount: Int64, _ from: Int, _ to: Int) -> Int64 {
    var amount = amount
    for _ in from..<max(from, to) { amount = amount.multipliedReportingOverflow(by: 10).0 }
    for _ in to..<max(from, to) { amount /= 10 }
    return amount
  }
}

/// A dispute as Stripe sends it.
struct StripeDispute {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// Names under which shops note their order at a payment, the most usual first.
  static let orderNames = ["order_id", "order_number", "order", "orderId"]

  /// - Parameter now: Stripe tells that evidence was sent, not when.
  func dispute(_ now: Timestamp) throws(UnreadableItem) -> Dispute {
    guard let id = json["id"].text, !id.isEmpty else { throw UnreadableItem("no id") }
    let status = json["status"].text?.lowercased() ?? ""
    let evidence = json["evidence_details"]
    let isSent = (evidence["submission_count"].integer ?? 0) > 0
    let state = StripeDispute.state(status)
    return Dispute(
      externalID: id, order: order, payment: payment,
      kind: status.hasPrefix("warning_") ? .inquiry : .chargeback, state: state,
      reason: (json["reason"].text ?? "").lowercased(),
      amount: StripeMoney.read(json["amount"], json["currency"]),
      openedAt: StripeDispute.time(json["created"]),
      evidenceDueAt: StripeDispute.time(evidence["due_by"])
        ?? StripeDispute.time(json["evidence_due_by"]),
      evidenceSentAt: isSent ? now : nil)
  }

  /// Its charge, an id or the object.
  private var payment: String { json["charge"].text ?? json["charge"]["id"].text ?? "" }

  /// What the payment's metadata, or the dispute's own, call the order.
  private var order: String {
    for metadata in [json["charge"]["metadata"], json["metadata"]] {
      for name in StripeDispute.orderNames {
        if let order = metadata[name].text?.trimmed, !order.isEmpty { return order }
      }
    }
    return ""
  }

  private static func state(_ status: String) -> Dispute.State {
    switch status {
    case "needs_response", "warning_needs_response": .open
    case "under_review", "warning_under_review": .underReview
    // An inquiry that is closed has led to nothing: the money stays.
    case "won", "warning_closed": .won
    case "lost": .lost
    // It was settled before it counted, by paying back; older versions call it the latter.
    case "prevented", "charge_refunded": .refunded
    default: .unknown
    }
  }

  /// Seconds since 1970; nil for what can be none.
  static func time(_ seconds: JSON) -> Timestamp? {
    guard let seconds = seconds.integer, (1..<100_000_000_000).contains(seconds) else { return nil }
    return Timestamp(seconds: seconds)
  }
}

/// A charge as Stripe sends it.
enum StripeCharge {
  /// Those that took money, with what of it is left.
  static func captured(_ charges: [JSON]) throws(UnreadableItem) -> [CapturedPayment] {
    var payments: [CapturedPayment] = []
    for charge in charges where charge["paid"].bool == true && charge["captured"].bool == true {
      // Older versions tell no captured amount apart.
      let taken = charge["amount_captured"].isNull ? charge["amount"] : charge["amount_captured"]
      guard let id = charge["id"].text, let amount = StripeMoney.read(taken, charge["currency"])
      else { throw UnreadableItem("a charge without an amount") }
      let back = StripeMoney.read(charge["amount_refunded"], charge["currency"])?.minor ?? 0
      payments.append(
        CapturedPayment(
          id: id, gateway: "", amount: amount,
          refundable: Money(minor: max(0, amount.minor - max(0, back)), currency: amount.currency)))
    }
    return payments
  }
}

/// Refunds as Stripe takes and tells them.
enum StripeRefund {
  /// The name in a refund's metadata under which its key is kept.
  static let keyName = "supercargo_key"

  /// What is sent, without the key.
  static func body(_ refund: RefundDraft) -> String {
    var form: Form = [
      "charge": refund.payment.id, "amount": "\(StripeMoney.written(refund.amount))",
      "reason": "requested_by_customer",
    ]
    if !refund.order.isEmpty { form.add("metadata[order_id]", refund.order) }
    // A value holds 500 characters.
    if !refund.note.isEmpty { form.add("metadata[note]", String(refund.note.prefix(400))) }
    return form.encoded
  }

  static func receipt(_ json: JSON) throws(ConnectorError) -> RefundReceipt {
    guard let id = json["id"].text, !id.isEmpty, json["object"].text == "refund" else {
      throw .malformed("no refund in the answer")
    }
    let state: RefundReceipt.State =
      switch json["status"].text {
      case "succeeded": .done
      case "failed", "canceled": .failed
      default: .pending
      }
    return RefundReceipt(
      id: id, amount: StripeMoney.read(json["amount"], json["currency"]), state: state)
  }
}
