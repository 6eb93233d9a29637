internal import Fulfillment
internal import GRDB

/// What the configuration promises customers, for one run of detection.
struct PromiseBook: Sendable {
  private let promises: [Promise]
  private let calendars: WorkCalendars
  private let storefronts: [Int64: String]

  init(_ thresholds: Thresholds, _ database: Database) throws {
    (promises, calendars) = (thresholds.promises, thresholds.calendars)
    guard promises.contains(where: { !$0.storefronts.isEmpty }) else {
      storefronts = [:]
      return
    }
    let names = try database.rows("SELECT id, name FROM account") {
      (try $0.number(), try $0.text())
    }
    storefronts = Dictionary(names, uniquingKeysWith: { first, _ in first })
  }

  /// Gives an order that is under way the day that is promised for it now. One that its shop has
  /// promised keeps that; one that is over keeps what it had. nil: it has that day.
  func renew(_ order: inout LoadedOrder) -> PromiseNews? {
    let kept = order.facts.promisedAt
    guard order.isPromiseOurs || kept == nil && !promises.isEmpty, !order.facts.isHistory else {
      return nil
    }
    let state = order.facts.state
    guard !state.isFinal || state == .fulfilled else { return nil }
    let storefront = storefronts[order.accountID] ?? ""
    let promised = promises.promisedAt(order.facts, storefront: storefront, calendars)
    guard promised != kept else { return nil }
    order.facts.promisedAt = promised
    return PromiseNews(promisedAt: promised)
  }
}

/// The promised day of an order has changed with the configuration.
struct PromiseNews: Hashable {
  var promisedAt: Timestamp?

  func write(_ orderID: Int64, _ database: Database) throws {
    try database.run(
      "UPDATE customerOrder SET promisedAt = ?, isPromiseOurs = ? WHERE id = ?",
      promisedAt?.milliseconds, promisedAt == nil ? 0 : 1, orderID)
  }
}
