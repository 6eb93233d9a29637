/// The text an operator sends a supplier about an exception: plain, polite, short, safe to paste.
package enum SupplierMessage {
  /// What the message is about. Every text may come from outside; all of it is cleaned.
  package struct Matter: Hashable, Sendable {
    /// The exception's code; decides what is asked for.
    package var code: String
    /// The exception's reason.
    package var reason: String
    package var supplier: String
    /// The shop's name of the order: `#1001`.
    package var order: String
    /// The supplier's own number of it; "" where unknown.
    package var purchase: String
    package var tracking: String
    /// `2 x VAR-5-40`
    package var items: [String]
    /// Who signs; "" leaves the name out.
    package var sender: String

    package init(
      code: String, reason: String, supplier: String, order: String, purchase: String = "",
      tracking: String = "", items: [String] = [], sender: String = ""
    ) {
      self.code = code
      self.reason = reason
      self.supplier = supplier
      self.order = order
      self.purchase = purchase
      self.tracking = tracking
      self.items = items
      self.sender = sender
    }
  }

  /// The message as plain text with line breaks.
  package static func prepare(_ matter: Matter) -> String {
    let supplier = matter.supplier.briefly
    var lines = [supplier.isEmpty ? "Hello," : "Hello \(supplier),", ""]
    lines.append("this is about our order \(matter.order.briefly):")
    if !matter.purchase.briefly.isEmpty {
      lines.append("  your number: \(matter.purchase.briefly)")
    }
    if !matter.tracking.briefly.isEmpty { lines.append("  tracking: \(matter.tracking.briefly)") }
    for item in matter.items.prefix(20) { lines.append("  item: \(item.sanitised(limit: 100))") }
    if matter.items.count > 20 { lines.append("  and \(matter.items.count - 20) more items") }
    lines += ["", "What we see: \(matter.reason.sanitised(limit: 300))."]
    lines += [request(matter.code), "", "Thank you"]
    if !matter.sender.briefly.isEmpty { lines.append(matter.sender.briefly) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The message about an exception of an order as the order screen shows it.
  package static func prepare(
    about exception: ExceptionRow, of detail: OrderDetail, sender: String = ""
  ) -> String {
    let purchase = detail.purchases.last { $0.state != .cancelled } ?? detail.purchases.last
    return prepare(
      Matter(
        code: exception.code, reason: exception.reason,
        supplier: purchase?.supplier ?? detail.row.supplier, order: detail.row.name,
        purchase: purchase?.number ?? "", tracking: detail.row.tracking,
        items: detail.order.lines.filter(\.requiresShipping).map { line in
          "\(line.quantity) x \(line.sku.isEmpty ? line.title : line.sku)"
        },
        sender: sender))
  }

  private static func request(_ code: String) -> String {
    switch code {
    case "purchase.unacknowledged": "Please confirm that you have the order and when it will ship."
    case "dispatch.late": "Please tell us when the parcel was or will be handed to the carrier."
    case "tracking.missing": "Please send us the tracking number."
    case "tracking.invalid": "Please check the tracking number and send us the right one."
    case "tracking.unscanned":
      "Please check whether the carrier has the parcel, and hand it over if not."
    case "transit.stalled": "Please ask the carrier where the parcel is and tell us the answer."
    case "transit.customs": "Please tell us which papers customs need, or send them to the carrier."
    case "parcel.returning", "parcel.returned":
      "Please tell us why the parcel comes back, and whether you will send it again or refund it."
    case "parcel.damaged":
      "Please send a replacement or refund it, and open a claim at the carrier."
    case "parcel.lost": "Please open a claim at the carrier, and send it again or refund it."
    case "delivery.failed": "Please ask the carrier for another attempt."
    case "delivery.pickup": "Please tell us the pickup point and the last day to fetch the parcel."
    default: "Please look into it and tell us what will be done and when."
    }
  }
}
