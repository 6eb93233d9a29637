import Testing

@testable import Fulfillment

@Suite struct LossTests {
  private func losses(_ facts: OrderFacts, _ codes: [String] = []) -> [Loss] {
    var facts = facts
    facts.fold()
    let findings = codes.map { code in
      Finding(
        code: code, severity: .serious,
        trip: Trip(at: day(30), reason: "", key: "parcel \(ExampleFacts.number)"))
    }
    #expect(facts.losses(findings).isEmpty || facts.mayHaveLoss(findings))
    return facts.losses(findings)
  }

  @Test(arguments: [
    (TrackingStatus.lost, LossKind?.some(.lost)), (.expired, .lost), (.returning, .returned),
    (.returned, .returned), (.delivered, nil), (.inTransit, nil), (.attemptFailed, nil),
    (.cancelled, nil),
  ])
  func whatTheCarrierSaysIsTheKindOfLoss(status: TrackingStatus, kind: LossKind?) {
    let found = losses(ExampleFacts.sent([ExampleFacts.scan(status, day: 12)]))
    #expect(found.map(\.kind) == (kind.map { [$0] } ?? []))
    #expect(found.allSatisfy { $0.noticedAt == day(12) && $0.shipment == 0 })
  }

  @Test func damageIsTakenFromTheCarriersWords() {
    let damaged = ExampleFacts.scan(.exception, day: 12, message: "Package damaged in transit")
    #expect(losses(ExampleFacts.sent([damaged])).map(\.kind) == [.damaged])
    let other = ExampleFacts.scan(.exception, day: 12, message: "Address not found")
    #expect(losses(ExampleFacts.sent([other])).isEmpty)
  }

  @Test func payingTheCustomerBackMakesNoLossGood() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.lost, day: 20)]) {
      $0.payment = .refunded
    }
    #expect(losses(facts).map(\.kind) == [.lost])
  }

  @Test func whatWasPaidBackWhileUnderWayIsLate() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)]) {
      ($0.payment, $0.promisedAt) = (.refunded, day(10))
    }
    #expect(losses(facts) == [Loss(kind: .late, noticedAt: day(10), shipment: 0)])
  }

  @Test(arguments: [("parcel.lost", LossKind.lost), ("transit.delayed", .late)])
  func whatTheRulesFoundOfASilentParcelIsALoss(code: String, kind: LossKind) {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)])
    #expect(losses(facts, [code]) == [Loss(kind: kind, noticedAt: day(30), shipment: 0)])
    #expect(losses(facts, ["return.waiting"]).isEmpty)
  }

  @Test(arguments: [
    ("I never received it", LossKind?.some(.notReceived)), ("arrived broken", .damaged),
    ("wrong item in the box", .notAsDescribed), ("too small", nil), ("", nil),
  ])
  func aCustomersWordsAreTakenForWhatTheySay(reason: String, kind: LossKind?) {
    let found = losses(ExampleFacts.returned(.requested, reason: reason))
    #expect(found.map(\.kind) == (kind.map { [$0] } ?? []))
    #expect(losses(ExampleFacts.returned(.declined, decided: 7, reason: reason)).isEmpty)
  }

  @Test func historyHasNoLosses() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.lost, day: 20)]) { $0.isHistory = true }
    #expect(losses(facts).isEmpty)
  }

  @Test func anOrdinaryOrderIsNotEvenLookedAt() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)])
    facts.fold()
    #expect(!facts.mayHaveLoss([]))
  }
}
