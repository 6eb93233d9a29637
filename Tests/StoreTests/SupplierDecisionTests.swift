import Fulfillment
import GRDB
import Testing

@testable import Store

/// Suppliers that are paused, moved away from, and looked at in full.
@Suite final class SupplierDecisionTests {
  /// A store lives as long as its scratch folder.
  private var kept: [Scratch] = []

  private func shop() throws -> Scratch {
    let scratch = try Scratch()
    kept.append(scratch)
    try scratch.store.takeSamples([sampleOrder(1), sampleOrder(2)])
    try scratch.store.save(
      [Supplier(name: "CJ", contact: "a@cj"), Supplier(name: "Backup", contact: "b@b")], now: noon)
    return scratch
  }

  private func id(_ name: String, _ store: Store) throws -> SupplierID {
    try #require(try store.suppliers(now: noon).first { $0.name == name }).id
  }

  @discardableResult
  private func decide(
    _ decision: Decision, _ store: Store, name: String = "CJ", now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try store.decide(
      decision, on: [.supplier(try id(name, store))], by: "Ada", hold: .minutes(10), now: now)
  }

  @Test func aPauseIsKeptAndTakenBack() throws {
    let store = try shop().store
    let receipt = try decide(.pauseSupplier(reason: "prices"), store)
    #expect(receipt.applied == 1 && receipt.title == "pause CJ")
    let pause = SupplierPause(at: noon, by: "Ada", reason: "prices")
    #expect(try store.suppliers(now: noon).first { $0.name == "CJ" }?.pause == pause)
    #expect(try store.catalogue().suppliers["cj"]?.pause == pause)
    #expect(try store.counts().paused == 1)
    #expect(try decide(.pauseSupplier(reason: ""), store).refused.count == 1)
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 1)
    #expect(try store.counts().paused == 0)
    #expect(try store.redo(by: "Ada", now: noon).applied == 1)
    #expect(try store.counts().paused == 1)
    #expect(try decide(.resumeSupplier, store).applied == 1)
    #expect(try decide(.resumeSupplier, store).refused.first?.reason == "it is not paused")
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 1)
    #expect(try store.suppliers(now: noon).first { $0.name == "CJ" }?.pause?.reason == "prices")
  }

  @Test func anOlderPauseIsNotTakenBackOnceItWasLifted() throws {
    let store = try shop().store
    let batch = try decide(.pauseSupplier(reason: ""), store).batch
    try decide(.resumeSupplier, store)
    let receipt = try store.undo(batch, by: "Ada", now: noon)
    #expect(receipt.applied == 0 && receipt.refused.first?.reason.contains("resumed") == true)
  }

  @Test func aMoveIsKeptReplacedAndTakenBack() throws {
    let store = try shop().store
    let half = VolumeMove(from: "cj", to: "backup", country: "BR", share: 50)
    try decide(.moveVolume(half), store)
    #expect(
      try store.catalogue().moves
        == [VolumeMove(from: "CJ", to: "Backup", country: "BR", share: 50)])
    try decide(.moveVolume(VolumeMove(from: "CJ", to: "Backup", country: "BR")), store)
    #expect(try store.catalogue().moves.map(\.share) == [100])
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 1)
    #expect(try store.catalogue().moves.map(\.share) == [50])
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 1)
    #expect(try store.catalogue().moves.isEmpty)
  }

  @Test(arguments: ["CJ", "Nobody"])
  func whereItCantGoNothingIsMoved(to other: String) throws {
    let store = try shop().store
    let receipt = try decide(.moveVolume(VolumeMove(from: "CJ", to: other)), store)
    #expect(receipt.applied == 0 && receipt.refused.count == 1)
    #expect(try store.catalogue().moves.isEmpty)
  }

  @Test func theNarrowestMoveStandsFirst() throws {
    let store = try shop().store
    try decide(.moveVolume(VolumeMove(from: "CJ", to: "Backup")), store)
    try decide(.moveVolume(VolumeMove(from: "CJ", to: "Backup", country: "BR")), store)
    #expect(try store.catalogue().moves.map(\.country) == ["BR", ""])
  }

  @Test func otherDecisionsAreNotForSuppliers() throws {
    let store = try shop().store
    for decision in [Decision.acknowledge, .note("x"), .buy, .approveReturn(note: "")] {
      #expect(try decide(decision, store).applied == 0)
    }
    let order = try store.only("#1")
    let receipt = try store.decide(
      .pauseSupplier(reason: ""), on: [.order(order)], by: "Ada", hold: .minutes(1), now: noon)
    #expect(receipt.applied == 0)
  }

  @Test func whatWaitsForAPausedSupplierStaysAndSaysWhy() throws {
    let scratch = try Scratch()
    kept.append(scratch)
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    try store.buy("#1", .held(until: noon + .minutes(10), now: noon))
    try decide(.pauseSupplier(reason: "prices"), store)
    let later = noon + .minutes(11)
    #expect(try store.pendingReceivers(now: later).isEmpty)
    #expect(try store.nextDispatch(now: noon) == nil)
    #expect(try store.claim(now: later) == nil)
    _ = try store.releaseHeld(now: later)
    #expect(try store.claim(now: later) == nil)
    let row = try store.detail("#1").row
    #expect(row.purchase == .ready && row.purchaseNote == "CJ is paused by Ada: prices")
    let card = try #require(
      try store.scorecard(of: try id("CJ", store), period: 90, now: later))
    #expect(card.waiting == 1 && card.row.pause != nil)
    try decide(.resumeSupplier, store, now: later)
    #expect(try store.detail("#1").row.purchaseNote.isEmpty)
    #expect(try store.pendingReceivers(now: later) == ["CJ"])
    #expect(try store.claim(now: later) != nil)
  }

  @Test func thePageSumsWhatHasNotArrived() throws {
    let store = try shop().store
    for (number, state) in [("A", PurchaseState.placed), ("B", .shipped), ("C", .cancelled)] {
      let purchase = samplePurchase(number, for: "#1") { $0.state = state }
      _ = try store.take([purchase], from: "cj", cursor: nil, now: noon)
    }
    try store.raise("transit.stalled", on: try store.only("#1"))
    try store.editContacts(
      of: "cj", add: [SupplierContact(.mail, "x@cj"), SupplierContact(.note, "slow")],
      forget: [], now: noon)
    try store.editContacts(
      of: "CJ", add: [SupplierContact(.mail, "x@cj")], forget: [SupplierContact(.note, "slow")],
      now: noon)
    try decide(.pauseSupplier(reason: "prices"), store)
    let card = try #require(try store.scorecard(of: try id("CJ", store), period: 90, now: noon))
    #expect(card.underWay == 2 && card.tiedUp == [dollars(24)])
    #expect(card.contacts == [SupplierContact(.mail, "x@cj")])
    #expect(card.exceptions.map(\.code) == ["transit.stalled"])
    #expect(card.news.contains("pause CJ: prices (Ada)"))
    #expect(card.numbers?.placed == Int64(card.row.purchases))
    #expect(try store.scorecard(of: SupplierID(99), period: 90, now: noon) == nil)
  }

  @Test func contactsAreOfKnownSuppliersOnly() throws {
    let store = try shop().store
    #expect(throws: StoreError.self) {
      try store.editContacts(
        of: "Nobody", add: [SupplierContact(.mail, "x")], forget: [], now: noon)
    }
  }
}
