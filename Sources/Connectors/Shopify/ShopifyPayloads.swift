import Fulfillment
import Wire

/// An order as GraphQL tells it. Amounts are the shop's own currency, never the customer's. Fields that
/// the token may not see (customer data without the scope) are null and stay blank.
struct ShopifyOrder {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// A page did not hold it whole: it has more lines or parcels, or the lines alone don't tell how many
  /// are wanted (edited, refunded), or there are returns.
  var isCut: Bool {
    let lines = json["lineItems"]
    if lines["pageInfo"]["hasNextPage"].bool == true { return true }
    let parcels = json["fulfillmentsCount"]["count"].integer ?? 0
    if parcels > Int64(json["fulfillments"].elements.count) { return true }
    let returns = json["returnStatus"].text ?? "NO_RETURN"
    return returns != "NO_RETURN" || lines["nodes"].elements.contains(where: isChanged)
  }

  func order() throws(UnreadableItem) -> Order {
    guard let id = json["id"].text.map(ShopifyID.number), !id.isEmpty else {
      throw UnreadableItem("no id")
    }
    guard let placedAt = date("createdAt") ?? date("processedAt") else {
      throw UnreadableItem("no creation date")
    }
    guard let currency = json["currencyCode"].text.flatMap({ Currency($0) }) else {
      throw UnreadableItem("no currency")
    }
    let parcels = ShopifyOrder.parcels(json["fulfillments"])
    let state = Self.fulfillment(json["displayFulfillmentStatus"].text ?? "")
    let payment = Self.payment(json["displayFinancialStatus"].text ?? "")
    var order = Order(
      externalID: id, name: json["name"].text ?? "#" + id, placedAt: placedAt,
      updatedAt: date("updatedAt"), payment: payment, paidAt: paidAt(payment, placedAt),
      cancelledAt: date("cancelledAt"), fulfillment: state,
      fulfilledAt: state == .fulfilled ? parcels.compactMap(\.shippedAt).max() : nil,
      currency: currency, subtotal: try money("subtotalPriceSet", currency),
      shipping: try money("totalShippingPriceSet", currency),
      tax: try money("totalTaxSet", currency), discount: try money("totalDiscountsSet", currency),
      total: try money("totalPriceSet", currency),
      refunded: try money("totalRefundedSet", currency))
    order.lines = try lines(currency, isFulfilled: state == .fulfilled, hasParcels: hasParcels)
    let (shipping, billing) = (json["shippingAddress"], json["billingAddress"])
    order.shipTo = Self.address(shipping.isObject ? shipping : billing)
    order.customerName = customerName
    order.email = json["email"].text ?? ""
    order.phone = json["phone"].text ?? order.shipTo.phone
    order.note = json["note"].text ?? ""
    order.tags = tags
    order.shipments = parcels.filter { !$0.number.isEmpty }
    order.returns = returns(currency, by: order.customerName)
    return order
  }

  // MARK: - Parts

  func date(_ name: String) -> Timestamp? {
    json[name].text.flatMap { Timestamp(told: $0) }
  }

  /// An amount in the shop's currency; nil where there is none.
  func money(_ name: String, _ currency: Currency) throws(UnreadableItem) -> Money? {
    try Self.money(json[name], currency, name)
  }

  static func money(
    _ bag: JSON, _ currency: Currency, _ name: String
  ) throws(UnreadableItem) -> Money? {
    let amount = bag["shopMoney"]
    guard let text = amount["amount"].text, !text.isEmpty else { return nil }
    let own = amount["currencyCode"].text.flatMap { Currency($0) } ?? currency
    guard own == currency, let money = Money(told: text, currency: own) else {
      throw UnreadableItem("\(name) is not an amount in \(currency.code): \(text.prefix(40))")
    }
    return money
  }

  /// When the money came in; a payment on the spot has no step of its own in small answers.
  private func paidAt(_ payment: PaymentState, _ placedAt: Timestamp) -> Timestamp? {
    let taken = json["transactions"].elements.compactMap { step -> Timestamp? in
      guard ["SALE", "CAPTURE"].contains(step["kind"].text), step["status"].text == "SUCCESS"
      else { return nil }
      return step["processedAt"].text.flatMap { Timestamp(told: $0) }
    }
    if let first = taken.min() { return first }
    return payment.isCaptured || payment == .refunded ? placedAt : nil
  }

  private var hasParcels: Bool {
    json["fulfillments"].elements.contains { Self.counts($0["status"].text ?? "") }
  }

  private func isChanged(_ line: JSON) -> Bool {
    guard let quantity = line["quantity"].integer, let current = line["currentQuantity"].integer
    else { return false }
    return current != quantity
  }

  private func lines(
    _ currency: Currency, isFulfilled: Bool, hasParcels: Bool
  ) throws(UnreadableItem) -> [OrderLine] {
    var lines: [OrderLine] = []
    var removed: [OrderLine] = []
    for (index, line) in json["lineItems"]["nodes"].elements.enumerated() {
      let count = ShopifyQuantity(
        ordered: line["quantity"], current: line["currentQuantity"],
        unfulfilled: line["unfulfilledQuantity"])
      guard var count else {
        throw UnreadableItem("the quantity of line \(index + 1) is not a number we can use")
      }
      let id = line["id"].text.map(ShopifyID.number) ?? String(index + 1)
      if hasParcels { count.keep(refundedLater(id)) }
      let quantity = count.wanted
      let item = OrderLine(
        externalID: id, sku: line["sku"].text ?? "", title: line["name"].text ?? "",
        quantity: quantity == 0 ? count.ordered : quantity,
        price: try Self.money(
          line["discountedUnitPriceAfterAllDiscountsSet"].isObject
            ? line["discountedUnitPriceAfterAllDiscountsSet"] : line["originalUnitPriceSet"],
          currency, "the price of line \(index + 1)"),
        requiresShipping: line["requiresShipping"].bool != false
          && line["isGiftCard"].bool != true,
        fulfilled: isFulfilled || hasParcels && count.isFulfilled)
      if quantity == 0 && count.ordered > 0 { removed.append(item) } else { lines.append(item) }
    }
    // Nothing is left of the order: it is shown as it was.
    return lines.isEmpty ? removed : lines
  }

  /// How many of a line were refunded, but not as taken off before they were shipped.
  private func refundedLater(_ id: String) -> Int64 {
    json["refunds"].elements.reduce(0) { sum, refund in
      refund["refundLineItems"]["nodes"].elements.reduce(sum) { sum, line in
        let isSame = line["lineItem"]["id"].text.map(ShopifyID.number) == id
        guard isSame, line["restockType"].text != "CANCEL" else { return sum }
        return sum + min(max(line["quantity"].integer ?? 0, 0), 1_000_000)
      }
    }
  }

  private var customerName: String {
    let name = json["customer"]["displayName"].text?.trimmed ?? ""
    if !name.isEmpty { return name }
    return Self.name(json[json["shippingAddress"].isObject ? "shippingAddress" : "billingAddress"])
  }

  private var tags: [String] {
    var tags = json["tags"].elements.compactMap(\.text)
    if json["test"].bool == true, !tags.contains("test") { tags.append("test") }
    if json["displayFulfillmentStatus"].text == "ON_HOLD", !tags.contains("on-hold") {
      tags.append("on-hold")
    }
    return tags
  }
}

// What GraphQL and REST tell in the same words, but for the case.
extension ShopifyOrder {
  static func payment(_ status: String) -> PaymentState {
    switch status.uppercased() {
    case "PENDING", "UNPAID": .pending
    case "AUTHORIZED": .authorized
    case "PAID": .paid
    case "PARTIALLY_PAID": .partiallyPaid
    case "PARTIALLY_REFUNDED": .partiallyRefunded
    case "REFUNDED": .refunded
    case "VOIDED", "EXPIRED": .voided
    default: .unknown
    }
  }

  static func fulfillment(_ status: String) -> FulfillmentState {
    switch status.uppercased() {
    case "FULFILLED": .fulfilled
    case "PARTIALLY_FULFILLED", "PARTIAL": .partial
    default: .unfulfilled
    }
  }

  /// A fulfilment that stands; cancelled and failed ones do not.
  static func counts(_ status: String) -> Bool {
    ["SUCCESS", "OPEN", "PENDING"].contains(status.uppercased())
  }

  /// The parcels of GraphQL fulfilments; one may hold several numbers, or none.
  static func parcels(_ fulfilments: JSON) -> [Shipment] {
    var parcels: [Shipment] = []
    for entry in fulfilments.elements where counts(entry["status"].text ?? "") {
      let shippedAt = entry["createdAt"].text.flatMap { Timestamp(told: $0) }
      let infos = entry["trackingInfo"].elements
      let told = infos.isEmpty ? [JSON.null] : infos
      for info in told {
        let parcel = Shipment(
          number: TrackingNumber.normalised(info["number"].text ?? ""),
          carrier: info["company"].text ?? "", shippedAt: shippedAt)
        if !parcels.contains(parcel) { parcels.append(parcel) }
      }
    }
    return parcels
  }

  static func address(_ json: JSON) -> Address {
    let text = { (name: String) in json[name].text ?? "" }
    return Address(
      name: name(json), company: text("company"), line1: text("address1"),
      line2: text("address2"), city: text("city"),
      province: json["provinceCode"].text ?? json["province_code"].text ?? text("province"),
      postcode: text("zip"),
      country: json["countryCodeV2"].text ?? json["country_code"].text ?? text("country"),
      phone: text("phone"))
  }

  static func name(_ address: JSON) -> String {
    if let name = address["name"].text?.trimmed, !name.isEmpty { return name }
    return ["firstName", "lastName", "first_name", "last_name"]
      .compactMap { address[$0].text?.trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// How many of a line are to be shipped or were.
struct ShopifyQuantity {
  let ordered: Int
  /// Without what was removed or refunded.
  private let current: Int
  private let unfulfilled: Int?
  private var refundedLater = 0

  /// nil where a number can't be used.
  init?(ordered: JSON, current: JSON, unfulfilled: JSON) {
    let bounds: ClosedRange<Int64> = 0...1_000_000
    guard let quantity = ordered.integer, bounds.contains(quantity) else { return nil }
    self.ordered = Int(quantity)
    self.current = Int(min(max(current.integer ?? quantity, 0), quantity))
    self.unfulfilled = unfulfilled.integer.map { Int(min(max($0, 0), quantity)) }
  }

  /// So many of what is no longer current had been shipped before.
  mutating func keep(_ refunded: Int64) { refundedLater = Int(min(refunded, Int64(ordered))) }

  var wanted: Int { min(ordered, current + refundedLater) }

  /// None is left to be shipped.
  var isFulfilled: Bool { unfulfilled == 0 }
}
