/// Chooses a bid for every need of an order, so that postage is paid once for each purchase.
struct Assignment {
  let auctions: [Auction]
  let channels: [Channel]
  /// What one purchase for more of the needs may cost above several, in hundredths of a percent.
  let tolerance: Int
  /// What decides between ways to fill the whole order.
  let preferences: [RoutingPolicy.Preference]
  /// The bid taken, by need.
  private(set) var picks: [Int]
  /// Purchases that the cheapest choice would have made, and what it would have cost.
  private(set) var split: (purchases: Int, cost: Cost)

  init(_ auctions: [Auction], _ channels: [Channel], _ policy: RoutingPolicy) {
    self.auctions = auctions
    self.channels = channels
    tolerance = policy.splitTolerance
    preferences = auctions.first?.need.preferences ?? policy.preferences
    picks = Array(repeating: 0, count: auctions.count)
    split = (1, Cost())
    guard auctions.count > 1 else { return }
    settle()
    gather()
  }

  /// The bid taken for a need.
  func bid(_ need: Int) -> Bid { auctions[need].bids[picks[need]] }

  /// Chooses each again by what it adds to the others, until nothing changes.
  private mutating func settle() {
    for _ in 0..<4 {
      var hasChanged = false
      for need in auctions.indices {
        let others = postage(of: picks, without: need)
        var best = picks[need]
        var bestMeasure = added(need, best, to: others)
        for bid in auctions[need].bids.indices where bid != best {
          let measure = added(need, bid, to: others)
          let found = measure.difference(from: bestMeasure, by: auctions[need].need.preferences)
          if found?.isBetter == true { (best, bestMeasure) = (bid, measure) }
        }
        if best != picks[need] { (picks[need], hasChanged) = (best, true) }
      }
      if !hasChanged { return }
    }
  }

  /// Gives as many needs as can be to one supplier, then to a second, as long as that makes fewer
  /// purchases within the tolerance.
  private mutating func gather() {
    let first = outcome(picks)
    split = (first.purchases, first.measure.cost)
    var baseline = first.measure.cost
    for _ in auctions.indices {
      var plans = Set(auctions.flatMap { $0.bids.map { channels[$0.channel].supplier } })
        .sorted().flatMap { gathered(by: $0) }.map { ($0, outcome($0)) }
      if preferences.first == .cost {
        baseline = plans.reduce(baseline) { min($0, $1.1.measure.cost) }
      }
      plans = plans.filter { $0.1.measure.cost.isWithin(tolerance, of: baseline) }
      let best = plans.reduce((picks, outcome(picks))) { isBetter($1, than: $0) ? $1 : $0 }
      guard best.0 != picks else { return }
      picks = best.0
    }
  }

  /// The picks with all that a supplier can fill given to it, by each method that fills all of that.
  private func gathered(by supplier: String) -> [[Int]] {
    let able = auctions.indices.filter { need in
      auctions[need].bids.contains { channels[$0.channel].supplier == supplier }
    }
    guard able.count > 1 else { return [] }
    let common = channels.indices.filter { channel in
      channels[channel].supplier == supplier
        && able.allSatisfy { need in auctions[need].bids.contains { $0.channel == channel } }
    }
    func plan(_ isFitting: (Bid) -> Bool) -> [Int] {
      var plan = picks
      for need in able {
        if let bid = auctions[need].bids.firstIndex(where: isFitting) { plan[need] = bid }
      }
      return plan
    }
    if common.isEmpty { return [plan { channels[$0.channel].supplier == supplier }] }
    return common.map { channel in plan { $0.channel == channel } }
  }

  private struct Outcome {
    var purchases: Int
    var measure: Measure
  }

  private func isBetter(_ one: ([Int], Outcome), than other: ([Int], Outcome)) -> Bool {
    if one.1.purchases != other.1.purchases { return one.1.purchases < other.1.purchases }
    if let found = one.1.measure.difference(from: other.1.measure, by: preferences) {
      return found.isBetter
    }
    return names(one.0).lexicographicallyPrecedes(names(other.0))
  }

  private func names(_ picks: [Int]) -> [String] {
    auctions.indices.flatMap { need in
      let channel = channels[auctions[need].bids[picks[need]].channel]
      return [channel.supplier, channel.method]
    }
  }

  private func outcome(_ picks: [Int]) -> Outcome {
    var outcome = Outcome(purchases: 0, measure: Measure())
    for need in auctions.indices {
      var measure = auctions[need].bids[picks[need]].measure
      measure.cost = auctions[need].bids[picks[need]].goodsCost
      outcome.measure = outcome.measure.joined(measure)
    }
    for cost in postage(of: picks, without: nil).compactMap({ $0 }) {
      outcome.purchases += 1
      outcome.measure.cost = outcome.measure.cost + cost
    }
    return outcome
  }

  /// What a bid adds to the order where the other needs go as they are.
  private func added(_ need: Int, _ bid: Int, to others: [Cost?]) -> Measure {
    let bid = auctions[need].bids[bid]
    var measure = bid.measure
    var postage = bid.postageCost
    if let paid = others[bid.channel] {
      let both = Parcel.postage(paid, bid.postageCost)
      postage = Cost(amount: both.amount - paid.amount, gaps: both.gaps - paid.gaps)
    }
    measure.cost = bid.goodsCost + postage
    return measure
  }

  /// Postage by channel; nil where nothing goes by it.
  private func postage(of picks: [Int], without left: Int?) -> [Cost?] {
    var costs = [Cost?](repeating: nil, count: channels.count)
    for need in auctions.indices where need != left {
      let bid = auctions[need].bids[picks[need]]
      costs[bid.channel] =
        costs[bid.channel].map { Parcel.postage($0, bid.postageCost) }
        ?? bid.postageCost
    }
    return costs
  }
}

/// What goes into one purchase: everything of an order that one supplier sends by one method.
struct Parcel {
  var channel: Int
  /// Places of its needs, and the bids taken for them.
  var needs: [Int]
  var bids: [Bid]

  /// Postage of two things in one parcel: that of the dearer. Where one is not known, there is a gap.
  static func postage(_ one: Cost, _ other: Cost) -> Cost {
    Cost(amount: max(one.amount, other.amount), gaps: max(one.gaps, other.gaps))
  }

  /// All bids together, with postage paid once.
  var measure: Measure { Parcel.measure(bids) }

  static func measure(_ bids: [Bid]) -> Measure {
    var sum = Measure()
    var postage: Cost?
    for bid in bids {
      var measure = bid.measure
      measure.cost = bid.goodsCost
      sum = sum.joined(measure)
      postage = postage.map { Parcel.postage($0, bid.postageCost) } ?? bid.postageCost
    }
    sum.cost = sum.cost + (postage ?? Cost())
    return sum
  }

  /// Goods in the supplier's currency; nil where a price is not known or can't be converted.
  func goods(_ rates: Rates) -> Money? {
    var sum: Money?
    for bid in bids {
      guard let goods = bid.goods else { return nil }
      guard let before = sum else {
        sum = goods
        continue
      }
      guard let same = rates.convert(goods, to: before.currency), let next = before.plus(same)
      else { return nil }
      sum = next
    }
    return sum
  }

  /// Postage of the parcel in the currency of its goods; nil where not known.
  func postage(in currency: Currency?, _ rates: Rates) -> Money? {
    var most: Money?
    for bid in bids {
      guard let postage = bid.postage,
        let same = rates.convert(postage, to: currency ?? postage.currency)
      else { return nil }
      if let before = most, before.currency == same.currency, before.minor >= same.minor {
        continue
      }
      most = same
    }
    return most
  }
}
