/// Longer in its stage than nine in ten: of the seller's orders before the hand-over, of the lane's
/// after it. What nine in ten took is counted anew each day from what has ended by then.
package struct LaneRival {
  /// How long things took, in whole days.
  private struct Durations {
    /// As few say nothing.
    static let fewest = 20
    static let longest = 180

    private var counts: [Int32] = []
    private var total = 0
    private var known: Int??

    mutating func add(_ days: Int32) {
      let days = Int(min(max(days, 0), Int32(Durations.longest)))
      if counts.count <= days {
        counts += [Int32](repeating: 0, count: days + 1 - counts.count)
      }
      counts[days] += 1
      total += 1
      known = .none
    }

    /// Days within which nine in ten ended; nil where too few have.
    mutating func ninth() -> Int? {
      if let known { return known }
      var result: Int?
      if total >= Durations.fewest {
        var sum = 0
        result = counts.firstIndex { count in
          sum += Int(count)
          return sum * 10 >= total * 9
        }
      }
      known = .some(result)
      return result
    }
  }

  private let orders: [ReplayOrder]
  /// Orders from here on are judged; those before are only learned from.
  private let firstJudged: Int
  private var groups: [Durations] = [Durations(), Durations()]
  private var sellers: [Int]
  private var lanes: [Int]

  private init(train: [ReplayOrder], replay: [ReplayOrder]) {
    let replayed = Set(replay.map(\.id))
    let learned = train.filter { !replayed.contains($0.id) }
    orders = learned + replay
    firstJudged = learned.count
    var places: [String: Int] = [:]
    (sellers, lanes) = ([], [])
    for order in orders {
      let line = order.lines.first
      let names = [
        "s" + (line?.seller ?? ""), "l" + (line?.sellerState ?? "") + ">" + order.customerState,
      ]
      let found = names.map { name in
        if let place = places[name] { return place }
        places[name] = groups.count
        groups.append(Durations())
        return groups.count - 1
      }
      sellers.append(found[0])
      lanes.append(found[1])
    }
  }

  /// The list; each order of `replay` is on it from the first day on which it took too long.
  package static func list(train: [ReplayOrder], replay: [ReplayOrder]) -> FlagList {
    var rival = LaneRival(train: train, replay: replay)
    return rival.run(FlagList(name: "lane-p90", lead: 5, orders: replay.count))
  }

  private mutating func run(_ empty: FlagList) -> FlagList {
    var list = empty
    let usable = orders.indices.filter { !orders[$0].lines.isEmpty }
    guard let first = usable.map({ orders[$0].purchasedOn }).min(),
      let last = usable.map({ orders[$0].promisedOn }).max(), first <= last
    else { return list }
    var bought: [Int32: [Int]] = [:]
    var ended: [Int32: [Int]] = [:]
    for place in usable {
      let order = orders[place]
      bought[order.purchasedOn, default: []].append(place)
      if let day = order.handedOverOn { ended[day, default: []].append(place) }
      if let day = order.deliveredOn, day != order.handedOverOn {
        ended[day, default: []].append(place)
      }
    }
    var open: [Int] = []
    for day in first...last {
      for place in ended[day] ?? [] { learn(place, on: day) }
      open += (bought[day] ?? []).filter { $0 >= firstJudged }
      open.removeAll { place in
        guard orders[place].isOpen(day) else { return true }
        guard let flag = flag(place, on: day) else { return false }
        list.raise(place - firstJudged, flag)
        return true
      }
    }
    return list
  }

  private mutating func learn(_ place: Int, on day: Int32) {
    let order = orders[place]
    if order.handedOverOn == day, let paid = order.approvedOn {
      groups[0].add(day - paid)
      groups[sellers[place]].add(day - paid)
    }
    if order.deliveredOn == day, let handed = order.handedOverOn, handed <= day {
      groups[1].add(day - handed)
      groups[lanes[place]].add(day - handed)
    }
  }

  private mutating func flag(_ place: Int, on day: Int32) -> DelayFlag? {
    let order = orders[place]
    let isHandedOver = order.isHandedOver(day)
    guard let since = isHandedOver ? order.handedOverOn : order.approvedOn, since <= day else {
      return nil
    }
    let own = isHandedOver ? lanes[place] : sellers[place]
    guard let usual = groups[own].ninth() ?? groups[isHandedOver ? 1 : 0].ninth(),
      Int(day - since) > usual
    else { return nil }
    let what =
      isHandedOver ? "transit; nine in ten of the lane" : "processing; nine in ten of the seller"
    return DelayFlag(day: day, reason: "day \(day - since) of \(what) take \(usual)")
  }
}
