/// A life table: what was seen of one group of lines, by age in days. Counts are in units of the
/// weight of their day, which grows; so forgetting costs nothing.
struct DelayGroup: Hashable, Sendable {
  /// Its name in a row: `p|SP|seller`.
  let name: String
  /// Lines that left at that age.
  var events: [Double] = []
  /// Lines that were open at the start of the day on which they had that age.
  var exposure: [Double] = []
  /// Sum of `events`.
  var left = 0.0
  /// Not yet handed out as a row.
  var isChanged = true

  init(name: String) { self.name = name }

  mutating func add(event weight: Double, age: Int) {
    isChanged = true
    grow(to: age)
    events[age] += weight
    left += weight
  }

  mutating func add(exposure weight: Double, age: Int) {
    isChanged = true
    grow(to: age)
    exposure[age] += weight
  }

  mutating func scale(by factor: Double) {
    isChanged = true
    for age in events.indices {
      events[age] *= factor
      exposure[age] *= factor
    }
    left *= factor
  }

  private mutating func grow(to age: Int) {
    while events.count <= age {
      events.append(0)
      exposure.append(0)
    }
  }
}

/// Observed against expected events: a weight that a weekday, a supplier or an area puts on a hazard.
struct DelayFactor: Hashable, Sendable {
  let name: String
  var observed = 0.0
  var expected = 0.0
  var isChanged = true

  init(name: String) { self.name = name }

  /// (observed + n) / (expected + n), where `borrowed` is n.
  func value(borrowed: Double) -> Double {
    max(0, observed + borrowed) / max(expected + borrowed, 1e-300)
  }
}

/// Lines of one lane and stage, and how many of them are open by the day they entered.
struct DelayPath: Hashable, Sendable {
  struct Cohort: Hashable, Sendable {
    let day: Int32
    /// Below 0 for a moment where the end of a line was told before its beginning.
    var count: Int32
  }

  let lane: Lane
  let stage: Stage
  /// Life tables from the widest to the narrowest.
  let groups: [Int]
  /// Own factors: supplier and area in transit.
  let factors: [Int]
  /// By day, oldest first.
  var cohorts: [Cohort] = []
  var isChanged = false

  mutating func change(_ day: Int32, by count: Int32) {
    isChanged = true
    var place = cohorts.count
    while place > 0, cohorts[place - 1].day > day { place -= 1 }
    if place > 0, cohorts[place - 1].day == day {
      cohorts[place - 1].count &+= count
      if cohorts[place - 1].count == 0 { cohorts.remove(at: place - 1) }
    } else {
      cohorts.insert(Cohort(day: day, count: count), at: place)
    }
  }

  mutating func forget(before day: Int) {
    guard let first = cohorts.first, Int(first.day) < day else { return }
    isChanged = true
    cohorts.removeAll { Int($0.day) < day }
  }
}
