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
    let undoWidth = undoWidth(undo, width)
    if undoWidth > 0 { room -= undoWidth + 2 }
    var column = 1
    for part in fitting(parts, room: room) {
      let text = state.settings.isLinear ? spoken(part.text) : part.text
      column += grid.write(text, column: column, row: row, role: part.role) + 2
    }
    if let undo, undoWidth > 0 {
      grid.write(
        undo, column: width - undoWidth - 1, row: row, role: .undo, width: undoWidth, align: .right)
    }
  }

  /// Columns at the right end that tell what can be undone.
  static func undoColumns(_ state: ConsoleState) -> Range<Int> {
    let width = state.size.columns
    let columns = undoWidth(undoText(state, besides: parts(state)), width)
    return width - columns - 1..<max(width - 1, width - columns - 1)
  }

  /// The countdown outlives the figures when it gets narrow; 0: there is no room even for it.
  private static func undoWidth(_ text: String?, _ width: Int) -> Int {
    let columns = text.map { min($0.columns, max(0, width - 24)) } ?? 0
    return columns > 3 ? columns : 0
  }

  /// Without the sign in front: the words behind it say the same.
  private static func spoken(_ text: String) -> String {
    guard let sign = text.first, "‼!●○".contains(sign) else { return text }
    let words = text.dropFirst().drop { $0 == " " }
    return words.isEmpty ? "live" : String(words)
  }

  /// A piece of the line; those with the highest rank get the room first, and their whole words last.
  private struct Part {
    var text: String
    var role = Role.header
    var rank: Int
    /// Where there is no room for all of it; "": rather nothing.
    var short = ""
  }

  private static func width(of parts: [Part]) -> Int {
    parts.reduce(1) { $0 + $1.text.columns + 2 } - 2
  }

  /// As many as there is room for, shortened before any is left out.
  private static func fitting(_ parts: [Part], room: Int) -> [Part] {
    let byRank = parts.indices.sorted { (-parts[$0].rank, $0) < (-parts[$1].rank, $1) }
    var shown: [Int: Part] = [:]
    func fits(_ trial: [Int: Part]) -> Bool {
      width(of: trial.keys.sorted().compactMap { trial[$0] }) <= room
    }
    // What is only good to know gets what room the whole words of the rest leave.
    for isNeeded in [true, false] {
      let own = byRank.filter { (parts[$0].rank >= Rank.waiting) == isNeeded }
      for index in own {
        var part = parts[index]
        if !part.short.isEmpty { part.text = part.short }
        let trial = shown.merging([index: part]) { $1 }
        if fits(trial) { shown = trial }
      }
      for index in own where shown[index] != nil {
        let trial = shown.merging([index: parts[index]]) { $1 }
        if fits(trial) { shown = trial }
      }
    }
    return shown.keys.sorted().compactMap { shown[$0] }
  }

  /// Without the title where that would push anything out of sight, in its shortest form where that would.
  private static func undoText(_ state: ConsoleState, besides parts: [Part]) -> String? {
    guard let whole = undoText(state) else { return nil }
    let room = state.size.columns - 4
    func needs(_ rank: Int) -> Int {
      width(
        of: parts.filter { $0.rank >= rank }.map { part in
          var part = part
          if !part.short.isEmpty { part.text = part.short }
          return part
        })
    }
    guard needs(Rank.waiting) + whole.columns > room else { return whole }
    let key = state.keymap.shortest(of: "undo") ?? ":undo"
    guard let until = state.undoable?.undoableUntil else { return key + ": undo" }
    let left = state.departure.own(until - state.now).countdown
    let middle = "undo (\(left))"
    return needs(Rank.needed) + middle.columns <= room ? middle : "\(key) \(left)"
  }

  /// What must be seen after six hours at it, from the least to the most.
  private enum Rank {
    static let aside = 0
    static let name = 1
    static let waiting = 2
    /// The figures: how much is open, stuck and at stake.
    static let open = 3
    static let figure = 4
    /// A clock that runs out, money of which nobody knows where it is, facts that are not fresh.
    static let needed = 5
    static let unknown = 6
    static let stale = 7
    static let loudest = 8
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
        Part(
          text: "‼ BUYING STOPPED" + lift, role: .headerStale, rank: Rank.loudest,
          short: "‼ BUYING STOPPED"))
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
      parts.append(
        Part(
          text: "‼ " + unknown, role: .headerStale, rank: Rank.unknown,
          short: "‼ \(counts.unknownPurchases.grouped) unknown"))
    }
    if let due = due(state) { parts.append(due) }
    parts.append(Part(text: counts.open.grouped + " open", rank: Rank.open))
    parts.append(
      Part(
        text: Noun.of(counts.exceptions, "exception", "exceptions"), rank: Rank.figure,
        short: counts.exceptions.grouped + " exc"))
    if !counts.atRisk.isEmpty {
      let risk = counts.atRisk.prefix(2).map { $0 }.short + " at risk"
      parts.append(
        Part(
          text: risk, rank: Rank.figure,
          short: counts.atRisk.prefix(1).map { $0 }.short + " risk"))
    }
    if counts.proposed > 0 {
      parts.append(
        Part(
          text: counts.proposed.grouped + " to approve", rank: Rank.waiting,
          short: counts.proposed.grouped + " approve"))
    }
    if counts.paused > 0 {
      let paused = Noun.of(counts.paused, "supplier paused", "suppliers paused")
      parts.append(
        Part(
          text: paused, role: .headerStale, rank: Rank.waiting,
          short: counts.paused.grouped + " paused"))
    }
    if counts.returnsWaiting > 0 {
      let waiting = Noun.of(counts.returnsWaiting, "return waits", "returns wait")
      parts.append(
        Part(
          text: waiting, rank: Rank.waiting,
          short: Noun.of(counts.returnsWaiting, "return", "returns")))
    }
    if counts.noticesWaiting > 0 {
      let waiting = Noun.of(counts.noticesWaiting, "notice waits", "notices wait")
      parts.append(
        Part(
          text: waiting, rank: Rank.waiting,
          short: Noun.of(counts.noticesWaiting, "notice", "notices")))
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
      role: .headerStale, rank: Rank.needed,
      short: "‼ due \(ShortAge.text(left))")
  }

  private static func live(_ state: ConsoleState, isAlone: Bool) -> Int {
    switch state.size.columns {
    case ..<40: isAlone ? Rank.stale : Rank.aside
    case ..<80: isAlone ? Rank.stale : Rank.waiting
    default: Rank.waiting
    }
  }

  /// Whether what is on the screen can be believed, by account.
  private static func health(_ state: ConsoleState) -> [Part] {
    let stale = state.accounts.filter(\.isOverdue)
    var parts: [Part] = []
    if let newest = state.accounts.compactMap(\.freshAt).max(), stale.count < state.accounts.count {
      parts.append(
        Part(
          text: "● live \((state.now - newest).freshness)", role: .headerLive,
          rank: live(state, isAlone: stale.isEmpty), short: "●"))
    } else if state.accounts.isEmpty {
      parts.append(Part(text: "○ no account", rank: Rank.stale))
    }
    // The figures beside it must stay in sight: one account is named, the rest are counted.
    if let row = stale.first {
      let age = row.freshAt.map { ShortAge.text(state.now - $0) } ?? "never pulled"
      let more = stale.count > 1 ? " +\(stale.count - 1)" : ""
      parts.append(
        Part(
          text: "! \(row.account.sanitised(limit: 12)) stale \(age)\(more)", role: .headerStale,
          rank: Rank.stale, short: "! stale \(age)\(more)"))
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
    func tabs(_ title: (Panel) -> String) -> TabBar {
      let titles = tabPanels.map { panel in
        let badge = badge(of: panel)
        return "\(panel.digit) \(title(panel))" + (badge.isEmpty ? "" : " " + badge)
      }
      return TabBar(titles, selected: tabPanels.firstIndex(of: focus) ?? 0)
    }
    let whole = tabs(\.title)
    guard whole.columns > size.columns else { return whole }
    let short = tabs { $0 == focus ? $0.title : $0.shortTitle }
    guard short.columns > size.columns else { return short }
    return TabBar(
      tabPanels.map { $0 == focus ? "\($0.digit) \($0.title)" : "\($0.digit)" },
      selected: tabPanels.firstIndex(of: focus) ?? 0)
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
