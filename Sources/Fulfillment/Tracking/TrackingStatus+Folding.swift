extension TrackingStatus {
  /// Which of two statuses of one instant is believed: the one further along.
  var progress: Int {
    switch self {
    case .unregistered: 0
    case .label: 1
    case .cancelled: 2
    case .pickedUp: 3
    case .inTransit: 4
    case .customs: 5
    case .delayed: 6
    case .outForDelivery: 7
    case .pickup: 8
    case .attemptFailed: 9
    case .exception: 10
    case .expired: 11
    case .returning: 12
    case .lost: 13
    case .delivered: 14
    case .returned: 15
    }
  }

  /// Later news that overturns a delivery or a return already reported; any other is an echo
  /// (carriers repeat hub scans and trackers drop a finished number to "unknown").
  fileprivate func overturns(_ end: TrackingStatus) -> Bool {
    switch self {
    case .delivered, .returned: true
    case .returning, .attemptFailed, .exception, .lost: end == .delivered
    default: false
    }
  }
}

extension TrackingEvent {
  /// When it happened as far as it can be believed: a carrier's clock may run ahead, but nothing
  /// happens after it was recorded.
  package var happenedAt: Timestamp { min(occurredAt, recordedAt) }

  /// A total order by time, so that the same events in any order fold to the same thing.
  fileprivate func precedes(_ other: TrackingEvent) -> Bool {
    if happenedAt != other.happenedAt { return happenedAt < other.happenedAt }
    if occurredAt != other.occurredAt { return occurredAt < other.occurredAt }
    if status != other.status { return status.progress < other.status.progress }
    return (message, location, country) < (other.message, other.location, other.country)
  }
}

/// What the events of one parcel come to. Neither the order of the events nor repeated ones matter.
package struct ParcelTrack: Hashable, Sendable {
  /// Newest believed status; nil before the first event.
  package var status: TrackingStatus?
  /// The event that says so.
  package var newest: TrackingEvent?
  /// Since when that status has held without another between.
  package var statusSince: Timestamp?
  /// First time the carrier handled the parcel.
  package var firstScanAt: Timestamp?
  /// Last time the carrier handled the parcel.
  package var lastMovedAt: Timestamp?
  /// Last time anything at all was said.
  package var lastHeardAt: Timestamp?
  /// Countries of the scans, where known.
  package var countries: Set<String>

  /// Folds events; those that happened before `start` belong to another parcel that once had the
  /// number (carriers recycle codes) and are left out.
  package init(_ events: [TrackingEvent], since start: Timestamp? = nil) {
    countries = []
    let order = ParcelTrack.order(of: events, since: start)
    let places = 0..<(order?.count ?? events.count)
    let hasScan = places.contains { events[order?[$0] ?? $0].status.isScan }
    var (country, last) = ("", Int?.none)
    for place in places {
      let index = order?[place] ?? place
      let at = events[index].happenedAt
      lastHeardAt = at
      if events[index].status.isScan {
        if firstScanAt == nil { firstScanAt = at }
        lastMovedAt = at
        // Mostly the country of the scan before.
        if events[index].country != country {
          country = events[index].country
          if !country.isEmpty { countries.insert(country.uppercased()) }
        }
      }
      guard ParcelTrack.counts(events[index].status, after: status, hasScan: hasScan) else {
        continue
      }
      if events[index].status != status { statusSince = at }
      status = events[index].status
      last = index
    }
    newest = last.map { events[$0] }
  }

  /// The places of the parcel's own events by time; nil: all of them are its own and come so, as they nearly
  /// always do.
  private static func order(of events: [TrackingEvent], since start: Timestamp?) -> [Int]? {
    let start = start ?? Timestamp(milliseconds: .min)
    let isPlain = events.indices.allSatisfy { index in
      events[index].happenedAt >= start
        && (index == 0 || !events[index].precedes(events[index - 1]))
    }
    if isPlain { return nil }
    return events.indices.filter { events[$0].happenedAt >= start }
      .sorted { events[$0].precedes(events[$1]) }
  }

  /// Whether an event changes what is believed.
  private static func counts(
    _ status: TrackingStatus, after newest: TrackingStatus?, hasScan: Bool
  ) -> Bool {
    if hasScan, status == .unregistered || status == .label { return false }
    guard let end = newest, end == .delivered || end == .returned else { return true }
    return status.overturns(end)
  }
}
