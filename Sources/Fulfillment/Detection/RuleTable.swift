/// Every rule about an order, most urgent first. A new rule is one value in `Rules/` and one line here.
package let ruleTable: [Rule] = written.map { rule in
  var rule = rule
  rule.needs = Signs.needed(by: rule.id)
  return rule
}

private let written: [Rule] = [
  .disputeDue,
  .purchaseUnknown, .claimClosing, .parcelReturned,
  .parcelReturning, .parcelDamaged, .parcelLost, .transitCustoms, .deliveryFailed,
  .deliveryElsewhere,
  .deliveryDisputed,
  .refundOverdue, .orderChanged, .purchaseRejected, .purchaseCancelled, .orderStale,
  .orderDuplicate,
  .orderAddress, .orderUnmapped, .orderBlocked, .stockOut, .purchaseUnsent, .purchaseUnpaid,
  .purchaseUnacknowledged, .dispatchLate,
  .trackingMissing, .trackingInvalid, .trackingUnscanned, .deliveryPickup, .returnWaiting,
  .transitStalled, .transitDelayed, .paymentPending, .priceRise,
]

/// The rules whose limit the operator's own history can set. Of these alone it is worth saying which of
/// the two spoke.
package let learningRules: Set = [
  "dispatch.late", "tracking.unscanned", "transit.stalled", "transit.delayed", "parcel.lost",
]
