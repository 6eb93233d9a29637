import Fulfillment

/// Writes orders the way WooCommerce REST v3 does (11.0, orders in their own tables).
struct ShopPage: Sendable {
  /// Address of the shop, without a trailing slash.
  let site: String
  /// Minutes east of UTC.
  let zone: Int
  let now: Timestamp
  var kind = World.ShopKind.modern

  /// One order. Returns follow a small plugin's habit: status `return-requested` and the meta key
  /// `_return_request` with what the customer asked; parcels stand where the Shipment Tracking plugin
  /// puts them, under `_wc_shipment_tracking_items`.
  func order(_ life: Life) -> AnswerJSON {
    let state = ShopState(life, at: now)
    let cart = life.cart
    var members: [(String, AnswerJSON)] = [
      ("id", .int(life.id)), ("parent_id", 0), ("status", .text(state.status)),
      ("currency", .text(cart.currency.code)), ("version", kind == .modern ? "11.0.1" : "8.3.0"),
      ("prices_include_tax", false),
    ]
    members += dates("created", life.placedAt, isLocal: true)
    members += dates("modified", state.modifiedAt, isLocal: true)
    members += [
      ("discount_total", money(cart.discount, cart)), ("discount_tax", money(0, cart)),
      ("shipping_total", money(cart.shipping, cart)), ("shipping_tax", money(0, cart)),
      ("cart_tax", money(cart.tax, cart)), ("total", money(cart.total, cart)),
      ("total_tax", money(cart.tax, cart)),
      ("customer_id", .int(life.index % 3 == 0 ? 0 : life.id)),
      ("order_key", .text("wc_order_" + key(life, 13))),
      ("billing", billing(life)), ("shipping", shipping(state.address, life.customer)),
    ]
    members += [
      ("payment_method", life.paysByTransfer ? "bacs" : "stripe"),
      (
        "payment_method_title",
        life.paysByTransfer ? "Direct bank transfer" : "Credit / Debit Card"
      ),
      (
        "transaction_id",
        life.paysByTransfer || state.paidAt == nil ? "" : .text("pi_" + key(life, 24))
      ),
      ("customer_ip_address", "127.0.0.1"), ("customer_user_agent", "Mozilla/5.0 (simulated)"),
      ("created_via", "checkout"),
      ("customer_note", life.index % 17 == 3 ? "Please no plastic 🌱" : ""),
    ]
    members += dates("completed", state.completedAt, isLocal: true)
    members += dates("paid", state.paidAt, isLocal: true)
    members += [
      ("cart_hash", .text(key(life, 32))), ("number", .text(String(life.id))),
      ("meta_data", .list(meta(life, state))),
      ("line_items", .list(cart.lines.indices.map { line(cart, $0, life) })),
      ("tax_lines", taxLines(cart, life)), ("shipping_lines", shippingLines(cart, life)),
      ("fee_lines", []), ("coupon_lines", couponLines(cart, life)),
      ("refunds", .list(refunds(state, cart, life))),
      ("payment_url", .text("\(site)/checkout/order-pay/\(life.id)/?pay_for_order=true")),
      ("is_editable", .bool(["pending", "on-hold"].contains(state.status))),
      ("needs_payment", .bool(state.status == "pending")), ("needs_processing", true),
    ]
    members += dates("created", life.placedAt, isLocal: false)
    members += dates("modified", state.modifiedAt, isLocal: false)
    members += dates("completed", state.completedAt, isLocal: false)
    members += dates("paid", state.paidAt, isLocal: false)
    members += [
      ("currency_symbol", .text(ShopPage.symbols[cart.currency.code] ?? "$")),
      ("_links", links(life)),
    ]
    return .object(members)
  }

  /// The notes of an order, newest first.
  func notes(_ life: Life) -> AnswerJSON {
    let notes = life.shop.indices.compactMap { index -> AnswerJSON? in
      life.shop[index].at <= now ? note(life, index) : nil
    }
    return .list(notes.reversed())
  }

  /// The note at that step; nil where it is none.
  func note(_ life: Life, _ index: Int) -> AnswerJSON? {
    let step = life.shop[index]
    let (text, isToCustomer): (String, Bool)
    switch step.change {
    case .note(let note): (text, isToCustomer) = (note, false)
    case .written(.note(let note, let told)): (text, isToCustomer) = (note, told)
    default: return nil
    }
    return .object(
      [("id", .int(life.id * 20 + index)), ("author", "Shop manager")]
        + dates("created", step.at, isLocal: true) + dates("created", step.at, isLocal: false)
        + [
          ("note", .text(text)), ("customer_note", .bool(isToCustomer)),
          ("added_by_user", true),
        ])
  }

  private func meta(_ life: Life, _ state: ShopState) -> [AnswerJSON] {
    var entries: [(String, AnswerJSON)] = [("is_vat_exempt", "no")]
    let items = trackingItems(life, state)
    if !items.isEmpty { entries.append(("_wc_shipment_tracking_items", .list(items))) }
    if let asked = state.returnAsk {
      let item: AnswerJSON = [
        "sku": .text(asked.ask.sku), "quantity": .int(asked.ask.quantity),
      ]
      entries.append(
        (
          "_return_request",
          [
            "id": "r1", "requested_at": .text(asked.at.wallClock()),
            "requested_by": .text(life.customer.first + " " + life.customer.last),
            "reason": .text(asked.ask.reason), "items": [item],
            "amount": money(asked.ask.amount, life.cart),
            "photos": .list(asked.ask.photos(of: life.id).map { .text($0) }),
          ]
        ))
    }
    for case .meta(let name, let value) in state.written.map(\.what) {
      entries.removeAll { $0.0 == name }
      entries.append((name, Posted.read(value)?.answer ?? .text(value)))
    }
    return entries.enumerated().map { index, entry in
      ["id": .int(life.id * 20 + index), "key": .text(entry.0), "value": entry.1]
    }
  }

  private func refunds(_ state: ShopState, _ cart: Cart, _ life: Life) -> [AnswerJSON] {
    state.refunds.enumerated().map { index, refund in
      [
        "id": .int(life.id + 1 + index), "reason": .text(refund.reason),
        "total": money(-refund.amount, cart),
      ]
    }
  }

  /// `date_x` on the shop's clock or `date_x_gmt`, neither with a zone; null for nil.
  private func dates(
    _ name: String, _ at: Timestamp?, isLocal: Bool
  ) -> [(String, AnswerJSON)] {
    let text = at.map { $0.wallClock(isLocal ? zone : 0) }
    return [("date_" + name + (isLocal ? "" : "_gmt"), .optional(text))]
  }

  private func links(_ life: Life) -> AnswerJSON {
    let base = site + "/wp-json/wc/v3/orders"
    return [
      "self": [["href": .text("\(base)/\(life.id)")]], "collection": [["href": .text(base)]],
    ]
  }

  func money(_ minor: Int, _ cart: Cart) -> AnswerJSON {
    .text(Money(minor: Int64(minor), currency: cart.currency).decimal)
  }

  /// Letters and digits that are always the same for one order.
  func key(_ life: Life, _ count: Int) -> String {
    var random = SeededRandom(seed: UInt64(count), stream: life.id)
    return random.hex(count)
  }

  private static let symbols = [
    "EUR": "&euro;", "GBP": "&pound;", "JPY": "&yen;", "KRW": "&#8361;", "PLN": "&#122;&#322;",
    "KWD": "&#x62f;.&#x643;",
  ]
}
