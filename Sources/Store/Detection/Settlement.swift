internal import Fulfillment

/// What follows from the facts of an order, beside what is kept of it: only what differs is written.
struct Settlement {
  var id: Int64
  var derived: Derived
  var kept: Derived
  /// Parcels of which carriers say something new.
  var parcels: [(id: Int64, status: TrackingStatus?)] = []
  /// Purchases with new times.
  var purchases: [(id: Int64, scannedAt: Timestamp?, deliveredAt: Timestamp?)] = []
  /// What the shop changed after a purchase had left matters no more.
  var forgetsChange: Bool

  /// Something differs.
  var isNews: Bool {
    forgetsChange || !parcels.isEmpty || !purchases.isEmpty || derived != kept
  }

  /// The order's facts are folded. No initializer: the order would be copied for it with everything in it.
  static func of(_ order: LoadedOrder) -> Settlement {
    let tracks = order.facts.tracks
    var settlement = Settlement(
      id: order.id,
      derived: Derived(
        order.facts, tracks, orderDigest: order.digest, offeredBy: order.offeredBy,
        tags: order.tags),
      kept: order.kept,
      forgetsChange: !order.facts.changedAfterPurchase.isEmpty
        && !order.facts.purchases.contains { $0.state.isLive })
    for index in order.shipments.indices
    where tracks[index].status != order.shipments[index].status {
      settlement.parcels.append((order.shipments[index].id, tracks[index].status))
    }
    guard !order.purchases.isEmpty else { return settlement }
    // A storefront's parcel of an order with one purchase can only be that purchase's.
    let bought = order.purchases.indices.filter {
      order.purchases[$0].isBought && !order.purchases[$0].isReplacement
    }
    let only = bought.count == 1 ? order.purchases[bought[0]].id : nil
    for index in order.purchases.indices {
      let id = order.purchases[index].id
      var (scannedAt, deliveredAt) = (Timestamp?.none, Timestamp?.none)
      var isDelivered = true
      for place in order.shipments.indices
      where (order.shipments[place].purchaseID ?? only) == id {
        if let scan = tracks[place].firstScanAt { scannedAt = min(scannedAt ?? scan, scan) }
        if tracks[place].status == .delivered, let end = tracks[place].statusSince {
          deliveredAt = max(deliveredAt ?? end, end)
        } else {
          isDelivered = false
        }
      }
      if !isDelivered { deliveredAt = nil }
      if scannedAt != order.purchases[index].scannedAt
        || deliveredAt != order.purchases[index].deliveredAt
      {
        settlement.purchases.append((id, scannedAt, deliveredAt))
      }
    }
    return settlement
  }
}
