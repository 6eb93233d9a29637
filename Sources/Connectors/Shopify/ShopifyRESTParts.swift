package import Fulfillment
import Wire

/// A step of a payment that moves no money of its own: an authorisation, a void, one that failed, or one
/// without a currency.
package struct PaymentStep: Hashable, Sendable {
  /// The shop's id.
  package var id: String
  package var order: String
  /// `authorization`, `capture`, `sale`, `void`, `refund`, as the shop calls it.
  package var step: String
  /// `success`, `pending`, `failure`, `error`, as the shop calls it.
  package var state: String
  package var gateway: String
  /// nil where the shop names no currency.
  package var amount: Money?
  package var at: Timestamp?
}

/// What a carrier said of a fulfilment, whose number the shop does not repeat there.
package struct FulfilmentScan: Hashable, Sendable {
  /// The shop's id of the fulfilment.
  package var fulfilment: String
  package var order: String
  package var event: TrackingEvent
}

/// Parts of an order as REST tells them one by one: refunds, payments, places it is shipped from, and what
/// carriers said (shopify.dev, REST Admin API; recorded).
enum ShopifyRESTParts {
  /// What was sent back: the sum of the refund's steps that went through, or are on their way.
  static func refund(_ json: JSON) throws(UnreadableItem) -> RefundReceipt {
    guard let id = json["id"].text, !id.isEmpty else { throw UnreadableItem("no id") }
    let steps = json["transactions"].elements.filter { $0["kind"].text ?? "refund" == "refund" }
    var amount: Money?
    for step in steps where ["success", "pending"].contains(step["status"].text ?? "success") {
      guard let money = try money(step) else { continue }
      guard let sum = amount else {
        amount = money
        continue
      }
      let (total, overflows) = sum.minor.addingReportingOverflow(money.minor)
      guard !overflows, sum.currency == money.currency else {
        throw UnreadableItem("amounts that have no sum")
      }
      amount = Money(minor: total, currency: sum.currency)
    }
    return RefundReceipt(id: id, amount: amount, state: state(steps))
  }

  /// A payment that was taken, a refund, or another step of them.
  static func transaction(_ json: JSON) throws(UnreadableItem) -> Decoded {
    guard let id = json["id"].text, !id.isEmpty else { throw UnreadableItem("no id") }
    let (kind, status) = (json["kind"].text ?? "", json["status"].text ?? "")
    let amount = try money(json)
    if kind == "refund" {
      return .refund(RefundReceipt(id: id, amount: amount, state: state([json])))
    }
    let gateway = json["gateway"].text ?? ""
    if ["sale", "capture"].contains(kind), status == "success", let amount {
      return .payment(CapturedPayment(id: id, gateway: gateway, amount: amount, refundable: nil))
    }
    return .paymentStep(
      PaymentStep(
        id: id, order: json["order_id"].text ?? "", step: kind, state: status, gateway: gateway,
        amount: amount, at: time(json["processed_at"]) ?? time(json["created_at"])))
  }

  /// - Parameter now: when it is read.
  static func scan(_ json: JSON, now: Timestamp) throws(UnreadableItem) -> FulfilmentScan {
    guard let fulfilment = json["fulfillment_id"].text else { throw UnreadableItem("no parcel") }
    let word = json["status"].text ?? ""
    guard let status = ShopifyEvents.status(word) else {
      throw UnreadableItem("no status that is known: \(word.prefix(40))")
    }
    guard let at = time(json["happened_at"]) ?? time(json["created_at"]) else {
      throw UnreadableItem("no time")
    }
    let place = [json["city"].text, json["province"].text].compactMap(\.self)
    return FulfilmentScan(
      fulfilment: fulfilment, order: json["order_id"].text ?? "",
      event: TrackingEvent(
        occurredAt: at, recordedAt: now, status: status, message: json["message"].text ?? "",
        location: place.filter { !$0.isEmpty }.joined(separator: ", "),
        country: json["country"].text ?? ""))
  }

  /// A fulfilment order. What may be done with it stands in `supported_actions`, which an app that does not
  /// manage its place is not told; then its own state counts.
  static func portion(_ json: JSON) throws(UnreadableItem) -> OrderPortion {
    guard let id = json["id"].text, !id.isEmpty else { throw UnreadableItem("no id") }
    let actions = json["supported_actions"]
    let isOpen =
      actions.isArray
      ? actions.elements.contains { $0.text == "create_fulfillment" }
      : ["open", "in_progress"].contains(json["status"].text)
    let holds = json["fulfillment_holds"].elements.map { hold in
      let (reason, note) = (hold["reason"].text ?? "on hold", hold["reason_notes"].text ?? "")
      return note.trimmed.isEmpty ? reason : "\(reason): \(note.trimmed)"
    }
    return OrderPortion(
      id: id,
      location: json["assigned_location"]["name"].text
        ?? json["fulfillment_service_handle"].text ?? "",
      isOpen: isOpen && holds.isEmpty, holds: holds)
  }

  private static func state(_ steps: [JSON]) -> RefundReceipt.State {
    let words = steps.map { $0["status"].text ?? "success" }
    if words.contains(where: { ["failure", "error"].contains($0) }) { return .failed }
    return words.allSatisfy { $0 == "success" } ? .done : .pending
  }

  private static func money(_ json: JSON) throws(UnreadableItem) -> Money? {
    guard let currency = json["currency"].text.flatMap({ Currency($0) }),
      let text = json["amount"].text?.trimmed, !text.isEmpty
    else { return nil }
    guard let money = Money(told: text, currency: currency) else {
      throw UnreadableItem("no amount: \(text.prefix(40))")
    }
    return money
  }

  private static func time(_ json: JSON) -> Timestamp? {
    json.text.flatMap { Timestamp(told: $0) }
  }
}
