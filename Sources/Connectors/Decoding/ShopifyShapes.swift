import Fulfillment
import Wire

/// What a Shopify shop answers, over GraphQL and REST.
struct ShopifyShapes {
  private let shop: Shopify
  private let rest: Shopify
  private let context: RequestContext

  init(_ credentials: Credentials, _ context: RequestContext) {
    shop = Shopify(credentials)
    rest = Shopify(Credentials(url: credentials.url, options: ["api": "rest"]))
    self.context = context
  }

  var all: [AnswerShape] { graph + mutations + restShapes }

  // MARK: - GraphQL

  private var graph: [AnswerShape] {
    let (shop, context) = (shop, context)
    return [
      AnswerShape(
        kind: "orders", paths: ["orders("], isKnown: { $0["data"]["orders"].isObject }
      ) { response, json throws(ConnectorError) in
        let json = Self.flat(json)
        let page = try shop.orders(nil, context).decode(response.with(json))
        // What a page can't hold whole is read by itself in a run; here it is what there is.
        let nodes = json["data"]["orders"]["nodes"].elements
        guard page.items.count + page.unreadable.count < nodes.count else {
          return AnswerShape.Findings(page) { .order($0) }
        }
        return Self.orders(nodes)
      },
      AnswerShape(
        kind: "order", isKnown: { json in Self.node(json).map(Self.isOrder) ?? false }
      ) { response, json throws(ConnectorError) in
        guard let node = Self.node(Self.flat(json)) else {
          _ = try ShopifyOrder.one(response)
          return AnswerShape.Findings()
        }
        return Self.orders([node])
      },
      AnswerShape(
        kind: "order_parts", isKnown: { $0["data"].has("order") }
      ) { response, json throws(ConnectorError) in
        try Self.parts(shop, context, response.with(Self.flat(json)), Self.flat(json))
      },
      shop.dispute("1", context).shape("dispute", { $0["data"].has("dispute") }) { [.dispute($0)] },
      AnswerShape(kind: "disputes", isKnown: { $0["data"]["disputes"].isObject }) {
        response, json throws(ConnectorError) in
        let page = try shop.disputes(nil, context).decode(response.with(Self.flat(json)))
        return AnswerShape.Findings(page) { .dispute($0) }
      },
      shop.progress(CancelJob(id: "1", isDone: false), context)
        .shape("job", { $0["data"].has("job") }) { [.job($0)] },
      AnswerShape(
        kind: "error", isGeneral: true,
        isKnown: { !$0["errors"].elements.isEmpty && !$0["data"].isObject }
      ) { response, _ throws(ConnectorError) in
        _ = try ShopifyAnswer(response) { _ in true }
        throw .malformed("no error that Shopify makes")
      },
    ]
  }

  /// The order that a GraphQL answer is about, or the body itself where it is one.
  private static func node(_ json: JSON) -> JSON? {
    for node in [json["data"]["order"], json["data"]["node"], json] where isOrder(node) {
      return node
    }
    return nil
  }

  private static func isOrder(_ json: JSON) -> Bool {
    json.has("id", "currencyCode") && json.hasAny("createdAt", "processedAt")
      && (json["id"].text?.contains("/Order/") == true || json.has("displayFinancialStatus"))
  }

  private static func orders(_ nodes: [JSON]) -> AnswerShape.Findings {
    var found = AnswerShape.Findings()
    for node in nodes {
      do throws(UnreadableItem) {
        found.values.append(.order(try ShopifyOrder(node).order()))
      } catch {
        found.unreadable.append((node["id"].text.map(ShopifyID.number) ?? "?", error.reason))
      }
    }
    return found
  }

  /// What the smaller questions about one order answer.
  private static func parts(
    _ shop: Shopify, _ context: RequestContext, _ response: HTTPResponse, _ json: JSON
  ) throws(ConnectorError) -> AnswerShape.Findings {
    let order = try ShopifyOrder.one(response)
    var found = AnswerShape.Findings()
    if order["transactions"].isArray {
      found.values += try shop.payments(of: "1", context).decode(response).map { .payment($0) }
    }
    if order["fulfillmentOrders"]["nodes"].isArray {
      found.values += try shop.portions(of: "1", context).decode(response).map { .portion($0) }
    }
    if order["fulfillments"].isArray {
      let reports = try shop.events(of: "1", context).decode(response)
      found.values += ShopifyOrder.parcels(order["fulfillments"]).filter { !$0.number.isEmpty }
        .map { .parcel($0) }
      found.values += reports.map { .tracking($0) }
    }
    if order.has("cancelledAt") {
      found.values.append(.cancellation(try shop.cancellation(of: "1", context).decode(response)))
    }
    guard found.values.isEmpty, found.unreadable.isEmpty, order.members.count <= 1 else {
      return found
    }
    throw .malformed("nothing of the order is in the answer")
  }

  /// The same with every `edges: [{node}]` as `nodes`, which other clients don't ask for.
  private static func flat(_ json: JSON) -> JSON {
    switch json {
    case .array(let elements): return .array(elements.map(flat))
    case .object(let members):
      var members = members.map { JSON.Member(name: $0.name, value: flat($0.value)) }
      if let edges = members.first(where: { $0.name == "edges" })?.value, edges.isArray,
        !members.contains(where: { $0.name == "nodes" })
      {
        members.append(JSON.Member(name: "nodes", value: .array(edges.elements.map { $0["node"] })))
      }
      return .object(members)
    default: return json
    }
  }

  // MARK: - Mutations

  private var mutations: [AnswerShape] {
    let (shop, context) = (shop, context)
    let request = CancelRequest(order: "1", reason: .other, refunds: false)
    let done = { @Sendable (name: String) in
      AnswerShape(kind: "done", paths: [name + "("], isKnown: { $0["data"].has(name) }) {
        response, _ throws(ConnectorError) in
        _ = try ShopifyAnswer.made(Self.objects[name] ?? "", by: name, response)
        return AnswerShape.Findings([.done(operation: name)])
      }
    }
    return [
      shop.refund("{}", key: "1", context)
        .shape("refund", paths: ["refundCreate("], { $0["data"].has("refundCreate") }) {
          [.refund($0)]
        },
      shop.cancel(request, context)
        .shape("job", paths: ["orderCancel("], { $0["data"].has("orderCancel") }) { [.job($0)] },
    ] + Self.objects.keys.sorted().map(done) + [
      // Whatever else a shop was told to do and refuses.
      AnswerShape(
        kind: "refusal",
        isKnown: { $0["data"].members.contains { !$0.value["userErrors"].elements.isEmpty } }
      ) { _, json throws(ConnectorError) in
        for member in json["data"].members {
          if let error = ShopifyAnswer.userError(member.value["userErrors"]) { throw error }
        }
        return AnswerShape.Findings()
      }
    ]
  }

  /// Mutations of which it only counts that they were done, and what they make.
  private static let objects = [
    "fulfillmentCreate": "fulfillment", "fulfillmentTrackingInfoUpdate": "fulfillment",
    "fulfillmentEventCreate": "fulfillmentEvent", "fulfillmentOrderHold": "fulfillmentOrder",
    "fulfillmentOrderReleaseHold": "fulfillmentOrder",
  ]

  // MARK: - REST

  private var restShapes: [AnswerShape] {
    let (shop, rest, context) = (shop, rest, context)
    let app = ShopifyApp(shop.credentials)
    let isOrder = { @Sendable (json: JSON) in
      json["line_items"].isArray && json.hasAny("financial_status", "total_price", "order_number")
        && !json.hasAny("invoice_url", "abandoned_checkout_url")
    }
    let isDispute = { @Sendable (json: JSON) in json.has("id", "evidence_due_by", "amount") }
    let disputes = { @Sendable (list: [JSON]) in
      var found = AnswerShape.Findings()
      for json in list {
        do throws(UnreadableItem) {
          found.values.append(.dispute(try ShopifyDispute.rest(json)))
        } catch {
          found.unreadable.append((json["id"].text ?? "?", error.reason))
        }
      }
      return found
    }
    let orders = { @Sendable (response: HTTPResponse, list: JSON) throws(ConnectorError) in
      let page = try rest.orders(nil, context).decode(response.with(["orders": list]))
      return AnswerShape.Findings(page) { .order($0) }
    }
    return [
      AnswerShape(
        kind: "orders", paths: ["/orders.json"], isGeneral: true, isKnown: { $0["orders"].isArray }
      ) { response, _ throws(ConnectorError) in
        AnswerShape.Findings(try rest.orders(nil, context).decode(response)) { .order($0) }
      },
      AnswerShape(kind: "order", isKnown: { isOrder($0["order"]) }) {
        response, json throws(ConnectorError) in try orders(response, [json["order"]])
      },
      AnswerShape(kind: "order", isKnown: isOrder) { response, json throws(ConnectorError) in
        try orders(response, [json])
      },
      AnswerShape(kind: "disputes", isKnown: { $0["disputes"].isArray }) { _, json in
        disputes(json["disputes"].elements)
      },
      AnswerShape(kind: "dispute", isKnown: { isDispute($0["dispute"]) }) { _, json in
        disputes([json["dispute"]])
      },
      AnswerShape(kind: "dispute", isKnown: isDispute) { _, json in disputes([json]) },
      AnswerShape(kind: "parcels", isKnown: { !Self.fulfilments($0).isEmpty }) { _, json in
        AnswerShape.Findings(
          Self.fulfilments(json).flatMap { entry in
            ShopifyRESTOrder.parcels(entry).filter { !$0.number.isEmpty }.map { .parcel($0) }
          })
      },
      shop.scopes(context).shape("scopes", { $0["access_scopes"].isArray }) { [.scopes($0)] },
      app.token(context).shape("token", paths: ["/oauth/access_token"], { $0.has("access_token") })
      {
        [.token(expiresAt: $0.expiresAt)]
      },
    ] + Self.restParts(now: context.now)
  }

  /// REST fulfilments, listed, wrapped or bare.
  private static func fulfilments(_ json: JSON) -> [JSON] {
    let list = [
      json["fulfillments"].elements, [json["fulfillment"]], json.isArray ? json.elements : [json],
    ]
    return list.first { entries in
      !entries.isEmpty
        && entries.allSatisfy {
          $0.has("order_id") && $0.hasAny("tracking_number", "tracking_numbers")
        }
    } ?? []
  }
}
