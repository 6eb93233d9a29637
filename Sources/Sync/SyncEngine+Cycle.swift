import Connectors
import Fulfillment
import Logging
import Store

/// Which accounts a round is about.
enum Choice: Sendable {
  /// Every one, due or not; but one whose circuit is open is left alone, and the report says so.
  case all
  /// That one, whatever its circuit says: the operator knows better.
  case only(String)
  /// Those that are due, and those asked for.
  case due(also: Set<String>)

  /// A round of `run`, where each pull has its time; else everything is read to its end.
  var isBounded: Bool {
    if case .due = self { true } else { false }
  }

  enum Verdict: Equatable { case pull, notNow, leftAlone(until: Timestamp) }

  func verdict(_ state: PullState, _ circuit: Circuit, now: Timestamp) -> Verdict {
    let condition = circuit.state(
      failures: state.failures, openUntil: state.circuitOpenUntil, now: now)
    switch self {
    case .all:
      if case .open(let until) = condition { return .leftAlone(until: until) }
      return .pull
    case .only(let name): return state.account.name == name ? .pull : .notNow
    case .due(let also):
      if also.contains(state.account.name) { return .pull }
      if case .open = condition { return .notNow }
      return state.dueAt <= now ? .pull : .notNow
    }
  }
}

extension SyncEngine {
  /// One round under the lease: pulls the chosen accounts, then detects, then releases.
  func cycle(_ choice: Choice) async throws -> SyncReport {
    let startedAt = time.now()
    var report = SyncReport(startedAt: startedAt, endedAt: startedAt)
    do {
      for role in Account.Role.allCases {
        let goesOn = report.accounts.contains { $0.account.role == .storefront && $0.hasMore }
        let pulled = try await pull(role, choice, ordersAreMissing: goesOn)
        report.accounts += pulled
        // New orders need not wait for slow trackers.
        if choice.isBounded, role == .storefront, pulled.contains(where: { $0.items > 0 }) {
          try await detect(&report.detection)
        }
      }
      let order = accounts.map(\.account.name)
      report.accounts.sort {
        order.firstIndex(of: $0.account.name) ?? 0 < order.firstIndex(of: $1.account.name) ?? 0
      }
      try await detect(&report.detection)
      try fillOutbox(&report)
    } catch is LeaseLost {
      tell(.lostLease)
      log.warning("the sync lease was lost to another process")
      report.lostLease = true
    }
    report.endedAt = time.now()
    return report
  }

  /// The accounts of one role, side by side, a few at a time. Storefronts come first, so that suppliers
  /// find their orders, and trackers last, so that they find the numbers both have told.
  /// - Parameter ordersAreMissing: a storefront goes on in the next turn. Suppliers wait for it: they
  ///   would be taken for silent on orders that came after them.
  private func pull(
    _ role: Account.Role, _ choice: Choice, ordersAreMissing: Bool
  ) async throws -> [AccountReport] {
    var reports: [AccountReport] = []
    var jobs: [(pull: AccountPull, state: PullState)] = []
    let states = Dictionary(
      try store.pullStates().map { ($0.account.name, $0) }, uniquingKeysWith: { first, _ in first })
    // A purchase whose order is still missing is refused: it must come again once the order is there.
    let shops = accounts.compactMap { states[$0.account.name] }.filter {
      $0.account.role == .storefront
    }
    // A shop is pulled before the suppliers, so only where one account is named may it be behind.
    let mayBeBehind = if case .only = choice { true } else { false }
    let now = time.now()
    let advances =
      role != .supplier
      || shops.allSatisfy {
        $0.failures == 0 && $0.freshAt != nil && (!mayBeBehind || $0.dueAt > now)
      }
    for connected in accounts where connected.account.role == role {
      guard let state = states[connected.account.name] else { continue }
      switch choice.verdict(state, policy.circuit, now: time.now()) {
      case .notNow: break
      case .pull where role == .supplier && ordersAreMissing:
        wanted.insert(connected.account.name)
      case .pull:
        // Where no cursor is kept, a pull cut short would start over each time.
        let budget = choice.isBounded && advances ? time.real(policy.roundBudget) : nil
        jobs.append((accountPull(connected, state, advances: advances, budget: budget), state))
      case .leftAlone(let until):
        let reason =
          "after \(state.failures) failures, the last: \(state.lastError)"
        reports.append(
          AccountReport(
            account: connected.account, leftAlone: "left alone until \(until.iso8601) \(reason)"))
      }
    }
    guard !jobs.isEmpty else { return reports }
    return try await withThrowingTaskGroup(of: (AccountPull, PullState, Timestamp).self) { group in
      var waiting = jobs[...]
      var running = 0
      while running > 0 || !waiting.isEmpty {
        if running < policy.concurrency, let (pull, state) = waiting.popFirst() {
          running += 1
          let startedAt = time.now()
          group.addTask {
            var pull = pull
            try await pull.run()
            return (pull, state, startedAt)
          }
          continue
        }
        guard let (pull, state, startedAt) = try await group.next() else { break }
        running -= 1
        reports.append(try finish(pull, state, startedAt))
      }
      return reports
    }
  }

  private func accountPull(
    _ connected: ConnectedAccount, _ state: PullState, advances: Bool, budget: Span?
  ) -> AccountPull {
    let name = connected.account.name
    var retry = policy.retry
    let condition = policy.circuit.state(
      failures: state.failures, openUntil: state.circuitOpenUntil, now: time.now())
    if condition != .closed { retry.attempts = 1 }
    let limit = RateLimit(perSecond: connected.requestsPerSecond / time.rate)
    let caller = Caller(
      account: connected.account, transport: transport, time: time, random: random,
      policy: policy, authenticating: connected.connection.authenticating,
      permit: { [weak self] in try await self?.permit() }, tell: tell, retry: retry,
      session: sessions[name, limit])
    let firstTracker = accounts.first { $0.account.role == .tracker }?.account.name
    return AccountPull(
      connected, store: store, cursor: state.cursor.map { Cursor($0) }, advances: advances,
      isDefaultTracker: name == firstTracker, budget: budget, caller: caller,
      folders: folders)
  }

  /// Writes what became of a pull into the account's row.
  private func finish(
    _ pull: AccountPull, _ state: PullState, _ startedAt: Timestamp
  ) throws -> AccountReport {
    let (name, report, now) = (state.account.name, pull.report, time.now())
    var outcome = PullOutcome(
      startedAt: startedAt, items: report.items, error: report.error,
      nextDueAt: report.hasMore
        ? now
        : policy.schedule.nextPull(
          cadence: pull.connected.cadence, now: now, fraction: random.fraction()),
      isComplete: pull.failure == nil && pull.isFresh, note: report.note)
    if let failure = pull.failure {
      let failures = state.failures + 1
      let opened = policy.circuit.openUntil(failures: failures, now: now, rate: time.rate)
      let retryAt = policy.schedule.nextPull(
        cadence: pull.connected.cadence, failures: failures, after: failure.after,
        isRefused: failure.error.retry == .never, now: now, fraction: random.fraction())
      outcome.circuitOpenUntil = opened
      outcome.nextDueAt = max(retryAt, opened ?? retryAt)
      log.notice(
        "pull failed", metadata: ["account": "\(name)", "error": "\(failure.error.message)"])
    }
    try store.recordPull(name, outcome, now: now)
    tell(.finished(report))
    return report
  }

  /// Steps of learning in one round at most: a file that was filled before takes many rounds, and exceptions
  /// can't wait for them.
  private static let learningSteps = 10

  /// Counts orders that were there before the figures.
  private func countFigures() async throws {
    for _ in 0..<Self.learningSteps {
      try Task.checkCancellation()
      try permit()
      guard try store.countFigures(limit: 2_000) else { return }
      await Task.yield()
    }
  }

  /// Takes over what has been seen of delays, before the rules ask for it.
  private func learnDelays() async throws {
    for _ in 0..<Self.learningSteps {
      try Task.checkCancellation()
      try permit()
      guard try store.learnDelays(limit: 2_000, now: time.now()).hasMore else { return }
      await Task.yield()
    }
  }

  /// Recomputes exceptions in slices, so that no transaction keeps others waiting for long.
  private func detect(_ total: inout DetectionResult) async throws {
    try await countFigures()
    try await learnDelays()
    while true {
      try Task.checkCancellation()
      try permit()
      let slice = try store.detect(
        thresholds: thresholds, limit: policy.detectionSlice, now: time.now())
      total.examined += slice.examined
      total.opened += slice.opened
      total.cleared += slice.cleared
      if slice.examined > 0 { tell(.detecting(examined: total.examined)) }
      guard slice.hasMore, slice.examined > 0 else { return }
      await Task.yield()
    }
  }
}
