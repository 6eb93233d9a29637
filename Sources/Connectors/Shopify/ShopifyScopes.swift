import Wire

/// The scopes of the Admin API that this program makes use of (which scope opens which call: the Admin
/// API's access scopes page; that missing ones show as missing records, not as errors, is measured).
enum ShopifyScopes {
  static let wanted = [
    Scope("read_orders", without: "no order is seen"),
    Scope("read_all_orders", without: "orders older than 60 days are not seen"),
    Scope("write_orders", without: "orders can't be cancelled or refunded from here"),
    Scope(
      "write_merchant_managed_fulfillment_orders",
      without: "parcels can't be told to the shop and orders can't be put on hold"),
    Scope("read_returns", without: "returns are not seen"),
    Scope("read_shopify_payments_disputes", without: "disputes are not seen"),
    Scope(
      "write_shopify_payments_disputes",
      without: "evidence against disputes can't be handed in from here"),
  ]

  /// A scope to write is one to read, too; the shop lists only the former.
  static func granted(_ handles: [String]) -> Set<String> {
    Set(
      handles.flatMap { handle in
        handle.hasPrefix("write_")
          ? [handle, "read_" + handle.dropFirst("write_".count)] : [handle]
      })
  }
}

extension ShopifyAdmin {
  package var wantedScopes: [Scope] { ShopifyScopes.wanted }

  package func grantedScopes(_ context: RequestContext) -> Exchange<Set<String>> {
    let exchange = scopes(context)
    return Exchange(exchange.request) { response throws(ConnectorError) in
      ShopifyScopes.granted(try exchange.decode(response))
    }
  }
}

extension Shopify: ScopeTelling {}
extension ShopifyApp: ScopeTelling {}
