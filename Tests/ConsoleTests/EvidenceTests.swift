import Canvas
import Console
import Fulfillment
import Testing

struct EvidenceTests {
  private func session(_ dispute: Dispute.State = .open) throws -> SampleSession {
    var session = SampleSession(size: .wide)
    session.press("<enter>")
    let open = try #require(session.state.order)
    var detail = try #require(open.detail)
    detail.disputes = [
      DisputeRow(
        id: 1, account: "stripe", orderID: open.id, orderName: detail.row.name, storefront: "main",
        dispute: Dispute(
          externalID: "du_1", kind: .chargeback, state: dispute, reason: "fraudulent"))
    ]
    session.state.order?.detail = detail
    return session
  }

  /// Presses the key and returns the number of what it asks for.
  private func asked(_ session: inout SampleSession) -> RequestNumber? {
    for case .prepareEvidence(_, _, let number)
      in update(&session.state, .key(.character("E"), session.board.now))
    { return number }
    return nil
  }

  private func sheet(_ session: SampleSession) throws -> EvidenceSheet {
    EvidenceSheet(
      order: try #require(session.state.order).id, orderName: "#1", account: "stripe",
      reason: "fraudulent", dueAt: nil,
      submission: EvidenceSubmission(
        dispute: "du_1", fields: [EvidenceField(.story, "It came.\nSigned for.")]),
      missing: ["shipping_carrier"])
  }

  @Test func oneKeyAsksForWhatWouldBeHandedIn() throws {
    var session = try session()
    let effects = update(&session.state, .key(.character("E"), session.board.now))
    guard case .prepareEvidence(let order, let row, _)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(order == session.state.order?.id && row.dispute.externalID == "du_1")
  }

  @Test func itIsShownWordForWordAndQueuedByYes() throws {
    var session = try session()
    let sheet = try sheet(session)
    let number = try #require(asked(&session))
    _ = update(&session.state, .evidence(sheet, number, session.board.now))
    let lines = try #require(session.state.confirmation).lines
    #expect(lines.contains("uncategorized_text: It came."))
    #expect(lines.contains { $0.contains("Signed for.") })
    #expect(lines.contains { $0.contains("shipping_carrier") })
    let effects = update(&session.state, .key(.character("y"), session.board.now))
    guard case .submitEvidence(let sent, _)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(sent == sheet && session.state.confirmation == nil)
  }

  @Test func noMeansNothing() throws {
    var session = try session()
    let number = try #require(asked(&session))
    _ = update(&session.state, .evidence(try sheet(session), number, session.board.now))
    #expect(update(&session.state, .key(.character("n"), session.board.now)).isEmpty)
    #expect(session.state.confirmation == nil)
  }

  @Test func answerThatComesTooLateIsDropped() throws {
    var session = try session()
    let sheet = try sheet(session)
    let number = try #require(asked(&session))
    session.press("<esc>")
    _ = update(&session.state, .evidence(sheet, number, session.board.now))
    #expect(session.state.confirmation == nil)
  }

  @Test(arguments: [Dispute.State.underReview, .won, .lost])
  func withoutAnythingDueItSaysSo(state: Dispute.State) throws {
    var session = try session(state)
    let effects = update(&session.state, .key(.character("E"), session.board.now))
    #expect(!effects.contains { if case .prepareEvidence = $0 { true } else { false } })
    #expect(session.notice?.contains("waits for evidence") == true)
  }
}
