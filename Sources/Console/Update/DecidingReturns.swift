import Canvas
import Fulfillment

// A return on one screen: everything that speaks for and against it, and one key that decides.

extension ConsoleState {
  /// Shows what is needed to decide the return under the cursor.
  mutating func openReturn() -> [Effect] {
    guard let row = returns.selected else { return [] }
    let marked = selection(.returns)
    let own = Selection(
      targets: [.return(row.id)], title: row.orderName, money: row.amount.map { [$0] } ?? [])
    let isMarked = marked.targets.count > 1 && marked.targets.contains(.return(row.id))
    overlay = .returning(ReturnSheet(row: row, selection: isMarked ? marked : own))
    return [.load(.returnDossier(row.id), requests.next(.returnDossier))]
  }

  mutating func take(_ dossier: ReturnDossier?) -> [Effect] {
    guard case .returning(var sheet) = overlay else { return [] }
    guard let dossier else {
      overlay = nil
      return refuse("This return is not in the store any more")
    }
    guard dossier.matter.row.id == sheet.row.id else { return [] }
    sheet.dossier = dossier
    sheet.row = dossier.matter.row
    overlay = .returning(sheet)
    return []
  }

  /// Another look at the return on the screen, after something was written.
  mutating func reloadReturn() -> [Effect] {
    guard case .returning(let sheet) = overlay else { return [] }
    return [.load(.returnDossier(sheet.row.id), requests.next(.returnDossier))]
  }

  mutating func press(_ key: Key, in old: ReturnSheet) -> [Effect] {
    var sheet = old
    let page = ReturnView.rows(size)
    if case .character(let letter) = key,
      let following = ReturnFollowing.all(of: sheet.row.state).first(where: { $0.key == letter })
    {
      return follow(following, sheet)
    }
    switch key {
    case .escape, .character("q"), .control("c"):
      overlay = nil
      return []
    case .character("o"):
      overlay = nil
      isOrderFocused = true
      return openOrder(sheet.row.order, evidence: sheet.row.exception)
    case .character("u"):
      overlay = nil
      return undo()
    case .character("y"), .enter:
      guard let outcome = sheet.dossier?.advice.suggested else {
        return refuse(sheet.dossier?.advice.reason ?? "It is still being read")
      }
      return choose(outcome, of: sheet)
    case .character("b"):
      return refuse(
        "Not now: \(sheet.row.state.refusal(of: .replace, since: sheet.row.decidedAt))")
    case .character("d"):
      guard sheet.row.state.isOpen else { return refuseDecided(sheet) }
      return openPrompt(.decline, with: sheet.selection)
    case .character("m"):
      guard sheet.row.state.isOpen else { return refuseDecided(sheet) }
      return openPrompt(.ask, with: sheet.selection)
    case .character(let digit) where ("1"..."5").contains(digit):
      guard let number = digit.wholeNumberValue, let dossier = sheet.dossier,
        dossier.advice.options.indices.contains(number - 1)
      else { return [] }
      return choose(dossier.advice.options[number - 1].outcome, of: sheet)
    case .down, .character("j"): sheet.scroll += 1
    case .up, .character("k"): sheet.scroll -= 1
    case .pageDown, .character(" "), .control("d"): sheet.scroll += page
    case .pageUp, .control("u"): sheet.scroll -= page
    case .home, .character("g"): sheet.scroll = 0
    case .end, .character("G"): sheet.scroll = 100_000
    default: return []
    }
    let last = max(0, ReturnView.lines(sheet, self).count - page)
    sheet.scroll = min(max(0, sheet.scroll), last)
    overlay = .returning(sheet)
    return []
  }

  private mutating func refuseDecided(_ sheet: ReturnSheet) -> [Effect] {
    refuse("This return is \(StateText.text(sheet.row.state)) already")
  }

  /// Shows in full what an approval with that outcome would do, and asks.
  private mutating func choose(_ outcome: ReturnOutcome, of sheet: ReturnSheet) -> [Effect] {
    guard sheet.row.state.isOpen else { return refuseDecided(sheet) }
    guard let dossier = sheet.dossier,
      let option = dossier.advice.options.first(where: { $0.outcome == outcome })
    else { return [] }
    guard option.obstacle.isEmpty else { return refuse("Not now: " + option.obstacle) }
    if outcome == .partialRefund {
      guard sheet.selection.targets.count == 1 else {
        return refuse("A part is granted one by one: clear the marks first")
      }
      deciding = dossier
      return openPrompt(.partial, with: sheet.selection)
    }
    return confirmGrant(dossier.advice.grant(outcome), option.refund, dossier, sheet.selection)
  }

  /// The amount of a partial refund was typed.
  mutating func choosePart(_ text: String, _ selection: Selection) -> [Effect] {
    guard let dossier = deciding else { return [] }
    let currency = dossier.matter.ledger.currency
    guard let amount = Money(decimal: text, currency: currency) else {
      return refuse("Write an amount such as 12.34")
    }
    return confirmGrant(
      dossier.advice.grant(.partialRefund, amount: amount), amount, dossier, selection)
  }

  private mutating func confirmGrant(
    _ grant: ReturnGrant, _ refund: Money?, _ dossier: ReturnDossier, _ selection: Selection
  ) -> [Effect] {
    let count = selection.targets.count
    let matter = dossier.matter
    let decision = Decision.approveReturn(note: "", grant: grant)
    var (lines, end): ([String], [String]) = ([], [])
    if count > 1 {
      lines.append("\(count) returns: each gets back what was paid for its goods")
    } else {
      lines.append("\(matter.row.orderName): \(grant.outcome.text)")
      if let refund, refund.minor > 0 {
        let when = grant.outcome.needsGoods ? "once the goods are there" : "after the hold window"
        lines.append(
          matter.isPaidByHand
            ? "\(refund.exact) is granted. " + matter.byHand
            : "\(refund.exact) goes back through \(matter.way) \(when)")
      }
      if grant.outcome == .reship {
        end.append(
          "Then b on its page (s lists it) plans the replacement, and buys it once you agree.")
      }
      if grant.needsSecond(refund), matter.row.state != .proposed {
        end.append("A second operator must approve it before anything leaves.")
      }
    }
    if count > 1 { lines.append("The first of them, \(matter.row.orderName):") }
    end += ["", finalLine]
    let money = count > 1 ? selection.money.exact : refund?.exact ?? ""
    let title =
      count > 1
      ? "Approve \(count) returns, \(money): \(grant.outcome.text)?"
      : "Approve the return of \(matter.row.orderName)?"
    var told = grant
    told.amount = grant.amount ?? (grant.outcome == .reship ? nil : refund)
    return askAnswer(
      decision, about: [matter.row],
      PendingAnswer(
        question: Confirmation(
          title: title, lines: [], action: .decide(.decide(decision), selection)),
        parts: [lines], end: end), amounts: [told])
  }
}

extension ReturnCase {
  /// The account that sends money back, as far as it is known.
  fileprivate var way: String { through.isEmpty ? row.storefront : through }
}
