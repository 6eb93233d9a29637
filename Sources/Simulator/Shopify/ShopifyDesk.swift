import Fulfillment

/// What the simulated Shopify shop remembers besides its orders.
struct ShopifyDesk: Sendable {
  /// Points left, and when they were counted.
  private(set) var points = ShopifyDesk.most
  private var countedAt: Timestamp?
  /// Refunds by their idempotency key: the order and the amount in minor units.
  var refunds: [String: (order: Int, amount: Int)] = [:]
  /// When each token that an app fetched ends, by the wall clock.
  var tokens: [String: Timestamp] = [:]
  /// Jobs and when they are done.
  var jobs: [String: Timestamp] = [:]
  /// Evidence that was handed in for the dispute of an order, by the order's id: when, and its story.
  var evidence: [Int: (at: Timestamp, text: String)] = [:]
  /// What carriers said, by id of the fulfilment, newest first.
  var events: [Int: [GraphNode]] = [:]
  /// Fulfilment orders on hold, by id of the order, with what was noted.
  var holds: [Int: String] = [:]

  /// The documented bucket of the standard plan.
  static let most = 2000.0
  static let restoreRate = 100.0

  /// Lets points come back.
  mutating func restore(_ now: Timestamp) {
    if let countedAt, now > countedAt {
      let seconds = Double((now - countedAt).milliseconds) / 1000
      points = min(Self.most, points + seconds * Self.restoreRate)
    }
    countedAt = max(countedAt ?? now, now)
  }

  mutating func charge(_ cost: Int) { points = max(0, points - Double(cost)) }

  /// `extensions.cost`
  func cost(requested: Int, actual: Int?) -> AnswerJSON {
    [
      "requestedQueryCost": .int(requested),
      "actualQueryCost": actual.map { .int($0) } ?? nil,
      "throttleStatus": [
        "maximumAvailable": .number("\(Self.most)"), "currentlyAvailable": .int(Int(points)),
        "restoreRate": .number("\(Self.restoreRate)"),
      ],
    ]
  }
}
