package import Fulfillment
import Wire

extension World {
  /// Money back. The same twice makes two; more than is left answers 500 (measured; apis.md 2.1).
  mutating func addRefund(_ at: Int, _ call: Call) -> HTTPResponse {
    guard let body = Posted.read(call.request.body), body.isObject else {
      return Self.shopError(400, "rest_invalid_json", "Invalid JSON body passed.")
    }
    let (life, state) = (lives[at], ShopState(lives[at], at: call.now))
    let code = "woocommerce_rest_cannot_create_order_refund"
    let left = life.cart.total - state.refunds.reduce(0) { $0 + $1.amount }
    let asked = Money(
      decimal: body["amount"].text, currency: life.cart.currency, rounding: true)
    guard let asked, asked.minor >= 0, asked.minor <= Int64(left) else {
      return Self.shopError(500, code, "Invalid refund amount.")
    }
    guard state.paidAt != nil else {
      return Self.shopError(500, code, "The payment gateway for this order does not exist.")
    }
    let place = lives[at].shop.firstIndex { $0.at > call.now } ?? lives[at].shop.endIndex
    lives[at].shop.insert(
      ShopStep(
        at: call.now, change: .refund(Int(asked.minor), reason: body["reason"].text)), at: place)
    return .json(201, page(call).refundList(lives[at]).first ?? nil, style: .php)
  }

  /// What went back of an order so far, in its smallest unit, with the reasons; for tests.
  package func shopRefunds(of id: Int, at now: Timestamp) -> [(amount: Int, reason: String)] {
    guard let at = position(of: id) else { return [] }
    return ShopState(lives[at], at: now).refunds.map { ($0.amount, $0.reason) }
  }
}

extension ShopPage {
  /// `GET /orders/{id}/refunds`, newest first.
  func refundList(_ life: Life) -> [AnswerJSON] {
    let refunds = ShopState(life, at: now).refunds
    return refunds.indices.reversed().map { index in
      let amount = Money(minor: Int64(refunds[index].amount), currency: life.cart.currency)
      return [
        "id": .int(life.id * 1000 + index), "amount": .text(amount.decimal),
        "date_created_gmt": .text(String(refunds[index].at.iso8601.prefix(19))),
        "reason": .text(refunds[index].reason), "refunded_payment": .bool(true),
        "meta_data": [], "line_items": [],
      ]
    }
  }
}
