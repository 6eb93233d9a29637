import Connectors
import Fulfillment
import Store

/// Pulling a tracker: numbers that are due are made known to it where they are not, then asked for, as
/// many at a time as one call takes.
extension AccountPull {
  mutating func track(_ tracker: any Tracker) async throws {
    let batch = max(1, tracker.batch)
    var asked: Set<Shipment> = []
    while true {
      let due = try store.dueTracking(
        name, isDefault: isDefaultTracker, limit: batch * 8, now: now
      ).filter { asked.insert($0.shipment).inserted }
      // What comes back although it was just asked for is due again, but not in this pull.
      guard !due.isEmpty else { return }
      var known = due.filter(\.isRegistered).map(\.shipment)
      let new = due.filter { !$0.isRegistered }.map(\.shipment)
      for chunk in new.chunks(of: max(1, tracker.registrationBatch)) {
        if isSpent { return try leaveTheRest() }
        known += try await register(chunk, tracker)
      }
      for chunk in known.chunks(of: batch) {
        if isSpent { return try leaveTheRest() }
        let reports = try await caller.send { tracker.track(chunk, $0) }
        try await take(reports + unanswered(chunk, reports))
      }
    }
  }

  /// The numbers left simply stay due. A tracker that is behind is fresh as long as no number has
  /// waited for longer than the time between two pulls: rules that rest on a parcel's silence would
  /// otherwise believe it of parcels nobody has asked about.
  private mutating func leaveTheRest() throws {
    report.hasMore = true
    isFresh = try store.dueTracking(
      name, isDefault: isDefaultTracker, limit: 1, now: now - connected.cadence
    ).isEmpty
  }

  /// Makes numbers known and returns those that still have to be asked for: a tracker may tell what it
  /// knows in the same answer, or refuse a number.
  private mutating func register(
    _ chunk: [Shipment], _ tracker: any Tracker
  ) async throws -> [Shipment] {
    guard tracker.register(chunk, RequestContext(now: now, nonce: "")) != nil else { return chunk }
    let reports = try await caller.send { context in
      // Asked above with another context: whether numbers need registration depends on none.
      tracker.register(chunk, context) ?? tracker.track(chunk, context)
    }
    let refused = numbers(reports.filter { $0.problem != nil })
    let answered = numbers(reports)
    try await take(reports)
    let accepted = chunk.filter { !refused.contains(TrackingNumber.normalised($0.number)) }
    try store.markRegistered(accepted, tracker: name, now: now)
    report.registered += accepted.count
    return accepted.filter { !answered.contains(TrackingNumber.normalised($0.number)) }
  }

  /// A number passed over in silence would stay due for ever.
  private func unanswered(_ chunk: [Shipment], _ reports: [TrackingReport]) -> [TrackingReport] {
    let answered = numbers(reports)
    return chunk.filter { !answered.contains(TrackingNumber.normalised($0.number)) }.map {
      TrackingReport(
        number: $0.number, carrier: $0.carrier, status: .unregistered,
        problem: "\(name) says nothing of it")
    }
  }

  /// A tracker may write a number differently from how it was asked.
  private func numbers(_ reports: [TrackingReport]) -> Set<String> {
    Set(reports.map { TrackingNumber.normalised($0.number) })
  }

  private mutating func take(_ reports: [TrackingReport]) async throws {
    try await caller.permit()
    guard !reports.isEmpty else { return }
    let (schedule, now) = (caller.policy.schedule, now)
    let result = try store.take(
      reports, from: name,
      nextTrack: { status, heardAt in schedule.tracking(status, silence: now - heardAt) }, now: now)
    count(result, items: reports.count)
  }
}

extension Array {
  /// Consecutive parts of at most that many elements.
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: Swift.max(1, size)).map {
      Array(self[$0..<Swift.min($0 + Swift.max(1, size), count)])
    }
  }
}
