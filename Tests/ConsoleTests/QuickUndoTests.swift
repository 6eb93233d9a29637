import Canvas
import Fulfillment
import Testing

@testable import Console

/// Undo pressed before the store has been read again.
struct QuickUndoTests {
  private func decide(_ keys: String, _ session: inout SampleSession) -> [RequestNumber] {
    keys.flatMap { key in
      update(&session.state, .key(.character(key), session.board.now)).compactMap {
        if case .decide(_, _, let number) = $0 { number } else { nil }
      }
    }
  }

  private let receipt = DecisionReceipt(
    batch: DecisionID(7), applied: 1, title: "acknowledge #18231")

  @Test func uRightAfterTheAnswerTakesItBack() throws {
    var session = SampleSession(size: .narrow)
    let number = try #require(decide("a", &session).first)
    _ = update(&session.state, .decided(receipt, number, session.board.now))
    #expect(session.state.undoable == receipt)
    let effects = update(&session.state, .key(.character("u"), session.board.now))
    #expect(effects.contains { if case .undo = $0 { true } else { false } })
  }

  @Test func theStoreIsStillReadAgain() throws {
    var session = SampleSession(size: .narrow)
    let number = try #require(decide("a", &session).first)
    let effects = update(&session.state, .decided(receipt, number, session.board.now))
    #expect(effects.contains { if case .load(.lastUndoable, _) = $0 { true } else { false } })
  }

  @Test func whatWasNotAppliedIsNotOffered() throws {
    var session = SampleSession(size: .narrow)
    let number = try #require(decide("a", &session).first)
    let refused = DecisionReceipt(
      batch: nil, applied: 0, refused: [.init(target: "#1", reason: "no")], title: "acknowledge")
    _ = update(&session.state, .decided(refused, number, session.board.now))
    #expect(session.state.undoable == nil)
  }

  @Test func anOlderAnswerDoesNotTakeItAwayAgain() throws {
    var session = SampleSession(size: .narrow)
    let loads = update(&session.state, .storeChanged(session.board.now))
    let number = try #require(decide("a", &session).first)
    _ = update(&session.state, .decided(receipt, number, session.board.now))
    for case .load(.lastUndoable, let old) in loads {
      _ = update(&session.state, .loaded(.lastUndoable(nil), old, session.board.now))
    }
    #expect(session.state.undoable == receipt)
  }
}
