package import Fulfillment

/// When something is asked again. Due times live in the store; this only says what they become.
package struct Schedule: Hashable, Sendable {
  /// Everything is asked that many times as often: for a simulated world that runs faster than the
  /// clock the schedule is kept on.
  package var timeScale: Double
  /// A failed pull is tried again after that, doubling with each failure in a row.
  package var firstRetry = Span.minutes(1)
  /// A key that was refused is not tried more often than that: only the operator can mend it.
  package var refusedRetry = Span.minutes(15)
  /// A parcel nobody has heard of for that long is asked less and less often.
  package var quietAfter = Span.days(10)

  package init(timeScale: Double = 1) { self.timeScale = max(0.001, timeScale) }

  /// When an account is due again after a pull that went well. Up to a tenth is added, so that accounts of
  /// one cadence spread out.
  package func nextPull(cadence: Span, now: Timestamp, fraction: Double) -> Timestamp {
    now + cadence.scaled(by: (1 + 0.1 * fraction) / timeScale)
  }

  /// When it is due again after a pull that failed: soon at first, never later than its cadence unless
  /// the vendor asked for more.
  /// - Parameters:
  ///   - failures: failed pulls in a row, this one included.
  ///   - after: the wait the vendor asked for, on the caller's clock.
  ///   - isRefused: the failure was a refused key or request, which no retry mends.
  package func nextPull(
    cadence: Span, failures: Int, after: Span?, isRefused: Bool, now: Timestamp, fraction: Double
  ) -> Timestamp {
    var wait = firstRetry
    for _ in 1..<max(1, min(failures, 30)) where wait < cadence { wait = wait * 2 }
    if isRefused { wait = max(cadence, refusedRetry) }
    wait = isRefused ? wait : min(wait, cadence)
    let jittered = wait.scaled(by: (0.5 + 0.5 * fraction) / timeScale)
    return now + max(jittered, after ?? jittered)
  }

  /// How long until a parcel in that state is asked for again; nil: never, its journey is over.
  /// - Parameter silence: time since its newest scan; nil: none yet.
  package func tracking(_ status: TrackingStatus, silence: Span? = nil) -> Span? {
    guard let base = Schedule.tracking(status) else { return nil }
    var interval = base
    if let silence, silence > quietAfter {
      // 11 days of silence: twice the interval, 20 days: four times, ... never rarer than once a day
      // unless the state itself is asked for more rarely.
      let doublings = min(4, Int(silence.milliseconds / max(1, quietAfter.milliseconds)))
      for _ in 0..<doublings { interval = interval * 2 }
      interval = max(base, min(interval, .hours(24)))
    }
    return interval.scaled(by: 1 / timeScale)
  }

  /// By stage: often where the next scan is near or somebody has to act, rarely where nothing happens.
  private static func tracking(_ status: TrackingStatus) -> Span? {
    switch status {
    case .unregistered, .label: .hours(6)
    case .pickedUp, .inTransit, .delayed, .returning: .hours(4)
    case .customs, .pickup, .attemptFailed, .exception: .hours(2)
    case .outForDelivery: .hours(1)
    case .lost, .expired: .days(3)
    case .delivered, .returned, .cancelled: nil
    }
  }
}
