import Canvas
import Fulfillment

// Purchases on their way out, in words that tell them apart without colour.

extension Sending.State {
  /// `hold 9:12`, `on hold`, `stopped`, `approve?`, `leaving`, `waits 4:10`, `sending`, `unknown!`,
  /// `refused`; "" where nothing is to be told.
  func word(
    holdUntil: Timestamp?, notBefore: Timestamp? = nil, _ departure: Departure
  ) -> String {
    switch self {
    case .proposed: "approve?"
    case .held where holdUntil == nil: "on hold"
    case .held where departure.isStopped, .ready where departure.isStopped: "stopped"
    case .held:
      holdUntil.flatMap(departure.left).map { "hold " + $0.countdown } ?? "leaving"
    case .ready: notBefore.flatMap(departure.left).map { "waits " + $0.countdown } ?? "leaving"
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
  func purchaseField(_ departure: Departure) -> Table.Field {
    guard let purchase else { return Table.Field("") }
    let word = purchase.word(holdUntil: holdUntil, notBefore: notBefore, departure)
    let isKept = departure.isStopped && word == "stopped"
    return Table.Field(word, role: isKept ? .severityWarning : purchase.role)
  }

  /// Its stage or, where only one of both has room, what becomes of its purchase behind the stage's sign.
  func shortStageField(_ departure: Departure) -> Table.Field {
    let purchase = purchaseField(departure)
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

  /// Sign and words: `= written down, leaves in 9:12`, `‼ outcome not known`, `→ accepted`.
  func standing(_ departure: Departure) -> Table.Field {
    switch sending {
    case .held where holdUntil == nil:
      return Table.Field("= on hold until it is released", role: .undo)
    case .held where departure.isStopped, .ready where departure.isStopped:
      return Table.Field("= written down, buying is stopped", role: .severityWarning)
    case .held:
      guard let left = holdUntil.flatMap(departure.left) else {
        return Table.Field("→ about to leave", role: .stateMoving)
      }
      return Table.Field("= written down, leaves in \(left.countdown)", role: .undo)
    case .ready:
      guard let left = notBefore.flatMap(departure.left) else {
        return Table.Field("→ about to leave", role: .stateMoving)
      }
      return Table.Field("→ waits, leaves in \(left.countdown)", role: .stateMoving)
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
