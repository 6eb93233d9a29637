import Canvas
import Fulfillment

/// A walk through what matters most, in a minute; its keys and words come from the command table.
enum TourView {
  private struct Stop {
    var title: String
    var words: String
    var commands: [String]
  }

  private static let stops: [Stop] = [
    Stop(
      title: "What you see",
      words: "Orders, the worst first; beside them what is stuck, and why. The first line tells "
        + "whether it is live, what is at stake, and what can still be taken back.",
      commands: ["down", "up", "open", "next-panel", "back", "help"]),
    Stop(
      title: "Something is stuck",
      words: "Say what you do about it. Nothing of this leaves the house, and all of it can be "
        + "taken back.",
      commands: ["acknowledge", "snooze", "resolve", "note", "contact", "undo"]),
    Stop(
      title: "Buying, returns, customers",
      words: "What leaves is shown word by word first, and waits out the hold window, in which one "
        + "key takes it back.",
      commands: ["plan", "approve", "decline", "tell", "notices", "claim"]),
    Stop(
      title: "Finding your way",
      words: "Every command has a name, and help says why one can't be used now.",
      commands: ["filter", "mark", "views", "palette", "jump-back", "tour"]),
  ]

  static var count: Int { stops.count }

  static func draw(_ stop: Int, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let columns = min(72, room.columns)
    let isLast = stop >= stops.count - 1
    let overlay = ListOverlay(
      title: "Tour \(stop + 1) of \(stops.count): \(stops[min(stop, stops.count - 1)].title)",
      lines: lines(stop, state, width: max(1, columns - 4)),
      footer: isLast ? "enter begin" : "enter next   esc skip")
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: columns))
  }

  private static func lines(
    _ stop: Int, _ state: ConsoleState, width: Int
  ) -> [ListOverlay.Line] {
    let stop = stops[min(max(0, stop), stops.count - 1)]
    let words: [ListOverlay.Line] = stop.words.wrapped(width).map { [Table.Field($0)] }
    let keys: [ListOverlay.Line] = stop.commands.compactMap { Command.byID[$0] }.map { command in
      let key = state.keymap.shortest(of: command.id) ?? ":" + command.id
      let pad = String(repeating: " ", count: max(1, 9 - key.columns))
      return [
        Table.Field(key + pad, role: .footerKey),
        Table.Field(TextWidth.truncate(command.title, to: max(1, width - 9))),
      ]
    }
    return words + [[]] + keys
  }

  /// Commands that the tour names and that are not there; for the tests.
  static var missing: [String] {
    stops.flatMap(\.commands).filter { Command.byID[$0] == nil }
  }
}

extension ConsoleState {
  mutating func press(_ key: Key, inTour stop: Int) -> [Effect] {
    switch key {
    case .escape, .control("c"), .character("q"): overlay = nil
    case .enter, .character(" "), .down, .right, .character("j"), .character("l"), .pageDown:
      overlay = stop + 1 < TourView.count ? .tour(stop + 1) : nil
    case .up, .left, .character("k"), .character("h"), .pageUp, .backspace:
      overlay = .tour(max(0, stop - 1))
    default: break
    }
    return []
  }
}
