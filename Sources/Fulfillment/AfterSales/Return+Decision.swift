extension Return {
  /// What a decision makes of this return. Only a person's decision gets here: nothing approves a return
  /// by itself. Notes, tags and messages leave it as it is; anything else that the state does not allow is
  /// refused with the reason.
  /// - Parameters:
  ///   - operatorName: who decides; where two must approve, not the same twice.
  ///   - amount: what would go back to the customer; nil where none would or it is not known.
  package func applying(
    _ decision: Decision, by operatorName: String = "", amount: Money? = nil, now: Timestamp
  ) throws(DecisionRefusal) -> Return {
    var changed = self
    switch decision {
    case .approveReturn(_, let grant):
      changed = try approved(grant, by: operatorName, amount: amount, now: now)
    case .declineReturn:
      changed.state = try after(.decline)
      changed.decidedAt = now
      (changed.grant, changed.proposedBy) = (nil, "")
    case .askReturn(let question):
      changed.state = try after(.ask)
      guard !question.sanitised().isEmpty else {
        throw DecisionRefusal(reason: "nothing to ask: write the question")
      }
      (changed.grant, changed.proposedBy) = (nil, "")
    case .sendReturn(let tracking):
      changed.state = try after(.ship)
      changed.tracking = tracking
    case .receiveReturn:
      changed.state = try after(.receive)
      changed.receivedAt = now
    case .missReturn: changed.state = try after(.miss)
    case .refundReturn: changed.state = try after(.refund)
    case .replaceReturn: changed.state = try after(.replace)
    case .closeReturn: changed.state = try after(.close)
    case .note, .tag, .untag, .contactSupplier, .tellCustomer, .withholdNotice, .noticeArrived,
      .noticeLost:
      break
    case .acknowledge, .snooze, .resolve:
      throw DecisionRefusal(reason: "\(decision.verb) is for exceptions, this is a return")
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase, .cancelPurchase,
      .settlePlaced, .settleAbsent, .stopBuying, .startBuying:
      throw DecisionRefusal(reason: "\(decision.verb) is for purchases, this is a return")
    case .pauseSupplier, .resumeSupplier, .moveVolume:
      throw DecisionRefusal(reason: "\(decision.verb) is for suppliers, this is a return")
    }
    return changed
  }

  private func approved(
    _ grant: ReturnGrant?, by operatorName: String, amount: Money?, now: Timestamp
  ) throws(DecisionRefusal) -> Return {
    var changed = self
    let state = try after(.approve)
    if self.state == .proposed {
      guard operatorName != proposedBy else {
        throw DecisionRefusal(
          reason: "\(proposedBy) approved it already: another operator must approve it too")
      }
      // The second agrees to what the first has granted, or to nothing.
      if let grant, let first = self.grant,
        grant.outcome != first.outcome || grant.amount != nil && grant.amount != first.amount
      {
        throw DecisionRefusal(
          reason: "\(proposedBy) approved \(first.text): ask or decline to begin anew")
      }
    } else {
      changed.grant = grant
      // Of a replacement the amount is only what the goods were paid with.
      if grant?.outcome != .reship { changed.grant?.amount = amount ?? grant?.amount }
      if let grant, grant.needsSecond(amount) {
        changed.state = try after(.propose)
        changed.proposedBy = operatorName
        return changed
      }
    }
    changed.state = state
    changed.decidedAt = now
    return changed
  }

  private func after(_ step: ReturnStep) throws(DecisionRefusal) -> ReturnState {
    guard let next = state.after(step) else {
      if state == .proposed, !proposedBy.isEmpty {
        throw DecisionRefusal(
          reason:
            "it waits for a second approval: \(proposedBy) approved it, another operator must, "
            + "too")
      }
      throw DecisionRefusal(
        reason: state.refusal(of: step, since: state == .received ? receivedAt : decidedAt))
    }
    return next
  }
}
