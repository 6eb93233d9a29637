/// What fate has in store for an order.
package enum Scenario: String, CaseIterable, Sendable {
  case happy
  /// The customer does not pay for days; mended: pays late.
  case unpaid
  /// Street or town is missing; mended: the customer corrects it.
  case badAddress
  /// A product without offer; mended: a colleague finds somebody after a while.
  case unmapped
  /// The customer cancels within the hour.
  case cancelled
  /// Part of the money goes back after delivery; nothing else is wrong.
  case refundedInPart
  /// Nobody buys at the supplier; mended: somebody does, late.
  case notBought
  /// Bought, and the supplier says nothing for days; mended: accepts after all.
  case silentSupplier
  /// Accepted and paid, and it does not leave the warehouse; mended: ships late.
  case stuckBeforeDispatch
  /// Said to be shipped, no number; mended: the number follows.
  case noNumber
  /// A number and a label, no scan; mended: the carrier gets it after all.
  case labelOnly
  /// Moves, then silence; mended: moves again.
  case stalled
  /// Customs asks for papers; mended: released.
  case customs
  /// The carrier says it is lost.
  case lost
  /// Damaged on the last mile.
  case damaged
  /// The number belongs to an earlier order's parcel; mended: the right one follows.
  case reusedNumber
  /// The number has a wrong check digit; mended: the right one follows.
  case invalidNumber
  /// Nobody at home; mended: the second attempt succeeds.
  case failedDelivery
  /// Waits at a pickup point; mended: fetched at last.
  case pickup
  /// Goes back to the sender.
  case returnedToSender
  /// Delivered, and the customer wants to return it; mended: the customer takes that back.
  case returnRequested

  /// The rule that is meant to notice it (product.md, exceptions); nil where nothing is wrong.
  package var exceptionCode: String? {
    switch self {
    case .happy, .cancelled, .refundedInPart: nil
    case .unpaid: "payment.pending"
    case .badAddress: "order.address"
    case .unmapped: "order.unmapped"
    case .notBought: "purchase.unsent"
    case .silentSupplier: "purchase.unacknowledged"
    case .stuckBeforeDispatch: "dispatch.late"
    case .noNumber: "tracking.missing"
    case .labelOnly: "tracking.unscanned"
    case .stalled: "transit.stalled"
    case .customs: "transit.customs"
    case .lost: "parcel.lost"
    case .damaged: "parcel.damaged"
    case .reusedNumber, .invalidNumber: "tracking.invalid"
    case .failedDelivery: "delivery.failed"
    case .pickup: "delivery.pickup"
    case .returnedToSender: "parcel.returned"
    case .returnRequested: "return.waiting"
    }
  }
}

/// How often each scenario comes up, and how often trouble mends itself.
package struct ScenarioShares: Hashable, Sendable {
  /// Of all orders; what is missing to 1 is happy.
  package var shares: [Scenario: Double]
  /// Of the orders in trouble that can mend at all.
  package var mended: Double

  package init(_ shares: [Scenario: Double], mended: Double = 0.6) {
    self.shares = shares
    self.mended = mended
  }

  /// A shop with its hands full: about a quarter of the orders has something.
  package static let busy = ScenarioShares([
    .unpaid: 0.02, .badAddress: 0.015, .unmapped: 0.015, .cancelled: 0.02,
    .refundedInPart: 0.015, .notBought: 0.015, .silentSupplier: 0.012,
    .stuckBeforeDispatch: 0.02, .noNumber: 0.012, .labelOnly: 0.015, .stalled: 0.02,
    .customs: 0.012, .lost: 0.008, .damaged: 0.006, .reusedNumber: 0.01,
    .invalidNumber: 0.01, .failedDelivery: 0.012, .pickup: 0.012, .returnedToSender: 0.01,
    .returnRequested: 0.03,
  ])

  /// Long history of a healthy shop: over sixty days of it about three in a hundred are in trouble
  /// at any moment.
  package static let settled = ScenarioShares(
    busy.shares.mapValues { $0 * 0.9 }, mended: 0.7)

  /// Nothing ever goes wrong.
  package static let happy = ScenarioShares([:])

  /// Every order has this scenario.
  package static func only(_ scenario: Scenario, mended: Double = 0.6) -> ScenarioShares {
    ScenarioShares([scenario: 1], mended: mended)
  }

  func pick(_ random: inout SeededRandom) -> Scenario {
    var rest = random.unit()
    for scenario in Scenario.allCases {
      guard let share = shares[scenario] else { continue }
      if rest < share { return scenario }
      rest -= share
    }
    return .happy
  }
}
