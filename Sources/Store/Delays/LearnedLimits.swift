package import Fulfillment
internal import GRDB

extension Store {
  /// Limits that history gives today, of suppliers and lanes of which enough was seen.
  /// - Parameter count: at most so many of each rule, those that rest on most first.
  package func learnedLimits(count: Int = 12, now: Timestamp) throws -> [LearnedLimit] {
    try read("can't read what was learned of delays") { database in
      guard let delays = try Delays.load(database, connections.delays, now: now) else { return [] }
      let lanes = try database.rows(
        """
        SELECT DISTINCT origin, destination, method FROM delayLane
        WHERE origin <> '' AND destination <> ''
        """
      ) {
        Lane(origin: try $0.text(), destination: try $0.text(), method: try $0.text())
      }
      let suppliers = try database.rows(
        "SELECT DISTINCT supplier, origin FROM delayLane WHERE supplier <> ''"
      ) { Lane(supplier: try $0.text(), origin: try $0.text()) }
      let all = suppliers.compactMap(delays.processing) + lanes.flatMap(delays.transit)
      return Dictionary(grouping: all, by: \.code).sorted { $0.key < $1.key }
        .flatMap { _, limits in
          limits.sorted { ($1.sample, $0.lane) < ($0.sample, $1.lane) }.prefix(count)
        }
    }
  }
}

extension Delays {
  fileprivate func processing(_ lane: Lane) -> LearnedLimit? {
    limit("dispatch.late", lane, .processing)
  }

  fileprivate func transit(_ lane: Lane) -> [LearnedLimit] {
    let waits = learned.waits.usual(lane, today: today)
    let limits = [
      ("tracking.unscanned", waits.scanDays), ("transit.stalled", waits.gapDays),
      ("parcel.lost", waits.lostDays),
    ]
    return [limit("transit.delayed", lane, .transit)].compactMap(\.self)
      + limits.compactMap { code, days in
        days.map { LearnedLimit(code: code, lane: lane.text, days: $0, sample: waits.sample) }
      }
  }

  private func limit(_ code: String, _ lane: Lane, _ stage: Stage) -> LearnedLimit? {
    let course = Course(lane: lane, stage: stage, enteredOn: today, promisedOn: nil)
    let outlook = learned.model.outlook(course, today: today)
    guard outlook.isLearned else { return nil }
    return LearnedLimit(
      code: code, lane: outlook.lane, days: Int(outlook.normalUntil - today),
      sample: outlook.sample)
  }
}
