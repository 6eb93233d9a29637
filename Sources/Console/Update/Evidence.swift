package import Fulfillment

/// Evidence exactly as it would be handed in.
package struct EvidenceSheet: Equatable, Sendable {
  package var order: OrderID
  /// `#1001`
  package var orderName: String
  /// The account that told of the dispute.
  package var account: String
  /// The bank's reason.
  package var reason: String
  package var dueAt: Timestamp?
  package var submission: EvidenceSubmission
  /// Fields that a bank looks at for this reason and for which nothing is known.
  package var missing: [String]

  package init(
    order: OrderID, orderName: String, account: String, reason: String, dueAt: Timestamp?,
    submission: EvidenceSubmission, missing: [String]
  ) {
    self.order = order
    self.orderName = orderName
    self.account = account
    self.reason = reason
    self.dueAt = dueAt
    self.submission = submission
    self.missing = missing
  }
}

extension ConsoleState {
  var evidenceAvailability: Availability {
    guard isOrderFocused else { return disputeAvailability }
    guard order?.detail != nil else { return .unavailable("open an order first") }
    return openDispute == nil
      ? .unavailable("no dispute of this order waits for evidence") : .available
  }

  /// The one whose deadline is nearest.
  private var openDispute: DisputeRow? {
    order?.detail?.disputes.first {
      $0.dispute.state == .open && $0.dispute.evidenceSentAt == nil
    }
  }

  /// The same of the line under the cursor in the claims panel.
  private var disputeAvailability: Availability {
    guard focus == .claims else { return .unavailable("open an order first") }
    if case .recourse? = claims.selected?.matter {
      let key = keymap.shortest(of: "claim") ?? ":claim"
      return .unavailable("this is no dispute: \(key) takes the claim on")
    }
    return claimAvailability
  }

  /// Asks for what would be handed in.
  mutating func prepareEvidence() -> [Effect] {
    guard isOrderFocused else { return takeClaimOn() }
    guard let order, let row = openDispute else {
      return refuse("No dispute of this order waits for evidence")
    }
    return prepareEvidence(of: order.id, row)
  }

  /// The same of a dispute in the list.
  mutating func prepareEvidence(of order: OrderID, _ row: DisputeRow) -> [Effect] {
    let number = requests.next()
    overlay = .working(Working("Gathering the evidence", number: number))
    return [.prepareEvidence(order, row, number)]
  }

  /// Shows it and asks; an answer that was given up is dropped.
  mutating func prepared(_ sheet: EvidenceSheet, _ number: RequestNumber) -> [Effect] {
    guard endWorking(number) != nil else { return [] }
    var lines = [
      "To \(sheet.account), for \(sheet.reason.isEmpty ? "no reason told" : sheet.reason)"
        + (sheet.dueAt.map { ", due by \(clock.full($0))" } ?? "") + ". A bank takes it once.", "",
    ]
    let told = sheet.submission.text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    lines += told.map { String($0).sanitised(limit: 2000) }
    if !sheet.missing.isEmpty {
      lines.append("Nothing is known of: " + sheet.missing.joined(separator: ", "))
    }
    overlay = .confirm(
      Confirmation(
        title: "Hand in this evidence for \(sheet.orderName)?", lines: lines,
        action: .submitEvidence(sheet)))
    return []
  }

  /// Queues exactly what was shown.
  mutating func submit(_ sheet: EvidenceSheet) -> [Effect] {
    write(.submitEvidence(sheet, 0), title: "the evidence for \(sheet.orderName)")
  }
}
