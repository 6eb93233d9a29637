import Fulfillment
import Testing

@testable import Store

/// What undo says of purchases that have left, and of what was settled.
struct UndoTests {
  @Test(arguments: [Decision.settlePlaced(number: "N9"), .settleAbsent(reason: "looked")])
  func whatWasSettledStaysAndNothingOlderIsTakenBack(_ decision: Decision) throws {
    let scratch = try shop(1)
    let store = scratch.store
    let order = try #require(try store.findOrders("#1").first)
    _ = try store.decide(
      .note("early"), on: [.order(order)], by: "ana", hold: .minutes(0), now: noon)
    try store.buy("#1")
    try store.send(.lost("time-out"))
    try store.decide(decision, try store.onlyBought("#1"), by: "ana")
    let undone = try store.undo(nil, by: "ana", now: noon)
    #expect(undone.applied == 0)
    #expect(undone.refused.map(\.reason).first?.hasPrefix("settling can't be undone") == true)
    #expect(try store.detail("#1").timeline.contains { $0.text == "early" })
    let last = try #require(try store.lastUndoable(by: "ana", now: noon))
    #expect(last.title == "note on #1" && last.newer?.reason.hasPrefix("settling") == true)
    #expect(try store.undo(last.batch, by: "ana", now: noon).applied == 1)
    #expect(try !store.detail("#1").timeline.contains { $0.text == "early" })
  }

  @Test func aHalfSentBatchIsCounted() throws {
    let scratch = try shop(3)
    let store = scratch.store
    let drafts = try ["#1", "#2", "#3"].map { draft(try store.request($0)) }
    _ = try store.intend(
      [intent(drafts[0])]
        + drafts.dropFirst().map { intent($0, .held(until: noon + .minutes(10), now: noon)) },
      by: "ana", hold: .minutes(10), now: noon)
    try store.send(accepted("N1"))
    let last = try #require(try store.lastUndoable(by: "ana", now: noon))
    #expect((last.applied, last.left) == (2, 1))
    let receipt = try store.undo(nil, by: "ana", now: noon)
    #expect((receipt.applied, receipt.left, receipt.refused.count) == (2, 1, 1))
  }

  @Test func ordersAreSortedAsTheQueueIs() throws {
    let scratch = try shop(4)
    let store = scratch.store
    let listed = try store.queue(.all, sort: .newest, at: .start, count: 10, now: noon).rows
      .map(\.id)
    #expect(listed.count == 4)
    #expect(try store.inQueueOrder(listed.reversed(), sort: .newest) == listed)
    #expect(try store.inQueueOrder([listed[2], OrderID(999)], sort: .risk) == [listed[2]])
    #expect(try store.inQueueOrder([], sort: .age).isEmpty)
  }
}
