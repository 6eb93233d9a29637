internal import Fulfillment
internal import GRDB

/// The columns of an order's row that follow from its facts.
struct Derived: Hashable {
  var state: OrderState
  var supplier: String
  /// The number of the parcel last heard of, else of the newest one.
  var tracking: String
  var trackingStatus: TrackingStatus?
  var trackedAt: Timestamp?
  /// When the last parcel was delivered, once all are.
  var deliveredAt: Timestamp?
  var fingerprint: Int64
  var tags: String
  /// The most urgent of its purchases on their way out; nil where none is.
  var purchase: Sending.State?
  /// While that is held: when the first leaves.
  var holdUntil: Timestamp?

  /// What changes with every scan.
  struct News: Hashable {
    var tracking: String
    var status: TrackingStatus?
    var trackedAt: Timestamp?
    var deliveredAt: Timestamp?
    var fingerprint: Int64
  }

  var news: News {
    News(
      tracking: tracking, status: trackingStatus, trackedAt: trackedAt, deliveredAt: deliveredAt,
      fingerprint: fingerprint)
  }

  init(_ columns: inout Columns) throws {
    state = try columns.state(Kept.order)
    supplier = try columns.text()
    tracking = try columns.text()
    trackingStatus = try columns.stateOrNil(Kept.tracking)
    trackedAt = try columns.timeOrNil()
    deliveredAt = try columns.timeOrNil()
    fingerprint = try columns.number()
    tags = try columns.text()
    purchase = try columns.stateOrNil(Kept.sending)
    holdUntil = try columns.timeOrNil()
  }

  /// `facts` are folded; `tracks`: of their parcels.
  init(
    _ facts: OrderFacts, _ tracks: [ParcelTrack], orderDigest: Int64, offeredBy: String,
    tags: String
  ) {
    // By places: a parcel or a purchase taken out of its list is copied with all its texts.
    let parcels = facts.shipments
    let awaited = tracks.indices.filter { !parcels[$0].isReplaced }
    let heard = (awaited.isEmpty ? Array(tracks.indices) : awaited).max {
      Derived.isHeardBefore((parcels[$0], tracks[$0]), (parcels[$1], tracks[$1]))
    }
    state = facts.state
    let bought = facts.purchases
    let latest = bought.lastIndex { $0.state.isLive } ?? bought.indices.last
    supplier = latest.map { bought[$0].supplier } ?? offeredBy
    tracking = heard.map { parcels[$0].number } ?? ""
    trackingStatus = heard.flatMap { tracks[$0].status }
    var isDelivered = true
    for index in tracks.indices where !parcels[index].isReplaced {
      if let at = tracks[index].lastHeardAt { trackedAt = max(trackedAt ?? at, at) }
      if tracks[index].status == .delivered, let at = tracks[index].statusSince {
        deliveredAt = max(deliveredAt ?? at, at)
      } else {
        isDelivered = false
      }
    }
    if !isDelivered { deliveredAt = nil }
    fingerprint = facts.movement(orderDigest: orderDigest)
    self.tags = tags
    purchase = facts.mostUrgent(in: state)
    if purchase == .held {
      holdUntil = facts.purchases.compactMap { $0.sending == .held ? $0.holdUntil : nil }.min()
    }
  }

  private static func isHeardBefore(
    _ left: (ShipmentFacts, ParcelTrack), _ right: (ShipmentFacts, ParcelTrack)
  ) -> Bool {
    let never = Timestamp(milliseconds: .min)
    let (leftAt, rightAt) = (left.1.lastHeardAt ?? never, right.1.lastHeardAt ?? never)
    return leftAt != rightAt ? leftAt < rightAt : left.0.createdAt < right.0.createdAt
  }
}

/// Tags in one column: names can't hold a line break, so one stands between them.
enum TagList {
  static func text(_ tags: [String]) -> String { tags.joined(separator: "\n") }
  static func tags(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension OrderFacts {
  /// Of its purchases that are not settled, and of the refused ones that nothing has replaced while
  /// something is still to be bought.
  fileprivate func mostUrgent(in state: OrderState) -> Sending.State? {
    guard purchases.contains(where: { $0.sending != nil }) else { return nil }
    let isOwed =
      !state.isFinal
      && lines.contains {
        $0.requiresShipping && !$0.fulfilled && $0.covered < $0.quantity
      }
    let byUrgency: [Sending.State] = [
      .waiting, .unknown, .claimed, .ready, .held, .proposed, .rejected,
    ]
    let states = purchases.compactMap(\.sending)
    return byUrgency.first { states.contains($0) && ($0 != .rejected || isOwed) }
  }
}
