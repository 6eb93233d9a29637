import Connectors
import Fulfillment
import Store

/// Pulling a tracker: numbers that are due are made known to it where they are not, then asked for, as
/// many at a time as one call takes.
extension AccountPull {
  mutating func track(_ tracker: any Tracker) async throws {
    let batch = max(1, tracker.batch)
    var asked: Set<Shipment> = []
    while true {
      let due = try store.dueTracking(
        name, isDefault: isDefaultTracker, limit: max(batch * 8, AccountPull.listed), now: now
      ).filter { asked.insert($0.shipment).inserted }
      // What comes back although it was just asked for is due again, but not in this pull.
      guard !due.isEmpty else { return }
      var known = due.filter(\.isRegistered).map(\.shipment)
      let new = due.filter { !$0.isRegistered }.map(\.shipment)
      for chunk in new.chunks(of: max(1, tracker.registrationBatch)) {
        if isSpent { return try leaveTheRest() }
        known += try await register(chunk, tracker)
      }
      guard try await ask(known.chunks(of: batch), tracker) else { return try leaveTheRest() }
    }
  }

  /// Asks for numbers, several requests on their way at once: the way there and back takes longer than
  /// everything else. What comes in while the store writes is written together after it. false: the time
  /// was up before the end.
  private mutating func ask(
    _ chunks: [[Shipment]], _ tracker: any Tracker
  ) async throws -> Bool {
    let (caller, window) = (caller, inFlight)
    var (waiting, failure) = (chunks[...], nil as (any Error)?)
    try await withThrowingTaskGroup(of: Came.self) { group in
      var (running, isStoring, answers, reports) = (0, false, 0, [TrackingReport]())
      while true {
        while failure == nil, running < window, reports.count < AccountPull.most, !isSpent,
          let chunk = waiting.popFirst()
        {
          running += 1
          group.addTask {
            do {
              let told = try await caller.send { tracker.track(chunk, $0) }
              return .answer(.success(told + unanswered(chunk, told, by: caller.account.name)))
            } catch {
              return .answer(.failure(error))
            }
          }
        }
        guard running > 0 || isStoring, let came = try await group.next() else { break }
        switch came {
        case .answer(.success(let told)):
          running -= 1
          answers += 1
          reports += told
        case .answer(.failure(let error)):
          running -= 1
          failure = failure ?? error
        case .stored(let result, let answers, let items):
          isStoring = false
          note(result, answers: answers, items: items)
        }
        guard answers > 0, !isStoring else { continue }
        // Where the pace is slow each answer is stored as it comes.
        if window == 1 {
          try await take(reports, answers: answers)
        } else if reports.count >= AccountPull.together || running == 0 {
          let job = storing(reports, answers: answers)
          group.addTask { try await job() }
          isStoring = true
        } else {
          continue
        }
        (answers, reports) = (0, [])
      }
    }
    if let failure { throw failure }
    return waiting.isEmpty
  }

  /// What `ask` waits for.
  private enum Came: Sendable {
    case answer(Result<[TrackingReport], any Error>)
    case stored(IntakeResult, answers: Int, items: Int)
  }

  /// Numbers that are listed at a time: all that are due are looked at for it.
  private static let listed = 4000

  /// Answers that may wait for the store: beyond that none is asked for.
  private static let most = 1000

  /// Reports in one transaction, at least, while others are on their way.
  private static let together = 50

  /// Requests on their way at once. A service with a limit is never sent more than it takes in a second,
  /// so that little is left to wait for when the time is up.
  private var inFlight: Int {
    let limit = connected.requestsPerSecond
    return limit > 0 ? max(1, min(caller.policy.inFlight, Int(limit))) : caller.policy.inFlight
  }

  /// The numbers left simply stay due. A tracker that is behind is fresh as long as no number has
  /// waited for longer than the time between two pulls: rules that rest on a parcel's silence would
  /// otherwise believe it of parcels nobody has asked about.
  private mutating func leaveTheRest() throws {
    report.hasMore = true
    isFresh = try store.dueTracking(
      name, isDefault: isDefaultTracker, limit: 1, now: now - connected.cadence
    ).isEmpty
  }

  /// Makes numbers known and returns those that still have to be asked for: a tracker may tell what it
  /// knows in the same answer, or refuse a number.
  private mutating func register(
    _ chunk: [Shipment], _ tracker: any Tracker
  ) async throws -> [Shipment] {
    guard tracker.register(chunk, RequestContext(now: now, nonce: "")) != nil else { return chunk }
    let reports = try await caller.send { context in
      // Asked above with another context: whether numbers need registration depends on none.
      tracker.register(chunk, context) ?? tracker.track(chunk, context)
    }
    let refused = numbers(reports.filter { $0.problem != nil })
    let answered = numbers(reports)
    try await take(reports)
    let accepted = chunk.filter { !refused.contains(TrackingNumber.normalised($0.number)) }
    try store.markRegistered(accepted, tracker: name, now: now)
    report.registered += accepted.count
    return accepted.filter { !answered.contains(TrackingNumber.normalised($0.number)) }
  }

  private mutating func take(_ reports: [TrackingReport], answers: Int = 1) async throws {
    let came = try await storing(reports, answers: answers)()
    guard case .stored(let result, _, let items) = came else { return }
    note(result, answers: answers, items: items)
  }

  private mutating func note(_ result: IntakeResult, answers: Int, items: Int) {
    guard items > 0 else { return }
    report.pages += answers - 1
    count(result, items: items)
  }

  /// One transaction.
  private func storing(
    _ reports: [TrackingReport], answers: Int
  ) -> @Sendable () async throws -> Came {
    let (schedule, now, store, name) = (caller.policy.schedule, now, store, name)
    let caller = caller
    return {
      try await caller.permit()
      guard !reports.isEmpty else { return .stored(IntakeResult(), answers: answers, items: 0) }
      let result = try store.take(
        reports, from: name,
        nextTrack: { status, heardAt in schedule.tracking(status, silence: now - heardAt) },
        now: now)
      return .stored(result, answers: answers, items: reports.count)
    }
  }
}

/// A number passed over in silence would stay due for ever.
private func unanswered(
  _ chunk: [Shipment], _ reports: [TrackingReport], by tracker: String
) -> [TrackingReport] {
  let answered = numbers(reports)
  return chunk.filter { !answered.contains(TrackingNumber.normalised($0.number)) }.map {
    TrackingReport(
      number: $0.number, carrier: $0.carrier, status: .unregistered,
      problem: "\(tracker) says nothing of it")
  }
}

/// A tracker may write a number differently from how it was asked.
private func numbers(_ reports: [TrackingReport]) -> Set<String> {
  Set(reports.map { TrackingNumber.normalised($0.number) })
}

extension Array {
  /// Consecutive parts of at most that many elements.
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: Swift.max(1, size)).map {
      Array(self[$0..<Swift.min($0 + Swift.max(1, size), count)])
    }
  }
}
