import Fulfillment

// The verbs: from the key to the decision. Nothing here writes; every verb ends in an effect.

extension ConsoleState {
  /// More rows than this are asked about even where one `u` takes all of it back.
  static let quietBulk = 25
  /// Rows that `V` marks at most: more than anyone means to decide on at once.
  static let markLimit = 5_000

  /// Decides at once, or asks first where much would be done.
  mutating func decide(_ verb: Verb, on kind: TargetKind) -> [Effect] {
    decide(verb, on: selection(kind))
  }

  mutating func decide(_ verb: Verb, on selection: Selection) -> [Effect] {
    guard !selection.targets.isEmpty else { return refuse(verb.targetKind.lack(single: true)) }
    let count = selection.targets.count
    // A macro says nothing to others without asking.
    let isOutward = verb.leaves || verb.isFinal || verb.isSwitch
    let limit =
      macro.replay != nil && isOutward ? 0 : verb.isWeighty ? 1 : ConsoleState.quietBulk
    guard count > limit else { return commit(verb, on: selection) }
    var lines = ["\(verb.word): \(selection.title)"]
    if !selection.money.isEmpty { lines.append("at stake: " + selection.money.exact) }
    lines += verb.detail(clock).map { [$0] } ?? []
    lines += ["", "One u takes all of it back" + (verb.leaves ? " within the hold window." : ".")]
    overlay = .confirm(
      Confirmation(
        title: "\(verb.word.capitalised) \(selection.title)?", lines: lines,
        action: .decide(verb, selection)))
    return []
  }

  /// Sends the decision off.
  mutating func commit(_ verb: Verb, on selection: Selection) -> [Effect] {
    if verb.isRepeatable { lastVerb = verb }
    var effects: [Effect] = []
    if case .decide(.resolve(let reason)) = verb { effects = remember(.reason, reason) }
    let decision: Decision =
      switch verb {
      case .decide(let decision): decision
      case .snooze(.span(let span)): .snooze(.until(now + span))
      case .snooze(.tomorrow): .snooze(.until(clock.tomorrowMorning(after: now)))
      case .snooze(.untilMoved): .snooze(.untilMoved)
      }
    return write(
      .decide(decision, selection.targets, 0), title: "\(verb.word) \(selection.title)", verb: verb)
      + effects
  }

  /// The store has applied a decision.
  mutating func decided(_ receipt: DecisionReceipt, _ number: RequestNumber) -> [Effect] {
    guard requests.decisions.remove(number) != nil else { return [] }
    requests.sent[number] = nil
    let isFinal = requests.finals.remove(number) != nil
    defer {
      requests.leaving.remove(number)
      requests.switches.remove(number)
    }
    if let refusal = receipt.refused.first {
      let rest = receipt.refused.count - 1
      let more = rest > 0 ? ", and \(Noun.of(rest, "more", "more")) refused" : ""
      say(.warning, "\(refusal.target): \(clock.told(refusal.reason))\(more)")
    }
    if receipt.applied > 0 {
      let title = receipt.title.sanitised(limit: 80)
      if isFinal {
        say(.info, "\(title): done")
      } else {
        let key = keymap.shortest(of: "undo") ?? ":undo"
        let isSwitch = requests.switches.contains(number)
        say(
          .info,
          title + ": " + fate(of: receipt, number) + (isSwitch ? "" : "; \(key) takes it back"))
        if let batch = receipt.batch, !isSwitch {
          ownBatches.insert(batch)
          // At once, so that undo pressed before the store has been read again means this.
          undoable = receipt
        }
      }
      apply(.clearMarks, to: focus)
    }
    return endBuying(number, receipt) + reloadVisible()
  }

  mutating func repeatVerb() -> [Effect] {
    guard let lastVerb else { return [] }
    // What a customer will read is shown each time.
    if case .decide(let decision) = lastVerb, lastVerb.leaves, lastVerb.targetKind == .returns {
      return confirm(decision, selection(.returns))
    }
    return decide(lastVerb, on: lastVerb.targetKind)
  }

  mutating func openSnooze() -> [Effect] {
    let selection = selection(.standing)
    let morning = clock.tomorrowMorning(after: now)
    func until(_ span: Span) -> String { "until " + clock.text(now + span) }
    overlay = .menu(
      Menu(
        title: "Snooze \(selection.title)",
        items: [
          .init("1", "1 hour", until(.hours(1)), .snooze(.span(.hours(1)), selection)),
          .init("4", "4 hours", until(.hours(4)), .snooze(.span(.hours(4)), selection)),
          .init(
            "t", "tomorrow", "until " + clock.text(morning), .snooze(.tomorrow, selection)),
          .init("3", "3 days", until(.days(3)), .snooze(.span(.days(3)), selection)),
          .init("w", "1 week", until(.days(7)), .snooze(.span(.days(7)), selection)),
          .init(
            "m", "until something moves", "a scan, an answer, a change",
            .snooze(.untilMoved, selection)),
          .init("o", "other...", "type 90m, 6h, 2d, 2w", .askSnooze(selection)),
        ]))
    return []
  }

  mutating func openPrompt(_ purpose: Prompt.Purpose, on kind: TargetKind) -> [Effect] {
    openPrompt(purpose, with: selection(kind))
  }

  mutating func openPrompt(_ purpose: Prompt.Purpose, with selection: Selection) -> [Effect] {
    overlay = .prompt(
      Prompt(
        purpose, text: drafts[purpose] ?? "", selection: selection,
        suggestions: suggestions(for: purpose)))
    return []
  }

  private func suggestions(for purpose: Prompt.Purpose) -> [String] {
    switch purpose {
    case .resolve:
      let usual = [
        "refunded", "replacement sent", "supplier confirmed", "customer informed",
        "false alarm",
      ]
      let recent = Array(past[.reason].reversed().prefix(12))
      return recent + usual.filter { !recent.contains($0) }
    case .shell: return Array(past[.shell].reversed())
    case .decline: return ["outside the return window", "item was used", "not our item"]
    case .ask: return ["please send a photo of the damage", "which item do you want to return?"]
    case .tag:
      var seen: Set<String> = []
      return queue.window.rows.flatMap(\.tags).filter { seen.insert($0).inserted }
    case .drop: return ["the customer asked to cancel", "bought elsewhere", "wrong supplier"]
    case .cancelPurchase: return ["the customer asked to cancel", "bought twice"]
    case .absent: return ["the supplier has no such order", "not in the supplier's list"]
    case .stopBuying: return ["prices look wrong", "the supplier's service is down"]
    case .moveVolume:
      return suppliers.window.rows.filter { $0.key != suppliers.selected?.key }.map {
        $0.name + " "
      }
    case .bought:
      return suppliers.window.rows.map { $0.name.contains(" ") ? "\"\($0.name)\" " : $0.name + " " }
    case .note, .approve, .partial, .snooze, .viewName, .placed, .claimFiled,
      .claimAnswered, .claimSettled, .tryRules:
      return []
    case .withhold: return ["told by phone", "it is not so"]
    }
  }

  mutating func editNote() -> [Effect] {
    let number = requests.next()
    requests.editors[number] = .note(selection(.order))
    return [.edit(drafts[.note] ?? "", number)]
  }

  /// The editor was closed.
  mutating func edited(_ text: String?, _ number: RequestNumber) -> [Effect] {
    guard let purpose = requests.editors.removeValue(forKey: number) else { return [] }
    let clean = text?.sanitised(limit: 4_000, keepsLineBreaks: true) ?? ""
    switch purpose {
    case .note(let selection):
      guard !clean.isEmpty else { return refuse("Nothing was written: no note was made") }
      drafts[.note] = nil
      return commit(.decide(.note(clean)), on: selection)
    case .supplierMessage(let selection):
      guard !clean.isEmpty else { return refuse("The message was left empty: nothing changed") }
      overlay = .message(
        MessageSheet(title: "To the supplier", text: clean, selection: selection))
      return []
    }
  }
}

extension Verb {
  /// More than one is asked about: it ends work or leaves the house.
  var isWeighty: Bool {
    switch self {
    case .decide(.resolve), .decide(.approveReturn), .decide(.declineReturn), .decide(.askReturn),
      .decide(.refundReturn), .decide(.closeReturn), .decide(.approvePurchase),
      .decide(.releasePurchase), .decide(.dropPurchase),
      .decide(.cancelPurchase):
      true
    case .snooze, .decide: false
    }
  }

  /// A message to somebody outside follows.
  var leaves: Bool {
    switch self {
    case .decide(.approveReturn), .decide(.declineReturn), .decide(.askReturn),
      .decide(.refundReturn), .decide(.approvePurchase), .decide(.releasePurchase),
      .decide(.cancelPurchase):
      true
    case .snooze, .decide: false
    }
  }

  /// No undo takes it back: something in the world outside was found out.
  var isFinal: Bool {
    switch self {
    case .decide(.settlePlaced), .decide(.settleAbsent), .decide(.noticeArrived),
      .decide(.noticeLost):
      true
    case .snooze, .decide: false
    }
  }

  /// It stops buying or lets it go on: undo leaves that alone.
  var isSwitch: Bool {
    switch self {
    case .decide(.stopBuying), .decide(.startBuying): true
    case .snooze, .decide: false
    }
  }

  /// Repeating it on other rows makes sense. A message to one supplier does not, nor what is true of one
  /// purchase or of all buying, and an approval is never given without its own confirmation.
  var isRepeatable: Bool {
    switch self {
    case .decide(.contactSupplier), .decide(.approveReturn), .decide(.refundReturn),
      .decide(.replaceReturn), .decide(.sendReturn), .decide(.buy),
      .decide(.approvePurchase), .decide(.releasePurchase), .decide(.cancelPurchase),
      .decide(.settlePlaced), .decide(.settleAbsent), .decide(.stopBuying),
      .decide(.startBuying), .decide(.pauseSupplier), .decide(.resumeSupplier),
      .decide(.moveVolume), .decide(.tellCustomer), .decide(.withholdNotice),
      .decide(.noticeArrived), .decide(.noticeLost):
      false
    case .snooze, .decide: true
    }
  }

  /// The words that go with it.
  func detail(_ clock: LocalTime) -> String? {
    switch self {
    case .decide(.resolve(let reason)), .decide(.declineReturn(let reason)),
      .decide(.dropPurchase(let reason)), .decide(.cancelPurchase(let reason)),
      .decide(.settleAbsent(let reason)), .decide(.stopBuying(let reason)),
      .decide(.pauseSupplier(let reason)), .decide(.withholdNotice(_, let reason)):
      reason.isEmpty ? nil : "reason: " + reason
    case .decide(.settlePlaced(let number)): "number: " + number
    case .decide(.askReturn(let question)): "question: " + question
    case .decide(.note(let text)): "note: " + text
    case .decide(.tag(let tag)): "tag: " + tag
    case .decide(.untag(let tag)): "tag off: " + tag
    case .decide(.snooze(.until(let instant))): "until " + clock.text(instant)
    case .snooze(.untilMoved), .decide(.snooze(.untilMoved)): "until something moves"
    case .snooze(.tomorrow): "until tomorrow morning"
    case .snooze(.span(let span)): "for " + ShortAge.text(span)
    case .decide: nil
    }
  }
}

extension Menu.Item {
  init(_ key: Character?, _ title: String, _ detail: String, _ action: Menu.Action) {
    self.init(key: key, title: title, detail: detail, action: action)
  }
}

extension [Money] {
  var exact: String { map(\.exact).joined(separator: " + ") }
}

extension String {
  var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
