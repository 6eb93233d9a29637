/// The events of a replay by their day, and the orders that are open.
struct ReplayTimeline {
  /// What is open.
  struct Open {
    /// Place among the orders to replay; nil: it is there to learn from.
    let number: Int?
    let promisedOn: Int32
    let lane: Lane
    let purchasedOn: Int32
    let limitOn: Int32?
    let approvedOn: Int32?
    let handedOverOn: Int32?
    let deliveredOn: Int32?
    var stage: Stage?
    var enteredOn: Int32
  }

  /// First to last day of anything.
  let days: ClosedRange<Int32>?
  private var orders: [Open] = []
  /// Orders by the day of their purchase, from `days.lowerBound` on.
  private var bought: [[Int32]] = []
  private var handed: [[Int32]] = []
  private var delivered: [[Int32]] = []
  private var open: [Int32] = []
  private let oldest: Int32 = 120

  init(train: [ReplayOrder], replay: [ReplayOrder]) {
    var seen: [String: Void] = [:]
    seen.reserveCapacity(replay.count)
    for order in replay { seen[order.id] = () }
    let all =
      train.lazy.filter { seen[$0.id] == nil }.map { ($0, Int?.none) }
      + replay.enumerated().map { ($0.element, Int?($0.offset)) }
    var (first, last) = (Int32.max, Int32.min)
    for (order, number) in all {
      guard let line = order.lines.first, DelayModel.isPlausible(order.purchasedOn),
        DelayModel.isPlausible(order.promisedOn)
      else { continue }
      let lane = Lane(
        supplier: line.seller, origin: line.sellerState, destination: order.customerState,
        area: String(order.customerPostcode.prefix(3)))
      orders.append(
        Open(
          number: number, promisedOn: order.promisedOn, lane: lane, purchasedOn: order.purchasedOn,
          limitOn: order.lines.compactMap(\.limitOn).min(), approvedOn: order.approvedOn,
          handedOverOn: order.handedOverOn.map { max($0, order.purchasedOn) },
          deliveredOn: order.deliveredOn.map { max($0, order.purchasedOn) }, stage: nil,
          enteredOn: order.purchasedOn))
      first = min(first, order.purchasedOn)
      last = max(last, order.promisedOn, order.purchasedOn)
    }
    guard first <= last else {
      days = nil
      return
    }
    days = first...last
    let count = Int(last - first) + 1
    bought = Array(repeating: [], count: count)
    handed = bought
    delivered = bought
    for (number, order) in orders.enumerated() {
      bought[Int(order.purchasedOn - first)].append(Int32(number))
      if let day = order.handedOverOn, day <= last {
        handed[Int(day - first)].append(Int32(number))
      }
      if let day = order.deliveredOn, day <= last {
        delivered[Int(day - first)].append(Int32(number))
      }
    }
  }

  /// Shows the model the events of a day.
  mutating func begin(_ day: Int32, _ model: inout DelayModel) {
    guard let days else { return }
    let slot = Int(day - days.lowerBound)
    for number in bought[slot] {
      model.enter(orders[Int(number)].lane, .processing, on: day)
      orders[Int(number)].stage = .processing
      open.append(number)
    }
    for number in handed[slot] { move(Int(number), to: .transit, day, &model) }
    for number in delivered[slot] { move(Int(number), to: nil, day, &model) }
    open.removeAll { number in
      let order = orders[Int(number)]
      return order.stage == nil || day - order.purchasedOn > oldest
    }
  }

  /// Every open order and where it stands, in the order of purchase.
  func forEachOpen(_ body: (Open, Course) -> Void) {
    for number in open {
      let order = orders[Int(number)]
      guard let stage = order.stage else { continue }
      body(
        order,
        Course(
          lane: order.lane, stage: stage, enteredOn: order.enteredOn, promisedOn: order.promisedOn,
          limitOn: order.limitOn, startedOn: order.purchasedOn))
    }
  }

  private mutating func move(
    _ number: Int, to stage: Stage?, _ day: Int32, _ model: inout DelayModel
  ) {
    guard let before = orders[number].stage, before != stage else { return }
    let lane = orders[number].lane
    model.leave(lane, before, entered: orders[number].enteredOn, on: day, isCensored: false)
    orders[number].stage = stage
    orders[number].enteredOn = day
    if let stage { model.enter(lane, stage, on: day) }
  }
}
