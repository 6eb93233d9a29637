import Fulfillment
import Wire

extension World {
  /// WooCommerce REST v3: the order list, one order, its notes, what may be written to an order, and
  /// products.
  mutating func shop(_ call: Call) -> HTTPResponse {
    guard call.path.hasPrefix("/wp-json/wc/v3/") else {
      return call.path.hasPrefix("/wp-json")
        ? Self.noRoute : .html(404, "Page not found &#8211; Simulated Outfitters")
    }
    if let refused = refusal(call) { return refused }
    let parts = call.path(without: "/wp-json/wc/v3").split(separator: "/").map(String.init)
    if parts.first == "products" { return products(parts, call) }
    guard parts.first == "orders", parts.count > 1 || call.request.method == .get else {
      return Self.noRoute
    }
    if parts.count == 1 { return list(call) }
    guard let id = Int(parts[1]), let at = position(of: id), lives[at].placedAt <= call.now else {
      return Self.shopError(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
    }
    switch (call.request.method, parts.count > 2 ? parts[2] : "") {
    case _ where parts.count > 3: return Self.noRoute
    case (.get, ""): return .json(200, page(call).order(lives[at]), style: .php)
    case (.get, "notes"): return .json(200, page(call).notes(lives[at]), style: .php)
    case (_, let what): return written(what, at, call) ?? Self.noRoute
    }
  }

  /// nil where the caller may read. Keys in the open count over https only; `X-Forwarded-Proto` is
  /// not looked at.
  private mutating func refusal(_ call: Call) -> HTTPResponse? {
    if call.target.scheme == "https", hasOpenKeys(call) { return nil }
    let code = "woocommerce_rest_authentication_error"
    do throws(OAuthGate.Refusal) {
      try gate.admit(call, key: keys.wooKey, secret: keys.wooSecret)
    } catch {
      return switch error {
      case .anonymous:
        Self.shopError(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
      case .missing(let name):
        Self.shopError(401, code, "Missing OAuth parameter oauth_\(name)")
      case .unknownKey: Self.shopError(401, code, "Consumer key is invalid.")
      case .method:
        Self.shopError(401, code, "Invalid signature - signature method is invalid.")
      case .signature:
        Self.shopError(401, code, "Invalid signature - provided signature does not match.")
      case .timestamp: Self.shopError(401, code, "Invalid timestamp.")
      case .nonce:
        Self.shopError(401, code, "Invalid nonce - nonce has already been used.")
      }
    }
    guard call.request.method == .get || options.keyWrites else {
      return Self.shopError(401, code, "The API key provided does not have write permissions.")
    }
    return nil
  }

  private func hasOpenKeys(_ call: Call) -> Bool {
    let pair = Array((keys.wooKey + ":" + keys.wooSecret).utf8)
    return call.request.headers["Authorization"] == "Basic " + pair.base64
      || (call.target["consumer_key"] == keys.wooKey
        && call.target["consumer_secret"] == keys.wooSecret)
  }

  private func list(_ call: Call) -> HTTPResponse {
    let query: ShopQuery
    do throws(ShopQuery.Invalid) {
      query = try ShopQuery(call.target, shopZone: options.shopZone)
    } catch {
      return Self.invalid(error)
    }
    // Ids rise with the date of the order, so both sort alike.
    var found = lives.indices.filter { query.admits(lives[$0], at: call.now) }
    if query.orderBy == "modified" {
      found = found.map { (lives[$0].modifiedAt(call.now).wholeSeconds, $0) }
        .sorted { $0 < $1 }.map(\.1)
    }
    if !query.isAscending { found.reverse() }
    let pages = (found.count + query.perPage - 1) / query.perPage
    let start = min(found.count, (query.page - 1) * query.perPage)
    let page = page(call)
    let orders = found[start..<min(found.count, start + query.perPage)].map {
      page.order(lives[$0])
    }
    var response = HTTPResponse.json(200, .list(orders), style: .php)
    response.headers["X-WP-Total"] = String(found.count)
    response.headers["X-WP-TotalPages"] = String(pages)
    response.headers["Link"] = Self.links(call.target, page: query.page, of: pages)
    return response
  }

  static func invalid(_ error: ShopQuery.Invalid) -> HTTPResponse {
    let details: AnswerJSON = [
      "code": .text(error.code), "message": .text(error.message), "data": nil,
    ]
    return .json(
      400,
      [
        "code": "rest_invalid_param", "message": .text("Invalid parameter(s): \(error.name)"),
        "data": [
          "status": 400, "params": .object([(error.name, .text(error.message))]),
          "details": .object([(error.name, details)]),
        ],
      ], style: .php)
  }

  func page(_ call: Call) -> ShopPage {
    let end = call.target.path.firstRange(of: "/wp-json").map { $0.lowerBound }
    let site = call.target.path[..<(end ?? call.target.path.startIndex)]
    return ShopPage(
      site: "\(call.target.scheme)://\(call.target.authority)\(site)", zone: options.shopZone,
      now: call.now, kind: options.shopKind)
  }

  /// `rel="prev"` and `rel="next"` with the parameters of this request, those of the signature
  /// included: who follows such a link unsigned anew is refused, as in a real shop.
  static func links(_ target: RequestTarget, page: Int, of pages: Int) -> String? {
    let kept = target.query.filter { $0.name != "page" }
      .map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
    func link(_ number: Int, _ relation: String) -> String {
      let query = (kept + ["page=\(number)"]).joined(separator: "&")
      return "<\(target.scheme)://\(target.authority)\(target.path)?\(query)>; rel=\"\(relation)\""
    }
    var links: [String] = []
    if page > 1, pages > 0 { links.append(link(min(page - 1, pages), "prev")) }
    if page < pages { links.append(link(page + 1, "next")) }
    return links.isEmpty ? nil : links.joined(separator: ", ")
  }

  static let noRoute = shopError(
    404, "rest_no_route", "No route was found matching the URL and request method.")

  static func shopError(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
    .json(
      status,
      ["code": .text(code), "message": .text(message), "data": ["status": .int(status)]],
      style: .php)
  }
}
