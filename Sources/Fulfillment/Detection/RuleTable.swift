/// Every rule about an order, most urgent first. A new rule is one value in `Rules/` and one line here.
package let ruleTable: [Rule] = [
  .purchaseUnknown, .parcelReturned,
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
