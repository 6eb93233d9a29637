/// A span of silence that ended, or never did, on a lane: from a number to its first scan, or from one
/// scan to the next.
package struct Wait: Hashable, Sendable {
  /// Which silence it was.
  package enum Kind: Int, CaseIterable, Sendable {
    /// A number was told, and a carrier scanned it.
    case scan
    /// A carrier scanned it, and scanned it again.
    case gap
  }

  package var kind: Kind
  package var lane: Lane
  /// The day it ended.
  package var ended: Int32
  /// Whole days on which both ends of the lane work; nil: the parcel was given up, no scan ever came.
  package var days: Int32?

  package init(kind: Kind, lane: Lane, ended: Int32, days: Int32?) {
    self.kind = kind
    self.lane = lane
    self.ended = ended
    self.days = days
  }
}

/// What silence is usual on the lane of a parcel.
package struct UsualWaits: Hashable, Sendable {
  /// `GZ->BR by YunExpress`
  package var lane: String
  /// Parcels it rests on, recent ones weighing more.
  package var sample: Double
  /// Business days of the lane, here and below, within which 90 in 100 numbers are scanned; nil: too little was seen.
  package var scanDays: Int?
  /// Days within which 95 in 100 moving parcels are scanned again; nil: too little was seen.
  package var gapDays: Int?
  /// Days of silence after which most parcels never turned up; nil: too few were lost to tell.
  package var lostDays: Int?

  package init(
    lane: String, sample: Double, scanDays: Int? = nil, gapDays: Int? = nil, lostDays: Int? = nil
  ) {
    self.lane = lane
    self.sample = sample
    self.scanDays = scanDays
    self.gapDays = gapDays
    self.lostDays = lostDays
  }
}
