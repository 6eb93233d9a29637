import Canvas
import Fulfillment

// What is said to others is shown first, word by word, and until when it can be taken back.

extension ConsoleState {
  /// Returns, purchases or, of an order, whichever waits.
  var approveAvailability: Availability {
    if focus == .returns, !isOrderFocused || order == nil { return availability(.returns) }
    let purchases = availability(PurchaseVerb.approve)
    guard order != nil, isOrderFocused, order?.detail != nil, !purchases.isAvailable else {
      return purchases
    }
    return availability(.returns).isAvailable
      ? .available : .unavailable("neither a return nor a purchase waits for approval here")
  }

  /// `y`: a return that waits is approved before a purchase, which can be approved after it.
  mutating func approve() -> [Effect] {
    let isOfReturns = focus == .returns || isOrderFocused && order != nil
    let waiting = selection(.returns)
    guard isOfReturns, !waiting.targets.isEmpty else { return begin(.approve) }
    return confirm(.approveReturn(note: ""), waiting)
  }

  /// Asks before a return is decided; nothing is decided yet.
  mutating func confirm(_ decision: Decision, _ selection: Selection) -> [Effect] {
    let rows = openReturns(selection)
    guard let first = rows.first else { return refuse(TargetKind.returns.lack(single: true)) }
    let shown = Array(rows.prefix(20))
    let parts = shown.map { row in
      var lines = ["\(row.orderName), asked by \(row.requestedBy) \(clock.text(row.requestedAt)):"]
      if !row.reason.isEmpty { lines.append("  “\(row.reason)”") }
      lines.append("  " + ReturnText(row: row, departure: departure, clock: clock).window.text)
      return lines
    }
    var end: [String] = []
    if rows.count > 20 {
      end.append("and \(Noun.of(rows.count - 20, "more answer", "more answers")) like these")
    }
    end += ["", finalLine]
    let verb = Verb.decide(decision).word.capitalised
    let about =
      decision.verb == "ask" ? "Ask about" : rows.count == 1 ? "\(verb) the return of" : verb
    let many = "\(about) \(rows.count) returns, \(selection.money.exact)?"
    var isApproval = false
    if case .approveReturn = decision { isApproval = true }
    let question = Confirmation(
      title: rows.count == 1 ? "\(about) \(first.orderName)?" : many, lines: [],
      action: .decide(.decide(decision), selection), takesWords: isApproval)
    return askAnswer(
      decision, about: shown, PendingAnswer(question: question, parts: parts, end: end))
  }

  /// Until when an answer about a return can be taken back.
  var finalLine: String {
    guard settings.hold > .seconds(0) else { return "It is final at once." }
    let until = "\(clock.time(now + settings.hold)) (\(departure.own(settings.hold).countdown))"
    return "Final at \(until): u takes it back till then."
  }

  /// The returns a selection names, as last seen.
  func openReturns(_ selection: Selection) -> [ReturnRow] {
    let known = (order?.detail?.returns ?? []) + returns.window.rows
    let rows = Dictionary(known.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    return selection.targets.compactMap { target in
      guard case .return(let id) = target else { return nil }
      return rows[id.number] ?? returns.marks[id.number]
    }
  }

  /// Asks for the order of the selected return where there is room to tell it in short.
  mutating func previewReturn(again: Bool = false) -> [Effect] {
    guard focus == .returns, order == nil, let row = returns.selected,
      let strip = Layout(self).frame(of: .returns)?.strip, strip.rows >= ReturnScreen.previewRows,
      again || preview?.row.id != row.order
    else { return [] }
    let number = requests.next(.orderAside(.preview))
    return [.load(.order(row.order, for: .preview), number)]
  }
}

extension ReturnRow {
  /// What a message about it tells.
  var matter: ReturnMessage.Matter {
    ReturnMessage.Matter(
      storefront: storefront, order: orderName, externalID: externalID, items: items,
      amount: amount)
  }
}
