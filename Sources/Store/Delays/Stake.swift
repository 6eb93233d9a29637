internal import Fulfillment
internal import GRDB

/// What is at stake in an order, whatever stands: with a finding it becomes a risk.
struct Stake {
  var value: Money
  /// What suppliers have of it in the order's currency.
  var cost: Money?
  /// What payment services keep of it.
  var fees: Money?
  var outlook: Outlook?
  /// What is disputed of it, in the same currency.
  var disputed: Money?
  /// Where no outlook is at hand: what a learned exception was worth when it was found, by its code.
  var found: [String: Int64] = [:]

  func risk(_ finding: Finding) -> Risk {
    Risk(
      value: finding.code == Rule.disputeDue.id ? disputed ?? value : value, cost: cost,
      fees: fees,
      probability: Risk.probability(of: finding, outlook), due: finding.trip.due)
  }

  /// What may be lost by it.
  func money(_ finding: Finding) -> Money {
    if outlook == nil, finding.learned, let minor = found[finding.code] {
      return Money(minor: minor, currency: value.currency)
    }
    return risk(finding).expected
  }

  /// What may be lost in the order: by the gravest of what asks for attention; nil where nothing does.
  func money(_ exceptions: [OrderException]) -> Money? {
    exceptions.filter { $0.state == .open || $0.state == .acknowledged }
      .map { money($0.finding) }.max { $0.minor < $1.minor }
  }
}

extension LoadedOrder {
  /// What may be lost if nothing more is done; nil where the order has no total.
  var exposure: Stake? {
    guard let total else { return nil }
    let costs = purchases.filter { $0.purchase.state.isLive && $0.purchase.state.isAtSupplier }
      .compactMap(\.purchase.cost).filter { $0.currency == total.currency }
    let refunded = refunded?.minor ?? 0
    return Stake(
      value: Money(minor: max(0, total.minor - refunded), currency: total.currency),
      cost: costs.isEmpty
        ? nil : Money(minor: costs.reduce(0) { $0 + $1.minor }, currency: total.currency),
      fees: facts.isPaid ? fees : nil, outlook: facts.outlook,
      disputed: facts.disputed(in: total.currency))
  }
}

extension Work {
  /// What is at stake in an order whose facts are not at hand.
  func exposure(of orderID: Int64) throws -> Stake? {
    let order = try database.row(
      """
      SELECT max(0, total - ifnull(refunded, 0)), currency, total, currency, accountID, payment,
        paidAt FROM customerOrder WHERE id = ?
      """, orderID
    ) {
      (
        value: try $0.money(), total: try $0.money(), accountID: try $0.number(),
        isPaid: try $0.state(Kept.payment).isCaptured || $0.timeOrNil() != nil
      )
    }
    guard let order, let value = order.value else { return nil }
    let fees =
      order.isPaid ? try FeeBook(database).fee(of: order.total, accountID: order.accountID) : nil
    let cost = try database.number(
      """
      SELECT sum(cost) FROM purchaseOrder WHERE orderID = ? AND currency = ?
      AND state NOT IN ('intended', 'unknown', 'rejected', 'cancelled')
      """, orderID, value.currency.code)
    let found = try database.rows(
      """
      SELECT code, money FROM orderException
      WHERE orderID = ? AND learned = 1 AND money IS NOT NULL
      """, orderID
    ) { (try $0.text(), try $0.number()) }
    return Stake(
      value: value, cost: cost.map { Money(minor: $0, currency: value.currency) },
      fees: fees,
      disputed: OrderFacts.disputed(try database.disputes(of: orderID), in: value.currency),
      found: Dictionary(found, uniquingKeysWith: { first, _ in first }))
  }
}
