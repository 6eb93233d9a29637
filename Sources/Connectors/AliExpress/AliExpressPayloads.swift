import Fulfillment
import Wire

/// AliExpress's envelope: `{"<method>_response": {"result" or "resp_result": {...}, "rsp_code",
/// "rsp_msg"}}`; errors come as `{"error_response": {...}}` or, in the new style, bare.
enum AliExpressEnvelope {
  /// What the envelope holds; lists in it may be wrapped in objects of one name (`list`).
  static func result(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json { body, status in
      AliExpressCode.error(body, status: status, answer)
    }
    guard let wrapper = body.members.first(where: { $0.name.hasSuffix("_response") })?.value,
      wrapper.isObject
    else { throw .malformed("no answer in the envelope") }
    for name in ["result", "resp_result"] where !wrapper[name].isNull {
      // `resp_result` holds its own code beside the result proper.
      let inner = wrapper[name]["result"]
      return inner.isObject && wrapper[name]["is_success"].isNull ? inner : wrapper[name]
    }
    guard wrapper["is_success"].isNull, wrapper["order_status"].isNull else { return wrapper }
    if let code = wrapper["rsp_code"].text, code != "0", code != "200" {
      throw .rejected(code: code, message: wrapper["rsp_msg"].text ?? "")
    }
    throw .malformed("no result in the answer")
  }

  /// `rsp_code` and `rsp_msg` of an answer; "" where it has none.
  static func code(
    _ response: HTTPResponse
  ) throws(ConnectorError) -> (number: String, message: String) {
    let answer = Answer(response)
    let body = try answer.json { body, status in
      AliExpressCode.error(body, status: status, answer)
    }
    let wrapper = body.members.first { $0.name.hasSuffix("_response") }?.value ?? .null
    return (wrapper["rsp_code"].text?.trimmed ?? "", wrapper["rsp_msg"].text?.trimmed ?? "")
  }

  /// A list that may be bare, or wrapped in an object of one name; `{}` is empty, and an object of
  /// other names is the list's only element.
  static func list(_ json: JSON, _ name: String) -> [JSON] {
    if json.isArray { return json.elements }
    guard json.isObject, !json.members.isEmpty else { return json.text == nil ? [] : [json] }
    let inner = json[name]
    if inner.isArray { return inner.elements }
    if inner.isNull { return json.members.contains { $0.name == name } ? [] : [json] }
    return inner.isObject && inner.members.isEmpty ? [] : [inner]
  }
}

/// The answer of `aliexpress.ds.order.create`.
enum AliExpressPlacement {
  /// A new order is unpaid: a person pays on the website. A repeated one names no number.
  static func read(_ result: JSON) throws(ConnectorError) -> Placement {
    let code = result["error_code"].text?.trimmed ?? ""
    let message = result["error_msg"].text?.trimmed ?? ""
    guard let isSuccess = result["is_success"].bool else {
      throw .malformed("the answer does not say whether the order was placed")
    }
    if !isSuccess {
      if code == "REPEATED_ORDER_ERROR" {
        return Placement(numbers: [], state: .unpaid, isRepeated: true)
      }
      throw .rejected(code: code, message: AliExpressCode.explained(code, message))
    }
    let numbers = AliExpressEnvelope.list(result["order_list"], "number").compactMap {
      $0.integer.flatMap { $0 > 0 ? String($0) : nil }
    }
    guard !numbers.isEmpty else { throw .malformed("placed, and no order is named") }
    return Placement(numbers: numbers, state: .unpaid, note: note(message))
  }

  /// `OrderCreated, autoPay fail: ...` comes with a success.
  private static func note(_ message: String) -> String {
    message.isEmpty ? "" : "created, not paid: \(message)"
  }
}

/// The ways to send one product: the answer of `aliexpress.ds.freight.query`.
enum AliExpressFreight {
  /// None where nothing goes to that address.
  static func methods(_ result: JSON) throws(ConnectorError) -> [ShippingMethod] {
    if result["success"].bool != true {
      let (code, message) = (result["code"].text ?? "", result["msg"].text ?? "")
      if code == "505" || message == "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS" { return [] }
      guard !code.isEmpty else { throw .malformed("no shipping methods in the answer") }
      throw .rejected(code: code, message: message)
    }
    return AliExpressEnvelope.list(result["delivery_options"], "delivery_option_d_t_o")
      .compactMap { option in
        guard let name = option["code"].text?.trimmed, !name.isEmpty else { return nil }
        return ShippingMethod(name: name, cost: cost(option), days: days(option))
      }
  }

  /// `shipping_fee_cent` holds whole currency units with a point, whatever it is called.
  private static func cost(_ option: JSON) -> Money? {
    guard let currency = option["shipping_fee_currency"].text.flatMap({ Currency($0) }) else {
      return nil
    }
    if option["free_shipping"].bool == true { return .zero(currency) }
    return option["shipping_fee_cent"].text.flatMap {
      Money(told: $0.trimmed, currency: currency)
    }
  }

  private static func days(_ option: JSON) -> ClosedRange<Int>? {
    guard let least = option["min_delivery_days"].integer,
      let most = option["max_delivery_days"].integer, (0...365).contains(least),
      (least...365).contains(most)
    else { return nil }
    return Int(least)...Int(most)
  }
}

/// The answer of `aliexpress.ds.order.tracking.get`.
enum AliExpressTracking {
  static func shipments(_ result: JSON) throws(ConnectorError) -> [Shipment] {
    guard result["ret"].bool == true else {
      let (code, message) = (result["code"].text ?? "", result["msg"].text ?? "")
      // Not known yet, which is no failure.
      if code == "1001" { return [] }
      guard !code.isEmpty else { throw .malformed("no parcels in the answer") }
      throw .rejected(code: code, message: message)
    }
    let lines = AliExpressEnvelope.list(
      result["data"]["tracking_detail_line_list"], "tracking_detail")
    var shipments: [Shipment] = []
    for line in lines {
      let number = TrackingNumber.normalised(line["mail_no"].text ?? "")
      guard !number.isEmpty, !shipments.contains(where: { $0.number == number }) else { continue }
      shipments.append(Shipment(number: number, carrier: line["carrier_name"].text ?? ""))
    }
    return shipments
  }
}
