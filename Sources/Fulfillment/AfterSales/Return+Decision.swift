extension Return {
  /// What a decision makes of this return. Only a person's decision gets here: nothing approves a return
  /// by itself. Notes, tags and messages leave it as it is; anything else that the state does not allow is
  /// refused with the reason.
  package func applying(_ decision: Decision, now: Timestamp) throws(DecisionRefusal) -> Return {
    var changed = self
    switch decision {
    case .approveReturn:
      try requireOpen()
      changed.state = .approved
      changed.decidedAt = now
    case .declineReturn:
      try requireOpen()
      changed.state = .declined
      changed.decidedAt = now
    case .askReturn(let question):
      try requireOpen()
      guard !question.sanitised().isEmpty else {
        throw DecisionRefusal(reason: "nothing to ask: write the question")
      }
      changed.state = .asked
    case .note, .tag, .untag, .contactSupplier: break
    case .acknowledge, .snooze, .resolve:
      throw DecisionRefusal(reason: "\(decision.verb) is for exceptions, this is a return")
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase, .cancelPurchase,
      .settlePlaced, .settleAbsent, .stopBuying, .startBuying:
      throw DecisionRefusal(reason: "\(decision.verb) is for purchases, this is a return")
    }
    return changed
  }

  private func requireOpen() throws(DecisionRefusal) {
    let when = decidedAt.map { " on \($0.minuteText)" } ?? ""
    switch state {
    case .requested, .asked: return
    case .approved: throw DecisionRefusal(reason: "already approved\(when)")
    case .declined: throw DecisionRefusal(reason: "already declined\(when)")
    case .withdrawn: throw DecisionRefusal(reason: "the storefront has closed it")
    }
  }
}
