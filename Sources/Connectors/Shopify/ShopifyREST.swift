import Fulfillment
import Wire

/// An order as REST and webhooks tell it: dates with the shop's offset, statuses in lower case, tags as
/// one text. Returns are not in it.
struct ShopifyRESTOrder {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  func order() throws(UnreadableItem) -> Order {
    guard let id = json["id"].integer else { throw UnreadableItem("no id") }
    guard let placedAt = date("created_at") ?? date("processed_at") else {
      throw UnreadableItem("no creation date")
    }
    guard let currency = json["currency"].text.flatMap({ Currency($0) }) else {
      throw UnreadableItem("no currency")
    }
    let state = ShopifyOrder.fulfillment(json["fulfillment_status"].text ?? "")
    let payment = ShopifyOrder.payment(json["financial_status"].text ?? "")
    let parcels = parcels
    var order = Order(
      externalID: String(id), name: name(id), placedAt: placedAt, updatedAt: date("updated_at"),
      payment: payment, paidAt: paidAt(payment, placedAt), cancelledAt: date("cancelled_at"),
      fulfillment: state,
      fulfilledAt: state == .fulfilled ? parcels.compactMap(\.shippedAt).max() : nil,
      currency: currency, subtotal: try money("subtotal_price", currency),
      shipping: try shipping(currency), tax: try money("total_tax", currency),
      discount: try money("total_discounts", currency),
      total: try money("total_price", currency), refunded: try refunded(currency))
    order.lines = try lines(currency, isFulfilled: state == .fulfilled)
    let (shipping, billing) = (json["shipping_address"], json["billing_address"])
    order.shipTo = ShopifyOrder.address(shipping.isObject ? shipping : billing)
    order.customerName = customerName
    order.email = json["email"].text ?? json["contact_email"].text ?? ""
    order.phone = json["phone"].text ?? order.shipTo.phone
    order.note = json["note"].text ?? ""
    order.tags = tags
    order.shipments = parcels.filter { !$0.number.isEmpty }
    return order
  }

  /// The parcels of a fulfilment, as it stands in an order or comes by webhook.
  static func parcels(_ fulfilment: JSON) -> [Shipment] {
    // A fulfilment without a status is a recent one.
    guard ShopifyOrder.counts(fulfilment["status"].text ?? "success") else { return [] }
    let numbers = fulfilment["tracking_numbers"].elements.compactMap(\.text)
    let single = fulfilment["tracking_number"].text.map { [$0] } ?? [""]
    return (numbers.isEmpty ? single : numbers).map { number in
      Shipment(
        number: TrackingNumber.normalised(number),
        carrier: fulfilment["tracking_company"].text ?? "",
        shippedAt: fulfilment["created_at"].text.flatMap { Timestamp(told: $0) })
    }
  }

  private var parcels: [Shipment] {
    json["fulfillments"].elements.flatMap(Self.parcels)
  }

  private func date(_ name: String) -> Timestamp? {
    json[name].text.flatMap { Timestamp(told: $0) }
  }

  private func name(_ id: Int64) -> String {
    let name = json["name"].text?.trimmed ?? ""
    return name.isEmpty ? "#\(json["order_number"].text ?? String(id))" : name
  }

  private func money(_ name: String, _ currency: Currency) throws(UnreadableItem) -> Money? {
    try Self.money(json[name], currency, name)
  }

  private static func money(
    _ value: JSON, _ currency: Currency, _ name: String
  ) throws(UnreadableItem) -> Money? {
    guard let text = value.text?.trimmed, !text.isEmpty else { return nil }
    guard let money = Money(told: text, currency: currency) else {
      throw UnreadableItem("\(name) is not an amount: \(text.prefix(40))")
    }
    return money
  }

  private func shipping(_ currency: Currency) throws(UnreadableItem) -> Money? {
    if let money = try ShopifyOrder.money(
      json["total_shipping_price_set"], currency, "total_shipping_price_set")
    {
      return money
    }
    guard json["shipping_lines"].isArray else { return nil }
    return try sum(json["shipping_lines"].elements.map { $0["price"] }, currency, "shipping")
  }

  /// What was sent back: the refunds' successful transactions.
  private func refunded(_ currency: Currency) throws(UnreadableItem) -> Money? {
    let steps = json["refunds"].elements.flatMap { $0["transactions"].elements }.filter {
      let isOwn = $0["currency"].text.flatMap { Currency($0) } ?? currency == currency
      return $0["kind"].text == "refund" && $0["status"].text ?? "success" == "success" && isOwn
    }
    return try sum(steps.map { $0["amount"] }, currency, "a refund")
  }

  private func sum(
    _ values: [JSON], _ currency: Currency, _ name: String
  ) throws(UnreadableItem) -> Money {
    var sum = Money.zero(currency)
    for value in values {
      guard let money = try Self.money(value, currency, name) else { continue }
      let (total, overflows) = sum.minor.addingReportingOverflow(money.minor)
      guard !overflows else { throw UnreadableItem("amounts beyond all bounds") }
      sum.minor = total
    }
    return sum
  }

  private func paidAt(_ payment: PaymentState, _ placedAt: Timestamp) -> Timestamp? {
    let taken = json["transactions"].elements.compactMap { step -> Timestamp? in
      guard ["sale", "capture"].contains(step["kind"].text), step["status"].text == "success"
      else { return nil }
      return step["created_at"].text.flatMap { Timestamp(told: $0) }
    }
    if let first = taken.min() { return first }
    let isPaid = payment.isCaptured || payment == .refunded
    return isPaid ? date("processed_at") ?? placedAt : nil
  }

  private func lines(
    _ currency: Currency, isFulfilled: Bool
  ) throws(UnreadableItem) -> [OrderLine] {
    var (lines, removed): ([OrderLine], [OrderLine]) = ([], [])
    for (index, line) in json["line_items"].elements.enumerated() {
      let id = line["id"].text ?? String(index + 1)
      guard
        var count = ShopifyQuantity(
          ordered: line["quantity"], current: current(line, id),
          unfulfilled: line["fulfillable_quantity"])
      else {
        throw UnreadableItem("the quantity of line \(index + 1) is not a number we can use")
      }
      let status = ShopifyOrder.fulfillment(line["fulfillment_status"].text ?? "")
      if status != .unfulfilled || isFulfilled { count.keep(refunded(id, taken: false)) }
      let item = OrderLine(
        externalID: id, sku: line["sku"].text ?? "",
        title: line["name"].text ?? line["title"].text ?? "",
        quantity: count.wanted == 0 ? count.ordered : count.wanted,
        price: try price(line, currency, count.ordered),
        requiresShipping: line["requires_shipping"].bool != false
          && line["gift_card"].bool != true,
        fulfilled: isFulfilled || status == .fulfilled)
      if count.wanted == 0 && count.ordered > 0 { removed.append(item) } else { lines.append(item) }
    }
    return lines.isEmpty ? removed : lines
  }

  /// What one of a line costs after its discounts; `price` is before them.
  private func price(
    _ line: JSON, _ currency: Currency, _ quantity: Int
  ) throws(UnreadableItem) -> Money? {
    guard let price = try Self.money(line["price"], currency, "a price") else { return nil }
    let off = try sum(line["discount_allocations"].elements.map { $0["amount"] }, currency, "price")
    guard quantity > 0, off.minor > 0 else { return price }
    return Money(minor: price.minor - off.minor / Int64(quantity), currency: currency)
  }

  /// How many are still in the order; older payloads do not say.
  private func current(_ line: JSON, _ id: String) -> JSON {
    guard line["current_quantity"].isNull, let ordered = line["quantity"].integer else {
      return line["current_quantity"]
    }
    return .number(String(ordered - min(refunded(id, taken: true), max(ordered, 0))))
  }

  /// How many of a line were refunded as taken off before they were shipped, or otherwise.
  private func refunded(_ id: String, taken isTaken: Bool) -> Int64 {
    let current = json["line_items"].elements.first { $0["id"].text == id }?["current_quantity"]
    return json["refunds"].elements.reduce(0) { sum, refund in
      refund["refund_line_items"].elements.reduce(sum) { sum, line in
        guard line["line_item_id"].text == id else { return sum }
        let isTakenOff = line["restock_type"].text == "cancel"
        guard isTakenOff == isTaken, isTaken || current?.isNull == false else { return sum }
        return sum + min(max(line["quantity"].integer ?? 0, 0), 1_000_000)
      }
    }
  }

  private var customerName: String {
    let customer = ShopifyOrder.name(json["customer"])
    if !customer.isEmpty { return customer }
    return ShopifyOrder.name(
      json[json["shipping_address"].isObject ? "shipping_address" : "billing_address"])
  }

  private var tags: [String] {
    var tags = (json["tags"].text ?? "").split(separator: ",").map { String($0).trimmed }
    tags += json["tags"].elements.compactMap(\.text)
    if json["test"].bool == true, !tags.contains("test") { tags.append("test") }
    return tags.filter { !$0.isEmpty }
  }
}

extension ShopifyRequests {
  /// One page of orders over REST: 250 is the most (251 is refused; measured). With `page_info` no
  /// filter may be sent (measured).
  func orders(_ position: ShopifyPosition, _ context: RequestContext) -> HTTPRequest {
    var query: Form = ["limit": "250"]
    if position.after.isEmpty {
      query.add("status", "any")
      query.add("order", "updated_at asc")
      if let since = position.since { query.add("updated_at_min", since.iso8601) }
    } else {
      query.add("page_info", position.after)
    }
    return get("orders", query, context)
  }
}
