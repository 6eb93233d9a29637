import Connectors
import Fulfillment
import Store
import Wire

/// Asking a supplier what it has and asks for, behind its orders: a few items in each pull, those that
/// orders wait for first, so that the account's pace is not used up by it.
extension AccountPull {
  /// Items in one pull; CJ takes two requests for each.
  private static let itemLimit = 20
  /// How old the word on an item may get: where an order waits for it, and otherwise.
  private static let wantedAge = Span.hours(2)
  private static let age = Span.hours(12)

  /// Whatever goes wrong here ends it for now and does not make a failure of the pull: the orders have
  /// been read.
  mutating func restock(_ supplier: any Stocking) async throws {
    let items = try store.dueItems(
      of: name, limit: AccountPull.itemLimit, wantedAge: AccountPull.wantedAge,
      age: AccountPull.age, now: now)
    for group in supplier.groups(of: items) {
      if isSpent { return }
      do {
        try await ask(group, supplier)
      } catch let failure as PullFailure {
        report.refused.append("stock of \(group[0]): \(failure.error.message)")
        guard case .rejected = failure.error else { return }
        // It won't tell of this one: not asked again before its time.
        _ = try store.take([], about: group, from: name, now: now)
      }
    }
    let known = Set(supplier.groups(of: items).joined())
    let others = items.filter { !known.contains($0) }
    if !others.isEmpty { _ = try store.take([], about: others, from: name, now: now) }
  }

  private mutating func ask(_ group: [String], _ supplier: any Stocking) async throws {
    let count = supplier.words(on: group, RequestContext(now: now, nonce: "")).count
    var words: [ItemWord] = []
    for index in 0..<count {
      words += try await caller.send { context -> Exchange<[ItemWord]> in
        let exchanges = supplier.words(on: group, context)
        // How many there are depends on no context.
        guard exchanges.indices.contains(index) else {
          return Exchange(HTTPRequest(.get, "")) { _ throws(ConnectorError) in [] }
        }
        return exchanges[index]
      }
    }
    try await caller.permit()
    let result = try store.take(
      words.map { OfferNews(supplierSKU: $0.item, stock: $0.stock, cost: $0.cost) }, about: group,
      from: name, now: now)
    report.intake = report.intake + result
  }
}
