extension Command {
  static let moving: [Command] = [
    step("down", "Down", ["j", "down"], 1),
    step("up", "Up", ["k", "up"], -1),
    page("half-down", "Half a screen down", ["ctrl-d"], halves: 1),
    page("half-up", "Half a screen up", ["ctrl-u"], halves: -1),
    page("page-down", "A screen down", ["pgdn", "ctrl-f"], halves: 2),
    page("page-up", "A screen up", ["pgup", "ctrl-b"], halves: -2),
    Command(
      "first", "First row, or the row of that number", group: .move, keys: ["g", "home"],
      in: .everywhere, run: { state, count in state.goToFirst(count) }),
    Command(
      "last", "Last row, or the row of that number", group: .move, keys: ["G", "end"],
      in: .everywhere,
      run: { state, count in count > 0 ? state.goToFirst(count) : state.goToLast() }),
    Command(
      "next-order", "The next order of the list", group: .move, keys: ["J"],
      in: [.order, .search], availability: { $0.orderStepAvailability },
      run: { state, count in state.stepOrder(max(1, count)) }),
    Command(
      "previous-order", "The previous order of the list", group: .move, keys: ["K"],
      in: [.order, .search], availability: { $0.orderStepAvailability },
      run: { state, count in state.stepOrder(-max(1, count)) }),
    Command(
      "next-match", "Next place the words are found", group: .move, keys: ["n"],
      in: [.search, .match],
      footer: "next", run: { state, count in state.stepMatches(max(1, count)) }),
    Command(
      "previous-match", "Previous place the words are found", group: .move, keys: ["N"],
      in: [.search, .match], run: { state, count in state.stepMatches(-max(1, count)) }),
    Command(
      "jump-back", "Back to where a jump began: panel, filter, sort and row", group: .move,
      keys: ["ctrl-o", "<"], in: .everywhere, availability: { $0.jumpAvailability(-1) },
      run: { state, count in state.jump(-1, count: count) }),
    Command(
      "jump-forward", "Forward again after going back", group: .move, keys: [">"],
      in: .everywhere, availability: { $0.jumpAvailability(1) },
      run: { state, count in state.jump(1, count: count) }),
    panel(.queue), panel(.exceptions), panel(.suppliers), panel(.returns), panel(.numbers),
    panel(.activity), panel(.claims),
    Command(
      "next-panel", "Next panel", group: .panels, keys: ["tab", "l", "right"], in: .everywhere,
      run: { state, _ in state.stepPanel(1) }),
    Command(
      "previous-panel", "Previous panel", group: .panels, keys: ["shift-tab", "left"],
      in: .everywhere, run: { state, _ in state.stepPanel(-1) }),
    Command(
      "zoom", "One panel fills the screen, or no more", group: .panels, keys: ["o"],
      in: .everywhere, run: { state, _ in state.toggleZoom() }),
    Command(
      "split", "An open order stands beside the list, or over it", group: .panels, keys: ["B"],
      in: .everywhere, availability: { $0.splitAvailability },
      run: { state, _ in state.toggleSplit() }),
  ]

  private static func step(_ id: String, _ title: String, _ keys: [String], _ direction: Int)
    -> Command
  {
    Command(
      id, title, group: .move, keys: keys, in: .everywhere,
      run: { state, count in state.move(by: direction * max(1, count)) })
  }

  private static func page(_ id: String, _ title: String, _ keys: [String], halves: Int)
    -> Command
  {
    Command(
      id, title, group: .move, keys: keys, in: .everywhere,
      run: { state, count in state.movePage(halves: halves * max(1, count)) })
  }

  private static func panel(_ panel: Panel) -> Command {
    Command(
      panel.rawValue, "Go to " + panel.title, group: .panels, keys: [String(panel.digit)],
      in: .everywhere, run: { state, _ in state.show(panel) })
  }
}
