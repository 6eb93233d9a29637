/// One stay of one parcel in one stage, as it counts for the delay model. Days are civil days (days
/// since 1970-01-01).
package struct Sojourn: Hashable, Sendable {
  package var lane: Lane
  package var stage: Stage
  package var entered: Int32
  /// The day it ended; nil: it goes on.
  package var left: Int32?
  /// It ended out of sight (cancelled, returned, lost): how long it would have taken is not known.
  package var isCensored: Bool

  package init(
    lane: Lane, stage: Stage, entered: Int32, left: Int32? = nil, isCensored: Bool = false
  ) {
    self.lane = lane
    self.stage = stage
    self.entered = entered
    self.left = left
    self.isCensored = isCensored
  }
}

extension DelayModel {
  /// Counts a stay, with its end where it has one.
  package mutating func count(_ stay: Sojourn) {
    enter(stay.lane, stay.stage, on: stay.entered)
    end(stay)
  }

  /// Counts that a stay which went on has become `stay`; nothing where it goes on still.
  package mutating func end(_ stay: Sojourn) {
    guard let left = stay.left else { return }
    leave(
      stay.lane, stay.stage, entered: stay.entered, on: left, isCensored: stay.isCensored)
  }
}
