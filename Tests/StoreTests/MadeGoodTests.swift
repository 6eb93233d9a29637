import Fulfillment
import GRDB
import Testing

@testable import Store

/// Returns, money and goods in any order, against the real store: no more pieces are made good than were
/// bought, and no more is given than was paid, over all ways together.
private struct Counter {
  let scratch: Scratch
  var dice: Dice
  var now = noon
  var made = 0
  /// Suppliers may say yes after somebody was told that they have nothing.
  let isLate: Bool
  /// Purchases whose outcome nobody knows, or was told wrongly.
  var doubtful: [Claim] = []

  var store: Store { scratch.store }

  init(seed: UInt64, isLate: Bool = false) throws {
    self.isLate = isLate
    scratch = try Scratch()
    dice = Dice(seed: seed)
    let counts = [1 + dice.roll(3), 1 + dice.roll(2)]
    try store.register(
      [
        AccountSetup(
          account: Account(name: "main", service: "woocommerce", role: .storefront),
          cadence: .minutes(10))
      ], now: noon)
    try store.takeSamples([
      sampleOrder(1) { order in
        order.lines = counts.enumerated().map { place, count in
          OrderLine(
            externalID: "\(place + 1)", sku: "SKU-\(place + 1)", title: "", quantity: count,
            price: dollars(10))
        }
        order.total = dollars(Int64(counts[0] + counts[1]) * 10)
        order.returns = (1...3).map { number in
          sampleReturn("R\(number)") { request in
            request.items = [
              .init(sku: "SKU-\(1 + number % 2)", quantity: 1 + number % counts[number % 2])
            ]
          }
        }
      }
    ])
    try store.buy("#1")
    try store.send(accepted("N0", state: .shipped))
  }

  mutating func turn() throws {
    now = now + .minutes(Int64(dice.roll(9)))
    let returns = try store.detail("#1", now: now).returns
    let row = returns[dice.roll(returns.count)]
    let name = dice.pick(["ana", "ben"])
    func decide(_ decision: Decision) throws {
      _ = try store.decide(decision, on: [.return(row.id)], by: name, hold: .minutes(5), now: now)
    }
    switch dice.roll(isLate ? 17 : 14) {
    case 0:
      try decide(
        .approveReturn(
          note: "", grant: ReturnGrant(outcome: dice.pick([.reship, .refundAndKeep]))))
    case 1: try decide(.approveReturn(note: ""))
    case 2:
      let amount: Money? = dice.chance(50) ? nil : dollars(Int64(1 + dice.roll(25)))
      try decide(.refundReturn(amount: amount, note: ""))
    case 3: try replace(row.id)
    case 4, 5: try record(row.id, by: name)
    case 6, 7: _ = try store.undo(nil, by: name, now: now)
    case 8, 9: _ = try store.redo(by: name, now: now)
    case 10: try dispatch()
    case 11, 12: try sendRefund()
    case 14: try findAbsent(by: name)
    case 15, 16: try hearLate()
    default: try decide(dice.pick([.closeReturn(reason: ""), .declineReturn(reason: "")]))
    }
  }

  private mutating func replace(_ id: ReturnID) throws {
    let order = try store.only("#1")
    let request =
      dice.chance(70)
      ? try store.replacementRequest(for: id, now: now)
      : try store.replacementRequest(
        for: dice.chance(50) ? [] : [.init(sku: "SKU-1", quantity: 1)], of: order, now: now)
    // Whoever forgets what stands in the way is refused all the same.
    guard !request.lines.isEmpty else { return }
    let sending: Sending =
      dice.chance(50) ? Sending(state: .ready) : .held(until: now + .minutes(5), now: now)
    _ = try store.intend(
      [intent(draft(request, supplier: dice.pick(["CJ", "Agent"])), sending)],
      by: dice.pick(["ana", "ben"]), hold: .minutes(5), now: now)
  }

  /// Bought by hand; what can't be is refused by throwing.
  private mutating func record(_ id: ReturnID, by name: String) throws {
    made += 1
    do {
      _ = try store.recordReplacement(
        samplePurchase("H\(made)", for: "#1", supplier: "Agent"), for: id, by: name, now: now)
    } catch let error as StoreError {
      guard error.kind == .refused else { throw error }
    }
  }

  /// The operator is told that the supplier has nothing.
  private mutating func findAbsent(by name: String) throws {
    let unknown = try store.bought("#1").filter { $0.sending == .unknown || $0.sending == .waiting }
    guard !unknown.isEmpty else { return }
    _ = try store.decide(.settleAbsent(reason: ""), dice.pick(unknown), by: name, now: now)
  }

  private mutating func hearLate() throws {
    guard !doubtful.isEmpty else { return }
    made += 1
    let claim = doubtful.remove(at: dice.roll(doubtful.count))
    try store.settle(claim, accepted("N\(made)"), powers: .none, now: now)
  }

  private mutating func dispatch() throws {
    _ = try store.releaseHeld(now: now)
    guard let claim = try store.claim(now: now) else { return }
    made += 1
    if isLate, dice.chance(50) {
      doubtful.append(claim)
      return try store.settle(claim, .lost("no answer"), powers: .none, now: now)
    }
    let outcome: SendOutcome =
      dice.chance(30)
      ? .refused("no")
      : accepted("N\(made)", state: dice.pick([.placed, .shipped, .acknowledged]))
    try store.settle(claim, outcome, powers: .none, now: now)
  }

  /// Money leaves the house: at that moment nothing may stand made good twice.
  private mutating func sendRefund() throws {
    guard let claim = try store.claim(receiver: "main", now: now + .minutes(6)) else { return }
    #expect(claim.kind == "refund")
    try check(-1, returns: false)
    let outcome: SendOutcome = dice.chance(30) ? .refused("no") : accepted(state: .unclear)
    try store.settle(claim, outcome, powers: .none, now: now)
  }

  /// Counted from the tables alone.
  /// - Parameter isByReturn: by each return, too; what came too late for one is no obstacle to another.
  func check(_ turn: Int, returns isByReturn: Bool = true) throws {
    let counts = try store.pool.read { database in
      try database.rows(
        """
        SELECT w.quantity,
          (SELECT ifnull(sum(s.quantity), 0) FROM refundLine s JOIN refund r ON r.id = s.refundID
            JOIN outboxMessage m ON m.id = r.messageID
            WHERE s.line = w.externalID AND m.state NOT IN ('rejected', 'withdrawn')),
          (SELECT ifnull(sum(l.units), 0) FROM purchaseLine l
            WHERE l.line = w.externalID AND l.isLive = 1 AND l.again > 0)
        FROM orderLine w ORDER BY w.position
        """
      ) { (bought: try $0.int(), refunded: try $0.int(), replaced: try $0.int()) }
    }
    for count in counts {
      #expect(count.refunded + count.replaced <= count.bought, "turn \(turn)")
    }
    let money = try store.pool.read { database in
      try database.row(
        """
        SELECT o.total, (SELECT ifnull(sum(r.amount), 0) FROM refund r
          JOIN outboxMessage m ON m.id = r.messageID WHERE m.state NOT IN ('rejected', 'withdrawn'))
        FROM customerOrder o
        """
      ) { (paid: try $0.number(), refunded: try $0.number()) }
    }
    let returns = try store.pool.read { database in
      try database.rows(
        """
        SELECT i.quantity,
          (SELECT ifnull(sum(s.quantity), 0) FROM refundLine s JOIN refund r ON r.id = s.refundID
            JOIN outboxMessage m ON m.id = r.messageID
            WHERE r.returnID = i.returnID AND m.state NOT IN ('rejected', 'withdrawn')),
          (SELECT ifnull(sum(l.units), 0) FROM purchaseLine l JOIN purchaseOrder p
            ON p.id = l.purchaseID WHERE p.returnID = i.returnID AND l.isLive = 1)
        FROM returnItem i
        """
      ) { (returned: try $0.int(), refunded: try $0.int(), replaced: try $0.int()) }
    }
    for one in returns where isByReturn && one.replaced > 0 {
      #expect(min(one.refunded, one.returned) + one.replaced <= one.returned, "turn \(turn)")
    }
    let replaced = counts.reduce(0) { $0 + Int64($1.replaced) * 10_00 }
    if let money { #expect(money.refunded + replaced <= money.paid, "turn \(turn)") }
  }
}

@Suite struct MadeGoodTests {
  @Test(arguments: Array(UInt64(1)...40))
  func noMoreIsMadeGoodThanWasBought(seed: UInt64) throws {
    var counter = try Counter(seed: seed)
    for turn in 0..<60 {
      try counter.turn()
      try counter.check(turn)
    }
  }

  /// Where the supplier's yes comes too late, goods may be under way for which money has left already; but
  /// no money leaves after that.
  @Test(arguments: Array(UInt64(1)...40))
  func noMoneyLeavesForWhatIsUnderWay(seed: UInt64) throws {
    var counter = try Counter(seed: seed, isLate: true)
    for _ in 0..<60 { try counter.turn() }
  }

  /// The game reaches both ends, or it proves nothing.
  @Test func thePlayersDoReplaceAndRefund() throws {
    var (replaced, refunded, byHand, sent) = (0, 0, 0, 0)
    for seed in UInt64(1)...10 {
      var counter = try Counter(seed: seed, isLate: seed > 5)
      for _ in 0..<60 { try counter.turn() }
      try counter.store.pool.read { database in
        replaced += Int(
          try database.number("SELECT count(*) FROM purchaseOrder WHERE replaces IS NOT NULL") ?? 0)
        refunded += Int(try database.number("SELECT count(*) FROM refund") ?? 0)
        byHand += Int(
          try database.number(
            "SELECT count(*) FROM purchaseOrder WHERE decisionID IS NOT NULL") ?? 0)
        sent += Int(
          try database.number(
            "SELECT count(*) FROM outboxMessage WHERE kind = 'refund' AND state = 'sent'") ?? 0)
      }
    }
    #expect(replaced > 10 && refunded > 5)
    #expect(byHand > 5 && sent > 5)
  }
}
