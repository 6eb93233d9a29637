import Fulfillment
import Wire

// What a shop sends by itself: REST payloads, signed with the app's client secret.
extension ShopifyAdmin {
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    try ShopifyWebhooks(secret: credentials.secret).read(delivery)
  }
}

/// Reads a shop's deliveries. Its headers come with and without `X-` in front.
struct ShopifyWebhooks {
  let secret: String

  func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    try verify(delivery)
    let header = { (name: String) in Self.header(name, delivery) }
    let topic = header("Topic")
    let body: JSON
    do throws(JSONError) {
      body = try JSON(delivery.body)
    } catch {
      throw .malformed("\(error)")
    }
    guard body.isObject else { throw .malformed("the delivery is no object") }
    // The event is the same for every endpoint that hears of it, the webhook for every attempt.
    let id = header("Webhook-Id").isEmpty ? header("Event-Id") : header("Webhook-Id")
    return WebhookNews(
      id: id, topic: topic,
      at: Timestamp(iso8601: header("Triggered-At"))
        ?? body["updated_at"].text.flatMap { Timestamp(iso8601: $0) },
      content: try content(topic, body, now: delivery.receivedAt))
  }

  private func verify(_ delivery: Delivery) throws(WebhookError) {
    let given = Self.header("Hmac-Sha256", delivery)
    guard !given.isEmpty, !secret.isEmpty else { throw .unsigned }
    let proof = Signing.base64(Signing.hmacSHA256(delivery.body, key: Array(secret.utf8)))
    guard Signing.areEqual(Array(proof.utf8), Array(given.utf8)) else { throw .badSignature }
  }

  private func content(
    _ topic: String, _ body: JSON, now: Timestamp
  ) throws(WebhookError) -> WebhookNews.Content {
    switch topic {
    case "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled",
      "orders/partially_fulfilled":
      // Subscriptions may leave fields out: then the order must be pulled.
      guard body["line_items"].isArray, let order = try? ShopifyRESTOrder(body).order() else {
        return .hint(named("order", body["id"]))
      }
      return .orders([order])
    case "orders/delete": return .hint(named("order", body["id"]))
    case "orders/edited": return .hint(named("order", body["order_edit"]["order_id"]))
    case "fulfillments/create", "fulfillments/update": return parcels(body, now)
    case "disputes/create", "disputes/update":
      do throws(UnreadableItem) {
        return .disputes([try ShopifyDispute.rest(body)])
      } catch {
        throw .malformed(error.reason)
      }
    case "app/uninstalled": return .hint("the app was uninstalled: the shop's key is void")
    default: return try about(topic, body)
    }
  }

  /// What only names its order.
  private func about(_ topic: String, _ body: JSON) throws(WebhookError) -> WebhookNews.Content {
    let kinds = [
      "refunds/", "returns/", "fulfillment_events/", "fulfillment_orders/", "order_transactions/",
      "fulfillment_holds/",
    ]
    guard kinds.contains(where: topic.hasPrefix) else { throw .ignored(topic: topic) }
    let ids = [
      body["order_id"], body["order"]["id"], body["return"]["order"]["id"],
      body["fulfillment_order"]["order_id"],
    ]
    return .hint(named("order", ids.first { !$0.isNull } ?? .null))
  }

  /// A carrier's word on a parcel; one that has none yet is a hint to pull its order.
  private func parcels(_ body: JSON, _ now: Timestamp) -> WebhookNews.Content {
    let status = ShopifyEvents.status(body["shipment_status"].text ?? "")
    let numbered = ShopifyRESTOrder.parcels(body).filter { !$0.number.isEmpty }
    guard let status, !numbered.isEmpty else { return .hint(named("order", body["order_id"])) }
    let at = body["updated_at"].text.flatMap { Timestamp(iso8601: $0) } ?? now
    return .tracking(
      numbered.map { parcel in
        TrackingReport(
          number: parcel.number, carrier: parcel.carrier, status: status,
          events: [
            TrackingEvent(
              occurredAt: at, recordedAt: now, status: status,
              message: body["shipment_status"].text ?? "", source: "shopify")
          ])
      })
  }

  private func named(_ kind: String, _ id: JSON) -> String {
    id.text.map { "\(kind) \(ShopifyID.number($0))" } ?? kind
  }

  private static func header(_ name: String, _ delivery: Delivery) -> String {
    let value = delivery.headers["X-Shopify-" + name] ?? delivery.headers["Shopify-" + name]
    return value?.trimmed ?? ""
  }
}
