package import Fulfillment
internal import GRDB

extension Store {
  /// Evaluates up to `limit` orders whose next check is due, longest overdue first, and every account
  /// that is pulled. Writes only what changes. Call again while `hasMore`.
  package func detect(
    thresholds: Thresholds, limit: Int, now: Timestamp
  ) throws -> DetectionResult {
    let isIdle = try read("can't look for due orders") { database in
      try database.number(
        "SELECT 1 FROM customerOrder WHERE nextCheckAt <= ? LIMIT 1", now.milliseconds) == nil
        && Store.feeds(database).isEmpty
    }
    guard !isIdle else { return DetectionResult() }
    return try work("can't look for exceptions", now: now) { work in
      let due = try work.database.numbers(
        "SELECT id FROM customerOrder WHERE nextCheckAt <= ? ORDER BY nextCheckAt LIMIT ?",
        [now.milliseconds, limit + 1])
      var result = DetectionResult(
        examined: min(due.count, limit), hasMore: due.count > limit)
      let feeds = try Feeds(work.database)
      for id in due.prefix(limit) {
        try work.detect(id, feeds, thresholds, &result)
      }
      for feed in try Store.feeds(work.database) {
        try work.detect(feed, thresholds, &result)
      }
      return result
    }
  }

  private static func feeds(_ database: Database) throws -> [Feed] {
    try database.rows(
      """
      SELECT id, name, freshAt, firstDueAt, ifnull(cadence, 0) FROM account
      WHERE cadence IS NOT NULL OR EXISTS (
        SELECT 1 FROM orderException e WHERE e.accountID = account.id
        AND e.state NOT IN ('resolved', 'cleared'))
      """
    ) {
      Feed(
        id: try $0.number(),
        facts: FeedFacts(
          account: try $0.text(), freshAt: try $0.timeOrNil(), since: try $0.time(),
          cadence: .milliseconds(try $0.number())))
    }
  }
}

private struct Feed {
  var id: Int64
  var facts: FeedFacts
}

extension Work {
  fileprivate mutating func detect(
    _ id: Int64, _ feeds: Feeds, _ thresholds: Thresholds, _ result: inout DetectionResult
  ) throws {
    guard var loaded = try load(id) else { return }
    let derived = try settle(loaded)
    try complete(&loaded, feeds: feeds)
    try completeRouting(&loaded)
    let subject = Subject.order(id)
    let kept = try exceptions(of: subject)
    let (findings, dueAgain) = Detector.examine(loaded.facts, thresholds, now: now)
    let hasMoved = kept.contains { $0.hasMoved(since: derived.fingerprint) }
    let after = Reconciler.reconcile(
      kept.map(\.exception), findings, hasMoved: hasMoved, now: now)
    result.count(from: kept.map(\.exception), to: after)
    try write(after, replacing: kept, of: subject, exposure: loaded.exposure)
    try showAttention(of: id, after, exposure: loaded.exposure)
    let nextCheck = [dueAgain, after.nextWake(after: now)].compactMap { $0 }.min()
    try database.run(
      "UPDATE customerOrder SET nextCheckAt = ? WHERE id = ?", nextCheck?.milliseconds, id)
  }

  fileprivate func detect(
    _ feed: Feed, _ thresholds: Thresholds, _ result: inout DetectionResult
  ) throws {
    let kept = try exceptions(of: .account(feed.id))
    let findings = Detector.findings(feed.facts, thresholds, now: now)
    guard !kept.isEmpty || !findings.isEmpty else { return }
    let after = Reconciler.reconcile(
      kept.map(\.exception), findings, hasMoved: false, now: now)
    result.count(from: kept.map(\.exception), to: after)
    try write(after, replacing: kept, of: .account(feed.id), exposure: nil)
  }
}

extension [OrderException] {
  /// When the first snooze ends.
  fileprivate func nextWake(after now: Timestamp) -> Timestamp? {
    compactMap { $0.state == .snoozed ? $0.snoozedUntil : nil }.filter { $0 > now }.min()
  }
}

extension DetectionResult {
  fileprivate mutating func count(from before: [OrderException], to after: [OrderException]) {
    for exception in after {
      let old = before.first { $0.finding.code == exception.finding.code }
      let stood = old?.state.stands ?? false
      if exception.state.stands, !stood { opened += 1 }
      if exception.state == .cleared, stood { cleared += 1 }
    }
  }
}
