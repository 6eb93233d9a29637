package import Fulfillment
package import Wire

extension World {
  /// The access token of the simulated Shopify shop.
  package var shopifyKey: String { "shpat_" + shopifyHex(1) }
  /// The secret by which it signs what it sends by itself.
  package var shopifySecret: String { "shpss_" + shopifyHex(2) }

  /// The client id of an app of that shop; `shopifySecret` is its client secret.
  package var shopifyClient: String { shopifyHex(3) }

  private func shopifyHex(_ stream: Int) -> String {
    var random = SeededRandom(seed: seed ^ 0x5B0F, stream: -stream)
    return random.hex(32)
  }

  /// What the shop would send now about an order, signed; nil where it has no such order.
  package func shopifyDelivery(
    of id: Int, topic: String, at now: Timestamp
  ) -> (headers: HTTPHeaders, body: [UInt8])? {
    guard let at = position(of: id), lives[at].placedAt <= now else { return nil }
    let body = ShopifyBody(now: now).order(lives[at]).bytes()
    let proof = SHA256.hmac(body, key: Array(shopifySecret.utf8)).base64
    return (
      [
        "Content-Type": "application/json", "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": proof, "X-Shopify-Shop-Domain": "sim.myshopify.com",
        "X-Shopify-Api-Version": "2026-01",
        "X-Shopify-Webhook-Id": "hook-\(id)-\(lives[at].modifiedAt(now).wholeSeconds)",
        "X-Shopify-Triggered-At": now.iso8601,
      ], body
    )
  }
}

/// Orders the way REST and webhooks write them: stamps of the shop's clock with its offset.
struct ShopifyBody: Sendable {
  let now: Timestamp

  func order(_ life: Life) -> AnswerJSON {
    let state = ShopState(life, at: now)
    let cart = life.cart
    func money(_ minor: Int) -> AnswerJSON {
      .text(Money(minor: Int64(minor), currency: cart.currency).decimal)
    }
    func stamp(_ time: Timestamp?) -> AnswerJSON {
      .optional(time.map { $0.wallClock(-300) + "-05:00" })
    }
    let isGone = ["cancelled", "trash"].contains(state.status)
    let refunds = state.refunds.map { refund -> AnswerJSON in
      [
        "created_at": stamp(refund.at), "refund_line_items": [],
        "transactions": [
          ["kind": "refund", "status": "success", "amount": money(refund.amount)]
        ],
      ]
    }
    let lines = cart.lines.enumerated().map { position, line -> AnswerJSON in
      [
        "id": .int(life.id * 10 + position), "sku": .text(line.sku),
        "name": .text(line.product.title), "quantity": .int(line.quantity),
        "current_quantity": .int(line.quantity), "requires_shipping": true, "gift_card": false,
        "price": money(line.total / line.quantity), "discount_allocations": [],
        "fulfillment_status": state.completedAt == nil ? nil : "fulfilled",
      ]
    }
    let address: AnswerJSON = [
      "first_name": .text(life.customer.first), "last_name": .text(life.customer.last),
      "address1": .text(state.address.line1), "city": .text(state.address.city),
      "zip": .text(state.address.postcode), "province_code": .text(state.address.province),
      "country_code": .text(state.address.country), "phone": .text(state.address.phone),
    ]
    return [
      "id": .int(life.id), "name": .text("#\(life.id)"), "currency": .text(cart.currency.code),
      "created_at": stamp(life.placedAt), "updated_at": stamp(state.modifiedAt),
      "cancelled_at": stamp(isGone ? state.modifiedAt : nil),
      "financial_status": .text(state.paidAt == nil ? (isGone ? "voided" : "pending") : "paid"),
      "fulfillment_status": state.completedAt == nil ? nil : "fulfilled",
      "email": .text(life.customer.email), "tags": "", "test": false,
      "total_price": money(cart.total), "total_tax": money(cart.tax),
      "total_discounts": money(cart.discount), "line_items": .list(lines),
      "refunds": .list(refunds), "shipping_address": address,
    ]
  }
}
