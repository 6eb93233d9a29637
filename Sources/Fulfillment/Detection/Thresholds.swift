/// The fixed deadlines behind the rules: seeds where history is too thin, each editable in the
/// configuration under `[thresholds]` by the name of its rule.
package struct Thresholds: Hashable, Sendable {
  /// `payment.pending`: customer payment not captured.
  package var paymentPending = Span.hours(24)
  /// `purchase.unsent`: paid and mapped, nothing bought.
  package var purchaseUnsent = Span.hours(2)
  /// `order.stale`: paid, and still not bought.
  package var orderStale = Span.days(3)
  /// `purchase.unknown`: sent, outcome not known.
  package var purchaseUnknown = Span.seconds(90)
  /// `purchase.unpaid`: accepted, and the supplier waits for our money.
  package var purchaseUnpaid = Span.hours(12)
  /// `purchase.unacknowledged`: bought, supplier silent.
  package var purchaseUnacknowledged = Span.hours(24)
  /// `dispatch.late`: no carrier scan; days, used where the supplier promises no handling time.
  package var dispatchLate = Span.days(3)
  /// `tracking.missing`: said to be shipped, no number.
  package var trackingMissing = Span.days(3)
  /// `tracking.unscanned`: number, no carrier scan; business days.
  package var trackingUnscannedBusinessDays = 4
  /// `transit.stalled`: moved, then silent; business days, inside one country and across a border.
  package var stalledDomesticBusinessDays = 3
  package var stalledForeignBusinessDays = 7
  /// `delivery.pickup`: waiting at a pickup point.
  package var deliveryPickup = Span.days(3)
  /// `parcel.lost`: no news at all.
  package var parcelLost = Span.days(45)
  /// `dispute.due`: that long before evidence is due.
  package var disputeDue = Span.hours(72)
  /// `return.waiting`: a return waits for a decision.
  package var returnWaiting = Span.hours(24)
  /// `refund.overdue`: a return is approved and the money not sent back.
  package var refundOverdue = Span.hours(48)
  /// `claim.closing`: that long before the window to claim shuts.
  package var claimClosing = Span.days(3)
  /// `feed.stale`: that many times the source's cadence without a good pull.
  package var feedStaleCadences = 2
  /// Rules that the operator wrote, looked at after the built-in ones.
  package var ownRules: [OwnRule] = []
  /// What suppliers, platforms, carriers and insurers say of claims; none: nothing is known of windows.
  package var policies: [ClaimPolicy] = []
  /// Week-ends and holidays by country, for limits in business days.
  package var calendars = WorkCalendars()
  /// What customers are promised where their shop tells no day; the first that fits counts.
  package var promises: [Promise] = []
  /// What payment services keep; the first that names a storefront counts.
  package var paymentFees: [PaymentFee] = []

  /// `price.rise`: a supplier may charge so much more than was planned, in hundredths of a percent.
  package var chargeTolerance = 200
  /// `order.address`: suppliers that deliver to a PO box or a forwarder (`RoutingPolicy.postBoxes`).
  package var postBoxes: [String] = []

  package init() {}
}
