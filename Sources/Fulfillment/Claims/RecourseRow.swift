/// A line of the recourse calendar: a way to get money back, a claim, or both.
package struct RecourseRow: Hashable, Sendable {
  package var order: OrderID
  package var orderName: String
  /// As it stands now.
  package var recourse: Recourse
  /// nil: nobody has claimed.
  package var claim: LossClaim?

  package init(
    order: OrderID, orderName: String, recourse: Recourse, claim: LossClaim? = nil
  ) {
    self.order = order
    self.orderName = orderName
    self.recourse = recourse
    self.claim = claim
  }

  /// `closing`, or the claim's own state.
  package var stateText: String { claim?.state.rawValue ?? recourse.phase.rawValue }

  /// What is wanted and neither known nor gathered.
  package var missing: [ClaimEvidence] {
    recourse.missing.filter { kind in !(claim?.evidence.contains { $0.kind == kind } ?? false) }
  }

  /// Something can still be done about it.
  package var isOpen: Bool {
    if let claim { return claim.isLive }
    switch recourse.phase {
    case .ahead, .open, .closing: return true
    case .over, .never, .claimed: return false
    }
  }

  /// `supplier CJ: LX1, lost; 12.00 USD; until 2026-11-20 14:00; wanted: photos`
  package var text: String { parts.joined(separator: "; ") }

  /// The same in pieces.
  package var parts: [String] {
    var parts = ["\(recourse.party.rawValue) \(recourse.title.briefly): \(recourse.lossText)"]
    if let money = claim?.amount ?? recourse.amount {
      parts.append("\(money.decimal) \(money.currency.code)")
    }
    if let claim {
      let back = claim.recovered.map { ", \($0.decimal) \($0.currency.code) came back" } ?? ""
      parts.append("claim \(claim.id.number) \(claim.state.rawValue)\(back)")
    }
    if claim?.state.isMade != true { parts.append(windowText) }
    if isOpen, !missing.isEmpty {
      parts.append("wanted: " + missing.map(\.rawValue).joined(separator: ", "))
    }
    if recourse.isShippers { parts.append("only the sender of the parcel can claim") }
    return parts
  }

  private var windowText: String {
    let window = recourse.window
    switch recourse.phase {
    case .over: return "closed on \(window.closes.text), unclaimed"
    case .never: return "closes on \(window.closes.text), too early to claim"
    case .ahead: return "from \(window.opens.text)" + last(" until ")
    case .open, .closing, .claimed:
      let until = last("until ")
      return until.isEmpty ? "no last day known" : until
    }
  }

  private func last(_ word: String) -> String {
    recourse.window.closes == .unstated ? "" : word + recourse.window.closes.text
  }
}

extension LossClaim {
  /// What to send, for a person to copy into the other side's form or a letter. Nothing is sent by
  /// itself: these services take claims from people.
  package func letter(_ order: Order, purchases: [PurchaseOrder]) -> String {
    var lines = ["Claim: \(kind.words)" + (reference.isEmpty ? "" : " (\(reference))"), ""]
    for purchase in purchases where !purchase.number.isEmpty {
      lines.append(
        "Order number: \(purchase.number) of \(purchase.placedAt.date), our reference "
          + (purchase.reference.isEmpty ? order.name : purchase.reference))
    }
    if purchases.allSatisfy(\.number.isEmpty) { lines.append("Our reference: \(order.name)") }
    if !parcel.isEmpty { lines.append("Tracking number: \(parcel)") }
    if let amount { lines.append("Amount: \(amount.decimal) \(amount.currency.code)") }
    lines.append("")
    lines.append(LossClaim.sentence(kind, isParcel: !parcel.isEmpty))
    if !evidence.isEmpty {
      lines += ["", "Enclosed:"]
      lines += evidence.map { "- \($0.kind.rawValue): \($0.text)" }
    }
    return lines.map { $0.sanitised(limit: 500) }.joined(separator: "\n")
  }

  private static func sentence(_ kind: LossKind, isParcel: Bool) -> String {
    let what = isParcel ? "this parcel" : "this order"
    return switch kind {
    case .lost: "The carrier has lost \(what). We ask for a refund."
    case .damaged: "The goods of \(what) arrived damaged. We ask for a refund."
    case .notReceived:
      "Tracking says that \(what) was delivered; the customer has not received it. We ask for a refund."
    case .returned:
      "The carrier has sent \(what) back without delivering it. We ask for a refund or a new delivery."
    case .notAsDescribed:
      "The goods of \(what) are not as they were described. We ask for a refund."
    case .late: "The delivery time that was promised for \(what) has passed. We ask for a refund."
    }
  }
}
