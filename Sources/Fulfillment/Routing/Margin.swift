/// What is left of what the customer paid for the lines of one purchase.
struct Margin {
  /// nil: not known.
  var amount: Money?
  /// In hundredths of a percent of what was paid.
  var share: Int?
  /// Why it is not known; "" where it is.
  var gap = ""

  init(_ parcel: Parcel, of auctions: [Auction], cost: Money?, rates: Rates) {
    var paid: Money?
    var seen: Set<Int> = []
    for need in parcel.needs.map({ auctions[$0].need }) {
      // The price of a bundle is known only for the whole of it.
      guard seen.insert(need.bundle).inserted else { continue }
      if !need.part.isEmpty, !Margin.isWhole(need, parcel, auctions) {
        gap = "only a part of \(need.sku.briefly)"
        return
      }
      guard let price = need.paid else {
        gap = "no price of \(need.sku.briefly)"
        return
      }
      guard let sum = paid.map({ $0.plus(price) }) ?? price else {
        gap = "the prices are of several currencies"
        return
      }
      paid = sum
    }
    guard let paid else { return }
    guard let cost else {
      gap = Margin.gap(parcel)
      return
    }
    guard let spent = rates.convert(cost, to: paid.currency) else {
      gap = "no rate of \(cost.currency.code) to \(paid.currency.code)"
      return
    }
    amount = paid.plus(Money(minor: -spent.minor, currency: spent.currency))
    share = amount.flatMap { $0.share(of: paid) }
  }

  /// Of goods that are sent again: nobody pays for them a second time.
  init(replacingFor cost: Money?, _ parcel: Parcel) {
    guard let cost else {
      gap = Margin.gap(parcel)
      return
    }
    amount = Money(minor: -cost.minor, currency: cost.currency)
  }

  /// Every part of its bundle, for the same units, is in the parcel.
  private static func isWhole(_ need: Need, _ parcel: Parcel, _ auctions: [Auction]) -> Bool {
    let here = Set(parcel.needs)
    return auctions.indices.allSatisfy { place in
      let other = auctions[place].need
      return other.bundle != need.bundle || here.contains(place) && other.slices == need.slices
    }
  }

  private static func gap(_ parcel: Parcel) -> String {
    if let bid = parcel.bids.first(where: { $0.goods == nil }) {
      return "no cost of \(bid.offer.sku.briefly)"
    }
    if parcel.bids.contains(where: { $0.postage == nil }) { return "no postage told" }
    return "no rate between its currencies"
  }
}
