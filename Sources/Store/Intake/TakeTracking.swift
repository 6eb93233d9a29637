package import Fulfillment
internal import GRDB

extension Store {
  /// Takes what a tracker said of numbers. `nextTrack` tells when to ask again for a parcel in that
  /// status of which something was last heard at that instant; nil: not any more. A report for a
  /// number that no parcel carries is refused.
  package func take(
    _ reports: [TrackingReport], from account: String,
    nextTrack: (TrackingStatus, Timestamp) -> Span?, now: Timestamp
  ) throws -> IntakeResult {
    try work("can't take tracking from " + account, now: now, by: .sync(account)) { work in
      var result = IntakeResult()
      var told: [ReportedParcel] = []
      for report in reports.map({ $0.normalised() }) {
        let parcels = try work.parcels(numbered: report.number)
        guard !parcels.isEmpty else {
          result.refused.append("tracking \(report.number): no parcel has this number")
          continue
        }
        var isNew = false
        let digest = report.digest(from: account)
        for var parcel in parcels {
          if !parcel.hasHeard(report, digest), try work.take(report, for: parcel, from: account) {
            isNew = true
          }
          parcel.report = digest
          told.append(parcel)
        }
        result.count(isNew ? .changed : .unchanged)
      }
      try work.schedule(told, nextTrack)
      return result
    }
  }

  /// Parcels whose tracking is due, longest overdue first, each number once. `isDefault`: this tracker
  /// also takes the parcels that no tracker has been told of.
  package func dueTracking(
    _ tracker: String, isDefault: Bool, limit: Int, now: Timestamp
  ) throws -> [TrackingDue] {
    try read("can't list the parcels to track") { database in
      try database.rows(
        """
        SELECT number, carrier, shippedAt, tracker IS NOT NULL FROM shipment
        WHERE nextTrackAt <= ?1 AND (tracker = ?2 OR tracker IS NULL AND ?3)
        GROUP BY number ORDER BY min(nextTrackAt) LIMIT ?4
        """, now.milliseconds, tracker, isDefault ? 1 : 0, limit
      ) {
        TrackingDue(
          shipment: Shipment(
            number: try $0.text(), carrier: try $0.text(), shippedAt: try $0.timeOrNil()),
          isRegistered: try $0.bool())
      }
    }
  }

  /// The tracker has been told of these numbers.
  package func markRegistered(_ numbers: [Shipment], tracker: String, now: Timestamp) throws {
    try write("can't note registered parcels") { database in
      for shipment in numbers {
        try database.run(
          """
          UPDATE shipment SET tracker = ?, problem = NULL
          WHERE number = ? AND nextTrackAt IS NOT NULL
          """, tracker, shipment.normalised().number)
      }
    }
  }
}

/// A parcel that a report may be about.
private struct ReportedParcel {
  var id: Int64
  var orderID: Int64
  var status: TrackingStatus?
  var problem: String?
  var hasCarrier: Bool
  /// The digest of what was last said of it.
  var report: Int64?

  /// Nothing that is said has not been taken before.
  func hasHeard(_ told: TrackingReport, _ digest: Int64) -> Bool {
    report == digest && problem == told.problem && (hasCarrier || told.carrier.isEmpty)
  }
}

extension Work {
  /// Parcels with that number which are still followed; else the newest one: carriers recycle codes.
  fileprivate func parcels(numbered number: String) throws -> [ReportedParcel] {
    guard !number.isEmpty else { return [] }
    let all = try database.rows(
      """
      SELECT id, orderID, status, problem, carrier <> '', report, nextTrackAt IS NOT NULL
      FROM shipment
      WHERE number = ? AND number <> '' ORDER BY createdAt DESC, id DESC
      """, number
    ) {
      (
        parcel: ReportedParcel(
          id: try $0.number(), orderID: try $0.number(),
          status: try $0.stateOrNil(TrackingStatus.self), problem: try $0.textOrNil(),
          hasCarrier: try $0.bool(), report: try $0.numberOrNil()),
        isFollowed: try $0.bool()
      )
    }
    let followed = all.filter(\.isFollowed).map(\.parcel)
    return followed.isEmpty ? all.prefix(1).map(\.parcel) : followed
  }

  /// Whether the report brought anything new.
  fileprivate mutating func take(
    _ report: TrackingReport, for parcel: ReportedParcel, from account: String
  ) throws -> Bool {
    var isNew = false
    for event in report.events where try append(event, to: parcel.id, source: account) {
      isNew = true
    }
    if report.events.isEmpty, report.status != .unregistered, report.status != parcel.status {
      // A status without the scan behind it is still news, at the time we heard it.
      let heard = TrackingEvent(occurredAt: now, recordedAt: now, status: report.status)
      if try append(heard, to: parcel.id, source: account) { isNew = true }
    }
    if report.problem != parcel.problem || !parcel.hasCarrier && !report.carrier.isEmpty {
      try database.run(
        """
        UPDATE shipment SET problem = ?,
          carrier = CASE carrier WHEN '' THEN ? ELSE carrier END WHERE id = ?
        """, report.problem, report.carrier, parcel.id)
      isNew = true
    }
    if isNew { touched.insert(parcel.orderID) }
    return isNew
  }

  /// When to ask again for each of these parcels. Of an order that something new came for, what is read to
  /// settle it is enough.
  fileprivate mutating func schedule(
    _ parcels: [ReportedParcel], _ nextTrack: (TrackingStatus, Timestamp) -> Span?
  ) throws {
    var known: [Int64: (track: ParcelTrack, since: Timestamp)] = [:]
    for order in try touchedOrders() {
      for (kept, track) in zip(order.shipments, order.facts.tracks) {
        known[kept.id] = (track, kept.createdAt)
      }
    }
    let update = try Scan(
      database, "UPDATE shipment SET nextTrackAt = ?2, report = ?3 WHERE id = ?1")
    for parcel in parcels {
      let (track, since) = try known[parcel.id] ?? parcelTrack(of: parcel.id)
      let next = nextTrack(track.status ?? .unregistered, track.lastHeardAt ?? since)
      try update.run([.number(parcel.id), .time(next.map { now + $0 }), .number(parcel.report)])
    }
  }

  private func parcelTrack(of shipmentID: Int64) throws -> (track: ParcelTrack, since: Timestamp) {
    let times = try database.row(
      """
      SELECT s.createdAt, o.placedAt FROM shipment s JOIN customerOrder o ON o.id = s.orderID
      WHERE s.id = ?
      """, shipmentID
    ) { (createdAt: try $0.time(), placedAt: try $0.time()) }
    guard let times else { throw Work.vanished("the parcel") }
    let events = try Facts.events(of: shipmentID, database)
    return (ParcelTrack(events, since: times.placedAt - Facts.clockMargin), times.createdAt)
  }
}
