import Fulfillment
import GRDB
import Testing

@testable import Store

/// What is told of a purchase that waits at a paused supplier.
@Suite struct PauseTextTests {
  private func decide(_ decision: Decision, _ store: Store) throws {
    let id = try #require(try store.suppliers(now: noon).first { $0.name == "CJ" }).id
    #expect(
      try store.decide(
        decision, on: [.supplier(id)], by: "Ada", hold: .minutes(10), now: noon
      ).applied == 1)
  }

  @Test func whatWasToldOfItIsThereAgainOnceItIsResumed() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let claim = try #require(try store.claim())
    try store.settle(
      claim, .notSent("the line was dead", until: noon + .minutes(5)), powers: .none, now: noon)
    #expect(try store.onlyBought("#1").outcome == "the line was dead")
    try decide(.pauseSupplier(reason: "prices"), store)
    #expect(try store.onlyBought("#1").outcome == "CJ is paused by Ada: prices")
    #expect(try store.detail("#1").row.purchaseNote == "CJ is paused by Ada: prices")
    try decide(.resumeSupplier, store)
    #expect(try store.onlyBought("#1").outcome == "the line was dead")
    #expect(try store.detail("#1").row.purchaseNote == "the line was dead")
  }

  @Test func whatHasLeftIsNotSaidToWait() throws {
    let scratch = try shop()
    try scratch.store.buy("#1")
    try scratch.store.send(accepted("N1", note: "balance low"))
    try decide(.pauseSupplier(reason: "prices"), scratch.store)
    #expect(try scratch.store.onlyBought("#1").outcome == "balance low")
  }
}
