import Fulfillment
import Store

/// Works off what there is for one receiver, one message after the other.
struct DispatchWorker: Sendable {
  let receiver: Receiver
  let sender: any Sender
  /// nil where no files come from it.
  let reader: FolderReader?
  let store: Store
  let time: any Clock
  let failPoint: FailPoint
  /// The lease as it is now; throws `LeaseLost`.
  let permit: @Sendable () async throws -> Lease
  /// Takes charge of an outcome that the store could not write.
  let keep: @Sendable (Claim, SendOutcome) async -> Void
  let tell: @Sendable (DispatchEvent) -> Void
  /// Messages in one turn.
  let batch: Int
  /// No purchase leaves from this process.
  let isStopped: Bool

  /// What was done, and what ended it early.
  struct Result: Sendable {
    var report: ReceiverReport
    var error: (any Error)?
  }

  /// - Parameter isPending: the store has something for it.
  func run(isPending: Bool) async -> Result {
    var report = ReceiverReport(receiver: receiver.name)
    do {
      if let reader {
        _ = try await permit()
        let reading = try await Blocking.run { Swift.Result { try reader.read() } }.get()
        report.files = reading.files
        for trouble in reading.troubles { note(trouble, in: &report) }
      }
      if isPending { try await work(&report) }
      return Result(report: report)
    } catch {
      return Result(report: report, error: error)
    }
  }

  private func work(_ report: inout ReceiverReport) async throws {
    for _ in 0..<batch {
      try Task.checkCancellation()
      if let postponement = try await sender.prepare() {
        report.postponedUntil = postponement.until
        report.troubles.append(postponement.reason)
        tell(
          .postponed(
            receiver: receiver.name, until: postponement.until, reason: postponement.reason))
        return
      }
      // What is in doubt comes first: a person may be waiting for it.
      let isDone = try await ask(&report) ? false : try await !send(&report)
      if isDone { return }
    }
    report.hasMore = true
  }

  /// Asks about one purchase in doubt; false where there is none to be asked about now.
  private func ask(_ report: inout ReceiverReport) async throws -> Bool {
    _ = try await permit()
    guard
      let claim = try store.nextToAsk(
        receiver: receiver.name, powers: receiver.powers, now: time.now())
    else { return false }
    tell(.asking(receiver: receiver.name, key: claim.key))
    let outcome = counted(try await sender.ask(claim), claim)
    try await settle(claim, outcome, &report)
    return true
  }

  /// What was sent many times and never arrives says so: a person reads it.
  private func counted(_ outcome: SendOutcome, _ claim: Claim) -> SendOutcome {
    guard case .absent(let text) = outcome, claim.sending.attempts >= Sending.patience else {
      return outcome
    }
    return .absent("\(text), though it was sent \(claim.sending.attempts) times")
  }

  /// Sends one message; false where there is none that may go now.
  private func send(_ report: inout ReceiverReport) async throws -> Bool {
    let lease = try await permit()
    guard
      let claim = try store.claimNext(
        receiver: receiver.name, powers: receiver.powers, lease: lease, isStopped: isStopped,
        now: time.now())
    else { return false }
    try failPoint.pass(.claimed)
    tell(.sending(receiver: receiver.name, kind: claim.kind, key: claim.key))
    var end: (any Error)?
    let outcome: SendOutcome
    do {
      outcome = try await sender.send(claim)
    } catch let error as CancellationError {
      (outcome, end) = (.notSent("stopped before it was sent", until: time.now()), error)
    } catch let error as LeaseLost {
      (outcome, end) = (.notSent("another process has taken over", until: time.now()), error)
    }
    try failPoint.pass(.beforeSettle)
    try await settle(claim, outcome, &report)
    try failPoint.pass(.settled)
    if let end { throw end }
    return true
  }

  private func settle(
    _ claim: Claim, _ outcome: SendOutcome, _ report: inout ReceiverReport
  ) async throws {
    report.count(outcome)
    if case .refused(let reason) = outcome {
      report.refusals.append(
        ReceiverReport.Refusal(order: claim.order, kind: claim.kind, reason: reason))
    }
    do {
      try store.settle(claim, outcome, powers: receiver.powers, now: time.now())
    } catch {
      // What is known must not be forgotten because the disk is full.
      await keep(claim, outcome)
      throw error
    }
    tell(.settled(receiver: receiver.name, kind: claim.kind, key: claim.key, outcome))
  }

  private func note(_ trouble: String, in report: inout ReceiverReport) {
    report.troubles.append(trouble)
    tell(.trouble(receiver: receiver.name, trouble))
  }
}
