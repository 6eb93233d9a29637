import Fulfillment
import Wire

/// Builds requests to CJ.
struct CJRequests: Sendable {
  static let origin = "https://developers.cjdropshipping.com"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: CJRequests.origin, path: "/api2.0/v1")
    self.credentials = credentials
  }

  func token() -> HTTPRequest {
    authentication("getAccessToken", ["apiKey": .string(credentials.key)])
  }

  /// Asks for a token by the refresh token of the last one.
  func renewal(_ refresh: String) -> HTTPRequest {
    authentication("refreshAccessToken", ["refreshToken": .string(refresh)])
  }

  private func authentication(_ call: String, _ body: JSON) -> HTTPRequest {
    HTTPRequest(
      .post, base + "/authentication/" + call,
      headers: ["Content-Type": "application/json", "Accept": "application/json"],
      body: Array(body.encoded.utf8))
  }

  /// One page of the orders of one status, newest first.
  func orders(_ position: CJPosition, _ context: RequestContext) -> HTTPRequest {
    let query: Form = [
      "pageNum": "\(position.page)", "pageSize": "\(CJPosition.pageSize)",
      "status": position.status,
    ]
    return ask("/shopping/order/list", query, context)
  }

  /// Creates an order of exactly that text.
  func create(_ body: String, _ context: RequestContext) -> HTTPRequest {
    send(.post, "/shopping/order/createOrderV2", body, context)
  }

  /// One order by our own `orderNumber` or by CJ's number; CJ takes either.
  func order(_ id: String, _ context: RequestContext) -> HTTPRequest {
    ask("/shopping/order/getOrderDetail", ["orderId": id], context)
  }

  func confirm(_ number: String, _ context: RequestContext) -> HTTPRequest {
    let body: JSON = ["orderId": .string(number)]
    return send(.patch, "/shopping/order/confirmOrder", body.encoded, context)
  }

  func pay(_ number: String, _ context: RequestContext) -> HTTPRequest {
    let body: JSON = ["orderId": .string(number)]
    return send(.post, "/shopping/pay/payBalance", body.encoded, context)
  }

  func delete(_ number: String, _ context: RequestContext) -> HTTPRequest {
    let query: Form = ["orderId": number]
    return HTTPRequest(
      .delete, base + "/shopping/order/deleteOrder?" + query.encoded, headers: headers(context))
  }

  func balance(_ context: RequestContext) -> HTTPRequest {
    HTTPRequest(.get, base + "/shopping/pay/getBalance", headers: headers(context))
  }

  func freight(_ query: JSON, _ context: RequestContext) -> HTTPRequest {
    send(.post, "/logistic/freightCalculate", query.encoded, context)
  }

  /// The newest disputes of an order.
  func disputes(on order: String, _ context: RequestContext) -> HTTPRequest {
    ask(
      "/disputes/getDisputeList", ["orderId": order, "pageNum": "1", "pageSize": "50"], context)
  }

  /// What of an order may be disputed.
  func disputable(_ order: String, _ context: RequestContext) -> HTTPRequest {
    ask("/disputes/disputeProducts", ["orderId": order], context)
  }

  /// For which reasons, and for what. It changes nothing.
  func disputeTerms(
    _ order: String, _ lines: [ClaimDraft.Line], _ context: RequestContext
  ) -> HTTPRequest {
    let body: JSON = [
      "orderId": .string(order),
      "productInfoList": .array(
        lines.map {
          ["lineItemId": .string($0.id), "quantity": .number(String($0.quantity))]
        }),
    ]
    return send(.post, "/disputes/disputeConfirmInfo", body.encoded, context)
  }

  /// Opens a dispute.
  func dispute(_ body: JSON, _ context: RequestContext) -> HTTPRequest {
    send(.post, "/disputes/create", body.encoded, context)
  }

  /// Of a variant by its id, or by CJ's sku.
  func stock(_ item: String, _ context: RequestContext) -> HTTPRequest {
    CJDraft.isVariant(item)
      ? ask("/product/stock/queryByVid", ["vid": item], context)
      : ask("/product/stock/queryBySku", ["sku": item], context)
  }

  /// The variant itself, or the product that has a variant of that sku.
  func price(_ item: String, _ context: RequestContext) -> HTTPRequest {
    CJDraft.isVariant(item)
      ? ask("/product/variant/queryByVid", ["vid": item], context)
      : ask("/product/query", ["variantSku": item], context)
  }

  private func ask(_ path: String, _ query: Form, _ context: RequestContext) -> HTTPRequest {
    HTTPRequest(.get, base + path + "?" + query.encoded, headers: headers(context))
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String, _ context: RequestContext
  ) -> HTTPRequest {
    var headers = headers(context)
    headers.add("Content-Type", "application/json")
    return HTTPRequest(method, base + path, headers: headers, body: Array(body.utf8))
  }

  private func headers(_ context: RequestContext) -> HTTPHeaders {
    ["CJ-Access-Token": context.token, "Accept": "application/json"]
  }
}
