package import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How far the model has come.
package struct DelayProgress: Hashable, Sendable {
  /// Orders taken over in this step.
  package var learned: Int
  /// There is more: call again.
  package var hasMore: Bool

  package init(learned: Int = 0, hasMore: Bool = false) {
    self.learned = learned
    self.hasMore = hasMore
  }
}

extension Store {
  /// One step of learning how long stages take: takes over what at most `limit` orders have contributed since,
  /// and when nothing is left, ends every civil day before today. Nothing to do costs one small read. A file
  /// that was filled before the model was read order by order the same way; a step that is cut off is
  /// taken again.
  package func learnDelays(limit: Int, now: Timestamp) throws -> DelayProgress {
    let yesterday = max(now.day, -1_000_000) - 1
    let isIdle = try read("can't look for what delays teach") { database in
      let clock = try DelayClock.read(database)
      let isCurrent = clock.version == DelayClock.version && clock.backlog == nil
      return try isCurrent && clock.closedOn.map { $0 >= yesterday } ?? false
        && !Store.hasDelayNews(database)
    }
    guard !isIdle else { return DelayProgress() }
    let step = try write("can't learn from delays") { database in
      var work = Work(database, now: now)
      return try work.learnDelays(limit: max(1, limit), through: yesterday, connections.delays)
    }
    if let learned = step.learned { connections.delays.keep(learned) }
    return step.progress
  }

  /// Forgets what was learned, so that the next steps learn it anew from every order.
  package func relearnDelays() throws {
    try write("can't begin to learn anew") { database in
      var clock = try DelayClock.read(database)
      try Work.forget(&clock, database)
      clock.backlog = try database.number("SELECT max(id) FROM customerOrder")
      clock.revision += 1
      try clock.write(database)
    }
  }

  fileprivate static func hasDelayNews(_ database: Database) throws -> Bool {
    try database.number("SELECT 1 FROM delayLedger WHERE wanted IS NOT NULL LIMIT 1") != nil
  }
}

extension Work {
  /// Orders of a file filled before, read in one step: each is settled, which is much more than a line of
  /// the ledger.
  private static let backlogShare = 4

  fileprivate static func forget(_ clock: inout DelayClock, _ database: Database) throws {
    try database.run("DELETE FROM delayRow")
    try database.run("DELETE FROM delayLedger")
    clock.version = DelayClock.version
    clock.closedOn = nil
  }

  fileprivate mutating func learnDelays(
    limit: Int, through yesterday: Int32, _ cache: DelayCache
  ) throws -> (progress: DelayProgress, learned: Learned?) {
    var clock = try DelayClock.read(database)
    if clock.version != DelayClock.version { try startAnew(&clock) }
    try readBacklog(&clock, limit: max(1, limit / Work.backlogShare))
    var known = cache.take(clock.revision)
    if known == nil { known = try Learned.read(clock.revision, database) }
    guard var learned = known else {
      // Damaged, or of a program that counted otherwise: the orders are all there.
      try startAnew(&clock)
      clock.revision += 1
      try clock.write(database)
      return (DelayProgress(hasMore: true), nil)
    }
    let taken = try takeOver(&learned, limit: limit)
    let isMore = try taken == limit && Store.hasDelayNews(database)
    if !isMore, clock.backlog == nil { learned.model.close(through: yesterday) }
    clock.closedOn = learned.model.closedOn
    clock.revision += 1
    learned.revision = clock.revision
    try learned.store(database)
    try clock.write(database)
    return (DelayProgress(learned: taken, hasMore: isMore || clock.backlog != nil), learned)
  }

  private func startAnew(_ clock: inout DelayClock) throws {
    try Work.forget(&clock, database)
    clock.backlog = try database.number("SELECT max(id) FROM customerOrder")
  }

  /// Orders that were there before the model: settling them notes what they contribute.
  private mutating func readBacklog(_ clock: inout DelayClock, limit: Int) throws {
    guard let backlog = clock.backlog else { return }
    let ids = try database.numbers(
      "SELECT id FROM customerOrder WHERE id <= ? ORDER BY id DESC LIMIT ?", [backlog, limit])
    touched.formUnion(ids)
    try settle()
    clock.backlog = ids.count < limit ? nil : ids.last.map { $0 - 1 }
  }

  /// Brings the model in line with the ledger for up to `limit` orders; how many there were.
  private func takeOver(_ learned: inout Learned, limit: Int) throws -> Int {
    let news = try database.rows(
      """
      SELECT orderID, counted, wanted FROM delayLedger WHERE wanted IS NOT NULL
      ORDER BY orderID LIMIT ?
      """, limit
    ) { (id: try $0.number(), counted: try $0.data(), wanted: try $0.data()) }
    var lanes: [Int64: Lane] = [:]
    for entry in news {
      let counted = try DelayLedger.entries(entry.counted) { try lane($0, &lanes) }
      let wanted = try DelayLedger.entries(entry.wanted) { try lane($0, &lanes) }
      guard let counted, let wanted else { throw DelayLedger.damaged(entry.id) }
      learned.correct(counted, to: wanted)
      try database.run(
        "UPDATE delayLedger SET counted = wanted, wanted = NULL WHERE orderID = ?", entry.id)
    }
    return news.count
  }

  private func lane(_ id: Int64, _ known: inout [Int64: Lane]) throws -> Lane? {
    if let lane = known[id] { return lane }
    let lane = try database.row(
      "SELECT supplier, origin, destination, area, method, quoted FROM delayLane WHERE id = ?",
      id
    ) {
      Lane(
        supplier: try $0.text(), origin: try $0.text(), destination: try $0.text(),
        area: try $0.text(), method: try $0.text(), quoted: try $0.text())
    }
    known[id] = lane
    return lane
  }
}

extension Learned {
  /// Takes back what no longer holds and counts what is new; a stay that went on and has ended is ended.
  mutating func correct(_ counted: DelayEntries, to wanted: DelayEntries) {
    var open = counted.stays
    for entry in wanted.stays {
      if let same = open.firstIndex(of: entry) {
        open.remove(at: same)
      } else if let before = open.firstIndex(where: { $0.goesOn(as: entry) }) {
        open.remove(at: before)
        model.end(entry.stay)
      } else {
        model.count(entry.stay)
      }
    }
    for entry in open { model.withdraw(entry.stay) }
    var waits = counted.waits
    for wait in wanted.waits {
      if let same = waits.firstIndex(of: wait) {
        waits.remove(at: same)
      } else {
        self.waits.count(wait)
      }
    }
    for wait in waits { self.waits.count(wait, times: -1) }
  }
}

extension DelayEntries.Stay {
  /// The same stay, which had not ended yet.
  fileprivate func goesOn(as later: Self) -> Bool {
    stay.left == nil && unit == later.unit && stay.stage == later.stay.stage
      && stay.lane == later.stay.lane && stay.entered == later.stay.entered
  }
}

extension DelayLedger {
  fileprivate static func damaged(_ orderID: Int64) -> StoreError {
    StoreError(
      .corrupt, what: "can't learn from delays",
      why: "what order id:\(orderID) has contributed can't be read",
      remedy: "run `supercargo doctor --relearn`")
  }
}
