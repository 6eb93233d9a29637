import Fulfillment
import Wire

/// Builds requests to a shop's Admin API.
struct ShopifyRequests: Sendable {
  /// The version that every document and payload here is written for.
  static let version = "2026-01"

  private let credentials: Credentials
  private let admin: String

  init(_ credentials: Credentials) {
    self.credentials = credentials
    var url = credentials.url
    if !url.contains("://") { url = "https://" + url }
    admin = url.hasSuffix("/admin") ? url : url + "/admin"
  }

  /// A GraphQL call. `Accept` and the token's own header: a bearer token is refused (measured).
  func call(
    _ document: ShopifyDocument, _ variables: [(String, JSON)], _ context: RequestContext
  ) -> HTTPRequest {
    HTTPRequest(
      .post, "\(admin)/api/\(Self.version)/graphql.json",
      headers: headers(context, hasBody: true),
      body: Array(document.body(variables).encoded.utf8))
  }

  /// A REST call that reads.
  func get(_ path: String, _ query: Form, _ context: RequestContext) -> HTTPRequest {
    let tail = query.fields.isEmpty ? "" : "?" + query.encoded
    return HTTPRequest(
      .get, "\(admin)/api/\(Self.version)/\(path).json\(tail)",
      headers: headers(context, hasBody: false))
  }

  /// Asks for the scopes that the token was granted; outside of the versions.
  func scopes(_ context: RequestContext) -> HTTPRequest {
    HTTPRequest(
      .get, "\(admin)/oauth/access_scopes.json", headers: headers(context, hasBody: false))
  }

  /// Asks for a token by the client credentials of an app.
  func token() -> HTTPRequest {
    let body: JSON = [
      "client_id": .string(credentials.key), "client_secret": .string(credentials.secret),
      "grant_type": "client_credentials",
    ]
    return HTTPRequest(
      .post, "\(admin)/oauth/access_token",
      headers: ["Accept": "application/json", "Content-Type": "application/json"],
      body: Array(body.encoded.utf8))
  }

  private func headers(_ context: RequestContext, hasBody: Bool) -> HTTPHeaders {
    var headers: HTTPHeaders = ["Accept": "application/json"]
    if hasBody { headers.add("Content-Type", "application/json") }
    let usesToken = Shopify.signsIn(credentials)
    headers.add("X-Shopify-Access-Token", usesToken ? context.token : credentials.key)
    return headers
  }
}
