import Fulfillment
import GRDB
import Testing

@testable import Store

/// A supplier that refuses a second order under the same key for a day.
let deduplicating = SupplierPowers(deduplicates: .hours(24))
/// A supplier that can be asked by our key.
let queryable = SupplierPowers(isQueryable: true, settles: .minutes(10))

/// What would be bought of CJ for that order: every unit that its request says is not covered.
func draft(
  _ request: RouteRequest, supplier: String = "CJ", lines: [String]? = nil,
  change: (inout PurchaseDraft) -> Void = { _ in }
) -> PurchaseDraft {
  let wanted = request.lines.filter { lines?.contains($0.id) ?? true }
  var draft = PurchaseDraft(
    order: request.order, storefront: request.storefront, externalID: request.externalID,
    orderName: request.orderName, supplier: supplier, method: "CJPacket",
    items: wanted.compactMap { line in
      let covered = line.covered[""] ?? 0
      guard covered < line.quantity else { return nil }
      let units = line.quantity - covered
      return PurchaseDraft.Item(
        line: line.id, sku: line.sku, firstUnit: covered, units: units,
        supplierSKU: "V-" + line.sku, quantity: units, unitCost: dollars(4))
    }, shipTo: request.shipTo, email: request.email, cost: dollars(9),
    generation: wanted.map(\.generation).max() ?? 0)
  draft.replacement = request.replacement
  change(&draft)
  return draft
}

func intent(
  _ draft: PurchaseDraft, _ sending: Sending = Sending(state: .ready), receiver: String = "CJ",
  change: (inout Intent) -> Void = { _ in }
) -> Intent {
  var intent = Intent(
    draft: draft, body: "order \(draft.key)", receiver: receiver, sending: sending)
  change(&intent)
  return intent
}

/// `accepted` with one number and nothing else.
func accepted(
  _ numbers: String..., state: PurchaseState = .placed, note: String = "",
  shipments: [Shipment] = []
) -> SendOutcome {
  .accepted(numbers: numbers, state: state, cost: nil, note: note, shipments: shipments)
}

extension Store {
  func request(_ name: String, now: Timestamp = noon) throws -> RouteRequest {
    try #require(try routeRequests([try only(name)], now: now).first)
  }

  /// Intends everything of an order that is not covered.
  @discardableResult
  func buy(
    _ name: String, _ sending: Sending = Sending(state: .ready), supplier: String = "CJ",
    lines: [String]? = nil, by operatorName: String = "ana", now: Timestamp = noon,
    change: (inout Intent) -> Void = { _ in }
  ) throws -> DecisionReceipt {
    let draft = draft(try request(name, now: now), supplier: supplier, lines: lines)
    return try intend(
      [intent(draft, sending, receiver: supplier, change: change)], by: operatorName,
      hold: .minutes(10), now: now)
  }

  func dispatchLease(_ holder: String = "d1", now: Timestamp = noon) throws -> Lease {
    try #require(try lease("dispatch", holder: holder, for: .minutes(5), now: now))
  }

  /// The next claim of CJ, under the lease of `holder`.
  func claim(
    _ powers: SupplierPowers = .none, receiver: String = "CJ", holder: String = "d1",
    now: Timestamp = noon
  ) throws -> Claim? {
    try claimNext(
      receiver: receiver, powers: powers, lease: try dispatchLease(holder, now: now), now: now)
  }

  /// Claims and settles.
  func send(
    _ outcome: SendOutcome, _ powers: SupplierPowers = .none, now: Timestamp = noon
  ) throws {
    let claim = try #require(try claim(powers, now: now))
    try settle(claim, outcome, powers: powers, now: now)
  }

  /// The purchases of an order, oldest first.
  func bought(_ name: String) throws -> [PurchaseRow] { try detail(name).purchaseRows }

  /// Its only purchase.
  func onlyBought(_ name: String) throws -> PurchaseRow {
    let rows = try bought(name)
    return try #require(rows.count == 1 ? rows[0] : nil)
  }

  @discardableResult
  func decide(
    _ decision: Decision, _ purchase: PurchaseRow, by operatorName: String = "ana",
    hold: Span = .minutes(10), now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try decide(decision, on: [.purchase(purchase.id)], by: operatorName, hold: hold, now: now)
  }

  /// Units of an order's lines that live purchases cover.
  func liveUnits(_ name: String) throws -> Int {
    let id = try only(name)
    return try pool.read {
      Int(
        try $0.number(
          "SELECT ifnull(sum(units), 0) FROM purchaseLine WHERE orderID = ? AND isLive = 1",
          id.number) ?? 0)
    }
  }
}

/// A store with that many paid orders `#1`, `#2`, ... of one line.
func shop(_ count: Int = 1, change: (inout Order) -> Void = { _ in }) throws -> Scratch {
  let scratch = try Scratch()
  try scratch.store.takeSamples((1...count).map { sampleOrder($0, change: change) })
  return scratch
}

extension Order {
  /// Two lines, of one and of three units.
  mutating func makeTwoLines() {
    lines = [
      OrderLine(externalID: "1", sku: "CASE-1", title: "Case", quantity: 1, price: dollars(10)),
      OrderLine(externalID: "2", sku: "LAMP", title: "Lamp", quantity: 3, price: dollars(10)),
    ]
  }
}
