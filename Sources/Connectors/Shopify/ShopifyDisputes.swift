package import Fulfillment
import Wire

// Chargebacks and inquiries of Shopify Payments. Other gateways tell of theirs by themselves.
extension ShopifyAdmin {
  /// Without the scope `read_shopify_payments_disputes` the shop refuses.
  package func disputes(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<Dispute>> {
    let after = cursor?.text ?? ""
    let variables: [(String, JSON)] = [
      ("first", 50), ("after", after.isEmpty ? .null : .string(after)),
    ]
    return Exchange(requests.call(.disputes, variables, context)) {
      response throws(ConnectorError) in
      let answer = try ShopifyAnswer(response) { $0["disputes"]["nodes"].isArray }
      let connection = answer.data["disputes"]
      var page = Page<Dispute>(items: [])
      for node in connection["nodes"].elements {
        do throws(UnreadableItem) {
          page.items.append(try ShopifyDispute.graph(node))
        } catch {
          page.unreadable.append(
            Page.Unreadable(id: node["id"].text ?? "?", reason: error.reason))
        }
      }
      let info = connection["pageInfo"]
      let end = info["endCursor"].text ?? ""
      if info["hasNextPage"].bool == true, !end.isEmpty { page.next = Cursor(end) }
      return page
    }.concealing(credentials, context)
  }

  package func dispute(_ id: String, _ context: RequestContext) -> Exchange<Dispute> {
    let global = ShopifyID.global("ShopifyPaymentsDispute", id)
    return Exchange(requests.call(.dispute, [("id", .string(global))], context)) {
      response throws(ConnectorError) in
      let answer = try ShopifyAnswer(response) { data in
        data.members.contains { $0.name == "dispute" }
      }
      guard !answer.data["dispute"].isNull else {
        throw .rejected(code: "NOT_FOUND", message: "the shop has no such dispute")
      }
      do throws(UnreadableItem) {
        return try ShopifyDispute.graph(answer.data["dispute"])
      } catch {
        throw .malformed(error.reason)
      }
    }.concealing(credentials, context)
  }
}

/// A dispute in the shop's words.
enum ShopifyDispute {
  /// As GraphQL tells it; due dates are days, and the whole day counts.
  static func graph(_ json: JSON) throws(UnreadableItem) -> Dispute {
    guard let id = json["id"].text.map(ShopifyID.number), !id.isEmpty else {
      throw UnreadableItem("no id")
    }
    let time = { (name: String) in json[name].text.flatMap { Timestamp(told: $0) } }
    let currency = json["amount"]["currencyCode"].text.flatMap { Currency($0) }
    let amount = json["amount"]["amount"].text
    return Dispute(
      externalID: id, order: json["order"]["id"].text.map(ShopifyID.number) ?? "",
      kind: kind(json["type"]), state: state(json["status"]),
      reason: (json["reasonDetails"]["reason"].text ?? "").lowercased(),
      amount: currency.flatMap { currency in
        amount.flatMap { Money(told: $0, currency: currency) }
      },
      openedAt: time("initiatedAt"), evidenceDueAt: time("evidenceDueBy"),
      evidenceSentAt: time("evidenceSentOn"), closedAt: time("finalizedOn"))
  }

  /// As REST and webhooks tell it.
  static func rest(_ json: JSON) throws(UnreadableItem) -> Dispute {
    guard let id = json["id"].integer else { throw UnreadableItem("no id") }
    let time = { (name: String) in json[name].text.flatMap { Timestamp(told: $0) } }
    let currency = json["currency"].text.flatMap { Currency($0) }
    return Dispute(
      externalID: String(id), order: json["order_id"].text ?? "", kind: kind(json["type"]),
      state: state(json["status"]), reason: (json["reason"].text ?? "").lowercased(),
      amount: currency.flatMap { currency in
        json["amount"].text.flatMap { Money(told: $0, currency: currency) }
      },
      openedAt: time("initiated_at"), evidenceDueAt: time("evidence_due_by"),
      evidenceSentAt: time("evidence_sent_on"), closedAt: time("finalized_on"))
  }

  private static func kind(_ word: JSON) -> Dispute.Kind {
    word.text?.lowercased() == "inquiry" ? .inquiry : .chargeback
  }

  private static func state(_ word: JSON) -> Dispute.State {
    switch word.text?.lowercased() {
    case "needs_response": .open
    case "under_review": .underReview
    case "won": .won
    case "lost": .lost
    case "accepted": .accepted
    case "charge_refunded": .refunded
    default: .unknown
    }
  }
}
