/// Every rule about an order, most urgent first. A new rule is one value in `Rules/` and one line here.
package let ruleTable: [Rule] = [
  .parcelReturned,
  .parcelReturning, .parcelDamaged, .parcelLost, .transitCustoms, .deliveryFailed,
  .orderAddress, .orderUnmapped, .purchaseUnsent, .purchaseUnacknowledged, .dispatchLate,
  .trackingMissing, .trackingInvalid, .trackingUnscanned, .deliveryPickup, .returnWaiting,
  .transitStalled, .paymentPending,
]
