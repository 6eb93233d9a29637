import Testing

@testable import Fulfillment

@Suite struct ClaimWindowTests {
  private let lost = ClaimTerm(
    kinds: [.lost], opens: ClaimBound(7, after: .lastScan), closes: ClaimBound(30, after: .shipped))

  @Test func edgesAreCountedFromWhatHappened() {
    let window = ClaimWindow([lost], sampleConsignment(), noticedAt: day(9))
    #expect(window.opensAt == day(12) && window.closesAt == day(31))
    #expect(window.length == .days(19) && !window.isNever)
  }

  @Test(arguments: [ClaimAnchor.shipped, .scanned, .lastScan, .delivered, .promised, .bought])
  func anEdgeThatRestsOnWhatNobodyToldIsNotGuessed(anchor: ClaimAnchor) {
    let bare = Consignment(placedAt: day(0))
    let term = ClaimTerm(kinds: [.lost], closes: ClaimBound(30, after: anchor))
    let window = ClaimWindow([term], bare, noticedAt: day(9))
    #expect(window.closes == .after(ClaimBound(30, after: anchor)))
    #expect(window.closesAt == nil && window.length == nil && !window.isNever)
  }

  @Test func termsThatDifferLeaveAnEdgeUnclear() {
    let other = ClaimTerm(
      kinds: [.lost], opens: ClaimBound(20, after: .lastScan),
      closes: ClaimBound(30, after: .shipped))
    let window = ClaimWindow([lost, other], sampleConsignment(), noticedAt: day(9))
    #expect(window.opens == .unclear && window.closesAt == day(31))
  }

  @Test func aWindowThatShutsBeforeItOpensIsNever() {
    let term = ClaimTerm(
      kinds: [.lost], opens: ClaimBound(110, after: .shipped),
      closes: ClaimBound(90, after: .bought))
    let window = ClaimWindow([term], sampleConsignment(), noticedAt: day(50))
    #expect(window.isNever && window.length == .seconds(0))
  }

  /// Whatever the terms and the facts, no window is longer than from its first to its last day or shorter
  /// than nothing, and what happened later never closes it earlier.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func windowsAreNeverNegativeAndMoveWithTheirAnchor(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let anchors = ClaimAnchor.allCases
      let term = ClaimTerm(
        kinds: [.lost],
        opens: random.int(0...3) == 0
          ? nil : ClaimBound(random.int(0...120), after: anchors[random.int(0...7)]),
        closes: ClaimBound(random.int(0...120), after: anchors[random.int(0...7)]))
      let early = sampleConsignment { $0.deliveredAt = day(Int64(random.int(5...20))) }
      let shift = Span.days(Int64(random.int(0...30)))
      let late = early.moved(by: shift)
      let before = ClaimWindow([term], early, noticedAt: day(9))
      let after = ClaimWindow([term], late, noticedAt: day(9) + shift)
      #expect(before.length.map { $0 >= .seconds(0) } ?? true)
      #expect(before == ClaimWindow([term], early, noticedAt: day(9)))
      if let closes = before.closesAt { #expect(after.closesAt == closes + shift) }
      if let opens = before.opensAt { #expect(after.opensAt == opens + shift) }
    }
  }

  @Test(arguments: [
    ("30d after delivered", ClaimBound(30, after: .delivered)),
    ("0 d after noticed", ClaimBound(0, after: .noticed)),
    ("7d after last-scan", ClaimBound(7, after: .lastScan)),
  ])
  func boundsAreReadAsTheyAreWritten(text: String, bound: ClaimBound) {
    #expect(ClaimBound(text) == bound)
    #expect(ClaimBound(bound.text) == bound)
  }

  @Test(arguments: [
    "", "30d", "after delivered", "30d after", "d after delivered", "-1d after delivered",
    "30h after delivered", "30d after lunch", "30d after delivered twice", "9999999d after placed",
  ])
  func anythingElseIsNoBound(text: String) {
    #expect(ClaimBound(text) == nil)
  }
}

extension Consignment {
  fileprivate func moved(by span: Span) -> Consignment {
    var moved = self
    moved.placedAt = placedAt + span
    moved.boughtAt = boughtAt.map { $0 + span }
    moved.shippedAt = shippedAt.map { $0 + span }
    moved.scannedAt = scannedAt.map { $0 + span }
    moved.lastScanAt = lastScanAt.map { $0 + span }
    moved.deliveredAt = deliveredAt.map { $0 + span }
    moved.promisedAt = promisedAt.map { $0 + span }
    return moved
  }
}
