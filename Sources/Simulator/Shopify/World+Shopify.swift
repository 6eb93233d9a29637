import Fulfillment
import Wire

extension World {
  /// The shop's orders as a Shopify shop has them: `/shopify/admin/api/2026-01/graphql.json` and
  /// `orders.json` of its REST API, by the access token.
  mutating func shopify(_ call: Call) -> HTTPResponse {
    guard call.path.hasPrefix("/admin/") else { return .html(404, "Not Found") }
    if call.path == "/admin/oauth/access_token" { return shopifyToken(call) }
    let token = call.request.headers["X-Shopify-Access-Token"] ?? ""
    guard token == shopifyKey || shopifyDesk.tokens[token].map({ $0 > call.realNow }) == true
    else {
      let text =
        "[API] Invalid API key or access token (unrecognized login or wrong password)"
      return .json(401, ["errors": .text(text)])
    }
    switch (call.request.method, call.path) {
    case (.post, "/admin/api/2026-01/graphql.json"): return graph(call)
    case (.get, "/admin/oauth/access_scopes.json"):
      return .json(
        200, ["access_scopes": .list(Self.shopifyScopes.map { ["handle": .text($0)] })])
    case (.get, "/admin/api/2026-01/orders.json"): return shopifyOrders(call)
    default: return .json(404, ["errors": "Not Found"])
    }
  }

  private static let shopifyScopes = [
    "read_orders", "write_orders", "write_merchant_managed_fulfillment_orders",
  ]

  /// An app exchanges its client credentials for a token of a day.
  private mutating func shopifyToken(_ call: Call) -> HTTPResponse {
    guard call.request.method == .post, let posted = Posted.read(call.request.body),
      posted["grant_type"].text == "client_credentials"
    else { return .json(400, ["error": "invalid_request"]) }
    guard posted["client_id"].text == shopifyClient, posted["client_secret"].text == shopifySecret
    else {
      return .json(
        400,
        [
          "error": "application_cannot_be_found",
          "error_description": "Unable to find the application with the given credentials.",
        ])
    }
    var random = SeededRandom(seed: ~seed ^ 0x5B0F, stream: shopifyDesk.tokens.count)
    let token = "shpat_" + random.hex(32)
    shopifyDesk.tokens[token] = call.realNow + .days(1)
    return .json(
      200,
      [
        "access_token": .text(token),
        "scope": .text(Self.shopifyScopes.joined(separator: ",")), "expires_in": 86_399,
      ])
  }

  private mutating func graph(_ call: Call) -> HTTPResponse {
    guard let posted = Posted.read(call.request.body), posted.isObject else {
      return .json(400, ["errors": ["query": "Required parameter missing or invalid"]])
    }
    shopifyDesk.restore(call.now)
    do throws(GraphRefusal) {
      var run = try GraphQLRun(posted)
      let requested = run.requestedCost
      guard requested <= 1000 else {
        return .json(200, ["errors": [Self.tooCostly(requested)]])
      }
      guard Double(requested) <= shopifyDesk.points || !options.enforcesLimits else {
        return .json(
          200,
          [
            "errors": [["message": "Throttled", "extensions": ["code": "THROTTLED"]]],
            "extensions": ["cost": shopifyDesk.cost(requested: requested, actual: nil)],
          ])
      }
      let data = try answer(&run, call)
      let actual = min(requested, max(1, run.objects))
      shopifyDesk.charge(actual)
      return .json(
        200,
        [
          "data": data,
          "extensions": ["cost": shopifyDesk.cost(requested: requested, actual: actual)],
        ])
    } catch {
      return .json(
        200,
        [
          "errors": [
            ["message": .text(error.message), "extensions": ["code": .text(error.code)]]
          ]
        ])
    }
  }

  /// Mutations run one after the other, each on what the one before left.
  private mutating func answer(
    _ run: inout GraphQLRun, _ call: Call
  ) throws(GraphRefusal) -> AnswerJSON {
    guard run.operation.kind == "mutation" else {
      return try run.answer(run.operation.selections, of: shopifyRoot(call.now))
    }
    var members: [(String, AnswerJSON)] = []
    for case .field(let field) in run.operation.selections {
      let result = try shopifyMutation(field.name, run.arguments(of: field), call.now)
      members.append((field.key, try run.answer(field.selections, of: result)))
    }
    return .object(members)
  }

  private static func tooCostly(_ cost: Int) -> AnswerJSON {
    [
      "message": .text(
        "Query cost is \(cost), which exceeds the single query max cost limit (1000)."),
      "extensions": ["code": "MAX_COST_EXCEEDED", "cost": .int(cost), "maxCost": 1000],
    ]
  }

  /// Everything that can be read.
  private func shopifyRoot(_ now: Timestamp) -> GraphNode {
    let view = ShopifyView(
      now: now, holds: shopifyDesk.holds, evidence: shopifyDesk.evidence.mapValues(\.at),
      events: shopifyDesk.events)
    let (lives, jobs, world) = (lives, shopifyDesk.jobs, self)
    let one = { @Sendable (arguments: GraphArguments, kind: String) -> Life? in
      let id = ShopifyView.number(arguments["id"].text, kind)
      return id.flatMap { world.position(of: $0) }.map { lives[$0] }
        .flatMap { $0.placedAt <= now ? $0 : nil }
    }
    let disputes = lives.compactMap(view.dispute)
    return .object(
      "QueryRoot",
      [
        "orders": .asked { view.orders(lives, $0) },
        "order": .asked { .success(one($0, "Order").map(view.order) ?? .null) },
        "refund": .null, "return": .null,
        "job": .asked { arguments in
          let id = arguments["id"].text
          guard let doneAt = jobs[id] else { return .success(.null) }
          return .success(.object("Job", ["id": .text(id), "done": .bool(doneAt <= now)]))
        },
        "disputes": .pages("ShopifyPaymentsDispute", disputes.reversed()),
        "dispute": .asked {
          .success(one($0, "ShopifyPaymentsDispute").flatMap(view.dispute) ?? .null)
        },
      ])
  }
}
