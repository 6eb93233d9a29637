/// What one order asks of the suppliers: looks at every offer for a need and says what it would cost, or
/// why it can't be taken.
struct Inquiry {
  let request: RouteRequest
  let catalogue: Catalogue
  let policy: RoutingPolicy
  let rates: Rates
  let now: Timestamp
  /// In which costs are compared.
  let currency: Currency
  /// Every supplier and method that some need could go to.
  private(set) var channels: [Channel] = []

  private let country: String
  /// Where only `policy.postBoxes` deliver to: `a PO box`.
  private let box: String?

  init(
    _ request: RouteRequest, _ catalogue: Catalogue, _ policy: RoutingPolicy, rates: Rates,
    now: Timestamp, offers: some Sequence<[Offer]>
  ) {
    self.request = request
    self.catalogue = catalogue
    self.policy = policy
    self.rates = rates
    self.now = now
    country = request.shipTo.country.uppercased()
    box = policy.postBoxes.isEmpty ? nil : AddressCheck.postBoxes(request.shipTo).first
    currency = Inquiry.currency(request, offers, rates)
  }

  /// Bids, best first, and what was left out.
  mutating func auction(_ need: Need) -> Auction {
    var auction = Auction(need: need)
    for offer in need.offers {
      if let exclusion = obstacle(offer, need) {
        auction.excluded.append(exclusion)
        continue
      }
      for method in offer.methods.isEmpty ? [nil] : offer.methods.map(Optional.some) {
        switch bid(offer, method, need) {
        case .success(let bid): auction.bids.append(bid)
        case .failure(let refused): auction.excluded.append(refused.exclusion)
        }
      }
    }
    keepPromise(&auction)
    keepMoves(&auction)
    sort(&auction)
    return auction
  }

  private struct Refused: Error {
    var exclusion: Exclusion
  }

  /// What keeps a whole offer out.
  private func obstacle(_ offer: Offer, _ need: Need) -> Exclusion? {
    func out(_ reason: String, _ cause: Exclusion.Cause = .other) -> Exclusion {
      Exclusion(supplier: offer.supplier, cause: cause, reason: reason)
    }
    if let rule = need.rule {
      if !rule.only.isEmpty, !NamePattern.any(rule.only, match: offer.supplier) {
        let only = rule.only.map(\.briefly).joined(separator: ", ")
        return out("rule \(rule.name.briefly) allows only \(only)", .rule)
      }
      if NamePattern.any(rule.never, match: offer.supplier) {
        return out("rule \(rule.name.briefly) forbids it", .rule)
      }
    }
    if let box, !NamePattern.any(policy.postBoxes, match: offer.supplier) {
      return out("does not deliver to \(box)")
    }
    if !offer.renewal.isEmpty { return out(offer.renewal.briefly, .renewal) }
    if let end = offer.validUntil, end <= now {
      return out("it held until \(end.minuteText)", .renewal)
    }
    if let pause = record(of: offer.supplier)?.pause { return out(pause.text) }
    guard record(of: offer.supplier)?.takesOrders == true else {
      return out("no order can be sent to it: it has no account, folder or address")
    }
    if !offer.countries.isEmpty, !serves(offer.countries) { return out(notServed) }
    return quantityObstacle(offer, need).map { out($0) }
  }

  private func quantityObstacle(_ offer: Offer, _ need: Need) -> String? {
    guard let items = Inquiry.items(offer, need) else {
      return "more items than can be counted"
    }
    if let least = offer.minQuantity, items < least {
      return "at least \(least) in one purchase, and only \(items) are needed"
    }
    if let most = offer.maxQuantity, items > most {
      return "at most \(most) in one purchase, and \(items) are needed"
    }
    let known = StockWord(offer, policy, now)
    switch known {
    case .fresh(let stock, let age) where stock < items:
      let told = age == "now" ? "just now" : "\(age) ago"
      return stock <= 0
        ? "out of stock, \(told)" : "only \(stock) of \(items) in stock, \(told)"
    case .fresh(let stock, _):
      guard let use = catalogue.use(of: offer), stock - use.items < items else { return nil }
      let left = max(0, stock - use.items)
      return left == 0
        ? "stock of \(stock) is used up by \(use.by.briefly)"
        : "only \(left) of \(items) left of \(stock) in stock, after \(use.by.briefly)"
    case .old, .unknown:
      return policy.takesUnknownStock ? nil : known.text
    }
  }

  /// What it would be by one method; nil where the supplier chooses one.
  private mutating func bid(
    _ offer: Offer, _ method: ShippingMethod?, _ need: Need
  ) -> Result<Bid, Refused> {
    let items = Inquiry.items(offer, need) ?? 0
    let goods = Inquiry.plausible(offer.cost)?.times(items)
    let postage = Inquiry.plausible(method?.cost)
    let days = days(offer, method)
    func out(_ reason: String, _ cause: Exclusion.Cause = .other) -> Result<Bid, Refused> {
      let cost = goods.flatMap { goods in postage.flatMap { goods.plus($0) } }
      return .failure(
        Refused(
          exclusion: Exclusion(
            supplier: offer.supplier, method: method?.name ?? "", cause: cause, reason: reason,
            cost: cost, days: days)))
    }
    if let rule = need.rule, !rule.methods.isEmpty {
      guard let method else {
        return out("rule \(rule.name.briefly) names a shipping method, it names none", .rule)
      }
      guard NamePattern.any(rule.methods, match: method.name) else {
        return out("rule \(rule.name.briefly) does not allow this method", .rule)
      }
    }
    if let method, !method.countries.isEmpty, !serves(method.countries) { return out(notServed) }
    if let reason = overCeiling(goods, need) { return out(reason) }
    let (goodsCost, postageCost) = (cost(goods), cost(postage))
    let rank = need.rule.flatMap { NamePattern.place(of: offer.supplier, in: $0.only) } ?? 0
    let measure = Measure(
      rank: rank, priority: min(max(offer.priority, -1_000_000), 1_000_000),
      cost: goodsCost + postageCost, earliest: days?.lowerBound ?? .max,
      latest: days?.upperBound ?? .max, record: Measure.smoothed(record(of: offer.supplier)))
    let channel = channel(Channel(supplier: offer.supplier, method: method?.name ?? ""))
    let isLate = days.flatMap { days in
      request.promisedAt.map { now + .days(Int64(days.upperBound)) > $0 }
    }
    return .success(
      Bid(
        channel: channel, offer: offer, items: items, goods: goods, postage: postage,
        goodsCost: goodsCost, postageCost: postageCost, measure: measure, isLate: isLate ?? false))
  }

  private func overCeiling(_ goods: Money?, _ need: Need) -> String? {
    guard let ceiling = policy.priceCeiling, let goods, let paid = need.paid,
      let converted = rates.convert(goods, to: paid.currency),
      Int128(converted.minor) * 10_000 > Int128(paid.minor) * Int128(ceiling)
    else { return nil }
    let share = converted.share(of: paid).map { "\(percentText($0)) of" } ?? "more than"
    return "costs \(goods.inWords), \(share) what was paid, above \(percentText(ceiling))"
  }

  /// Those that come too late go, unless all do: an order that can't be on time must still be bought.
  private func keepPromise(_ auction: inout Auction) {
    guard let promisedAt = request.promisedAt, auction.bids.contains(where: \.isLate),
      auction.bids.contains(where: { !$0.isLate })
    else { return }
    for bid in auction.bids where bid.isLate {
      let channel = channels[bid.channel]
      let arrival = now + .days(Int64(bid.measure.latest))
      auction.excluded.append(
        Exclusion(
          supplier: channel.supplier, method: channel.method,
          reason: "may arrive \(arrival.date.description), after the promise of"
            + " \(promisedAt.date.description)",
          cost: landed(bid), days: bid.measure.days))
    }
    auction.bids.removeAll(where: \.isLate)
  }

  /// A supplier whose volume an operator moves is left out where the other can fill it, unless a rule
  /// of the configuration names the suppliers.
  private func keepMoves(_ auction: inout Auction) {
    guard !catalogue.moves.isEmpty, auction.need.rule?.only.isEmpty ?? true else { return }
    let all = auction.bids
    func bids(_ supplier: String) -> [Bid] {
      all.filter { NamePattern.equal(channels[$0.channel].supplier, supplier) }
    }
    let move = catalogue.moves.first { move in
      move.isInForce(to: country, now: now) && !bids(move.from).isEmpty && !bids(move.to).isEmpty
        && move.takes(request.externalID.isEmpty ? request.orderName : request.externalID)
    }
    guard let move else { return }
    for bid in bids(move.from) {
      let channel = channels[bid.channel]
      auction.excluded.append(
        Exclusion(
          supplier: channel.supplier, method: channel.method,
          reason: "\(move.text) is moved to \(move.to.briefly)", cost: landed(bid),
          days: bid.measure.days))
    }
    auction.bids.removeAll { NamePattern.equal(channels[$0.channel].supplier, move.from) }
  }

  private func sort(_ auction: inout Auction) {
    guard auction.bids.count > 1 else { return }
    let (preferences, channels) = (auction.need.preferences, channels)
    auction.bids.sort { one, other in
      if let found = one.measure.difference(from: other.measure, by: preferences) {
        return found.isBetter
      }
      let (left, right) = (channels[one.channel], channels[other.channel])
      return (left.supplier, left.method, one.offer.supplierSKU)
        < (right.supplier, right.method, other.offer.supplierSKU)
    }
  }

  private mutating func channel(_ channel: Channel) -> Int {
    if let place = channels.firstIndex(of: channel) { return place }
    channels.append(channel)
    return channels.count - 1
  }
}

// What several of the questions above need.
extension Inquiry {
  /// What is known of a supplier.
  func record(of supplier: String) -> SupplierRecord? {
    catalogue.suppliers[supplier.lowercased()]
  }

  /// Goods and postage of a bid alone; nil where either is not known.
  func landed(_ bid: Bid) -> Money? {
    bid.goods.flatMap { goods in bid.postage.flatMap { goods.plus($0) } }
  }

  /// An amount in the currency of comparison.
  func cost(_ money: Money?) -> Cost {
    Cost(money.flatMap { rates.convert($0, to: currency)?.minor })
  }

  private func serves(_ countries: [String]) -> Bool {
    !country.isEmpty && countries.contains { NamePattern.equal($0, country) }
  }

  private var notServed: String {
    country.isEmpty ? "the order names no country" : "does not serve \(country.briefly)"
  }

  /// Calendar days from now to delivery; nil where the hand-over or the way is not known.
  private func days(_ offer: Offer, _ method: ShippingMethod?) -> ClosedRange<Int>? {
    guard let transit = method?.days, transit.lowerBound >= 0, transit.upperBound <= 3_650,
      let handling = offer.handlingDays ?? record(of: offer.supplier)?.handlingDays,
      (0...3_650).contains(handling)
    else { return nil }
    let wait = (BusinessDays.add(handling, to: now) - now).milliseconds
    let whole = Int((wait + 86_399_999) / 86_400_000)
    return whole + transit.lowerBound...whole + transit.upperBound
  }

  /// A price below nothing is none.
  private static func plausible(_ price: Money?) -> Money? {
    price.flatMap { $0.minor >= 0 ? $0 : nil }
  }

  /// Supplier items that a need takes; nil where an offer's figures are beyond reason.
  static func items(_ offer: Offer, _ need: Need) -> Int? {
    let most = 1_000_000
    guard offer.perUnit <= most, offer.pack <= most, need.slices.allSatisfy({ $0.units <= most })
    else { return nil }
    return need.slices.reduce(0) { $0 + offer.items(for: $1.units) }
  }

  /// The one that all offers are in; else what the customer paid in, else the base of the rates.
  private static func currency(
    _ request: RouteRequest, _ offers: some Sequence<[Offer]>, _ rates: Rates
  ) -> Currency {
    var common: Currency?
    var isMixed = false
    func see(_ money: Money?) {
      guard let currency = money?.currency else { return }
      if let common, common != currency { isMixed = true }
      common = currency
    }
    for list in offers {
      for offer in list {
        see(offer.cost)
        for method in offer.methods { see(method.cost) }
      }
    }
    if let common, !isMixed { return common }
    return request.lines.lazy.compactMap(\.price?.currency).first ?? rates.base
  }
}

/// What is known of an offer's stock.
enum StockWord: Hashable {
  case fresh(Int, age: String)
  case old(Int, age: String)
  case unknown

  init(_ offer: Offer, _ policy: RoutingPolicy, _ now: Timestamp) {
    guard let stock = offer.stock else {
      self = .unknown
      return
    }
    guard let at = offer.stockAt else {
      self = .old(stock, age: "")
      return
    }
    let age = ShortAge.text(now - at)
    self = now - at > policy.stockMaxAge ? .old(stock, age: age) : .fresh(stock, age: age)
  }

  /// `stock 120, 4h old`
  var text: String {
    switch self {
    case .fresh(let stock, let age):
      age == "now" ? "stock \(stock), told just now" : "stock \(stock), \(age) old"
    case .old(let stock, ""): "stock \(stock), nobody knows since when"
    case .old(let stock, let age): "stock \(stock) is \(age) old: it counts as unknown"
    case .unknown: "stock not known"
    }
  }
}
