import Fulfillment
import Wire

/// Builds and signs requests to a shop.
struct WooCommerceRequests: Sendable {
  private let credentials: Credentials
  private let base: String

  init(_ credentials: Credentials) {
    self.credentials = credentials
    base = credentials.url + "/wp-json/wc/v3"
  }

  /// One page of orders. The stamp goes without a zone and with `dates_are_gmt`: with `Z` the shop
  /// shifts it by its own zone and silently leaves orders out (measured).
  func orders(_ position: WooCommercePosition, _ context: RequestContext) -> HTTPRequest {
    let isByID = position.list != .newest
    var query: Form = [
      "status": position.list == .trash ? "trash" : "any", "orderby": isByID ? "id" : "date",
      "order": isByID ? "asc" : "desc", "per_page": "\(WooCommercePosition.pageSize)",
      "page": "\(position.offset / WooCommercePosition.pageSize + 1)",
    ]
    if !position.isPaged && position.offset > 0 { query.add("offset", "\(position.offset)") }
    if let since = position.since {
      query.add("modified_after", String(since.iso8601.prefix(19)))
      query.add("dates_are_gmt", "true")
    }
    return signed(.get, "/orders", query, context)
  }

  /// Products on a page; the shop gives no more than a hundred.
  static let productPage = 100

  /// One page of published products, from 1.
  func products(page: Int, _ context: RequestContext) -> HTTPRequest {
    signed(
      .get, "/products",
      [
        "status": "publish", "orderby": "id", "order": "asc", "page": "\(page)",
        "per_page": "\(Self.productPage)",
      ], context)
  }

  /// One page of the variations of a product, from 1.
  func variations(of product: String, page: Int, _ context: RequestContext) -> HTTPRequest {
    signed(
      .get, "/products/" + PercentEncoding.encode(product) + "/variations",
      ["orderby": "id", "order": "asc", "page": "\(page)", "per_page": "\(Self.productPage)"],
      context)
  }

  /// Asks for the parcels of an order.
  func parcels(
    of order: String, in place: WooCommerceParcelPlace, _ context: RequestContext
  ) -> HTTPRequest {
    switch place {
    case .fulfilments: signed(.get, path(order) + "/fulfillments", [:], context)
    case .plugin: signed(.get, path(order) + "/shipment-trackings", [:], context)
    // A note of the shop's own people tells the customer nothing, unless that is how parcels are told.
    case .notes:
      signed(
        .get, path(order) + "/notes", ["type": keepsNotesPrivate ? "any" : "customer"], context)
    }
  }

  /// Tells of a parcel; the shop mails the customer, unless it goes into a private note.
  func tell(
    _ parcel: WooCommerceParcel, in place: WooCommerceParcelPlace, _ context: RequestContext
  ) -> HTTPRequest {
    let path = path(parcel.order)
    return switch place {
    case .fulfilments:
      signed(
        .post, path + "/fulfillments", ["notify_customer": "true"], context, parcel.fulfilment)
    case .plugin: signed(.post, path + "/shipment-trackings", [:], context, parcel.tracking)
    case .notes:
      signed(.post, path + "/notes", [:], context, parcel.note(isForCustomer: !keepsNotesPrivate))
    }
  }

  /// Gives the customer a note, which the shop mails as HTML: what looks like marks is shown, not obeyed.
  func note(_ text: String, to order: String, _ context: RequestContext) -> HTTPRequest {
    signed(
      .post, path(order) + "/notes", [:], context,
      ["note": .string(HTMLText.escaped(text)), "customer_note": .bool(true)])
  }

  /// Sets an order's status to `completed`, which may be repeated.
  func complete(_ order: String, _ context: RequestContext) -> HTTPRequest {
    signed(.put, path(order), [:], context, ["status": "completed"])
  }

  /// Sets an order's status to `cancelled`, which may be repeated.
  func cancel(_ order: String, _ context: RequestContext) -> HTTPRequest {
    signed(.put, path(order), [:], context, ["status": "cancelled"])
  }

  /// A change of nothing in the order 0, which no shop has.
  func nothing(_ context: RequestContext) -> HTTPRequest {
    signed(.put, path("0"), [:], context, [:])
  }

  /// One order.
  func order(_ order: String, _ context: RequestContext) -> HTTPRequest {
    signed(.get, path(order), [:], context)
  }

  /// What went back of an order.
  func refunds(of order: String, _ context: RequestContext) -> HTTPRequest {
    signed(.get, path(order) + "/refunds", ["per_page": "100"], context)
  }

  /// Sends money back; the same twice makes two.
  func refund(_ order: String, _ body: JSON, _ context: RequestContext) -> HTTPRequest {
    signed(.post, path(order) + "/refunds", [:], context, body)
  }

  /// `notes = "private"`: what is only noted is for the shop's own people, and nobody is mailed.
  private var keepsNotesPrivate: Bool { credentials.options["notes"] == "private" }

  private func path(_ order: String) -> String { "/orders/" + PercentEncoding.encode(order) }

  /// Over TLS the key pair goes as HTTP Basic. Over plain http a shop accepts only one-legged OAuth 1.0a
  /// (measured), which keeps the secret off the wire.
  private func signed(
    _ method: HTTPRequest.Method, _ path: String, _ query: Form, _ context: RequestContext,
    _ content: JSON? = nil
  ) -> HTTPRequest {
    let url = base + path
    var headers: HTTPHeaders = ["Accept": "application/json"]
    if content != nil { headers.add("Content-Type", "application/json") }
    let body = content.map { Array($0.encoded.utf8) } ?? []
    guard URLParts(url)?.scheme == "http" else {
      let pair = Array((credentials.key + ":" + credentials.secret).utf8)
      headers.add("Authorization", "Basic " + Signing.base64(pair))
      let address = query.fields.isEmpty ? url : url + "?" + query.encoded
      return HTTPRequest(method, address, headers: headers, body: body)
    }
    let signed = OneLeggedOAuth(credentials: credentials).sign(
      method.rawValue, url, query, context)
    // The body is no part of what is signed (measured).
    return HTTPRequest(method, url + "?" + signed.encoded, headers: headers, body: body)
  }
}
