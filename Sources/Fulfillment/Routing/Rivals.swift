/// Why one supplier was chosen for a purchase, and who else there was.
struct Rivals {
  /// `cheapest of 3`
  let choice: String
  let runnersUp: [Route.RunnerUp]

  /// Listed at most: the best of those who could, and the first of those who could not.
  private static let most = 12

  /// Somebody who could have filled all of it.
  private struct Rival {
    var channel: Channel
    var measure: Measure
    var cost: Money?
  }

  init(
    _ parcel: Parcel, _ auctions: [Auction], _ inquiry: Inquiry, _ assignment: Assignment,
    purchases: Int
  ) {
    let preferences = auctions[parcel.needs[0]].need.preferences
    let chosen = Rival(
      channel: inquiry.channels[parcel.channel], measure: parcel.measure,
      cost: Rivals.landed(parcel, inquiry.rates))
    var able: [Rival] = []
    var unprofitable: [Route.RunnerUp] = []
    for (place, channel) in inquiry.channels.enumerated() where place != parcel.channel {
      let bids = parcel.needs.compactMap { need in
        auctions[need].bids.first { $0.channel == place }
      }
      guard bids.count == parcel.needs.count else { continue }
      let other = Parcel(channel: place, needs: parcel.needs, bids: bids)
      let rival = Rival(
        channel: channel, measure: other.measure, cost: Rivals.landed(other, inquiry.rates))
      guard let loss = Rivals.underFloor(other, auctions, rival.cost, inquiry) else {
        able.append(rival)
        continue
      }
      unprofitable.append(
        Route.RunnerUp(
          supplier: channel.supplier, method: channel.method, cost: rival.cost,
          days: rival.measure.days, reason: loss, isEligible: false))
    }
    able.sort { one, other in
      if let found = one.measure.difference(from: other.measure, by: preferences) {
        return found.isBetter
      }
      return (one.channel.supplier, one.channel.method)
        < (other.channel.supplier, other.channel.method)
    }
    let told =
      able.map(\.channel)
      + unprofitable.map { Channel(supplier: $0.supplier, method: $0.method) }
    let excluded = Rivals.sorted(
      unprofitable + Rivals.excluded(parcel, auctions, chosen.channel, told, inquiry))
    let words = Words(chosen: chosen, preferences: preferences, currency: inquiry.currency)
    choice = words.choice(
      able, excluded: excluded.count, split: assignment.split, purchases: purchases)
    runnersUp = Array((able.map(words.runnerUp) + excluded).prefix(Rivals.most))
  }

  private static func landed(_ parcel: Parcel, _ rates: Rates) -> Money? {
    parcel.goods(rates).flatMap { goods in
      parcel.postage(in: goods.currency, rates).flatMap { goods.plus($0) }
    }
  }

  /// Why a purchase would not keep the margin floor; nil: it would, or nobody knows.
  private static func underFloor(
    _ parcel: Parcel, _ auctions: [Auction], _ cost: Money?, _ inquiry: Inquiry
  ) -> String? {
    guard let floor = inquiry.policy.marginFloor,
      let share = Margin(parcel, of: auctions, cost: cost, rates: inquiry.rates).share,
      share < floor
    else { return nil }
    return "margin \(percentText(share)), under \(percentText(floor))"
  }

  /// Those who were left out or could fill only some of it, one line each.
  private static func excluded(
    _ parcel: Parcel, _ auctions: [Auction], _ chosen: Channel, _ told: [Channel],
    _ inquiry: Inquiry
  ) -> [Route.RunnerUp] {
    var found: [Route.RunnerUp] = []
    var seen: Set<Channel> = []
    for auction in parcel.needs.map({ auctions[$0] }) {
      for out in auction.excluded {
        let channel = Channel(supplier: out.supplier, method: out.method)
        guard channel != chosen, !told.contains(channel), seen.insert(channel).inserted else {
          continue
        }
        let prefix = parcel.needs.count > 1 ? auction.need.name + ": " : ""
        let mapping = out.cause == .renewal ? "its mapping must be renewed: " : ""
        found.append(
          Route.RunnerUp(
            supplier: out.supplier, method: out.method, cost: out.cost, days: out.days,
            reason: prefix + mapping + out.reason, isEligible: false))
      }
    }
    guard parcel.needs.count > 1 else { return found }
    for (place, channel) in inquiry.channels.enumerated()
    where channel != chosen && !told.contains(channel) && !seen.contains(channel) {
      let filled = parcel.needs.filter { need in
        auctions[need].bids.contains { $0.channel == place }
      }
      guard !filled.isEmpty else { continue }
      found.append(
        Route.RunnerUp(
          supplier: channel.supplier, method: channel.method,
          reason: "fills only \(filled.count) of \(parcel.needs.count)", isEligible: false))
    }
    return found
  }

  private static func sorted(_ found: [Route.RunnerUp]) -> [Route.RunnerUp] {
    found.sorted { ($0.supplier, $0.method) < ($1.supplier, $1.method) }
  }

  /// How a choice and its differences are told.
  private struct Words {
    let chosen: Rival
    let preferences: [RoutingPolicy.Preference]
    let currency: Currency

    func choice(
      _ able: [Rival], excluded: Int, split: (purchases: Int, cost: Cost), purchases: Int
    ) -> String {
      if purchases < split.purchases {
        let count = purchases == 1 ? "one purchase" : "\(purchases) purchases"
        return "\(count) instead of \(split.purchases)"
      }
      guard let best = able.first else {
        return excluded == 0 ? "the only supplier" : "the only one of \(excluded + 1) that can"
      }
      guard let found = chosen.measure.difference(from: best.measure, by: preferences) else {
        return "as good as \(name(best)), first by name"
      }
      guard found.isBetter else { return "goes with what is bought there anyway" }
      // It is the best only of those that nothing before told apart.
      let equals = able.filter {
        chosen.measure.difference(from: $0.measure, by: preferences)?.criterion == found.criterion
      }
      let suppliers = Set(equals.map(\.channel.supplier)).subtracting([chosen.channel.supplier])
      let field =
        suppliers.isEmpty ? "its \(equals.count + 1) methods" : "\(suppliers.count + 1)"
      return switch found.criterion {
      case .rank: "first in the rule's list"
      case .preference(.priority): "first by priority"
      case .preference(.cost): "cheapest of \(field)"
      case .preference(.speed): "fastest of \(field)"
      case .preference(.record): "best record of \(field)"
      }
    }

    func runnerUp(_ rival: Rival) -> Route.RunnerUp {
      Route.RunnerUp(
        supplier: rival.channel.supplier, method: rival.channel.method, cost: rival.cost,
        days: rival.measure.days, reason: difference(rival), isEligible: true)
    }

    private func difference(_ rival: Rival) -> String {
      guard let found = rival.measure.difference(from: chosen.measure, by: preferences) else {
        return "as good, later by name"
      }
      switch found.criterion {
      case .rank: return found.isBetter ? "earlier in the rule's list" : "later in the rule's list"
      case .preference(.priority):
        return found.isBetter ? "first by priority, but alone" : "later by priority"
      case .preference(.cost): return costDifference(rival.measure.cost)
      case .preference(.speed):
        guard let one = rival.measure.days, let other = chosen.measure.days else {
          return found.isBetter ? "its time is known" : "its time is not known"
        }
        let days = one.upperBound - other.upperBound
        if days == 0 { return found.isBetter ? "a little faster" : "a little slower" }
        return "\(days > 0 ? "slower" : "faster") by \(counted(abs(days), "day"))"
      case .preference(.record):
        return
          "record \(percentText(rival.measure.record)), not \(percentText(chosen.measure.record))"
      }
    }

    private func costDifference(_ cost: Cost) -> String {
      let own = chosen.measure.cost
      guard cost.gaps == 0, own.gaps == 0 else {
        return cost.gaps > own.gaps ? "its cost is not known" : "its cost is known better"
      }
      let minor = cost.amount.bounded(plus: -own.amount)
      let amount = Money(minor: abs(minor), currency: currency).inWords
      return minor > 0 ? "dearer by \(amount)" : "cheaper by \(amount) alone"
    }

    private func name(_ rival: Rival) -> String {
      let method = rival.channel.method
      let isOwn = rival.channel.supplier == chosen.channel.supplier
      return isOwn ? method.briefly : rival.channel.supplier.briefly
    }
  }
}
