import Fulfillment
import Sync
import Testing

@Suite struct ScheduleTests {
  private let now = Timestamp(seconds: 7_000_000)
  private let schedule = Schedule()

  @Test(arguments: [0.0, 0.5, 0.999]) func nextPullIsTheCadenceAndUpToATenth(fraction: Double) {
    let wait = schedule.nextPull(cadence: .minutes(10), now: now, fraction: fraction) - now
    #expect(wait >= .minutes(10) && wait <= .minutes(11))
  }

  @Test(arguments: [(1, 60), (2, 120), (3, 240), (4, 480), (5, 900), (40, 900)])
  func failuresAreRetriedSoonAndNeverLaterThanTheCadence(failures: Int, seconds: Int64) {
    let due = schedule.nextPull(
      cadence: .minutes(15), failures: failures, after: nil, isRefused: false, now: now,
      fraction: 1)
    #expect(due == now + .seconds(seconds))
    let sooner = schedule.nextPull(
      cadence: .minutes(15), failures: failures, after: nil, isRefused: false, now: now,
      fraction: 0)
    #expect(sooner == now + .milliseconds(seconds * 500))
  }

  @Test func vendorsWishIsNeverUndercut() {
    let due = schedule.nextPull(
      cadence: .minutes(2), failures: 1, after: .seconds(600), isRefused: false, now: now,
      fraction: 0.3)
    #expect(due == now + .seconds(600))
  }

  @Test(arguments: [(2, 15), (60, 60)])
  func refusedKeysAreTriedRarely(cadence: Int64, minutes: Int64) {
    let due = schedule.nextPull(
      cadence: .minutes(cadence), failures: 1, after: nil, isRefused: true, now: now, fraction: 1)
    #expect(due == now + .minutes(minutes))
  }

  @Test(arguments: [
    (TrackingStatus.unregistered, Span?.some(.hours(6))), (.label, .hours(6)),
    (.pickedUp, .hours(4)), (.inTransit, .hours(4)), (.delayed, .hours(4)),
    (.returning, .hours(4)), (.customs, .hours(2)), (.pickup, .hours(2)),
    (.attemptFailed, .hours(2)), (.exception, .hours(2)), (.outForDelivery, .hours(1)),
    (.lost, .days(3)), (.expired, .days(3)), (.delivered, nil), (.returned, nil),
    (.cancelled, nil),
  ])
  func parcelsAreAskedForByStage(status: TrackingStatus, interval: Span?) {
    #expect(schedule.tracking(status) == interval)
  }

  @Test(arguments: TrackingStatus.allCases) func everyStageHasItsRhythm(status: TrackingStatus) {
    guard let interval = schedule.tracking(status) else {
      #expect(status.isFinal)
      return
    }
    #expect(interval >= .hours(1) && interval <= .days(3))
  }

  @Test(arguments: [(9, 4), (10, 4), (11, 8), (21, 16), (35, 24), (400, 24)])
  func silentParcelsAreAskedForLessOften(days: Int64, hours: Int64) {
    #expect(schedule.tracking(.inTransit, silence: .days(days)) == .hours(hours))
  }

  @Test func silenceNeverMakesARareStageMoreFrequent() {
    #expect(schedule.tracking(.expired, silence: .days(60)) == .days(3))
    #expect(schedule.tracking(.delivered, silence: .days(60)) == nil)
  }

  @Test func fastWorldIsAskedMoreOften() {
    let fast = Schedule(timeScale: 144)
    #expect(fast.tracking(.inTransit) == .seconds(100))
    #expect(fast.nextPull(cadence: .minutes(24), now: now, fraction: 0) == now + .seconds(10))
    #expect(
      fast.nextPull(
        cadence: .hours(24), failures: 1, after: nil, isRefused: false, now: now, fraction: 1)
        == now + .milliseconds(417))
  }
}
