import Fulfillment
import Wire

/// What a WooCommerce shop answers.
struct WooCommerceShapes {
  private let shop: WooCommerce
  private let context: RequestContext

  init(_ credentials: Credentials, _ context: RequestContext) {
    shop = WooCommerce(credentials)
    self.context = context
  }

  var all: [AnswerShape] {
    let (shop, context) = (shop, context)
    let isOrder = { @Sendable (json: JSON) in
      json.has("id", "status") && json.hasAny("currency", "order_key")
        && json.hasAny("line_items", "billing", "total")
    }
    let orders = { @Sendable (response: HTTPResponse) throws(ConnectorError) in
      AnswerShape.Findings(try shop.orders(nil, context).decode(response)) { .order($0) }
    }
    let isProduct = { @Sendable (json: JSON) in
      json.has("id", "sku")
        && json.hasAny("manage_stock", "stock_status", "regular_price", "attributes")
    }
    let products = { @Sendable (response: HTTPResponse) throws(ConnectorError) in
      AnswerShape.Findings(try shop.items(nil, context).decode(response)) { .product($0) }
    }
    let places = zip(WooCommerceParcelPlace.allCases, shop.fulfilments(of: "1", context))
    let parcels = places.map { place, exchange in
      let fits = Self.fits(place)
      return AnswerShape(
        kind: "parcels", paths: [Self.path(place)],
        isKnown: { json in Self.list(json).isList(of: fits) }
      ) { response, json throws(ConnectorError) in
        let list: JSON = json.isNull ? .null : Self.list(json)
        let response = list.isArray ? response.with(list) : response
        let notes = place == .notes ? list.elements.compactMap(OrderNote.init) : []
        return AnswerShape.Findings(
          notes.map { .orderNote($0) }
            + (try exchange.decode(response).map {
              .parcel(Shipment(number: $0.number, carrier: $0.carrier))
            }))
      }
    }
    return [
      AnswerShape(
        kind: "orders", paths: ["GET /orders?"], isGeneral: true,
        isKnown: { json in
          let list = json["data"].isArray ? json["data"] : json
          return list.isArray && (list.elements.isEmpty || list.isList(of: isOrder))
        }
      ) { response, _ throws(ConnectorError) in try orders(response) },
      AnswerShape(kind: "order", isKnown: { isOrder($0) || isOrder($0["data"]) }) {
        response, json throws(ConnectorError) in
        try orders(response.with(.array([isOrder(json["data"]) ? json["data"] : json])))
      },
      AnswerShape(kind: "orders", isKnown: { Self.batch($0).done.isList(of: isOrder) }) {
        response, json throws(ConnectorError) in
        let batch = Self.batch(json)
        var found = try orders(response.with(batch.done))
        found.unreadable += batch.refused
        return found
      },
      AnswerShape(kind: "products", isKnown: { Self.batch($0).done.isList(of: isProduct) }) {
        response, json throws(ConnectorError) in
        let batch = Self.batch(json)
        var found = try products(response.with(batch.done))
        found.unreadable += batch.refused
        return found
      },
      AnswerShape(
        kind: "products", paths: ["/products?", "/variations?"],
        isKnown: { json in
          let list = json["data"].isArray ? json["data"] : json
          return list.isList(of: isProduct)
        }
      ) { response, _ throws(ConnectorError) in try products(response) },
      AnswerShape(
        kind: "refunds", paths: ["/refunds"],
        isKnown: {
          Self.list($0).isList { $0.has("amount") && $0.hasAny("refunded_by", "refunded_payment") }
        }
      ) { response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in Self.list(try WooCommerceRefund.json(response)).elements {
          found.values.append(.refund(try WooCommerceRefund.receipt(element, nil)))
        }
        return found
      },
      AnswerShape(kind: "product", isKnown: { isProduct($0) || isProduct($0["data"]) }) {
        response, json throws(ConnectorError) in
        try products(response.with(.array([isProduct(json["data"]) ? json["data"] : json])))
      },
    ] + parcels
  }

  /// What a batch made, changed and deleted, and what of it was refused; nothing of another body.
  private static func batch(_ json: JSON) -> (done: JSON, refused: [(id: String, reason: String)]) {
    let body = json["data"].isObject ? json["data"] : json
    let isBatch =
      !body.members.isEmpty
      && body.members.allSatisfy {
        ["create", "update", "delete"].contains($0.name) && $0.value.isArray
      }
    let parts = isBatch ? body.members.flatMap(\.value.elements) : []
    let refused = parts.filter { $0["error"].isObject }.map {
      (id: $0["id"].text ?? "?", reason: HTMLText.decoded($0["error"]["message"].text ?? "refused"))
    }
    return (.array(parts.filter { !$0["error"].isObject }), refused)
  }

  /// Several, or one by itself, bare or wrapped in `data` by the Jetpack tunnel.
  private static func list(_ json: JSON) -> JSON {
    for wrapped in [json["data"], json["fulfillments"]] where wrapped.isArray { return wrapped }
    if json["data"].isObject, !json["data"].has("status") { return [json["data"]] }
    return json.isObject ? [json] : json
  }

  private static func fits(
    _ place: WooCommerceParcelPlace
  ) -> @Sendable (JSON) -> Bool {
    switch place {
    case .fulfilments: { $0.has("meta_data") && $0.hasAny("is_fulfilled", "entity_id") }
    case .plugin: { $0.has("tracking_number") && $0.hasAny("tracking_provider", "tracking_id") }
    case .notes: { $0.has("note", "customer_note") }
    }
  }

  private static func path(_ place: WooCommerceParcelPlace) -> String {
    switch place {
    case .fulfilments: "/fulfillments"
    case .plugin: "/shipment-trackings"
    case .notes: "/notes"
    }
  }
}
