import Canvas
import Fulfillment
import Testing

@testable import Console

/// What the desktop is told of new exceptions.
struct DesktopTests {
  private func session(
    _ way: DesktopRule.Way = .osc9, least: Severity = .serious, quiet: QuietHours? = nil
  ) -> SampleSession {
    var settings = ConsoleSettings.sample
    settings.desktop = DesktopRule(way, least: least)
    settings.quietHours = quiet
    return SampleSession(size: .narrow, settings: settings)
  }

  private func told(_ session: SampleSession) -> [String] {
    session.seen.compactMap { effect in
      if case .notify(let title, let text) = effect { title + "|" + text } else { nil }
    }
  }

  private func comesUp(
    _ severity: Severity, _ session: inout SampleSession, id: Int64 = 90_000,
    reason: String = "nobody knows"
  ) {
    session.board.exceptions.append(
      ExceptionRow(
        id: ExceptionID(id), order: nil, subject: "#1", code: "purchase.unknown",
        severity: severity, state: .open, since: session.board.now, reason: reason))
    session.send(.storeChanged(session.board.now))
  }

  @Test func whatStoodWhenTheConsoleWasOpenedIsNotNews() {
    var session = session(least: .notice)
    session.send(.storeChanged(session.board.now))
    #expect(told(session).isEmpty)
  }

  @Test(arguments: [
    (Severity.notice, Severity.serious, false), (.warning, .serious, false),
    (.serious, .serious, true), (.critical, .serious, true), (.notice, .notice, true),
    (.serious, .critical, false),
  ])
  func onlyWhatWeighsEnoughIsTold(severity: Severity, least: Severity, isTold: Bool) {
    var session = session(least: least)
    comesUp(severity, &session)
    #expect(
      told(session)
        == (isTold
          ? ["Supercargo: \(severity.name) exception|#1 purchase.unknown: nobody knows"] : []))
    session.send(.storeChanged(session.board.now))
    #expect(told(session).count == (isTold ? 1 : 0), "and told once")
  }

  @Test func nothingIsToldWhereItIsOff() {
    var session = session(.off)
    comesUp(.critical, &session)
    #expect(told(session).isEmpty)
    #expect(session.state.toldUpTo == nil, "and nothing is asked for it")
  }

  @Test func inQuietHoursNothingIsToldAndNothingIsMadeUpForLater() {
    var session = session(quiet: QuietHours(from: 0, until: 1440))
    comesUp(.critical, &session)
    session.state.settings.quietHours = nil
    session.send(.storeChanged(session.board.now))
    #expect(told(session).isEmpty)
  }

  @Test func whatComesSoonAfterIsToldTogether() {
    var session = session()
    comesUp(.critical, &session, id: 90_001)
    comesUp(.serious, &session, id: 90_002)
    comesUp(.critical, &session, id: 90_003)
    #expect(told(session).count == 1)
    session.wait(.seconds(40))
    session.send(.storeChanged(session.board.now))
    #expect(told(session).count == 2)
    #expect(told(session).last?.hasPrefix("Supercargo: 2 new exceptions|") == true)
  }

  @Test func nothingHostileGetsOut() {
    var session = session()
    comesUp(.critical, &session, reason: "a\u{1B}]0;x\u{7}\u{9C}\u{202E}b\n")
    let scalars = told(session).joined().unicodeScalars
    #expect(!told(session).isEmpty)
    #expect(
      scalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
      })
  }
}
