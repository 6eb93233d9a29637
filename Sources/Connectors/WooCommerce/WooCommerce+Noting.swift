import Fulfillment
import Wire

/// Notes to the customer of an order: the shop mails each as soon as it is made.
extension WooCommerce: Noting {
  /// All in one answer: the route knows no pages.
  package func customerNotes(
    of order: String, page: Int, _ context: RequestContext
  ) -> Exchange<[String]>? {
    guard page == 0 else { return nil }
    let request = WooCommerceRequests(credentials).parcels(of: order, in: .notes, context)
    return Exchange(request) { response throws(ConnectorError) in
      let answer = Answer(response)
      let body = try answer.json(vendorError: {
        WooCommerceError.read($0, status: $1, answer)
      })
      guard body.isArray else { throw .malformed("notes are not a list") }
      return body.elements.compactMap { note in
        note["customer_note"].bool == true ? HTMLText.decoded(note["note"].text ?? "") : nil
      }
    }.concealing(credentials, context)
  }

  package func note(
    _ text: String, to order: String, _ context: RequestContext
  ) -> Exchange<Void> {
    let request = WooCommerceRequests(credentials).note(text, to: order, context)
    return Exchange(request) { response throws(ConnectorError) in
      let answer = Answer(response)
      let body = try answer.json(vendorError: {
        WooCommerceError.read($0, status: $1, answer)
      })
      guard body.isObject else { throw .malformed("the answer is no note") }
    }.placing(refusals: { $0.hasPrefix("rest_") || $0.hasPrefix("woocommerce_rest_") })
      .concealing(credentials, context)
  }
}
