import Fulfillment
import Testing

@testable import Store

/// One order to which things happen: it is sold, bought, sent, brought back, disputed, claimed, and its
/// customer is told of it.
struct RandomHistory {
  private var dice: Dice
  private var version = 0
  private var claims: [ClaimID] = []
  private let desk = NoticeDesk(
    policy: NoticePolicy(isOn: true, from: "a@shop.example", rules: NoticeRules(modes: [:])),
    tellingShops: [], hold: .minutes(10), encode: { "To: \($0.to)\n\($0.subject)\n\n\($0.text)" },
    digest: { String(repeating: "0", count: 64 - $0.utf8.count) + $0 })

  private static let policies = [
    ClaimPolicy(
      party: .supplier, name: "cj", title: "CJ", source: "CJ's page", asOf: noon.date,
      terms: [
        ClaimTerm(
          kinds: [.lost, .damaged], closes: ClaimBound(90, after: .bought),
          evidence: [.photos])
      ])
  ]

  init(seed: UInt64) { dice = Dice(seed: seed) }

  mutating func step(_ store: Store, now: Timestamp) throws {
    version += 1
    if version == 1 { try begin(store, now: now) }
    switch version == 1 ? 0 : dice.roll(16) {
    case 0, 1: try sell(store, now: now)
    case 2:
      try store.recordPurchase(
        samplePurchase("P\(dice.roll(3))", for: "#1"), for: OrderID(1), by: "ana", now: now)
    case 3: try track(store, now: now)
    case 4:
      try store.raise(dice.pick(["transit.stalled", "address.bad"]), on: OrderID(1), now: now)
    case 5: try store.detectAll(now: now)
    case 6:
      let decision: Decision = dice.pick([
        .note("n\(version)"), .tag("t\(version % 2)"), .untag("vip"), .tellCustomer(nil),
        .withholdNotice(nil, reason: "not now"),
      ])
      try decide(decision, on: .order(OrderID(1)), store, now: now)
    case 7: _ = try store.undo(nil, by: "ana", now: now)
    case 8, 9: try answerReturn(store, now: now)
    case 10: try dispute(store, now: now)
    case 11, 12: try claim(store, now: now)
    case 13: _ = try store.redo(by: "ana", now: now)
    case 14: _ = try store.queueNotices(desk, now: now)
    default: try dispatch(store, now: now)
    }
  }

  private func begin(_ store: Store, now: Timestamp) throws {
    let accounts = [
      Account(name: "main", service: "woocommerce", role: .storefront),
      Account(name: "stripe", service: "stripe", role: .payments),
    ]
    try store.register(
      accounts.map { AccountSetup(account: $0, cadence: .minutes(10)) }, now: now)
    // What was before the first round is no news.
    _ = try store.queueNotices(desk, now: now)
  }

  private mutating func sell(_ store: Store, now: Timestamp) throws {
    let (version, roll) = (version, dice.roll(4))
    let tags = dice.chance(50) ? ["vip"] : []
    try store.takeSamples(
      [
        sampleOrder(1) {
          $0.updatedAt = now
          $0.note = "version \(version)"
          $0.tags = tags
          $0.shipments = [Shipment(number: "LX1CN", carrier: "china-post")]
          $0.lines = (0...roll).map {
            OrderLine(
              externalID: "\($0)", sku: "S\($0)", title: "thing", quantity: 1 + version % 2,
              price: nil)
          }
          if version > 5 { $0.returns = [sampleReturn("R1")] }
        }
      ], now: now)
  }

  private mutating func track(_ store: Store, now: Timestamp) throws {
    let status = dice.pick([TrackingStatus.pickedUp, .inTransit, .customs, .lost, .delivered])
    let event = scan(status, now - .hours(1), "m\(version)")
    _ = try store.take(
      [TrackingReport(number: "LX1CN", carrier: "china-post", status: status, events: [event])],
      from: "17track", nextTrack: { _, _ in nil }, now: now)
  }

  private func decide(_ decision: Decision, on target: Target, _ store: Store, now: Timestamp)
    throws
  {
    _ = try store.decide(decision, on: [target], by: "ana", hold: .minutes(10), now: now)
  }

  /// Grants money, declines, asks or sends money back; what does not fit is refused.
  private mutating func answerReturn(_ store: Store, now: Timestamp) throws {
    guard let row = try store.detail("#1", now: now).returns.first else { return }
    let decision = dice.pick([
      Decision.approveReturn(
        note: "",
        grant: ReturnGrant(outcome: .partialRefund, amount: dollars(3), secondAbove: [], keeps: 0)),
      .declineReturn(reason: "too late"), .askReturn(question: "a photo?"),
      .refundReturn(amount: dollars(1), note: "v\(version)"),
    ])
    try decide(decision, on: .return(row.id), store, now: now)
  }

  private mutating func dispute(_ store: Store, now: Timestamp) throws {
    let dispute = Dispute(
      externalID: "du_\(dice.roll(2))", order: "ext-1", kind: .chargeback,
      state: dice.pick([.open, .underReview, .won]), reason: "fraudulent", amount: dollars(40),
      openedAt: noon, evidenceDueAt: now + .days(6))
    _ = try store.take([dispute], from: "stripe", cursor: nil, now: now)
  }

  /// Opens a claim, or goes a step with one that is open; what can't be is refused.
  private mutating func claim(_ store: Store, now: Timestamp) throws {
    do {
      if let id = claims.last, dice.chance(70) {
        let step = dice.pick([
          ClaimStep.submit(reference: "D-\(version)"), .answer(note: "half"), .withdraw,
          .settle(recovered: dollars(2)),
        ])
        _ = try store.step(id, step, reason: "", by: "ana", now: now)
      } else {
        let wish = ClaimWish(order: OrderID(1), against: "cj", kind: .lost, amount: dollars(5))
        let claim = try store.openClaim(
          wish, policies: RandomHistory.policies, reason: "lost", by: "ana", now: now)
        claims.append(claim.id)
      }
    } catch let refusal as StoreError where refusal.kind == .refused {
      #expect(!refusal.why.isEmpty)
    }
  }

  /// As a dispatcher does with what may leave.
  private mutating func dispatch(_ store: Store, now: Timestamp) throws {
    _ = try store.releaseHeld(now: now)
    for receiver in ["customers", "main"] {
      guard let claim = try store.claim(receiver: receiver, now: now) else { continue }
      let outcome = dice.pick([accepted("N\(version)", state: .unclear), accepted(state: .unclear)])
      try store.settle(claim, outcome, powers: .none, now: now)
    }
  }
}
