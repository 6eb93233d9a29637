import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct OrderChangeTests {
  struct Change: CustomTestStringConvertible, Sendable {
    /// What is told of a purchase that was still here, and of one that had left; nil: it stays.
    var here: String?
    var late: String
    var edit: @Sendable (inout Order) -> Void

    init(_ here: String?, late: String, _ edit: @escaping @Sendable (inout Order) -> Void) {
      (self.here, self.late, self.edit) = (here, late, edit)
    }

    var testDescription: String { here ?? "nothing of it: " + late }
  }

  static let changes = [
    Change("cancelled", late: "cancelled after the purchase was sent") { $0.cancelledAt = noon },
    Change("refunded", late: "refunded after the purchase was sent") { $0.payment = .refunded },
    Change("not paid", late: "not paid after the purchase was sent") { $0.payment = .pending },
    Change("partly refunded", late: "partly refunded after the purchase was sent") {
      $0.payment = .partiallyRefunded
      $0.refunded = dollars(3)
    },
    Change("another address", late: "address changed after the purchase was sent") {
      $0.shipTo.postcode = "01310-100"
    },
    Change("1 LAMP instead of 3", late: "LAMP: quantity now 1, bought 3") {
      $0.lines[1].quantity = 1
    },
    Change("5 LAMP instead of 3", late: "") { $0.lines[1].quantity = 5 },
    Change("LAMP removed", late: "LAMP: quantity now 0, bought 3") { $0.lines.removeLast() },
    Change("LAMP is now DESK", late: "LAMP changed to DESK after the purchase was sent") {
      $0.lines[1].sku = "DESK"
    },
    Change("LAMP shipped", late: "") { $0.lines[1].fulfilled = true },
    Change("LAMP needs no shipping", late: "") { $0.lines[1].requiresShipping = false },
    // Nothing of what a purchase rests on.
    Change(nil, late: "") { $0.note = "ring twice" },
    Change(nil, late: "") { $0.email = "other@example.com" },
    Change(nil, late: "") { $0.lines[1].title = "Lamp, brass" },
    Change(nil, late: "") {
      $0.lines.append(
        OrderLine(externalID: "3", sku: "DESK", title: "Desk", quantity: 1, price: nil))
    },
  ]

  private func change(_ store: Store, _ edit: (inout Order) -> Void) throws {
    let order = sampleOrder(1) {
      $0.makeTwoLines()
      $0.updatedAt = noon
      edit(&$0)
    }
    try store.takeSamples([order])
  }

  @Test(
    arguments: changes,
    [Sending(state: .proposed), .held(until: noon + .hours(1), now: noon), Sending(state: .ready)])
  func purchaseThatIsStillHereIsTakenBack(change: Change, sending: Sending) throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", sending)
    try self.change(store, change.edit)
    let row = try store.onlyBought("#1")
    if let told = change.here {
      #expect(row.sending == .withdrawn && row.state == .cancelled)
      #expect(row.outcome == "the order has changed: " + told)
      #expect(row.evidence.map(\.event) == ["withdrawn"])
      #expect(try store.liveUnits("#1") == 0)
    } else {
      #expect(row.sending == sending.state)
      #expect(try store.liveUnits("#1") == 4)
      #expect(try store.claim(now: noon + .hours(2)) != nil || sending.state == .proposed)
    }
    #expect(try late(store).isEmpty)
  }

  @Test(arguments: changes, [Sending.State.claimed, .waiting, .sent])
  func whatHasLeftIsOnlyTold(change: Change, state: Sending.State) throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    switch state {
    case .claimed: _ = try store.claim()
    case .waiting: try store.send(.lost("time-out"))
    default: try store.send(accepted("N1"))
    }
    try self.change(store, change.edit)
    let row = try store.onlyBought("#1")
    #expect(row.sending == state)
    #expect(try store.liveUnits("#1") == 4)
    #expect(try late(store) == change.late)
  }

  @Test func onlyPurchasesOfTheLineAreTakenBack() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", lines: ["1"])
    try store.buy("#1", lines: ["2"])
    try change(store) { $0.lines[1].quantity = 2 }
    let rows = try store.bought("#1")
    #expect(rows.map(\.sending) == [.ready, .withdrawn])
    #expect(try store.buy("#1").applied == 1)
    #expect(try store.liveUnits("#1") == 3)
  }

  @Test func lateChangeIsForgottenOnceNothingIsWithASupplier() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try change(store) { $0.cancelledAt = noon }
    #expect(try !late(store).isEmpty)
    try store.detectAll()
    #expect(try store.detail("#1").exceptions.contains { $0.code == "order.changed" })
    let dropped = samplePurchase("N1", for: "", supplier: "") { $0.state = .cancelled }
    _ = try store.take([dropped], from: "CJ", cursor: nil, now: noon)
    #expect(try late(store).isEmpty)
  }

  @Test func orderThatComesAgainUnchangedTouchesNothing() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    let before = try store.everything()
    try store.takeSamples([sampleOrder(1) { $0.makeTwoLines() }])
    #expect(try store.everything() == before)
  }

  private func late(_ store: Store) throws -> String {
    try store.pool.read { try $0.texts("SELECT changedAfter FROM customerOrder") }.joined()
  }
}
