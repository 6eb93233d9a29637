/// What the delay model is set to. Chosen once on history (Documentation/Backtest.md), not learned.
package struct DelayParameters: Hashable, Sendable {
  /// Days after which a duration counts half.
  package var halfLife: Double
  /// Days at risk that a group borrows from the wider one.
  package var shrinkage: Double
  /// Half-life of the weekday weights, in days.
  package var weekdayHalfLife: Double
  /// Events that a supplier's or an area's own factor borrows.
  package var factorShrinkage: Double
  /// Bounds of the product of those factors.
  package var factorRange: ClosedRange<Double>
  /// Ages beyond this many days are one; an open line older than this is out of sight.
  package var oldestAge: Int
  /// P(late) at which `Outlook.lateAt` trips.
  package var precision: Double
  /// Lines that must have left the stage before the model speaks.
  package var leastSample: Double

  package init(
    halfLife: Double = 21, shrinkage: Double = 20, weekdayHalfLife: Double = 60,
    factorShrinkage: Double = 50, factorRange: ClosedRange<Double> = 0.4...2.5,
    oldestAge: Int = 90, precision: Double = 0.5, leastSample: Double = 30
  ) {
    self.halfLife = halfLife
    self.shrinkage = shrinkage
    self.weekdayHalfLife = weekdayHalfLife
    self.factorShrinkage = factorShrinkage
    self.factorRange = factorRange
    self.oldestAge = oldestAge
    self.precision = precision
    self.leastSample = leastSample
  }

  package static let seed = DelayParameters()
}
