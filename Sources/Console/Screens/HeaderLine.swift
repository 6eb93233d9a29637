import Canvas
import Fulfillment

/// The first line: is it live, how much is open and at stake, what can still be undone.
enum HeaderLine {
  static func draw(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    let width = state.size.columns
    grid.fill(Rect(column: 0, row: row, columns: width, rows: 1), .header)
    var room = width - 1
    let undo = undoText(state)
    // The undo countdown and the freshness outlive the figures when it gets narrow.
    let undoWidth = undo.map { min($0.columns, max(0, width - 24)) } ?? 0
    if undoWidth > 3 { room -= undoWidth + 2 }
    var column = 1
    for (text, role) in parts(state) {
      let size = text.columns
      guard column + size <= room else { break }
      column += grid.write(text, column: column, row: row, role: role) + 2
    }
    if let undo, undoWidth > 3 {
      grid.write(
        undo, column: width - undoWidth - 1, row: row, role: .undo, width: undoWidth, align: .right)
    }
  }

  /// `undo: approve return #5521 (9:42)`; nil where nothing can be undone.
  static func undoText(_ state: ConsoleState) -> String? {
    guard let undoable = state.undoable else { return nil }
    let title = undoable.title.sanitised(limit: 40)
    guard let until = undoable.undoableUntil else { return "undo: " + title }
    let left = until - state.now
    return left > .seconds(0) ? "undo: \(title) (\(left.countdown))" : nil
  }

  private static func parts(_ state: ConsoleState) -> [(String, Role)] {
    var parts: [(String, Role)] = []
    if state.size.columns >= 40 { parts.append(("Supercargo", .header)) }
    parts += health(state)
    guard let counts = state.counts else { return parts }
    if counts.storefronts > 0, state.size.columns >= 100 {
      let shops = Noun.of(counts.storefronts, "shop", "shops")
      parts.insert((shops, .header), at: min(1, parts.count))
    }
    parts.append((counts.open.grouped + " open", .header))
    parts.append((Noun.of(counts.exceptions, "exception", "exceptions"), .header))
    if !counts.atRisk.isEmpty {
      parts.append((counts.atRisk.prefix(2).map { $0 }.short + " at risk", .header))
    }
    if counts.returnsWaiting > 0 {
      parts.append((Noun.of(counts.returnsWaiting, "return waits", "returns wait"), .header))
    }
    return parts
  }

  /// Whether what is on the screen can be believed, by account.
  private static func health(_ state: ConsoleState) -> [(String, Role)] {
    let stale = state.accounts.filter(\.isStale)
    var parts: [(String, Role)] = []
    for row in stale.prefix(2) {
      let age = row.freshAt.map { ShortAge.text(state.now - $0) } ?? "never pulled"
      parts.append(("! \(row.account.sanitised(limit: 20)) stale \(age)", .headerStale))
    }
    if stale.count > 2 { parts.append(("! \(stale.count - 2) more stale", .headerStale)) }
    if let newest = state.accounts.compactMap(\.freshAt).max(), stale.count < state.accounts.count {
      parts.insert(("● live \((state.now - newest).freshness)", .headerLive), at: 0)
    } else if state.accounts.isEmpty {
      parts.append(("○ no account", .header))
    }
    if case .elsewhere(let holder) = state.sync, state.size.columns >= 120 {
      parts.append(("pulled by \(holder.sanitised(limit: 24))", .header))
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
    case .queue, .suppliers: return ""
    case .exceptions: return counts.map { $0.exceptions.grouped } ?? ""
    case .returns:
      let waiting = counts?.returnsWaiting ?? 0
      return waiting > 0 ? waiting.grouped : ""
    case .activity: return accounts.contains(where: \.isStale) ? "!" : ""
    }
  }
}
