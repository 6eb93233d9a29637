import Fulfillment

/// An order from the first click to the last scan, decided once at its creation; every answer of the
/// simulated world is a function of (life, now).
struct Life: Sendable {
  /// Position in the world, from 0.
  let index: Int
  /// The shop's id: ids of other posts lie between, as in a real shop.
  let id: Int
  let scenario: Scenario
  /// Trouble ends well by itself.
  let isMended: Bool
  let placedAt: Timestamp
  let customer: Customer
  let cart: Cart
  var shop: [ShopStep] = []
  var purchases: [Purchase] = []
  /// Nobody in the shop buys for it: it waits for an order at a supplier that is for it.
  var isWaiting = false
  /// Pieces bought so far for a waiting life, by product.
  var bought: [Int: Int] = [:]
  /// About when a rule with the seed thresholds should notice, and when the trouble is over.
  var trouble: Range<Timestamp>?

  /// Nothing changes after this.
  var endsAt: Timestamp {
    let shopEnd = shop.last?.at ?? placedAt
    return purchases.reduce(shopEnd) { latest, purchase in
      max(
        latest, purchase.steps.last?.at ?? latest, purchase.numbers.last?.at ?? latest,
        purchase.parcels.compactMap { $0.scans.last?.knownAt }.max() ?? latest)
    }
  }
}

/// What changes an order in the shop.
struct ShopStep: Sendable {
  let at: Timestamp
  let change: Change

  enum Change: Sendable {
    /// Payment captured; the order is `processing`.
    case paid
    case status(String)
    /// The customer corrects the address.
    case address(Address)
    /// A parcel's number is put into the tracking plugin.
    case tracking(number: String, carrier: Carrier)
    /// Minor units of the order's currency.
    case refund(Int, reason: String)
    case returnRequested(ReturnAsk)
    /// A private note: it does not touch the modification date.
    case note(String)
    /// Somebody wrote it through the API.
    case written(ShopWrite.What)
  }
}

/// What a customer wants back.
struct ReturnAsk: Sendable {
  let reason: String
  let sku: String
  let quantity: Int
  /// Minor units.
  let amount: Int

  /// Links to the customer's pictures, where there is something to be seen on them.
  func photos(of order: Int) -> [String] {
    ["Arrived broken", "Not as in the pictures"].contains(reason)
      ? (1...2).map { "https://photos.example/\(order)-\($0).jpg" } : []
  }
}

/// What was bought.
struct Cart: Sendable {
  let currency: Currency
  let lines: [Line]
  /// All in minor units of the currency. `tax` is on the lines only.
  let shipping: Int
  let tax: Int
  let coupon: String?

  struct Line: Sendable {
    let product: Product
    /// Empty for the rare product without one.
    let sku: String
    let quantity: Int
    /// For all pieces, before and after the coupon.
    let subtotal: Int
    let total: Int
    let tax: Int
  }

  var total: Int { lines.reduce(shipping + tax) { $0 + $1.total } }
  var discount: Int { lines.reduce(0) { $0 + $1.subtotal - $1.total } }
}

/// An order at a supplier.
struct Purchase: Sendable {
  /// The supplier's name.
  let supplier: String
  /// The supplier's own number.
  let number: String
  /// Positions of the lines in the cart.
  let lines: [Int]
  /// US cents.
  let productCost: Int
  let postage: Int
  let placedAt: Timestamp
  /// CJ's words: CREATED, UNPAID, UNSHIPPED, SHIPPED, DELIVERED, CANCELLED.
  var steps: [(at: Timestamp, status: String)] = []
  /// Which parcel's number the supplier gives from when on.
  var numbers: [(at: Timestamp, parcel: Int)] = []
  var parcels: [Parcel] = []

  /// The last step that has happened; nil before the purchase.
  func status(at now: Timestamp) -> String? { steps.last { $0.at <= now }?.status }

  /// When it first reached that status, if it has by now.
  func reached(_ status: String, by now: Timestamp) -> Timestamp? {
    steps.first { $0.status == status && $0.at <= now }?.at
  }

  /// The parcel whose number the supplier gives now.
  func parcel(at now: Timestamp) -> Parcel? {
    numbers.last { $0.at <= now }.map { parcels[$0.parcel] }
  }
}
