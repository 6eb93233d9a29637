import Fulfillment
import Wire

// What a shop sends by itself. It is sent from a queue, late, never again, and tells the state at the
// time of sending; a shop that can't reach us switches the webhook off without a word (measured).
extension WooCommerce: WebhookReading {
  /// A new webhook is tried out by an unsigned form `webhook_id=N`, which says nothing that could be
  /// forged to any use.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    let header = { (name: String) in delivery.headers["X-WC-Webhook-" + name]?.trimmed ?? "" }
    let signature = header("Signature")
    if signature.isEmpty, Self.isPing(delivery.body) {
      return WebhookNews(id: "", topic: "ping", content: .ping)
    }
    let secret = credentials.options["webhook_secret"] ?? ""
    guard !signature.isEmpty, !secret.isEmpty else { throw .unsigned }
    let proof = Signing.base64(Signing.hmacSHA256(delivery.body, key: Array(secret.utf8)))
    guard Signing.areEqual(Array(proof.utf8), Array(signature.utf8)) else { throw .badSignature }
    let body: JSON
    do throws(JSONError) {
      body = try JSON(delivery.body)
    } catch {
      throw .malformed("\(error)")
    }
    guard body.isObject else { throw .malformed("the delivery is no object") }
    let topic = header("Topic")
    let at = ["date_modified_gmt", "date_created_gmt"].lazy
      .compactMap { body[$0].text.flatMap { Timestamp(iso8601: $0) } }.first
    return WebhookNews(
      id: header("Delivery-ID"), topic: topic, at: at, content: try Self.content(topic, body))
  }

  private static func content(
    _ topic: String, _ body: JSON
  ) throws(WebhookError) -> WebhookNews.Content {
    guard topic.hasPrefix("order.") else { throw .ignored(topic: topic) }
    let hint = WebhookNews.Content.hint(body["id"].text.map { "order \($0)" } ?? "orders")
    // A deleted order comes as its id alone.
    guard topic != "order.deleted", body["line_items"].isArray else { return hint }
    let order: Order?
    do throws(UnreadableItem) {
      order = try WooCommerceOrder(body).order()
    } catch {
      return hint
    }
    // A draft is no order yet.
    guard let order else { throw .ignored(topic: topic) }
    return .orders([order])
  }

  private static func isPing(_ body: [UInt8]) -> Bool {
    guard body.count <= 64 else { return false }
    let text = String(decoding: body, as: UTF8.self)
    return text.hasPrefix("webhook_id=") && Int64(text.dropFirst("webhook_id=".count)) != nil
  }
}
