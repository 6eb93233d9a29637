package import Fulfillment

extension World {
  /// The folder of this world's agent: files that lie in his inbox go in, files for ours come out. His
  /// parcels are known to the carriers, and lives that wait are served by what he is asked for.
  package mutating func exchange(_ inbox: [AgentFile], now: Timestamp) -> [AgentFile] {
    advance(to: now)
    let before = agent.orders.count
    let out = agent.exchange(inbox, now: now)
    for order in agent.orders[before...] where !order.isRejected { serve(order) }
    return out
  }

  private mutating func serve(_ order: FolderAgent.Order) {
    for delivery in order.parcels { know(delivery.parcel) }
    let lines = order.placed.lines.compactMap { line in
      Product.byAgentSKU[line.sku].map {
        Booking.Line(product: $0, sku: line.sku, quantity: line.quantity, cost: $0.agentCost)
      }
    }
    guard let life = wanting(lines, key: order.placed.key, hints: order.request.fields) else {
      return
    }
    cover(life, lines, sign: 1)
    var purchase = Purchase(
      supplier: "Shenzhen agent", number: order.placed.number, lines: [],
      productCost: lines.reduce(0) { $0 + $1.cost * $1.quantity }, postage: 0,
      placedAt: order.placed.at)
    purchase.steps = [(order.placed.at, "CREATED"), (order.ackAt, "UNSHIPPED")]
    for (position, delivery) in order.parcels.enumerated() {
      let isLast = position + 1 == order.parcels.count
      purchase.steps.append((delivery.shippedAt, isLast ? "SHIPPED" : "PART_SHIPPED"))
      purchase.numbers.append((delivery.toldAt, position))
      purchase.parcels.append(delivery.parcel)
    }
    if let end = order.parcels.compactMap({ $0.parcel.scans.last?.knownAt }).max() {
      purchase.steps.append((end, "DELIVERED"))
    }
    lives[life].set(purchase)
  }
}
