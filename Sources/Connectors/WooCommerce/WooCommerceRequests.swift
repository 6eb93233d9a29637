import Fulfillment
import Wire

/// Builds and signs requests to a shop.
struct WooCommerceRequests: Sendable {
  private let credentials: Credentials
  private let base: String

  init(_ credentials: Credentials) {
    self.credentials = credentials
    base = credentials.url + "/wp-json/wc/v3"
  }

  /// One page of orders. The stamp goes without a zone and with `dates_are_gmt`: with `Z` the shop
  /// shifts it by its own zone and silently leaves orders out (measured).
  func orders(_ position: WooCommercePosition, _ context: RequestContext) -> HTTPRequest {
    let isByID = position.list != .newest
    var query: Form = [
      "status": position.list == .trash ? "trash" : "any", "orderby": isByID ? "id" : "date",
      "order": isByID ? "asc" : "desc", "per_page": "\(WooCommercePosition.pageSize)",
      "page": "\(position.offset / WooCommercePosition.pageSize + 1)",
    ]
    if !position.isPaged && position.offset > 0 { query.add("offset", "\(position.offset)") }
    if let since = position.since {
      query.add("modified_after", String(since.iso8601.prefix(19)))
      query.add("dates_are_gmt", "true")
    }
    return signed(.get, "/orders", query, context)
  }

  /// Over TLS the key pair goes as HTTP Basic. Over plain http a shop accepts only one-legged OAuth 1.0a
  /// (measured), which keeps the secret off the wire.
  private func signed(
    _ method: HTTPRequest.Method, _ path: String, _ query: Form, _ context: RequestContext
  ) -> HTTPRequest {
    let url = base + path
    guard URLParts(url)?.scheme == "http" else {
      let pair = Array((credentials.key + ":" + credentials.secret).utf8)
      let headers: HTTPHeaders = [
        "Authorization": "Basic " + Signing.base64(pair), "Accept": "application/json",
      ]
      return HTTPRequest(method, url + "?" + query.encoded, headers: headers)
    }
    let signed = OneLeggedOAuth(credentials: credentials).sign(
      method.rawValue, url, query, context)
    return HTTPRequest(
      method, url + "?" + signed.encoded, headers: ["Accept": "application/json"])
  }
}
