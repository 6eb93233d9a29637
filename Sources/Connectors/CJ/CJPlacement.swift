import Fulfillment
import Wire

/// What CJ answers about one order of ours, or about one way to send it.
struct CJPlacement {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// The answer of createOrderV2. CJ leaves the number out where it does not know a variant yet.
  func created() throws(ConnectorError) -> Placement {
    // Some accounts get the number alone.
    if let number = json.text?.trimmed, number.utf8.count >= 6, json.bool == nil {
      return Placement(numbers: [number], state: .unpaid)
    }
    let names = ["orderId", "orderNumber", "orderStatus", "cjPayUrl"]
    guard names.contains(where: { json[$0].text != nil }) else {
      throw .malformed("the answer names no order")
    }
    return Placement(
      numbers: number.map { [$0] } ?? [], state: state, cost: cost, note: note,
      shipments: CJOrder(json).shipments())
  }

  /// The answer of getOrderDetail.
  func found(key: String) throws(ConnectorError) -> Placement {
    guard let number else { throw .malformed("the answer names no order") }
    // Only an answer about another of our own keys is certainly not what was asked for: CJ shows some
    // orders under a number of its own making.
    if let other = json["orderNum"].text, !key.isEmpty, other.hasPrefix("SC-"), other != key {
      throw .malformed("asked about \(key), CJ answers about \(other)")
    }
    return Placement(
      numbers: [number], state: state, cost: cost, note: note, isRepeated: true,
      shipments: CJOrder(json).shipments())
  }

  /// One entry of freightCalculate: {logisticName, logisticPrice, totalPostageFee, logisticAging: "2-5"}.
  var method: ShippingMethod? {
    guard let name = json["logisticName"].text?.trimmed, !name.isEmpty else { return nil }
    return ShippingMethod(
      name: name, cost: amount("totalPostageFee") ?? amount("logisticPrice"), days: days)
  }

  private var days: ClosedRange<Int>? {
    let bounds = (json["logisticAging"].text ?? "").split(separator: "-").map {
      Int(String($0).trimmed)
    }
    guard let first = bounds.first, let least = first, let last = bounds.last, let most = last,
      (0...365).contains(least), (least...365).contains(most)
    else { return nil }
    return least...most
  }

  private var number: String? {
    [json["orderId"].text, json["cjOrderId"].text].compactMap { $0?.trimmed }
      .first { !$0.isEmpty }
  }

  /// Until it is paid, CJ waits for our money, whatever it calls the steps before.
  private var state: PurchaseState {
    switch json["orderStatus"].text?.trimmed.uppercased() {
    case nil, "", "CREATED", "IN_CART", "UNPAID": .unpaid
    default: CJOrder(json).state
    }
  }

  /// What is to be paid; the sum before discounts where CJ tells no other.
  private var cost: Money? { amount("actualPayment") ?? amount("orderAmount") }

  private func amount(_ name: String) -> Money? {
    guard let text = json[name].text?.trimmed,
      let money = Money(told: text, currency: .usd), money.minor > 0
    else { return nil }
    return money
  }

  private var note: String {
    var notes = json["interceptOrderReasons"].elements.compactMap { reason -> String? in
      let message = reason["message"].text?.trimmed ?? ""
      let code = reason["code"].text?.trimmed ?? ""
      if message.isEmpty && code.isEmpty { return nil }
      return message.isEmpty ? "reason \(code)" : message
    }
    if let missing = json["logisticsMiss"].text?.trimmed, !missing.isEmpty,
      json["logisticsMiss"].bool != false
    {
      notes.append("the shipping method does not fit this order")
    }
    return notes.isEmpty ? "" : "CJ holds it back: " + notes.joined(separator: "; ")
  }
}
