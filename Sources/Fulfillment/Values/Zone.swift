/// The clock on a wall: minutes east of UTC, and the instants at which they change.
package struct Zone: Hashable, Sendable {
  /// From that instant on it is that many minutes east of UTC.
  package struct Change: Hashable, Sendable {
    package var at: Timestamp
    package var minutes: Int

    package init(at: Timestamp, minutes: Int) { (self.at, self.minutes) = (at, minutes) }
  }

  /// Before the first change.
  private let first: Int
  /// In the order of time.
  private let changes: [Change]

  package static let utc = Zone(minutes: 0)

  /// Minutes east of UTC, summer and winter.
  package init(minutes: Int) { (first, changes) = (minutes, []) }

  /// - Parameters:
  ///   - first: minutes east of UTC before any change.
  ///   - changes: in any order.
  package init(first: Int, changes: [Change]) {
    self.first = first
    self.changes = changes.sorted { $0.at < $1.at }
  }

  /// Minutes east of UTC at that instant.
  package func minutes(at instant: Timestamp) -> Int {
    changes.last { $0.at <= instant }?.minutes ?? first
  }

  /// What the wall shows at that instant, written as if it were UTC.
  package func local(_ instant: Timestamp) -> Timestamp {
    instant + .minutes(Int64(minutes(at: instant)))
  }

  /// When the wall shows that, written as if it were UTC; of two such instants either, and where the
  /// clocks are put forward past it an instant beside it.
  package func instant(local: Timestamp) -> Timestamp {
    let guess = local - .minutes(Int64(minutes(at: local)))
    return local - .minutes(Int64(minutes(at: guess)))
  }
}
