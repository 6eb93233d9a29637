import Canvas
import Fulfillment

// Motion and panels.

extension ConsoleState {
  /// Applies a list action to that panel's list.
  mutating func apply(_ action: ListAction, to panel: Panel) {
    let room = height(of: panel)
    switch panel {
    case .queue: queue.apply(action, height: room)
    case .exceptions: exceptions.apply(action, height: room)
    case .suppliers: suppliers.apply(action, height: room)
    case .returns: returns.apply(action, height: room)
    case .numbers: numbers.apply(action, height: room)
    case .activity: activity.apply(action, height: room)
    case .claims: claims.apply(action, height: room)
    }
  }

  mutating func move(by steps: Int) -> [Effect] {
    if order != nil, isOrderFocused {
      scrollOrder(by: steps)
      return []
    }
    apply(.move(steps), to: focus)
    return top(up: focus) + followOrder()
  }

  mutating func movePage(halves: Int) -> [Effect] {
    let room = isOrderFocused && order != nil ? sheetRows : height(of: focus)
    let half = max(1, room / 2)
    return move(by: halves * half)
  }

  /// To the first row, or with a count to the row of that number.
  mutating func goToFirst(_ count: Int) -> [Effect] {
    if order != nil, isOrderFocused {
      order?.scroll = 0
      scrollOrder(by: max(0, count - 1))
      return []
    }
    guard hasBefore(focus) else {
      noteJump()
      apply(.place(0), to: focus)
      return count > 1 ? move(by: count - 1) : followOrder()
    }
    noteJump()
    apply(.endRange, to: focus)
    let effects = reload(focus, .first)
    owe(max(0, count - 1))
    return effects
  }

  mutating func goToLast() -> [Effect] {
    if order != nil, isOrderFocused {
      scrollOrder(by: 1_000_000)
      return []
    }
    guard hasAfter(focus) else {
      noteJump()
      apply(.place(max(0, rowCount(of: focus) - 1)), to: focus)
      return followOrder()
    }
    noteJump()
    apply(.endRange, to: focus)
    return reload(focus, .last)
  }

  private func hasBefore(_ panel: Panel) -> Bool {
    switch panel {
    case .queue: queue.window.hasBefore
    case .exceptions: exceptions.window.hasBefore
    case .returns: returns.window.hasBefore
    case .claims: claims.window.hasBefore
    case .suppliers, .numbers, .activity: false
    }
  }

  private func hasAfter(_ panel: Panel) -> Bool {
    switch panel {
    case .queue: queue.window.hasAfter
    case .exceptions: exceptions.window.hasAfter
    case .returns: returns.window.hasAfter
    case .claims: claims.window.hasAfter
    case .suppliers, .numbers, .activity: false
    }
  }

  private mutating func owe(_ steps: Int) {
    switch focus {
    case .queue: queue.owed = steps
    case .exceptions: exceptions.owed = steps
    case .returns: returns.owed = steps
    case .claims: claims.owed = steps
    case .suppliers, .numbers, .activity: break
    }
  }

  /// Puts the keys into that panel and asks for its rows where it was not on the screen.
  mutating func show(_ panel: Panel, isJump: Bool = true) -> [Effect] {
    if isJump, panel != focus { noteJump() }
    let before = Set(visiblePanels)
    if order != nil, Layout(self).frames.isEmpty || panel != focus { order = nil }
    focus = panel
    isOrderFocused = false
    let appeared = visiblePanels.filter { !before.contains($0) }
    return appeared.flatMap { reload($0) }
  }

  mutating func stepPanel(_ direction: Int) -> [Effect] {
    if order != nil {
      guard !Layout(self).frames.isEmpty else { return stepOrderTab(direction) }
      isOrderFocused.toggle()
      return []
    }
    let all = Panel.allCases.sorted { $0.digit < $1.digit }
    let here = all.firstIndex(of: focus) ?? 0
    return show(all[(here + direction + all.count) % all.count])
  }

  /// With the order over everything the side keys leave it for the panels.
  private mutating func stepOrderTab(_ direction: Int) -> [Effect] {
    let effects = closeOrder()
    return effects + stepPanel(direction)
  }

  mutating func toggleZoom() -> [Effect] {
    let before = Set(visiblePanels)
    isZoomed.toggle()
    for panel in visiblePanels { apply(.settle, to: panel) }
    layOutOrder()
    return visiblePanels.filter { !before.contains($0) }.flatMap { reload($0) } + fillVisible()
  }

  var splitAvailability: Availability {
    if settings.isLinear { return .unavailable("lines are read one below the other") }
    guard size.columns >= Layout.leastBesideOrder, size.rows >= Layout.boardRows else {
      let least = Layout.leastBesideOrder
      return .unavailable("an order beside the list needs \(least) columns")
    }
    return .available
  }

  /// The order beside the list, or over it.
  mutating func toggleSplit() -> [Effect] {
    splits = !(splits ?? (size.columns >= Layout.besideOrder))
    let isBeside = splits == true
    if order == nil {
      say(.info, isBeside ? "Orders open beside the list" : "Orders open over the list")
    }
    for panel in visiblePanels { apply(.settle, to: panel) }
    if !isBeside, order != nil { isOrderFocused = true }
    layOutOrder()
    return fillVisible()
  }

  mutating func mark(_ count: Int) -> [Effect] {
    var effects: [Effect] = []
    let hadRange = hasRange
    for _ in 0..<min(count, rowCount(of: focus)) {
      apply(.toggleMark, to: focus)
      if hadRange { break }
      effects += move(by: 1)
    }
    return effects
  }

  mutating func toggleRange() -> [Effect] {
    apply(.toggleRange, to: focus)
    return []
  }

  mutating func invertMarks() -> [Effect] {
    apply(.invertMarks, to: focus)
    return []
  }

  /// Asks for everything that matches, to mark it.
  mutating func markAll() -> [Effect] {
    let number = requests.next(.all)
    let limit = ConsoleState.markLimit
    switch focus {
    case .queue: return [.load(.allInQueue(queue.filter.query, queueSort, limit: limit), number)]
    case .exceptions:
      return [
        .load(.allExceptions(exceptions.filter.query, exceptionSort, limit: limit), number)
      ]
    case .returns:
      return [
        .load(.allReturns(returns.filter.query, openOnly: returnsOpenOnly, limit: limit), number)
      ]
    case .suppliers, .numbers, .activity, .claims: return []
    }
  }

  mutating func pull() -> [Effect] {
    let account = focus == .activity && order == nil ? activity.selected?.account : nil
    say(.info, account.map { "Pulling from \($0)" } ?? "Pulling from every account")
    return [.pull(account: account)]
  }
}
