import Fulfillment
import Wire

/// An order as `aliexpress.trade.ds.order.get` tells it.
struct AliExpressOrder {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// Times carry no zone; Pacific standard time is what the console shows them in (not confirmed).
  private static let zone = -480

  func purchase(
    _ number: String, from supplier: String, now: Timestamp
  ) throws(ConnectorError) -> PurchaseOrder {
    PurchaseOrder(
      supplier: supplier, number: number, reference: "", state: try state(), cost: cost,
      placedAt: date("gmt_create") ?? now, acknowledgedAt: date("order_paidtime_string"),
      shipments: shipments)
  }

  /// Where it stands. What is held back for money, risk or an address counts as placed: AliExpress has
  /// it and does not work on it yet.
  func state() throws(ConnectorError) -> PurchaseState {
    guard let status = json["order_status"].text?.trimmed.uppercased(), !status.isEmpty else {
      throw .malformed("the answer names no order_status")
    }
    switch status {
    case "PLACE_ORDER_SUCCESS", "PAYMENT_PROCESSING", "WAIT_BUYER_PAY": return .unpaid
    case "WAIT_SELLER_EXAMINE_MONEY", "RISK_CONTROL", "RISK_CONTROL_HOLD", "WAIT_GROUP",
      "WAIT_COMPLETE_ADDRESS", "IN_FROZEN":
      return .placed
    case "WAIT_SELLER_SEND_GOODS", "SELLER_PART_SEND_GOODS": return .acknowledged
    case "WAIT_BUYER_ACCEPT_GOODS": return .shipped
    case "FINISH": return wasCancelled ? .cancelled : .delivered
    case "FUND_PROCESSING": return .delivered
    case "IN_CANCEL": return .cancelled
    default: return .unclear
    }
  }

  /// What holds it back, to the operator.
  var note: String {
    switch json["order_status"].text?.trimmed.uppercased() {
    case "RISK_CONTROL", "RISK_CONTROL_HOLD": "AliExpress checks the order for risk"
    case "WAIT_SELLER_EXAMINE_MONEY": "AliExpress checks the payment"
    case "WAIT_COMPLETE_ADDRESS": "AliExpress wants the address completed"
    default: ""
    }
  }

  /// The sum in the buyer's currency.
  var cost: Money? {
    for name in ["user_order_amount", "order_amount"] {
      guard let currency = json[name]["currency_code"].text.flatMap({ Currency($0) }),
        let text = json[name]["amount"].text?.trimmed,
        let money = Money(told: text, currency: currency)
      else { continue }
      return money
    }
    return nil
  }

  /// As far as the order itself still names them (deprecated in favour of the tracking call).
  var shipments: [Shipment] {
    let infos = AliExpressEnvelope.list(json["logistics_info_list"], "aeop_order_logistics_info")
    var shipments: [Shipment] = []
    for info in infos {
      let number = TrackingNumber.normalised(info["logistics_no"].text ?? "")
      guard !number.isEmpty, !shipments.contains(where: { $0.number == number }) else { continue }
      shipments.append(Shipment(number: number, carrier: info["logistics_service"].text ?? ""))
    }
    return shipments
  }

  /// A closed order is finished, too; its reason tells it from a delivered one.
  private var wasCancelled: Bool {
    let reason = (json["end_reason"].text ?? "").lowercased()
    return ["cancel", "notpay", "not_pay", "pay_timeout", "send_goods_timeout", "close"].contains {
      reason.contains($0)
    }
  }

  private func date(_ name: String) -> Timestamp? {
    json[name].text.flatMap { Timestamp(iso8601: $0.trimmed, zone: AliExpressOrder.zone) }
  }
}
