package import Fulfillment
import Wire

/// What every connection to a Shopify shop can do, whichever way its token is got.
package protocol ShopifyAdmin: Storefront, Fulfilling, Refunding, Cancelling, Contesting, Holding,
  WebhookReading
{
  /// The shop's address; what key and secret are, `Shopify.descriptor` says.
  var credentials: Credentials { get }
}

/// A Shopify shop (Admin API 2026-01) with a token that lasts.
package struct Shopify: ShopifyAdmin {
  package let credentials: Credentials

  /// The service in the connector table. `key` is an Admin access token (`shpat_...`), or the client id
  /// of an app whose `secret` is its client secret; that secret signs webhooks too. With `api = "rest"`
  /// orders are read over REST. What limits is the cost of a call, so few go at a time.
  package static let descriptor = ServiceDescriptor(
    service: "shopify", role: .storefront, defaultURL: "", requestsPerSecond: 2,
    cadence: .minutes(2), needs: ["url", "key"],
    connect: { _, credentials in
      .storefront(signsIn(credentials) ? ShopifyApp(credentials) : Shopify(credentials))
    },
    options: ["api"])

  /// - Parameter credentials: the shop's domain or address and its access token.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// The key is an app's client id: tokens are short-lived and fetched with the secret. Access tokens of
  /// every kind begin with `shp`.
  static func signsIn(_ credentials: Credentials) -> Bool {
    !credentials.secret.isEmpty && !credentials.key.hasPrefix("shp")
  }
}

/// The same for an app that signs in with its client id and secret, as apps of the developer dashboard
/// do: its tokens last a day.
package struct ShopifyApp: ShopifyAdmin, Authenticating {
  package let credentials: Credentials

  /// - Parameter credentials: the shop's domain or address, client id and client secret.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// Exchanges the client credentials; the answer is `{access_token, scope, expires_in}`.
  package func token(_ context: RequestContext) -> Exchange<AccessToken> {
    let now = context.now
    return Exchange(ShopifyRequests(credentials).token()) { response throws(ConnectorError) in
      let answer = Answer(response)
      let body = try answer.json(vendorError: { body, status in
        guard status == 400 || status == 401, let code = body["error"].text else {
          return ShopifyAnswer.refusal(body, status, answer)
        }
        return .unauthorized(body["error_description"].text ?? code)
      })
      guard let value = body["access_token"].text, !value.isEmpty else {
        throw .malformed("no access token")
      }
      let seconds = min(max(body["expires_in"].integer ?? 86_400, 60), 86_400 * 90)
      return AccessToken(value: value, expiresAt: now + .seconds(seconds))
    }.concealing(credentials, context)
  }

  package var identity: String { credentials.identity(of: "shopify") }
}

extension ShopifyAdmin {
  var requests: ShopifyRequests { ShopifyRequests(credentials) }

  /// The scopes that the token was granted. A missing one shows as fewer records, not as an error: with
  /// `read_orders` alone, orders older than sixty days are left out (measured).
  package func scopes(_ context: RequestContext) -> Exchange<[String]> {
    Exchange(requests.scopes(context)) { response throws(ConnectorError) in
      let answer = Answer(response)
      let body = try answer.json(vendorError: { ShopifyAnswer.refusal($0, $1, answer) })
      guard body["access_scopes"].isArray else { throw .malformed("scopes are not a list") }
      return body["access_scopes"].elements.compactMap { $0["handle"].text }
    }.concealing(credentials, context)
  }

  /// One page of the orders that are new or changed, the longest unchanged first. An order that a page
  /// can't hold whole (many lines or parcels, refunds, returns) is read by itself before the run goes
  /// on. Errors: a refused key, too many points spent, an answer that is no page.
  package func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    let position = ShopifyPosition(cursor)
    if credentials.options["api"] == "rest" {
      return Exchange(requests.orders(position, context)) { response throws(ConnectorError) in
        try ShopifyPage(position).restOrders(response)
      }.concealing(credentials, context)
    }
    let (document, variables) = position.call
    let request = requests.call(document, variables, context)
    return Exchange(request) { response throws(ConnectorError) in
      try ShopifyPage(position).orders(response)
    }.concealing(credentials, context)
  }
}

/// Ids as the Admin API writes them: `gid://shopify/Order/1001`. REST, webhooks and exports have the
/// number alone, and so has everything beyond this folder.
enum ShopifyID {
  static func global(_ kind: String, _ number: String) -> String {
    number.hasPrefix("gid://") ? number : "gid://shopify/\(kind)/\(number)"
  }

  /// The number at the end; the text itself where it is none of ours.
  static func number(_ id: String) -> String {
    let tail = id.split(separator: "/").last ?? ""
    return String(tail.prefix { $0 != "?" })
  }
}
