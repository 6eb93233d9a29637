import Canvas
import Fulfillment
import Testing

@testable import Console

/// Decisions that could not be written: a full disk, a locked store, one that was moved away.
struct WritingAgainTests {
  private let trouble = "can't decide: the disk is full (free some space; nothing was half written)"

  /// Presses keys and returns the decisions that leave.
  private func decisions(
    _ keys: String, _ session: inout SampleSession
  ) -> [(targets: [Target], number: RequestNumber)] {
    keys.flatMap { key in
      update(&session.state, .key(.character(key), session.board.now)).compactMap { effect in
        if case .decide(_, let targets, let number) = effect { (targets, number) } else { nil }
      }
    }
  }

  @Test func itIsKeptAndToldAndWrittenAgain() throws {
    var session = SampleSession(size: .narrow)
    let sent = try #require(decisions("a", &session).first)
    _ = update(&session.state, .notWritten(trouble, sent.number, session.board.now))
    #expect(session.state.unwritten.count == 1)
    #expect(session.state.notices.contains { $0.text == trouble })
    #expect(session.state.notices.contains { $0.text.contains("W writes it again") })
    #expect(view(session.state).lines[0].contains("1 not written"))
    let again = decisions("W", &session)
    #expect(again.map(\.targets) == [sent.targets])
    #expect(session.state.unwritten.isEmpty)
  }

  @Test func claimsAndOffersAreKeptToo() throws {
    var session = SampleSession(size: .narrow)
    session.press("7j")
    _ = update(&session.state, .key(.character("y"), session.board.now))
    let made = update(&session.state, .key(.character("y"), session.board.now))
    guard case .openClaim(let row, let number)? = made.first else {
      Issue.record("\(made)")
      return
    }
    _ = update(&session.state, .notWritten(trouble, number, session.board.now))
    #expect(session.state.notices.contains { $0.text.contains("the claim for \(row.orderName)") })
    let again = update(&session.state, .key(.character("W"), session.board.now))
    guard case .openClaim(row, let second)? = again.first else {
      Issue.record("\(again)")
      return
    }
    #expect(second != number)
    _ = update(&session.state, .recorded("claim 1", second, session.board.now))
    #expect(session.state.unwritten.isEmpty && session.state.requests.sent.isEmpty)
  }

  @Test func intoAnotherFileItAsksFirst() throws {
    var session = SampleSession(size: .narrow)
    session.send(.storeFile("8:1"))
    let sent = try #require(decisions("a", &session).first)
    _ = update(&session.state, .notWritten(trouble, sent.number, session.board.now))
    session.send(.storeFile("8:2"))
    #expect(decisions("W", &session).isEmpty)
    #expect(session.state.confirmation?.lines.contains { $0.contains("acknowledge") } == true)
    #expect(decisions("n", &session).isEmpty && session.state.unwritten.count == 1)
    #expect(decisions("Wy", &session).map(\.targets) == [sent.targets])
    #expect(session.state.unwritten.isEmpty)
  }

  @Test func severalGoOutInTheirOrder() {
    var session = SampleSession(size: .narrow)
    session.press("2")
    var first: [[Target]] = []
    for keys in ["a", "ja", "ja"] {
      for (targets, number) in decisions(keys, &session) {
        first.append(targets)
        _ = update(&session.state, .notWritten(trouble, number, session.board.now))
      }
    }
    #expect(first.count == 3)
    #expect(decisions("W", &session).map(\.targets) == first)
  }

  @Test func oneThatFailsAgainIsKeptAgain() throws {
    var session = SampleSession(size: .narrow)
    let sent = try #require(decisions("a", &session).first)
    _ = update(&session.state, .notWritten(trouble, sent.number, session.board.now))
    let again = try #require(decisions("W", &session).first)
    _ = update(&session.state, .notWritten(trouble, again.number, session.board.now))
    #expect(session.state.unwritten.count == 1)
  }

  @Test func quittingAsksFirst() throws {
    var session = SampleSession(size: .narrow)
    let sent = try #require(decisions("a", &session).first)
    _ = update(&session.state, .notWritten(trouble, sent.number, session.board.now))
    let effects = update(&session.state, .key(.character("q"), session.board.now))
    #expect(!effects.contains(.quit))
    guard case .confirm(let question)? = session.state.overlay else {
      Issue.record("it does not ask")
      return
    }
    #expect(question.lines.contains { $0.contains("1 decision not written") })
  }

  @Test func withNothingToWriteTheKeySaysSo() {
    var session = SampleSession(size: .narrow)
    #expect(decisions("W", &session).isEmpty)
    #expect(session.state.notices.contains { $0.text.contains("every decision is written") })
  }

  @Test func theSameTroubleRingsOnce() {
    var session = SampleSession(size: .narrow)
    let first = update(&session.state, .failed(trouble, nil, session.board.now))
    let second = update(&session.state, .failed(trouble, nil, session.board.now))
    #expect(first == [.bell])
    #expect(second == [])
  }
}
