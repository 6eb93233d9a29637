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

  var store: Store { scratch.store }

  init(seed: UInt64) throws {
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
    func decide(_ decision: Decision) throws {
      _ = try store.decide(
        decision, on: [.return(row.id)], by: "ana", hold: .minutes(5), now: now)
    }
    switch dice.roll(12) {
    case 0:
      try decide(
        .approveReturn(
          note: "", grant: ReturnGrant(outcome: dice.pick([.reship, .refundAndKeep]))))
    case 1: try decide(.approveReturn(note: ""))
    case 2:
      let amount: Money? = dice.chance(50) ? nil : dollars(Int64(1 + dice.roll(25)))
      try decide(.refundReturn(amount: amount, note: ""))
    case 3, 4, 5: try replace(row.id)
    case 6: _ = try store.undo(nil, by: "ana", now: now)
    case 7: _ = try store.redo(by: "ana", now: now)
    case 8, 9: try dispatch()
    case 10: try settleRefund()
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
      [intent(draft(request, supplier: dice.pick(["CJ", "Agent"])), sending)], by: "ana",
      hold: .minutes(5), now: now)
  }

  private mutating func dispatch() throws {
    _ = try store.releaseHeld(now: now)
    guard let claim = try store.claim(now: now) else { return }
    made += 1
    let outcome: SendOutcome =
      dice.chance(30)
      ? .refused("no")
      : accepted("N\(made)", state: dice.pick([.placed, .shipped, .acknowledged]))
    try store.settle(claim, outcome, powers: .none, now: now)
  }

  private mutating func settleRefund() throws {
    let state = dice.pick(["sent", "rejected"])
    try store.pool.write {
      try $0.run(
        """
        UPDATE outboxMessage SET attempts = 1, state = ?, settledAt = ? WHERE id = (
          SELECT min(id) FROM outboxMessage WHERE kind = 'refund' AND state IN ('held', 'ready'))
        """, state, now.milliseconds)
    }
  }

  /// Counted from the tables alone.
  func check(_ turn: Int) throws {
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
    for one in returns where one.replaced > 0 {
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

  /// The game reaches both ends, or it proves nothing.
  @Test func thePlayersDoReplaceAndRefund() throws {
    var (replaced, refunded) = (0, 0)
    for seed in UInt64(1)...10 {
      var counter = try Counter(seed: seed)
      for _ in 0..<60 { try counter.turn() }
      try counter.store.pool.read { database in
        replaced += Int(
          try database.number("SELECT count(*) FROM purchaseOrder WHERE replaces IS NOT NULL") ?? 0)
        refunded += Int(try database.number("SELECT count(*) FROM refund") ?? 0)
      }
    }
    #expect(replaced > 10 && refunded > 10)
  }
}
