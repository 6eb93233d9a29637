extension DelayModel {
  /// Takes back what `enter`, and `leave` where it ended, have counted of a stay: the facts were corrected.
  /// Life tables and open cohorts are then as if it had never been counted; the weights of weekdays, suppliers
  /// and areas keep what was expected of it when it was. Nothing where it is out of sight.
  package mutating func withdraw(_ stay: Sojourn) {
    guard isOfUse(stay.entered), !isOutOfSight(stay.entered) else { return }
    let path = path(stay.lane, stay.stage)
    let oldest = stay.entered + Int32(parameters.oldestAge)
    guard let left = stay.left, isOfUse(left) else {
      change(path, stay.entered, by: -1)
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
    count(event: path, entered: stay.entered, on: day, count: -1)
  }
}

extension DelayModel {
  /// The names of the rows that an outlook on a lane rests on: a model of these rows alone tells the same of
  /// it as the whole model.
  package static func rowNames(_ lane: Lane) -> [String] {
    var rows = ["head"]
    for stage in Stage.allCases {
      let names = DelayModel.names(lane, stage)
      for (groups, factors) in [names.near, names.far] {
        rows += groups.map { "group|" + $0 } + factors.map { "factor|" + $0 }
      }
      if let flow = names.flow { rows.append("flow|" + flow) }
    }
    return rows
  }
}
