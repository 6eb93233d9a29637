/// Life tables side by side: what was seen of each group of lines, by age in days. Counts are in units of
/// the weight of their day, which grows; so forgetting costs nothing.
struct DelayTables: Hashable, Sendable {
  /// Ages per group.
  let ages: Int
  var names: [String] = []
  /// The group it borrows from, always of a lower number; -1: it is the widest.
  var parents: [Int32] = []
  /// Lines that left at that age; group x `ages` + age.
  var events: [Double] = []
  /// Lines that were open at the start of the day on which they had that age.
  var exposure: [Double] = []
  /// Sum of a group's events.
  var left: [Double] = []
  /// Hazards as of the last closed day.
  var curves: [Double] = []
  /// Not yet handed out as a row.
  var isChanged: [Bool] = []

  init(ages: Int) { self.ages = ages }

  /// A new group; until the next day closes its hazards are its parent's.
  mutating func append(_ name: String, in parent: Int32, seed: Double) -> Int32 {
    names.append(name)
    parents.append(parent)
    events.append(contentsOf: repeatElement(0, count: ages))
    exposure.append(contentsOf: repeatElement(0, count: ages))
    left.append(0)
    isChanged.append(false)
    if parent >= 0 {
      let start = Int(parent) * ages
      curves.append(contentsOf: Array(curves[start..<(start + ages)]))
    } else {
      curves.append(contentsOf: repeatElement(seed, count: ages))
    }
    return Int32(names.count - 1)
  }

  mutating func add(event weight: Double, _ group: Int, age: Int) {
    events[group * ages + age] += weight
    left[group] += weight
    isChanged[group] = true
  }

  mutating func add(exposure weight: Double, _ group: Int, age: Int) {
    exposure[group * ages + age] += weight
    isChanged[group] = true
  }

  /// Works out the hazards of every group from its counts and its parent's hazards:
  /// (events + k x parent's) / (days at risk + k).
  mutating func updateCurves(borrowed: Double, seeds: (String) -> Double) {
    let (ages, parents) = (ages, parents)
    for group in parents.indices where parents[group] < 0 {
      let seed = seeds(names[group])
      for cell in (group * ages)..<((group + 1) * ages) {
        curves[cell] = Self.hazard(events[cell], exposure[cell], borrowed, seed)
      }
    }
    events.withUnsafeBufferPointer { events in
      exposure.withUnsafeBufferPointer { exposure in
        curves.withUnsafeMutableBufferPointer { curves in
          for group in parents.indices where parents[group] >= 0 {
            let (own, wide) = (group * ages, Int(parents[group]) * ages)
            for age in 0..<ages {
              curves[own + age] = Self.hazard(
                events[own + age], exposure[own + age], borrowed, curves[wide + age])
            }
          }
        }
      }
    }
  }

  private static func hazard(
    _ events: Double, _ exposure: Double, _ borrowed: Double, _ wide: Double
  ) -> Double {
    min(1, max(0, events + borrowed * wide) / max(exposure + borrowed, 1e-300))
  }

  mutating func scale(by factor: Double) {
    for place in events.indices {
      events[place] *= factor
      exposure[place] *= factor
    }
    for group in left.indices {
      left[group] *= factor
      isChanged[group] = true
    }
  }
}
