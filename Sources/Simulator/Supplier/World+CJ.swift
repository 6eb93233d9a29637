import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What CJ Dropshipping's API 2.0 keeps between calls (apis.md 3).
struct CJDesk: Sendable {
  /// One call a second for a user of the free level.
  var window = RateWindow(1, in: .seconds(1))
  /// A token at most once in five minutes.
  var tokenWindow = RateWindow(1, in: .minutes(5))
  /// When each token ends, by the wall clock.
  var tokens: [String: Timestamp] = [:]
  var issued = 0
  var requests = 0

  /// Errors come with HTTP 200.
  static func error(_ code: Int, _ message: String) -> HTTPResponse {
    .json(200, ["code": .int(code), "message": .text(message), "result": false, "data": nil])
  }

  static func tooMany(_ limit: String) -> HTTPResponse {
    error(1_600_200, "Too Many Requests, " + limit)
  }

  /// `2026-11-22 14:09:00`, UTC.
  static func date(_ at: Timestamp) -> String { at.wallClock().replacing("T", with: " ") }
}

extension World {
  /// CJ's API: a token, the order list, one order.
  mutating func cj(_ call: Call) -> HTTPResponse {
    desk.requests += 1
    let path = call.path(without: "/api2.0/v1")
    if path == "/authentication/getAccessToken" { return token(call) }
    guard let token = call.request.headers["CJ-Access-Token"], let end = desk.tokens[token],
      end > call.realNow
    else { return CJDesk.error(1_600_001, "Invalid API key or access token") }
    guard !options.enforcesLimits || desk.window.take(call.now) else {
      return CJDesk.tooMany("QPS limit is 1 time/1second")
    }
    guard call.request.method == .get else {
      return CJDesk.error(
        16_900_202, "Request method '\(call.request.method.rawValue)' not supported")
    }
    switch path {
    case "/shopping/order/list": return orderList(call)
    case "/shopping/order/getOrderDetail": return orderDetail(call)
    default: return CJDesk.error(1_600_101, "Interface not found")
    }
  }

  private struct TokenRequest: Decodable {
    var apiKey: String
  }

  private mutating func token(_ call: Call) -> HTTPResponse {
    guard call.request.method == .post,
      let asked = try? JSONDecoder().decode(TokenRequest.self, from: Data(call.request.body))
    else { return CJDesk.error(1_600_300, "Param error") }
    guard asked.apiKey == keys.cj else {
      return CJDesk.error(1_600_001, "Invalid API key or access token")
    }
    guard !options.enforcesLimits || desk.tokenWindow.take(call.now) else {
      return CJDesk.tooMany("QPS limit is 1 time/300second")
    }
    var random = SeededRandom(seed: ~seed, stream: desk.issued)
    desk.issued += 1
    let (access, refresh) = (random.hex(32), random.hex(32))
    let (end, refreshEnd) = (call.realNow + .days(15), call.realNow + .days(180))
    desk.tokens[access] = end
    func date(_ at: Timestamp) -> AnswerJSON { .text(at.wallClock(480) + "+08:00") }
    return success([
      "openId": 123_456_789, "accessToken": .text(access), "accessTokenExpiryDate": date(end),
      "refreshToken": .text(refresh), "refreshTokenExpiryDate": date(refreshEnd),
      "createDate": date(call.realNow),
    ])
  }

  /// Newest first. Without `status` only the cancelled ones, as the documents have it.
  private func orderList(_ call: Call) -> HTTPResponse {
    let wanted = call.target["status"] ?? "CANCELLED"
    let number = call.target["pageNum"].map { Int($0) ?? 0 } ?? 1
    let size = call.target["pageSize"].map { Int($0) ?? 0 } ?? 20
    let known = [
      "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED", "OTHER",
    ]
    guard number >= 1, (1...200).contains(size), known.contains(wanted) else {
      return CJDesk.error(1_600_300, "Param error")
    }
    let ids = Set(call.target.list("orderIds"))
    let found = bookedAtCJ.compactMap { at -> (Timestamp, Int)? in
      guard let purchase = lives[at].purchases.first, purchase.status(at: call.now) == wanted,
        ids.isEmpty || ids.contains(purchase.number)
      else { return nil }
      return (purchase.placedAt, at)
    }.sorted { ($1.0, $1.1) < ($0.0, $0.1) }
    let start = min(found.count, (number - 1) * size)
    let list = found[start..<min(found.count, start + size)].compactMap { entry in
      lives[entry.1].purchases.first.map { cjOrder(lives[entry.1], $0, call.now, isDetail: false) }
    }
    return success([
      "pageNum": .int(number), "pageSize": .int(size), "total": .int(found.count),
      "list": .list(list),
    ])
  }

  /// Found by CJ's number or by the shop's.
  private func orderDetail(_ call: Call) -> HTTPResponse {
    guard let wanted = call.target["orderId"], !wanted.isEmpty else {
      return CJDesk.error(1_600_300, "Param error")
    }
    let byShop = Int(wanted).flatMap(position(of:))
    let at = byShop ?? bookedAtCJ.first { lives[$0].purchases.first?.number == wanted }
    guard let at, let purchase = lives[at].purchases.first, purchase.supplier == "CJ",
      purchase.placedAt <= call.now
    else { return CJDesk.error(1_603_100, "Order not found") }
    return success(cjOrder(lives[at], purchase, call.now, isDetail: true))
  }

  private func cjOrder(
    _ life: Life, _ purchase: Purchase, _ now: Timestamp, isDetail: Bool
  ) -> AnswerJSON {
    let address = ShopState(life, at: now).address
    let status = purchase.status(at: now) ?? "OTHER"
    let parcel = purchase.parcel(at: now)
    let lines = purchase.lines.map { life.cart.lines[$0] }
    let paid = purchase.reached("UNSHIPPED", by: now)
    let left = purchase.reached("SHIPPED", by: now)
    let carrier = parcel?.carrier ?? purchase.parcels.last?.carrier ?? .chinaPost
    var members: [(String, AnswerJSON)] = [
      ("orderId", .text(purchase.number)), ("orderNum", .text(String(life.id))),
      ("cjOrderId", nil), ("shippingCountryCode", .text(address.country)),
      ("shippingProvince", .text(address.province)), ("shippingCity", .text(address.city)),
      ("shippingPhone", .text(address.phone)), ("shippingAddress", .text(address.line1)),
      ("shippingCustomerName", .text(life.customer.first + " " + life.customer.last)),
      ("remark", nil),
      ("orderWeight", .int(lines.reduce(0) { $0 + $1.product.grams * $1.quantity })),
      ("orderStatus", .text(status)),
      ("orderAmount", usd(purchase.productCost + purchase.postage)),
      ("productAmount", usd(purchase.productCost)), ("postageAmount", usd(purchase.postage)),
      ("logisticName", .text(carrier.logisticName)),
      ("trackNumber", .optional(parcel?.number)),
      ("createDate", .text(CJDesk.date(purchase.placedAt))),
      ("paymentDate", .optional(paid.map(CJDesk.date))),
    ]
    if isDetail {
      members += [
        ("outWarehouseTime", .optional(left.map(CJDesk.date))), ("trackingUrl", nil),
        ("isComplete", .int(status == "DELIVERED" ? 1 : 0)), ("disputeId", nil),
        ("storageName", "China Warehouse"),
      ]
    }
    members.append(
      (
        "productList",
        .list(
          lines.map { line in
            [
              "vid": .text(line.product.variantID), "quantity": .int(line.quantity),
              "sellPrice": usd(max(line.product.cost, line.product.price / 3)),
            ]
          })
      ))
    return .object(members)
  }

  /// US cents as a number: 4.25.
  private func usd(_ cents: Int) -> AnswerJSON {
    .number("\(cents / 100).\(zeroPadded(cents % 100, 2))")
  }

  private func success(_ data: AnswerJSON) -> HTTPResponse {
    var random = SeededRandom(seed: seed, stream: desk.requests)
    let id = random.hex(32)
    return .json(
      200,
      [
        "code": 200, "result": true, "message": "Success", "data": data, "requestId": .text(id),
        "success": true,
      ])
  }
}
