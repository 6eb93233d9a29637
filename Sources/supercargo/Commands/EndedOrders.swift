import Fulfillment

/// Orders that have ended, for measuring a backtest: two years of them, the same for the same seed. One in a
/// dozen comes late, one in seventy never.
struct EndedOrders {
  private static let states = ["SP", "RJ", "MG", "RS", "PR", "SC", "BA", "PE", "CE", "GO"]
  private static let firstDay: Int32 = 17_000
  private var dice: Dice

  /// That many, in the order of their purchase.
  static func make(_ count: Int, seed: UInt64) -> [FinishedOrder] {
    var source = EndedOrders(dice: Dice(seed: seed))
    return (0..<count).map { source.order($0, of: count) }
  }

  private mutating func order(_ number: Int, of count: Int) -> FinishedOrder {
    let purchasedOn = EndedOrders.firstDay + Int32(number * 730 / max(1, count))
    let seller = dice.roll(2000) * dice.roll(2000) / 2000
    let (from, to) = (EndedOrders.states[seller % 10], EndedOrders.states[dice.roll(10)])
    let approvedOn = purchasedOn + Int32(dice.roll(8) / 7)
    let handedOverOn = approvedOn + 1 + Int32(dice.roll(1 + seller % 6))
    // Far apart takes longer, and now and then very long.
    let way = (from == to ? 4 : 9) + dice.roll(8) + (dice.roll(12) == 0 ? dice.roll(30) : 0)
    let isLost = dice.roll(70) == 0
    var order = ReplayOrder(
      id: "\(number)",
      lines: [
        ReplayOrder.Line(
          seller: "S\(seller)", sellerState: from, limitOn: approvedOn + 6, price: 4990,
          freight: 1500, grams: 400, volume: 2000)
      ], purchasedOn: purchasedOn, approvedOn: approvedOn, handedOverOn: handedOverOn,
      promisedOn: purchasedOn + (from == to ? 16 : 24), customerState: to)
    if !isLost { order.deliveredOn = handedOverOn + Int32(way) }
    return FinishedOrder(
      order: order,
      ending: Ending(
        status: isLost ? "shipped" : "delivered", lines: 1, deliveredOn: order.deliveredOn,
        promisedOn: order.promisedOn))
  }
}
