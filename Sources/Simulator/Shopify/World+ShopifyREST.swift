import Fulfillment
import Wire

extension World {
  /// `orders.json`: the longest unchanged first, at most 250; the next page by `page_info` alone
  /// (apis.md 1.5).
  func shopifyOrders(_ call: Call) -> HTTPResponse {
    let limit = call.target["limit"].flatMap { Int($0) } ?? 50
    guard (1...250).contains(limit) else {
      return .json(400, ["errors": "Limit exceeds maximum limit of 250"])
    }
    var since = call.target["updated_at_min"].flatMap { Timestamp(iso8601: $0) }
    var start = 0
    if let page = call.target["page_info"] {
      for name in ["updated_at_min", "status", "order"] where call.target[name] != nil {
        return .json(
          400,
          [
            "errors": .object([
              (name, .text("\(name) cannot be passed when page_info is present."))
            ])
          ])
      }
      // From where, and the bound that the first page had.
      let parts = page.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let place = Int(parts[0]), place >= 0 else {
        return .json(400, ["errors": ["page_info": "Invalid value."]])
      }
      start = place
      since = Int64(parts[1]).map { Timestamp(seconds: $0) }
    }
    let found = lives.filter { life in
      life.placedAt <= call.now && (since.map { life.modifiedAt(call.now) >= $0 } ?? true)
    }.sorted {
      ($0.modifiedAt(call.now).wholeSeconds, $0.id)
        < ($1.modifiedAt(call.now).wholeSeconds, $1.id)
    }
    let body = ShopifyBody(now: call.now)
    let page = found.dropFirst(start).prefix(limit).map(body.order)
    var response = HTTPResponse.json(200, ["orders": .list(page)])
    response.headers["X-Shopify-API-Version"] = "2026-01"
    response.headers["X-Shopify-Shop-Api-Call-Limit"] = "1/40"
    if start + limit < found.count {
      let next = "\(start + limit)-\(since.map { String($0.wholeSeconds) } ?? "")"
      let address = "\(call.target.scheme)://\(call.target.authority)\(call.target.path)"
      response.headers["Link"] = "<\(address)?limit=\(limit)&page_info=\(next)>; rel=\"next\""
    }
    return response
  }
}
