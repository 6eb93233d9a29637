import Foundation
import Fulfillment
import Testing

@testable import Store

/// A store on a real file in a folder of its own, both gone when the test is.
final class Scratch: Sendable {
  let folder: String
  let store: Store

  var path: String { store.path }

  init() throws {
    folder = NSTemporaryDirectory() + "store-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    store = try Store.open(folder + "/test.sqlite")
  }

  deinit {
    // What is left in a temporary folder does no harm; a test must not fail for it.
    _ = try? store.close()
    _ = try? FileManager.default.removeItem(atPath: folder)
  }

  func file(_ name: String) -> String { folder + "/" + name }
}

/// The moment at which every test happens: 2026-11-16T12:00:00Z, a Monday.
let noon = Timestamp(seconds: 1_794_830_400)

let dollars: @Sendable (Int64) -> Money = { Money(minor: $0 * 100, currency: .usd) }

/// An order with one line, paid an hour ago.
func sampleOrder(_ number: Int, change: (inout Order) -> Void = { _ in }) -> Order {
  var order = Order(
    externalID: "ext-\(number)", name: "#\(number)", placedAt: noon - .hours(1),
    updatedAt: noon - .hours(1), payment: .paid, paidAt: noon - .hours(1), currency: .usd)
  order.total = dollars(40)
  order.customerName = "Rosa Lima"
  order.email = "rosa\(number)@example.com"
  order.shipTo = Address(
    name: "Rosa Lima", line1: "1 Long Street", city: "Campinas", postcode: "13010-001",
    country: "BR")
  order.lines = [
    OrderLine(externalID: "1", sku: "CASE-1", title: "Phone case", quantity: 1, price: dollars(40))
  ]
  change(&order)
  return order
}

func samplePurchase(
  _ number: String, for reference: String, supplier: String = "CJ",
  change: (inout PurchaseOrder) -> Void = { _ in }
) -> PurchaseOrder {
  var purchase = PurchaseOrder(
    supplier: supplier, number: number, reference: reference, state: .placed,
    cost: dollars(12), placedAt: noon - .minutes(50))
  change(&purchase)
  return purchase
}

func sampleReturn(_ id: String, change: (inout ReturnRequest) -> Void = { _ in }) -> ReturnRequest {
  var request = ReturnRequest(
    externalID: id, requestedAt: noon - .minutes(30), requestedBy: "Rosa Lima",
    reason: "too small", items: [.init(sku: "CASE-1", quantity: 1)], amount: dollars(40))
  change(&request)
  return request
}

func scan(
  _ status: TrackingStatus, _ at: Timestamp, _ message: String = "", country: String = ""
) -> TrackingEvent {
  TrackingEvent(
    occurredAt: at, recordedAt: at, status: status, message: message, country: country)
}

extension Store {
  /// Takes live orders from the shop `main` without a cursor.
  @discardableResult
  func takeSamples(
    _ orders: [Order], from account: String = "main", isHistory: Bool = false,
    now: Timestamp = noon
  ) throws -> IntakeResult {
    try take(orders, from: account, isHistory: isHistory, cursor: nil, now: now)
  }

  /// The one order of that name.
  func only(_ name: String) throws -> OrderID {
    let found = try findOrders(name)
    return try #require(found.count == 1 ? found[0] : nil)
  }

  func detail(_ name: String, now: Timestamp = noon) throws -> OrderDetail {
    try #require(try order(try only(name), returnWindow: .days(30), now: now))
  }

  /// Every order, newest first.
  func everyRow(now: Timestamp = noon) throws -> [QueueRow] {
    try queue(.all, sort: .newest, at: .start, count: 10_000, now: now).rows
  }

  /// Detects until nothing is due.
  @discardableResult
  func detectAll(now: Timestamp = noon) throws -> DetectionResult {
    var sum = DetectionResult()
    while true {
      let result = try detect(thresholds: Thresholds(), limit: 50, now: now)
      sum.examined += result.examined
      sum.opened += result.opened
      sum.cleared += result.cleared
      if !result.hasMore { return sum }
    }
  }

  /// Puts an exception on an order as detection would, whatever the rules say: the tests of what is
  /// done with exceptions must not depend on when a rule trips.
  func raise(
    _ code: String, _ severity: Severity = .serious, on orderID: OrderID,
    since: Timestamp = noon - .hours(2), now: Timestamp = noon
  ) throws {
    try work("raise", now: now) { work in
      let subject = Subject.order(orderID.number)
      let kept = try work.exceptions(of: subject)
      let trip = Trip(at: since, reason: "because of " + code, key: code)
      let findings =
        kept.filter { $0.exception.state.stands }.map(\.exception.finding)
        + [Finding(code: code, severity: severity, trip: trip)]
      let after = Reconciler.reconcile(
        kept.map(\.exception), findings, hasMoved: false, now: now)
      let money = try work.exposure(of: orderID.number)
      try work.write(after, replacing: kept, of: subject, exposure: money)
      try work.showAttention(of: orderID.number, after, exposure: money)
    }
  }

  /// The exceptions listed, strongest first.
  func listed(_ query: Query = .all, now: Timestamp = noon) throws -> [ExceptionRow] {
    try exceptions(query, sort: .money, at: .start, count: 1000, now: now).rows
  }

  func openReturns(now: Timestamp = noon) throws -> [ReturnRow] {
    try returns(
      .all, openOnly: true, at: .start, count: 1000, returnWindow: .days(30), now: now
    ).rows
  }
}

/// A generator whose seed is printed by the failing test's arguments (SplitMix64, Steele et al. 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0..<sides
  mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }

  mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }
}
