import Canvas
import Fulfillment

/// The first line: is it live, how much is open and at stake, what can still be undone.
enum HeaderLine {
  static func draw(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    let width = state.size.columns
    grid.fill(Rect(column: 0, row: row, columns: width, rows: 1), .header)
    var room = width - 1
    let parts = parts(state)
    let undo = undoText(state, besides: parts)
    // The undo countdown and the freshness outlive the figures when it gets narrow.
    let undoWidth = undo.map { min($0.columns, max(0, width - 24)) } ?? 0
    if undoWidth > 3 { room -= undoWidth + 2 }
    var column = 1
    for part in fitting(parts, room: room) {
      column += grid.write(part.text, column: column, row: row, role: part.role) + 2
    }
    if let undo, undoWidth > 3 {
      grid.write(
        undo, column: width - undoWidth - 1, row: row, role: .undo, width: undoWidth, align: .right)
    }
  }

  /// A piece of the line; those with the highest rank get the room first.
  private struct Part {
    var text: String
    var role = Role.header
    var rank: Int
  }

  private static func width(of parts: [Part]) -> Int {
    parts.reduce(1) { $0 + $1.text.columns + 2 } - 2
  }

  private static func fitting(_ parts: [Part], room: Int) -> [Part] {
    var chosen: Set<Int> = []
    for index in parts.indices.sorted(by: { (-parts[$0].rank, $0) < (-parts[$1].rank, $1) }) {
      let trial = parts.indices.filter { chosen.contains($0) || $0 == index }
      if width(of: trial.map { parts[$0] }) <= room { chosen.insert(index) }
    }
    return parts.indices.filter(chosen.contains).map { parts[$0] }
  }

  /// Without the title where that would push a figure out of sight.
  private static func undoText(_ state: ConsoleState, besides parts: [Part]) -> String? {
    guard let whole = undoText(state) else { return nil }
    let needed = width(of: parts.filter { $0.rank >= Rank.needed })
    guard state.size.columns >= 80, needed + whole.columns + 4 > state.size.columns else {
      return whole
    }
    guard let until = state.undoable?.undoableUntil else {
      return (state.keymap.shortest(of: "undo") ?? ":undo") + ": undo"
    }
    return "undo (\(state.departure.own(until - state.now).countdown))"
  }

  private enum Rank {
    static let aside = 0
    static let name = 1
    static let waiting = 2
    static let live = 3
    /// From here on everything must be seen at 80 columns.
    static let needed = 4
    static let figure = 5
    static let first = 6
    static let loudest = 7
  }

  /// `undo: approve return #5521 (9:42)`; nil where nothing can be undone.
  static func undoText(_ state: ConsoleState) -> String? {
    guard let undoable = state.undoable, undoable.batch != nil else { return nil }
    let gone = undoable.left > 0 ? ", \(undoable.left.grouped) have left" : ""
    let title = undoable.title.sanitised(limit: 40) + gone
    guard let until = undoable.undoableUntil else { return "undo: " + title }
    return state.departure.left(until: until).map { "undo: \(title) (\($0.countdown))" }
  }

  private static func parts(_ state: ConsoleState) -> [Part] {
    var parts: [Part] = []
    let columns = state.size.columns
    if state.buyingStop != nil {
      let lift = columns >= 120 ? " (:start lifts it)" : ""
      parts.append(
        Part(text: "‼ BUYING STOPPED" + lift, role: .headerStale, rank: Rank.loudest))
    }
    if !state.unwritten.isEmpty {
      let text = "‼ \(state.unwritten.count.grouped) not written"
      parts.append(Part(text: text, role: .headerStale, rank: Rank.loudest))
    }
    if columns >= 40 { parts.append(Part(text: "Supercargo", rank: Rank.name)) }
    guard let counts = state.counts else { return parts + health(state) }
    if counts.storefronts > 0, columns >= 100 {
      let shops = Noun.of(counts.storefronts, "shop", "shops")
      parts.append(Part(text: shops, rank: Rank.aside))
    }
    parts += health(state)
    if counts.unknownPurchases > 0 {
      let unknown = Noun.of(counts.unknownPurchases, "purchase unknown", "purchases unknown")
      parts.append(Part(text: "‼ " + unknown, role: .headerStale, rank: Rank.needed))
    }
    if let due = due(state) { parts.append(due) }
    parts.append(Part(text: counts.open.grouped + " open", rank: Rank.figure))
    parts.append(
      Part(text: Noun.of(counts.exceptions, "exception", "exceptions"), rank: Rank.figure))
    if !counts.atRisk.isEmpty {
      let risk = counts.atRisk.prefix(2).map { $0 }.short + " at risk"
      parts.append(Part(text: risk, rank: Rank.figure))
    }
    if counts.proposed > 0 {
      parts.append(Part(text: counts.proposed.grouped + " to approve", rank: Rank.waiting))
    }
    if counts.paused > 0 {
      let paused = Noun.of(counts.paused, "supplier paused", "suppliers paused")
      parts.append(Part(text: paused, role: .headerStale, rank: Rank.waiting))
    }
    if counts.returnsWaiting > 0 {
      let waiting = Noun.of(counts.returnsWaiting, "return waits", "returns wait")
      parts.append(Part(text: waiting, rank: Rank.waiting))
    }
    return parts
  }

  /// The hardest clock: evidence for a bank, or money that can be asked for no longer.
  private static func due(_ state: ConsoleState) -> Part? {
    guard let next = state.deadlines.next, let left = state.untilDeadline, left <= Deadlines.near
    else { return nil }
    let name = state.size.columns >= 120 ? next.orderName.sanitised(limit: 16) + " " : ""
    return Part(
      text: "‼ \(next.isDispute ? "dispute" : "claim") \(name)due \(ShortAge.text(left))",
      role: .headerStale, rank: Rank.needed)
  }

  /// Whether what is on the screen can be believed, by account.
  private static func health(_ state: ConsoleState) -> [Part] {
    let stale = state.accounts.filter(\.isOverdue)
    let isNarrow = state.size.columns < 80
    var parts: [Part] = []
    if let newest = state.accounts.compactMap(\.freshAt).max(), stale.count < state.accounts.count {
      parts.append(
        Part(
          text: "● live \((state.now - newest).freshness)", role: .headerLive,
          rank: isNarrow ? Rank.first : Rank.live))
    } else if state.accounts.isEmpty {
      parts.append(Part(text: "○ no account", rank: Rank.first))
    }
    // The figures beside it must stay in sight: one account is named, the rest are counted.
    if let row = stale.first {
      let age = row.freshAt.map { ShortAge.text(state.now - $0) } ?? "never pulled"
      let more = stale.count > 1 ? " +\(stale.count - 1)" : ""
      parts.append(
        Part(
          text: "! \(row.account.sanitised(limit: 12)) stale \(age)\(more)", role: .headerStale,
          rank: isNarrow ? Rank.first : Rank.needed))
    }
    let fresh = state.accounts.filter(\.waitsForFirstPull)
    if let row = fresh.first, stale.isEmpty {
      let name = fresh.count == 1 ? row.account.sanitised(limit: 16) : "\(fresh.count) accounts"
      parts.append(Part(text: "\(name): first pull", rank: Rank.waiting))
    }
    if case .elsewhere(let holder) = state.sync, state.size.columns >= 120 {
      parts.append(Part(text: "pulled by \(holder.sanitised(limit: 24))", rank: Rank.aside))
    }
    return parts
  }
}

extension ConsoleState {
  /// The panels as tabs, by their digits.
  var tabPanels: [Panel] { Panel.allCases.sorted { $0.digit < $1.digit } }

  var tabBar: TabBar {
    let titles = tabPanels.map { panel in
      let badge = badge(of: panel)
      return "\(panel.digit) \(panel.title)" + (badge.isEmpty ? "" : " " + badge)
    }
    return TabBar(titles, selected: tabPanels.firstIndex(of: focus) ?? 0)
  }

  /// What a panel that is not on the screen has to say for itself.
  func badge(of panel: Panel) -> String {
    switch panel {
    case .queue, .suppliers, .numbers: return ""
    case .exceptions: return counts.map { $0.exceptions.grouped } ?? ""
    case .returns:
      let waiting = counts?.returnsWaiting ?? 0
      return waiting > 0 ? waiting.grouped : ""
    case .claims:
      let near = deadlines.disputes + deadlines.closing
      return near > 0 ? near.grouped : ""
    case .activity:
      return accounts.contains { $0.isOverdue } ? "!" : ""
    }
  }
}

extension ActivityRow {
  /// Orders that were imported and suppliers that are written to have an account too, but nothing of it
  /// is ever pulled; a supplier that puts files into a folder has its next look at it.
  var isNeverPulled: Bool { nextPull == nil && ["files", "email"].contains(service) }

  /// Configured and not tried yet: neither fresh nor stale.
  var waitsForFirstPull: Bool {
    freshAt == nil && failures == 0 && pulls == 0 && lastError.isEmpty
  }

  /// Stale, and not only because its first pull is still to come.
  var isOverdue: Bool { isStale && !waitsForFirstPull }
}
