import Wire

/// Payloads of deliveries that can be told from answers without their headers.
enum WebhookShape {
  static func isOne(_ json: JSON, of service: String) -> Bool {
    guard json.isObject else { return false }
    switch service {
    case "cj": return json.has("type", "params") && json["code"].isNull
    case "17track": return json.has("event", "data") && json["code"].isNull
    case "aftership": return json.has("event") && json.hasAny("msg", "event_id")
    case "easypost": return json["object"].text == "Event" || json.has("description", "result")
    case "shippo", "karrio": return json.has("event", "data")
    case "stripe": return json["object"].text == "event" || json.has("type", "data", "created")
    case "shopify": return isShopify(json)
    case "woocommerce": return json.members.count == 1 && json["id"].integer != nil
    default: return false
    }
  }

  /// The headers by which a service tells the topic, for a payload that lost them.
  static func headers(_ json: JSON, of service: String) -> HTTPHeaders {
    switch service {
    case "shopify": ["X-Shopify-Topic": shopifyTopic(json)]
    case "woocommerce":
      ["X-WC-Webhook-Topic": json.members.count == 1 ? "order.deleted" : "order.updated"]
    default: [:]
    }
  }

  /// Orders, disputes and fulfilments look as REST answers with them do; these have no answer.
  private static func isShopify(_ json: JSON) -> Bool {
    json.has("order_edit") || json.has("refund_line_items", "order_id") && !json.has("refund")
  }

  private static func shopifyTopic(_ json: JSON) -> String {
    if json.has("order_edit") { return "orders/edited" }
    if json.has("refund_line_items") { return "refunds/create" }
    if json.has("evidence_due_by") { return "disputes/update" }
    if json.has("line_items", "financial_status") { return "orders/updated" }
    if json.hasAny("tracking_number", "tracking_numbers") { return "fulfillments/update" }
    return "orders/updated"
  }
}
