/// The columns of exports of WooCommerce's orders that are read. WooCommerce's own admin exports no orders;
/// three extensions do, each with its own names, and are known by them: Customer/Order/Coupon Export
/// (`order_number_formatted`, `item_sku`), Order Import Export (`order_date`, `line_item_1`) and Advanced
/// Order Export (`Order Number`, `First Name (Billing)`).
enum WooCommerceColumn: CaseIterable {
  case id, number, status, date, paidAt, completedAt, currency
  case total, subtotal, shippingTotal, tax, discount, refunded
  case email, phone, note
  case billingFirst, billingLast, billingCompany, billing1, billing2, billingCity, billingState
  case billingPostcode, billingCountry
  case shippingFirst, shippingLast, shippingCompany, shipping1, shipping2, shippingCity
  case shippingState, shippingPostcode, shippingCountry, shippingPhone
  case items, itemID, itemName, itemSKU, itemQuantity, itemPrice, itemTotal

  /// Compared without case, blanks, dashes and underscores; the first that the file has counts.
  var headings: [String] {
    switch self {
    case .id: ["order_id", "id"]
    case .number: ["order_number_formatted", "order_number"]
    case .status: ["status", "order_status"]
    case .date: ["date", "order_date", "date_created"]
    case .paidAt: ["paid_date", "date_paid"]
    case .completedAt: ["completed_date", "date_completed"]
    case .currency: ["order_currency", "currency"]
    case .total: ["order_total", "order_total_amount"]
    case .subtotal: ["order_subtotal", "order_subtotal_amount"]
    case .shippingTotal: ["shipping_total", "order_shipping_amount"]
    case .tax: ["tax_total", "order_total_tax_amount"]
    case .discount: ["discount_total", "cart_discount", "cart_discount_amount"]
    case .refunded: ["refunded_total", "order_refund_amount"]
    case .email: ["billing_email", "customer_email", "email_(billing)"]
    case .phone: ["billing_phone", "phone_(billing)"]
    case .note: ["customer_note"]
    case .billingFirst: ["billing_first_name", "first_name_(billing)"]
    case .billingLast: ["billing_last_name", "last_name_(billing)"]
    case .billingCompany: ["billing_company", "company_(billing)"]
    case .billing1: ["billing_address_1", "address_1_(billing)", "address_1&2_(billing)"]
    case .billing2: ["billing_address_2", "address_2_(billing)"]
    case .billingCity: ["billing_city", "city_(billing)"]
    case .billingState: ["billing_state_code", "billing_state", "state_code_(billing)"]
    case .billingPostcode: ["billing_postcode", "postcode_(billing)"]
    case .billingCountry: ["billing_country", "country_code_(billing)"]
    case .shippingFirst: ["shipping_first_name", "first_name_(shipping)"]
    case .shippingLast: ["shipping_last_name", "last_name_(shipping)"]
    case .shippingCompany: ["shipping_company", "company_(shipping)"]
    case .shipping1: ["shipping_address_1", "address_1_(shipping)", "address_1&2_(shipping)"]
    case .shipping2: ["shipping_address_2", "address_2_(shipping)"]
    case .shippingCity: ["shipping_city", "city_(shipping)"]
    case .shippingState: ["shipping_state_code", "shipping_state", "state_code_(shipping)"]
    case .shippingPostcode: ["shipping_postcode", "postcode_(shipping)"]
    case .shippingCountry: ["shipping_country", "country_code_(shipping)"]
    case .shippingPhone: ["shipping_phone", "phone_(shipping)"]
    case .items: ["line_items"]
    case .itemID: ["item_id", "item_#"]
    case .itemName: ["item_name", "name"]
    case .itemSKU: ["item_sku", "sku"]
    case .itemQuantity: ["item_quantity", "quantity"]
    case .itemPrice: ["item_price", "item_cost"]
    case .itemTotal: ["item_total", "order_line_total", "order_line_(w/o_tax)"]
    }
  }

  /// What all names are compared by.
  static func plain(_ text: String) -> String {
    text.lowercased().filter { !" -_".contains($0) }
  }
}
