import Canvas
import Fulfillment

// Views: what narrows a list, how it is sorted, which columns it has. Each operator's own.

extension ConsoleState {
  mutating func openViews() -> [Effect] {
    var items: [Menu.Item] = []
    for (index, view) in savedViews.prefix(50).enumerated() {
      let key = index < 9 ? Character(String(index + 1)) : nil
      items.append(.init(key, view.name.sanitised(limit: 60), view.detail, .useView(view)))
    }
    let now = viewNow(name: "")
    items.append(.init("s", "save the list as it is...", now.detail, .nameView))
    overlay = .menu(Menu(title: "Views (del forgets one)", items: items))
    return []
  }

  /// The focused list as it is.
  func viewNow(name: String) -> SavedView {
    let sort: (String, Bool) =
      switch focus {
      case .queue: (queueSort.rawValue, isQueueReversed)
      case .exceptions: (exceptionSort.rawValue, areExceptionsReversed)
      default: ("", false)
      }
    let isUsual = shownNames(of: focus) == PanelColumns.all(of: focus).map(\.name)
    return SavedView(
      name: name, text: filter(of: focus).text, panel: focus, sort: sort.0, isReversed: sort.1,
      columns: isUsual ? [] : shownNames(of: focus))
  }

  mutating func saveView(_ name: String) -> [Effect] {
    let view = viewNow(name: name)
    savedViews.removeAll { $0.name == name && $0.origin == .own }
    savedViews.insert(view, at: 0)
    viewInUse = view
    say(.info, "Saved as \(name.sanitised(limit: 60)); f uses it")
    return [.saveView(view, requests.next())]
  }

  /// Goes to the view's list and makes it what the view says.
  mutating func use(_ view: SavedView) -> [Effect] {
    noteJump()
    let panel = view.panel ?? focus
    var effects = show(panel, isJump: false)
    let before = (queueSort, exceptionSort, isQueueReversed, areExceptionsReversed)
    if panel == .queue, let sort = QueueSort(rawValue: view.sort) {
      (queueSort, isQueueReversed) = (sort, view.isReversed)
    }
    if panel == .exceptions, let sort = ExceptionSort(rawValue: view.sort) {
      (exceptionSort, areExceptionsReversed) = (sort, view.isReversed)
    }
    if view.panel != nil { show(view.columns, in: panel) }
    let isSorted = before == (queueSort, exceptionSort, isQueueReversed, areExceptionsReversed)
    let isNarrowed = filter(of: panel).query == filterOf(view.text).query
    effects += set(filterOf(view.text), of: panel, placement: .first)
    if !isSorted, isNarrowed { effects += reload(panel, .first) }
    viewInUse = view.panel == nil ? nil : view
    return effects
  }

  /// Puts a filter on a list that has not been read yet.
  mutating func narrow(_ panel: Panel, to filter: Filter) {
    switch panel {
    case .queue: queue.filter = filter
    case .exceptions: exceptions.filter = filter
    case .returns: returns.filter = filter
    case .claims: claims.filter = filter
    case .suppliers, .numbers, .activity: break
    }
  }

  /// What is to be kept for the next run, where something of it has changed.
  mutating func keeping(_ before: Arrangement) -> [Effect] {
    if let view = viewInUse, let panel = view.panel, filterInput == nil,
      filter(of: panel).text != view.text
    {
      viewInUse = nil
    }
    let now = arrangement
    return now == before ? [] : [.keep(now)]
  }

  /// Sorts the focused list the other way round.
  mutating func reverseSort() -> [Effect] {
    noteJump()
    if focus == .queue {
      isQueueReversed.toggle()
      queue.beginAnew()
    } else {
      areExceptionsReversed.toggle()
      exceptions.beginAnew()
    }
    return reload(focus, .first)
  }

  mutating func press(_ key: Key, inColumns cursor: Int) -> [Effect] {
    let all = columnChoices(of: focus)
    var names = all.filter(\.isShown).map(\.name)
    var cursor = min(max(0, cursor), max(0, all.count - 1))
    func place(_ name: String) -> Int? { names.firstIndex(of: name) }
    switch key {
    case .escape, .enter, .character("q"), .control("c"):
      overlay = nil
      return []
    case .down, .character("j"): cursor = min(cursor + 1, all.count - 1)
    case .up, .character("k"): cursor = max(0, cursor - 1)
    case .character(" "):
      guard all.indices.contains(cursor), all[cursor].isOptional else {
        return refuse("This column always stays")
      }
      if let there = place(all[cursor].name) {
        names.remove(at: there)
      } else {
        names = all.filter { $0.isShown || $0.name == all[cursor].name }.map(\.name)
      }
    case .character("J"), .character("K"):
      guard let from = place(all[cursor].name) else {
        return refuse("This column is not shown: space shows it")
      }
      let to = from + (key == .character("J") ? 1 : -1)
      guard names.indices.contains(to) else { return [] }
      names.swapAt(from, to)
      show(names, in: focus)
      cursor = columnChoices(of: focus).firstIndex { $0.name == names[to] } ?? cursor
    case .character("d"): names = []
    default: return []
    }
    show(names, in: focus)
    overlay = .columns(cursor: cursor)
    return []
  }
}
