import Canvas
package import Fulfillment

/// How the lists are arranged: what an operator finds again in the next run.
package struct Arrangement: Equatable, Sendable {
  /// The columns shown, by panel; a panel that is not there has the usual ones.
  package var columns: [Panel: [String]] = [:]
  package var queueSort = QueueSort.risk
  package var isQueueReversed = false
  package var exceptionSort = ExceptionSort.money
  package var areExceptionsReversed = false
  /// The view in use, which is taken up again; nil: none.
  package var view: SavedView?

  package init() {}
}

/// A column of a list, as the column chooser has it.
package struct ColumnChoice: Hashable, Sendable {
  /// What keeps it apart from the others of its list.
  package var name: String
  package var title: String
  package var isOptional: Bool
  package var isShown: Bool
}

extension ConsoleState {
  /// As it is now.
  package var arrangement: Arrangement {
    get {
      var now = Arrangement()
      now.columns = arranged
      if columns != QueueColumn.standard { now.columns[.queue] = columns.map(\.rawValue) }
      (now.queueSort, now.isQueueReversed) = (queueSort, isQueueReversed)
      (now.exceptionSort, now.areExceptionsReversed) = (exceptionSort, areExceptionsReversed)
      now.view = viewInUse
      return now
    }
    set {
      (queueSort, isQueueReversed) = (newValue.queueSort, newValue.isQueueReversed)
      (exceptionSort, areExceptionsReversed) = (
        newValue.exceptionSort, newValue.areExceptionsReversed
      )
      for panel in Panel.allCases { show(newValue.columns[panel] ?? [], in: panel) }
      guard let view = newValue.view, let panel = view.panel else { return }
      viewInUse = view
      focus = panel
      narrow(panel, to: filterOf(view.text))
    }
  }

  /// The columns of a panel as they stand, each hidden one behind the one it usually follows.
  package func columnChoices(of panel: Panel) -> [ColumnChoice] {
    let all = PanelColumns.all(of: panel)
    let names = shownNames(of: panel)
    var ordered = names.compactMap { name in all.first { $0.name == name } }
    for (place, column) in all.enumerated() where !names.contains(column.name) {
      let before = place > 0 ? all[place - 1].name : ""
      let index = ordered.firstIndex { $0.name == before }.map { $0 + 1 } ?? 0
      ordered.insert(column, at: index)
    }
    return ordered.map {
      ColumnChoice(
        name: $0.name, title: $0.title, isOptional: $0.isOptional,
        isShown: names.contains($0.name))
    }
  }

  /// Names of the columns a panel shows, in order.
  func shownNames(of panel: Panel) -> [String] {
    if panel == .queue { return columns.map(\.rawValue) }
    return arranged[panel] ?? PanelColumns.all(of: panel).map(\.name)
  }

  /// Shows those columns; none: the usual ones. What is not known is passed over, what must stay stays.
  mutating func show(_ names: [String], in panel: Panel) {
    let all = PanelColumns.all(of: panel)
    var seen: Set<String> = []
    var known = names.filter { name in
      all.contains { $0.name == name } && seen.insert(name).inserted
    }
    if !known.isEmpty {
      known = all.filter { !$0.isOptional && !known.contains($0.name) }.map(\.name) + known
    }
    let isUsual = known.isEmpty || known == all.map(\.name)
    if panel == .queue {
      columns = isUsual ? QueueColumn.standard : known.compactMap(QueueColumn.init(rawValue:))
    } else {
      arranged[panel] = isUsual ? nil : known
    }
  }
}

/// What columns each list has.
enum PanelColumns {
  struct Column {
    var name: String
    var title: String
    var isOptional: Bool
  }

  /// In the usual order.
  static func all(of panel: Panel) -> [Column] {
    switch panel {
    case .queue:
      QueueColumn.allCases.map {
        Column(name: $0.rawValue, title: $0.title, isOptional: $0.isOptional)
      }
    case .exceptions: named(ExceptionScreen.columns)
    case .suppliers: named(SupplierScreen.columns)
    case .returns: named(ReturnScreen.columns)
    case .numbers: named(NumbersScreen.columns)
    case .activity: named(ActivityScreen.columns)
    case .claims: named(ClaimsScreen.columns)
    }
  }

  /// By their titles; what goes last for want of room is what a row cannot do without.
  private static func named(_ columns: [Table.Column]) -> [Column] {
    columns.map { column in
      Column(
        name: column.title.isEmpty ? "sign" : column.title.lowercased(),
        title: column.title.isEmpty ? "Sign" : column.title, isOptional: column.priority > 0)
    }
  }

  /// Where the columns of a list stand among all of them; nil: as usual.
  static func places(_ panel: Panel, _ state: ConsoleState) -> [Int]? {
    guard panel != .queue, let names = state.arranged[panel] else { return nil }
    let all = all(of: panel).map(\.name)
    return names.compactMap { all.firstIndex(of: $0) }
  }
}
