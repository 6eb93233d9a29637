/// How long lines stay in a stage, learned from the operator's own history, one day at a time.
///
/// Two memories keep life tables from the widest group to the narrowest: the near one by lane
/// (processing: all, origin, supplier; transit: all, destination, lane, method), the far one by the quoted
/// transport time. Weekdays, suppliers and areas put weights on the hazards; a backlog at the destination
/// shifts the odds. An event costs a few additions; a night costs one step per open cohort (lane x day of
/// entry) and one per group.
package struct DelayModel: Hashable, Sendable {
  struct PathKey: Hashable, Sendable {
    let lane: Lane
    let stage: Stage
  }

  package let parameters: DelayParameters
  /// The last day that is wholly known; nil before the first.
  package internal(set) var closedOn: Int32?
  var near: DelayMemory
  var far: DelayMemory
  var flows: [DelayFlow] = []
  var flowIndex: [String: Int32] = [:]
  var paths: [DelayPath] = []
  var pathIndex: [PathKey: Int] = [:]
  /// Paths that may have open cohorts.
  var active: [Int32] = []
  /// The day whose events weigh 1.
  var reference: Int32?
  var isHeadChanged = false

  package init(_ parameters: DelayParameters = .seed) {
    self.parameters = parameters
    near = DelayMemory(parameters.near, ages: parameters.oldestAge + 1)
    far = DelayMemory(parameters.far, ages: parameters.oldestAge + 1)
  }

  /// A line enters a stage on that day. Days that no calendar would hold are ignored.
  package mutating func enter(_ lane: Lane, _ stage: Stage, on day: Int32) {
    guard isOfUse(day), !isOutOfSight(day) else { return }
    enter(path: path(lane, stage), on: day)
  }

  /// It leaves the stage it entered on `entered`: by an event, or censored (cancelled, out of sight).
  /// An end before the beginning counts as the same day.
  package mutating func leave(
    _ lane: Lane, _ stage: Stage, entered: Int32, on day: Int32, isCensored: Bool
  ) {
    guard isOfUse(entered), isOfUse(day), !isOutOfSight(entered) else { return }
    leave(path: path(lane, stage), entered: entered, on: day, isCensored: isCensored)
  }

  mutating func enter(path: Int, on day: Int32) {
    change(path, day, by: 1)
    guard let closedOn, day <= closedOn else { return }
    for late in day...closedOn { expose(path, entered: day, on: late, count: 1) }
  }

  mutating func leave(path: Int, entered: Int32, on day: Int32, isCensored: Bool) {
    let day = max(day, entered)
    change(path, entered, by: -1)
    let closed = max(closedOn ?? entered - 1, entered - 1)
    let oldest = entered + Int32(parameters.oldestAge)
    let last = min(day, oldest)
    if last > closed {
      for open in (closed + 1)...last { expose(path, entered: entered, on: open, count: 1) }
    } else if last < min(closed, oldest) {
      for open in (last + 1)...min(closed, oldest) {
        expose(path, entered: entered, on: open, count: -1)
      }
    }
    if !isCensored { count(event: path, entered: entered, on: day, count: 1) }
  }

  /// Ends every day up to that one: what is open then was at risk on it. Closing the last closed day again
  /// takes in what was told of the past since.
  package mutating func close(through day: Int32) {
    guard Self.isPlausible(day), closedOn.map({ $0 <= day }) ?? true else { return }
    if closedOn == day { return closeMemories(day) }
    isHeadChanged = true
    defer { closedOn = day }
    var first = Int32.max
    for path in active { first = min(first, paths[Int(path)].cohorts.first?.day ?? .max) }
    var next = closedOn.map { $0 + 1 } ?? min(first, day)
    while next <= day, !active.isEmpty {
      rebase(next)
      expose(next)
      closeMemories(next)
      next += 1
    }
    guard next <= day else { return }
    // Nothing is open: the days that are left only let things be forgotten.
    rebase(day)
    for flow in flows.indices where flows[flow].open != 0 {
      flows[flow].open = 0
      flows[flow].isChanged = true
    }
    closeMemories(day)
  }
}

extension DelayModel {
  /// Days between the years 1697 and 2516: anything else is a fault of the source.
  static func isPlausible(_ day: Int32) -> Bool { (-100_000...200_000).contains(day) }

  /// A day that is plausible, and not years ahead of all that was seen: its weight would drown the rest.
  func isOfUse(_ day: Int32) -> Bool {
    let last = max(closedOn ?? day, reference ?? day)
    return Self.isPlausible(day) && Int(day) - Int(last) <= 3000
  }

  func isOutOfSight(_ entered: Int32) -> Bool {
    guard let closedOn else { return false }
    return Int(closedOn) - Int(entered) >= parameters.oldestAge
  }

  func age(_ entered: Int32, _ day: Int32) -> Int {
    min(max(Int(day) - Int(entered), 0), parameters.oldestAge)
  }

  /// `stage x 8 + weekday`, Monday first; the eighth is a holiday.
  /// - Parameter calendar: of the country; nil: that of the model.
  func kind(_ stage: Stage, _ day: Int32, _ calendar: WorkCalendar?) -> Int {
    let isHoliday = calendar?.isHoliday(Int64(day)) ?? parameters.calendar.isHoliday(day)
    if isHoliday { return stage.rawValue * 8 + 7 }
    let shifted = (Int(day) + 3) % 7
    return stage.rawValue * 8 + (shifted < 0 ? shifted + 7 : shifted)
  }

  private func kind(of path: Int, _ day: Int32) -> Int {
    kind(paths[path].stage, day, paths[path].calendar)
  }

  /// What an arrival counts on a day in a flow: half after 5 days.
  func flowUnit(_ day: Int32) -> Double {
    Exponential.exp(0.138_629_436_111_989 * Double(day - (reference ?? day)))
  }

  /// A line of a path was at risk on a day; count -1: it was not after all.
  mutating func expose(_ path: Int, entered: Int32, on day: Int32, count: Int32) {
    let origin = origin(day)
    let (age, kind) = (age(entered, day), kind(of: path, day))
    near.add(
      exposure: DelayMemory.Risk(
        age: age, kind: kind, count: Double(count), weights: near.weights(day, since: origin)),
      paths[path].near)
    far.add(
      exposure: DelayMemory.Risk(
        age: age, kind: kind, count: Double(count), weights: far.weights(day, since: origin)),
      paths[path].far)
  }

  /// A line of a path left its stage by an event; count -1: it did not after all.
  mutating func count(event path: Int, entered: Int32, on day: Int32, count: Double) {
    let origin = origin(day)
    let (age, kind) = (age(entered, day), kind(of: path, day))
    near.add(
      event: DelayMemory.Risk(
        age: age, kind: kind, count: count, weights: near.weights(day, since: origin)),
      paths[path].near)
    far.add(
      event: DelayMemory.Risk(
        age: age, kind: kind, count: count, weights: far.weights(day, since: origin)),
      paths[path].far)
    let flow = Int(paths[path].flow)
    guard flow >= 0 else { return }
    flows[flow].arrived += count * flowUnit(day)
    flows[flow].isChanged = true
  }

  mutating func change(_ path: Int, _ day: Int32, by count: Int32) {
    paths[path].change(day, by: count)
    guard !paths[path].isActive else { return }
    paths[path].isActive = true
    active.append(Int32(path))
  }

  /// All that was open on a day was at risk on it.
  private mutating func expose(_ day: Int32) {
    let origin = origin(day)
    let (fast, slow) = (near.weights(day, since: origin), far.weights(day, since: origin))
    for flow in flows.indices {
      flows[flow].isChanged = flows[flow].isChanged || flows[flow].open != 0
      flows[flow].open = 0
    }
    for number in active {
      let path = Int(number)
      let (kind, flow) = (kind(of: path, day), Int(paths[path].flow))
      for cohort in paths[path].cohorts where cohort.day <= day {
        let (age, count) = (age(cohort.day, day), Double(cohort.count))
        near.add(
          exposure: DelayMemory.Risk(age: age, kind: kind, count: count, weights: fast),
          paths[path].near)
        far.add(
          exposure: DelayMemory.Risk(age: age, kind: kind, count: count, weights: slow),
          paths[path].far)
        if flow >= 0 { flows[flow].open &+= cohort.count }
      }
      paths[path].forget(before: Int(day) - parameters.oldestAge + 1)
    }
    for path in active where paths[Int(path)].cohorts.isEmpty {
      paths[Int(path)].isActive = false
    }
    active.removeAll { !paths[Int($0)].isActive }
  }

  private mutating func closeMemories(_ day: Int32) {
    let origin = origin(day)
    near.close(near.weights(day, since: origin))
    far.close(far.weights(day, since: origin))
  }

  private mutating func origin(_ day: Int32) -> Int32 {
    if let reference { return reference }
    reference = day
    return day
  }

  /// Moves the reference before weights outgrow a Double.
  private mutating func rebase(_ day: Int32) {
    guard let old = reference, Double(day - old) > 1000 else { return }
    near.scale(by: near.weights(day, since: old))
    far.scale(by: far.weights(day, since: old))
    let unit = flowUnit(day)
    for flow in flows.indices {
      flows[flow].arrived /= unit
      flows[flow].isChanged = true
    }
    reference = day
  }
}
