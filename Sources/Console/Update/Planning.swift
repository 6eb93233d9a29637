import Canvas
import Fulfillment

// Plans: asked for, looked through, bought.

extension ConsoleState {
  /// Plans for the order on the screen, the marked rows, or the row under the cursor.
  mutating func openPlan() -> [Effect] {
    let selection = selection(.order)
    let orders = selection.targets.compactMap { target -> OrderID? in
      if case .order(let id) = target { id } else { nil }
    }
    guard !orders.isEmpty else { return refuse(TargetKind.order.lack(single: true)) }
    let isOfQueue = focus == .queue && orders.count > 1
    return openPlan(.orders(orders, by: isOfQueue ? queueSort : nil), title: selection.title)
  }

  /// Plans for everything that the queue's filter lets through, however much that is.
  mutating func openPlanMatching() -> [Effect] {
    let filter = queue.filter
    let title = filter.query == .all ? "every open order" : "all of \(filter.text)"
    return openPlan(.matching(filter.query, by: queueSort), title: title.sanitised(limit: 60))
  }

  mutating func openPlan(_ scope: PlanScope, title: String) -> [Effect] {
    let number = requests.next()
    overlay = .plan(PlanSheet(title: title, stage: .planning(number)))
    return [.plan(scope, number)]
  }

  /// The plan has been made.
  mutating func planned(_ prepared: PreparedPlan, _ number: RequestNumber) -> [Effect] {
    guard case .plan(var sheet) = overlay, sheet.stage == .planning(number) else { return [] }
    sheet.prepared = prepared
    sheet.noteWhatStays()
    (sheet.stage, sheet.progress) = (.shown, nil)
    overlay = .plan(sheet)
    return []
  }

  mutating func progress(done: Int, total: Int, _ number: RequestNumber) {
    guard case .plan(var sheet) = overlay, sheet.request == number else { return }
    sheet.progress = .init(done: max(0, done), total: max(0, total))
    overlay = .plan(sheet)
  }

  /// A request failed: a plan that was being made goes, one that was being bought can be tried again.
  mutating func endPlanning(_ number: RequestNumber) {
    guard case .plan(var sheet) = overlay, sheet.request == number else { return }
    guard case .buying = sheet.stage else {
      overlay = nil
      return
    }
    (sheet.stage, sheet.progress) = (.shown, nil)
    overlay = .plan(sheet)
  }

  /// The plan has been bought: what was refused after all stays on the screen with its reasons.
  mutating func endBuying(_ number: RequestNumber, _ receipt: DecisionReceipt) -> [Effect] {
    guard case .plan(let sheet) = overlay, sheet.request == number else { return [] }
    overlay = nil
    guard receipt.refused.count > 1 else { return [] }
    var rest = PlanSheet(title: "not bought", stage: .shown)
    rest.prepared.plan.refused = receipt.refused.map {
      Plan.Refusal(order: OrderID(0), orderName: $0.target, reason: $0.reason)
    }
    overlay = .plan(rest)
    return []
  }

  mutating func press(_ key: Key, in sheet: PlanSheet) -> [Effect] {
    switch sheet.stage {
    case .planning(let number):
      guard isLeaving(key) else { return [] }
      overlay = nil
      return [.cancel(number)]
    case .buying(let number, let isStopping):
      guard isLeaving(key) else { return [] }
      guard !isStopping else {
        overlay = nil
        return []
      }
      var stopping = sheet
      stopping.stage = .buying(number, isStopping: true)
      overlay = .plan(stopping)
      return [.cancel(number)]
    case .asking:
      var asked = sheet
      asked.stage = .shown
      switch key {
      case .character("y"), .character("Y"), .enter: return buy(asked)
      case .character("n"), .character("N"), .character("q"), .escape, .control("c"):
        overlay = .plan(asked)
      default: break
      }
      return []
    case .shown:
      return sheet.face == .list ? press(key, inList: sheet) : press(key, inFace: sheet)
    }
  }

  private func isLeaving(_ key: Key) -> Bool {
    key == .escape || key == .control("c") || key == .character("q")
  }

  private mutating func press(_ key: Key, inList old: PlanSheet) -> [Effect] {
    var sheet = old
    let last = max(0, sheet.lineCount - 1)
    let page = max(1, PlanView.rows(sheet, size))
    func go(to line: Int) { sheet.cursor = min(max(0, line), last) }
    switch key {
    case .escape, .character("q"), .control("c"):
      overlay = nil
      return []
    case .down, .character("j"), .control("n"): go(to: sheet.cursor + 1)
    case .up, .character("k"), .control("p"): go(to: sheet.cursor - 1)
    case .pageDown, .control("f"), .character(" "): go(to: sheet.cursor + page)
    case .pageUp, .control("b"): go(to: sheet.cursor - page)
    case .control("d"): go(to: sheet.cursor + max(1, page / 2))
    case .control("u"): go(to: sheet.cursor - max(1, page / 2))
    case .home, .character("g"): go(to: 0)
    case .end, .character("G"): go(to: last)
    case .enter, .character("r"): (sheet.face, sheet.scroll) = (.reasons, 0)
    case .character("b"):
      guard sheet.entry != nil else { return refuse("Nothing would be sent for this line") }
      (sheet.face, sheet.scroll) = (.body, 0)
    case .character("x"):
      guard sheet.entry != nil else { return refuse("This line is not bought anyway") }
      if sheet.left.remove(sheet.cursor) == nil { sheet.left.insert(sheet.cursor) }
      go(to: sheet.cursor + 1)
    case .character("y"): return ask(sheet)
    default: return []
    }
    overlay = .plan(sheet)
    return []
  }

  private mutating func press(_ key: Key, inFace old: PlanSheet) -> [Effect] {
    var sheet = old
    let last = max(0, sheet.lineCount - 1)
    switch key {
    case .escape, .character("q"), .control("c"), .enter: (sheet.face, sheet.scroll) = (.list, 0)
    case .down, .character("j"): sheet.scroll += 1
    case .up, .character("k"): sheet.scroll -= 1
    case .pageDown, .character(" "): sheet.scroll += max(1, PlanView.rows(sheet, size) - 1)
    case .pageUp: sheet.scroll -= max(1, PlanView.rows(sheet, size) - 1)
    case .home, .character("g"): sheet.scroll = 0
    case .end, .character("G"): sheet.scroll = 100_000
    case .character("J"): (sheet.cursor, sheet.scroll) = (min(last, sheet.cursor + 1), 0)
    case .character("K"): (sheet.cursor, sheet.scroll) = (max(0, sheet.cursor - 1), 0)
    case .character("r"): (sheet.face, sheet.scroll) = (.reasons, 0)
    case .character("b") where sheet.entry != nil: (sheet.face, sheet.scroll) = (.body, 0)
    case .character("y"): return ask(sheet)
    default: return []
    }
    if sheet.entry == nil, sheet.face == .body { sheet.face = .reasons }
    let lines = PlanView.faceLines(sheet, self).count
    sheet.scroll = min(max(0, sheet.scroll), max(0, lines - PlanView.faceRows(size)))
    overlay = .plan(sheet)
    return []
  }

  /// `y`: one purchase has been shown and is bought; more are asked about once.
  private mutating func ask(_ sheet: PlanSheet) -> [Effect] {
    let chosen = sheet.chosen.plan
    if let buyingStop {
      return refuse(
        "Buying is stopped by \(buyingStop.text.sanitised(limit: 80)); :start lifts it")
    }
    guard !chosen.entries.isEmpty else {
      return refuse(
        sheet.left.isEmpty ? "Nothing here can be bought" : "Everything is left out: x takes it in")
    }
    guard chosen.entries.count > 1 else { return buy(sheet) }
    var asking = sheet
    (asking.stage, asking.face, asking.scroll) = (.asking, .list, 0)
    overlay = .plan(asking)
    return []
  }

  private mutating func buy(_ old: PlanSheet) -> [Effect] {
    let number = requests.next()
    requests.decisions.insert(number)
    requests.leaving.insert(number)
    var sheet = old
    (sheet.stage, sheet.progress) = (.buying(number, isStopping: false), nil)
    overlay = .plan(sheet)
    return [.buy(sheet.chosen, number)]
  }
}
