/// What the delay model is set to. Chosen once on history (Documentation/Backtest.md), not learned.
package struct DelayParameters: Hashable, Sendable {
  /// How one of the two memories learns. Half-lives are in days.
  package struct Memory: Hashable, Sendable {
    /// Days after which a duration counts half.
    package var halfLife: Double
    /// Days at risk that a group borrows from the wider one.
    package var shrinkage: Double
    /// Half-life of the weights of weekdays, suppliers and areas.
    package var factorHalfLife: Double
    /// Events that such a weight borrows.
    package var factorShrinkage: Double

    package init(
      halfLife: Double, shrinkage: Double = 20, factorHalfLife: Double = 60,
      factorShrinkage: Double = 50
    ) {
      self.halfLife = max(1, halfLife)
      self.shrinkage = max(0.01, shrinkage)
      self.factorHalfLife = max(1, factorHalfLife)
      self.factorShrinkage = max(0.01, factorShrinkage)
    }
  }

  /// By lane, forgetting within weeks.
  package var near: Memory
  /// By the transport time that was quoted, forgetting within months.
  package var far: Memory
  /// What the near one counts in the mean of the two log-odds; the far one counts the rest.
  package var nearShare: Double
  /// What the logarithm of the backlog at the destination adds to the log-odds.
  package var backlogWeight: Double
  /// The logarithm of a backlog that adds nothing.
  package var usualBacklog: Double
  /// What each day that passed before this stage adds to the log-odds.
  package var slownessWeight: Double
  /// Ages beyond this many days are one; an open line older than this is out of sight.
  package var oldestAge: Int
  /// P(late) at which `Outlook.lateAt` trips.
  package var precision: Double
  /// Lines that must have left the stage before the model speaks.
  package var leastSample: Double
  /// P(late) for the list of orders at risk, decided 5 days before the promise, and for the list of
  /// orders to act upon now, 2 days before it.
  package var atRisk: Double
  package var actNow: Double
  /// P(late) from which an order is listed before that day.
  package var certain: Double
  /// Holidays, each of which counts as a kind of day of its own.
  package var calendar: DelayCalendar
  /// The same by country: those of the origin while a line is processed, of the destination in transit; nil:
  /// those of `calendar` on every lane.
  package var countries: WorkCalendars?

  package init(
    near: Memory = Memory(halfLife: 15), far: Memory = Memory(halfLife: 60, factorHalfLife: 90),
    nearShare: Double = 0.5, backlogWeight: Double = 0.22, usualBacklog: Double = 0.67,
    slownessWeight: Double = 0.025, oldestAge: Int = 90, precision: Double = 0.63,
    leastSample: Double = 30, atRisk: Double = 0.63, actNow: Double = 0.68, certain: Double = 0.9,
    calendar: DelayCalendar = DelayCalendar(), countries: WorkCalendars? = nil
  ) {
    self.near = near
    self.far = far
    self.nearShare = nearShare
    self.backlogWeight = backlogWeight
    self.usualBacklog = usualBacklog
    self.slownessWeight = slownessWeight
    self.oldestAge = min(max(oldestAge, 10), 400)
    self.precision = precision
    self.leastSample = leastSample
    self.atRisk = atRisk
    self.actNow = actNow
    self.certain = certain
    self.calendar = calendar
    self.countries = countries
  }

  package static let seed = DelayParameters()
  /// What a store's own lanes are learned with.
  package static let live = DelayParameters(countries: WorkCalendars())
}
