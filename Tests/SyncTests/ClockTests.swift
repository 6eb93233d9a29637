import Fulfillment
import Sync
import TestSupport
import Testing

@Suite struct ClockTests {
  @Test func plainSystemTimeIsTheWallClock() {
    let time = SystemTime()
    let year = time.now().date.year
    #expect(year >= 2024 && year < 2200)
    #expect(time.rate == 1)
    #expect(abs((SystemTime().now() - time.now()).milliseconds) < 60_000)
  }

  @Test func simulatedTimeStartsAtItsOriginAndRunsFaster() async throws {
    let origin = Timestamp(seconds: 1_000_000_000)
    let time = SystemTime(rate: 86_400, origin: origin)
    #expect(time.now() >= origin)
    try await time.sleep(until: origin + .hours(1))
    #expect(time.now() >= origin + .hours(1))
    #expect(time.now() < origin + .days(3000))
  }

  @Test func sleepUntilAPastInstantReturnsAtOnce() async throws {
    let time = SystemTime()
    try await time.sleep(until: Timestamp(seconds: 0))
  }

  @Test func cancelledSleepEndsAtOnce() async {
    let time = SystemTime()
    let sleeper = Task { try await time.sleep(until: time.now() + .days(1)) }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }

  @Test func realSpansStretchWithTheRate() {
    let time = ManualTime(Timestamp(seconds: 0), rate: 144)
    #expect(time.real(.seconds(10)) == .minutes(24))
    #expect(ManualTime(Timestamp(seconds: 0)).real(.seconds(10)) == .seconds(10))
  }

  @Test(arguments: [(1000, 0.5, 500), (1000, 2.0, 2000), (3, 0.5, 2), (-1000, 2.0, -2000)])
  func spansScaleWithRounding(span: Int64, factor: Double, scaled: Int64) {
    #expect(Span.milliseconds(span).scaled(by: factor) == .milliseconds(scaled))
  }

  @Test(arguments: [Double.infinity, 1e30]) func scalingNeverOverflows(factor: Double) {
    #expect(Span.days(365).scaled(by: factor) > .days(365_000))
    #expect(Span.days(-365).scaled(by: factor) < .days(-365_000))
  }

  @Test func noncesAreLongAndFresh() {
    let nonces = (0..<100).map { _ in SystemRandom().nonce() }
    #expect(Set(nonces).count == 100)
    for nonce in nonces {
      #expect(nonce.utf8.count == 32)
      #expect(nonce.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) })
    }
  }

  @Test func fractionsAreBelowOne() {
    let random = RepeatableRandom(seed: 42)
    let fractions = (0..<2000).map { _ in random.fraction() }
    #expect(fractions.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = fractions.reduce(0, +) / 2000
    #expect(mean > 0.45 && mean < 0.55)
  }

  @Test func seedsRepeat() {
    let (one, two) = (RepeatableRandom(seed: 7), RepeatableRandom(seed: 7))
    #expect((0..<20).map { _ in one.next() } == (0..<20).map { _ in two.next() })
    #expect(RepeatableRandom(seed: 8).next() != RepeatableRandom(seed: 7).next())
  }
}
