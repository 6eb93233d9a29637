import Fulfillment
import Wire

/// CJ's envelope {code, result, success, message, data}. Errors come with HTTP 200 too, and code 200
/// or 0 means success.
enum CJEnvelope {
  /// What the envelope holds.
  static func data(_ response: HTTPResponse, now: Timestamp) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json { body, status in error(body, status: status, answer, now: now) }
    guard body["code"].integer != nil else { throw .malformed("no code in the answer") }
    return body["data"]
  }

  /// Orders come as {list, total}, from some accounts as a bare list, in the documents as one object.
  static func list(_ data: JSON) throws(ConnectorError) -> [JSON] {
    if data["list"].isArray { return data["list"].elements }
    if data.isArray { return data.elements }
    let isEmpty = data.members.allSatisfy { $0.name == "list" && $0.value.isNull }
    if data.isNull || data.isObject && isEmpty { return [] }
    if data["orderId"].text != nil { return [data] }
    throw .malformed("orders are not a list")
  }

  private static func error(
    _ body: JSON, status: Int, _ answer: Answer, now: Timestamp
  ) -> ConnectorError? {
    guard let code = body["code"].integer else { return nil }
    let message = body["message"].text ?? ""
    let isRefused = body["result"].bool == false || body["success"].bool == false
    switch code {
    case 0, 200: return isRefused ? .rejected(code: "\(code)", message: message) : nil
    case 1_600_001...1_600_003, 1_600_030, 1_600_031: return .unauthorized("\(message) (\(code))")
    case 1_600_200: return .throttled(after: answer.retryAfter ?? .seconds(1))
    // The day's quota is used up: nothing helps before the next day.
    case 1_600_201:
      return .throttled(after: .milliseconds(86_400_000 - now.millisecondOfDay))
    // 1600100 is "interface offline" in the code list and "Param error" in a sample.
    case 1_600_100 where message.lowercased().contains("param"):
      return .rejected(code: "\(code)", message: message)
    case 1_600_000, 1_600_100, 1_600_301: return .unavailable("\(message) (\(code))")
    case 401, 403, 429, 500...599:
      return Answer(HTTPResponse(status: Int(code), headers: answer.response.headers)).statusError
    default:
      return answer.statusError ?? .rejected(code: "\(code)", message: message)
    }
  }
}

/// An order as CJ sends it. Amounts are US dollars, times are UTC without saying so.
struct CJOrder {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  func purchase(from supplier: String) throws(UnreadableItem) -> PurchaseOrder {
    guard let number = json["orderId"].text ?? json["cjOrderId"].text, !number.isEmpty else {
      throw UnreadableItem("no orderId")
    }
    guard let placedAt = date("createDate") else { throw UnreadableItem("no createDate") }
    return PurchaseOrder(
      supplier: supplier, number: number, reference: json["orderNum"].text ?? "", state: state,
      cost: try cost(), placedAt: placedAt, acknowledgedAt: date("paymentDate"),
      shipments: shipments())
  }

  var state: PurchaseState {
    switch json["orderStatus"].text?.uppercased() {
    case "CREATED", "IN_CART": .placed
    case "UNPAID": .unpaid
    case "UNSHIPPED": .acknowledged
    case "SHIPPED": .shipped
    case "DELIVERED": .delivered
    case "CANCELLED": .cancelled
    default: .unclear
    }
  }

  private func cost() throws(UnreadableItem) -> Money? {
    guard let text = json["orderAmount"].text?.trimmed, !text.isEmpty else { return nil }
    guard let cost = Money(told: text, currency: .usd) else {
      throw UnreadableItem("orderAmount is not an amount: \(text.prefix(40))")
    }
    return cost
  }

  /// A split order lists several numbers, or comes as several orders of one `orderNum`.
  func shipments() -> [Shipment] {
    let numbers = (json["trackNumber"].text ?? "").split { ",;".contains($0) }
    return numbers.map { TrackingNumber.normalised(String($0)) }.filter { !$0.isEmpty }.map {
      Shipment(
        number: $0, carrier: json["logisticName"].text ?? "", shippedAt: date("outWarehouseTime"))
    }
  }

  private func date(_ name: String) -> Timestamp? {
    json[name].text.flatMap { Timestamp(told: $0) }
  }
}
