import Console
import Foundation
import Fulfillment
import Settings
import Store
import Synchronization

/// Replays the store's own orders with rules to be tried and with those in force.
struct RuleTrialRun {
  /// A rule as it was tried and, where it is in force, as it is.
  struct Comparison {
    var title: String
    /// The limit or condition that was tried.
    var limit: String
    var tried: RuleTrial
    var inForce: RuleTrial?
    var limitInForce: String?
  }

  let store: Store
  let file: RuleFile
  let inForce: Thresholds
  let now: Timestamp

  /// Orders that are read at a time.
  private static let slice = 4000

  /// One comparison for each rule of the file.
  /// - Parameter progress: told how many orders are done; whether to go on.
  /// - Returns: nil where it was not to go on.
  func compare(
    _ query: Query, limit: Int?, progress: (Int) -> Bool
  ) throws -> [Comparison]? {
    let tried = file.codes.compactMap { TrialRule(code: $0, file.thresholds) }
    let isSame = file.thresholds == inForce
    let known = isSame ? [] : file.codes.compactMap { TrialRule(code: $0, inForce) }
    let rules = tried + known
    var trials = rules.map { RuleTrial(code: $0.rule.id) }
    var isDone = true
    try forEachSlice(query, limit: limit) { subjects in
      for (index, trial) in replayed(subjects, rules).enumerated() { trials[index].add(trial) }
      isDone = progress(trials.first?.examined ?? 0)
      return isDone
    }
    guard isDone else { return nil }
    return tried.enumerated().map { index, rule in
      let code = rule.rule.id
      let other = known.firstIndex { $0.rule.id == code }
      return Comparison(
        title: rule.rule.title, limit: Self.limit(code, file.thresholds), tried: trials[index],
        inForce: other.map { trials[tried.count + $0] },
        limitInForce: other.map { _ in Self.limit(code, inForce) })
    }
  }

  /// Every rule with what it has found and learned in this store.
  static func overview(
    _ store: Store, _ configuration: Configuration, now: Timestamp
  ) throws -> RuleOverview {
    RuleOverview(
      rules: configuration.thresholds.ruleEntries, records: try store.ruleRecords(now: now),
      learned: try store.learnedLimits(now: now))
  }

  /// A trial as the console shows it, over all orders; nil where it was not to go on.
  static func lines(
    _ scope: RuleTrialScope, _ store: Store, _ configuration: Configuration, now: Timestamp,
    progress: (Int) -> Bool
  ) throws -> [String]? {
    let rules = configuration.thresholds
    let file: RuleFile
    switch scope {
    case .inForce(let code): file = RuleFile(thresholds: rules, codes: [code])
    case .file(let path):
      let whole = path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
      file = try Configuration.ruleFile(path: whole, over: rules)
    }
    guard !file.codes.isEmpty else {
      throw Failure(
        "there is nothing to try", "\(scope.title) changes no threshold and brings no rule",
        remedy: "write [thresholds], [[rule]] or [calendar.XX] into it")
    }
    let run = RuleTrialRun(store: store, file: file, inForce: rules, now: now)
    guard let comparisons = try run.compare(.all, limit: nil, progress: progress) else {
      return nil
    }
    var lines = comparisons.flatMap { comparison in
      RuleTrialReport.lines(comparison, isBrief: false, isInForce: file.thresholds == rules) + [""]
    }
    if file.codes.contains(where: Thresholds.learning.contains) {
      lines.append(RuleTrialReport.seedsOnly)
    }
    return lines
  }

  private static func limit(_ code: String, _ thresholds: Thresholds) -> String {
    thresholds.ownRules.first { $0.code == code }?.rule.meaning ?? thresholds.limitText(of: code)
  }

  private func forEachSlice(
    _ query: Query, limit: Int?, _ body: ([TrialSubject]) throws -> Bool
  ) throws {
    var left = limit ?? .max
    if query == .all, limit == nil {
      var last: OrderID?
      while true {
        let subjects = try store.trialSubjects(after: last, limit: Self.slice, now: now)
        guard let newest = subjects.last else { return }
        guard try body(subjects) else { return }
        last = newest.order
      }
    }
    var anchor = Anchor.start
    while left > 0 {
      let window = try store.queue(
        query, sort: .newest, at: anchor, count: min(500, left), now: now)
      guard let last = window.rows.last else { return }
      guard try body(try store.trialSubjects(window.rows.map(\.id), now: now)) else { return }
      left -= window.rows.count
      guard window.hasAfter else { return }
      anchor = .after(last.id.number)
    }
  }

  /// The slice in as many parts as there are processors, each on one of them.
  private func replayed(_ subjects: [TrialSubject], _ rules: [TrialRule]) -> [RuleTrial] {
    let parts = min(ProcessInfo.processInfo.activeProcessorCount, max(1, subjects.count / 200))
    guard parts > 1 else { return RuleTrial.replay(subjects, rules, now: now) }
    let size = (subjects.count + parts - 1) / parts
    let results = Mutex<[Int: [RuleTrial]]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let own = Array(subjects.dropFirst(part * size).prefix(size))
      let trials = RuleTrial.replay(own, rules, now: now)
      results.withLock { $0[part] = trials }
    }
    var whole = rules.map { RuleTrial(code: $0.rule.id) }
    for (_, trials) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      for (index, trial) in trials.enumerated() { whole[index].add(trial) }
    }
    return whole
  }
}
