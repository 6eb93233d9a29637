import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct FulfilmentTests {
  /// Queues all news; what was due.
  private func queue(_ store: Store, now: Timestamp = noon) throws -> [FulfilmentDue] {
    var due: [FulfilmentDue] = []
    let count = try store.queueFulfilments(
      {
        due.append($0)
        return "tell " + $0.shipment.number
      }, now: now)
    #expect(count == due.count)
    return due
  }

  private func ship(
    _ store: Store, _ name: String, _ numbers: String..., purchase: String = "N1"
  ) throws {
    let pulled = samplePurchase(purchase, for: "", supplier: "") {
      $0.state = .shipped
      $0.shipments = numbers.map { Shipment(number: $0, carrier: "post") }
    }
    #expect(try store.take([pulled], from: "CJ", cursor: nil, now: noon).refused.isEmpty)
  }

  @Test func parcelOfAPurchaseIsToldOnce() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    #expect(try queue(store).isEmpty)
    try ship(store, "#1", "LX1CN")
    let due = try queue(store)
    #expect(
      due == [
        FulfilmentDue(
          storefront: "main", orderExternalID: "ext-1",
          shipment: Shipment(number: "LX1CN", carrier: "post"),
          lines: [.init(id: "1", quantity: 1), .init(id: "2", quantity: 3)], isComplete: true)
      ])
    #expect(try queue(store).isEmpty)
    let claim = try #require(try store.claim(receiver: "main"))
    #expect(claim.kind == "fulfil" && claim.key == "fulfil:main:ext-1:LX1CN")
    #expect(claim.body == "tell LX1CN" && claim.orderExternalID == "ext-1")
    try store.settle(claim, accepted(state: .unclear), powers: .none, now: noon)
    #expect(try store.onlyBought("#1").state == .shipped)
    // Nothing goes to the customer beside what the shop tells him.
    #expect(try store.detail("#1").outbox.map(\.kind) == ["place", "fulfil"])
    #expect(try !store.pendingReceivers(now: noon).contains("main"))
  }

  @Test func parcelThatTheShopKnowsIsNoNews() throws {
    let scratch = try shop { $0.shipments = [Shipment(number: "LX1CN")] }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN", "LX2CN")
    #expect(try queue(store).map(\.shipment.number) == ["LX2CN"])
  }

  @Test func shopThatComesToKnowTheParcelItselfIsNotTold() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN")
    try store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon
        $0.shipments = [Shipment(number: "LX1CN", carrier: "post")]
      }
    ])
    #expect(try queue(store).isEmpty)
  }

  @Test(arguments: ["by hand", "history", "cancelled", "refunded", "old", "no number"])
  func nothingElseIsTold(what: String) throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)], isHistory: what == "history")
    if what == "by hand" || what == "history" {
      let hand = samplePurchase("N1", for: "") { $0.shipments = [Shipment(number: "LX1CN")] }
      try store.recordPurchase(hand, for: try store.only("#1"), by: "ana", now: noon)
    } else {
      try store.buy("#1")
      try store.send(accepted("N1"))
      try ship(store, "#1", what == "no number" ? "" : "LX1CN")
    }
    let sql = [
      "cancelled": "UPDATE customerOrder SET cancelledAt = 1",
      "refunded": "UPDATE customerOrder SET payment = 'refunded'",
    ]
    if let sql = sql[what] { try store.pool.write { try $0.execute(sql: sql) } }
    #expect(try queue(store, now: what == "old" ? noon + .days(61) : noon).isEmpty)
  }

  @Test func severalParcelsOfOnePurchaseTellNoLines() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN", "LX2CN")
    let due = try queue(store)
    #expect(due.map(\.lines) == [[], []])
    // The last of them completes the order.
    #expect(due.map(\.isComplete) == [false, true])
  }

  @Test func parcelOfAFurtherNumberIsToldWithoutLines() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1", "N2"))
    try ship(store, "#1", "LX2CN", purchase: "N2")
    let first = try queue(store)
    #expect(first.map(\.shipment.number) == ["LX2CN"])
    #expect(first[0].lines.isEmpty && !first[0].isComplete)
    try ship(store, "#1", "LX1CN")
    #expect(try queue(store).map(\.isComplete) == [true])
  }

  @Test func orderOfTwoSuppliersIsCompleteWithTheSecond() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", lines: ["1"])
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN")
    #expect(try queue(store).map(\.isComplete) == [false])
    try store.buy("#1", lines: ["2"])
    try store.send(accepted("N2"))
    try ship(store, "#1", "LX2CN", purchase: "N2")
    let due = try queue(store)
    #expect(due.map(\.isComplete) == [true])
    #expect(due[0].lines == [.init(id: "2", quantity: 3)])
  }

  @Test func shopThatCanNotBeToldIsAskedForAgain() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN")
    let before = try store.everything()
    #expect(try store.queueFulfilments({ _ in nil }, now: noon) == 0)
    #expect(try store.everything() == before)
    #expect(try queue(store).count == 1)
  }

  @Test func numberThatIsReplacedIsToldInPlaceOfTheFirst() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "WRONG1")
    _ = try queue(store)
    try ship(store, "#1", "RIGHT1")
    #expect(try queue(store).map(\.shipment.number) == ["RIGHT1"])
    let outbox = try store.detail("#1").outbox.filter { $0.kind == "fulfil" }
    #expect(outbox.map(\.state) == [.withdrawn, .ready])
    #expect(outbox[0].outcome == "the supplier has replaced the number")
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func shopOfACancelledOrderIsNotToldAnyMore() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try ship(store, "#1", "LX1CN")
    _ = try queue(store)
    try store.pool.write { try $0.execute(sql: "UPDATE customerOrder SET cancelledAt = 1") }
    #expect(try store.claim(receiver: "main") == nil)
    let message = try #require(try store.detail("#1").outbox.first { $0.kind == "fulfil" })
    #expect(message.state == .withdrawn && message.outcome == "the order is cancelled")
  }
}
