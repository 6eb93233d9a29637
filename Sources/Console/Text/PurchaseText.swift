import Canvas
import Fulfillment

// Purchases on their way out, in words that tell them apart without colour.

extension Sending.State {
  /// `hold 9:12`, `on hold`, `approve?`, `leaving`, `sending`, `unknown!`, `refused`; "" where nothing is
  /// to be told.
  func word(holdUntil: Timestamp?, now: Timestamp) -> String {
    switch self {
    case .proposed: "approve?"
    case .held:
      holdUntil.map { $0 > now ? "hold " + ($0 - now).countdown : "leaving" } ?? "on hold"
    case .ready: "leaving"
    case .claimed: "sending"
    case .unknown, .waiting: "unknown!"
    case .rejected: "refused"
    case .sent, .withdrawn: ""
    }
  }

  var role: Role {
    switch self {
    case .proposed: .severityWarning
    case .held: .undo
    case .ready, .claimed: .stateMoving
    case .unknown, .waiting: .severityCritical
    case .rejected: .stateBad
    case .sent: .stateDone
    case .withdrawn: .dim
    }
  }

  /// Tells the states apart without colour.
  var sign: String {
    switch self {
    case .proposed: "?"
    case .held: "="
    case .ready, .claimed: "→"
    case .unknown, .waiting: "‼"
    case .rejected: "✗"
    case .sent: "✓"
    case .withdrawn: "-"
    }
  }
}

extension QueueRow {
  /// What becomes of its purchase now.
  func purchaseField(now: Timestamp) -> Table.Field {
    guard let purchase else { return Table.Field("") }
    return Table.Field(purchase.word(holdUntil: holdUntil, now: now), role: purchase.role)
  }

  /// Its stage or, where only one of both has room, what becomes of its purchase behind the stage's sign.
  func shortStageField(now: Timestamp) -> Table.Field {
    let purchase = purchaseField(now: now)
    return purchase.text.isEmpty
      ? state.stageField : Table.Field(state.sign + " " + purchase.text, role: purchase.role)
  }
}

extension PurchaseRow {
  /// It counts down to leaving, or would leave at once.
  var countsDown: Bool { sending == .held && holdUntil != nil || sending == .ready }

  /// An operator keeps it until it is released.
  var isOnHold: Bool { sending == .held && holdUntil == nil }

  /// It left, and nobody knows whether it arrived.
  var isInDoubt: Bool { sending?.isInDoubt == true || state == .unknown && sending != .claimed }

  /// Sign and words: `= counts down, leaves in 9:12`, `‼ outcome not known`, `→ accepted`.
  func standing(now: Timestamp) -> Table.Field {
    switch sending {
    case .held:
      guard let holdUntil else {
        return Table.Field("= on hold until it is released", role: .undo)
      }
      let left = holdUntil - now
      return left > .seconds(0)
        ? Table.Field("= leaves in \(left.countdown)", role: .undo)
        : Table.Field("→ about to leave", role: .stateMoving)
    case nil, .sent?: return Table.Field(state.sign + " " + StateText.text(state), role: state.role)
    case let sending?:
      return Table.Field(sending.sign + " " + StateText.text(sending), role: sending.role)
    }
  }
}

extension PurchaseState {
  var role: Role {
    switch self {
    case .intended, .placed, .unpaid, .acknowledged, .unclear: .stateWaiting
    case .unknown: .severityCritical
    case .shipped: .stateMoving
    case .delivered: .stateDone
    case .rejected, .cancelled: .stateBad
    }
  }

  /// Tells the states apart without colour.
  var sign: String {
    switch self {
    case .unknown: "‼"
    case .intended, .placed, .unpaid, .acknowledged, .unclear: "○"
    case .shipped: "→"
    case .delivered: "✓"
    case .rejected, .cancelled: "✗"
    }
  }
}
