/// The columns of an export that are read.
enum ShopifyColumn: String, CaseIterable {
  case name = "Name"
  case id = "Id"
  case email = "Email"
  case financialStatus = "Financial Status"
  case paidAt = "Paid at"
  case fulfillmentStatus = "Fulfillment Status"
  case fulfilledAt = "Fulfilled at"
  case currency = "Currency"
  case subtotal = "Subtotal"
  case shipping = "Shipping"
  case taxes = "Taxes"
  case total = "Total"
  case discount = "Discount Amount"
  case refunded = "Refunded Amount"
  case createdAt = "Created at"
  case cancelledAt = "Cancelled at"
  case quantity = "Lineitem quantity"
  case title = "Lineitem name"
  case price = "Lineitem price"
  case sku = "Lineitem sku"
  case requiresShipping = "Lineitem requires shipping"
  case lineStatus = "Lineitem fulfillment status"
  case billingName = "Billing Name"
  case billingStreet = "Billing Street"
  case billingLine1 = "Billing Address1"
  case billingLine2 = "Billing Address2"
  case billingCompany = "Billing Company"
  case billingCity = "Billing City"
  case billingZip = "Billing Zip"
  case billingProvince = "Billing Province"
  case billingCountry = "Billing Country"
  case billingPhone = "Billing Phone"
  case shippingName = "Shipping Name"
  case shippingStreet = "Shipping Street"
  case shippingLine1 = "Shipping Address1"
  case shippingLine2 = "Shipping Address2"
  case shippingCompany = "Shipping Company"
  case shippingCity = "Shipping City"
  case shippingZip = "Shipping Zip"
  case shippingProvince = "Shipping Province"
  case shippingCountry = "Shipping Country"
  case shippingPhone = "Shipping Phone"
  case phone = "Phone"
  case notes = "Notes"
  case noteAttributes = "Note Attributes"
  case tags = "Tags"
  case riskLevel = "Risk Level"

  /// Cells that only an order's first row holds.
  static let marks: [ShopifyColumn] = [.id, .financialStatus, .currency, .total]

  /// What says something of the line.
  static let ofLine: [ShopifyColumn] = [
    .quantity, .title, .price, .sku, .requiresShipping, .lineStatus,
  ]

  /// What says something of the order.
  static let ofOrder = allCases.filter { !ofLine.contains($0) }
}
