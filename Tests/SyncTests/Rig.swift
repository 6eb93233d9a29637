import Connectors
import Fulfillment
import Logging
import Store
import Sync
import TestSupport
import Wire

/// An engine over a fake world, a clock that its own sleeps move, and a store of its own.
struct Rig {
  let temporary: TemporaryStore
  let time: ManualTime
  let transport: ScriptedTransport
  let engine: SyncEngine
  let events = Told()

  static let now = FakeWorld.start + .days(3)
  static let shop = Account(name: "shop", service: "fake", role: .storefront)
  static let supplier = Account(name: "supplier", service: "fake", role: .supplier)
  static let tracker = Account(name: "tracker", service: "fake", role: .tracker)

  /// - Parameters:
  ///   - store: nil: a new one.
  ///   - automatic: the engine's sleeps move the clock.
  init(
    _ world: FakeWorld = FakeWorld(orders: 25, purchases: 12),
    accounts: [ConnectedAccount]? = nil, faults: [Int: ScriptedTransport.Fault] = [:],
    store: TemporaryStore? = nil, time: ManualTime? = nil, holder: String = "one",
    automatic: Bool = true, policy: SyncPolicy = SyncPolicy(), seed: UInt64 = 1,
    purchasing: Purchasing? = nil, wake: @escaping @Sendable () -> Void = {},
    reply: ScriptedTransport.Reply? = nil
  ) throws {
    self.temporary = try store ?? TemporaryStore()
    self.time = time ?? ManualTime(Rig.now, automatic: automatic)
    // No `??`: the compiler (6.3) crashes on a closure of typed errors as its right side.
    if let reply {
      self.transport = ScriptedTransport(faults: faults, reply: reply)
    } else {
      self.transport = ScriptedTransport(faults: faults) { (request, _) in world.answer(request) }
    }
    let told = events
    self.engine = SyncEngine(
      store: store == nil ? temporary.store : try temporary.reopened(),
      accounts: accounts ?? Rig.accounts(world), transport: transport, time: self.time,
      random: RepeatableRandom(seed: seed), thresholds: Thresholds(),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), holder: holder,
      policy: policy, purchasing: purchasing, outboxHasGrown: wake, tell: { told.hear($0) })
  }

  var store: Store { temporary.store }

  /// Shop, supplier and tracker, one of each.
  static func accounts(
    _ world: FakeWorld, supplier: any SupplierSource = FakeSupplier(),
    tracker: any Tracker = FakeTracker(), perSecond: Double = 0
  ) -> [ConnectedAccount] {
    [
      ConnectedAccount(
        account: Rig.shop, cadence: .minutes(10), requestsPerSecond: perSecond,
        connection: .storefront(FakeShop(unreadable: world.unreadable))),
      ConnectedAccount(
        account: Rig.supplier, cadence: .minutes(30), requestsPerSecond: perSecond,
        connection: .supplier(supplier)),
      ConnectedAccount(
        account: Rig.tracker, cadence: .minutes(5), requestsPerSecond: perSecond,
        connection: .tracker(tracker)),
    ]
  }

  /// What the store holds of orders, purchases, parcels and scans, whatever the time it came in.
  func content() throws -> [String] { try Rig.content(store, now: time.now()) }

  static func content(_ store: Store, now: Timestamp) throws -> [String] {
    let window = try store.queue(.all, sort: .age, at: .start, count: 10_000, now: now)
    var lines = try window.rows.map { row in
      guard let detail = try store.order(row.id, returnWindow: .days(30), now: now) else {
        return "\(row.name) is gone"
      }
      let purchases = detail.purchases.map { "\($0.number) \($0.state)" }
      let scans = detail.timeline.filter { $0.kind == .scan }
        .map { "\($0.occurredAt.iso8601) \($0.text)" }.sorted()
      return "\(row.name) \(row.state) \(row.total?.decimal ?? "-") \(row.tracking) "
        + "\(purchases) \(scans)"
    }.sorted()
    lines += try store.pullStates().map { "\($0.account.name) at \($0.cursor ?? "-")" }
    return lines
  }

  func state(_ account: String) throws -> PullState? {
    try store.pullStates().first { $0.account.name == account }
  }
}
