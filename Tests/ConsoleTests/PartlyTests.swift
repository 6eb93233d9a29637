import Canvas
import Fulfillment
import Testing

@testable import Console

/// Orders of which a plan buys only a part.
struct PartlyTests {
  private func session() throws -> SampleSession {
    var session = SampleSession(size: .wide)
    session.isSlow = true
    session.press("<space><space>p")
    var prepared = session.board.plan(
      for: .orders(session.board.orders.prefix(2).map(\.id)))
    let first = try #require(prepared.plan.entries.first?.draft)
    prepared.plan.refused.append(
      Plan.Refusal(
        order: first.order, orderName: first.orderName, sku: "GLASS-WHALE",
        reason: "no supplier is mapped to it", code: "order.unmapped"))
    for case .plan(_, let number) in session.seen.reversed() {
      session.send(.planned(prepared, number, session.board.now))
    }
    return session
  }

  @Test func theListAndTheStripWarn() throws {
    let session = try session()
    #expect(session.screen.contains("part, 1 stays"))
    #expect(
      session.screen.contains("stays to be bought: GLASS-WHALE (no supplier is mapped to it)"))
    #expect(session.screen.contains("1 order only in part"))
  }

  @Test func theReasonsAndTheQuestionSayIt() throws {
    var session = try session()
    session.press("r")
    #expect(session.screen.contains("Only part of the order; this stays to be bought"))
    #expect(session.screen.contains("GLASS-WHALE: no supplier is mapped to it"))
    session.press("<esc>y")
    #expect(session.screen.contains("1 order is bought only in part"))
    session.press("nx")
    #expect(!session.screen.contains("only in part, "))
    #expect(session.state.plan?.partly == 0)
  }
}
