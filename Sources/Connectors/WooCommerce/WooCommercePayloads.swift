import Fulfillment
import Wire

/// An order as WooCommerce sends it, read as leniently as vendors' recorded answers demand: numbers as
/// strings and back, null for "", `[]` for `{}`, statuses that plugins add. What an order can't be
/// without (id, date, currency, whole quantities) refuses this order alone.
struct WooCommerceOrder {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// nil for a draft nobody has paid: it is not an order yet, and comes again when it is.
  func order() throws(UnreadableItem) -> Order? {
    guard let id = json["id"].integer else { throw UnreadableItem("no id") }
    let isDraft = status == "auto-draft" || status == "checkout-draft"
    if isDraft && date("date_paid") == nil { return nil }
    guard let placedAt = date("date_created") else { throw UnreadableItem("no creation date") }
    guard let currency = json["currency"].text.flatMap({ Currency($0) }) else {
      throw UnreadableItem("no currency")
    }
    let refunded = try refunded(currency)
    let total = try money("total", currency)
    var order = Order(
      externalID: String(id), name: name(id), placedAt: placedAt,
      updatedAt: date("date_modified"), payment: payment(total: total, refunded: refunded),
      paidAt: date("date_paid"), cancelledAt: cancelledAt(placedAt),
      fulfillment: fulfilledAt == nil && status != "completed" ? .unfulfilled : .fulfilled,
      fulfilledAt: fulfilledAt, currency: currency, shipping: try money("shipping_total", currency),
      tax: try money("total_tax", currency), discount: try money("discount_total", currency),
      total: total, refunded: refunded, lines: try lines(currency))
    order.subtotal = try subtotal(currency)
    let (billing, shipping) = (json["billing"], json["shipping"])
    order.shipTo = shipTo(shipping, otherwise: billing)
    order.customerName = fullName(billing).isEmpty ? fullName(shipping) : fullName(billing)
    order.email = billing["email"].text ?? ""
    order.phone = billing["phone"].text ?? ""
    order.note = HTMLText.decoded(json["customer_note"].text ?? "")
    order.tags = WooCommerceOrder.statuses.contains(status) ? [] : [status]
    order.shipments = shipments()
    order.returns = returns(currency, order.lines, by: order.customerName)
    return order
  }

  /// Core's own statuses; shops and plugins add theirs, which become a tag.
  private static let statuses: Set<String> = [
    "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash",
  ]

  /// The status without the `wc-` that some plugins leave on.
  var status: String {
    let slug = json["status"].text ?? ""
    return slug.hasPrefix("wc-") ? String(slug.dropFirst(3)) : slug
  }

  /// A date by its `_gmt` field, which is UTC without saying so; the local one where that is missing.
  func date(_ name: String) -> Timestamp? {
    let text = json[name + "_gmt"].text ?? json[name].text
    return text.flatMap { Timestamp(told: $0) }
  }

  /// An amount; nil where the shop tells none. Shops may compute with more digits than the currency
  /// has; those are rounded.
  func money(_ name: String, _ currency: Currency) throws(UnreadableItem) -> Money? {
    guard let text = json[name].text?.trimmed, !text.isEmpty else { return nil }
    guard let money = Money(told: text, currency: currency) else {
      throw UnreadableItem("\(name) is not an amount: \(text.prefix(40))")
    }
    return money
  }

  private var fulfilledAt: Timestamp? { date("date_completed") }

  private func name(_ id: Int64) -> String {
    let number = json["number"].text?.trimmed ?? ""
    if number.isEmpty { return "#\(id)" }
    return number.hasPrefix("#") ? number : "#" + number
  }

  /// There is no date of cancellation; the last change is the nearest to it.
  private func cancelledAt(_ placedAt: Timestamp) -> Timestamp? {
    status == "cancelled" || status == "trash" ? date("date_modified") ?? placedAt : nil
  }

  private func payment(total: Money?, refunded: Money?) -> PaymentState {
    let isPaid = date("date_paid") != nil
    switch status {
    case "refunded": return .refunded
    case "pending", "on-hold", "failed": return .pending
    case "processing", "completed": break
    case "cancelled", "trash": if !isPaid { return .voided }
    default: if !isPaid { return .unknown }
    }
    guard let refunded, refunded.minor > 0 else { return .paid }
    return refunded.minor >= (total?.minor ?? .max) ? .refunded : .partiallyRefunded
  }

  /// `refunds[]` holds negative totals.
  private func refunded(_ currency: Currency) throws(UnreadableItem) -> Money? {
    var sum = Int64(0)
    for refund in json["refunds"].elements {
      guard let amount = try WooCommerceOrder(refund).money("total", currency) else { continue }
      sum = try added(sum, Int64(amount.minor.magnitude))
    }
    if sum == 0 && status == "refunded" { return try money("total", currency) }
    return Money(minor: sum, currency: currency)
  }

  /// What the lines cost after discounts, before tax and shipping.
  private func subtotal(_ currency: Currency) throws(UnreadableItem) -> Money? {
    var sum = Int64(0)
    for line in json["line_items"].elements {
      guard let total = try WooCommerceOrder(line).money("total", currency) else { return nil }
      sum = try added(sum, total.minor)
    }
    return Money(minor: sum, currency: currency)
  }

  private func added(_ left: Int64, _ right: Int64) throws(UnreadableItem) -> Int64 {
    let (sum, overflows) = left.addingReportingOverflow(right)
    guard !overflows else { throw UnreadableItem("amounts beyond all bounds") }
    return sum
  }

  private func lines(_ currency: Currency) throws(UnreadableItem) -> [OrderLine] {
    var lines: [OrderLine] = []
    for (index, line) in json["line_items"].elements.enumerated() {
      guard let (quantity, fraction) = WooCommerceOrder(line).quantity else {
        throw UnreadableItem("the quantity of line \(index + 1) is not a number we can use")
      }
      lines.append(
        OrderLine(
          externalID: line["id"].text ?? String(index + 1), sku: line["sku"].text ?? "",
          title: HTMLText.decoded(line["name"].text ?? "") + fraction, quantity: Int(quantity),
          price: try WooCommerceOrder(line).price(currency, quantity),
          fulfilled: fulfilledAt != nil || status == "completed"))
    }
    return lines
  }

  /// How many, in whole pieces. Shops that sell by weight or length send 1.5 (seen in recordings): that
  /// is two pieces to whoever packs it, and the title says how much it really is.
  private var quantity: (pieces: Int64, note: String)? {
    let bounds: ClosedRange<Int64> = 0...1_000_000
    if let whole = json["quantity"].integer { return bounds.contains(whole) ? (whole, "") : nil }
    guard let text = json["quantity"].text, let amount = Double(text), amount >= 0,
      amount <= Double(bounds.upperBound)
    else { return nil }
    return (Int64(amount.rounded(.up)), " (\(text))")
  }

  /// The price of one after discounts; from the line's total where the shop sends none.
  private func price(_ currency: Currency, _ quantity: Int64) throws(UnreadableItem) -> Money? {
    if let text = json["price"].text,
      let price = Money(told: text, currency: currency)
    {
      return price
    }
    guard quantity > 0, let total = try money("total", currency) else { return nil }
    return Money(minor: total.minor / quantity, currency: currency)
  }

  /// Shops leave the shipping address empty where it is the billing address.
  private func shipTo(_ shipping: JSON, otherwise billing: JSON) -> Address {
    let isGiven = ["address_1", "city", "postcode"].contains {
      !(shipping[$0].text ?? "").trimmed.isEmpty
    }
    let source = isGiven ? shipping : billing
    let text: (String) -> String = { HTMLText.decoded(source[$0].text ?? "") }
    let phone = source["phone"].text ?? ""
    return Address(
      name: fullName(source), company: text("company"), line1: text("address_1"),
      line2: text("address_2"), city: text("city"), province: text("state"),
      postcode: text("postcode"), country: text("country"),
      phone: phone.isEmpty ? billing["phone"].text ?? "" : phone)
  }

  private func fullName(_ address: JSON) -> String {
    [address["first_name"].text ?? "", address["last_name"].text ?? ""]
      .map { HTMLText.decoded($0).trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
