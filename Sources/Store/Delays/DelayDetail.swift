internal import Fulfillment
internal import GRDB

/// What an order's page tells of its delays and its money.
struct DelayDetail {
  var outlook: Outlook?
  var risk: Risk?

  /// Reads only the rows that its lanes need: a page must not wait for a model of every lane.
  static func read(_ id: Int64, now: Timestamp, _ database: Database) throws -> DelayDetail {
    let loader = try Loader(database, OfferBook(database), now: now)
    guard var order = try loader.load([id], isForRules: true).first else { return DelayDetail() }
    let clock = try DelayClock.read(database)
    if clock.closedOn != nil, clock.version == DelayClock.version {
      let work = Work(database, now: now)
      let view = try DelayView(order) { try work.home(of: $0) }
      if let learned = try Learned.read(for: view, clock, database) {
        var homes: [Int64: String] = [:]
        for kept in order.purchases { homes[kept.supplierID] = try work.home(of: kept.supplierID) }
        var delays = Delays(learned, homes: homes, now: now)
        let standing = order.exceptions.filter { $0.exception.state.stands }
        delays.complete(&order, standing: standing.map(\.exception.finding))
      }
    }
    var detail = DelayDetail(outlook: order.facts.outlook)
    let active = order.exceptions.map(\.exception).filter {
      $0.state == .open || $0.state == .acknowledged
    }
    guard let stake = order.exposure else { return detail }
    let gravest = active.max { stake.money($0.finding).minor < stake.money($1.finding).minor }
    detail.risk = gravest.map { exception in
      var risk = stake.risk(exception.finding)
      risk.due = active.compactMap(\.finding.trip.due).min()
      return risk
    }
    return detail
  }
}
