import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension World {
  /// CJ's API: a token, the order list, one order, placing, paying, taking back, freight and stock.
  mutating func cj(_ call: Call) -> HTTPResponse {
    desk.requests += 1
    let path = call.path(without: "/api2.0/v1")
    if path == "/authentication/getAccessToken" { return token(call) }
    if path == "/authentication/refreshAccessToken" { return refreshedToken(call) }
    guard let token = call.request.headers["CJ-Access-Token"], let end = desk.tokens[token],
      end > call.realNow
    else { return CJDesk.error(1_600_001, "Invalid API key or access token") }
    guard !options.enforcesLimits || call.isLate || desk.window.take(call.now) else {
      return CJDesk.tooMany("QPS limit is 1 time/1second")
    }
    guard let method = World.methods[path] else {
      return CJDesk.error(1_600_101, "Interface not found")
    }
    guard call.request.method == method else {
      return CJDesk.error(
        16_900_202, "Request method '\(call.request.method.rawValue)' not supported")
    }
    switch path {
    case "/shopping/order/list": return orderList(call)
    case "/shopping/order/getOrderDetail": return orderDetail(call)
    case "/shopping/order/deleteOrder": return deleteOrder(call)
    case "/shopping/pay/getBalance": return balance(call)
    case "/product/stock/queryByVid": return stock(call)
    case "/product/variant/queryByVid": return variant(call)
    case "/product/stock/queryBySku": return stock(call)
    case "/product/query": return product(call)
    case "/disputes/disputeProducts": return disputeProducts(call)
    case "/disputes/getDisputeList": return disputeList(call)
    default: return posted(path, call)
    }
  }

  private static let methods: [String: HTTPRequest.Method] = [
    "/shopping/order/list": .get, "/shopping/order/getOrderDetail": .get,
    "/shopping/order/deleteOrder": .delete, "/shopping/pay/getBalance": .get,
    "/product/stock/queryByVid": .get, "/product/variant/queryByVid": .get,
    "/product/stock/queryBySku": .get, "/product/query": .get,
    "/shopping/order/createOrderV2": .post,
    "/shopping/order/createOrderV3": .post, "/shopping/order/confirmOrder": .patch,
    "/shopping/order/addCart": .post, "/shopping/order/addCartConfirm": .post,
    "/shopping/order/saveGenerateParentOrder": .post, "/shopping/pay/payBalance": .post,
    "/shopping/pay/payBalanceV2": .post, "/logistic/freightCalculate": .post,
    "/disputes/disputeProducts": .get, "/disputes/getDisputeList": .get,
    "/disputes/disputeConfirmInfo": .post, "/disputes/create": .post,
  ]

  /// What comes with a JSON body.
  private mutating func posted(_ path: String, _ call: Call) -> HTTPResponse {
    let type = call.request.headers["Content-Type"]?.lowercased() ?? ""
    guard type.hasPrefix("application/json") else {
      return CJDesk.error(16_900_203, "Content type '\(type)' not supported")
    }
    guard !call.request.body.isEmpty else {
      return CJDesk.error(16_900_204, "Required request body is missing")
    }
    guard let body = Posted.read(call.request.body), body.isObject else {
      return CJDesk.error(16_900_205, "JSON parse error")
    }
    switch path {
    case "/shopping/order/createOrderV2": return createOrder(body, payType: body["payType"], call)
    case "/shopping/order/createOrderV3": return createOrder(body, payType: .int(3), call)
    case "/shopping/order/confirmOrder": return confirmOrder(body, call)
    case "/shopping/order/addCart": return addCart(body, call)
    case "/shopping/order/addCartConfirm": return confirmCart(body, call)
    case "/shopping/order/saveGenerateParentOrder": return gatherPayment(body, call)
    case "/shopping/pay/payBalance": return payBalance(body, call)
    case "/shopping/pay/payBalanceV2": return payGathered(body, call)
    case "/disputes/disputeConfirmInfo": return disputeTerms(body, call)
    case "/disputes/create": return createDispute(body, call)
    default: return freight(body, call)
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
    return issue(call)
  }

  private struct RefreshRequest: Decodable {
    var refreshToken: String
  }

  private mutating func refreshedToken(_ call: Call) -> HTTPResponse {
    guard call.request.method == .post,
      let asked = try? JSONDecoder().decode(RefreshRequest.self, from: Data(call.request.body))
    else { return CJDesk.error(1_600_300, "Param error") }
    guard let end = desk.refreshTokens[asked.refreshToken], end > call.realNow else {
      return CJDesk.error(1_600_003, "Refresh token is invalid or expired")
    }
    guard !options.enforcesLimits || desk.refreshWindow.take(call.now) else {
      return CJDesk.tooMany("QPS limit is 5 time/60second")
    }
    return issue(call)
  }

  private mutating func issue(_ call: Call) -> HTTPResponse {
    var random = SeededRandom(seed: ~seed, stream: desk.issued)
    desk.issued += 1
    let (access, refresh) = (random.hex(32), random.hex(32))
    let (end, refreshEnd) = (call.realNow + .days(15), call.realNow + .days(180))
    desk.tokens[access] = end
    desk.refreshTokens[refresh] = refreshEnd
    func date(_ at: Timestamp) -> AnswerJSON { .text(at.wallClock(480) + "+08:00") }
    return success([
      "openId": 123_456_789, "accessToken": .text(access), "accessTokenExpiryDate": date(end),
      "refreshToken": .text(refresh), "refreshTokenExpiryDate": date(refreshEnd),
      "createDate": date(call.realNow),
    ])
  }

  func success(_ data: AnswerJSON) -> HTTPResponse {
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
