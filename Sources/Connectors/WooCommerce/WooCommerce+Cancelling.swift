package import Fulfillment
import Wire

/// Cancelling an order is a status like any other there: money and stock are left alone, and whether
/// somebody is mailed the shop's own settings say.
extension WooCommerce: Cancelling {
  package var cancelOptions: Set<CancelOption> { [] }

  package func cancellation(
    of order: String, _ context: RequestContext
  ) -> Exchange<Timestamp?> {
    let now = context.now
    let request = WooCommerceRequests(credentials).order(order, context)
    return Exchange(request) { response throws(ConnectorError) -> Timestamp? in
      let order = try WooCommerce.order(response)
      guard order["status"].text == "cancelled" else { return nil }
      return order["date_modified_gmt"].text.flatMap { Timestamp(told: $0) } ?? now
    }.concealing(credentials, context)
  }

  /// A change of status, which may be repeated.
  package func cancel(
    _ request: CancelRequest, _ context: RequestContext
  ) -> Exchange<CancelJob> {
    let id = request.order
    return Exchange(WooCommerceRequests(credentials).cancel(id, context)) {
      response throws(ConnectorError) in
      CancelJob(id: id, isDone: try WooCommerce.order(response)["status"].text == "cancelled")
    }.placing(refusals: WooCommerce.isRefusal).concealing(credentials, context)
  }

  package func progress(_ job: CancelJob, _ context: RequestContext) -> Exchange<CancelJob> {
    Exchange(WooCommerceRequests(credentials).order(job.id, context)) {
      response throws(ConnectorError) in
      CancelJob(id: job.id, isDone: try WooCommerce.order(response)["status"].text == "cancelled")
    }.concealing(credentials, context)
  }

  private static func order(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let body = try json(response)
    let order = body["data"].isObject && body["id"].isNull ? body["data"] : body
    guard order["status"].text != nil else { throw .malformed("the order has no status") }
    return order
  }
}
