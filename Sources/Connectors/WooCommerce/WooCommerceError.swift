import Wire

/// WooCommerce's error bodies: `{code, message, data: {status, params}}`.
enum WooCommerceError {
  /// What such a body means; nil where the body is none.
  static func read(_ body: JSON, status: Int, _ answer: Answer) -> ConnectorError? {
    // Currencies and countries have codes, too.
    guard body.isObject, let code = body["code"].text ?? body["error"].text,
      body["name"].isNull || !body["message"].isNull
    else { return nil }
    let message = HTMLText.decoded(body["message"].text ?? "")
    switch (code, status) {
    case (_, 429): return .throttled(after: answer.retryAfter)
    case (_, 500...): return .unavailable(message, after: answer.retryAfter)
    // A shop on plain http answers key authentication as if nobody had signed in (measured).
    case ("woocommerce_rest_cannot_view", _), ("woocommerce_rest_authentication_error", _),
      ("rest_forbidden", _), ("unauthorized", _), (_, 401), (_, 403):
      return .unauthorized(
        "\(message) (\(code)): check that the key may read orders and that the url starts with the "
          + "scheme the shop itself uses")
    case ("rest_no_route", _):
      return .rejected(
        code: code,
        message: "the shop has no WooCommerce REST API there: switch the plugin on, set permalinks "
          + "to anything but plain")
    default:
      let details = body["data"]["params"].members.map {
        HTMLText.decoded("\($0.name): \($0.value.text ?? "")")
      }
      return .rejected(code: code, message: ([message] + details).joined(separator: "; "))
    }
  }
}
