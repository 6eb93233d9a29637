package import Fulfillment
import Wire

/// CJ Dropshipping (API 2.0) as a supplier that is bought from and whose orders are read.
package struct CJ: SupplierSource, Authenticating {
  private let supplier: String
  let credentials: Credentials

  /// The service in the connector table. One request a second is what every account has
  /// (developers.cjdropshipping.com, API limits).
  package static let descriptor = ServiceDescriptor(
    service: "cj", role: .supplier, defaultURL: CJRequests.origin, requestsPerSecond: 1,
    cadence: .minutes(10), needs: ["key"],
    connect: { account, credentials in .supplier(CJ(account, credentials)) },
    options: ["from", "pay"])

  /// - Parameter credentials: the API key, `CJUserNum@api@...`.
  package init(_ account: Account, _ credentials: Credentials) {
    supplier = account.name
    self.credentials = credentials
  }

  /// The token lives 15 days, the refresh token 180.
  package func token(_ context: RequestContext) -> Exchange<AccessToken> {
    Exchange(CJRequests(credentials).token()) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        return try CJ.token(response, now: context.now)
      } catch .rejected(let code, let message) {
        throw .unauthorized("\(message) (\(code)): make a new API key in CJ's settings")
      } catch .throttled(let after) {
        // Whoever else uses the key asked less than five minutes ago.
        throw .throttled(after: max(after ?? .seconds(0), tokenPace.asking))
      }
    }.concealing(credentials, context)
  }

  package func renewed(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken>? {
    var context = context
    // So that no error quotes it.
    context.token = refresh
    let now = context.now
    return Exchange(CJRequests(credentials).renewal(refresh)) { response throws(ConnectorError) in
      try CJ.token(response, now: now)
    }.concealing(credentials, context)
  }

  /// `getAccessToken` once in five minutes, `refreshAccessToken` five times a minute (apis.md 3).
  package var tokenPace: TokenPace {
    TokenPace(asking: .minutes(5), refreshing: .seconds(12))
  }

  package var identity: String { credentials.identity(of: "cj") }

  private static func token(
    _ response: HTTPResponse, now: Timestamp
  ) throws(ConnectorError) -> AccessToken {
    let data = try CJEnvelope.data(response, now: now)
    guard let value = data["accessToken"].text, !value.isEmpty else {
      throw .malformed("no accessToken in the answer")
    }
    let expiry = data["accessTokenExpiryDate"].text.flatMap { Timestamp(told: $0) }
    return AccessToken(
      value: value, expiresAt: expiry ?? now + .days(1),
      refresh: data["refreshToken"].text ?? "",
      refreshUntil: data["refreshTokenExpiryDate"].text.flatMap { Timestamp(told: $0) })
  }

  /// One page of the orders of one status; a run goes through all of them.
  package func purchases(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<PurchaseOrder>> {
    let position = CJPosition(cursor)
    let supplier = supplier
    let request = CJRequests(credentials).orders(position, context)
    return Exchange(request) { response throws(ConnectorError) in
      let data = try CJEnvelope.data(response, now: context.now)
      let list = try CJEnvelope.list(data)
      var page = Page<PurchaseOrder>(items: [])
      for element in list {
        do throws(UnreadableItem) {
          page.items.append(try CJOrder(element).purchase(from: supplier))
        } catch {
          let id = element["orderId"].text ?? "?"
          page.unreadable.append(Page.Unreadable(id: id, reason: error.reason))
        }
      }
      let following = position.following(
        page.items, count: list.count, total: data["total"].integer, now: context.now)
      page.next = following.isStart ? nil : following.cursor
      page.resume = following.cursor
      return page
    }.concealing(credentials, context)
  }
}
