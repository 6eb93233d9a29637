import Fulfillment

/// Rows as tab separated text for a shell command: the marked ones, else those at hand.
enum RowText {
  static func of(_ state: ConsoleState) -> String {
    switch state.focus {
    case .queue:
      table(
        ["order", "shop", "customer", "country", "supplier", "state", "placed", "total", "risk"]
          + ["exception", "tracking", "tags", "purchase", "leaves"], state.queue
      ) { row in
        [
          row.name, row.storefront, row.customer, row.country, row.supplier, row.state.rawValue,
          row.placedAt.iso8601, row.total.text, row.risk.text, row.exception, row.tracking,
          row.tags.joined(separator: ","), row.purchase?.rawValue ?? "",
          row.holdUntil?.iso8601 ?? "",
        ]
      }
    case .exceptions:
      table(
        ["code", "subject", "severity", "state", "since", "due", "money", "supplier", "reason"],
        state.exceptions
      ) { row in
        [
          row.code, row.subject, row.severity.name, row.state.rawValue, row.since.iso8601,
          row.due?.iso8601 ?? "", row.money.text, row.supplier, row.reason,
        ]
      }
    case .returns:
      table(["order", "shop", "state", "asked", "by", "amount", "items", "reason"], state.returns) {
        row in
        [
          row.orderName, row.storefront, row.state.rawValue, row.requestedAt.iso8601,
          row.requestedBy, row.amount.text, row.items, row.reason,
        ]
      }
    case .suppliers:
      table(
        ["supplier", "open", "exceptions", "purchases", "dispatch_days", "on_time"],
        state.suppliers
      ) { row in
        [
          row.name, String(row.open), String(row.exceptions), String(row.purchases),
          row.dispatchDays.map { String($0) } ?? "", row.onTime.map { String($0) } ?? "",
        ]
      }
    case .numbers:
      table(
        ["name", "placed"] + NumbersShare.allCases.map(\.title) + ["processing", "shipping"],
        state.numbers
      ) { row in
        [row.name, String(row.placed)]
          + NumbersShare.allCases.map { row[share: $0].share.map { String($0) } ?? "" }
          + [row.processing, row.shipping].map { $0.days(until: 0.5).map { String($0) } ?? "" }
      }
    case .claims:
      table(["due", "order", "against", "about", "amount", "state", "missing"], state.claims) {
        row in
        [
          row.dueAt?.iso8601 ?? "", row.orderName, row.against, row.about, row.amount.text,
          row.stateText, row.missingText,
        ]
      }
    case .activity:
      table(["account", "service", "fresh", "next", "failures", "error"], state.activity) { row in
        [
          row.account, row.service, row.freshAt?.iso8601 ?? "", row.nextPull?.iso8601 ?? "",
          String(row.failures), row.lastError,
        ]
      }
    }
  }

  /// `3 marked rows`, `52 rows at hand of 497 (V marks all)`: what a command gets.
  static func extent(_ state: ConsoleState) -> String {
    switch state.focus {
    case .queue: extent(state.queue, of: state.queue.total ?? state.counts?.orders, state)
    case .exceptions:
      extent(state.exceptions, of: state.exceptions.total ?? state.counts?.exceptions, state)
    case .returns: extent(state.returns, of: nil, state)
    case .suppliers: extent(state.suppliers, of: nil, state)
    case .numbers: extent(state.numbers, of: nil, state)
    case .claims: extent(state.claims, of: nil, state)
    case .activity: extent(state.activity, of: nil, state)
    }
  }

  private static func extent<Row>(
    _ list: ListState<Row>, of total: Int?, _ state: ConsoleState
  ) -> String {
    guard list.marks.isEmpty else {
      return Noun.of(list.marks.count, "marked row", "marked rows")
    }
    let count = list.window.rows.count
    guard list.window.hasBefore || list.window.hasAfter else { return Noun.rows(count) }
    let whole = total.map { " of \($0.grouped)" } ?? ""
    let key = state.keymap.shortest(of: "mark-all") ?? ":mark-all"
    return "\(Noun.rows(count)) at hand\(whole) (\(key) marks all)"
  }

  private static func table<Row>(
    _ header: [String], _ list: ListState<Row>, _ fields: (Row) -> [String]
  ) -> String {
    let rows =
      list.marks.isEmpty ? list.window.rows : list.marks.values.sorted { $0.key < $1.key }
    let lines = rows.map { row in
      fields(row).map { $0.sanitised(limit: 2_000) }.joined(separator: "\t")
    }
    return ([header.joined(separator: "\t")] + lines).joined(separator: "\n") + "\n"
  }
}

extension Money? {
  /// `12.34 USD`
  fileprivate var text: String { map { $0.decimal + " " + $0.currency.code } ?? "" }
}
