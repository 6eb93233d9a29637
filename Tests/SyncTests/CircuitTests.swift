import Fulfillment
import Sync
import Testing

@Suite struct CircuitTests {
  private let circuit = Circuit()
  private let now = Timestamp(seconds: 5_000_000)

  @Test(arguments: 0..<5) func fewFailuresKeepItClosed(failures: Int) {
    #expect(circuit.openUntil(failures: failures, now: now) == nil)
    #expect(circuit.state(failures: failures, openUntil: nil, now: now) == .closed)
  }

  @Test(arguments: [(5, 5), (6, 10), (7, 20), (8, 40), (9, 60), (10, 60), (5000, 60)])
  func eachFurtherFailureOpensItForTwiceAsLong(failures: Int, minutes: Int64) {
    #expect(circuit.openUntil(failures: failures, now: now) == now + .minutes(minutes))
  }

  @Test func openUntilItsTimeThenHalfOpen() {
    let until = now + .minutes(5)
    #expect(circuit.state(failures: 5, openUntil: until, now: now) == .open(until: until))
    #expect(
      circuit.state(failures: 5, openUntil: until, now: until - .milliseconds(1))
        == .open(until: until))
    #expect(circuit.state(failures: 5, openUntil: until, now: until) == .halfOpen)
  }

  @Test func successForgetsTheInstant() {
    #expect(circuit.state(failures: 0, openUntil: now + .hours(1), now: now) == .closed)
  }

  @Test func timeStretchesWithTheClock() {
    #expect(circuit.openUntil(failures: 5, now: now, rate: 10) == now + .minutes(50))
  }
}
