import Fulfillment

/// An order that a supplier's API has recorded, and everything that will become of it.
struct Booking: Sendable {
  /// One position of it.
  struct Line: Sendable {
    let product: Product
    let sku: String
    let quantity: Int
    /// US cents of one.
    let cost: Int
    /// The buyer's own name for the line.
    var reference = ""
  }

  /// An order of the supplier's own that it made of it: one, or several where it splits.
  struct Part: Sendable {
    var lines: [Line]
    var purchase: Purchase
  }

  let service: Service
  let key: String
  let at: Timestamp
  let shipTo: Address
  let course: SupplierTemper.Course
  /// The shipping method, as asked for.
  let method: String
  let carrier: Carrier
  /// As ordered, one group for each order the supplier makes of it from the start.
  let groups: [[Line]]
  var parts: [Part] = []
  var paidAt: Timestamp?
  /// Paid from the balance at the supplier, not on a page.
  var isFromBalance = false
  /// The life in the shop that it is for.
  var life: Int?

  /// US cents.
  var amount: Int { parts.reduce(0) { $0 + $1.purchase.productCost + $1.purchase.postage } }

  func isPaid(at now: Timestamp) -> Bool { paidAt.map { $0 <= now } ?? false }

  func isCancelled(at now: Timestamp) -> Bool {
    parts.allSatisfy { $0.purchase.status(at: now) == "CANCELLED" }
  }

  func placed(at now: Timestamp) -> PlacedOrder {
    PlacedOrder(
      service: service.rawValue, key: key, number: parts.first?.purchase.number ?? "",
      lines: groups.flatMap(\.self).map { .init(sku: $0.sku, quantity: $0.quantity) }, at: at,
      isPaid: isPaid(at: now), isCancelled: isCancelled(at: now))
  }
}

/// All that was ordered by request.
struct Books: Sendable {
  var bookings: [Booking] = []
  /// Position of the newest booking by service and key.
  private var byKey: [String: Int] = [:]
  /// Position of booking and part by the supplier's number.
  private var byNumber: [String: (booking: Int, part: Int)] = [:]

  mutating func add(_ booking: Booking) -> Int {
    let at = bookings.count
    bookings.append(booking)
    byKey[booking.service.rawValue + booking.key] = at
    index(at)
    return at
  }

  /// Notes the numbers of its parts.
  mutating func index(_ at: Int) {
    for (part, entry) in bookings[at].parts.enumerated() {
      byNumber[entry.purchase.number] = (at, part)
    }
  }

  func find(_ service: Service, key: String) -> Int? { byKey[service.rawValue + key] }

  func find(_ service: Service, number: String) -> (booking: Int, part: Int)? {
    byNumber[number].flatMap { bookings[$0.booking].service == service ? $0 : nil }
  }
}
