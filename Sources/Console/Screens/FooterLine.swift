import Canvas
import Fulfillment

/// The last line: the keys that do something here, from the command table.
enum FooterLine {
  static func draw(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    Footer(items(state)).draw(on: &grid, row: row)
  }

  static func items(_ state: ConsoleState) -> [Footer.Item] {
    if let overlay = state.overlay { return keys(of: overlay) }
    if state.filterInput != nil {
      return [Footer.Item("enter", "keep"), Footer.Item("esc", "as before")]
    }
    if state.finding?.input != nil {
      return [
        Footer.Item("enter", "there"), Footer.Item("up down", "previous, next"),
        Footer.Item("esc", "back"),
      ]
    }
    if state.order?.findInput != nil {
      return [Footer.Item("enter", "next match"), Footer.Item("esc", "close")]
    }
    let place = state.place
    var commands = Command.table.filter { $0.footer != nil && $0.places.contains(place) }
    let own: (Command) -> Bool =
      place == .claims
      ? { $0.group == .claims || $0.id == "evidence" } : { $0.group == .returns }
    if place == .returns || place == .claims {
      commands = commands.filter(own) + commands.filter { !own($0) }
    }
    if let open = commands.firstIndex(where: { $0.id == "open" }) {
      commands.insert(commands.remove(at: open), at: 0)
    }
    if state.isFinding {
      // Keys that go from match to match do nothing else now.
      commands = commands.filter { command in
        state.keymap.keys(of: command.id).first.map { state.command(for: $0)?.id == command.id }
          ?? true
      }
      commands.insert(contentsOf: Command.table.filter { $0.id == "next-match" }, at: 0)
    }
    let help = item("help", state)
    var items: [Footer.Item] = []
    var room = state.size.columns - 1 - (help.map(width) ?? 0)
    for command in commands where command.id != "help" {
      guard let item = item(command.id, state), width(item) + 3 <= room,
        command.availability(state).isAvailable
      else { continue }
      items.append(item)
      room -= width(item) + 3
    }
    return items + (help.map { [$0] } ?? [])
  }

  private static func item(_ id: String, _ state: ConsoleState) -> Footer.Item? {
    guard let word = Command.byID[id]?.footer, let key = state.keymap.shortest(of: id) else {
      return nil
    }
    return Footer.Item(key, word)
  }

  private static func width(_ item: Footer.Item) -> Int {
    item.key.columns + 1 + item.label.columns
  }

  /// The keys that do something in a plan now.
  static func keys(of sheet: PlanSheet) -> [Footer.Item] {
    switch (sheet.stage, sheet.face) {
    case (.planning, _), (.buying, _): return [Footer.Item("esc", "stop")]
    case (.asking, _): return [Footer.Item("y", "yes"), Footer.Item("n", "no")]
    case (.shown, .list):
      let close = Footer.Item("esc", "close")
      guard !sheet.plan.entries.isEmpty else { return [Footer.Item("enter", "why"), close] }
      return [
        Footer.Item("y", "buy"), Footer.Item("enter", "why"), Footer.Item("b", "what is sent"),
        Footer.Item("x", "leave out"), close,
      ]
    case (.shown, let face):
      var keys: [Footer.Item] = []
      if !sheet.chosen.plan.entries.isEmpty { keys.append(Footer.Item("y", "buy")) }
      if sheet.entry != nil {
        keys.append(face == .body ? Footer.Item("r", "why") : Footer.Item("b", "what is sent"))
      }
      if sheet.lineCount > 1 { keys.append(Footer.Item("J K", "next, previous")) }
      return keys + [Footer.Item("esc", "back")]
    }
  }

  private static func keys(of sheet: RulesSheet) -> [Footer.Item] {
    let back = Footer.Item("esc", "back")
    let verbs = [
      Footer.Item("t", "try"), Footer.Item("f", "try a file"), Footer.Item("o", "its orders"), back,
    ]
    switch sheet.face {
    case .list: return [Footer.Item("enter", "in full")] + verbs
    case .rule: return verbs
    case .trying: return [Footer.Item("esc", "give it up")]
    case .tried: return [Footer.Item("pgdn", "more"), back]
    }
  }

  private static func keys(of sheet: OfferSheet) -> [Footer.Item] {
    let back = Footer.Item("esc", "back")
    guard let form = sheet.form else {
      return [
        Footer.Item("enter", "change"), Footer.Item("R", "renewed"),
        Footer.Item("u", "take back"), Footer.Item("o", "its orders"), back,
      ]
    }
    return form.outcome == nil
      ? [Footer.Item("enter", "what changes"), Footer.Item("tab", "next"), back]
      : [Footer.Item("y", "write it"), Footer.Item("n", "back")]
  }

  private static func keys(of overlay: Overlay) -> [Footer.Item] {
    let close = Footer.Item("esc", "close")
    switch overlay {
    case .help: return [Footer.Item("type", "to find"), Footer.Item("pgdn", "more"), close]
    case .palette: return [Footer.Item("enter", "run"), Footer.Item("tab", "complete"), close]
    case .menu: return [Footer.Item("enter", "choose"), Footer.Item("j k", "move"), close]
    case .prompt: return [Footer.Item("enter", "done"), Footer.Item("esc", "keep as draft")]
    case .confirm: return [Footer.Item("y", "yes"), Footer.Item("n", "no")]
    case .columns:
      return [
        Footer.Item("space", "on or off"), Footer.Item("J K", "down, up"),
        Footer.Item("d", "standard"), close,
      ]
    case .plan(let sheet): return keys(of: sheet)
    case .offers(let sheet): return keys(of: sheet)
    case .returning(let sheet):
      guard sheet.row.state.isOpen else {
        return ReturnFollowing.all(of: sheet.row.state).map {
          Footer.Item(String($0.key), $0.word)
        } + [Footer.Item("o", "order"), close]
      }
      return [
        Footer.Item("y", "as suggested"), Footer.Item("1-5", "choose"),
        Footer.Item("d", "decline"), Footer.Item("m", "ask"), close,
      ]
    case .supplier:
      return [
        Footer.Item("p", "pause"), Footer.Item("m", "move volume"), Footer.Item("f", "offers"),
        close,
      ]
    case .notices(let sheet):
      return sheet.asked.isEmpty
        ? [
          Footer.Item("y", "send"), Footer.Item("w", "withhold"), Footer.Item("o", "order"), close,
        ] : [Footer.Item("y", "send"), Footer.Item("n", "back"), Footer.Item("w", "withhold")]
    case .tour: return [Footer.Item("enter", "next"), Footer.Item("esc", "skip")]
    case .working: return [Footer.Item("esc", "give it up")]
    case .rules(let sheet): return keys(of: sheet)
    case .durations, .messages: return [Footer.Item("pgdn", "more"), close]
    case .message:
      return [
        Footer.Item("enter", "copy and keep"), Footer.Item("c", "copy"), Footer.Item("e", "edit"),
        close,
      ]
    }
  }
}
