import Fulfillment
import Wire

/// What one row of an export says of its order and of its line.
struct ShopifyRow {
  private let row: ShopifySheet.Row
  private let dates: SheetDate

  init(_ row: ShopifySheet.Row, _ dates: SheetDate) {
    self.row = row
    self.dates = dates
  }

  /// The order without its lines.
  func order() throws(Refusal) -> Order {
    guard let currency = Currency(row[.currency]) else {
      throw row.refusal(
        .currency,
        row[.currency].isEmpty
          ? "\(row[.name]) has no row with the order's own cells, or no currency"
          : "\(row[.currency]) is not a currency")
    }
    guard let placedAt = try date(.createdAt) else {
      throw row.refusal(.createdAt, "Created at is empty")
    }
    var order = Order(
      externalID: row[.id].isEmpty ? row[.name] : row[.id], name: row[.name], placedAt: placedAt,
      payment: payment, paidAt: try date(.paidAt), cancelledAt: try date(.cancelledAt),
      fulfillment: fulfillment, fulfilledAt: try date(.fulfilledAt), currency: currency,
      subtotal: try money(.subtotal, currency), shipping: try money(.shipping, currency),
      tax: try money(.taxes, currency), discount: try money(.discount, currency),
      total: try money(.total, currency), refunded: try money(.refunded, currency))
    order.shipTo = shipTo
    order.customerName = firstText(.billingName, .shippingName)
    order.email = row[.email]
    order.phone = unmarked(firstText(.phone, .billingPhone, .shippingPhone))
    order.note = [row[.notes], row[.noteAttributes]].filter { !$0.isEmpty }.joined(separator: "\n")
    order.tags = tags
    return order
  }

  /// The line; nil for a row without one. It is known by its place in the order: exports carry no id.
  func line(number: Int, _ currency: Currency) throws(Refusal) -> OrderLine? {
    if row[.quantity].isEmpty && row[.title].isEmpty { return nil }
    guard let quantity = Int(row[.quantity]), (0...1_000_000).contains(quantity) else {
      throw row.refusal(
        .quantity, "Lineitem quantity of \(row[.name]) is not a whole number: \(row[.quantity])")
    }
    return OrderLine(
      externalID: String(number), sku: row[.sku], title: row[.title], quantity: quantity,
      price: try money(.price, currency),
      requiresShipping: row[.requiresShipping].lowercased() != "false",
      fulfilled: row[.lineStatus].lowercased() == "fulfilled")
  }

  private var payment: PaymentState {
    switch row[.financialStatus].lowercased() {
    case "pending": .pending
    case "authorized": .authorized
    case "paid": .paid
    case "partially_paid": .partiallyPaid
    case "partially_refunded": .partiallyRefunded
    case "refunded": .refunded
    case "voided", "expired": .voided
    default: .unknown
    }
  }

  private var fulfillment: FulfillmentState {
    switch row[.fulfillmentStatus].lowercased() {
    case "fulfilled": .fulfilled
    case "partial": .partial
    default: .unfulfilled
    }
  }

  /// Shopify's low risk is the normal case and makes no tag.
  private var tags: [String] {
    let tags = row[.tags].split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    let risk = row[.riskLevel].lowercased()
    return risk.isEmpty || risk == "low" ? tags : tags + ["risk:" + risk]
  }

  private var shipTo: Address {
    let isGiven = [ShopifyColumn.shippingLine1, .shippingStreet, .shippingCity, .shippingZip]
      .contains { !row[$0].isEmpty }
    return isGiven
      ? Address(
        name: row[.shippingName], company: row[.shippingCompany],
        line1: firstText(.shippingLine1, .shippingStreet), line2: row[.shippingLine2],
        city: row[.shippingCity], province: row[.shippingProvince],
        postcode: unmarked(row[.shippingZip]), country: row[.shippingCountry],
        phone: unmarked(row[.shippingPhone]))
      : Address(
        name: row[.billingName], company: row[.billingCompany],
        line1: firstText(.billingLine1, .billingStreet), line2: row[.billingLine2],
        city: row[.billingCity], province: row[.billingProvince],
        postcode: unmarked(row[.billingZip]), country: row[.billingCountry],
        phone: unmarked(row[.billingPhone]))
  }

  private func firstText(_ columns: ShopifyColumn...) -> String {
    columns.lazy.map { row[$0] }.first { !$0.isEmpty } ?? ""
  }

  /// Shopify puts `'` before phones and postcodes, so that spreadsheets keep them as text.
  private func unmarked(_ text: String) -> String {
    text.hasPrefix("'") ? String(text.dropFirst()) : text
  }

  private func date(_ column: ShopifyColumn) throws(Refusal) -> Timestamp? {
    guard !row[column].isEmpty else { return nil }
    guard let date = dates.read(row[column]) else {
      throw row.refusal(column, "\(column.rawValue) is not a date: \(row[column].prefix(40))")
    }
    return date
  }

  private func money(_ column: ShopifyColumn, _ currency: Currency) throws(Refusal) -> Money? {
    guard !row[column].isEmpty else { return nil }
    guard let money = Money(decimal: row[column], currency: currency) else {
      throw row.refusal(
        column, "\(column.rawValue) is not an amount in \(currency.code): \(row[column].prefix(40))"
      )
    }
    return money
  }
}
