/// What the delay model says of one order line today.
package struct Outlook: Hashable, Sendable {
  package var stage: Stage
  /// Whole days in the stage.
  package var age: Int
  /// Chance that it arrives after the promised day, or never; 0 where nothing was promised.
  package var probabilityLate: Double
  /// First day, today or later, at whose end the chance passes the chosen precision if nothing moves until
  /// then; nil: it will not before the promise is broken.
  package var lateAt: Int32?
  /// Day by which 90 in 100 lines of this lane have left the stage.
  package var normalUntil: Int32
  /// Share of the lane that has left the stage by this age.
  package var doneByNow: Double
  /// `GZ->BR by YunExpress`, or the supplier while it is in processing.
  package var lane: String
  /// Lines the estimate rests on, recent ones weighing more; of the narrowest group that has any.
  package var sample: Double
  /// False: too little was seen, the seed thresholds are to speak.
  package var isLearned: Bool

  package init(
    stage: Stage, age: Int, probabilityLate: Double, lateAt: Int32?, normalUntil: Int32,
    doneByNow: Double, lane: String, sample: Double, isLearned: Bool
  ) {
    self.stage = stage
    self.age = age
    self.probabilityLate = probabilityLate
    self.lateAt = lateAt
    self.normalUntil = normalUntil
    self.doneByNow = doneByNow
    self.lane = lane
    self.sample = sample
    self.isLearned = isLearned
  }
}
