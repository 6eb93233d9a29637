/// How long something takes, by cohorts of which the young are not through yet: the product-limit
/// estimate of Kaplan and Meier (1958) over quarter days. Whatever is not through counts as long as it
/// was watched, so that a young cohort does not look fast.
package struct DurationCurve: Hashable, Sendable {
  /// How many things it rests on.
  package private(set) var sample: Int64 = 0
  /// Share that is through by the end of each quarter day, and its standard error on the log-log scale
  /// (Greenwood; 0: none).
  fileprivate var steps: [Step] = []

  fileprivate struct Step: Hashable {
    var through: Double
    var error: Double
  }

  /// One cohort: how many entered, how many whole quarter days every one of them was watched, and how
  /// many were through in which quarter day.
  package struct Cohort: Hashable, Sendable {
    package var entered: Int64
    package var watched: Int32
    package var through: [Int32: Int64]

    package init(entered: Int64, watched: Int32, through: [Int32: Int64]) {
      self.entered = entered
      self.watched = watched
      self.through = through
    }
  }

  package init(_ cohorts: [Cohort]) {
    let cohorts = cohorts.filter { $0.entered > 0 && $0.watched > 0 }
    guard let longest = cohorts.map(\.watched).max() else { return }
    sample = cohorts.reduce(0) { $0 + $1.entered }
    // What entered and was watched past a quarter day, less what was through before it.
    var atRisk = Array(repeating: Int64(0), count: Int(longest) + 1)
    var events = Array(repeating: Int64(0), count: Int(longest) + 1)
    for cohort in cohorts {
      var left = cohort.entered
      for quarter in 0..<cohort.watched {
        atRisk[Int(quarter)] += left
        let through = min(left, cohort.through[quarter] ?? 0)
        events[Int(quarter)] += through
        left -= through
      }
    }
    var (surviving, variance) = (1.0, 0.0)
    for quarter in 0..<Int(longest) {
      let (risk, event) = (Double(atRisk[quarter]), Double(events[quarter]))
      guard risk > 0 else { break }
      surviving *= 1 - event / risk
      if risk > event { variance += event / (risk * (risk - event)) }
      let logged = surviving > 0 && surviving < 1 ? Exponential.log(surviving) : 0
      steps.append(
        Step(through: 1 - surviving, error: logged == 0 ? 0 : variance.squareRoot() / -logged))
    }
  }

  /// The share that is through after so many days; nil past what was ever watched.
  package func through(after days: Double) -> Double? {
    guard days > 0 else { return steps.isEmpty ? nil : 0 }
    let quarter = Int((days * 4).rounded(.down)) - 1
    if quarter < 0 { return steps.isEmpty ? nil : 0 }
    return steps.indices.contains(quarter) ? steps[quarter].through : nil
  }

  /// The days after which that share is through; nil where so many never were, as far as was watched.
  package func days(until share: Double) -> Double? {
    steps.firstIndex { $0.through >= share }.map { Double($0 + 1) / 4 }
  }

  /// Where `days(until:)` truly lies in 19 of 20 cases; no upper bound where the data does not give one.
  package func interval(until share: Double) -> (earliest: Double, latest: Double?)? {
    guard !steps.isEmpty else { return nil }
    let earliest = steps.firstIndex { bounds($0).upperBound >= share }
    let latest = steps.firstIndex { bounds($0).lowerBound >= share }
    return earliest.map { (Double($0 + 1) / 4, latest.map { Double($0 + 1) / 4 }) }
  }

  private func bounds(_ step: Step) -> ClosedRange<Double> {
    guard step.error > 0 else { return step.through...step.through }
    let surviving = 1 - step.through
    let factor = Exponential.exp(1.959_963_985 * step.error)
    let low = Exponential.exp(Exponential.log(surviving) * factor)
    let high = Exponential.exp(Exponential.log(surviving) / factor)
    return max(0, 1 - high)...min(1, 1 - low)
  }
}

extension DurationCurve {
  /// The share that comes through in each quarter day.
  var mass: [Double] {
    var before = 0.0
    return shares.map { share in
      defer { before = share }
      return share - before
    }
  }

  /// The share that is through by the end of each quarter day, for drawing.
  package var shares: [Double] { steps.map(\.through) }
}
