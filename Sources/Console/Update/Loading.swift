import Fulfillment

// What to ask the store for, and what to do with its answers.

extension ConsoleState {
  /// Asks again for everything on the screen; the cursor stays on its row.
  mutating func reloadVisible() -> [Effect] {
    var effects: [Effect] = []
    for panel in visiblePanels { effects += reload(panel) }
    effects.append(.load(.counts, requests.next(.counts)))
    if !visiblePanels.contains(.activity) {
      effects.append(.load(.activity, requests.next(.activity)))
    }
    effects.append(.load(.deadlines, requests.next(.deadlines)))
    effects.append(.load(.lastUndoable, requests.next(.lastUndoable)))
    effects.append(.load(.buyingStop, requests.next(.buyingStop)))
    effects += previewReturn(again: true) + reloadOffers() + reloadReturn() + reloadSupplier()
    effects += reloadNotices()
    if let order { effects.append(.load(.order(order.id, for: .screen), requests.next(.order))) }
    return effects
  }

  /// Asks for the next deadline where the one that was told has passed.
  mutating func nextDeadline() -> [Effect] {
    guard let next = deadlines.next, next.at <= now else { return [] }
    deadlines.next = nil
    return [.load(.deadlines, requests.next(.deadlines))]
  }

  /// Asks for what is on the screen and has not come yet.
  mutating func fillVisible() -> [Effect] {
    var effects: [Effect] = []
    for panel in visiblePanels { effects += needsRows(panel) ? reload(panel) : [] }
    return effects
  }

  private func needsRows(_ panel: Panel) -> Bool {
    let room = height(of: panel)
    switch panel {
    case .queue: return queue.needsRows(height: room)
    case .exceptions: return exceptions.needsRows(height: room)
    case .returns: return returns.needsRows(height: room)
    case .suppliers: return !suppliers.isLoaded && suppliers.pending == nil
    case .numbers: return !numbers.isLoaded && numbers.pending == nil
    case .activity: return !activity.isLoaded && activity.pending == nil
    case .claims: return claims.needsRows(height: room)
    }
  }

  /// Asks for a panel's rows around its cursor, or from its start or end.
  /// Without a placement it is a refresh, which lets the newest in where the list is at its top.
  mutating func reload(_ panel: Panel, _ placement: ListPlacement? = nil) -> [Effect] {
    let count = max(30, height(of: panel) * 3)
    // The row behind an open order was chosen: it is not given up for newer ones.
    let isChosen = order != nil && panel == focus
    let goal = placement ?? (!isChosen && isAtTop(panel) ? .top : .keep)
    switch panel {
    case .queue:
      let anchor = queue.expect(goal)
      var effects: [Effect] = [
        .load(
          .queue(
            queue.filter.query, queueSort, anchor, count: count, isReversed: isQueueReversed),
          requests.next(.queue))
      ]
      if queue.filter.query != .all {
        effects.append(
          .load(.queueCount(queue.filter.query), requests.next(.queueCount)))
      }
      return effects
    case .exceptions:
      let anchor = exceptions.expect(goal)
      var effects: [Effect] = [
        .load(
          .exceptions(
            exceptions.filter.query, exceptionSort, anchor, count: count,
            isReversed: areExceptionsReversed),
          requests.next(.exceptions))
      ]
      if exceptions.filter.query != .all {
        effects.append(
          .load(.exceptionCount(exceptions.filter.query), requests.next(.exceptionCount)))
      }
      return effects
    case .returns:
      let anchor = returns.expect(goal)
      return [
        .load(
          .returns(returns.filter.query, openOnly: returnsOpenOnly, anchor, count: count),
          requests.next(.returns))
      ]
    case .suppliers:
      _ = suppliers.expect(goal)
      return [.load(.suppliers, requests.next(.suppliers))]
    case .numbers:
      _ = numbers.expect(goal)
      return [.load(.numbers(numbersKind), requests.next(.numbers))]
    case .activity:
      _ = activity.expect(goal)
      return [.load(.activity, requests.next(.activity))]
    case .claims:
      let anchor = claims.expect(goal)
      return [
        .load(.claims(claims.filter.query, anchor, count: count), requests.next(.claims))
      ]
    }
  }

  /// The list begins on the screen and the cursor was never led away from there.
  private func isAtTop(_ panel: Panel) -> Bool {
    switch panel {
    case .queue: queue.isAtTop
    case .exceptions: exceptions.isAtTop
    case .returns: returns.isAtTop
    case .suppliers: suppliers.isAtTop
    case .numbers: numbers.isAtTop
    case .activity: activity.isAtTop
    case .claims: claims.isAtTop
    }
  }

  /// After a motion: asks for more rows where the window runs short, once.
  mutating func top(up panel: Panel) -> [Effect] {
    let room = height(of: panel)
    switch panel {
    case .queue where queue.pending == nil && queue.isShort(height: room): break
    case .exceptions where exceptions.pending == nil && exceptions.isShort(height: room): break
    case .returns where returns.pending == nil && returns.isShort(height: room): break
    case .claims where claims.pending == nil && claims.isShort(height: room): break
    default: return []
    }
    return reload(panel)
  }

  /// Takes an answer that was waited for; others are dropped.
  mutating func take(_ answer: Answer, _ number: RequestNumber) -> [Effect] {
    guard let slot = requests.take(number) else { return [] }
    if slot == .match { return found(answer) }
    switch (answer, slot) {
    case (.queue(let window), .queue):
      showsBuying = showsBuying || window.rows.contains { $0.purchase != nil }
      return takeRows(window, into: \.queue, of: .queue)
    case (.exceptions(let window), .exceptions):
      return takeRows(window, into: \.exceptions, of: .exceptions)
    case (.returns(let window), .returns):
      return takeRows(window, into: \.returns, of: .returns) + previewReturn()
    case (.suppliers(let rows), _):
      return takeRows(Window(rows: rows, offset: 0), into: \.suppliers, of: .suppliers)
    case (.numbers(let kind, let rows), _):
      guard kind == numbersKind else { return [] }
      return takeRows(Window(rows: rows, offset: 0), into: \.numbers, of: .numbers)
    case (.activity(let rows), _):
      accounts = rows.filter { !$0.isNeverPulled }
      return takeRows(Window(rows: rows, offset: 0), into: \.activity, of: .activity)
    case (.claims(let window), _): return takeRows(window, into: \.claims, of: .claims)
    case (.deadlines(let new), _): deadlines = new
    case (.count(let count), .queueCount): queue.total = count
    case (.count(let count), _): exceptions.total = count
    case (.counts(let new), _):
      counts = new
      showsBuying = showsBuying || new.held + new.proposed + new.unknownPurchases > 0
    case (.order(let detail), .orderAside(let use)): return take(detail, for: use)
    case (.order(let detail), _): return takeOrder(detail)
    case (.lastUndoable(let receipt), _): undoable = receipt
    case (.savedFilters(let views), _): savedViews = views + settings.views
    case (.past(let earlier), _): past = earlier
    case (.newExceptions(let rows, let upTo), _): return takeNew(rows, upTo: upTo)
    case (.buyingStop(let stop), _): buyingStop = stop
    case (.rules(let overview), _): openRules(overview)
    case (.purchases(let rows), _): return take(rows, number)
    case (.offers(let page), _): return take(page)
    case (.returnDossier(let dossier), _): return take(dossier)
    case (.scorecard(let card), _): return take(card)
    case (.notices(let rows), _): return take(rows)
    case (.queue(let window), _): marked(window, into: \.queue)
    case (.exceptions(let window), _): marked(window, into: \.exceptions)
    case (.returns(let window), _): marked(window, into: \.returns)
    }
    return []
  }

  private mutating func takeRows<Row>(
    _ window: Window<Row>, into list: WritableKeyPath<ConsoleState, ListState<Row>>, of panel: Panel
  ) -> [Effect] {
    let room = height(of: panel)
    if self[keyPath: list].pending == .top, !self[keyPath: list].isAtTop {
      // The cursor has moved since these rows were asked for: its own surroundings are wanted now.
      self[keyPath: list].pending = nil
      return reload(panel)
    }
    let before = self[keyPath: list].selected?.key
    self[keyPath: list].take(window, height: room)
    measureRows(of: panel)
    guard self[keyPath: list].owed != 0 else {
      // The room has grown while they came: they were asked for a smaller one.
      return self[keyPath: list].leavesRoom(height: room) ? reload(panel) : []
    }
    // A window that brings the cursor no further would be asked for again for ever.
    guard self[keyPath: list].selected?.key != before else {
      self[keyPath: list].owed = 0
      return []
    }
    return reload(panel)
  }

  /// Marks what `V` asked for.
  private mutating func marked<Row>(
    _ window: Window<Row>, into list: WritableKeyPath<ConsoleState, ListState<Row>>
  ) {
    for row in window.rows { self[keyPath: list].marks[row.key] = row }
    let count = window.rows.count
    if window.hasAfter {
      say(.warning, "Marked the first \(count.grouped); more match: narrow the filter")
    } else {
      say(.info, "Marked all \(count.grouped) that match")
    }
    if let last = notices.indices.last { notices[last].marks = markTotal }
  }

  /// An outstanding load failed: it may be asked again.
  mutating func lose(_ slot: Load.Slot) {
    switch slot {
    case .queue: queue.pending = nil
    case .exceptions: exceptions.pending = nil
    case .returns: returns.pending = nil
    case .suppliers: suppliers.pending = nil
    case .numbers: numbers.pending = nil
    case .activity: activity.pending = nil
    case .claims: claims.pending = nil
    default: break
    }
  }
}

extension ListState {
  /// Notes where the cursor goes when the window comes, and says where that window starts.
  mutating func expect(_ placement: ListPlacement) -> Anchor {
    // A refresh must not forget where an outstanding window was to put the cursor.
    let goal: ListPlacement
    switch (placement, pending) {
    case (.keep, .top?), (.top, .top?), (_, nil): goal = placement
    case (.keep, let waiting?), (.top, let waiting?): goal = waiting
    default: goal = placement
    }
    pending = goal
    switch goal {
    case .first, .top: return .start
    case .last: return .end
    case .row(let key): return .around(key)
    case .keep: return selected.map { .around($0.key) } ?? .start
    }
  }

  /// Nothing is above what is drawn, and nobody has moved away from there.
  var isAtTop: Bool { isHome && isLoaded && top == 0 && !window.hasBefore && range == nil }

  /// There are more rows, and room on the screen without any.
  func leavesRoom(height: Int) -> Bool {
    window.rows.count < height && (window.hasAfter || window.hasBefore)
  }

  func needsRows(height: Int) -> Bool {
    pending == nil && (!isLoaded || isShort(height: height))
  }
}
