import Fulfillment
import Testing

/// Every status followed a day later by every other.
@Suite struct FoldingPairTests {
  private func track(_ first: TrackingStatus, _ second: TrackingStatus) -> ParcelTrack {
    ParcelTrack([ExampleFacts.scan(first, day: 1), ExampleFacts.scan(second, day: 2)])
  }

  /// What is believed, as a carrier's clerk would say it.
  private func believed(_ first: TrackingStatus, _ second: TrackingStatus) -> TrackingStatus {
    let papers: Set<TrackingStatus> = [.unregistered, .label]
    // Papers after (or before) a scan say nothing.
    if papers.contains(second), first.isScan { return first }
    switch first {
    case .delivered:
      let overturning: Set<TrackingStatus> = [
        .returning, .returned, .attemptFailed, .exception, .lost, .delivered,
      ]
      return overturning.contains(second) ? second : first
    case .returned: return second == .delivered ? second : first
    default: return second
    }
  }

  @Test(arguments: TrackingStatus.allCases, TrackingStatus.allCases)
  func secondIsBelievedUnlessItIsAnEcho(_ first: TrackingStatus, _ second: TrackingStatus) {
    #expect(track(first, second).status == believed(first, second))
  }

  @Test(arguments: TrackingStatus.allCases, TrackingStatus.allCases)
  func statusHoldsSinceItWasFirstBelieved(_ first: TrackingStatus, _ second: TrackingStatus) {
    let pair = track(first, second)
    let isSecond = believed(first, second) == second && first != second
    #expect(pair.statusSince == ExampleFacts.monday + .days(isSecond ? 2 : 1))
  }

  @Test(arguments: TrackingStatus.allCases, TrackingStatus.allCases)
  func movementIsTheLastScan(_ first: TrackingStatus, _ second: TrackingStatus) {
    let pair = track(first, second)
    let days: Int64? = second.isScan ? 2 : first.isScan ? 1 : nil
    #expect(pair.lastMovedAt == days.map { ExampleFacts.monday + .days($0) })
    #expect(pair.lastHeardAt == ExampleFacts.monday + .days(2))
  }

  /// At one instant the status further along is believed, whichever is told first.
  @Test(arguments: TrackingStatus.allCases, TrackingStatus.allCases)
  func oneInstantFoldsOneWay(_ first: TrackingStatus, _ second: TrackingStatus) {
    let one = ExampleFacts.scan(first, day: 1)
    let other = ExampleFacts.scan(second, day: 1)
    #expect(ParcelTrack([one, other]) == ParcelTrack([other, one]))
    let status = ParcelTrack([one, other]).status
    #expect(status == first || status == second)
    if first == .delivered, second != .returned { #expect(status == .delivered) }
  }
}
