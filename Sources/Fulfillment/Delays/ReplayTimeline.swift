/// The events of a replay by their day, and the orders that are open.
struct ReplayTimeline {
  /// One order, small enough to be copied every day it is open.
  struct Entry {
    /// Place among the orders to replay; -1: it is there to learn from.
    let number: Int
    let promisedOn: Int32
    let purchasedOn: Int32
    let limitOn: Int32?
    var stage: Stage
    var enteredOn: Int32
    var processing = -1
    var transit = -1
    var isOpen = false

    func line(_ day: Int32) -> DelayForecast.Line {
      DelayForecast.Line(
        stage: stage, age: Int(day - enteredOn), daysLeft: Int(promisedOn - day),
        slowness: Int((stage == .processing ? day : enteredOn) - purchasedOn))
    }

    func course(_ lane: Lane) -> Course {
      Course(
        lane: lane, stage: stage, enteredOn: enteredOn, promisedOn: promisedOn, limitOn: limitOn,
        startedOn: purchasedOn)
    }
  }

  /// First to last day of anything that matters.
  let days: ClosedRange<Int32>?
  private var entries: [Entry]
  private let lanes: [Lane]
  /// Entries by the day of their purchase, hand-over and delivery, from the first day on.
  private var bought: [[Int32]] = []
  private var handed: [[Int32]] = []
  private var delivered: [[Int32]] = []
  private var openEntries: [Int32] = []
  /// Days after its purchase at which an order is given up.
  private static let longest: Int32 = 200

  init(train: [ReplayOrder], replay: [ReplayOrder]) {
    let replayed = Set(replay.lazy.map(\.id))
    var (first, last, firstReplayed) = (Int32.max, Int32.min, Int32.max)
    var source: [ReplayOrder] = []
    var (entries, lanes): ([Entry], [Lane]) = ([], [])
    func take(_ order: ReplayOrder, _ number: Int) {
      guard let line = order.lines.first, DelayModel.isPlausible(order.purchasedOn),
        DelayModel.isPlausible(order.promisedOn)
      else { return }
      let limit = order.lines.compactMap(\.limitOn).max()
      entries.append(
        Entry(
          number: number, promisedOn: order.promisedOn, purchasedOn: order.purchasedOn,
          limitOn: limit, stage: .processing, enteredOn: order.purchasedOn))
      lanes.append(order.lane(line, limit: limit))
      source.append(order)
      first = min(first, order.purchasedOn)
      if number >= 0 { firstReplayed = min(firstReplayed, order.purchasedOn) }
      let end = min(order.promisedOn, order.purchasedOn + Self.longest)
      last = max(last, order.purchasedOn, end)
    }
    for order in train where !replayed.contains(order.id) { take(order, -1) }
    for (number, order) in replay.enumerated() { take(order, number) }
    (self.entries, self.lanes) = (entries, lanes)
    // A span no history has (a purchase in 1900 among those of 2018) is cut to the replayed part.
    if first <= last, Int(last) - Int(first) > 20_000 { first = max(first, last - 20_000) }
    guard first <= last else {
      days = nil
      return
    }
    days = first...last
    bought = Array(repeating: [], count: Int(last - first) + 1)
    handed = bought
    delivered = bought
    for (number, order) in source.enumerated() where order.purchasedOn >= first {
      bought[Int(order.purchasedOn - first)].append(Int32(number))
      if let day = order.handedOverOn.map({ max($0, order.purchasedOn) }), day <= last {
        handed[Int(day - first)].append(Int32(number))
      }
      if let day = order.deliveredOn.map({ max($0, order.purchasedOn) }), day <= last {
        delivered[Int(day - first)].append(Int32(number))
      }
    }
  }

  /// Shows the model the events of a day.
  mutating func begin(_ day: Int32, _ model: inout DelayModel) {
    guard let days else { return }
    let slot = Int(day - days.lowerBound)
    for number in bought[slot].map({ Int($0) }) {
      entries[number].processing = model.path(lanes[number], .processing)
      entries[number].transit = model.path(lanes[number], .transit)
      entries[number].isOpen = true
      model.enter(path: entries[number].processing, on: day)
      openEntries.append(Int32(number))
    }
    for number in handed[slot] where entries[Int(number)].stage == .processing {
      move(Int(number), isDelivered: false, day, &model)
    }
    for number in delivered[slot] { move(Int(number), isDelivered: true, day, &model) }
    openEntries.removeAll { number in
      let entry = entries[Int(number)]
      return !entry.isOpen || day - entry.purchasedOn > Self.longest
    }
  }

  var hasOpen: Bool { !openEntries.isEmpty }

  /// Every open order, in the order of purchase.
  var open: some Sequence<Entry> { openEntries.lazy.map { entries[Int($0)] } }

  private mutating func move(
    _ number: Int, isDelivered: Bool, _ day: Int32, _ model: inout DelayModel
  ) {
    let entry = entries[number]
    guard entry.isOpen else { return }
    let path = entry.stage == .processing ? entry.processing : entry.transit
    if !model.isOutOfSight(entry.enteredOn) {
      model.leave(path: path, entered: entry.enteredOn, on: day, isCensored: false)
    }
    if isDelivered {
      entries[number].isOpen = false
    } else {
      entries[number].stage = .transit
      entries[number].enteredOn = day
      model.enter(path: entry.transit, on: day)
    }
  }
}

extension ReplayOrder {
  fileprivate func lane(_ line: Line, limit: Int32?) -> Lane {
    let from = limit.flatMap { DelayModel.isPlausible($0) ? $0 : nil } ?? purchasedOn + 7
    return Lane(
      supplier: line.seller, origin: line.sellerState, destination: customerState,
      area: String(customerPostcode.prefix(3)), quoted: Lane.quoted(days: Int(promisedOn - from)))
  }
}
