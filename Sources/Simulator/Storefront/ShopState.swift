import Fulfillment

/// What the shop's database holds of an order at some time.
struct ShopState: Sendable {
  var status: String
  var modifiedAt: Timestamp
  var paidAt: Timestamp?
  var completedAt: Timestamp?
  var address: Address
  var tracking: (number: String, carrier: Carrier, at: Timestamp)?
  var refunds: [(at: Timestamp, amount: Int, reason: String)] = []
  var returnAsk: (at: Timestamp, ask: ReturnAsk)?
  /// What was written through the API and is kept, oldest first.
  var written: [(at: Timestamp, what: ShopWrite.What)] = []

  init(_ life: Life, at now: Timestamp) {
    status = life.firstStatus
    modifiedAt = life.placedAt
    address = life.customer.address
    for step in life.shop.prefix(while: { $0.at <= now }) {
      if step.change.touches { modifiedAt = step.at }
      switch step.change {
      case .paid: (status, paidAt) = ("processing", step.at)
      case .status(let new):
        status = new
        if new == "completed" { completedAt = completedAt ?? step.at }
      case .address(let corrected): address = corrected
      case .tracking(let number, let carrier): tracking = (number, carrier, step.at)
      case .refund(let amount, let reason): refunds.append((step.at, amount, reason))
      case .returnRequested(let ask): returnAsk = (step.at, ask)
      case .note: break
      case .written(let what):
        written.append((step.at, what))
        if case .status(let new) = what {
          status = new
          if new == "completed" { completedAt = completedAt ?? step.at }
        }
      }
    }
  }
}

extension Life {
  /// Bank transfers wait `on-hold`, everything else `pending`.
  var firstStatus: String { paysByTransfer ? "on-hold" : "pending" }
  var paysByTransfer: Bool { index % 9 == 4 }

  /// The status alone, for lists that look at every order.
  func status(at now: Timestamp) -> String {
    for step in shop.reversed() where step.at <= now {
      if case .status(let status) = step.change { return status }
      if case .paid = step.change { return "processing" }
      if case .written(.status(let status)) = step.change { return status }
    }
    return firstStatus
  }

  /// `date_modified` alone.
  func modifiedAt(_ now: Timestamp) -> Timestamp {
    shop.last { $0.at <= now && $0.change.touches }?.at ?? placedAt
  }
}

extension ShopStep.Change {
  /// It moves `date_modified`. Notes never do, on any version (measured; apis.md 2.1).
  var touches: Bool {
    switch self {
    case .note, .written(.note): false
    default: true
    }
  }
}
