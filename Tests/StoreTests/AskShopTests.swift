import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct AskShopTests {
  private static let inTen = noon + .minutes(10)

  private func messages(_ store: Store, _ name: String) throws -> [OutboxMessage] {
    let detail = try store.order(try store.only(name), returnWindow: .days(30), now: noon)
    return try #require(detail).outbox.filter { ShopRequest.Deed(rawValue: $0.kind) != nil }
  }

  private func ask(
    _ store: Store, _ deed: ShopRequest.Deed, _ names: String..., now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try store.ask(
      ShopRequest(deed, reason: .customer, note: "asked for it"),
      about: try names.map { try store.only($0) }, by: "ana", hold: .minutes(10), now: now)
  }

  @Test(arguments: ShopRequest.Deed.allCases)
  func itWaitsOutTheHoldWindowAndIsTakenBack(deed: ShopRequest.Deed) throws {
    let scratch = try shop(2)
    let store = scratch.store
    let receipt = try ask(store, deed, "#1", "#2")
    #expect(receipt.applied == 2 && receipt.undoableUntil == AskShopTests.inTen)
    let message = try #require(try messages(store, "#1").first)
    #expect(message.state == .held && message.receiver == "main")
    #expect(ShopRequest(message.body)?.order == "ext-1")
    #expect(ShopRequest(message.body)?.note == "asked for it")
    #expect(try store.lastUndoable(by: "ana", now: noon)?.batch == receipt.batch)
    let undone = try store.undo(nil, by: "ana", now: noon + .minutes(9))
    #expect(undone.applied == 2 && undone.refused.isEmpty)
    for name in ["#1", "#2"] { #expect(try messages(store, name).map(\.state) == [.withdrawn]) }
    // It may be asked again, under a key of its own.
    #expect(try ask(store, deed, "#1").applied == 1)
    #expect(Set(try messages(store, "#1").map(\.key)).count == 2)
  }

  @Test func whatHasLeftIsNotTakenBack() throws {
    let scratch = try shop(2)
    let store = scratch.store
    let receipt = try ask(store, .cancel, "#1")
    let undone = try store.undo(receipt.batch, by: "ana", now: AskShopTests.inTen)
    #expect(undone.applied == 0 && undone.refused.map(\.reason) == ["it has left"])
    #expect(try messages(store, "#1").map(\.state) == [.held])
  }

  @Test func aShopIsAskedOneThingAtATime() throws {
    let scratch = try shop(2)
    let store = scratch.store
    _ = try ask(store, .hold, "#1")
    let receipt = try ask(store, .cancel, "#1", "#2")
    #expect(receipt.applied == 1)
    #expect(receipt.refused.map(\.target) == ["#1"])
    #expect(receipt.refused[0].reason.contains("hold-order is held"))
  }

  @Test func nothingIsBoughtForAnOrderThatIsBeingCancelled() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1", .held(until: noon, now: noon))
    let cancel = try ask(store, .cancel, "#1")
    #expect(try store.request("#1").obstacle == "being cancelled")
    #expect(try store.claim(receiver: "CJ") == nil)
    let row = try store.onlyBought("#1")
    #expect(row.sending == .withdrawn && row.outcome.contains("being cancelled"))
    _ = try store.undo(cancel.batch, by: "ana", now: noon)
    #expect(try store.request("#1").obstacle.isEmpty)
  }

  @Test func whatTheShopHasCancelledIsNotAskedFor() throws {
    let scratch = try shop()
    let store = scratch.store
    _ = try ask(store, .hold, "#1")
    try store.pool.write { try $0.run("UPDATE customerOrder SET cancelledAt = 5") }
    #expect(try ask(store, .cancel, "#1").refused[0].reason.contains("the shop cancelled it"))
    // What was queued before is dropped when its turn comes.
    let later = AskShopTests.inTen
    _ = try store.releaseHeld(now: later)
    #expect(try store.claim(receiver: "main", now: later) == nil)
    let message = try #require(try messages(store, "#1").first)
    #expect(message.state == .withdrawn && message.outcome == "the shop has cancelled the order")
  }

  @Test func aCancellationThatWasTakenIsNotRepeatedAtOnce() throws {
    let scratch = try shop()
    let store = scratch.store
    _ = try ask(store, .cancel, "#1")
    let later = AskShopTests.inTen
    let claim = try #require(try store.claim(receiver: "main", now: later))
    try store.settle(claim, accepted(), powers: .repeatable, now: later)
    #expect(try ask(store, .cancel, "#1", now: later + .minutes(1)).applied == 0)
    // A job that came to nothing may be asked for again.
    #expect(try ask(store, .cancel, "#1", now: later + .hours(2)).applied == 1)
  }
}
