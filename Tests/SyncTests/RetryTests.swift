import Connectors
import Fulfillment
import Sync
import Testing

@Suite struct RetryTests {
  private let retry = Retry()

  @Test(arguments: [(1, 1), (2, 2), (3, 4), (4, 8), (6, 32), (7, 60), (50, 60)])
  func boundDoublesUpToItsCap(failed: Int, seconds: Int64) {
    #expect(retry.bound(failed) == .seconds(seconds))
  }

  @Test(arguments: [0.0, 0.25, 0.5, 0.999]) func jitterIsFull(fraction: Double) {
    let action = retry.action(after: .unavailable("down"), failed: 3, fraction: fraction)
    #expect(action == .wait(.milliseconds(Int64((4000 * fraction).rounded()))))
  }

  @Test(arguments: [
    ConnectorError.unauthorized("bad key"), .rejected(code: "400", message: "no such order"),
  ])
  func whatNoRetryMendsIsNotRetried(error: ConnectorError) {
    #expect(retry.action(after: error, failed: 1, fraction: 0.5) == .giveUp(after: nil))
  }

  @Test(arguments: [
    ConnectorError.unavailable("down"), .malformed("cut off"), .throttled(after: nil),
    .unknownOutcome("no answer"),
  ])
  func whatMayPassIsRetriedUntilAttemptsRunOut(error: ConnectorError) {
    for failed in 1...3 {
      let bound = retry.bound(failed)
      guard case .wait(let span) = retry.action(after: error, failed: failed, fraction: 0.9) else {
        Issue.record("gave up after \(failed)")
        continue
      }
      #expect(span > .seconds(0) && span <= bound)
    }
    #expect(retry.action(after: error, failed: 4, fraction: 0.9) == .giveUp(after: nil))
  }

  @Test func retryAfterIsNeverUndercut() {
    for fraction in [0.0, 0.5, 0.999] {
      let action = retry.action(
        after: .throttled(after: .seconds(17)), failed: 1, fraction: fraction)
      guard case .wait(let span) = action else {
        Issue.record("gave up")
        continue
      }
      #expect(span >= .seconds(17) && span < .seconds(18))
    }
  }

  @Test func longRetryAfterEndsThePullAndIsKept() {
    #expect(
      retry.action(after: .unavailable("maintenance", after: .seconds(600)), failed: 1, fraction: 0)
        == .giveUp(after: .seconds(600)))
  }

  @Test func lastAttemptStillTellsWhatTheVendorAskedFor() {
    #expect(
      retry.action(after: .throttled(after: .seconds(9)), failed: 4, fraction: 0)
        == .giveUp(after: .seconds(9)))
  }

  @Test func negativeRetryAfterIsNone() {
    #expect(
      retry.action(after: .throttled(after: .seconds(-5)), failed: 1, fraction: 0)
        == .wait(.seconds(0)))
  }

  @Test func waitsStretchWithTheClock() {
    #expect(
      retry.action(after: .throttled(after: .seconds(2)), failed: 1, fraction: 0, rate: 144)
        == .wait(.seconds(288)))
    #expect(
      retry.action(after: .unavailable("x"), failed: 1, fraction: 0.5, rate: 144)
        == .wait(.seconds(72)))
    #expect(
      retry.action(after: .throttled(after: .seconds(110)), failed: 1, fraction: 0, rate: 144)
        == .wait(.seconds(110 * 144)))
  }
}
