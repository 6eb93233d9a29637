import Connectors
import Fulfillment
import Wire

/// Shops, orders and calls of the Shopify tests.
enum ShopifySamples {
  static let shop = Shopify(
    Credentials(
      url: "https://sim.myshopify.com", key: "shpat_0123456789abcdef", secret: "shpss_fedcba98"))
  static let restShop = Shopify(
    Credentials(
      url: "sim.myshopify.com", key: "shpat_0123456789abcdef", options: ["api": "rest"]))

  static func line(
    _ id: Int, sku: String = "MUG", quantity: Int = 2, current: Int? = nil, left: Int? = nil
  ) -> JSON {
    [
      "id": .string("gid://shopify/LineItem/\(id)"), "name": "Mug - red", "sku": .string(sku),
      "quantity": .number("\(quantity)"), "currentQuantity": .number("\(current ?? quantity)"),
      "unfulfilledQuantity": .number("\(left ?? quantity)"), "requiresShipping": .bool(true),
      "isGiftCard": .bool(false), "discountedUnitPriceAfterAllDiscountsSet": money("11.50"),
    ]
  }

  static func money(_ amount: String, _ currency: String = "EUR") -> JSON {
    ["shopMoney": ["amount": .string(amount), "currencyCode": .string(currency)]]
  }

  static func connection(_ nodes: [JSON], end: String? = nil) -> JSON {
    [
      "pageInfo": [
        "hasNextPage": .bool(end != nil), "endCursor": end.map { .string($0) } ?? .null,
      ], "nodes": .array(nodes),
    ]
  }

  static let order: JSON = [
    "id": "gid://shopify/Order/1001", "name": "#1001", "createdAt": "2026-11-20T08:00:00Z",
    "updatedAt": "2026-11-21T09:30:00Z", "processedAt": "2026-11-20T08:00:00Z",
    "cancelledAt": .null, "test": .bool(false), "currencyCode": "EUR",
    "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "UNFULFILLED",
    "returnStatus": "NO_RETURN", "email": "ada@mail.example", "phone": .null,
    "note": "ring twice", "tags": ["vip"], "customer": ["displayName": "Ada Lovelace"],
    "shippingAddress": [
      "name": "Ada Lovelace", "address1": "12 Rose St", "address2": "Flat 3", "city": "Hartford",
      "province": "Connecticut", "provinceCode": "CT", "zip": "06103",
      "country": "United States", "countryCodeV2": "US", "phone": "+1 860 555 0100",
    ],
    "subtotalPriceSet": money("23.0"), "totalShippingPriceSet": money("4.90"),
    "totalTaxSet": money("0.0"), "totalDiscountsSet": money("2.0"),
    "totalPriceSet": money("27.90"), "totalRefundedSet": money("0.0"),
    "fulfillmentsCount": ["count": 0],
    "transactions": [
      ["kind": "AUTHORIZATION", "status": "SUCCESS", "processedAt": "2026-11-20T08:00:01Z"],
      ["kind": "CAPTURE", "status": "SUCCESS", "processedAt": "2026-11-20T10:00:00Z"],
    ],
    "lineItems": connection([line(11)]), "fulfillments": [],
  ]

  /// What `orders` answers with.
  static func page(
    _ orders: [JSON], end: String? = nil, cost: JSON = .null
  ) -> HTTPResponse {
    Samples.answer([
      "data": ["orders": connection(orders, end: end)], "extensions": ["cost": cost],
    ])
  }

  static func cost(_ requested: Int, available: Int, rate: Int = 100) -> JSON {
    [
      "requestedQueryCost": .number("\(requested)"), "actualQueryCost": .null,
      "throttleStatus": [
        "maximumAvailable": .number("2000.0"), "currentlyAvailable": .number("\(available)"),
        "restoreRate": .number("\(rate).0"),
      ],
    ]
  }

  /// The only order of a page.
  static func read(_ order: JSON) throws -> Order {
    let page = try shop.orders(nil, Samples.context).decode(page([order]))
    guard let order = page.items.first else { throw UnexpectedPage(page: "\(page)") }
    return order
  }

  struct UnexpectedPage: Error { var page: String }

  /// What a request posts.
  static func call(_ request: HTTPRequest) throws -> (text: String, variables: JSON, name: String) {
    let body = try JSON(request.body)
    return (body["query"].text ?? "", body["variables"], body["operationName"].text ?? "")
  }

  static let update = FulfilmentUpdate(
    order: "1001", shipment: Shipment(number: "RR123456789CN", carrier: "Yanwen"),
    lines: [FulfilmentUpdate.Line(id: "11", quantity: 2)], isComplete: true)

  static func portion(
    _ id: Int, lines: [(line: Int, left: Int)], status: String = "OPEN", location: Int = 1,
    end: String? = nil
  ) -> JSON {
    [
      "id": .string("gid://shopify/FulfillmentOrder/\(id)"), "status": .string(status),
      "assignedLocation": [
        "name": "Main", "location": ["id": .string("gid://shopify/Location/\(location)")],
      ],
      "supportedActions": [
        ["action": .string(status == "OPEN" ? "CREATE_FULFILLMENT" : "RELEASE_HOLD")]
      ],
      "fulfillmentHolds": status == "ON_HOLD"
        ? [["displayReason": "High risk of fraud", "reasonNotes": "call first"]] : [],
      "lineItems": connection(
        lines.map {
          [
            "id": .string("gid://shopify/FulfillmentOrderLineItem/\($0.line + 900)"),
            "remainingQuantity": .number("\($0.left)"), "requiresShipping": .bool(true),
            "lineItem": ["id": .string("gid://shopify/LineItem/\($0.line)")],
          ]
        }, end: end),
    ]
  }

  /// What `prepare` is answered with.
  static func portions(
    _ portions: [JSON], parcels: [JSON] = [], end: String? = nil
  ) -> HTTPResponse {
    Samples.answer([
      "data": [
        "order": [
          "id": "gid://shopify/Order/1001", "fulfillments": .array(parcels),
          "fulfillmentOrders": connection(portions, end: end),
        ]
      ]
    ])
  }

  /// A body with which the shop can be told, its fulfilment orders being those.
  static func prepared(
    _ answers: [HTTPResponse], _ update: FulfilmentUpdate = update
  ) throws -> String {
    var body = shop.body(for: update)
    var answers = answers[...]
    while let exchange = shop.prepare(body, Samples.context) {
      guard let answer = answers.popFirst() else { throw UnexpectedPage(page: "too many reads") }
      body = try exchange.decode(answer)
    }
    return body
  }
}
