package import Fulfillment

/// A small board made by arithmetic, that answers as a store would: for the gallery and for tests.
package struct SampleBoard: Sendable {
  /// 2026-11-22T14:09:00Z
  package static let now = Timestamp(seconds: 1_795_356_540)

  package var orders: [QueueRow]
  package var exceptions: [ExceptionRow]
  package var returns: [ReturnRow]
  package var suppliers: [SupplierRow]
  package var accounts: [ActivityRow]
  package var claims: [DeadlineRow]
  package var savedViews: [SavedView] = []
  package var undoable: DecisionReceipt?
  package var purchases: [PurchaseRow] = []
  package var buyingStop: BuyingStop?
  /// What customers were told, or are to be told.
  package var notices: [NoticeRow] = []
  /// Offers that were changed.
  var edits: [Offer: Offer] = [:]
  package var now = SampleBoard.now

  /// A board of that many orders; 0: everything empty, as on the first day.
  package init(orders count: Int = 60) {
    let made = (0..<max(0, count)).map { SampleBoard.order($0) }
    orders = made
    exceptions = made.compactMap { SampleBoard.exception(of: $0) }
      .sorted { ($0.severity, $0.money?.minor ?? 0) > ($1.severity, $1.money?.minor ?? 0) }
    returns = (0..<min(4, count / 4)).map { SampleBoard.askedReturn($0, of: made[$0 * 4 + 3]) }
    suppliers = count == 0 ? [] : SampleBoard.sampleSuppliers
    accounts = count == 0 ? [] : SampleBoard.sampleAccounts
    claims = count < 12 ? [] : SampleBoard.sampleClaims(of: made)
  }

  package var counts: BoardCounts {
    let risks = orders.compactMap(\.risk)
    return BoardCounts(
      orders: orders.count, open: orders.count { !$0.state.isFinal },
      exceptions: exceptions.count { $0.state == .open },
      returnsWaiting: returns.count { $0.state.isOpen }, suppliers: suppliers.count,
      storefronts: orders.isEmpty ? 0 : 3, atRisk: risks.summed,
      held: purchases.count { $0.sending == .held },
      proposed: purchases.count { $0.sending == .proposed },
      unknownPurchases: purchases.count(where: \.isInDoubt),
      paused: suppliers.count { $0.pause != nil },
      noticesWaiting: notices.count(where: \.waits))
  }

  /// What a store would say; of filters those for states, suppliers and ages are applied, and `state:lost`
  /// finds nothing.
  package func answer(_ load: Load) -> Answer {
    switch load {
    case .queue(let query, _, let anchor, let count, let isReversed):
      let rows = isReversed ? orders.reversed() : orders
      return .queue(window(rows.filter { holds(query, $0) }, anchor, count))
    case .queueCount(let query): return .count(orders.count { holds(query, $0) })
    case .exceptionCount(let query):
      return .count(query == SampleBoard.nothing ? 0 : exceptions.count)
    case .exceptions(let query, _, let anchor, let count, _):
      return .exceptions(window(query == SampleBoard.nothing ? [] : exceptions, anchor, count))
    case .returns(_, let openOnly, let anchor, let count):
      return .returns(window(returns.filter { !openOnly || $0.state.isOpen }, anchor, count))
    case .suppliers: return .suppliers(suppliers)
    case .numbers(let kind): return .numbers(kind, orders.isEmpty ? [] : SampleBoard.numbers(kind))
    case .activity: return .activity(accounts)
    case .claims(let query, let anchor, let count):
      return .claims(window(query == SampleBoard.nothing ? [] : claims, anchor, count))
    case .deadlines: return .deadlines(deadlines)
    case .counts: return .counts(counts)
    case .order(let id, _):
      return .order(orders.first { $0.id == id }.map { detail(of: $0) })
    case .returnDossier(let id): return .returnDossier(dossier(id))
    case .scorecard(let id): return .scorecard(scorecard(id))
    case .notices(let order):
      return .notices(notices.filter { order == nil ? $0.waits : $0.order == order })
    case .lastUndoable: return .lastUndoable(undoable)
    case .savedFilters: return .savedFilters(savedViews)
    case .past: return .past(Past())
    case .newExceptions(let after):
      let newest = exceptions.map(\.id.number).max() ?? 0
      let rows = after.map { last in exceptions.filter { $0.id.number > last } } ?? []
      return .newExceptions(rows, upTo: newest)
    case .buyingStop: return .buyingStop(buyingStop)
    case .rules: return .rules(SampleBoard.rules)
    case .offers(let supplier, let offset, let count):
      return .offers(offerPage(supplier, offset, count))
    case .purchases(let ids):
      return .purchases(purchases.filter { ids.contains($0.order) && $0.sending != nil })
    case .allInQueue(_, _, let limit): return .queue(window(orders, .start, limit))
    case .allExceptions(_, _, let limit): return .exceptions(window(exceptions, .start, limit))
    case .allReturns(_, _, let limit): return .returns(window(returns, .start, limit))
    case .match(let load): return matches(load)
    }
  }

  private func holds(_ query: Query, _ row: QueueRow) -> Bool {
    switch query {
    case _ where query == SampleBoard.nothing: false
    case .and(let parts): parts.allSatisfy { holds($0, row) }
    case .match(.state(let states)): states.contains(row.state)
    case .match(.supplier(let names)):
      names.contains { row.supplier.lowercased().hasPrefix($0.lowercased()) }
    case .match(.age(.greater, let age)): now - row.placedAt > age
    case .all, .match, .not, .or: true
    }
  }

  /// The rows of that list whose names hold the words: the board understands no more of a filter.
  private func matches(_ load: Load) -> Answer {
    switch load {
    case .queue(let query, _, let anchor, let count, _):
      let words = query.words
      return .queue(
        near(orders, anchor, count) { row in
          words.allSatisfy { row.customer.lowercased().contains($0.lowercased()) }
        })
    case .exceptions(let query, _, let anchor, let count, _):
      let words = query.words
      return .exceptions(
        near(exceptions, anchor, count) { row in words.allSatisfy { row.code.contains($0) } })
    default: return answer(load)
    }
  }

  /// Rows that match beyond an anchor, which need not match itself.
  private func near<Row: ListRow>(
    _ rows: [Row], _ anchor: Anchor, _ count: Int, _ isMatch: (Row) -> Bool
  ) -> Window<Row> {
    func place(_ key: Int64) -> Int { rows.firstIndex { $0.key == key } ?? 0 }
    switch anchor {
    case .after(let key):
      return Window(rows: Array(rows[(place(key) + 1)...].filter(isMatch).prefix(count)))
    case .before(let key):
      return Window(rows: Array(rows[..<place(key)].filter(isMatch).suffix(count)))
    case .end: return Window(rows: Array(rows.filter(isMatch).suffix(count)))
    case .start, .around: return Window(rows: Array(rows.filter(isMatch).prefix(count)))
    }
  }

  /// The query that this board answers with nothing.
  package static let nothing = Query.match(.state([.lost]))

  private func window<Row: ListRow>(_ rows: [Row], _ anchor: Anchor, _ count: Int) -> Window<Row> {
    func place(_ key: Int64) -> Int {
      rows.firstIndex { $0.key == key } ?? rows.firstIndex { $0.key > key } ?? rows.count - 1
    }
    let start: Int =
      switch anchor {
      case .start: 0
      case .end: rows.count - count
      case .after(let key): place(key) + 1
      case .before(let key): place(key) - count
      case .around(let key): place(key) - count / 2
      }
    let first = min(max(0, start), rows.count)
    let last = min(rows.count, first + max(0, count))
    return Window(
      rows: Array(rows[first..<last]), hasBefore: first > 0, hasAfter: last < rows.count,
      offset: first)
  }
}

extension Query {
  /// The words in it.
  fileprivate var words: [String] {
    switch self {
    case .match(.text(let word)): [word]
    case .and(let parts): parts.flatMap(\.words)
    case .all, .match, .not, .or: []
    }
  }
}
