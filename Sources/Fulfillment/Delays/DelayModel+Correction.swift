extension DelayModel {
  /// Takes back what `enter`, and `leave` where it ended, have counted of a stay: the facts were corrected.
  /// Life tables and open cohorts are then as if it had never been counted; the weights of weekdays, suppliers
  /// and areas keep what was expected of it when it was. Nothing where it is out of sight.
  package mutating func withdraw(_ stay: Sojourn) {
    guard Self.isPlausible(stay.entered), !isOutOfSight(stay.entered) else { return }
    let path = path(stay.lane, stay.stage)
    let oldest = stay.entered + Int32(parameters.oldestAge)
    guard let left = stay.left, Self.isPlausible(left) else {
      paths[path].change(stay.entered, by: -1)
      guard let closedOn, closedOn >= stay.entered else { return }
      for day in stay.entered...min(closedOn, oldest) {
        expose(path, entered: stay.entered, on: day, count: -1)
      }
      return
    }
    let day = max(left, stay.entered)
    for open in stay.entered...min(day, oldest) {
      expose(path, entered: stay.entered, on: open, count: -1)
    }
    guard !stay.isCensored else { return }
    let (age, weight) = (age(stay.entered, day), weight(day))
    for group in paths[path].groups { groups[group].add(event: -weight, age: age) }
    let slow = slowWeight(day)
    weekdays[weekday(stay.stage, day)].observed -= slow
    for factor in paths[path].factors { factors[factor].observed -= slow }
  }
}

extension DelayModel {
  /// The names of the rows that an outlook on a lane rests on: a model of these rows alone tells the same of
  /// it as the whole model.
  package static func rowNames(_ lane: Lane) -> [String] {
    var names = ["head"]
    for stage in Stage.allCases {
      let (groups, factors) = DelayModel.names(lane, stage)
      names += groups.map { "group|" + $0 } + factors.map { "factor|" + $0 }
    }
    return names
  }
}
