import Fulfillment
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// Thousands of purchases at random: crashes at any step, answers lost on either side of the supplier's
/// books, two dispatchers at once, a clock that is set forward and back. Of each purchase the supplier
/// has at most one order, always; exactly one where it counts as accepted; and none is forgotten.
@Suite struct CampaignTests {
  @Test(arguments: FakeDesk.Kind.allCases) func everyPurchaseIsPlacedExactlyOnce(
    kind: FakeDesk.Kind
  ) async throws {
    var tally = Tally()
    for run in 0..<26 {
      let campaign = try Campaign(kind, orders: 20, seed: 0x5EED &+ UInt64(run))
      try await campaign.run(into: &tally)
    }
    print("exactly once, \(kind.rawValue): \(tally)")
    #expect(tally.purchases == 520)
    #expect(tally.violations.isEmpty, "\(tally.violations)")
    #expect(tally.sent + tally.rejected + tally.waiting == tally.purchases)
    #expect(tally.crashes > 40 && tally.takeovers > 10 && tally.rejected > 0)
    switch kind {
    case .both, .queryable: #expect(tally.waiting == 0)
    case .deduplicating: #expect(tally.sent > tally.waiting)
    case .blind: #expect(tally.sent > 0 && tally.waiting > 0)
    }
  }
}

/// What came of a campaign.
struct Tally: CustomStringConvertible {
  var purchases = 0
  var crashes = 0
  /// Times a second dispatcher took over while the first was sending.
  var takeovers = 0
  var requests = 0
  var jumps = 0
  /// Placed exactly once.
  var sent = 0
  var rejected = 0
  /// Left to a person.
  var waiting = 0
  /// What must not be, by seed and key.
  var violations: [String] = []

  var description: String {
    "\(purchases) purchases, \(requests) requests, \(crashes) crashes, \(takeovers) takeovers, "
      + "\(jumps) clock jumps: \(sent) placed once, \(rejected) refused, \(waiting) left to a "
      + "person, \(violations.count) violations"
  }
}

/// One store, one supplier, some purchases, and everything that can go wrong between them.
final class Campaign: Sendable {
  private let rig: DispatchRig
  private let seed: UInt64
  private let keys: [String]
  private let state: Mutex<State>

  private struct State {
    var generator: SplitMix64
    var isCalm = false
    /// Inside the send of another dispatcher.
    var isNested = false
    var crashes = 0
    var takeovers = 0
    var jumps = 0
  }

  init(_ kind: FakeDesk.Kind, orders: Int, seed: UInt64) throws {
    self.seed = seed
    let rig = try DispatchRig(kind, orders: orders)
    self.rig = rig
    state = Mutex(State(generator: SplitMix64(seed: seed)))
    keys = try (1...orders).flatMap { try rig.intend($0) }
  }

  func run(into tally: inout Tally) async throws {
    rig.desk.during { [weak self] _ in await self?.disturb() }
    for step in 0..<22 {
      prepareMishaps()
      await dispatch("process \(step)")
      check(&tally)
      jump(after: step)
    }
    // Nothing goes wrong any more: everything must come to its end by itself.
    state.withLock { $0.isCalm = true }
    rig.desk.plan()
    for step in 0..<12 {
      rig.time.advance(by: .minutes(61))
      await dispatch("late process \(step)")
    }
    check(&tally)
    try count(into: &tally)
  }

  private func pick(_ range: ClosedRange<Int>) -> Int {
    state.withLock { $0.generator.pick(range) }
  }

  private func prepareMishaps() {
    let mishaps = (0..<20).map { _ in
      pick(0...2) > 0 ? .none : FakeDesk.Mishap.allCases[pick(0...11)]
    }
    rig.desk.plan(mishaps, askingFails: pick(0...3) == 0 ? 2 : 0)
  }

  /// Time goes on; now and then the clock is put forward or back besides.
  private func jump(after step: Int) {
    rig.time.advance(by: .seconds(Int64(pick(1...600))))
    // Not twice while a request may be under way: who can't rely on any clock can't rely on time.
    guard step % 6 == 5 else { return }
    let span = pick(0...1) == 0 ? Span.hours(Int64(pick(1...20))) : .minutes(Int64(-pick(1...50)))
    rig.time.advance(by: span)
    rig.desk.clockWasSet(by: span)
    state.withLock { $0.jumps += 1 }
  }

  /// A process with a store of its own that sends what is due, and may end at any step.
  private func dispatch(_ name: String) async {
    let failPoint = FailPoint { [weak self] step in try self?.crash(step) }
    do {
      let store = try rig.temporary.reopened()
      defer { _ = try? store.close() }
      _ = try await rig.dispatcher(name, store: store, failPoint: failPoint).runOnce()
    } catch is Crash {
      state.withLock { $0.crashes += 1 }
    } catch {
      Issue.record("seed \(seed), \(name): \(error)")
    }
  }

  private func crash(_ step: FailPoint.Step) throws {
    let isOver = state.withLock { state in
      !state.isCalm && !state.isNested && state.generator.pick(0...19) == 0
    }
    if isOver { throw Crash() }
  }

  /// Now and then a request takes so long that another process takes over in the middle of it.
  private func disturb() async {
    let isTaken = state.withLock { state in
      guard !state.isCalm, !state.isNested, state.generator.pick(0...29) == 0 else { return false }
      state.isNested = true
      state.takeovers += 1
      return true
    }
    guard isTaken else { return }
    // Longer than the lease. Where the request has not arrived yet, it is a much delayed one.
    rig.time.advance(by: .minutes(3))
    await dispatch("heir \(pick(0...1_000_000))")
    state.withLock { $0.isNested = false }
  }

  private func check(_ tally: inout Tally) {
    for key in keys where rig.desk.count(key) > 1 {
      tally.violations.append("seed \(seed): \(key) is there \(rig.desk.count(key)) times")
    }
  }

  private func count(into tally: inout Tally) throws {
    for key in keys {
      let (row, count) = (try rig.row(key), rig.desk.count(key))
      tally.purchases += 1
      switch row?.sending {
      case .sent where count == 1: tally.sent += 1
      case .rejected where count == 0 && row?.outcome.isEmpty == false: tally.rejected += 1
      case .waiting: tally.waiting += 1
      case let other:
        tally.violations.append("seed \(seed): \(key) is \(String(describing: other)), \(count)")
      }
    }
    let ends = state.withLock { $0 }
    tally.crashes += ends.crashes
    tally.takeovers += ends.takeovers
    tally.jumps += ends.jumps
    tally.requests += rig.desk.requests.count
  }
}
