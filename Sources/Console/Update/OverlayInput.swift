import Canvas
import Fulfillment

// Keys while something is open over the panels.

extension ConsoleState {
  mutating func pressInOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .help(let help): return press(key, in: help)
    case .palette(let palette): return press(key, in: palette)
    case .menu(let menu): return press(key, in: menu)
    case .prompt(let prompt): return press(key, in: prompt)
    case .confirm(let question): return press(key, in: question)
    case .columns(let cursor): return press(key, inColumns: cursor)
    case .message(let sheet): return press(key, in: sheet)
    case .plan(let sheet): return press(key, in: sheet)
    case .offers(let sheet): return press(key, in: sheet)
    case .returning(let sheet): return press(key, in: sheet)
    case .supplier(let sheet): return press(key, in: sheet)
    case .durations(let sheet): return press(key, in: sheet)
    case .notices(let sheet): return press(key, in: sheet)
    case .rules(let sheet): return press(key, in: sheet)
    case .working(let working): return press(key, in: working)
    case .tour(let stop): return press(key, inTour: stop)
    case .messages(let scroll): return press(key, inMessages: scroll)
    case nil: return []
    }
  }

  private mutating func press(_ key: Key, in help: HelpState) -> [Effect] {
    var help = help
    switch key {
    case .escape, .control("c"), .enter, .function(1):
      overlay = nil
      return []
    case .character("q") where help.input.isEmpty, .character("?") where help.input.isEmpty:
      overlay = nil
      return []
    case .down: help.scroll += 1
    case .up: help.scroll -= 1
    case .pageDown, .character(" "): help.scroll += max(1, size.rows - 6)
    case .pageUp: help.scroll -= max(1, size.rows - 6)
    case .home: help.scroll = 0
    case .end: help.scroll = 100_000
    default:
      guard help.input.update(key) else { return [] }
      help.scroll = 0
    }
    let last = max(0, HelpText.lines(self, matching: help.input.text).count - helpRows)
    help.scroll = min(max(0, help.scroll), last)
    overlay = .help(help)
    return []
  }

  /// Lines of help that are drawn at once.
  var helpRows: Int { max(1, size.rows - 5) }

  private mutating func press(_ key: Key, in menu: Menu) -> [Effect] {
    var menu = menu
    switch key {
    case .escape, .control("c"), .character("q"):
      overlay = nil
      return []
    case .down, .character("j"), .control("n"), .tab:
      menu.cursor = min(menu.cursor + 1, max(0, menu.items.count - 1))
    case .up, .character("k"), .control("p"), .backTab: menu.cursor = max(0, menu.cursor - 1)
    case .home, .character("g"): menu.cursor = 0
    case .end, .character("G"): menu.cursor = max(0, menu.items.count - 1)
    case .delete, .character("x"): return forget(in: menu)
    case .enter:
      guard menu.items.indices.contains(menu.cursor) else { return [] }
      return choose(menu.items[menu.cursor].action)
    default:
      guard case .character(let character) = key,
        let item = menu.items.first(where: { $0.key == character })
      else { return [] }
      return choose(item.action)
    }
    overlay = .menu(menu)
    return []
  }

  mutating func choose(_ action: Menu.Action) -> [Effect] {
    overlay = nil
    switch action {
    case .sortQueue(let sort):
      noteJump()
      (queueSort, isQueueReversed) = (sort, false)
      queue.beginAnew()
      return reload(.queue, .first)
    case .sortExceptions(let sort):
      noteJump()
      (exceptionSort, areExceptionsReversed) = (sort, false)
      exceptions.beginAnew()
      return reload(.exceptions, .first)
    case .showAllReturns(let all):
      returnsOpenOnly = !all
      returns.beginAnew()
      return reload(.returns, .first)
    case .showNumbers(let kind):
      numbersKind = kind
      numbers.beginAnew()
      return reload(.numbers, .first)
    case .snooze(let choice, let selection): return decide(.snooze(choice), on: selection)
    case .askSnooze(let selection): return openPrompt(.snooze, with: selection)
    case .copy(let text, let what):
      say(.info, "Copied the \(what): \(text.sanitised(limit: 60))")
      return [.copy(text)]
    case .open(let link): return [.open(link)]
    case .useView(let view): return use(view)
    case .nameView: return openPrompt(.viewName, with: Selection())
    case .forgetView(let name):
      return [.forgetView(name: name, requests.next())]
    case .theme(let name):
      settings.theme = name
      return [.setTheme(name)]
    case .purchase(let verb, let row): return act(verb, on: row)
    case .claim(let step, let claim): return askClaim(step, claim)
    case .withdrawClaim(let claim): return stepClaim(.withdraw, claim)
    }
  }

  /// Delete in the list of saved filters.
  private mutating func forget(in menu: Menu) -> [Effect] {
    guard menu.items.indices.contains(menu.cursor),
      case .useView(let view) = menu.items[menu.cursor].action
    else { return [] }
    guard view.origin != .configured else {
      return refuse("This view stands under [views] in config.toml: take it out there")
    }
    savedViews.removeAll { $0 == view }
    if viewInUse == view { viewInUse = nil }
    overlay = nil
    say(.info, "Forgot the view \(view.name.sanitised(limit: 60))")
    return view.origin == .shared
      ? [.forgetFilter(name: view.name, requests.next())] : choose(.forgetView(view.name))
  }

  private mutating func press(_ key: Key, in question: Confirmation) -> [Effect] {
    var question = question
    switch key {
    case .character("y"), .character("Y"):
      overlay = nil
      switch question.action {
      case .quit: return [.quit]
      case .decide(let verb, let selection): return commit(verb, on: selection)
      case .undo(let batch): return takeBack(batch)
      case .openClaim(let row): return openClaim(row)
      case .submitEvidence(let sheet): return submit(sheet)
      case .writeAgain: return writeAll()
      }
    case .character("n"), .character("N"), .character("q"), .escape, .control("c"):
      overlay = nil
      return []
    case .character("m") where question.takesWords:
      guard case .decide(_, let selection) = question.action else { return [] }
      return openPrompt(.approve, with: selection)
    case .down, .character("j"): question.scroll += 1
    case .up, .character("k"): question.scroll -= 1
    case .pageDown, .character(" "): question.scroll += OverlayView.questionRows(size)
    case .pageUp: question.scroll -= OverlayView.questionRows(size)
    case .home, .character("g"): question.scroll = 0
    case .end, .character("G"): question.scroll = .max
    default: return []
    }
    let last = OverlayView.lines(of: question, in: size).count - OverlayView.questionRows(size)
    question.scroll = min(max(0, question.scroll), max(0, last))
    overlay = .confirm(question)
    return []
  }

  private mutating func press(_ key: Key, in sheet: MessageSheet) -> [Effect] {
    var sheet = sheet
    switch key {
    case .escape, .character("q"), .control("c"):
      overlay = nil
      return []
    case .character("c"):
      say(.info, "Copied the message; K keeps it with the order")
      return [.copy(sheet.text)]
    case .enter, .character("y"), .character("K"):
      overlay = nil
      return [.copy(sheet.text)]
        + commit(.decide(.contactSupplier(text: sheet.text)), on: sheet.selection)
    case .character("k"), .up: sheet.scroll = max(0, sheet.scroll - 1)
    case .character("j"), .down:
      sheet.scroll = min(sheet.scroll + 1, max(0, sheet.text.wrapped(60).count - 1))
    case .character("e"):
      overlay = nil
      let number = requests.next()
      requests.editors[number] = .supplierMessage(sheet.selection)
      return [.edit(sheet.text, number)]
    default: return []
    }
    overlay = .message(sheet)
    return []
  }
}
