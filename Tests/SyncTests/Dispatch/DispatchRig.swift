import Connectors
import Fulfillment
import Logging
import Store
import Sync
import Synchronization
import TestSupport

/// A store with paid orders of one line each, a supplier that records what it gets, and dispatchers
/// between them.
final class DispatchRig: Sendable {
  let temporary: TemporaryStore
  let time: ManualTime
  let desk: FakeDesk
  let sessions = AccountSessions()
  private let told = Mutex<[DispatchEvent]>([])

  /// - Parameters:
  ///   - orders: `#1`, `#2`, ...; each with one line of one `SKU-n`.
  ///   - automatic: sleeps move the clock.
  init(_ kind: FakeDesk.Kind = .both, orders: Int = 1, automatic: Bool = true) throws {
    time = ManualTime(Rig.now, automatic: automatic)
    temporary = try TemporaryStore()
    desk = FakeDesk(kind, time: time)
    try DispatchRig.fill(temporary.store, orders: orders)
  }

  var store: Store { temporary.store }
  var events: [DispatchEvent] { told.withLock { $0 } }
  var receiver: Receiver {
    Receiver(name: "supplier", door: .supplier(FakeBuyer(kind: desk.kind), nil))
  }

  /// Accounts and paid orders.
  static func fill(_ store: Store, orders: Int) throws {
    let shop = AccountSetup(account: Rig.shop, cadence: .minutes(10))
    let supplier = AccountSetup(account: Rig.supplier, cadence: .minutes(10))
    try store.register([shop, supplier], now: Rig.now)
    _ = try store.take(
      (1...max(1, orders)).map(FakeShop.order), from: "shop", isHistory: false, cursor: nil,
      now: Rig.now)
  }

  func order(_ number: Int) throws -> OrderID {
    try store.findOrders("#\(number)").first ?? OrderID(0)
  }

  /// What would be asked of the supplier for an order.
  func draft(_ number: Int, generation: Int = 0, supplier: String = "supplier") throws
    -> PurchaseDraft
  {
    PurchaseDraft(
      order: try order(number), storefront: "shop", externalID: "\(number)",
      orderName: "#\(number)", supplier: supplier,
      items: [
        PurchaseDraft.Item(
          line: "1", sku: "SKU-\(number % 7)", units: 1, supplierSKU: "S\(number)", quantity: 1)
      ],
      shipTo: FakeShop.order(number).shipTo, generation: generation)
  }

  /// Writes purchases down, ready to leave; returns their keys.
  @discardableResult func intend(
    _ numbers: Int..., hold: Span = .seconds(0), needsPayment: Bool = false,
    receiver: Receiver? = nil
  ) throws -> [String] {
    let receiver = receiver ?? self.receiver
    let now = time.now()
    let intents = try numbers.map { number in
      let draft = try draft(number, supplier: receiver.name)
      return Intent(
        draft: draft, body: try receiver.body(for: draft) ?? "", receiver: receiver.name,
        sending: .held(until: now + hold, now: now), needsPayment: needsPayment)
    }
    let receipt = try store.intend(intents, by: "operator", hold: hold, now: now)
    guard receipt.applied == intents.count else {
      throw Refused(reasons: receipt.refused.map(\.reason))
    }
    return intents.map(\.draft.key)
  }

  struct Refused: Error { var reasons: [String] }

  /// A dispatcher, as another process would have one where it is given a store of its own.
  func dispatcher(
    _ holder: String = "one", receivers: [Receiver]? = nil, store: Store? = nil,
    transport: (any Transport)? = nil, folders: any Folders = DiskFolders(),
    failPoint: FailPoint = .off, isStopped: Bool = false, policy: SyncPolicy = SyncPolicy()
  ) -> OutboxDispatcher {
    OutboxDispatcher(
      store: store ?? self.store, receivers: receivers ?? [receiver],
      transport: transport ?? desk, folders: folders, time: time,
      random: RepeatableRandom(seed: 3),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      failPoint: failPoint, isStopped: isStopped, holder: holder, policy: policy,
      sessions: sessions,
      tell: { event in self.told.withLock { $0.append(event) } })
  }

  /// The purchase of a key as the operator sees it.
  func row(_ key: String) throws -> PurchaseRow? {
    try store.purchases(.all, limit: 1000, now: time.now()).first { $0.key == key }
  }

  /// What happened to it on its way: `claimed`, `lost`, ...
  func evidence(_ key: String) throws -> [String] {
    guard let row = try row(key) else { return [] }
    return try store.evidence(of: row.id).map(\.event)
  }
}
