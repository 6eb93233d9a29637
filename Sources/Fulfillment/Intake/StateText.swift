/// Every state in the operator's words, lower case.
package enum StateText {
  package static func text(_ state: OrderState) -> String {
    switch state {
    case .unpaid: "unpaid"
    case .ready: "to buy"
    case .ordered: "ordered"
    case .processing: "processing"
    case .shipped: "shipped"
    case .transit: "in transit"
    case .pickup: "at pickup"
    case .delivered: "delivered"
    case .returning: "returning"
    case .returned: "returned"
    case .lost: "lost"
    case .cancelled: "cancelled"
    case .refunded: "refunded"
    case .fulfilled: "fulfilled"
    }
  }

  package static func text(_ state: PaymentState) -> String {
    switch state {
    case .pending: "pending"
    case .authorized: "authorized"
    case .paid: "paid"
    case .partiallyPaid: "partly paid"
    case .partiallyRefunded: "partly refunded"
    case .refunded: "refunded"
    case .voided: "voided"
    case .unknown: "not known"
    }
  }

  package static func text(_ state: PurchaseState) -> String {
    switch state {
    case .intended: "not sent yet"
    case .unknown: "outcome not known"
    case .rejected: "refused"
    case .placed: "placed"
    case .unpaid: "waits for our payment"
    case .acknowledged: "accepted"
    case .shipped: "shipped"
    case .delivered: "delivered"
    case .cancelled: "cancelled"
    case .unclear: "not told"
    }
  }

  /// Where a message stands on its way out.
  package static func text(_ state: Sending.State) -> String {
    switch state {
    case .proposed: "waits for approval"
    case .held: "held"
    case .ready: "about to leave"
    case .claimed: "being sent"
    case .unknown: "outcome not known"
    case .waiting: "outcome not known, waits for you"
    case .sent: "sent"
    case .rejected: "refused"
    case .withdrawn: "taken back"
    }
  }

  package static func text(_ status: TrackingStatus) -> String {
    switch status {
    case .unregistered: "not known to carrier"
    case .label: "label only"
    case .pickedUp: "picked up"
    case .inTransit: "in transit"
    case .customs: "in customs"
    case .delayed: "delayed"
    case .outForDelivery: "out for delivery"
    case .pickup: "at pickup point"
    case .attemptFailed: "delivery failed"
    case .delivered: "delivered"
    case .exception: "carrier problem"
    case .returning: "returning"
    case .returned: "returned"
    case .lost: "lost"
    case .expired: "no news, expired"
    case .cancelled: "label cancelled"
    }
  }

  package static func text(_ state: ReturnState) -> String {
    switch state {
    case .requested: "waits for you"
    case .asked: "asked for more"
    case .approved: "approved"
    case .declined: "declined"
    case .withdrawn: "withdrawn"
    case .proposed: "second approval"
    case .inTransit: "on its way back"
    case .received: "came back"
    case .notReturned: "never came back"
    case .refunded: "refunded"
    case .replaced: "replaced"
    case .closed: "closed"
    }
  }

  package static func text(_ state: OrderException.State) -> String {
    switch state {
    case .open: "open"
    case .acknowledged: "acknowledged"
    case .snoozed: "snoozed"
    case .resolved: "resolved"
    case .cleared: "cleared"
    }
  }
}
