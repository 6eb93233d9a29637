import Canvas
import Fulfillment

// Lines that are typed: prompts and the palette.

extension ConsoleState {
  mutating func press(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"):
      // A reason that stands in the log is written for its own moment.
      let isKept = !prompt.input.isEmpty && prompt.purpose != .stopBuying
      drafts[prompt.purpose] = isKept ? prompt.input.text : nil
      overlay = nil
      return []
    case .enter: return submit(prompt)
    case .alt("e") where prompt.purpose == .note:
      let number = requests.next()
      requests.editors[number] = .note(prompt.selection)
      overlay = nil
      return [.edit(prompt.input.text, number)]
    case .down, .tab: prompt.suggest(1)
    case .up, .backTab: prompt.suggest(-1)
    default:
      guard prompt.input.update(key) else { return [] }
      (prompt.suggestion, prompt.problem) = (nil, nil)
    }
    overlay = .prompt(prompt)
    return []
  }

  private mutating func submit(_ prompt: Prompt) -> [Effect] {
    let text = prompt.input.text.trimmed
    if let problem = prompt.purpose.problem(text) ?? self.problem(text, of: prompt) {
      var refused = prompt
      refused.problem = problem
      overlay = .prompt(refused)
      return []
    }
    var line: PurchaseLine?
    if prompt.purpose == .bought {
      switch purchaseLine(text) {
      case .success(let read): line = read
      case .failure(let problem):
        var refused = prompt
        refused.problem = problem.text
        overlay = .prompt(refused)
        return []
      }
    }
    overlay = nil
    drafts[prompt.purpose] = nil
    switch prompt.purpose {
    case .note: return decide(.decide(.note(text)), on: prompt.selection)
    case .tag:
      let isOff = text.hasPrefix("-")
      let tag = String(isOff ? text.dropFirst() : text[...]).trimmed
      return decide(.decide(isOff ? .untag(tag) : .tag(tag)), on: prompt.selection)
    case .resolve: return decide(.decide(.resolve(reason: text)), on: prompt.selection)
    case .approve: return confirm(.approveReturn(note: text), prompt.selection)
    case .decline: return confirm(.declineReturn(reason: text), prompt.selection)
    case .ask: return confirm(.askReturn(question: text), prompt.selection)
    case .partial: return choosePart(text, prompt.selection)
    case .snooze:
      guard let span = Span(short: text) else { return [] }
      return decide(.snooze(.span(span)), on: prompt.selection)
    case .bought: return line.map { bought($0, for: prompt.selection) } ?? []
    case .drop: return decide(.decide(.dropPurchase(reason: text)), on: prompt.selection)
    case .cancelPurchase:
      return decide(.decide(.cancelPurchase(reason: text)), on: prompt.selection)
    case .placed: return decide(.decide(.settlePlaced(number: text)), on: prompt.selection)
    case .absent: return confirmAbsent(text, prompt.selection)
    case .stopBuying: return decide(.decide(.stopBuying(reason: text)), on: prompt.selection)
    case .moveVolume: return previewMove(text, prompt)
    case .tryRules: return tryRules(.file(text), asked: prompt)
    case .claimFiled: return stepClaim(.filed, text)
    case .claimAnswered: return stepClaim(.answered, text)
    case .claimSettled: return stepClaim(.settled, text)
    case .withhold: return decide(.decide(.withholdNotice(nil, reason: text)), on: prompt.selection)
    case .viewName:
      return saveView(text)
    case .shell:
      // As in a shell: what begins with a blank is nobody's business.
      let isKept = prompt.input.text.first != " "
      return (isKept ? remember(.shell, text) : [])
        + [.pipe(command: text, rows: RowText.of(self), requests.next())]
    }
  }

  /// Why that text can't be taken here and now; nil where it can.
  private func problem(_ text: String, of prompt: Prompt) -> String? {
    switch prompt.purpose {
    case .moveVolume:
      return VolumeMove(typed: text, from: prompt.selection.title, now: now) == nil
        ? "write SUPPLIER [COUNTRY] [SHARE%] [DAYSd]: Backup BR 50% 30d" : nil
    case .claimSettled:
      guard let claiming, settled(text, of: claiming) == nil else { return nil }
      return "write an amount such as 12.34, with its currency where the claim has none: 12.34 EUR"
    case .partial:
      guard let ledger = deciding?.matter.ledger else { return nil }
      guard let amount = Money(decimal: text, currency: ledger.currency), amount.minor > 0 else {
        return "write an amount in \(ledger.currency.code) such as 12.34"
      }
      do {
        try ledger.check(amount)
        return nil
      } catch {
        return error.reason
      }
    default: return nil
    }
  }

  mutating func press(_ key: Key, in palette: PaletteState) -> [Effect] {
    var palette = palette
    let matches = PaletteMatch.of(self, typed: palette.input.text)
    switch key {
    case .escape, .control("c"):
      overlay = nil
      return []
    case .backspace where palette.input.isEmpty:
      overlay = nil
      return []
    case .enter:
      guard matches.indices.contains(palette.cursor) else {
        return refuse("No command is called \"\(palette.input.text)\"")
      }
      return run(chosen: matches[palette.cursor].command)
    case .tab:
      guard matches.indices.contains(palette.cursor) else { return [] }
      palette.input = TextInput(matches[palette.cursor].command.id)
      palette.cursor = 0
    case .down where palette.back > 0, .control("n") where palette.back > 0:
      palette.back -= 1
      palette.cursor = 0
      palette.input = TextInput(
        palette.back > 0 ? history[history.count - palette.back] : "")
    case .down, .control("n"):
      palette.cursor = min(palette.cursor + 1, max(0, matches.count - 1))
    case .up where palette.cursor == 0, .control("p") where palette.cursor == 0:
      guard palette.back < history.count else { return [] }
      palette.back += 1
      palette.input = TextInput(history[history.count - palette.back])
    case .up, .control("p"): palette.cursor -= 1
    default:
      guard palette.input.update(key) else { return [] }
      (palette.cursor, palette.back) = (0, 0)
    }
    overlay = .palette(palette)
    return []
  }

  private mutating func run(chosen command: Command) -> [Effect] {
    overlay = nil
    let effects = remember(.command, command.id)
    guard command.isHere(self) else {
      return effects + refuse("\(command.id) works in: \(command.places.text)")
    }
    return effects + run(command)
  }
}

extension Prompt {
  /// Puts the next or the previous of the earlier answers into the line.
  fileprivate mutating func suggest(_ direction: Int) {
    guard !suggestions.isEmpty else { return }
    let next = (suggestion.map { $0 + direction } ?? (direction > 0 ? 0 : suggestions.count - 1))
    suggestion = ((next % suggestions.count) + suggestions.count) % suggestions.count
    input = TextInput(suggestions[suggestion ?? 0])
    problem = nil
  }
}

extension Prompt.Purpose {
  /// What is asked for.
  var title: String {
    switch self {
    case .note: "Note"
    case .tag: "Tag"
    case .resolve: "Resolve, because"
    case .approve: "Words to the customer"
    case .decline: "Decline, because"
    case .ask: "Question"
    case .partial: "How much goes back"
    case .snooze: "Snooze for"
    case .viewName: "Name of this view"
    case .shell: "Shell command"
    case .bought: "Bought for"
    case .drop: "Don't send"
    case .cancelPurchase: "Cancel at the supplier"
    case .placed: "It was placed, as number, for"
    case .absent: "It was not placed:"
    case .stopBuying: "Stop all buying, because"
    case .claimFiled: "It was filed, under number, for"
    case .moveVolume: "Move to whom the orders of"
    case .tryRules: "Rules to try, in a TOML file"
    case .claimAnswered: "What was answered to"
    case .claimSettled: "What came back of"
    case .withhold: "Don't tell the customer:"
    }
  }

  var hint: String {
    switch self {
    case .note: "stays with the order; alt-e opens $EDITOR"
    case .tag: "vip, or -vip to take it off"
    case .resolve: "kept with the exception; up and down: earlier reasons"
    case .approve: "sent with the approval"
    case .decline: "the customer will read it; up and down: usual reasons"
    case .ask: "the customer will read it"
    case .partial: "an amount such as 12.34, in the order's currency"
    case .snooze: "90m, 6h, 2d, 2w"
    case .viewName: "any words"
    case .shell: "gets them on standard input, tab separated"
    case .bought: "SUPPLIER NUMBER [COST CURRENCY] [TRACKING...]"
    case .drop: "because; its lines can be bought again"
    case .cancelPurchase: "because; the supplier is asked once the hold window has passed"
    case .placed: "as the supplier shows it; this cannot be taken back"
    case .absent: "because; you are asked once more before its lines are free"
    case .stopBuying: "or leave it empty; nothing is sent until :start"
    case .claimFiled: "as the other side calls it, or leave it empty"
    case .tryRules:
      "rules.toml: [thresholds], [[rule]] or [calendar.XX]; nothing is switched on by it"
    case .moveVolume: "SUPPLIER [COUNTRY] [SHARE%] [DAYSd]; what would move is shown first"
    case .claimAnswered: "kept with the claim; it stays open"
    case .claimSettled: "an amount such as 12.34, or 12.34 EUR; 0: nothing"
    case .withhold: "because, or leave it empty; what has not left is taken back"
    }
  }

  /// Enter without a word is an answer, too.
  var isOptional: Bool { [.stopBuying, .claimFiled, .withhold].contains(self) }

  /// Why that text cannot be taken; nil where it can.
  func problem(_ text: String) -> String? {
    guard !text.isEmpty || isOptional else { return "write something, or esc" }
    switch self {
    case .snooze:
      return Span(short: text) == nil ? "write a number and m, h, d or w: 2d" : nil
    case .tag:
      let tag = text.hasPrefix("-") ? String(text.dropFirst()).trimmed : text
      if tag.isEmpty { return "which tag?" }
      if tag.contains(where: { $0 == "," || $0 == "\"" }) { return "a tag has no , or \"" }
      return tag.count > 40 ? "a tag has at most 40 characters" : nil
    case .viewName: return text.count > 60 ? "at most 60 characters" : nil
    case .placed: return text.count > 120 ? "the order number is too long" : nil
    case .note, .resolve, .approve, .decline, .ask, .partial, .shell, .bought, .drop,
      .cancelPurchase, .absent, .stopBuying, .claimFiled, .claimAnswered, .claimSettled,
      .moveVolume, .withhold, .tryRules:
      return nil
    }
  }
}

extension String {
  /// Without blanks at the ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
