extension OrderException {
  /// What a decision makes of this exception. Notes, tags and messages leave it as it is; a decision
  /// about returns, or one that the state does not allow, is refused with the reason.
  package func applying(
    _ decision: Decision, now: Timestamp
  ) throws(DecisionRefusal) -> OrderException {
    var changed = self
    switch decision {
    case .acknowledge:
      try requireStanding()
      guard state != .acknowledged else { throw DecisionRefusal(reason: "already acknowledged") }
      changed.state = .acknowledged
      changed.snoozedUntil = nil
    case .snooze(let snooze):
      try requireStanding()
      changed.state = .snoozed
      switch snooze {
      case .until(let wake):
        guard wake > now else {
          throw DecisionRefusal(reason: "can't snooze until \(wake.minuteText), which has passed")
        }
        changed.snoozedUntil = wake
      case .untilMoved: changed.snoozedUntil = nil
      }
    case .resolve:
      try requireStanding()
      changed.state = .resolved
      changed.snoozedUntil = nil
      changed.shown = false
    case .note, .tag, .untag, .contactSupplier, .tellCustomer, .withholdNotice, .noticeArrived,
      .noticeLost:
      break
    case .approveReturn, .declineReturn, .askReturn, .sendReturn, .receiveReturn, .missReturn,
      .refundReturn, .replaceReturn, .closeReturn:
      throw DecisionRefusal(reason: "\(decision.verb) is for returns, this is an exception")
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase, .cancelPurchase,
      .settlePlaced, .settleAbsent, .stopBuying, .startBuying:
      throw DecisionRefusal(reason: "\(decision.verb) is for purchases, this is an exception")
    case .pauseSupplier, .resumeSupplier, .moveVolume:
      throw DecisionRefusal(reason: "\(decision.verb) is for suppliers, this is an exception")
    }
    return changed
  }

  private func requireStanding() throws(DecisionRefusal) {
    switch state {
    case .open, .acknowledged, .snoozed: return
    case .resolved: throw DecisionRefusal(reason: "already resolved")
    case .cleared: throw DecisionRefusal(reason: "it has cleared by itself")
    }
  }
}
