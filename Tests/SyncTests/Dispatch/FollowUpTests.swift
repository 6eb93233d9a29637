import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// What follows a purchase: payment, cancellation, the news of its parcel.
@Suite struct FollowUpTests {
  @Test func whatTheSupplierWaitsForIsPaidAtOnceWhereItMay() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1, needsPayment: true)[0]
    let report = try await rig.dispatcher().runOnce()
    #expect(report.count(\.accepted) == 2)
    #expect(rig.desk.verbs == ["place", "pay", "pay"])
    #expect(rig.desk.entries(key).map(\.isPaid) == [true])
    #expect(try rig.row(key)?.state == .acknowledged)
  }

  @Test func otherwiseItIsLeftToTheOperator() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place"])
    #expect(try rig.row(key)?.state == .unpaid)
  }

  @Test(arguments: [FakeDesk.Mishap.lost, .answerLost, .brokenAfter, .garbledAfter])
  func paymentOfUnknownOutcomeIsRepeatedAndEndsPaid(mishap: FakeDesk.Mishap) async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1, needsPayment: true)[0]
    rig.desk.plan(.none, mishap)
    for _ in 0..<3 {
      _ = try await rig.dispatcher().runOnce()
      rig.time.advance(by: .minutes(10))
    }
    #expect(rig.desk.entries(key).map(\.isPaid) == [true])
    #expect(try rig.row(key)?.state == .acknowledged)
    #expect(rig.desk.verbs.filter { $0 == "place" }.count == 1)
  }

  @Test func supplierThatIsNotPaidByAPISaysSo() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1, needsPayment: true)[0]
    let receiver = Receiver(
      name: "supplier", door: .supplier(FakeBuyer(paysByAPI: false), nil))
    let report = try await rig.dispatcher(receivers: [receiver]).runOnce()
    #expect(report.count(\.refused) == 1)
    #expect(try rig.row(key)?.outcome.contains("pay it at the supplier") == true)
    #expect(try rig.row(key)?.state == .unpaid)
  }

  @Test(arguments: [FakeDesk.Kind.both, .blind]) func cancellationShowsTheSuppliersAnswer(
    kind: FakeDesk.Kind
  ) async throws {
    let rig = try DispatchRig(kind)
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    let row = try #require(try rig.row(key))
    _ = try rig.store.decide(
      .cancelPurchase(reason: "changed their mind"), on: [.purchase(row.id)], by: "operator",
      hold: .seconds(0), now: rig.time.now())
    let report = try await rig.dispatcher().runOnce()
    if kind == .both {
      #expect(rig.desk.entries(key).map(\.isCancelled) == [true])
      #expect(try rig.row(key)?.state == .cancelled)
    } else {
      #expect(report.count(\.refused) == 1)
      #expect(try rig.row(key)?.outcome.contains("ask the supplier") == true)
    }
  }

  /// A store with a purchase whose parcel the shop has not heard of.
  private func shipped() async throws -> DispatchRig {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    _ = try rig.store.take(
      [
        PurchaseOrder(
          supplier: "supplier", number: "N1", reference: key, state: .shipped,
          placedAt: rig.time.now(), shipments: [Shipment(number: "TN 1", carrier: "post")])
      ], from: "supplier", cursor: nil, now: rig.time.now())
    let queued = try rig.store.queueFulfilments(
      { due in
        FakeFulfilling().body(
          for: FulfilmentUpdate(order: due.orderExternalID, shipment: due.shipment))
      },
      now: rig.time.now())
    #expect(queued == 1)
    return rig
  }

  private func dispatch(_ rig: DispatchRig, _ shop: FakeShopDesk) async throws -> DispatchReport {
    let receiver = Receiver(name: "shop", door: .storefront(FakeFulfilling(), nil))
    return try await rig.dispatcher(receivers: [receiver], transport: shop.transport).runOnce()
  }

  @Test func parcelIsToldOnceByTheBestWay() async throws {
    let (rig, shop) = (try await shipped(), FakeShopDesk())
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.accepted) == 1)
    #expect(shop.verbs == ["GET known", "GET notes", "POST plugin", "POST done"])
    #expect(shop.told == ["TN1"])
    #expect(try await dispatch(rig, shop).receivers.isEmpty)
  }

  @Test func shopThatKnowsTheParcelIsNotToldAgain() async throws {
    let (rig, shop) = (try await shipped(), FakeShopDesk(known: ["tn-1"]))
    _ = try await dispatch(rig, shop)
    #expect(shop.verbs == ["GET known", "POST done"])
  }

  @Test func nextWayIsTakenWhereOneIsUnsupported() async throws {
    let (rig, shop) = (try await shipped(), FakeShopDesk(answers: ["POST plugin": 404]))
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.accepted) == 1)
    #expect(
      shop.verbs == ["GET known", "GET notes", "POST plugin", "POST note", "POST done"])
  }

  @Test func shopWithoutAnyWayRefusesInItsWords() async throws {
    let answers = ["POST plugin": 404, "POST note": 404]
    let (rig, shop) = (try await shipped(), FakeShopDesk(answers: answers))
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.refused) == 1 && shop.told.isEmpty)
  }

  @Test(arguments: [500, 0]) func newsOfUnknownOutcomeIsReadBeforeItIsToldAgain(
    status: Int
  ) async throws {
    // The first telling takes effect, and its answer is lost.
    let (rig, shop) = (try await shipped(), FakeShopDesk(answers: ["POST plugin": status]))
    _ = try await dispatch(rig, shop)
    shop.mend()
    rig.time.advance(by: .minutes(10))
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.accepted) == 1)
    #expect(shop.told == ["TN1"])
    #expect(shop.verbs.filter { $0 == "POST plugin" }.count == 1)
  }

  @Test func shopThatCantBeReadIsNotWrittenTo() async throws {
    let (rig, shop) = (try await shipped(), FakeShopDesk(answers: ["GET known": 503]))
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.notSent) == 1 && shop.verbs == ["GET known"])
  }

  @Test func laterStepThatFailsDoesNotTellTwice() async throws {
    let (rig, shop) = (try await shipped(), FakeShopDesk(answers: ["POST done": 404]))
    let report = try await dispatch(rig, shop)
    #expect(report.count(\.refused) == 1)
    #expect(shop.told == ["TN1"] && !shop.verbs.contains("POST note"))
  }
}
