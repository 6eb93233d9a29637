import Connectors
import Fulfillment
import Store

extension SendOutcome {
  /// What became of a request that changes something.
  static func of(_ failure: AccountLine.Failure) -> SendOutcome {
    let text = failure.error.message
    guard !failure.isLost else { return .lost(text) }
    switch failure.error {
    case .rejected: return .refused(text)
    case .unknownOutcome, .malformed: return .lost(text)
    case .unauthorized, .throttled, .unavailable: return .notSent(text, until: failure.until)
    }
  }

  /// The same of the supplier's word.
  static func of(_ placement: Placement, note: String? = nil) -> SendOutcome {
    .accepted(
      numbers: placement.numbers, state: placement.state, cost: placement.cost,
      note: note ?? placement.note, shipments: placement.shipments)
  }

  /// The far side has what it was told.
  static func delivered(_ note: String = "") -> SendOutcome {
    .accepted(numbers: [], state: .placed, cost: nil, note: note, shipments: [])
  }
}
