package import Fulfillment
internal import Foundation
internal import GRDB

extension Store {
  /// Orders evaluated in one transaction at most, so that nobody else waits long to write and little is
  /// done again after a kill.
  private static let transaction = 20_000

  /// Evaluates up to `limit` orders whose next check is due, longest overdue first, and every account
  /// that is pulled. Writes only what changes. Call again while `hasMore`.
  package func detect(
    thresholds: Thresholds, limit: Int, now: Timestamp
  ) throws -> DetectionResult {
    let isIdle = try read("can't look for due orders") { database in
      let due = try database.number(
        "SELECT 1 FROM orderCheck WHERE at <= ? LIMIT 1", now.milliseconds)
      guard due == nil else { return false }
      return try Feed.all(database).allSatisfy { try $0.news(database, thresholds, now) == nil }
    }
    guard !isIdle else { return DetectionResult() }
    let limit = min(limit, Store.transaction)
    return try work("can't look for exceptions", now: now) { work in
      let due = try work.database.numbers(
        "SELECT orderID FROM orderCheck WHERE at <= ? ORDER BY at, orderID LIMIT ?",
        [now.milliseconds, limit + 1])
      var result = DetectionResult(
        examined: min(due.count, limit), hasMore: due.count > limit)
      let evaluator = Evaluator(
        feeds: try Feeds(work.database),
        recourse: RecourseBook(thresholds.policies),
        delays: try Delays.load(work.database, connections.delays, now: now),
        thresholds: thresholds, now: now)
      let writer = try EvaluationWriter(work)
      try evaluate(due.prefix(limit).sorted(), evaluator, work) { try writer.write($0, &result) }
      for feed in try Feed.all(work.database) {
        guard let news = try feed.news(work.database, thresholds, now) else { continue }
        result.count(from: news.kept.map(\.exception), to: news.after)
        try work.write(
          news.after, replacing: news.kept, of: .account(feed.id), exposure: nil)
      }
      return result
    }
  }

  /// Evaluates orders and hands over what they come to, in their order. Many are evaluated by several
  /// readers: nobody else can write while this transaction lasts, so all of them see what it saw when it
  /// began, and evaluating reads nothing that it writes.
  private func evaluate(
    _ ids: [Int64], _ evaluator: Evaluator, _ work: Work, take: ([Evaluation]) throws -> Void
  ) throws {
    let size = 1000
    let readers = min(ProcessInfo.processInfo.activeProcessorCount, Opening.evaluators)
    guard ids.count > size, readers > 1 else {
      let loader = try Loader(work.database, work.offers, now: work.now)
      var evaluator = evaluator
      for start in stride(from: 0, to: ids.count, by: size) {
        let part = ids[start..<min(start + size, ids.count)]
        try take(try evaluator.evaluate(part, loader))
      }
      return
    }
    let parts = (ids.count + size - 1) / size
    let conveyor = Conveyor<[Evaluation]>(parts: parts)
    let group = DispatchGroup()
    let pool = try pool
    for _ in 0..<readers {
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        do {
          try pool.read { database in
            let loader = try Loader(database, OfferBook(database), now: evaluator.now)
            var evaluator = evaluator
            while let part = conveyor.start() {
              let share = ids[part * size..<min((part + 1) * size, ids.count)]
              conveyor.finish(part, try evaluator.evaluate(share, loader))
            }
          }
        } catch {
          conveyor.fail(error)
        }
      }
    }
    defer { group.wait() }
    do {
      for part in 0..<parts { try take(try conveyor.take(part)) }
    } catch {
      conveyor.fail(error)
      throw error
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

/// Writes what orders come to: for most of them only when to look again.
private final class EvaluationWriter {
  private let work: Work
  private let later: Scan
  private let never: Scan

  init(_ work: Work) throws {
    self.work = work
    later = try Scan(work.database, "UPDATE orderCheck SET at = ?2 WHERE orderID = ?1")
    never = try Scan(work.database, "DELETE FROM orderCheck WHERE orderID = ?1")
  }

  func write(_ evaluations: [Evaluation], _ result: inout DetectionResult) throws {
    for evaluation in evaluations {
      if let news = evaluation.news {
        if news.settlement.isNews { try work.write(news.settlement) }
        if let recourse = news.recourse {
          try RecourseRows.write(recourse, of: evaluation.id, work.database)
        }
        if !news.after.isEmpty {
          result.count(from: news.before.map(\.exception), to: news.after)
          try work.write(
            news.after, replacing: news.before, of: .order(evaluation.id),
            exposure: news.exposure)
        }
        try work.show(
          news.attention, replacing: news.attended, of: evaluation.id,
          hundredths: news.exposure?.money(news.after)?.hundredths)
      }
      if let next = evaluation.nextCheck {
        try later.run(evaluation.id, next.milliseconds)
      } else {
        try never.run(evaluation.id)
      }
    }
  }
}

extension DetectionResult {
  fileprivate mutating func count(from before: [OrderException], to after: [OrderException]) {
    for exception in after {
      let old = before.first { $0.finding.code == exception.finding.code }
      let stood = old?.state.stands ?? false
      // What comes back soon after it was cleared is the same breach, and no news.
      if exception.state.stands, !stood, exception.since != old?.since { opened += 1 }
      if exception.state == .cleared, stood { cleared += 1 }
    }
  }
}
