import Wire

extension WooCommerce: ScopeTelling {
  /// A key is made for reading, for writing, or for both; the shop has no list of it.
  package var wantedScopes: [Scope] {
    [
      Scope("read", without: "no order is seen"),
      Scope(
        "write",
        without: "parcels can't be told to the shop, orders can't be cancelled or refunded"
      ),
    ]
  }

  /// Changes nothing in an order that no shop has: whether a key may write is looked at before the order
  /// (class-wc-rest-authentication.php, check_permissions).
  package func grantedScopes(_ context: RequestContext) -> Exchange<Set<String>> {
    Exchange(WooCommerceRequests(credentials).nothing(context)) { response throws(ConnectorError) in
      let answer = Answer(response)
      do throws(ConnectorError) {
        _ = try answer.json(vendorError: { body, status in
          let (code, message) = (body["code"].text ?? "", body["message"].text ?? "")
          if code == "woocommerce_rest_authentication_error", message.contains("write permission") {
            return .rejected(code: "read-only", message: message)
          }
          if code == "woocommerce_rest_shop_order_invalid_id" {
            return .rejected(code: "writes", message: message)
          }
          return WooCommerceError.read(body, status: status, answer)
        })
      } catch .rejected("read-only", _) {
        return ["read"]
      } catch .rejected("writes", _) {
        return ["read", "write"]
      }
      throw .malformed("the shop took a change of an order that does not exist")
    }.concealing(credentials, context)
  }
}
