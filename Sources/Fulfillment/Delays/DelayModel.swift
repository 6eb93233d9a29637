/// How long lines stay in a stage, learned from the operator's own history, one day at a time.
///
/// Each stage has life tables, from the widest group to the narrowest (processing: all, origin,
/// supplier; transit: all, destination, lane, method). The hazard of a group at an age is
/// (events + k x hazard of the wider group) / (days at risk + k). Counts are forgotten exponentially,
/// weekdays, suppliers and areas put weights on the hazard. An event costs a few additions; a night costs
/// one step per open cohort (lane x day of entry).
package struct DelayModel: Hashable, Sendable {
  struct PathKey: Hashable, Sendable {
    let lane: Lane
    let stage: Stage
  }

  package let parameters: DelayParameters
  /// The last day that is wholly known; nil before the first.
  package internal(set) var closedOn: Int32?
  var groups: [DelayGroup] = []
  var groupIndex: [String: Int] = [:]
  var factors: [DelayFactor] = []
  var factorIndex: [String: Int] = [:]
  /// `stage x 7 + weekday`, Monday first.
  var weekdays: [DelayFactor]
  var paths: [DelayPath] = []
  var pathIndex: [PathKey: Int] = [:]
  /// The day whose events weigh 1.
  var reference: Int32?
  var isHeadChanged = false

  package init(_ parameters: DelayParameters = .seed) {
    self.parameters = parameters
    weekdays = Stage.allCases.flatMap { stage in
      (0..<7).map { DelayFactor(name: "w|\(stage.rawValue)|\($0)") }
    }
  }

  /// A line enters a stage on that day. Days that no calendar would hold are ignored.
  package mutating func enter(_ lane: Lane, _ stage: Stage, on day: Int32) {
    guard Self.isPlausible(day), !isOutOfSight(day) else { return }
    let path = self.path(lane, stage)
    paths[path].change(day, by: 1)
    guard let closedOn, day <= closedOn else { return }
    for late in day...closedOn { expose(path, entered: day, on: late, count: 1) }
  }

  /// It leaves the stage it entered on `entered`: by an event, or censored (cancelled, out of sight).
  /// An end before the beginning counts as the same day.
  package mutating func leave(
    _ lane: Lane, _ stage: Stage, entered: Int32, on day: Int32, isCensored: Bool
  ) {
    guard Self.isPlausible(entered), Self.isPlausible(day), !isOutOfSight(entered) else { return }
    let path = self.path(lane, stage)
    let day = max(day, entered)
    paths[path].change(entered, by: -1)
    let closed = max(closedOn ?? entered - 1, entered - 1)
    let last = min(day, entered + Int32(parameters.oldestAge))
    if last > closed {
      for open in (closed + 1)...last { expose(path, entered: entered, on: open, count: 1) }
    } else if last < closed {
      for open in (last + 1)...min(closed, entered + Int32(parameters.oldestAge)) {
        expose(path, entered: entered, on: open, count: -1)
      }
    }
    guard !isCensored else { return }
    let (age, weight) = (self.age(entered, day), weight(day))
    for group in paths[path].groups { groups[group].add(event: weight, age: age) }
    let slow = slowWeight(day)
    weekdays[weekday(stage, day)].observed += slow
    for factor in paths[path].factors {
      factors[factor].observed += slow
      factors[factor].isChanged = true
    }
  }

  /// Ends every day up to that one: what is open then was at risk on it.
  package mutating func close(through day: Int32) {
    guard Self.isPlausible(day), closedOn.map({ $0 < day }) ?? true else { return }
    isHeadChanged = true
    let first = paths.lazy.compactMap(\.cohorts.first?.day).min()
    guard let first else {
      closedOn = day
      return
    }
    var next = closedOn.map { $0 + 1 } ?? min(first, day)
    while next <= day {
      rebase(next)
      var isAnyOpen = false
      for path in paths.indices where !paths[path].cohorts.isEmpty {
        for cohort in paths[path].cohorts where cohort.day <= next {
          expose(path, entered: cohort.day, on: next, count: cohort.count)
        }
        paths[path].forget(before: Int(next) - parameters.oldestAge + 1)
        isAnyOpen = isAnyOpen || !paths[path].cohorts.isEmpty
      }
      if !isAnyOpen { break }
      next += 1
    }
    closedOn = day
  }
}

extension DelayModel {
  /// Days between the years 1697 and 2516: anything else is a fault of the source.
  static func isPlausible(_ day: Int32) -> Bool { (-100_000...200_000).contains(day) }

  func isOutOfSight(_ entered: Int32) -> Bool {
    guard let closedOn else { return false }
    return Int(closedOn) - Int(entered) >= parameters.oldestAge
  }

  func age(_ entered: Int32, _ day: Int32) -> Int {
    min(max(Int(day) - Int(entered), 0), parameters.oldestAge)
  }

  func weight(_ day: Int32) -> Double { growth(day, parameters.halfLife) }
  func slowWeight(_ day: Int32) -> Double { growth(day, parameters.weekdayHalfLife) }

  private func growth(_ day: Int32, _ halfLife: Double) -> Double {
    Exponential.exp(0.693_147_180_559_945_3 * Double(day - (reference ?? day)) / halfLife)
  }

  func weekday(_ stage: Stage, _ day: Int32) -> Int {
    let shifted = (Int(day) + 3) % 7
    return stage.rawValue * 7 + (shifted < 0 ? shifted + 7 : shifted)
  }

  /// Finds or makes the path of a lane.
  mutating func path(_ lane: Lane, _ stage: Stage) -> Int {
    let key = PathKey(lane: lane, stage: stage)
    if let found = pathIndex[key] { return found }
    let (names, own) = Self.names(lane, stage)
    let path = DelayPath(
      lane: lane, stage: stage, groups: names.map { group($0) }, factors: own.map { factor($0) })
    paths.append(path)
    pathIndex[key] = paths.count - 1
    return paths.count - 1
  }

  /// The life tables of a lane, widest first, and its own factors.
  static func names(_ lane: Lane, _ stage: Stage) -> (groups: [String], factors: [String]) {
    switch stage {
    case .processing:
      var names = ["p"]
      if !lane.origin.isEmpty { names.append("p|" + lane.origin) }
      if !lane.supplier.isEmpty { names.append("p|" + lane.origin + "|" + lane.supplier) }
      return (names, [])
    case .transit:
      var names = ["t"]
      if !lane.destination.isEmpty { names.append("t|" + lane.destination) }
      if !lane.origin.isEmpty { names.append("t|" + lane.destination + "|" + lane.origin) }
      if !lane.method.isEmpty {
        names.append("t|" + lane.destination + "|" + lane.origin + "|" + lane.method)
      }
      var own: [String] = []
      if !lane.supplier.isEmpty { own.append("s|" + lane.supplier) }
      if !lane.area.isEmpty { own.append("a|" + lane.destination + "|" + lane.area) }
      return (names, own)
    }
  }

  /// The path as far as it is known; a lane never seen has the groups that others share with it.
  func knownPath(_ lane: Lane, _ stage: Stage) -> DelayPath {
    if let found = pathIndex[PathKey(lane: lane, stage: stage)] { return paths[found] }
    let (names, own) = Self.names(lane, stage)
    return DelayPath(
      lane: lane, stage: stage, groups: names.compactMap { groupIndex[$0] },
      factors: own.compactMap { factorIndex[$0] })
  }

  mutating func group(_ name: String) -> Int {
    if let found = groupIndex[name] { return found }
    groups.append(DelayGroup(name: name))
    groupIndex[name] = groups.count - 1
    return groups.count - 1
  }

  mutating func factor(_ name: String) -> Int {
    if let found = factorIndex[name] { return found }
    factors.append(DelayFactor(name: name))
    factorIndex[name] = factors.count - 1
    return factors.count - 1
  }

  /// Lines of a path were at risk on a day.
  mutating func expose(_ path: Int, entered: Int32, on day: Int32, count: Int32) {
    if reference == nil { reference = day }
    let (age, stage) = (age(entered, day), paths[path].stage)
    let (weight, slow) = (Double(count) * weight(day), Double(count) * slowWeight(day))
    let base = hazard(paths[path], age: age, scale: self.weight(day))
    for group in paths[path].groups { groups[group].add(exposure: weight, age: age) }
    let weekday = weekday(stage, day)
    let own = ownFactor(paths[path], scale: slowWeight(day))
    weekdays[weekday].expected += slow * base * own
    let worked = weekdays[weekday].value(borrowed: parameters.factorShrinkage * slowWeight(day))
    for factor in paths[path].factors {
      factors[factor].expected += slow * base * worked
      factors[factor].isChanged = true
    }
  }

  /// Hazard at that age before weekday and own factors; `scale` is the weight of the day that asks.
  func hazard(_ path: DelayPath, age: Int, scale: Double) -> Double {
    var hazard = path.stage == .processing ? 0.2 : 0.08
    let borrowed = parameters.shrinkage * scale
    for group in path.groups where age < groups[group].events.count {
      hazard =
        max(0, groups[group].events[age] + borrowed * hazard)
        / max(groups[group].exposure[age] + borrowed, 1e-300)
    }
    return min(hazard, 1)
  }

  func ownFactor(_ path: DelayPath, scale: Double) -> Double {
    var product = 1.0
    for factor in path.factors {
      product *= factors[factor].value(borrowed: parameters.factorShrinkage * scale)
    }
    return min(max(product, parameters.factorRange.lowerBound), parameters.factorRange.upperBound)
  }

  /// Moves the reference before weights outgrow a Double.
  private mutating func rebase(_ day: Int32) {
    guard let old = reference else { return }
    let shortest = min(parameters.halfLife, parameters.weekdayHalfLife)
    guard Double(day - old) > 400 * shortest else { return }
    let (fast, slow) = (1 / weight(day), 1 / slowWeight(day))
    for group in groups.indices { groups[group].scale(by: fast) }
    for factor in factors.indices {
      factors[factor].isChanged = true
      factors[factor].observed *= slow
      factors[factor].expected *= slow
    }
    for weekday in weekdays.indices {
      weekdays[weekday].observed *= slow
      weekdays[weekday].expected *= slow
    }
    reference = day
  }
}
