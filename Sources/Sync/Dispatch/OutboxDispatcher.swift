import Fulfillment
package import Logging
package import Store

/// Brings messages out of the outbox to their receivers, each exactly as often as it may go. Any number of
/// processes may have a dispatcher on the same store: a lease lets one of them work, the others stand by.
/// It never decides what is sent, only when and how.
package actor OutboxDispatcher {
  let store: Store
  let receivers: [String: Receiver]
  let transport: any Transport
  let folders: any Folders
  let time: any Clock
  let random: any RandomSource
  let log: Logger
  let failPoint: FailPoint
  let isStopped: Bool
  let holder: String
  let policy: SyncPolicy
  let sessions: AccountSessions
  let tell: @Sendable (DispatchEvent) -> Void

  var lease: Lease?
  /// The fence under which claims without an owner were last looked for.
  var adoptedFence: Int64?
  /// Outcomes that the store could not write yet.
  var unsettled: [(claim: Claim, outcome: SendOutcome)] = []
  private let alarm = Alarm()

  /// - Parameters:
  ///   - receivers: everybody this process can reach.
  ///   - isStopped: the configuration lets no purchase leave; what is sent already is still paid,
  ///     cancelled and told of.
  ///   - holder: names this process to the operator of another; unique.
  ///   - policy: lease, time-outs and tick; its retries are not used.
  ///   - sessions: shared with the engine that pulls the same accounts.
  ///   - tell: called with what is going on, from any thread; must return at once.
  package init(
    store: Store, receivers: [Receiver], transport: any Transport,
    folders: any Folders = DiskFolders(), time: any Clock, random: any RandomSource, log: Logger,
    failPoint: FailPoint = .off, isStopped: Bool = false, holder: String? = nil,
    policy: SyncPolicy = SyncPolicy(),
    sessions: AccountSessions = AccountSessions(),
    tell: @escaping @Sendable (DispatchEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.receivers = Dictionary(
      receivers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.transport = transport
    self.folders = folders
    self.time = time
    self.random = random
    self.log = log
    self.failPoint = failPoint
    self.isStopped = isStopped
    self.holder = holder ?? SyncEngine.processName(random)
    self.policy = policy
    self.sessions = sessions
    self.tell = tell
  }

  /// Sends and asks everything that is due now, once. Where another process holds the lease, the report
  /// says who and nothing was done. Throws `CancellationError` and what the store throws; what went
  /// wrong at receivers is with their messages and in the report.
  package func runOnce() async throws -> DispatchReport {
    let startedAt = time.now()
    guard try acquire() else {
      return DispatchReport(startedAt: startedAt, endedAt: time.now(), heldBy: try leaseHolder())
    }
    // After any other error the lease is left to run out, and the next holder finds a new fence.
    do {
      var report = try await turn()
      while report.hasMore { report.add(try await turn()) }
      try giveUpLease()
      return report
    } catch let error as CancellationError {
      try giveUpLease()
      throw error
    }
  }

  /// Works until the task is cancelled; a request that is under way then is waited for. Stands by while
  /// another process holds the lease. Throws only where the store keeps refusing.
  package func run() async throws {
    var refusals = 0
    while !Task.isCancelled {
      do {
        alarm.reset()
        let wakeAt = try await round()
        refusals = 0
        await alarm.sleep(until: wakeAt, on: time)
      } catch is CancellationError {
        break
      } catch let error as StoreError {
        refusals += 1
        tell(.storeTrouble(error.description))
        log.error("the store refuses", metadata: ["error": "\(error)", "cause": "\(error.cause)"])
        guard refusals < 20 else { throw error }
        await alarm.sleep(until: time.now() + time.real(policy.tick), on: time)
      }
    }
    try giveUpLease()
  }

  /// Something may have become due: `run` looks at once.
  package nonisolated func wake() { alarm.ring() }

  /// Who dispatches at present, this process included; nil: nobody.
  package func leaseHolder() throws -> String? {
    try store.leaseHolder(OutboxDispatcher.leaseName, now: time.now())
  }

  /// One round of `run`; returns when to wake for the next.
  private func round() async throws -> Timestamp {
    let tick = time.real(policy.tick)
    guard try acquire() else {
      tell(.standingBy(holder: try leaseHolder() ?? "another process"))
      return time.now() + tick
    }
    let report = try await turn()
    let now = time.now()
    guard !report.lostLease else { return now + tick }
    if report.hasMore { return now }
    let postponed = report.receivers.compactMap(\.postponedUntil)
    // What is due already and did not go waits for something else than time.
    let next = try store.nextDispatch(now: now).map { $0 > now ? $0 : now + tick }
    return ([now + tick] + postponed + [next].compactMap { $0 }).min() ?? now + tick
  }
}
