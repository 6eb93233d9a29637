/// Lines of one lane and stage, and how many of them are open by the day they entered.
struct DelayPath: Hashable, Sendable {
  struct Cohort: Hashable, Sendable {
    let day: Int32
    /// Below 0 for a moment where the end of a line was told before its beginning.
    var count: Int32
  }

  /// Where a memory keeps what it knows of the lane.
  struct Place: Hashable, Sendable {
    /// Life tables from the widest to the narrowest; -1: no more.
    var groups = SIMD4<Int32>(repeating: -1)
    /// The narrowest of them.
    var leaf: Int32 = -1
    /// Own factors: supplier and area in transit; -1: none.
    var factors = SIMD2<Int32>(repeating: -1)
  }

  let lane: Lane
  let stage: Stage
  let near: Place
  let far: Place
  /// The queue at its destination, in transit; -1: none.
  let flow: Int32
  /// Of the country where it is worked upon; nil: that of the model.
  let calendar: WorkCalendar?
  /// By day, oldest first.
  var cohorts: [Cohort] = []
  /// Not yet handed out as a row.
  var isChanged = false
  /// It is in `DelayModel.active`.
  var isActive = false

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
