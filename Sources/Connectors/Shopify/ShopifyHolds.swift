import Fulfillment
import Wire

// Holds on fulfilment orders.
extension ShopifyAdmin {
  package func portions(
    of order: String, _ context: RequestContext
  ) -> Exchange<[OrderPortion]> {
    let request = requests.call(
      .portions, [("id", .string(ShopifyID.global("Order", order)))], context)
    return Exchange(request) { response throws(ConnectorError) in
      let order = try ShopifyOrder.one(response)
      guard order["fulfillmentOrders"]["nodes"].isArray else {
        throw .malformed("no fulfilment orders")
      }
      return order["fulfillmentOrders"]["nodes"].elements.compactMap { node in
        guard let id = node["id"].text else { return nil }
        let actions = node["supportedActions"].elements.compactMap { $0["action"].text }
        return OrderPortion(
          id: id, location: node["assignedLocation"]["name"].text ?? "",
          isOpen: actions.contains("CREATE_FULFILLMENT"), holds: ShopifyHold.reasons(node))
      }
    }.concealing(credentials, context)
  }

  package func hold(
    _ portion: String, reason: String, _ context: RequestContext
  ) -> Exchange<Void> {
    let input: JSON = [
      "reason": "OTHER", "reasonNotes": .string(reason), "notifyMerchant": .bool(false),
    ]
    let variables: [(String, JSON)] = [("id", .string(portion)), ("hold", input)]
    return change(.hold, variables, "fulfillmentOrderHold", context)
  }

  package func release(_ portion: String, _ context: RequestContext) -> Exchange<Void> {
    change(.release, [("id", .string(portion))], "fulfillmentOrderReleaseHold", context)
  }

  private func change(
    _ document: ShopifyDocument, _ variables: [(String, JSON)], _ mutation: String,
    _ context: RequestContext
  ) -> Exchange<Void> {
    Exchange(requests.call(document, variables, context)) { response throws(ConnectorError) in
      _ = try ShopifyAnswer.made("fulfillmentOrder", by: mutation, response)
    }.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)
  }
}

/// Why a fulfilment order is held.
enum ShopifyHold {
  /// The shop's own words, then what was noted.
  static func reasons(_ portion: JSON) -> [String] {
    portion["fulfillmentHolds"].elements.map { hold in
      let reason = hold["displayReason"].text ?? hold["reason"].text ?? "on hold"
      let note = hold["reasonNotes"].text?.trimmed ?? ""
      return note.isEmpty ? reason : "\(reason): \(note)"
    }
  }
}
