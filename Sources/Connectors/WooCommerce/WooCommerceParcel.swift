import Fulfillment
import Wire

/// A parcel to tell a shop of, as the outbox keeps it and as each place of the shop takes it.
struct WooCommerceParcel {
  var order: String
  var number: String
  var carrier: String
  var shippedAt: Timestamp?
  var lines: [FulfilmentUpdate.Line]
  var isComplete: Bool

  init(_ update: FulfilmentUpdate) {
    order = update.order
    number = update.shipment.number
    carrier = update.shipment.carrier
    shippedAt = update.shipment.shippedAt
    lines = update.lines
    isComplete = update.isComplete
  }

  /// nil where the text is none of `json`.
  init?(_ json: JSON) {
    guard let order = json["order"].integer, order > 0, let number = json["number"].text,
      !number.isEmpty
    else { return nil }
    self.order = String(order)
    self.number = number
    carrier = json["carrier"].text ?? ""
    shippedAt = json["shipped_at"].text.flatMap { Timestamp(iso8601: $0) }
    lines = json["lines"].elements.compactMap { line in
      guard let id = line["id"].text, let quantity = line["quantity"].integer,
        (1...1_000_000).contains(quantity)
      else { return nil }
      return FulfilmentUpdate.Line(id: id, quantity: Int(quantity))
    }
    isComplete = json["complete"].bool == true
  }

  /// What the outbox keeps, names in a fixed order.
  var json: JSON {
    var members: [(String, JSON)] = [
      ("order", .string(order)), ("number", .string(number)), ("carrier", .string(carrier)),
    ]
    if let shippedAt { members.append(("shipped_at", .string(shippedAt.iso8601))) }
    members += [
      (
        "lines",
        .array(
          lines.map { ["id": .string($0.id), "quantity": .number(String($0.quantity))] })
      ), ("complete", .bool(isComplete)),
    ]
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  /// A fulfilment of core; measured on 11.0.1. Lines whose id is no number are the shop's no lines.
  var fulfilment: JSON {
    let items = lines.compactMap { line -> JSON? in
      guard let id = Int64(line.id) else { return nil }
      return ["item_id": .number(String(id)), "qty": .number(String(line.quantity))]
    }
    return [
      "status": "fulfilled", "is_fulfilled": .bool(true),
      "meta_data": [
        ["key": "_items", "value": .array(items)],
        ["key": "_tracking_number", "value": .string(number)],
        ["key": "_shipment_provider", "value": .string(provider)],
      ],
    ]
  }

  /// An entry of the plugin Shipment Tracking; a provider it does not list goes as a custom one.
  var tracking: JSON {
    var members: [(String, JSON)] = [
      ("tracking_number", .string(number)), ("custom_tracking_provider", .string(carrier)),
    ]
    if let shippedAt {
      members.append(("date_shipped", .string(String(shippedAt.iso8601.prefix(10)))))
    }
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  /// A note that the customer is mailed, or one for the shop's own people.
  func note(isForCustomer: Bool) -> JSON {
    let words = carrier.isEmpty ? "" : " with " + carrier
    let start = isForCustomer ? "Your parcel is on its way" : "A parcel is on its way"
    return [
      "note": .string(HTMLText.escaped("\(start)\(words). \(Self.marker)\(number)")),
      "customer_note": .bool(isForCustomer),
    ]
  }

  /// The number and carrier in a note of ours; nil in any other.
  static func read(note: String) -> (number: String, carrier: String)? {
    guard let start = note.firstRange(of: marker)?.upperBound else { return nil }
    let number = note[start...].prefix { $0.isLetter || $0.isNumber }
    let head = note[..<start].dropLast(marker.count + 2)
    let carrier = head.firstRange(of: " with ").map { String(head[$0.upperBound...]) } ?? ""
    return (TrackingNumber.normalised(String(number)), carrier)
  }

  private static let marker = "Tracking number: "

  /// Core knows carriers by lower-case names; others it shows as they are.
  private var provider: String {
    let lower = carrier.lowercased()
    let known: Set = ["ups", "usps", "fedex", "dhl", "dpd", "gls", "evri", "royal-mail"]
    return known.contains(lower) ? lower : carrier
  }
}
