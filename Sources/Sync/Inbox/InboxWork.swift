import Connectors
package import Fulfillment
package import Logging
package import Store

/// What one round over the waiting deliveries did.
package struct InboxReport: Hashable, Sendable {
  /// Another process takes the deliveries of this store: who. Nothing was done.
  package var heldBy: String?
  package var taken = 0
  package var failed = 0
  /// Left for the next round.
  package var postponed = 0

  package init() {}

  /// Something in the store may have changed.
  package var hasNews: Bool { taken > 0 }
}

/// Takes deliveries that were kept: each goes the way that the same news would go if they had been
/// pulled. What can't be read is marked so and keeps nobody waiting. Any number of processes may keep
/// deliveries; a lease lets one of them take.
package actor InboxWork {
  private let store: Store
  private let readers: [String: (reader: any WebhookReading, role: Account.Role)]
  private let time: any Clock
  private let holder: String
  private let policy: SyncPolicy
  private let log: Logger
  private let hasNews: @Sendable () async -> Void
  private let alarm = Alarm()
  private var lease: Lease?
  private var toldAt: Timestamp?
  /// When an account was last made due by a hint.
  private var hastened: [String: Timestamp] = [:]
  private var prunedAt: Timestamp?

  package static let leaseName = "inbox"
  /// Tries of one delivery before it is given up.
  private static let attempts = 5
  /// Between two pulls that hints bring about, and between two calls of `hasNews`.
  private static let pause = Span.seconds(10)
  private static let breath = Span.seconds(1)
  /// How often it is looked for what other processes have kept, and for what is to be deleted.
  private static let tick = Span.seconds(5)
  private static let pruning = Span.hours(1)
  /// How long deliveries are kept for audit, and how many of them, in number and bytes.
  package static let audit = (age: Span.days(30), count: 50_000, bytes: 512 * 1024 * 1024)

  /// - Parameters:
  ///   - holder: names this process; unique.
  ///   - hasNews: called after a round that took something, once a second at most.
  package init(
    store: Store, accounts: [ConnectedAccount], time: any Clock, random: any RandomSource,
    log: Logger, holder: String? = nil, policy: SyncPolicy = SyncPolicy(),
    hasNews: @escaping @Sendable () async -> Void = {}
  ) {
    self.store = store
    readers = Dictionary(
      accounts.compactMap { connected in
        connected.connection.webhooks.map {
          (connected.account.name, (reader: $0, role: connected.account.role))
        }
      }, uniquingKeysWith: { first, _ in first })
    self.time = time
    self.holder = holder ?? SyncEngine.processName(random)
    self.policy = policy
    self.log = log
    self.hasNews = hasNews
  }

  /// Something was kept.
  package nonisolated func ring() { alarm.ring() }

  /// Takes what waits until the task is cancelled. Throws only where the store keeps refusing.
  package func run() async throws {
    var refusals = 0
    while !Task.isCancelled {
      alarm.reset()
      do {
        let report = try round()
        refusals = 0
        if report.hasNews { await tell() }
      } catch let error as StoreError {
        refusals += 1
        log.error("deliveries can't be taken", metadata: ["error": "\(error)"])
        guard refusals < 20 else { throw error }
      }
      await alarm.sleep(until: time.now() + time.real(Self.tick), on: time)
    }
    if let lease { try store.release(lease) }
  }

  /// Takes everything that waits, each delivery once.
  package func round() throws -> InboxReport {
    var report = InboxReport()
    guard try acquire() else {
      report.heldBy = try store.leaseHolder(Self.leaseName, now: time.now())
      return report
    }
    var last: Int64 = 0
    while !Task.isCancelled, try acquire() {
      let waiting = try store.pendingDeliveries(after: last, limit: 16)
      guard let end = waiting.last else { break }
      for delivery in waiting { try take(delivery, &report) }
      last = end.id
    }
    try prune()
    return report
  }

  private func take(_ pending: PendingDelivery, _ report: inout InboxReport) throws {
    let account = pending.delivery.account
    guard let (reader, role) = readers[account] else {
      // Another process may have the account in its configuration.
      report.postponed += 1
      return
    }
    let now = time.now()
    do {
      let news = try reader.read(reader.restored(pending.delivery.delivery))
      let (note, isHint) = try take(news.content, from: account, role)
      try store.settle(
        pending.id, .taken(note: note), hastening: isHint ? hasten(account, now) : nil, now: now)
      report.taken += 1
    } catch let error as WebhookError {
      try store.settle(pending.id, .failed(error.message), now: now)
      log.warning(
        "a delivery can't be read",
        metadata: ["account": "\(account)", "reason": "\(error.message)"])
      report.failed += 1
    } catch let error as StoreError {
      // Nothing can be stored at present: it is not the delivery's fault.
      guard error.kind == .refused || error.kind == .failed else { throw error }
      let isLast = pending.attempts + 1 >= Self.attempts
      try store.settle(
        pending.id, isLast ? .failed(error.description) : .again(error.description), now: now)
      isLast ? (report.failed += 1) : (report.postponed += 1)
    }
  }

  /// What of it was not taken, and whether the account should be asked.
  private func take(
    _ content: WebhookNews.Content, from account: String, _ role: Account.Role
  ) throws -> (note: String, isHint: Bool) {
    let now = time.now()
    switch content {
    case .orders(let orders) where role == .storefront:
      let result = try store.take(
        orders, from: account, isHistory: false, cursor: nil, now: now)
      return (result.refused.joined(separator: "; "), !result.refused.isEmpty)
    case .tracking(let reports):
      let schedule = policy.schedule
      let result = try store.take(
        reports, from: account,
        nextTrack: { status, heardAt in schedule.tracking(status, silence: now - heardAt) },
        now: now)
      // A parcel that is not known yet may come with its order.
      return (
        result.refused.joined(separator: "; "), role == .storefront && !result.refused.isEmpty
      )
    case .disputes(let disputes):
      let result = try store.take(disputes, from: account, cursor: nil, now: now)
      return (result.refused.joined(separator: "; "), !result.refused.isEmpty)
    case .orders, .hint: return ("", true)
    case .ping: return ("", false)
    }
  }

  /// When an account is to be asked because of a hint: now, but not again and again.
  private func hasten(_ account: String, _ now: Timestamp) -> (account: String, to: Timestamp) {
    let earliest = hastened[account].map { $0 + time.real(Self.pause) }
    let at = max(now, min(earliest ?? now, now + time.real(Self.pause)))
    hastened[account] = at
    return (account, at)
  }

  private func tell() async {
    let earliest = toldAt.map { $0 + time.real(Self.breath) } ?? time.now()
    if earliest > time.now() {
      // More may come in meanwhile, and is told of with it.
      do { try await time.sleep(until: min(earliest, time.now() + time.real(Self.breath))) } catch {
        return
      }
    }
    toldAt = time.now()
    await hasNews()
  }

  /// The lease, renewed once half of its time has passed.
  private func acquire() throws -> Bool {
    let (now, span) = (time.now(), time.real(policy.lease))
    if let lease {
      let left = (lease.until - now).milliseconds
      if left * 2 >= span.milliseconds, left <= span.milliseconds { return true }
    }
    lease = try store.lease(Self.leaseName, holder: holder, for: span, now: now)
    return lease != nil
  }

  private func prune() throws {
    let now = time.now()
    guard prunedAt.map({ now - $0 >= Self.pruning || now < $0 }) ?? true else { return }
    let deleted = try store.pruneInbox(
      before: now - Self.audit.age, keeping: Self.audit.count, bytes: Self.audit.bytes)
    // A full step: there may be more, looked for in the next round.
    prunedAt = deleted < 1000 ? now : nil
  }
}
