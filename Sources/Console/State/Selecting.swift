import Fulfillment

/// What a verb needs of a row.
enum TargetKind {
  /// An exception that stands.
  case standing
  /// Any order.
  case order
  /// A return that waits.
  case returns
}

extension ConsoleState {
  /// What a verb would be applied to: the order on screen, the marked rows, or the row under the cursor.
  func selection(_ kind: TargetKind) -> Selection {
    if let order, isOrderFocused { return selection(kind, in: order) }
    switch focus {
    case .queue: return selection(kind, of: chosen(queue))
    case .exceptions: return selection(kind, of: chosen(exceptions))
    case .returns: return selection(kind, of: chosen(returns))
    case .claims: return selection(kind, of: chosen(claims))
    case .suppliers, .numbers, .activity: return Selection()
    }
  }

  func availability(_ kind: TargetKind) -> Availability {
    if isOrderFocused, order?.detail == nil, order != nil {
      return .unavailable("the order is still being read")
    }
    if order != nil, isOrderFocused {
      return selection(kind).targets.isEmpty ? .unavailable(kind.lack(single: true)) : .available
    }
    // Building the selection of thousands of marks only to draw a footer would be waste.
    let isAny: Bool
    switch (focus, kind) {
    case (.queue, .standing): isAny = hasAny(queue) { !$0.exception.isEmpty }
    case (.queue, .order): isAny = hasAny(queue) { _ in true }
    case (.exceptions, .standing): isAny = hasAny(exceptions) { $0.state.stands }
    case (.exceptions, .order): isAny = hasAny(exceptions) { $0.order != nil }
    case (.returns, .standing): isAny = hasAny(returns) { $0.exception != nil }
    case (.returns, .order): isAny = hasAny(returns) { _ in true }
    case (.returns, .returns): isAny = hasAny(returns) { $0.state.isOpen }
    case (.claims, .order), (.claims, .standing): isAny = hasAny(claims) { $0.order != nil }
    default: isAny = false
    }
    return isAny ? .available : .unavailable(kind.lack(single: markCount(of: focus) == 0))
  }

  private func hasAny<Row>(_ list: ListState<Row>, _ test: (Row) -> Bool) -> Bool {
    list.marks.isEmpty ? list.selected.map(test) ?? false : list.marks.values.contains(where: test)
  }

  private func chosen<Row>(_ list: ListState<Row>) -> [Row] {
    guard !list.marks.isEmpty else { return list.selected.map { [$0] } ?? [] }
    // As they stand in the list; those beyond what is at hand come last.
    let shown = list.window.rows.filter { list.marks[$0.key] != nil }
    let known = Set(shown.map(\.key))
    return shown.map { list.marks[$0.key] ?? $0 }
      + list.marks.values.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
  }

  private func selection(_ kind: TargetKind, of rows: [QueueRow]) -> Selection {
    let fitting = kind == .standing ? rows.filter { !$0.exception.isEmpty } : rows
    guard kind != .returns else { return Selection() }
    return Selection(
      targets: fitting.map { .order($0.id) },
      title: title(fitting.map(\.name), "orders"),
      money: fitting.compactMap { $0.risk ?? $0.total }.summed)
  }

  private func selection(_ kind: TargetKind, of rows: [ExceptionRow]) -> Selection {
    switch kind {
    case .returns: return Selection()
    case .standing:
      let standing = rows.filter { $0.state.stands }
      return Selection(
        targets: standing.map { .exception($0.id) },
        title: title(standing.map { "\($0.code) of \($0.subject)" }, "exceptions"),
        money: standing.compactMap(\.money).summed)
    case .order:
      let orders = rows.filter { $0.order != nil }
      return Selection(
        targets: orders.compactMap { $0.order.map(Target.order) },
        title: title(orders.map(\.subject), "orders"), money: orders.compactMap(\.money).summed)
    }
  }

  private func selection(_ kind: TargetKind, of rows: [ReturnRow]) -> Selection {
    switch kind {
    case .returns:
      let open = rows.filter { $0.state.isOpen }
      return Selection(
        targets: open.map { .return($0.id) },
        title: title(open.map { "the return of \($0.orderName)" }, "returns"),
        money: open.compactMap(\.amount).summed)
    case .standing:
      let flagged = rows.filter { $0.exception != nil }
      return Selection(
        targets: flagged.compactMap { $0.exception.map(Target.exception) },
        title: title(flagged.map(\.orderName), "exceptions"),
        money: flagged.compactMap(\.amount).summed)
    case .order:
      return Selection(
        targets: rows.map { .order($0.order) }, title: title(rows.map(\.orderName), "orders"),
        money: rows.compactMap(\.amount).summed)
    }
  }

  private func selection(_ kind: TargetKind, of rows: [DeadlineRow]) -> Selection {
    guard kind != .returns else { return Selection() }
    var seen: Set<OrderID> = []
    let known = rows.filter { row in row.order.map { seen.insert($0).inserted } ?? false }
    return Selection(
      targets: known.compactMap { $0.order.map(Target.order) },
      title: title(known.map(\.orderName), "orders"), money: known.compactMap(\.amount).summed)
  }

  private func selection(_ kind: TargetKind, in view: OrderView) -> Selection {
    guard let detail = view.detail else { return Selection() }
    switch kind {
    case .order:
      return Selection(
        targets: [.order(view.id)], title: detail.row.name,
        money: [detail.row.risk ?? detail.row.total].compactMap { $0 })
    case .standing:
      let shown = detail.exceptions.first { $0.id == view.evidence && $0.state.stands }
      guard let exception = shown ?? detail.exceptions.first(where: { $0.state.stands }) else {
        return Selection()
      }
      return selection(.standing, of: [exception])
    case .returns: return selection(.returns, of: detail.returns)
    }
  }

  private func title(_ names: [String], _ many: String) -> String {
    names.count == 1 ? names[0].sanitised(limit: 60) : "\(names.count.grouped) \(many)"
  }

  /// Marks of that panel.
  package func markCount(of panel: Panel) -> Int {
    switch panel {
    case .queue: queue.marks.count
    case .exceptions: exceptions.marks.count
    case .suppliers: suppliers.marks.count
    case .returns: returns.marks.count
    case .numbers: numbers.marks.count
    case .activity: activity.marks.count
    case .claims: claims.marks.count
    }
  }

  /// Marks of all panels.
  var markTotal: Int { Panel.allCases.reduce(0) { $0 + markCount(of: $1) } }

  /// A range is open in the focused panel.
  var hasRange: Bool {
    switch focus {
    case .queue: queue.range != nil
    case .exceptions: exceptions.range != nil
    case .suppliers: suppliers.range != nil
    case .returns: returns.range != nil
    case .numbers: numbers.range != nil
    case .activity: activity.range != nil
    case .claims: claims.range != nil
    }
  }

  /// Rows the focused panel holds.
  func rowCount(of panel: Panel) -> Int {
    switch panel {
    case .queue: queue.window.rows.count
    case .exceptions: exceptions.window.rows.count
    case .suppliers: suppliers.window.rows.count
    case .returns: returns.window.rows.count
    case .numbers: numbers.window.rows.count
    case .activity: activity.window.rows.count
    case .claims: claims.window.rows.count
    }
  }
}

extension TargetKind {
  func lack(single: Bool) -> String {
    switch self {
    case .standing:
      single ? "no exception stands here" : "no exception stands on any of the marked rows"
    case .order: "there is no order here"
    case .returns:
      single ? "no return waits for a decision here" : "none of the marked returns waits"
    }
  }
}
