import Canvas
import Fulfillment

// The claims panel: from a window to what came back.

extension ConsoleState {
  var claimAvailability: Availability {
    guard let row = claims.selected else { return .unavailable("the list is empty") }
    guard case .dispute(let dispute) = row.matter else { return .available }
    if dispute.orderID == nil {
      return .unavailable("nobody knows which order this dispute is about")
    }
    guard dispute.dispute.state == .open else { return .unavailable("nothing is asked of us") }
    return dispute.dispute.evidenceSentAt == nil
      ? .available : .unavailable("its evidence was handed in")
  }

  var claimStepAvailability: Availability {
    guard let row = claims.selected else { return .unavailable("the list is empty") }
    guard case .recourse = row.matter else {
      let key = keymap.shortest(of: "claim") ?? ":claim"
      return .unavailable("this is a dispute: \(key) hands in the evidence")
    }
    return row.claim == nil ? .unavailable("nothing was claimed yet") : .available
  }

  /// The next step of the claim under the cursor.
  mutating func takeClaimOn() -> [Effect] {
    if case .dispute(let row)? = claims.selected?.matter, let order = row.orderID {
      return prepareEvidence(of: order, row)
    }
    guard case .recourse(let row)? = claims.selected?.matter else { return [] }
    guard let claim = row.claim else { return confirmClaim(row) }
    guard claim.state == .draft else { return openClaimSteps() }
    return askClaim(.filed, claim)
  }

  private mutating func confirmClaim(_ row: RecourseRow) -> [Effect] {
    var lines = row.parts.map { $0.sanitised(limit: 300).capitalised }
    if row.recourse.phase == .ahead { lines.append("It can be filed once the window is open.") }
    if !row.recourse.note.isEmpty { lines.append(row.recourse.note.sanitised(limit: 300)) }
    if !row.recourse.source.isEmpty {
      lines.append("By \(row.recourse.source.sanitised(limit: 200)), as of \(row.recourse.asOf)")
    }
    lines += ["", "A draft is opened; nobody is asked by itself. y then says that it was filed."]
    overlay = .confirm(
      Confirmation(
        title: "Make a claim for \(row.orderName)?", lines: lines, action: .openClaim(row)))
    return []
  }

  mutating func openClaimSteps() -> [Effect] {
    guard let claim = claims.selected?.claim else { return [] }
    var items: [Menu.Item] = []
    switch claim.state {
    case .draft:
      items.append(
        .init("f", "it was filed...", "its window counts no more", .claim(.filed, claim)))
    case .submitted:
      items.append(
        .init("a", "it was answered...", "and that is no end of it", .claim(.answered, claim)))
    case .answered:
      items.append(.init("f", "it was filed again...", "", .claim(.filed, claim)))
    case .won, .partly, .lost, .withdrawn: break
    }
    if claim.state != .draft {
      items.append(
        .init("s", "it is settled...", "all, a part or nothing came back", .claim(.settled, claim)))
    }
    items.append(.init("w", "give it up", "nothing more is asked for", .withdrawClaim(claim)))
    overlay = .menu(Menu(title: "Claim \(claim.id.number): \(claim.state.rawValue)", items: items))
    return []
  }

  /// Asks for the words that belong to the step.
  mutating func askClaim(_ step: ClaimPrompt, _ claim: LossClaim) -> [Effect] {
    claiming = claim
    let purpose: Prompt.Purpose =
      switch step {
      case .filed: .claimFiled
      case .answered: .claimAnswered
      case .settled: .claimSettled
      }
    return openPrompt(
      purpose, with: Selection(targets: [], title: "claim \(claim.id.number)", money: []))
  }

  /// The words of a step were typed.
  mutating func stepClaim(_ step: ClaimPrompt, _ text: String) -> [Effect] {
    guard let claim = claiming else { return [] }
    switch step {
    case .filed: return stepClaim(.submit(reference: text.sanitised(limit: 120)), claim)
    case .answered: return stepClaim(.answer(note: text.sanitised(limit: 2_000)), claim)
    case .settled:
      guard let money = settled(text, of: claim) else { return refuse("Write an amount") }
      return stepClaim(.settle(recovered: money), claim)
    }
  }

  /// What came back, as typed: `12.34` in the currency of the claim or of its order, or `12.34 EUR`.
  func settled(_ text: String, of claim: LossClaim) -> Money? {
    let words = text.split(separator: " ").map(String.init)
    let own = claims.window.rows.first { $0.claim?.id == claim.id }?.amount?.currency
    let currency =
      words.count == 2 ? Currency(words[1].uppercased()) : claim.amount?.currency ?? own
    guard let currency, (1...2).contains(words.count) else { return nil }
    return Money(decimal: words[0], currency: currency).flatMap { $0.minor >= 0 ? $0 : nil }
  }

  mutating func stepClaim(_ step: ClaimStep, _ claim: LossClaim) -> [Effect] {
    claiming = nil
    return write(.stepClaim(claim, step, 0), title: "\(step.verb) claim \(claim.id.number)")
  }

  mutating func openClaim(_ row: RecourseRow) -> [Effect] {
    write(.openClaim(row, 0), title: "the claim for \(row.orderName)")
  }
}

/// A step of a claim that needs words.
package enum ClaimPrompt: Hashable, Sendable {
  case filed, answered, settled
}
