package import Fulfillment
import Wire

/// A WooCommerce shop (REST v3) as a storefront.
package struct WooCommerce: Storefront {
  let credentials: Credentials

  /// The service in the connector table. Core documents no rate limit; two requests a second keep a
  /// small host awake.
  package static let descriptor = ServiceDescriptor(
    service: "woocommerce", role: .storefront, defaultURL: "", requestsPerSecond: 2,
    cadence: .minutes(2), needs: ["url", "key", "secret"],
    connect: { _, credentials in .storefront(WooCommerce(credentials)) },
    options: ["webhook_secret", "notes"])

  /// - Parameter credentials: the shop's address, consumer key and consumer secret.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// One page of the orders that are new or changed; trashed ones come as cancelled. Errors: a refused
  /// key, a shop in maintenance, an answer that is no list.
  package func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    let position = WooCommercePosition(cursor)
    let request = WooCommerceRequests(credentials).orders(position, context)
    return Exchange(request) { response throws(ConnectorError) in
      try WooCommerce.page(response, at: position)
    }.concealing(credentials, context)
  }

  private static func page(
    _ response: HTTPResponse, at position: WooCommercePosition
  ) throws(ConnectorError) -> Page<Order> {
    let answer = Answer(response)
    let body = try answer.json(vendorError: { WooCommerceError.read($0, status: $1, answer) })
    // Answers that come through the Jetpack tunnel are wrapped, direct ones are not.
    let list = body["data"].isArray ? body["data"] : body
    guard list.isArray else { throw .malformed("orders are not a list") }
    var page = Page<Order>(items: [])
    for element in list.elements {
      do throws(UnreadableItem) {
        if let order = try WooCommerceOrder(element).order() { page.items.append(order) }
      } catch {
        let id = element["id"].text ?? "?"
        page.unreadable.append(Page.Unreadable(id: id, reason: error.reason))
      }
    }
    let sight = WooCommercePosition.Sight(
      ids: list.elements.compactMap { $0["id"].integer }, count: list.elements.count,
      total: response.headers["X-WP-Total"].flatMap { Int($0) },
      newestChange: page.items.compactMap(\.updatedAt).max())
    let following = position.following(sight)
    page.next = following.isStart ? nil : following.cursor
    page.resume = following.cursor
    return page
  }
}
