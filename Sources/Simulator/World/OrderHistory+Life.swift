import Fulfillment

extension OrderHistory {
  /// What is known of a life at that time, without any wire format between.
  init(_ life: Life, at now: Timestamp, source: String) {
    let state = ShopState(life, at: now)
    let purchases = life.purchases.filter { $0.placedAt <= now }
    var events: [String: [TrackingEvent]] = [:]
    for purchase in purchases {
      for given in purchase.numbers where given.at <= now {
        let parcel = purchase.parcels[given.parcel]
        guard !parcel.scans.isEmpty else { continue }
        events[parcel.number] = parcel.known(at: now).map { TrackingEvent($0, source: source) }
      }
    }
    self.init(
      order: Order(life, state),
      purchases: purchases.map { PurchaseOrder($0, of: life, at: now) },
      events: events.filter { !$0.value.isEmpty })
  }
}

extension TrackingEvent {
  fileprivate init(_ scan: Scan, source: String) {
    self.init(
      occurredAt: scan.at, recordedAt: scan.knownAt, status: scan.kind.trackingStatus,
      message: scan.kind.message, location: scan.kind == .label ? "" : scan.city,
      country: scan.kind == .label ? "" : scan.country, source: source)
  }
}

extension PurchaseOrder {
  fileprivate init(_ purchase: Purchase, of life: Life, at now: Timestamp) {
    let parcel = purchase.parcel(at: now)
    let shippedAt = purchase.reached("SHIPPED", by: now)
    let state: PurchaseState =
      switch purchase.status(at: now) {
      case "CREATED", "IN_CART": .placed
      case "UNPAID": .unpaid
      case "UNSHIPPED": .acknowledged
      case "PART_SHIPPED", "SHIPPED": .shipped
      case "DELIVERED": .delivered
      case "CANCELLED": .cancelled
      default: .unclear
      }
    self.init(
      supplier: purchase.supplier, number: purchase.number, reference: String(life.id),
      state: state,
      cost: Money(minor: Int64(purchase.productCost + purchase.postage), currency: .usd),
      placedAt: purchase.placedAt, acknowledgedAt: purchase.reached("UNSHIPPED", by: now),
      shipments: parcel.map {
        [Shipment(number: $0.number, carrier: $0.carrier.easyPostName, shippedAt: shippedAt)]
      } ?? [])
  }
}

extension Order {
  fileprivate init(_ life: Life, _ state: ShopState) {
    let cart = life.cart
    func money(_ minor: Int) -> Money { Money(minor: Int64(minor), currency: cart.currency) }
    let refunded = state.refunds.reduce(0) { $0 + $1.amount }
    let isFulfilled = state.completedAt != nil
    self.init(
      externalID: String(life.id), name: "#\(life.id)", placedAt: life.placedAt,
      updatedAt: state.modifiedAt, payment: Order.payment(state, refunded, cart.total),
      paidAt: state.paidAt,
      cancelledAt: ["cancelled", "trash"].contains(state.status) ? state.modifiedAt : nil,
      fulfillment: isFulfilled ? .fulfilled : .unfulfilled, fulfilledAt: state.completedAt,
      currency: cart.currency, subtotal: money(cart.lines.reduce(0) { $0 + $1.subtotal }),
      shipping: money(cart.shipping), tax: money(cart.tax), discount: money(cart.discount),
      total: money(cart.total), refunded: refunded == 0 ? nil : money(refunded),
      customerName: life.customer.first + " " + life.customer.last, email: life.customer.email,
      phone: life.customer.address.phone, shipTo: state.address,
      lines: cart.lines.enumerated().map { position, line in
        OrderLine(
          externalID: String(life.id * 10 + position), sku: line.sku, title: line.product.title,
          quantity: line.quantity, price: money(line.total / line.quantity),
          fulfilled: isFulfilled)
      },
      shipments: [state.tracking].compactMap(\.self).map {
        Shipment(
          number: $0.number, carrier: $0.carrier.easyPostName, shippedAt: state.completedAt)
      } + state.told,
      returns: state.returnAsk.map { asked in
        [
          ReturnRequest(
            externalID: "r1", requestedAt: asked.at,
            requestedBy: life.customer.first + " " + life.customer.last,
            reason: asked.ask.reason,
            items: [.init(sku: asked.ask.sku, quantity: asked.ask.quantity)],
            amount: money(asked.ask.amount),
            state: state.status == "return-requested" ? .requested : .withdrawn,
            photos: asked.ask.photos(of: life.id))
        ]
      } ?? [])
  }

  private static func payment(_ state: ShopState, _ refunded: Int, _ total: Int) -> PaymentState {
    guard state.paidAt != nil else {
      return state.status == "cancelled" || state.status == "trash" ? .voided : .pending
    }
    if state.status == "refunded" || refunded >= total { return .refunded }
    return refunded > 0 ? .partiallyRefunded : .paid
  }
}
