import Canvas
import Fulfillment

// Looking for words in a list without narrowing it.

extension ConsoleState {
  mutating func openFind() -> [Effect] {
    if order != nil, isOrderFocused { return openFilter() }
    noteJump()
    var find = ListFind(panel: focus)
    find.before = finding?.panel == focus ? finding?.query ?? .all : .all
    find.input = TextInput()
    find.origin = selectedKey(of: focus)
    finding = find
    return []
  }

  mutating func pressInListFind(_ key: Key) -> [Effect] {
    guard var find = finding, var input = find.input else { return [] }
    switch key {
    case .escape, .control("c"):
      finding = nil
      guard let origin = find.origin, selectedKey(of: find.panel) != origin else { return [] }
      return reach(origin, in: find.panel)
    case .enter, .tab:
      if let problem = find.problem {
        return refuse("The words cannot be read: " + problem.message)
      }
      find.input = nil
      // Nothing typed: on with what was sought before.
      if input.isEmpty { find.query = find.before }
      finding = find.query == .all ? nil : find
      guard input.isEmpty, finding != nil else { return remember(.filter, find.text.trimmed) }
      return stepFind(1)
    case .down, .control("n"): return stepFind(1)
    case .up, .control("p"): return stepFind(-1)
    default:
      guard input.update(key) else { return [] }
      find.input = input
      find.text = input.text
      do throws(QueryError) {
        find.query = try QueryParser.parse(input.text).whileTyping
        find.problem = nil
      } catch {
        find.problem = error
      }
      finding = find
      guard find.problem == nil, find.query != .all else { return [] }
      return seek(ListFind.Step(count: 1, isQuiet: true), from: find.origin)
    }
  }

  /// `n` and `N`, in an order or a list.
  mutating func stepMatches(_ steps: Int) -> [Effect] {
    if order != nil, isOrderFocused { return stepMatch(steps) }
    return stepFind(steps)
  }

  private mutating func stepFind(_ steps: Int) -> [Effect] {
    guard let find = finding, find.query != .all else { return [] }
    return seek(ListFind.Step(count: steps), from: selectedKey(of: find.panel))
  }

  /// Asks for the row that many matches away from a row.
  private mutating func seek(_ step: ListFind.Step, from key: Int64?) -> [Effect] {
    guard let find = finding else { return [] }
    let isOnward = step.count > 0
    let edge: Anchor = isOnward ? .start : .end
    let anchor = key.map { isOnward ? Anchor.after($0) : .before($0) } ?? edge
    let count = min(step.count.magnitude, 1_000)
    finding?.step = step
    let load: Load
    switch find.panel {
    case .queue:
      load = .queue(
        Query.both(queue.filter.query, find.query), queueSort, anchor, count: Int(count),
        isReversed: isQueueReversed)
    case .exceptions:
      load = .exceptions(
        Query.both(exceptions.filter.query, find.query), exceptionSort, anchor, count: Int(count),
        isReversed: areExceptionsReversed)
    case .returns:
      load = .returns(
        Query.both(returns.filter.query, find.query), openOnly: returnsOpenOnly, anchor,
        count: Int(count))
    case .claims:
      load = .claims(
        Query.both(claims.filter.query, find.query), anchor, count: Int(count))
    case .suppliers, .numbers, .activity:
      finding?.step = nil
      return stepAtHand(step, from: key)
    }
    return [.load(.match(load), requests.next(.match))]
  }

  /// The rows that match have come, nearest first or last.
  mutating func found(_ answer: Answer) -> [Effect] {
    let keys: [Int64] =
      switch answer {
      case .queue(let window): window.rows.map(\.key)
      case .exceptions(let window): window.rows.map(\.key)
      case .returns(let window): window.rows.map(\.key)
      case .claims(let window): window.rows.map(\.key)
      default: []
      }
    guard let find = finding, let step = find.step else { return [] }
    finding?.step = nil
    let missing = Int(step.count.magnitude) - keys.count
    if missing <= 0, let key = step.count > 0 ? keys.last : keys.first {
      if step.isAround, !step.isQuiet {
        say(.info, step.count > 0 ? "On from the top" : "On from the end")
      }
      return reach(key, in: find.panel)
    }
    guard !step.isAround else {
      if keys.isEmpty {
        return step.isQuiet
          ? [] : refuse("\"\(find.text.sanitised(limit: 60))\" is not in this list")
      }
      // Fewer matches than were to be passed: the count goes around more than once.
      let place = (missing - 1) % keys.count
      return reach(step.count > 0 ? keys[place] : keys[keys.count - 1 - place], in: find.panel)
    }
    var rest = step
    (rest.count, rest.isAround) = (step.count > 0 ? missing : -missing, true)
    return seek(rest, from: nil)
  }

  /// The cursor to the row of that key, at hand or not.
  private mutating func reach(_ key: Int64, in panel: Panel) -> [Effect] {
    if let place = position(of: key, in: panel) {
      apply(.place(place), to: panel)
      return top(up: panel) + followOrder()
    }
    apply(.endRange, to: panel)
    return reload(panel, .row(key))
  }

  /// The lists that are at hand as a whole are searched here, by the words as typed.
  private mutating func stepAtHand(_ step: ListFind.Step, from key: Int64?) -> [Effect] {
    guard let find = finding else { return [] }
    let words = find.text.lowercased()
    let rows = texts(of: find.panel)
    let places = rows.indices.filter { rows[$0].text.lowercased().contains(words) }
    guard !places.isEmpty else {
      return step.isQuiet ? [] : refuse("\"\(find.text.sanitised(limit: 60))\" is not in this list")
    }
    let here = rows.firstIndex { $0.key == key } ?? (step.count > 0 ? -1 : rows.count)
    let first =
      step.count > 0
      ? places.firstIndex { $0 > here } ?? places.count
      : places.lastIndex { $0 < here } ?? -1
    let wanted = first + (step.count > 0 ? step.count - 1 : step.count + 1)
    let place = places[((wanted % places.count) + places.count) % places.count]
    return reach(rows[place].key, in: find.panel)
  }

  private func texts(of panel: Panel) -> [(key: Int64, text: String)] {
    switch panel {
    case .suppliers: suppliers.window.rows.map { ($0.key, $0.name) }
    case .numbers: numbers.window.rows.map { ($0.key, $0.name) }
    case .activity:
      activity.window.rows.map {
        ($0.key, [$0.account, $0.service, $0.lastError].joined(separator: " "))
      }
    case .queue, .exceptions, .returns, .claims: []
    }
  }

  private func position(of key: Int64, in panel: Panel) -> Int? {
    switch panel {
    case .queue: queue.window.rows.firstIndex { $0.key == key }
    case .exceptions: exceptions.window.rows.firstIndex { $0.key == key }
    case .returns: returns.window.rows.firstIndex { $0.key == key }
    case .suppliers: suppliers.window.rows.firstIndex { $0.key == key }
    case .numbers: numbers.window.rows.firstIndex { $0.key == key }
    case .activity: activity.window.rows.firstIndex { $0.key == key }
    case .claims: claims.window.rows.firstIndex { $0.key == key }
    }
  }
}

extension Query {
  /// What both let through.
  fileprivate static func both(_ filter: Query, _ words: Query) -> Query {
    filter == .all ? words : .and([filter, words])
  }
}
