import Connectors
import Fulfillment
import Logging
import Store
import Sync
import Synchronization
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `bench sync` measures: the same requests, bare and by the sync.
final class SyncRun: Sendable {
  /// One measured pass.
  struct Figures {
    var requests: Int
    var numbers: Int
    /// Milliseconds.
    var wall: Double
    var processor: Double
    /// Megabytes in use at the start, in between and at the end.
    var memory: [Double] = []

    var perSecond: Double { Double(requests) * 1000 / max(wall, 0.001) }
    var numbersPerSecond: Double { Double(numbers) * 1000 / max(wall, 0.001) }
  }

  private let store: Store
  private let account: ConnectedAccount
  private let tracker: OneByOne
  private let port: Int
  private let numbers: [Shipment]
  private let parallel: Int
  private let start = SystemTime().now()
  private let size = Mutex(0)

  init(store: Store, port: Int, requests: Int, parallel: Int) {
    self.store = store
    self.parallel = parallel
    let credentials = Credentials(url: "http://127.0.0.1:\(port)/v2", key: "bench")
    tracker = OneByOne(tracker: EasyPost(credentials))
    self.port = port
    account = ConnectedAccount(
      account: Account(name: "parcels", service: "easypost", role: .tracker),
      cadence: .minutes(5), requestsPerSecond: 0, connection: .tracker(tracker))
    numbers = (0..<requests).map { Shipment(number: CannedTracker.number($0), carrier: "usps") }
  }

  /// Bytes of one answer.
  var answerBytes: Int { size.withLock { $0 } }

  /// What is asked for, an address a request, for clients that know nothing of EasyPost.
  var addresses: [String] {
    numbers.map { "http://127.0.0.1:\(port)/v2/trackers?tracking_code=\($0.number)" }
  }

  /// An order for each number, known to the tracker.
  func fill() throws {
    try store.register(
      [
        AccountSetup(
          account: Account(name: "shop", service: "files", role: .storefront),
          cadence: .milliseconds(0)),
        AccountSetup(account: account.account, cadence: account.cadence),
      ], now: start)
    for at in stride(from: 0, to: numbers.count, by: 1000) {
      let orders = (at..<min(at + 1000, numbers.count)).map { index in
        var order = Order(
          externalID: "\(index)", name: "#\(index)", placedAt: start - .days(6),
          payment: .paid, currency: .usd)
        order.shipments = [numbers[index]]
        return order
      }
      _ = try store.take(orders, from: "shop", isHistory: false, cursor: nil, now: start)
    }
    try store.markRegistered(numbers, tracker: "parcels", now: start)
  }

  /// The requests alone: as many at once, answers read to their end and thrown away.
  func bare(day: Int) async throws -> Figures {
    let transport = HTTPClientTransport()
    let context = RequestContext(now: start, nonce: "")
    let requests = numbers.map { tracker.track([$0], context).request }
    let next = Turn()
    let (began, worked) = (Stopwatch.now, Stopwatch.processor)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<parallel {
        group.addTask {
          while true {
            let at = next.take()
            guard at < requests.count else { return }
            let answer = try await transport.send(
              requests[at], timeout: .seconds(30), maxBody: 1 << 20)
            if at == 0 { self.size.withLock { $0 = answer.body.count } }
          }
        }
      }
      try await group.waitForAll()
    }
    let figures = Figures(
      requests: requests.count, numbers: requests.count, wall: milliseconds(since: began),
      processor: Stopwatch.processor - worked)
    try await transport.shutdown()
    return figures
  }

  /// The sync as it always is, on a day on which every parcel is due again.
  func sync(day: Int) async throws -> Figures {
    let transport = HTTPClientTransport()
    var policy = SyncPolicy()
    policy.inFlight = parallel
    let watch = Watch(half: numbers.count / 2)
    let time = SystemTime(origin: start + .days(Int64(day) + 1))
    let engine = SyncEngine(
      store: store, accounts: [account], transport: transport, time: time,
      random: SystemRandom(), thresholds: Thresholds(), log: Logger(label: "bench"),
      policy: policy, tell: { watch.hear($0) })
    let report = try await engine.runOnce(only: "parcels")
    try await transport.shutdown()
    guard let pull = report.accounts.first, pull.error == nil, let figures = watch.figures(pull)
    else {
      throw Failure(
        "the sync did not end", report.accounts.first?.error ?? "nothing was pulled")
    }
    return figures
  }

  /// Reading one answer, on one core.
  func decodeMicroseconds() async throws -> Double {
    let transport = HTTPClientTransport()
    let exchange = tracker.track([numbers[0]], RequestContext(now: start, nonce: ""))
    let answer = try await transport.send(
      exchange.request, timeout: .seconds(30), maxBody: 1 << 20)
    try await transport.shutdown()
    let times = 2000
    let worked = Stopwatch.processor
    for _ in 0..<times { _ = try exchange.decode(answer) }
    return (Stopwatch.processor - worked) * 1000 / Double(times)
  }

  private func milliseconds(since began: Int64) -> Double {
    Double(Stopwatch.now - began) / 1_000_000
  }
}

/// EasyPost asked for one number a call, so that as much is on its way as from any other client.
private struct OneByOne: Tracker {
  var tracker: EasyPost
  var batch: Int { 1 }

  func register(_ shipments: [Shipment], _ context: RequestContext) -> Exchange<[TrackingReport]>? {
    tracker.register(shipments, context)
  }

  func track(_ shipments: [Shipment], _ context: RequestContext) -> Exchange<[TrackingReport]> {
    tracker.track(shipments, context)
  }
}

/// Hands out numbers from 0.
private final class Turn: Sendable {
  private let next = Mutex(0)

  func take() -> Int {
    next.withLock { next in
      next += 1
      return next - 1
    }
  }
}

/// Hears when the pull begins and ends, what is detected afterwards left out.
private final class Watch: Sendable {
  private struct State {
    var began: (wall: Int64, processor: Double) = (0, 0)
    var ended: (wall: Int64, processor: Double) = (0, 0)
    var memory: [Double] = []
  }

  private let state = Mutex(State())
  private let half: Int

  init(half: Int) { self.half = half }

  func hear(_ event: SyncEvent) {
    let now = (wall: Stopwatch.now, processor: Stopwatch.processor)
    state.withLock { state in
      switch event {
      case .started:
        state.began = now
        state.memory = [ResidentMemory.megabytes]
      case .page(_, _, let items) where items >= half && state.memory.count == 1:
        state.memory.append(ResidentMemory.megabytes)
      case .finished:
        state.ended = now
        state.memory.append(ResidentMemory.megabytes)
      default: break
      }
    }
  }

  func figures(_ report: AccountReport) -> SyncRun.Figures? {
    state.withLock { state in
      guard state.ended.wall > state.began.wall else { return nil }
      return SyncRun.Figures(
        requests: report.pages, numbers: report.items,
        wall: Double(state.ended.wall - state.began.wall) / 1_000_000,
        processor: state.ended.processor - state.began.processor, memory: state.memory)
    }
  }
}

/// What this process has in memory.
enum ResidentMemory {
  /// From `/proc`; 0 on a system without it.
  static var megabytes: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
    else { return 0 }
    return kilobytes / 1024
  }
}
