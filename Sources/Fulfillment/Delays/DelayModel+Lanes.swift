extension DelayModel {
  /// Names of what the model keeps of a lane in one stage. Groups are listed widest first.
  struct LaneNames {
    var near: (groups: [String], factors: [String])
    var far: (groups: [String], factors: [String])
    /// The queue it stands in; nil: none.
    var flow: String?
  }

  /// Levels of which the lane says nothing are left out.
  static func names(_ lane: Lane, _ stage: Stage) -> LaneNames {
    switch stage {
    case .processing:
      var groups = ["p"]
      if !lane.origin.isEmpty { groups.append("p|" + lane.origin) }
      if !lane.supplier.isEmpty { groups.append("p|" + lane.origin + "|" + lane.supplier) }
      return LaneNames(near: (groups, []), far: (groups.map { "q" + $0 }, []), flow: nil)
    case .transit:
      let (from, to) = (lane.origin, lane.destination)
      var groups = ["t"]
      if !to.isEmpty { groups.append("t|" + to) }
      if !from.isEmpty { groups.append("t|" + to + "|" + from) }
      if !lane.method.isEmpty { groups.append("t|" + to + "|" + from + "|" + lane.method) }
      var quoted = ["qt"]
      if !lane.quoted.isEmpty { quoted.append("qt|" + lane.quoted) }
      if !to.isEmpty { quoted.append("qt|" + lane.quoted + "|" + to) }
      if !lane.method.isEmpty {
        quoted.append("qt|" + lane.quoted + "|" + to + "|" + from + "|" + lane.method)
      }
      var factors: [String] = []
      if !lane.supplier.isEmpty { factors.append("s|" + lane.supplier) }
      if !lane.area.isEmpty { factors.append("a|" + to + "|" + lane.area) }
      return LaneNames(
        near: (groups, factors), far: (quoted, factors.map { "q" + $0 }),
        flow: to.isEmpty ? nil : to)
    }
  }

  /// Finds or makes the path of a lane.
  mutating func path(_ lane: Lane, _ stage: Stage) -> Int {
    let key = PathKey(lane: lane, stage: stage)
    if let found = pathIndex[key] { return found }
    let names = Self.names(lane, stage)
    paths.append(
      DelayPath(
        lane: lane, stage: stage, near: near.place(names.near), far: far.place(names.far),
        flow: names.flow.map { flow($0) } ?? -1, calendar: calendar(lane, stage)))
    pathIndex[key] = paths.count - 1
    return paths.count - 1
  }

  /// The path as far as it is known; a lane never seen has the groups that others share with it.
  func knownPath(_ lane: Lane, _ stage: Stage) -> DelayPath {
    if let found = pathIndex[PathKey(lane: lane, stage: stage)] { return paths[found] }
    let names = Self.names(lane, stage)
    return DelayPath(
      lane: lane, stage: stage, near: near.knownPlace(names.near),
      far: far.knownPlace(names.far), flow: names.flow.flatMap { flowIndex[$0] } ?? -1,
      calendar: calendar(lane, stage))
  }

  /// Of the country where a line is worked upon in that stage; nil: that of the model.
  func calendar(_ lane: Lane, _ stage: Stage) -> WorkCalendar? {
    guard let countries = parameters.countries else { return nil }
    let place = stage == .processing ? lane.origin : lane.destination
    return countries.of(String(place.prefix { $0 != "-" }))
  }

  mutating func flow(_ name: String) -> Int32 {
    if let found = flowIndex[name] { return found }
    flows.append(DelayFlow(name: name))
    flowIndex[name] = Int32(flows.count - 1)
    return Int32(flows.count - 1)
  }
}
