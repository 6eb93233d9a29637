/// Where one order line stands, as far as its delay is concerned. Days are civil days (days since
/// 1970-01-01).
package struct Course: Hashable, Sendable {
  package var lane: Lane
  package var stage: Stage
  /// The day it entered the stage.
  package var enteredOn: Int32
  /// The day by which the customer was told to have it; nil where nothing was promised.
  package var promisedOn: Int32?
  /// The day by which the supplier is to hand over; nil where unknown.
  package var limitOn: Int32?
  /// The day of the order, or of payment; nil: the day it entered.
  package var startedOn: Int32?

  package init(
    lane: Lane, stage: Stage, enteredOn: Int32, promisedOn: Int32? = nil, limitOn: Int32? = nil,
    startedOn: Int32? = nil
  ) {
    self.lane = lane
    self.stage = stage
    self.enteredOn = enteredOn
    self.promisedOn = promisedOn
    self.limitOn = limitOn
    self.startedOn = startedOn
  }
}
