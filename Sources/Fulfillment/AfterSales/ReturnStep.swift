/// What can happen to a return.
package enum ReturnStep: String, CaseIterable, Sendable {
  case ask
  /// A first operator approves where two must.
  case propose
  case approve, decline
  /// The storefront closes it.
  case withdraw
  /// The customer has sent the goods.
  case ship
  case receive
  /// The goods never came.
  case miss
  /// An operator has money sent back; the state follows once it was.
  case refund
  /// A replacement has been bought.
  case replace
  case close
}

extension ReturnState {
  /// Where a step leads; nil: it can't be taken. The whole table of a return's life.
  package func after(_ step: ReturnStep) -> ReturnState? {
    switch (self, step) {
    case (.requested, .ask), (.asked, .ask), (.proposed, .ask): .asked
    case (.requested, .propose), (.asked, .propose): .proposed
    case (.requested, .approve), (.asked, .approve), (.proposed, .approve): .approved
    case (.requested, .decline), (.asked, .decline), (.proposed, .decline): .declined
    case (.requested, .withdraw), (.asked, .withdraw), (.proposed, .withdraw): .withdrawn
    case (.approved, .ship): .inTransit
    case (.approved, .receive), (.inTransit, .receive), (.notReturned, .receive): .received
    case (.approved, .miss), (.inTransit, .miss): .notReturned
    // Money may be sent in several parts, and a replacement that fails too ends in money.
    case (.approved, .refund), (.inTransit, .refund), (.received, .refund),
      (.notReturned, .refund), (.refunded, .refund), (.replaced, .refund):
      self
    case (.approved, .replace), (.inTransit, .replace), (.received, .replace),
      (.notReturned, .replace):
      .replaced
    case (.approved, .close), (.declined, .close), (.inTransit, .close), (.received, .close),
      (.notReturned, .close), (.refunded, .close), (.replaced, .close):
      .closed
    default: nil
    }
  }

  /// Why a step can't be taken from here, in the operator's words.
  package func refusal(of step: ReturnStep, since: Timestamp?) -> String {
    let when = since.map { " on \($0.minuteText)" } ?? ""
    switch self {
    case .requested, .asked: return "it has not been approved"
    case .proposed:
      return step == .propose
        ? "approved once already\(when): a second operator must" : "it waits for a second approval"
    case .approved: return "already approved\(when)"
    case .declined: return "already declined\(when)"
    case .withdrawn: return "the storefront has closed it"
    case .inTransit: return "the goods are on their way back"
    case .received: return "the goods have come back\(when)"
    case .notReturned: return "the goods never came back"
    case .refunded: return "the money has been sent back"
    case .replaced: return "it has been replaced"
    case .closed: return "it is closed"
    }
  }
}
