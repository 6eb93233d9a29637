import Fulfillment
import Simulator
import Testing

@Suite struct ClockTests {
  @Test(arguments: [
    ("DAY=10m", 144.0), ("day=10m", 144), ("DAY=86400s", 1), ("HOUR=30s", 120), ("WEEK=1h", 168),
    ("144x", 144), ("144", 144), ("1x", 1), ("0.5X", 0.5),
  ])
  func speedIsReadFromText(text: String, factor: Double) {
    #expect(Speed(text)?.factor == factor)
  }

  @Test(arguments: [
    "", "x", "DAY", "DAY=", "DAY=0m", "DAY=10", "DAY=-1m", "0", "0x", "-3x", "nanx", "inf",
    "YEAR=1s", "DAY=10m=2", "99999999x", "DAY=10mm",
  ])
  func nonsenseIsNoSpeed(text: String) {
    #expect(Speed(text) == nil)
  }

  @Test func aDayPassesInTenMinutes() {
    let clock = WorldClock(start: monday, realStart: monday - .days(3), speed: .dayInTenMinutes)
    #expect(clock.now(monday - .days(3)) == monday)
    #expect(clock.now(monday - .days(3) + .minutes(10)) == monday + .days(1))
  }

  @Test(arguments: [0.5, 1, 3, 144, 1000])
  func aSleeperWakesNotBeforeTheSimulatedInstant(factor: Double) throws {
    let speed = try #require(Speed("\(factor)x"))
    let clock = WorldClock(start: monday, realStart: monday, speed: speed)
    let wanted = monday + .milliseconds(86_399_977)
    let real = clock.real(wanted)
    #expect(clock.now(real) >= wanted)
    #expect(clock.now(real - .milliseconds(2)) < wanted)
  }

  @Test func randomIsTheSameForTheSameSeedAndUnlikeForAnother() {
    var (first, second, other) = (
      SeededRandom(seed: 4, stream: 9), SeededRandom(seed: 4, stream: 9),
      SeededRandom(seed: 4, stream: 10)
    )
    let values = (0..<50).map { _ in first.next() }
    #expect(values == (0..<50).map { _ in second.next() })
    #expect(Set(values).isDisjoint(with: (0..<50).map { _ in other.next() }))
  }

  /// The published SplitMix64 sequence of seed 1234567.
  @Test func randomIsSplitMix64() {
    var random = SeededRandom(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func rangesAreFilledToBothEnds() {
    var random = SeededRandom(seed: 2)
    let drawn = (0..<400).map { _ in random.int(-2...3) }
    #expect(Set(drawn) == Set(-2...3))
    #expect((0..<400).allSatisfy { _ in (0..<1).contains(random.unit()) })
    #expect(random.hex(40).utf8.count == 40)
  }
}
