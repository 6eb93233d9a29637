import Fulfillment
import Testing

private func track(_ scans: [(TrackingStatus, Int64)], since: Timestamp? = nil) -> ParcelTrack {
  ParcelTrack(scans.map { ExampleFacts.scan($0.0, day: $0.1) }, since: since)
}

@Suite struct ParcelTrackTests {
  @Test func nothingIsKnownBeforeTheFirstEvent() {
    let none = track([])
    #expect(none.status == nil)
    #expect(none.newest == nil)
    #expect(none.firstScanAt == nil)
    #expect(none.lastMovedAt == nil)
    #expect(none.lastHeardAt == nil)
  }

  /// Each: statuses with their days, and what they fold to.
  @Test(arguments: [
    "label@1 pickedUp@2 inTransit@3 -> inTransit",
    "inTransit@3 label@1 pickedUp@2 -> inTransit",
    "attemptFailed@3 outForDelivery@4 -> outForDelivery",
    "inTransit@1 label@2 -> inTransit",
    "inTransit@1 unregistered@9 -> inTransit",
    "unregistered@1 label@2 -> label",
    "label@1 cancelled@2 -> cancelled",
    "delivered@3 inTransit@4 -> delivered",
    "delivered@3 expired@60 -> delivered",
    "delivered@3 unregistered@90 -> delivered",
    "delivered@3 pickup@4 -> delivered",
    "delivered@3 returning@4 -> returning",
    "delivered@3 returned@9 -> returned",
    "delivered@3 attemptFailed@4 -> attemptFailed",
    "delivered@3 exception@4 -> exception",
    "returned@3 inTransit@4 -> returned",
    "returned@3 exception@4 -> returned",
    "returned@3 delivered@4 -> delivered",
    "lost@3 inTransit@9 -> inTransit",
    "inTransit@3 expired@40 -> expired",
    "inTransit@3 delivered@3 -> delivered",
    "delivered@3 returned@3 -> returned",
    "pickedUp@3 inTransit@3 -> inTransit",
  ])
  func newestBelievableStatusCounts(_ story: String) throws {
    let parts = story.split(separator: " ").map(String.init)
    let status = try #require(parts.last.flatMap(TrackingStatus.init(rawValue:)))
    let scans = try parts.dropLast(2).map { part in
      let pair = part.split(separator: "@").map(String.init)
      return (
        try #require(TrackingStatus(rawValue: pair[0])), try #require(Int64(pair[1]))
      )
    }
    #expect(track(scans).status == status)
    #expect(track(scans.reversed()).status == status)
    #expect(track(scans + scans).status == status)
  }

  @Test func labelAndUnknownAreNoScan() {
    let label = track([(.unregistered, 1), (.label, 2), (.cancelled, 3), (.expired, 4)])
    #expect(label.firstScanAt == nil)
    #expect(label.lastMovedAt == nil)
    #expect(label.lastHeardAt == ExampleFacts.monday + .days(4))
  }

  @Test func firstAndLastScanFrameTheJourney() {
    let journey = track([(.inTransit, 5), (.label, 1), (.pickedUp, 2), (.unregistered, 9)])
    #expect(journey.firstScanAt == ExampleFacts.monday + .days(2))
    #expect(journey.lastMovedAt == ExampleFacts.monday + .days(5))
    #expect(journey.lastHeardAt == ExampleFacts.monday + .days(9))
  }

  @Test func statusHoldsSinceTheFirstOfItsRun() {
    let held = track([(.customs, 2), (.inTransit, 3), (.customs, 4), (.customs, 6)])
    #expect(held.status == .customs)
    #expect(held.statusSince == ExampleFacts.monday + .days(4))
    #expect(held.newest == ExampleFacts.scan(.customs, day: 6))
  }

  @Test func eventsBeforeTheStartAreAnotherParcels() {
    let own = track([(.delivered, -9), (.label, 2)], since: ExampleFacts.monday)
    #expect(own.status == .label)
    #expect(own.firstScanAt == nil)
  }

  @Test func clockThatRunsAheadIsHeldAtTheTimeOfRecording() {
    let now = ExampleFacts.monday + .days(1)
    let ahead = TrackingEvent(
      occurredAt: now + .hours(9), recordedAt: now, status: .inTransit, country: "US")
    let delivered = TrackingEvent(
      occurredAt: now + .hours(1), recordedAt: now + .hours(2), status: .delivered)
    #expect(ahead.happenedAt == now)
    #expect(ParcelTrack([ahead, delivered]).status == .delivered)
    #expect(ParcelTrack([ahead]).lastMovedAt == now)
  }

  @Test func countriesAreThoseOfScans() {
    let track = ParcelTrack([
      ExampleFacts.scan(.label, day: 1, country: "HK"),
      ExampleFacts.scan(.inTransit, day: 2, country: "cn"),
      ExampleFacts.scan(.inTransit, day: 3, country: ""),
      ExampleFacts.scan(.inTransit, day: 4, country: "US"),
    ])
    #expect(track.countries == ["CN", "US"])
  }

  @Test(arguments: seeds)
  func anyOrderAndAnyRepetitionFoldAlike(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let events = (0..<random.int(0...9)).map { _ in random.event() }
      let repeated = (events + events.shuffled(using: &random).prefix(4)).shuffled(using: &random)
      #expect(ParcelTrack(events) == ParcelTrack(repeated))
    }
  }

  @Test(arguments: TrackingStatus.allCases)
  func onlyAHandledParcelIsScanned(_ status: TrackingStatus) {
    #expect((track([(status, 1)]).firstScanAt != nil) == status.isScan)
  }
}
