package import Fulfillment
internal import Foundation
internal import GRDB

extension Store {
  /// Orders evaluated in one transaction at most, so that nobody else waits long to write and little is
  /// done again after a kill.
  static let transaction = 20_000

  /// Evaluates up to `limit` orders whose next check is due, longest overdue first, and every account
  /// that is pulled. Writes only what changes. Call again while `hasMore`. More than a thousand are evaluated
  /// ahead of the writer; where somebody else writes all the time, a thousand at most under the lock, so
  /// that others come in between. Given up between two transactions where the task is cancelled.
  package func detect(
    thresholds: Thresholds, limit: Int, now: Timestamp
  ) throws -> DetectionResult {
    let due = try read("can't look for due orders") { database in
      let due = try database.numbers(
        "SELECT orderID FROM orderCheck WHERE at <= ? LIMIT ?",
        [now.milliseconds, min(limit, LookAhead.least) + 1])
      guard due.isEmpty else { return due.count }
      return try Feed.all(database).contains { try $0.news(database, thresholds, now) != nil }
        ? 0 : -1
    }
    guard due >= 0 else { return DetectionResult() }
    if due > LookAhead.least, limit > LookAhead.least {
      let share = min(Store.transaction, max(LookAhead.least, limit / 4))
      let result = try lookAhead(thresholds: thresholds, limit: limit, now: now, share: share) {
        _ in try Task.checkCancellation()
      }
      if result.examined > 0 { return result }
    }
    let limit = min(limit, LookAhead.least)
    return try work("can't look for exceptions", now: now, by: .detection) { work in
      let due = try work.database.dueOrders(limit + 1, now: now)
      var result = DetectionResult(
        examined: min(due.count, limit), hasMore: due.count > limit)
      var evaluator = try newEvaluator(thresholds, work.database, now: now)
      var writer = try EvaluationWriter(work)
      let loader = try Loader(work.database, work.offers, now: now)
      try writer.write(try evaluator.evaluate(due.prefix(limit), loader), &result)
      try writer.end()
      try work.lookAtFeeds(thresholds, &result)
      return result
    }
  }

  /// Connections that evaluate beside each other.
  private var readers: Int {
    min(ProcessInfo.processInfo.activeProcessorCount, Opening.evaluators)
  }

  private func newEvaluator(
    _ thresholds: Thresholds, _ database: Database, now: Timestamp
  ) throws -> Evaluator {
    Evaluator(
      feeds: try Feeds(database), recourse: RecourseBook(thresholds.policies),
      delays: try Delays.load(database, connections.delays, now: now),
      promises: try PromiseBook(thresholds, database), thresholds: thresholds, now: now)
  }

  /// The same for many: several readers evaluate them as the store is at one moment, and what they come
  /// to is written in transactions that last no longer than writing takes. Each makes sure that nothing
  /// but this has written since that moment; else what is left is done by the next call, and where
  /// nothing could be written none was examined.
  /// - Parameters:
  ///   - share: how many orders are written in a transaction.
  ///   - told: hears after each of them what was done so far.
  func lookAhead(
    thresholds: Thresholds, limit: Int, now: Timestamp, share: Int = Store.transaction,
    told: (DetectionResult) throws -> Void = { _ in }
  ) throws -> DetectionResult {
    let limit = min(limit, LookAhead.most)
    var moment = try write("can't look for exceptions") { try WriteMoment($0) }
    let (due, evaluator) = try read("can't look for due orders") { database in
      (
        try database.dueOrders(limit + 1, now: now),
        try newEvaluator(thresholds, database, now: now)
      )
    }
    let ahead = LookAhead(
      due.prefix(limit).sorted(), share: share, evaluator)
    ahead.start(connections, readers: readers)
    defer { ahead.end() }
    var result = DetectionResult(examined: 0, hasMore: due.count > limit)
    for share in ahead.shares {
      let isUndisturbed = try work("can't look for exceptions", now: now, by: .detection) {
        work in
        guard try WriteMoment(work.database) == moment else { return false }
        var writer = try EvaluationWriter(work)
        for part in share { try writer.write(try ahead.take(part), &result) }
        try writer.end()
        if share.upperBound == ahead.parts.count { try work.lookAtFeeds(thresholds, &result) }
        // What the log is closed with is ours, too.
        try Sealing(work.database).close(at: now, by: .detection)
        moment = try WriteMoment(work.database)
        return true
      }
      guard isUndisturbed else {
        result.hasMore = true
        return result
      }
      result.examined += share.reduce(0) { $0 + ahead.parts[$1].count }
      try told(result)
    }
    return result
  }
}

extension Database {
  /// Orders to look at, longest overdue first.
  fileprivate func dueOrders(_ limit: Int, now: Timestamp) throws -> [Int64] {
    try numbers(
      "SELECT orderID FROM orderCheck WHERE at <= ? ORDER BY at, orderID LIMIT ?",
      [now.milliseconds, limit])
  }
}

extension Work {
  /// Every account that is pulled.
  fileprivate func lookAtFeeds(_ thresholds: Thresholds, _ result: inout DetectionResult) throws {
    for feed in try Feed.all(database) {
      guard let news = try feed.news(database, thresholds, now) else { continue }
      result.count(from: news.kept.map(\.exception), to: news.after)
      try write(news.after, replacing: news.kept, of: .account(feed.id), exposure: nil)
    }
  }
}

/// An account whose silence would mislead the rules.
private struct Feed {
  var id: Int64
  var facts: FeedFacts

  /// Those that are pulled, and those of which something was raised.
  static func all(_ database: Database) throws -> [Feed] {
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

  /// What was raised of it and what there is to raise; nil: the same.
  func news(
    _ database: Database, _ thresholds: Thresholds, _ now: Timestamp
  ) throws -> (kept: [KeptException], after: [OrderException])? {
    let kept = try Work(database, now: now).exceptions(of: .account(id))
    let findings = Detector.findings(facts, thresholds, now: now)
    guard !kept.isEmpty || !findings.isEmpty else { return nil }
    let before = kept.map(\.exception)
    let after = Reconciler.reconcile(before, findings, hasMoved: false, now: now)
    return after == before ? nil : (kept, after)
  }
}

extension DetectionResult {
  mutating func count(from before: [OrderException], to after: [OrderException]) {
    for exception in after {
      let old = before.first { $0.finding.code == exception.finding.code }
      let stood = old?.state.stands ?? false
      // What comes back soon after it was cleared is the same breach, and no news.
      if exception.state.stands, !stood, exception.since != old?.since { opened += 1 }
      if exception.state == .cleared, stood { cleared += 1 }
    }
  }
}
