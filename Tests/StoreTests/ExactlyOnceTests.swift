import Fulfillment
import GRDB
import Testing

@testable import Store

/// A far side that really records orders, and tells the truth about them when it is asked.
private struct Supplier {
  struct Kept {
    var number: String
    var state: PurchaseState
  }

  var powers: SupplierPowers
  var kept: [String: Kept] = [:]
  /// How often an order was made under a key: more than once is the loss this is all about.
  var made: [String: Int] = [:]

  /// An order arrives.
  mutating func receive(_ key: String) -> Kept {
    if let known = kept[key], powers.deduplicates != nil { return known }
    made[key, default: 0] += 1
    let fresh = Kept(number: "N\(kept.count + 1)-\(made[key] ?? 0)", state: .placed)
    kept[key] = fresh
    return fresh
  }
}

/// Everything that can happen to purchases, in any order, against the real store.
private struct Game {
  let scratch: Scratch
  var dice: Dice
  var now = noon
  var supplier: Supplier
  var orders: [Order] = []
  /// Claims whose dispatcher has not said what became of them, and whether the order arrived.
  var open: [(claim: Claim, arrived: Bool)] = []
  var dispatcher = 0
  var log: [String] = []

  var store: Store { scratch.store }

  init(seed: UInt64) throws {
    scratch = try Scratch()
    dice = Dice(seed: seed)
    supplier = Supplier(powers: dice.pick([.none, deduplicating, queryable]))
    for _ in 0..<3 { try takeOrder() }
  }

  mutating func turn() throws {
    now = now + .minutes(Int64(dice.roll(12)))
    switch dice.roll(18) {
    case 0: try takeOrder()
    case 1: try changeOrder()
    case 2, 3, 4: try intend()
    case 5, 6, 14, 15, 16: try dispatch()
    case 7: try ask()
    case 8: try settleLate()
    case 9: try pull()
    case 10, 11: try decide()
    case 12: try undo()
    case 13:
      _ = try store.releaseHeld(now: now)
      dispatcher += 1
    default: try decideStop()
    }
  }

  mutating func takeOrder() throws {
    let order = sampleOrder(orders.count + 1) {
      $0.makeTwoLines()
      $0.lines[1].quantity = 1 + dice.roll(4)
    }
    orders.append(order)
    try store.takeSamples([order], now: now)
  }

  mutating func changeOrder() throws {
    let index = dice.roll(orders.count)
    orders[index].updatedAt = now
    switch dice.roll(8) {
    case 0: orders[index].cancelledAt = dice.chance(50) ? now : nil
    case 1: orders[index].payment = dice.pick([.refunded, .paid, .pending])
    case 2: orders[index].shipTo.line1 = "\(dice.roll(9)) Long Street"
    case 3: orders[index].refunded = dollars(Int64(dice.roll(3)))
    case 4 where orders[index].lines.count > 1: orders[index].lines.removeLast()
    case 5: orders[index].makeTwoLines()
    default:
      let line = dice.roll(orders[index].lines.count)
      orders[index].lines[line].quantity = 1 + dice.roll(5)
    }
    log.append("change \(orders[index].name)")
    try store.takeSamples([orders[index]], now: now)
  }

  mutating func intend() throws {
    let names = (0...dice.roll(2)).map { _ in dice.pick(orders).name }
    var intents: [Intent] = []
    for name in names {
      let request = try store.request(name, now: now)
      let sending = dice.pick([
        Sending(state: .proposed), .held(until: now + .minutes(10), now: now),
        Sending(state: .ready),
      ])
      let split: [[String]?] = dice.chance(30) ? [["1"], ["2"]] : [nil]
      for lines in split {
        let draft = draft(request, lines: lines)
        guard !draft.items.isEmpty else { continue }
        intents.append(
          intent(draft, sending) {
            $0.fingerprint = dice.chance(50) ? request.fingerprint : 0
            $0.needsPayment = dice.chance(50)
          })
      }
    }
    let receipt = try store.intend(intents, by: "ana", hold: .minutes(10), now: now)
    log.append("intend \(receipt.applied) of \(intents.count)")
  }

  mutating func dispatch() throws {
    let lease = try #require(
      try store.lease("dispatch", holder: "d\(dispatcher)", for: .minutes(1), now: now)
        ?? nextLease())
    let orphans = try store.orphanClaims(lease: lease, powers: { _ in supplier.powers }, now: now)
    guard
      let claim = try store.claimNext(
        receiver: "CJ", powers: supplier.powers, lease: lease, now: now)
    else { return }
    let order = try #require(try store.order(claim.order, returnWindow: .days(30), now: now)).order
    if claim.kind != "cancel" { #expect(order.cancelledAt == nil && order.payment != .refunded) }
    guard claim.kind == "place" else {
      try store.settle(
        claim,
        accepted(claim.purchaseNumber, state: claim.kind == "pay" ? .acknowledged : .unclear),
        powers: supplier.powers, now: now)
      log.append("\(claim.kind) \(claim.purchaseKey)")
      return
    }
    #expect(claim.body == "order " + claim.purchaseKey)
    let outcome = dice.roll(6)
    var arrived = supplier.kept[claim.purchaseKey] != nil
    if outcome < 2 || outcome >= 4 && dice.chance(50) {
      _ = supplier.receive(claim.purchaseKey)
      arrived = true
    }
    log.append("claim \(claim.purchaseKey) \(claim.fence) orphans \(orphans) outcome \(outcome)")
    switch outcome {
    case 0, 1: try tell(claim, arrived: true)
    case 2 where !arrived:
      try store.settle(claim, .refused("no such variant"), powers: supplier.powers, now: now)
    case 3 where !arrived:
      try store.settle(
        claim, .notSent("busy", until: now + .minutes(3)), powers: supplier.powers, now: now)
    case 4: try store.settle(claim, .lost("time-out"), powers: supplier.powers, now: now)
    default: open.append((claim, arrived))
    }
  }

  /// The lease once its holder is gone.
  private mutating func nextLease() throws -> Lease? {
    now = now + .minutes(6)
    return try store.lease("dispatch", holder: "d\(dispatcher)", for: .minutes(1), now: now)
  }

  private func tell(_ claim: Claim, arrived: Bool) throws {
    guard arrived, let kept = supplier.kept[claim.purchaseKey] else {
      try store.settle(claim, .lost("gone"), powers: supplier.powers, now: now)
      return
    }
    let state: PurchaseState = kept.state == .placed ? .unpaid : kept.state
    try store.settle(claim, accepted(kept.number, state: state), powers: supplier.powers, now: now)
  }

  mutating func ask() throws {
    guard let claim = try store.nextToAsk(receiver: "CJ", powers: supplier.powers, now: now)
    else { return }
    log.append("ask \(claim.purchaseKey)")
    if let kept = supplier.kept[claim.purchaseKey] {
      try store.settle(
        claim, accepted(kept.number, state: kept.state), powers: supplier.powers, now: now)
    } else if dice.chance(70) {
      // Two answers, ten minutes apart: only then is an absence believed.
      try store.settle(claim, .absent("none"), powers: supplier.powers, now: now)
    } else {
      try store.settle(
        claim, .silent("no answer", until: now + .minutes(1)), powers: supplier.powers, now: now)
    }
  }

  mutating func settleLate() throws {
    guard !open.isEmpty else { return }
    let late = open.remove(at: dice.roll(open.count))
    log.append("late \(late.claim.purchaseKey) \(late.claim.fence)")
    try tell(late.claim, arrived: late.arrived)
  }

  mutating func pull() throws {
    guard let key = supplier.kept.keys.sorted().randomElement(using: &dice) else { return }
    if dice.chance(25) {
      supplier.kept[key]?.state = dice.pick([.acknowledged, .shipped, .cancelled])
    }
    guard let kept = supplier.kept[key] else { return }
    log.append("pull \(key) \(kept.state)")
    let purchase = samplePurchase(kept.number, for: key, supplier: "") {
      $0.state = kept.state
      $0.placedAt = now
    }
    let result = try store.take([purchase], from: "CJ", cursor: nil, now: now)
    #expect(result.refused.isEmpty)
  }

  mutating func decide() throws {
    let rows = try store.purchases(.all, limit: 100, now: now).filter { !$0.key.isEmpty }
    guard !rows.isEmpty else { return }
    let row = dice.pick(rows)
    let isThere = supplier.kept[row.key] != nil
    // Operators tell the truth about what they have found out.
    let decisions: [Decision] = [
      .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase(reason: "r"),
      .cancelPurchase(reason: "r"),
      isThere
        ? .settlePlaced(number: supplier.kept[row.key]?.number ?? "")
        : .settleAbsent(reason: "called them"),
    ]
    let decision = dice.pick(decisions)
    // Nobody calls about an order that is being sent, or may still be on its way.
    if case .settleAbsent = decision, open.contains(where: { $0.claim.purchaseKey == row.key }) {
      return
    }
    let receipt = try store.decide(
      decision, row, hold: .minutes(Int64(dice.roll(2) * 10)), now: now)
    log.append("\(decision.verb) \(row.key): \(receipt.refused.map(\.reason))")
  }

  mutating func undo() throws {
    let receipt =
      dice.chance(70)
      ? try store.undo(nil, by: "ana", now: now) : try store.redo(by: "ana", now: now)
    log.append("undo \(receipt.title): \(receipt.refused.map(\.reason))")
  }

  mutating func decideStop() throws {
    let isStopped = try store.buyingStop() != nil
    guard isStopped || dice.chance(10) else { return }
    _ = try store.decide(
      isStopped ? .startBuying : .stopBuying(reason: "holiday"), on: [.buying], by: "ben",
      hold: .minutes(0), now: now)
  }
}

@Suite struct ExactlyOnceTests {
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func nothingIsBoughtTwiceOrLostWhateverHappens(seed: UInt64) throws {
    var game = try Game(seed: seed)
    for step in 0..<160 {
      try game.turn()
      let isWell = try check(game)
      guard isWell else {
        let tail = game.log.suffix(25).joined(separator: "\n")
        Issue.record("seed \(seed), step \(step):\n\(tail)")
        return
      }
    }
    // A game in which next to nothing leaves would prove nothing; in the sixth the operator takes nearly
    // everything back.
    #expect(game.supplier.made.count > (seed == 6 ? 0 : 2))
    #expect(try game.store.integrityProblems().isEmpty)
  }

  /// What must hold at every moment.
  private func check(_ game: Game) throws -> Bool {
    let problems =
      try doubles(game) + uncovered(game) + inconsistencies(game) + losses(game) + figures(game)
      + game.supplier.made.filter { $0.value > 1 }.map { "\($0.key) was made \($0.value) times" }
    for problem in problems { Issue.record("\(problem)") }
    return problems.isEmpty
  }

  private func doubles(_ game: Game) throws -> [String] {
    try game.store.pool.read {
      try $0.texts(
        """
        SELECT 'units bought twice: ' || l.purchaseID || ' ' || r.purchaseID
        FROM purchaseLine l JOIN purchaseLine r ON l.orderID = r.orderID AND l.line = r.line
        AND l.part = r.part AND (l.purchaseID, l.position) < (r.purchaseID, r.position)
        WHERE l.isLive = 1 AND r.isLive = 1
        AND l.firstUnit < r.firstUnit + r.units AND r.firstUnit < l.firstUnit + l.units
        """)
    }
  }

  /// What a purchase is for is covered by it, or by another where it came back too late; what came to
  /// nothing covers nothing.
  private func uncovered(_ game: Game) throws -> [String] {
    try game.store.pool.read {
      try $0.texts(
        """
        SELECT 'covered by nobody: ' || p.key || ' ' || p.state FROM purchaseLine l
        JOIN purchaseOrder p ON p.id = l.purchaseID
        WHERE l.isLive = 0 AND p.state NOT IN ('rejected', 'cancelled') AND NOT EXISTS (
          SELECT 1 FROM purchaseLine r WHERE r.orderID = l.orderID AND r.line = l.line
          AND r.part = l.part AND r.isLive = 1
          AND l.firstUnit < r.firstUnit + r.units AND r.firstUnit < l.firstUnit + l.units)
        UNION ALL
        SELECT 'covered by ' || p.key || ' ' || p.state FROM purchaseLine l
        JOIN purchaseOrder p ON p.id = l.purchaseID
        WHERE l.isLive = 1 AND p.state IN ('rejected', 'cancelled')
        """)
    }
  }

  /// A message and its purchase tell the same, and so does the far side.
  private func inconsistencies(_ game: Game) throws -> [String] {
    try game.store.purchases(.all, limit: 1000, now: game.now).filter { !$0.key.isEmpty }
      .compactMap { row in
        let isRight =
          switch row.sending {
          case .proposed, .held, .ready: row.state == .intended
          case .claimed: row.state == .intended || row.state == .unknown
          case .unknown, .waiting: row.state == .unknown
          case .sent: row.state.isAtSupplier
          case .rejected: row.state == .rejected
          case .withdrawn: row.state == .cancelled
          case nil: false
          }
        let kept = game.supplier.kept[row.key]
        let told = "\(row.key) \(row.state) \(String(describing: row.sending))"
        if !isRight { return "states differ: " + told }
        if kept == nil, row.state.isAtSupplier, row.state != .cancelled {
          return "the supplier does not have " + told
        }
        if let kept, kept.state != .cancelled, !row.state.isLive { return "it has " + told }
        return nil
      }
  }

  /// Every unit of a paid line is live in a purchase, or can be planned.
  private func losses(_ game: Game) throws -> [String] {
    var lost: [String] = []
    for order in game.orders {
      let request = try game.store.request(order.name, now: game.now)
      for line in order.lines where request.obstacle.isEmpty {
        let asked = request.lines.first { $0.id == line.externalID }
        guard let asked else {
          lost.append("\(order.name) \(line.sku) is not asked for")
          continue
        }
        let reach = asked.covered[""] ?? 0
        if reach >= asked.quantity, asked.quantity < line.quantity {
          lost.append("\(order.name) \(line.sku): \(reach) of \(line.quantity), and no more")
        }
        let free = try game.store.pool.read {
          try $0.number(
            """
            SELECT count(*) FROM purchaseLine WHERE orderID = ? AND line = ? AND isLive = 1
            AND firstUnit < ? AND ? < firstUnit + units
            """, request.order.number, line.externalID, asked.quantity, reach)
        }
        if reach < asked.quantity, free != 0 {
          lost.append("\(order.name) \(line.sku): what is asked for is not free")
        }
      }
    }
    return lost
  }

  /// What is derived and counted is what a recount gives.
  private func figures(_ game: Game) throws -> [String] {
    let rows = try game.store.purchases(.all, limit: 1000, now: game.now)
    let counts = try game.store.counts()
    var wrong: [String] = []
    func count(_ states: Sending.State...) -> Int {
      rows.count { row in row.sending.map { states.contains($0) } ?? false }
    }
    if counts.held != count(.held, .ready) { wrong.append("held \(counts.held)") }
    if counts.proposed != count(.proposed) { wrong.append("proposed \(counts.proposed)") }
    if counts.unknownPurchases != count(.unknown, .waiting) { wrong.append("unknown") }
    let urgency: [Sending.State] = [.waiting, .unknown, .claimed, .ready, .held, .proposed]
    for order in try game.store.everyRow(now: game.now) {
      let states = rows.filter { $0.order == order.id }.compactMap(\.sending)
      let expected = urgency.first { states.contains($0) }
      if order.purchase != expected, order.purchase != .rejected || expected != nil {
        wrong.append("\(order.name) shows \(String(describing: order.purchase))")
      }
    }
    return wrong
  }
}
