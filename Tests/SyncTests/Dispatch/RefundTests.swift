import Fulfillment
import Simulator
import Store
import Sync
import TestSupport
import Testing

/// Money back, through a payment service that knows its keys and through a shop that does not.
@Suite struct RefundTests {
  private static let services = ["stripe", "woocommerce"]

  private static func mishap(_ mishap: Mishaps.Mishap) -> Faults {
    var faults = Faults.none
    faults.writing.script = [0: mishap]
    return faults
  }

  @Test(arguments: services) func moneyGoesBackOnce(service: String) async throws {
    let rig = try RefundRig(service)
    let order = try rig.paidOrder()
    try rig.intend(rig.due(order, minor: 500))
    let report = try await rig.dispatcher().runOnce()
    #expect(report.count(\.accepted) == 1 && !report.hasTrouble)
    #expect(rig.gone(order.id) == [500])
    let message = try #require(try rig.message(order.order))
    #expect(message.state == .sent)
    #expect(message.outcome.hasPrefix("refund "))
    #expect(message.outcome.contains(" of 5.00 "))
    _ = try await rig.dispatcher("two").runOnce()
    #expect(rig.gone(order.id) == [500])
  }

  /// The answer is lost on either side of the service's books, or comes as trouble, or the request comes
  /// through late: nothing goes back twice, and nothing is forgotten.
  @Test(
    arguments: services,
    [
      Mishaps.Mishap.lost(.reset), .lost(.hang), .answerLost(.reset), .answerLost(.hang),
      .answeredBroken, .late(.seconds(40)), .garbled,
    ])
  func noMishapSendsItTwice(service: String, mishap: Mishaps.Mishap) async throws {
    let rig = try RefundRig(service, faults: Self.mishap(mishap))
    let order = try rig.paidOrder()
    try rig.intend(rig.due(order, minor: 500))
    for turn in 0..<8 {
      _ = try await rig.dispatcher("turn \(turn)").runOnce()
      #expect(rig.gone(order.id).count <= 1)
      rig.time.advance(by: .minutes(16))
    }
    #expect(rig.gone(order.id) == [500])
    #expect(try rig.message(order.order)?.state == .sent)
  }

  @Test(
    arguments: services, [FailPoint.Step.claimed, .beforeSend, .afterSend, .beforeSettle, .settled])
  func anEndAtAnyStepSendsItOnce(service: String, step: FailPoint.Step) async throws {
    let rig = try RefundRig(service)
    let order = try rig.paidOrder()
    try rig.intend(rig.due(order, minor: 500))
    let other = try rig.temporary.reopened()
    await #expect(throws: Crash.self) {
      try await rig.dispatcher(store: other, failPoint: Crash.at(step)).runOnce()
    }
    try other.close()
    for turn in 0..<8 {
      rig.time.advance(by: .minutes(16))
      _ = try await rig.dispatcher("turn \(turn)").runOnce()
      #expect(rig.gone(order.id).count <= 1)
    }
    #expect(rig.gone(order.id) == [500])
    #expect(try rig.message(order.order)?.state == .sent)
  }

  @Test(arguments: services) func moreThanWasTakenIsRefused(service: String) async throws {
    let rig = try RefundRig(service)
    let order = try rig.paidOrder()
    try rig.intend(rig.due(order, minor: order.total.minor))
    try rig.intend(rig.due(order, minor: 100, key: "refund:2"))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.gone(order.id) == [Int(order.total.minor)])
    let outbox = try #require(
      try rig.temporary.store.order(order.order, returnWindow: .days(30), now: rig.time.now())
    ).outbox
    #expect(outbox.map(\.state) == [.sent, .rejected])
    #expect(outbox[1].outcome.contains("of a payment can be sent back"))
  }

  /// What the shop knows by now is looked at once more before it leaves.
  @Test func moneyThatWentBackElsewhereIsNotSentAgain() async throws {
    let rig = try RefundRig("stripe")
    let order = try rig.paidOrder()
    try rig.intend(rig.due(order, minor: order.total.minor))
    var told = Order(
      externalID: String(order.id), name: "#\(order.id)", placedAt: RefundRig.start - .days(3),
      updatedAt: RefundRig.start, payment: .partiallyRefunded, currency: order.total.currency)
    (told.total, told.refunded) = (order.total, Money(minor: 1, currency: order.total.currency))
    _ = try rig.temporary.store.take(
      [told], from: "shop", isHistory: false, cursor: nil, now: rig.time.now())
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.requests.isEmpty)
    let message = try #require(try rig.message(order.order))
    #expect(message.state == .withdrawn)
    #expect(message.outcome == "more would go back than was paid")
  }

  @Test func aPaymentThatNobodyKnowsIsSaidSo() async throws {
    let rig = try RefundRig("stripe")
    var order = try rig.paidOrder()
    order.id = 999_999
    try rig.intend(rig.due(order, minor: 100))
    _ = try await rig.dispatcher().runOnce()
    #expect(try rig.message(order.order)?.state == .rejected)
    #expect(try rig.message(order.order)?.outcome == "no payment of the order is known there")
  }
}
