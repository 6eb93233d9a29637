/// Turns the auctions of an order into purchases, all of which keep the margin floor.
struct PurchaseChoice {
  private let inquiry: Inquiry
  private var auctions: [Auction]
  private var failed: [Auction] = []

  init(_ inquiry: Inquiry, _ auctions: [Auction]) {
    self.inquiry = inquiry
    self.auctions = auctions
  }

  /// The routes, and the needs that came to nothing, one of each bundle.
  consuming func result() -> (routes: [Route], failed: [Auction]) {
    while !auctions.isEmpty {
      let assignment = Assignment(auctions, inquiry.channels, inquiry.policy)
      let parcels = parcels(assignment)
      guard let floor = inquiry.policy.marginFloor else {
        return (routes(parcels, assignment), failed)
      }
      var isKept = true
      for parcel in parcels {
        let margin = margin(parcel)
        guard let share = margin.share, share < floor else { continue }
        isKept = false
        let reason = "margin \(percentText(share)), under \(percentText(floor))"
        for need in parcel.needs { exclude(parcel.channel, from: need, reason) }
      }
      if isKept { return (routes(parcels, assignment), failed) }
      dropFailed()
    }
    return ([], failed)
  }

  private mutating func exclude(_ channel: Int, from need: Int, _ reason: String) {
    let taken = inquiry.channels[channel]
    for bid in auctions[need].bids where bid.channel == channel {
      auctions[need].excluded.append(
        Exclusion(
          supplier: taken.supplier, method: taken.method, reason: reason,
          cost: inquiry.landed(bid), days: bid.measure.days))
    }
    auctions[need].bids.removeAll { $0.channel == channel }
  }

  /// What nobody fills any more goes, and the other parts of its bundle with it.
  private mutating func dropFailed() {
    var bundles: Set<Int> = []
    for auction in auctions where auction.bids.isEmpty {
      if bundles.insert(auction.need.bundle).inserted { failed.append(auction) }
    }
    guard !bundles.isEmpty else { return }
    auctions.removeAll { bundles.contains($0.need.bundle) }
  }

  private func parcels(_ assignment: Assignment) -> [Parcel] {
    var parcels: [Parcel] = []
    for need in auctions.indices {
      let bid = assignment.bid(need)
      if let place = parcels.firstIndex(where: { $0.channel == bid.channel }) {
        parcels[place].needs.append(need)
        parcels[place].bids.append(bid)
      } else {
        parcels.append(Parcel(channel: bid.channel, needs: [need], bids: [bid]))
      }
    }
    return parcels.sorted { one, other in
      let (left, right) = (inquiry.channels[one.channel], inquiry.channels[other.channel])
      return (left.supplier, left.method) < (right.supplier, right.method)
    }
  }

  private func margin(_ parcel: Parcel) -> Margin {
    Margin(parcel, of: auctions, cost: cost(parcel), rates: inquiry.rates)
  }

  private func cost(_ parcel: Parcel) -> Money? {
    let goods = parcel.goods(inquiry.rates)
    let postage = parcel.postage(in: goods?.currency, inquiry.rates)
    return goods.flatMap { goods in postage.flatMap { goods.plus($0) } }
  }

  private func routes(_ parcels: [Parcel], _ assignment: Assignment) -> [Route] {
    parcels.map { parcel in
      let channel = inquiry.channels[parcel.channel]
      let goods = parcel.goods(inquiry.rates)
      let margin =
        inquiry.request.replacement == nil
        ? margin(parcel) : Margin(replacingFor: cost(parcel), parcel)
      let rivals = Rivals(parcel, auctions, inquiry, assignment, purchases: parcels.count)
      let words = RouteWords(inquiry, parcel, auctions, margin)
      return Route(
        supplier: channel.supplier, method: channel.method, items: items(parcel), goods: goods,
        postage: parcel.postage(in: goods?.currency, inquiry.rates), days: parcel.measure.days,
        margin: margin.amount, marginShare: margin.share,
        reasons: [rivals.choice] + words.reasons, runnersUp: rivals.runnersUp)
    }
  }

  private func items(_ parcel: Parcel) -> [PurchaseDraft.Item] {
    var items: [(line: Int, item: PurchaseDraft.Item)] = []
    for (need, bid) in zip(parcel.needs.map({ auctions[$0].need }), parcel.bids) {
      for slice in need.slices {
        let line = inquiry.request.lines[slice.line]
        items.append(
          (
            slice.line,
            PurchaseDraft.Item(
              line: line.id, sku: line.sku, title: line.title, part: need.part,
              firstUnit: slice.firstUnit, units: slice.units, supplierSKU: bid.offer.supplierSKU,
              quantity: bid.offer.items(for: slice.units), unitCost: bid.offer.cost)
          ))
      }
    }
    return items.sorted { ($0.line, $0.item.part) < ($1.line, $1.item.part) }.map(\.item)
  }
}
