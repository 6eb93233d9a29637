/// One way to group lines, with its own forgetting: life tables, weekdays, suppliers and areas.
///
/// The model asks two of them. The near one goes by the lane and forgets within weeks; the far one goes by the
/// time that was quoted for the transport, and forgets within months. Each sees what the other can't.
struct DelayMemory: Hashable, Sendable {
  /// What one event counts on a day: in the life tables, and in the slower factors.
  struct Weights {
    let fast: Double
    let slow: Double
  }

  /// What one line at risk on one day is expected to do.
  struct Risk {
    let age: Int
    let kind: Int
    let count: Double
    let weights: Weights
  }

  let settings: DelayParameters.Memory
  var tables: DelayTables
  var groupIndex: [String: Int32] = [:]
  var factors: [DelayFactor] = []
  var factorIndex: [String: Int32] = [:]
  /// `stage x 8 + weekday`, Monday first; the eighth is a holiday.
  var kinds: [DelayFactor]

  init(_ settings: DelayParameters.Memory, ages: Int) {
    self.settings = settings
    tables = DelayTables(ages: ages)
    kinds = (0..<16).map { DelayFactor(name: "\($0)") }
  }

  func weights(_ day: Int32, since reference: Int32) -> Weights {
    let days = 0.693_147_180_559_945_3 * Double(day - reference)
    return Weights(
      fast: Exponential.exp(days / settings.halfLife),
      slow: Exponential.exp(days / settings.factorHalfLife))
  }

  /// Hazard per day before anything was seen.
  static func seed(_ name: String) -> Double { name.hasSuffix("p") ? 0.2 : 0.08 }

  mutating func place(_ names: (groups: [String], factors: [String])) -> DelayPath.Place {
    var place = DelayPath.Place()
    for (level, name) in names.groups.prefix(4).enumerated() {
      place.leaf = group(name, in: place.leaf)
      place.groups[level] = place.leaf
    }
    for (number, name) in names.factors.prefix(2).enumerated() {
      place.factors[number] = factor(name)
    }
    return place
  }

  /// The same as far as it is known; -1 beyond.
  func knownPlace(_ names: (groups: [String], factors: [String])) -> DelayPath.Place {
    var place = DelayPath.Place()
    for (level, name) in names.groups.prefix(4).enumerated() {
      guard let group = groupIndex[name] else { break }
      place.leaf = group
      place.groups[level] = group
    }
    for (number, name) in names.factors.prefix(2).enumerated() {
      place.factors[number] = factorIndex[name] ?? -1
    }
    return place
  }

  mutating func group(_ name: String, in parent: Int32) -> Int32 {
    if let found = groupIndex[name] { return found }
    let group = tables.append(name, in: parent, seed: Self.seed(name))
    groupIndex[name] = group
    return group
  }

  mutating func factor(_ name: String) -> Int32 {
    if let found = factorIndex[name] { return found }
    factors.append(DelayFactor(name: name))
    factorIndex[name] = Int32(factors.count - 1)
    return Int32(factors.count - 1)
  }

  /// A line left; -1: it did not after all.
  mutating func add(event risk: Risk, _ place: DelayPath.Place) {
    for level in 0..<4 where place.groups[level] >= 0 {
      tables.add(
        event: risk.count * risk.weights.fast, Int(place.groups[level]), age: risk.age)
    }
    let slow = risk.count * risk.weights.slow
    kinds[risk.kind].observed += slow
    for number in 0..<2 where place.factors[number] >= 0 {
      let factor = Int(place.factors[number])
      factors[factor].observed += slow
      factors[factor].isChanged = true
    }
  }

  /// Lines were at risk. What was to be expected of them is by the hazards of the last closed day.
  mutating func add(exposure risk: Risk, _ place: DelayPath.Place) {
    guard place.leaf >= 0 else { return }
    let base = tables.curves[Int(place.leaf) * tables.ages + risk.age]
    for level in 0..<4 where place.groups[level] >= 0 {
      tables.add(
        exposure: risk.count * risk.weights.fast, Int(place.groups[level]), age: risk.age)
    }
    let own = ownFactor(place)
    let expected = risk.count * risk.weights.slow * base
    kinds[risk.kind].expected += expected * own
    let worked = expected * own * kinds[risk.kind].weight
    for number in 0..<2 where place.factors[number] >= 0 {
      let factor = Int(place.factors[number])
      factors[factor].expected += worked / max(factors[factor].weight, 0.05)
      factors[factor].isChanged = true
    }
  }

  /// Ends a day: works out what the next one is judged by.
  mutating func close(_ weights: Weights) {
    tables.updateCurves(borrowed: settings.shrinkage * weights.fast, seeds: Self.seed)
    let borrowed = settings.factorShrinkage * weights.slow
    for factor in factors.indices {
      factors[factor].weight = factors[factor].value(borrowed: borrowed)
    }
    for kind in kinds.indices {
      // A holiday is taken for a Sunday until more was seen of it.
      let usual = kind % 8 == 7 ? kinds[kind - 1].weight : 1
      kinds[kind].weight = kinds[kind].value(borrowed: borrowed, usual: usual)
    }
  }

  /// The weight that supplier and area put on a hazard.
  func ownFactor(_ place: DelayPath.Place) -> Double {
    var product = 1.0
    for number in 0..<2 where place.factors[number] >= 0 {
      product *= factors[Int(place.factors[number])].weight
    }
    return min(max(product, 0.4), 2.5)
  }

  mutating func scale(by weights: Weights) {
    tables.scale(by: 1 / weights.fast)
    for factor in factors.indices { factors[factor].scale(by: 1 / weights.slow) }
    for kind in kinds.indices { kinds[kind].scale(by: 1 / weights.slow) }
  }
}
