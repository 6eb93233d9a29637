import Canvas
import Fulfillment
import Testing

@testable import Console

struct BellTests {
  private func session(_ bell: BellRule, quiet: QuietHours? = nil) -> SampleSession {
    var settings = ConsoleSettings.sample
    (settings.bell, settings.quietHours) = (bell, quiet)
    return SampleSession(size: .narrow, settings: settings)
  }

  /// One more exception than before, as the store tells it.
  private func more(_ session: inout SampleSession) -> [Effect] {
    let loads = update(&session.state, .storeChanged(session.board.now))
    guard var counts = session.state.counts else { return [] }
    counts.exceptions += 1
    for case .load(.counts, let number) in loads {
      return update(&session.state, .loaded(.counts(counts), number, session.board.now))
    }
    return []
  }

  @Test(arguments: [(BellRule.off, false), (.errors, true), (.exceptions, true)])
  func aFailureRingsUnlessItIsOff(rule: BellRule, rings: Bool) {
    var session = session(rule)
    let effects = update(&session.state, .failed("no", nil, session.board.now))
    #expect(effects.contains(.bell) == rings)
  }

  @Test(arguments: [(BellRule.off, false), (.errors, false), (.exceptions, true)])
  func moreExceptionsRingOnlyWhereTheyShould(rule: BellRule, rings: Bool) {
    var session = session(rule)
    #expect(more(&session).contains(.bell) == rings)
  }

  @Test(arguments: [(0, true), (1, false)])
  func quietHoursAreTheOperatorsOwn(_ hour: Int64, _ rings: Bool) {
    // The clock of the messages runs 144 times faster: a quarter of an hour of his is a day and a half.
    var settings = ConsoleSettings.sample
    (settings.bell, settings.timeRate) = (.errors, 144)
    settings.quietHours = QuietHours("15:30-16:30")
    settings.ownTime = OwnTime(shown: SampleBoard.now, own: SampleBoard.now)
    var session = SampleSession(size: .narrow, settings: settings)
    session.wait(.hours(144 * hour))
    let effects = update(&session.state, .failed("no", nil, session.board.now))
    #expect(effects.contains(.bell) == rings)
  }

  @Test func theFirstCountRingsForNobody() {
    var settings = ConsoleSettings.sample
    settings.bell = .exceptions
    var state = ConsoleState(size: .narrow, now: Timestamp(seconds: 0), settings: settings)
    let loads = update(&state, .started(Timestamp(seconds: 0)))
    for case .load(.counts, let number) in loads {
      let counts = SampleBoard().answer(.counts)
      #expect(!update(&state, .loaded(counts, number, Timestamp(seconds: 0))).contains(.bell))
    }
  }

  @Test func inQuietHoursNothingRings() {
    var all = session(.exceptions, quiet: QuietHours(from: 0, until: 1440))
    #expect(!update(&all.state, .failed("no", nil, all.board.now)).contains(.bell))
    #expect(!more(&all).contains(.bell))
  }

  @Test(arguments: [
    ("22:00-07:00", 22 * 60, true), ("22:00-07:00", 6 * 60 + 59, true),
    ("22:00-07:00", 7 * 60, false), ("22:00-07:00", 12 * 60, false),
    ("9:30-17:00", 9 * 60 + 30, true), ("9:30-17:00", 17 * 60, false), ("0:00-24:00", 1439, true),
  ])
  func hoursMayGoPastMidnight(text: String, minute: Int, isQuiet: Bool) throws {
    #expect(try #require(QuietHours(text)).contains(minute) == isQuiet)
  }

  @Test(arguments: [
    "", "22-7", "25:00-07:00", "22:60-07:00", "22:00", "7:00-7:00", "a:b-c:d", "-1:00-2:00",
  ])
  func otherTextIsRefused(text: String) {
    #expect(QuietHours(text) == nil)
  }
}
