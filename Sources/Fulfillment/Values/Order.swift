/// What the customer's payment is, as the storefront tells it.
package enum PaymentState: String, CaseIterable, Sendable {
  case pending, authorized, paid, partiallyPaid, partiallyRefunded, refunded, voided, unknown

  /// Money for the order has been captured and not all sent back.
  package var isCaptured: Bool {
    switch self {
    case .paid, .partiallyPaid, .partiallyRefunded: true
    case .pending, .authorized, .refunded, .voided, .unknown: false
    }
  }
}

/// What the seller has told the storefront: the merchant status, never the carrier's.
package enum FulfillmentState: String, CaseIterable, Sendable {
  case unfulfilled, partial, fulfilled
}

/// Where to ship. All fields as received; blank where the source has nothing.
package struct Address: Hashable, Sendable {
  package var name = ""
  package var company = ""
  package var line1 = ""
  package var line2 = ""
  package var city = ""
  /// Province or state, as the source writes it.
  package var province = ""
  package var postcode = ""
  /// ISO 3166-1 alpha-2 where the source gives one.
  package var country = ""
  package var phone = ""

  package init() {}

  package init(
    name: String = "", company: String = "", line1: String = "", line2: String = "",
    city: String = "", province: String = "", postcode: String = "", country: String = "",
    phone: String = ""
  ) {
    self.name = name
    self.company = company
    self.line1 = line1
    self.line2 = line2
    self.city = city
    self.province = province
    self.postcode = postcode
    self.country = country
    self.phone = phone
  }
}

/// One thing bought.
package struct OrderLine: Hashable, Sendable {
  /// The storefront's id of the line, or its position (`1`, `2`) where it has none. Unique in the order.
  package var externalID: String
  package var sku: String
  package var title: String
  package var quantity: Int
  /// Price of one; nil where the source does not tell (some exports).
  package var price: Money?
  package var requiresShipping: Bool
  /// The storefront says this line is fulfilled.
  package var fulfilled: Bool

  package init(
    externalID: String, sku: String, title: String, quantity: Int, price: Money?,
    requiresShipping: Bool = true, fulfilled: Bool = false
  ) {
    self.externalID = externalID
    self.sku = sku
    self.title = title
    self.quantity = quantity
    self.price = price
    self.requiresShipping = requiresShipping
    self.fulfilled = fulfilled
  }
}

/// An order as its storefront tells it, whatever the storefront: what `Intake` compares and stores.
package struct Order: Hashable, Sendable {
  /// The storefront's id; unique within the storefront.
  package var externalID: String
  /// As the shop shows it: `#1001`.
  package var name: String
  package var placedAt: Timestamp
  /// Last change by the storefront's clock; nil where the source has none (CSV).
  package var updatedAt: Timestamp?
  package var payment: PaymentState
  package var paidAt: Timestamp?
  package var cancelledAt: Timestamp?
  package var fulfillment: FulfillmentState
  package var fulfilledAt: Timestamp?
  /// Delivery date promised to the customer.
  package var promisedAt: Timestamp?
  package var currency: Currency
  /// Each nil where the source does not tell.
  package var subtotal: Money?
  package var shipping: Money?
  package var tax: Money?
  package var discount: Money?
  package var total: Money?
  package var refunded: Money?
  package var customerName: String
  package var email: String
  package var phone: String
  package var shipTo: Address
  package var lines: [OrderLine]
  package var note: String
  package var tags: [String]
  /// Parcels the storefront itself knows of.
  package var shipments: [Shipment]
  /// Returns the customer asked for through the storefront.
  package var returns: [ReturnRequest]

  package init(
    externalID: String, name: String, placedAt: Timestamp, updatedAt: Timestamp? = nil,
    payment: PaymentState, paidAt: Timestamp? = nil, cancelledAt: Timestamp? = nil,
    fulfillment: FulfillmentState = .unfulfilled, fulfilledAt: Timestamp? = nil,
    promisedAt: Timestamp? = nil, currency: Currency, subtotal: Money? = nil,
    shipping: Money? = nil, tax: Money? = nil, discount: Money? = nil, total: Money? = nil,
    refunded: Money? = nil, customerName: String = "", email: String = "", phone: String = "",
    shipTo: Address = Address(), lines: [OrderLine] = [], note: String = "", tags: [String] = [],
    shipments: [Shipment] = [], returns: [ReturnRequest] = []
  ) {
    self.externalID = externalID
    self.name = name
    self.placedAt = placedAt
    self.updatedAt = updatedAt
    self.payment = payment
    self.paidAt = paidAt
    self.cancelledAt = cancelledAt
    self.fulfillment = fulfillment
    self.fulfilledAt = fulfilledAt
    self.promisedAt = promisedAt
    self.currency = currency
    self.subtotal = subtotal
    self.shipping = shipping
    self.tax = tax
    self.discount = discount
    self.total = total
    self.refunded = refunded
    self.customerName = customerName
    self.email = email
    self.phone = phone
    self.shipTo = shipTo
    self.lines = lines
    self.note = note
    self.tags = tags
    self.shipments = shipments
    self.returns = returns
  }
}

/// Where an order stands, derived from its facts (`OrderState.of`), never set by hand.
package enum OrderState: String, CaseIterable, Sendable {
  /// The customer has not paid.
  case unpaid
  /// Paid, nothing bought yet.
  case ready
  /// Bought from a supplier who has not answered yet.
  case ordered
  /// The supplier accepted it.
  case processing
  /// A parcel is said to be on its way, no carrier scan yet.
  case shipped
  case transit
  case pickup
  case delivered
  case returning
  case returned
  case lost
  case cancelled
  case refunded
  /// The storefront says fulfilled and nobody told a tracking number.
  case fulfilled

  /// Nothing more is expected to happen.
  package var isFinal: Bool {
    switch self {
    case .delivered, .returned, .lost, .cancelled, .refunded, .fulfilled: true
    case .unpaid, .ready, .ordered, .processing, .shipped, .transit, .pickup, .returning: false
    }
  }
}
