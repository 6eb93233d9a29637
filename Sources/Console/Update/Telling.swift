import Canvas
import Fulfillment

// Notices to customers: read word by word, sent, withheld.

extension ConsoleState {
  /// The notices of the order on the screen.
  private var orderNotices: [NoticeRow] {
    isOrderFocused ? order?.detail?.notices ?? [] : []
  }

  var tellAvailability: Availability {
    guard order?.detail != nil, isOrderFocused else { return .unavailable("open an order first") }
    return orderNotices.isEmpty
      ? .unavailable("its customer was told nothing, and nothing waits") : .available
  }

  var withholdAvailability: Availability {
    guard order?.detail != nil, isOrderFocused else { return .unavailable("open an order first") }
    return orderNotices.contains(where: \.canBeWithheld)
      ? .available : .unavailable("no notice of it waits, or it has left")
  }

  var noticesAvailability: Availability {
    settings.tellsCustomers || (counts?.noticesWaiting ?? 0) > 0
      ? .available : .unavailable("customers are told nothing: [notices] in config.toml")
  }

  /// The notices of the order; where one waits, its words and the question whether to send it.
  mutating func tell() -> [Effect] {
    guard let id = order?.id else { return [] }
    var sheet = NoticeSheet(order: id, rows: orderNotices)
    let proposed = orderNotices.filter { $0.state == .proposed }
    if let first = proposed.first {
      sheet.cursor = orderNotices.firstIndex { $0.id == first.id } ?? 0
      let together = sheet.waiting(with: first)
      if together.count == proposed.count { sheet.asked = together }
    }
    overlay = .notices(sheet)
    return []
  }

  /// Asks why the customer is not told.
  mutating func openWithhold() -> [Effect] {
    guard let id = order?.id else { return [] }
    var kinds: [String] = []
    for row in orderNotices where row.canBeWithheld && !kinds.contains(row.kind.text) {
      kinds.append(row.kind.text)
    }
    let name = order?.detail?.row.name ?? ""
    return openPrompt(
      .withhold,
      with: Selection(
        targets: [.order(id)], title: kinds.joined(separator: ", ") + " of " + name))
  }

  /// Those of all orders that wait.
  mutating func openNotices() -> [Effect] {
    overlay = .notices(NoticeSheet())
    return reloadNotices()
  }

  /// Another look at them, after something was written.
  mutating func reloadNotices() -> [Effect] {
    guard case .notices(let sheet) = overlay else { return [] }
    return [.load(.notices(sheet.order), requests.next(.notices))]
  }

  mutating func take(_ rows: [NoticeRow]) -> [Effect] {
    guard case .notices(var sheet) = overlay else { return [] }
    let selected = sheet.selected?.id
    let rows = rows.filter { sheet.order == nil || $0.order == sheet.order }
    sheet.rows = rows
    sheet.cursor =
      rows.firstIndex { $0.id == selected } ?? min(sheet.cursor, max(0, rows.count - 1))
    if sheet.selected?.id != selected { sheet.scroll = 0 }
    if let first = sheet.asked.first, sheet.waiting(with: first) != sheet.asked {
      // What was read is not what would leave any more.
      sheet.asked = []
      say(.warning, "The notices of \(first.orderName) have changed: read them again")
    }
    overlay = .notices(sheet)
    return []
  }

  mutating func press(_ key: Key, in old: NoticeSheet) -> [Effect] {
    var sheet = old
    let isAsking = !sheet.asked.isEmpty
    switch key {
    case .character("y"), .enter:
      return isAsking ? send(sheet) : ask(sheet)
    case .character("i") where !isAsking: return ask(sheet)
    case .escape, .control("c"), .character("q"),
      .character("n") where isAsking:
      guard isAsking, (sheet.rows?.count ?? 0) > 1 else {
        overlay = nil
        return []
      }
      (sheet.asked, sheet.scroll) = ([], 0)
    case .character("w"):
      return withhold(sheet)
    case .character("u"):
      return undo()
    case .character("o"):
      guard let row = sheet.selected else { return [] }
      overlay = nil
      isOrderFocused = true
      return openOrder(row.order, evidence: nil)
    case .character("Y") where !isAsking: return settle(sheet, arrived: true)
    case .character("N") where !isAsking: return settle(sheet, arrived: false)
    case .down where !isAsking, .character("j") where !isAsking: sheet.move(1)
    case .up where !isAsking, .character("k") where !isAsking: sheet.move(-1)
    case .home where !isAsking, .character("g") where !isAsking: sheet.move(Int.min / 2)
    case .end where !isAsking, .character("G") where !isAsking: sheet.move(Int.max / 2)
    case .pageDown, .character(" "), .control("d"): sheet.scroll += NoticesView.page(sheet, self)
    case .pageUp, .control("u"): sheet.scroll -= NoticesView.page(sheet, self)
    case .down, .character("j"): sheet.scroll += 1
    case .up, .character("k"): sheet.scroll -= 1
    case .home, .character("g"): sheet.scroll = 0
    case .end, .character("G"): sheet.scroll = 100_000
    default: return []
    }
    let last = NoticesView.words(sheet, self).count - NoticesView.page(sheet, self)
    sheet.scroll = min(max(0, sheet.scroll), max(0, last))
    overlay = .notices(sheet)
    return []
  }

  private mutating func ask(_ old: NoticeSheet) -> [Effect] {
    var sheet = old
    guard let row = sheet.selected else { return [] }
    let together = sheet.waiting(with: row)
    guard !together.isEmpty else { return refuse(row.whyNotSent) }
    (sheet.asked, sheet.scroll) = (together, 0)
    overlay = .notices(sheet)
    return []
  }

  private mutating func send(_ old: NoticeSheet) -> [Effect] {
    guard let row = old.asked.first else { return [] }
    return close(old, deciding: .tellCustomer(row.kind), of: row)
  }

  private mutating func withhold(_ sheet: NoticeSheet) -> [Effect] {
    guard let row = sheet.asked.first ?? sheet.selected else { return [] }
    guard row.canBeWithheld else { return refuse("It does not wait, or it has left") }
    return close(sheet, deciding: .withholdNotice(row.kind, reason: ""), of: row)
  }

  private mutating func settle(_ sheet: NoticeSheet, arrived: Bool) -> [Effect] {
    guard let row = sheet.selected else { return [] }
    guard row.state == .unknown else {
      return refuse("Y and N are for a notice of which nobody knows whether it arrived")
    }
    let decision: Decision = arrived ? .noticeArrived(row.kind) : .noticeLost(row.kind)
    let words =
      arrived
      ? "It counts as sent." : "It counts as failed, and can be sent again by hand."
    overlay = .confirm(
      Confirmation(
        title: "\(row.orderName), \(row.kind.text): "
          + (arrived ? "the customer has it?" : "the customer does not have it?"),
        lines: [words, "This cannot be taken back."],
        action: .decide(
          .decide(decision), Selection(targets: [.order(row.order)], title: row.orderName))))
    return []
  }

  /// Sends the decision off; the list stays where there is more in it.
  private mutating func close(
    _ old: NoticeSheet, deciding decision: Decision, of row: NoticeRow
  ) -> [Effect] {
    var sheet = old
    (sheet.asked, sheet.scroll) = ([], 0)
    let others = (sheet.rows ?? []).filter {
      $0.state == .proposed && ($0.order != row.order || $0.kind != row.kind)
    }
    overlay = others.isEmpty ? nil : .notices(sheet)
    return commit(
      .decide(decision), on: Selection(targets: [.order(row.order)], title: row.orderName))
  }
}

extension NoticeSheet {
  fileprivate mutating func move(_ steps: Int) {
    let last = max(0, (rows?.count ?? 0) - 1)
    let goal = min(max(0, cursor.addingReportingOverflow(steps).partialValue), last)
    if goal != cursor { scroll = 0 }
    cursor = goal
  }
}

extension NoticeRow {
  /// It waits, or counts down.
  var canBeWithheld: Bool { state == .proposed || state == .queued && way != .own }

  /// Why it can't be sent from here.
  fileprivate var whyNotSent: String {
    switch state {
    case .proposed: "It waits"
    case .queued: "It is about to leave; w takes it back"
    case .sent: "The customer is told already"
    case .unknown: "It may have arrived: find out first, then Y or N"
    case .skipped, .failed:
      "Not told: supercargo notices send \(orderName) --kind \(kind.rawValue) sends it all the same"
    }
  }
}
