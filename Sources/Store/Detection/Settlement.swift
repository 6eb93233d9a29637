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

  /// `facts` are the order's, folded.
  init(_ order: LoadedOrder, _ facts: OrderFacts) {
    (id, kept) = (order.id, order.kept)
    let tracks = facts.tracks
    derived = Derived(
      facts, tracks, orderDigest: order.digest, offeredBy: order.offeredBy, tags: order.tags)
    forgetsChange =
      !facts.changedAfterPurchase.isEmpty && !facts.purchases.contains(where: \.state.isLive)
    for (kept, track) in zip(order.shipments, tracks) where track.status != kept.status {
      parcels.append((kept.id, track.status))
    }
    guard !order.purchases.isEmpty else { return }
    // A storefront's parcel of an order with one purchase can only be that purchase's.
    let bought = order.purchases.filter(\.isBought)
    let only = bought.count == 1 ? bought[0].id : nil
    for kept in order.purchases {
      let own = zip(order.shipments, tracks)
        .filter { ($0.0.purchaseID ?? only) == kept.id }.map(\.1)
      let scannedAt = own.compactMap(\.firstScanAt).min()
      let ends = own.map { $0.status == .delivered ? $0.statusSince : nil }
      let deliveredAt = ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
      if scannedAt != kept.scannedAt || deliveredAt != kept.deliveredAt {
        purchases.append((kept.id, scannedAt, deliveredAt))
      }
    }
  }
}
