import Fulfillment
import Wire

// What CJ sends by itself, `{messageId, type, params}`; it wants an answer within three seconds
// (developers.cjdropshipping.com, API 2.0, webhook). No proof of it is documented: the one that is asked
// for is a secret in the address that CJ was given, and whatever comes is a hint alone, so that a forged
// delivery could do no more than bring a pull forward.
extension CJ: WebhookReading {
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    let query = delivery.path.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let token = Form(parsing: query).fields.first { $0.name == "token" }?.value
    guard let token, !token.isEmpty, !credentials.secret.isEmpty else { throw .unsigned }
    guard Signing.areEqual(Array(token.utf8), Array(credentials.secret.utf8)) else {
      throw .badSignature
    }
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

  /// Comes in the address as it is.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty, query: "token")
  }

  /// Without the query, which carries the secret.
  package func keepable(_ delivery: Delivery) -> Delivery {
    var kept = delivery
    kept.path = String(delivery.path.prefix { $0 != "?" })
    return kept
  }

  /// With the query again.
  package func restored(_ delivery: Delivery) -> Delivery {
    var whole = delivery
    whole.path += "?" + Form([Form.Field(name: "token", value: credentials.secret)]).encoded
    return whole
  }
}
