package import Fulfillment
package import Logging
package import Store

/// Pulls every account on its schedule, has the exceptions recomputed and lets messages go whose hold
/// has passed. Any number of processes may have an engine on the same store: a lease lets one of them
/// work, the others stand by and take over when it stops.
package actor SyncEngine {
  let store: Store
  let accounts: [ConnectedAccount]
  let transport: any Transport
  let time: any Clock
  let random: any RandomSource
  let thresholds: Thresholds
  let policy: SyncPolicy
  let log: Logger
  let holder: String
  let tell: @Sendable (SyncEvent) -> Void

  let sessions: AccountSessions
  /// nil: nothing is bought by itself.
  let purchasing: Purchasing?
  /// nil: customers are told nothing.
  let notices: NoticeDesk?
  let folders: any Folders
  let outboxHasGrown: @Sendable () -> Void
  /// Where the last round of buying ended.
  var boughtUpTo: OrderID?
  var lease: Lease?
  /// Accounts to be pulled at the next occasion, due or not.
  var wanted: Set<String> = []
  private let alarm = Alarm()

  /// - Parameters:
  ///   - holder: names this process to the operator of another: `pid 4711 on harbour`; unique.
  ///   - sessions: shared with whoever else talks to the accounts from this process.
  ///   - purchasing: what is bought by itself, and how far; nil: nothing.
  ///   - notices: what customers are told, and how; nil: nothing.
  ///   - folders: what shops that work by files are read from.
  ///   - outboxHasGrown: called when messages were written or let go (`OutboxDispatcher.wake`).
  ///   - tell: called with what is going on, from any thread; must return at once.
  package init(
    store: Store, accounts: [ConnectedAccount], transport: any Transport, time: any Clock,
    random: any RandomSource, thresholds: Thresholds, log: Logger, holder: String? = nil,
    policy: SyncPolicy = SyncPolicy(), sessions: AccountSessions = AccountSessions(),
    purchasing: Purchasing? = nil, notices: NoticeDesk? = nil,
    folders: any Folders = DiskFolders(),
    outboxHasGrown: @escaping @Sendable () -> Void = {},
    tell: @escaping @Sendable (SyncEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.accounts = accounts
    self.transport = transport
    self.time = time
    self.random = random
    self.thresholds = thresholds
    self.log = log
    self.holder = holder ?? SyncEngine.processName(random)
    self.policy = policy
    self.sessions = sessions
    self.purchasing = purchasing
    self.notices = notices
    self.folders = folders
    self.outboxHasGrown = outboxHasGrown
    self.tell = tell
  }

  /// Pulls every account once, due or not (an account whose circuit is open only where it is named),
  /// then detects and releases. Where another process holds the lease, the report says who and nothing
  /// was done. Throws `CancellationError` and what the store throws; the failures of accounts are in
  /// their rows and in the report.
  package func runOnce(only name: String? = nil) async throws -> SyncReport {
    let startedAt = time.now()
    guard try acquire() else {
      return SyncReport(
        startedAt: startedAt, endedAt: time.now(), heldBy: try leaseHolder())
    }
    let result: Result<SyncReport, any Error>
    do {
      try register()
      result = .success(
        try await cycle(name.map { .only($0) } ?? .all))
    } catch {
      result = .failure(error)
    }
    try giveUpLease()
    return try result.get()
  }

  /// Works until the task is cancelled: pulls what is due, each account for `SyncPolicy.roundBudget` at
  /// most, detects and releases, and sleeps until something is due again. Stands by while
  /// another process holds the lease. Throws only where the store keeps refusing.
  package func run() async throws {
    var refusals = 0
    while !Task.isCancelled {
      do {
        let wakeAt = try await turn()
        refusals = 0
        await alarm.sleep(until: wakeAt, on: time)
      } catch is CancellationError {
        break
      } catch let error as StoreError {
        // A full disk or a busy file may pass; what is pulled meanwhile can't be stored anyway.
        refusals += 1
        tell(.storeTrouble(error.description))
        log.error("the store refuses", metadata: ["error": "\(error)", "cause": "\(error.cause)"])
        guard refusals < 20 else { throw error }
        await alarm.sleep(until: time.now() + time.real(policy.tick), on: time)
      }
    }
    try giveUpLease()
  }

  /// Pulls that account, or all of them, as soon as `run` can, due or not.
  package func pullNow(_ account: String? = nil) {
    wanted.formUnion(account.map { [$0] } ?? accounts.map(\.account.name))
    alarm.ring()
  }

  /// Something came in by another way: `run` looks again for what is due and for what the rules say.
  package func lookAgain() { alarm.ring() }

  /// Who syncs at present, this process included; nil: nobody.
  package func leaseHolder() throws -> String? {
    try store.leaseHolder(SyncEngine.leaseName, now: time.now())
  }

  /// One turn of `run`; returns when to wake for the next.
  private func turn() async throws -> Timestamp {
    alarm.reset()
    guard try acquire() else {
      tell(.standingBy(holder: try leaseHolder() ?? "another process"))
      return time.now() + time.real(policy.tick)
    }
    try register()
    let asked = wanted
    wanted = []
    let report = try await cycle(.due(also: asked))
    guard !report.lostLease else { return time.now() + time.real(policy.tick) }
    let names = Set(accounts.map(\.account.name))
    let due = try store.pullStates().filter { names.contains($0.account.name) }
      .map { max($0.dueAt, $0.circuitOpenUntil ?? $0.dueAt) }.min()
    let tick = time.now() + time.real(policy.tick)
    return min(due ?? tick, tick)
  }
}
