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
      paused: suppliers.count { $0.pause != nil })
  }

  /// What a store would say; filters are not applied but for `state:lost`, which finds nothing.
  package func answer(_ load: Load) -> Answer {
    switch load {
    case .queue(let query, _, let anchor, let count):
      return .queue(window(query == SampleBoard.nothing ? [] : orders, anchor, count))
    case .queueCount(let query), .exceptionCount(let query):
      return .count(query == SampleBoard.nothing ? 0 : orders.count)
    case .exceptions(let query, _, let anchor, let count):
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
    case .lastUndoable: return .lastUndoable(undoable)
    case .savedFilters: return .savedFilters(savedViews)
    case .buyingStop: return .buyingStop(buyingStop)
    case .ruleRecords: return .ruleRecords(SampleBoard.ruleRecords)
    case .offers(let supplier, let offset, let count):
      return .offers(offerPage(supplier, offset, count))
    case .purchases(let ids):
      return .purchases(purchases.filter { ids.contains($0.order) && $0.sending != nil })
    case .allInQueue(_, _, let limit): return .queue(window(orders, .start, limit))
    case .allExceptions(_, _, let limit): return .exceptions(window(exceptions, .start, limit))
    case .allReturns(_, _, let limit): return .returns(window(returns, .start, limit))
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
