import Fulfillment
import Wire

// What CJ sends by itself, `{messageId, type, params}`; it wants an answer within three seconds
// (developers.cjdropshipping.com, API 2.0, webhook). No proof of it is documented: the one that is asked
// for is a secret in the address that CJ was given, and whatever comes is a hint alone, so that a forged
// delivery could do no more than bring a pull forward.
extension CJ: AddressProven {
  /// The secret of the address that it was given.
  package var addressSecret: String { credentials.secret }

  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    try prove(delivery)
    let json = try delivery.json()
    guard let type = json["type"].text?.trimmed.uppercased(), !type.isEmpty,
      json["params"].isObject
    else { throw .malformed("no type and params in the news") }
    // Products and their stock change all day, and are asked about in their own time.
    guard type.hasPrefix("ORDER") || type.hasPrefix("LOGISTIC") else {
      throw .ignored(topic: type)
    }
    let params = json["params"]
    let number = ["cjOrderId", "orderId", "orderNumber", "orderNum"].lazy
      .compactMap { params[$0].text?.trimmed }.first { !$0.isEmpty }
    return WebhookNews(
      id: json["messageId"].text ?? "", topic: type,
      content: .hint(number.map { "order \($0.sanitised(limit: 80))" } ?? "orders"))
  }
}
