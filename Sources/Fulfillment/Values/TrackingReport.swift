/// What a tracker said of one number.
package struct TrackingReport: Hashable, Sendable {
  package var number: String
  package var carrier: String
  package var status: TrackingStatus
  /// `recordedAt` and `source` are filled in when they are stored.
  package var events: [TrackingEvent]
  /// The tracker refuses or does not know the number; nil where it does.
  package var problem: String?

  package init(
    number: String, carrier: String, status: TrackingStatus, events: [TrackingEvent] = [],
    problem: String? = nil
  ) {
    self.number = number
    self.carrier = carrier
    self.status = status
    self.events = events
    self.problem = problem
  }
}
