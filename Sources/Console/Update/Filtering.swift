import Canvas
import Fulfillment

// The filter line, sort and saved filters.

extension ConsoleState {
  /// The filter of that panel.
  func filter(of panel: Panel) -> Filter {
    switch panel {
    case .queue: queue.filter
    case .exceptions: exceptions.filter
    case .returns: returns.filter
    case .claims: claims.filter
    case .suppliers, .numbers, .activity: Filter()
    }
  }

  /// A filter from text that is known to be well formed; words are searched where it is not.
  func filterOf(_ text: String) -> Filter {
    guard let query = try? QueryParser.parse(text) else {
      return Filter(text: text, query: .match(.text(text)))
    }
    return Filter(text: text, query: query)
  }

  mutating func openFilter() -> [Effect] {
    if order != nil, isOrderFocused {
      let find = order?.find ?? ""
      order?.findInput = TextInput(find)
      return []
    }
    noteJump()
    let before = filter(of: focus)
    filterInput = FilterInput(
      panel: focus, input: TextInput(before.text), problem: nil, before: before,
      rowBefore: selectedKey(of: focus))
    // So that Tab knows their names.
    return suppliers.isLoaded || suppliers.pending != nil ? [] : reload(.suppliers)
  }

  func selectedKey(of panel: Panel) -> Int64? {
    switch panel {
    case .queue: queue.selected?.key
    case .exceptions: exceptions.selected?.key
    case .returns: returns.selected?.key
    case .suppliers: suppliers.selected?.key
    case .numbers: numbers.selected?.key
    case .activity: activity.selected?.key
    case .claims: claims.selected?.key
    }
  }

  mutating func pressInFilter(_ key: Key) -> [Effect] {
    guard var typing = filterInput else { return [] }
    switch key {
    case .escape, .control("c"):
      filterInput = nil
      let now = filter(of: typing.panel)
      guard now != typing.before else { return [] }
      return set(
        typing.before, of: typing.panel,
        placement: typing.rowBefore.map { .row($0) } ?? .first)
    case .tab:
      // With nothing to go on with it is still no way out of the line.
      guard let text = typing.completion(knownValues)?.applied(to: typing.input.text) else {
        return []
      }
      typing.input = TextInput(text)
      return retype(&typing)
    case .enter:
      if let problem = typing.problem {
        return refuse("The filter cannot be read: " + problem.message)
      }
      filterInput = nil
      // What was shown while it was typed stays.
      let text = withHalfCode(typing.input.text)
      let effects = set(filterOf(text), of: typing.panel, placement: .first)
      return effects + remember(.filter, text.trimmed)
    case .up where recall(1, in: &typing), .down where typing.back > 0 && recall(-1, in: &typing):
      return retype(&typing)
    case .up, .down, .pageUp, .pageDown:
      return run(keyed: key)
    default:
      guard typing.input.update(key) else { return [] }
      typing.back = 0
      return retype(&typing)
    }
  }

  /// To the filter typed before that begins as this one, or to the one after; false where there is none.
  private func recall(_ direction: Int, in typing: inout FilterInput) -> Bool {
    if typing.back == 0 { typing.typed = typing.input.text }
    let back = typing.back + direction
    guard back > 0 else {
      (typing.back, typing.input) = (0, TextInput(typing.typed))
      return true
    }
    guard let line = past.line(.filter, back: back, beginning: typing.typed) else {
      // At the oldest it stays; with none at all the key is for the list.
      return typing.back > 0
    }
    (typing.back, typing.input) = (back, TextInput(line))
    return true
  }

  /// Motions work while the filter is typed.
  private mutating func run(keyed key: Key) -> [Effect] {
    guard let command = keymap.command(for: key, in: place) else { return [] }
    return run(command)
  }

  private mutating func retype(_ typing: inout FilterInput) -> [Effect] {
    let text = typing.input.text
    do throws(QueryError) {
      let query = try query(typing: text)
      typing.problem = nil
      filterInput = typing
      guard let query,
        filter(of: typing.panel).query != query || filter(of: typing.panel).text != text
      else { return [] }
      return set(Filter(text: text, query: query), of: typing.panel, placement: .first)
    } catch {
      typing.problem = error
      filterInput = typing
      return []
    }
  }

  /// Puts a filter on that panel's list and asks for the rows.
  mutating func set(_ filter: Filter, of panel: Panel, placement: ListPlacement) -> [Effect] {
    let isSame = self.filter(of: panel).query == filter.query
    switch panel {
    case .queue:
      queue.filter = filter
      if !isSame { queue.beginAnew() }
    case .exceptions:
      exceptions.filter = filter
      if !isSame { exceptions.beginAnew() }
    case .returns:
      returns.filter = filter
      if !isSame { returns.beginAnew() }
    case .claims:
      claims.filter = filter
      if !isSame { claims.beginAnew() }
    case .suppliers, .numbers, .activity: return []
    }
    return isSame ? [] : reload(panel, placement)
  }

  mutating func openSort() -> [Effect] {
    switch focus {
    case .queue:
      let items = QueueSort.allCases.map { sort in
        Menu.Item(sort.key, sort.title, "", .sortQueue(sort))
      }
      let here = QueueSort.allCases.firstIndex(of: queueSort) ?? 0
      overlay = .menu(Menu(title: "Sort the queue", items: items, cursor: here))
    case .exceptions:
      let items = ExceptionSort.allCases.map { sort in
        Menu.Item(sort.key, sort.title, "", .sortExceptions(sort))
      }
      let here = ExceptionSort.allCases.firstIndex(of: exceptionSort) ?? 0
      overlay = .menu(Menu(title: "Sort the exceptions", items: items, cursor: here))
    case .returns:
      overlay = .menu(
        Menu(
          title: "Show returns",
          items: [
            .init("w", "that wait", "", .showAllReturns(false)),
            .init("a", "all", "", .showAllReturns(true)),
          ], cursor: returnsOpenOnly ? 0 : 1))
    case .numbers:
      let items = FigureKind.allCases.map { kind in
        Menu.Item(kind.key, kind.title, "", .showNumbers(kind))
      }
      let here = FigureKind.allCases.firstIndex(of: numbersKind) ?? 0
      overlay = .menu(Menu(title: "Show the numbers of", items: items, cursor: here))
    case .suppliers, .activity, .claims: break
    }
    return []
  }

  mutating func openThemes() -> [Effect] {
    let items = settings.themes.map { Menu.Item(nil, $0, "", .theme($0)) }
    let here = settings.themes.firstIndex(of: settings.theme) ?? 0
    overlay = .menu(Menu(title: "Theme", items: items, cursor: here))
    return []
  }
}

extension ListState {
  /// Another filter or sort: the rows at hand stay drawn until the new ones come.
  mutating func beginAnew() {
    (owed, range, total) = (0, nil, nil)
  }
}

extension QueueSort {
  var title: String {
    switch self {
    case .risk: "money at risk, largest first"
    case .age: "oldest first"
    case .newest: "newest first"
    case .value: "order value, largest first"
    case .state: "stage"
    case .supplier: "supplier"
    case .updated: "changed last first"
    }
  }

  /// In the panel's title: `by risk`.
  var word: String { self == .newest ? "newest first" : "by " + rawValue }

  var key: Character {
    switch self {
    case .risk: "r"
    case .age: "a"
    case .newest: "n"
    case .value: "v"
    case .state: "s"
    case .supplier: "p"
    case .updated: "u"
    }
  }
}

extension ExceptionSort {
  var title: String {
    switch self {
    case .money: "severity, then money"
    case .since: "standing longest first"
    case .due: "due soonest first"
    case .code: "kind"
    }
  }

  var word: String {
    switch self {
    case .money: "by money"
    case .since: "by age"
    case .due: "by due date"
    case .code: "by kind"
    }
  }

  var key: Character {
    switch self {
    case .money: "m"
    case .since: "a"
    case .due: "d"
    case .code: "k"
    }
  }
}

extension Query {
  /// Without words of one letter: nearly every order has a word that begins so, finding that out takes
  /// longer than typing the next letter, and nobody looks for it. Enter takes them at their word.
  var whileTyping: Query {
    switch self {
    case .match(.text(let word)) where word.count == 1 && word.utf8.count == 1: return .all
    case .and(let parts):
      let rest = parts.map(\.whileTyping).filter { $0 != .all }
      return rest.count > 1 ? .and(rest) : rest.first ?? .all
    case .all, .match, .not, .or: return self
    }
  }
}
