/// What a customer, or the operator's own support, can be told: a closed set, each kind with its rules.
package enum NoticeKind: String, CaseIterable, Sendable {
  case shipped
  case partlyShipped = "partly-shipped"
  case delayed
  case outForDelivery = "out-for-delivery"
  case pickup
  case delivered
  case deliveryFailed = "delivery-failed"
  case customs
  case cancelled
  case refunded
  case returnApproved = "return-approved"
  case returnDeclined = "return-declined"
  case returnAsked = "return-asked"
  case returnReceived = "return-received"
  case replaced = "replacement"
  /// To the operator's own support address.
  case support

  /// What becomes of a notice of that kind by itself.
  package enum Mode: String, CaseIterable, Sendable {
    /// It is sent, once its hold has passed.
    case auto
    /// It waits for an operator, who reads it first.
    case ask
    /// It is not made.
    case off
  }

  /// Where nothing is set: what only informs is sent, what costs goodwill is shown to an operator first;
  /// the answer to a return was decided by one already.
  package var usualMode: Mode {
    switch self {
    case .shipped, .partlyShipped, .pickup, .returnApproved, .returnDeclined, .returnAsked,
      .returnReceived, .support:
      .auto
    case .delayed, .deliveryFailed, .customs, .cancelled, .refunded, .replaced: .ask
    case .outForDelivery, .delivered: .off
    }
  }

  /// Facts without which the notice would say nothing: where one is missing, none is made.
  package var needs: Set<NoticeField> {
    switch self {
    case .shipped, .partlyShipped: [.order, .tracking]
    case .refunded: [.order, .amount]
    case .returnDeclined, .returnAsked, .support: [.order, .reason]
    default: [.order]
    }
  }

  /// Older news nobody wants to hear.
  package var newsAge: Span {
    switch self {
    case .outForDelivery, .deliveryFailed, .support: .days(1)
    case .delivered, .pickup, .customs: .days(3)
    default: .days(7)
    }
  }

  /// It tells where a parcel is on its way: of no use once the order is off.
  package var isOfParcel: Bool {
    switch self {
    case .shipped, .partlyShipped, .replaced, .pickup, .outForDelivery, .deliveryFailed, .customs:
      true
    default: false
    }
  }

  /// `return approved`
  package var text: String {
    switch self {
    case .replaced: "replacement sent"
    case .support: "note to support"
    default: String(rawValue.map { $0 == "-" ? " " : $0 })
    }
  }
}

/// Where a notice stands.
package enum NoticeState: String, CaseIterable, Sendable {
  /// Waits for an operator.
  case proposed
  /// Counts down, or waits for its turn to leave.
  case queued
  case sent
  /// An operator, or the course of things, has decided against it.
  case skipped
  /// It could not be sent, and the customer does not have it.
  case failed
  /// It may or may not have arrived: never sent again by itself.
  case unknown
}
