import Fulfillment
import Testing

/// One order from its placing on, told day by day: what is raised, what clears, and when.
private struct Life {
  var facts: OrderFacts
  private(set) var exceptions: [OrderException] = []
  private(set) var log: [String] = []
  private(set) var nextCheck: Timestamp?

  init(_ facts: OrderFacts) { self.facts = facts }

  /// Something new is told at that hour after the placing; then the order is examined.
  mutating func tell(_ hour: Int64, _ change: (inout OrderFacts) -> Void) {
    wait(until: hour)
    change(&facts)
    examine(at: ExampleFacts.monday + .hours(hour), hasMoved: true)
  }

  /// Nothing is told until that hour: only the next checks are kept.
  mutating func wait(until hour: Int64) {
    let end = ExampleFacts.monday + .hours(hour)
    while let next = nextCheck, next <= end { examine(at: next, hasMoved: false) }
  }

  mutating func decide(_ code: String, _ decision: Decision, hour: Int64) throws {
    wait(until: hour)
    let now = ExampleFacts.monday + .hours(hour)
    let index = try #require(exceptions.firstIndex { $0.finding.code == code })
    exceptions[index] = try exceptions[index].applying(decision, now: now)
    log.append("\(hour)h \(code) \(exceptions[index].state)")
    examine(at: now, hasMoved: false)
  }

  private mutating func examine(at now: Timestamp, hasMoved: Bool) {
    let (findings, next) = Detector.examine(facts, Thresholds(), now: now)
    let after = Reconciler.reconcile(exceptions, findings, hasMoved: hasMoved, now: now)
    let hour = (now - ExampleFacts.monday).milliseconds / 3_600_000
    for exception in after {
      let old = exceptions.first { $0.finding.code == exception.finding.code }
      guard old?.state != exception.state else { continue }
      log.append("\(hour)h \(exception.finding.code) \(exception.state)")
    }
    exceptions = after
    let wake = after.compactMap { $0.state == .snoozed ? $0.snoozedUntil : nil }.min()
    nextCheck = [next, wake].compactMap { $0 }.filter { $0 > now }.min()
  }

  var shown: String? { exceptions.first(where: \.shown)?.finding.code }
}

extension OrderFacts {
  fileprivate mutating func buy(_ hour: Int64, handlingDays: Int? = nil) {
    purchases = [
      PurchaseFacts(
        supplier: "CJ", number: "CJ-77", state: .placed,
        placedAt: ExampleFacts.monday + .hours(hour), handlingDays: handlingDays)
    ]
  }

  fileprivate mutating func accept(_ hour: Int64) {
    purchases[0].state = .acknowledged
    purchases[0].acknowledgedAt = ExampleFacts.monday + .hours(hour)
  }

  fileprivate mutating func ship(_ hour: Int64, number: String? = ExampleFacts.number) {
    purchases[0].state = .shipped
    purchases[0].shippedAt = purchases[0].shippedAt ?? ExampleFacts.monday + .hours(hour)
    guard let number else { return }
    purchases[0].hasTracking = true
    shipments = [
      ShipmentFacts(
        number: number, carrier: "", createdAt: ExampleFacts.monday + .hours(hour))
    ]
  }

  fileprivate mutating func scan(
    _ status: TrackingStatus, _ hour: Int64, country: String = "CN", _ message: String = ""
  ) {
    let at = ExampleFacts.monday + .hours(hour)
    shipments[0].events.append(
      TrackingEvent(
        occurredAt: at, recordedAt: at + .minutes(20), status: status, message: message,
        country: country))
  }
}

@Suite struct OrderLifeTests {
  private func bought() -> Life {
    var life = Life(ExampleFacts.order())
    life.tell(0) { _ in }
    life.tell(1) { $0.buy(1) }
    return life
  }

  private func shipped() -> Life {
    var life = bought()
    life.tell(6) { $0.accept(6) }
    life.tell(24) { $0.ship(24) }
    return life
  }

  @Test func healthyOrderRaisesNothing() {
    var life = shipped()
    life.tell(40) { $0.scan(.pickedUp, 39) }
    life.tell(90) { $0.scan(.inTransit, 89) }
    life.tell(200) { $0.scan(.customs, 199, "Released by customs") }
    life.tell(260) { $0.scan(.outForDelivery, 259, country: "US") }
    life.tell(266) { $0.scan(.delivered, 265, country: "US") }
    life.wait(until: 9000)
    #expect(life.log.isEmpty)
    #expect(OrderState.of(life.facts) == .delivered)
    #expect(life.nextCheck == nil)
  }

  @Test func unpaidOrderThatIsPaidAfterAll() {
    var life = Life(ExampleFacts.order { ($0.payment, $0.paidAt) = (.pending, nil) })
    life.tell(0) { _ in }
    life.wait(until: 60)
    #expect(life.shown == "payment.pending")
    life.tell(60) { ($0.payment, $0.paidAt) = (.paid, ExampleFacts.monday + .hours(60)) }
    life.tell(61) { $0.buy(61) }
    #expect(life.log == ["24h payment.pending open", "60h payment.pending cleared"])
  }

  @Test func orderThatNobodyBuysAndThenSomebodyDoes() {
    var life = Life(ExampleFacts.order())
    life.tell(0) { _ in }
    life.tell(9) { $0.buy(9) }
    #expect(life.log == ["2h purchase.unsent open", "9h purchase.unsent cleared"])
  }

  @Test func silentSupplierWhoAnswersLate() {
    var life = bought()
    life.tell(50) { $0.accept(50) }
    #expect(
      life.log == ["25h purchase.unacknowledged open", "50h purchase.unacknowledged cleared"])
  }

  @Test func cancelledPurchaseIsToBeBoughtAgain() {
    var life = bought()
    life.tell(6) { $0.purchases[0].state = .cancelled }
    #expect(life.log == ["6h purchase.cancelled open", "6h purchase.unsent open"])
    life.tell(7) { $0.purchases.append($0.purchases[0]) }
    #expect(life.shown == "purchase.cancelled")
    life.tell(8) { $0.purchases[1].state = .placed }
    #expect(life.log.suffix(2) == ["8h purchase.cancelled cleared", "8h purchase.unsent cleared"])
  }

  /// Proposed, approved late, lost on the way, found, unpaid, paid.
  @Test func purchaseThatTheProgramSends() {
    var life = Life(ExampleFacts.order())
    life.tell(0) { _ in }
    life.tell(1) {
      $0.purchases = ExampleFacts.intended { $0.sending = .proposed }.purchases
      $0.lines[0].covered = 1
    }
    life.tell(4) {
      $0.purchases[0].sending = .claimed; $0.purchases[0].lastSentAt = hour(4)
    }
    life.tell(5) {
      $0.purchases[0].sending = .unknown; $0.purchases[0].state = .unknown
    }
    #expect(life.shown == "purchase.unknown")
    #expect(OrderState.of(life.facts) == .ordered)
    life.tell(6) { ($0.purchases[0].sending, $0.purchases[0].state) = (.sent, .unpaid) }
    life.tell(20) { $0.purchases[0].state = .acknowledged }
    #expect(
      life.log == [
        "3h purchase.unsent open", "4h purchase.unsent cleared", "4h purchase.unknown open",
        "6h purchase.unknown cleared", "16h purchase.unpaid open", "20h purchase.unpaid cleared",
      ])
  }

  @Test func purchaseThatIsRefusedAndBoughtElsewhere() {
    var life = Life(ExampleFacts.left(.intended, .claimed))
    life.tell(1) { _ in }
    life.tell(2) {
      ($0.purchases[0].sending, $0.purchases[0].state) = (.rejected, .rejected)
      $0.lines[0].covered = 0
    }
    #expect(life.shown == "purchase.rejected")
    life.tell(3) {
      $0.purchases += ExampleFacts.left(.placed, .sent) { $0.key = "SC-1001-0QY" }.purchases
      $0.lines[0].covered = 1
    }
    #expect(life.shown == nil)
    #expect(OrderState.of(life.facts) == .ordered)
  }

  @Test func orderCancelledAfterItWasBought() {
    var life = Life(ExampleFacts.left(.placed, .sent))
    life.tell(2) { _ in }
    life.tell(3) {
      $0.cancelledAt = hour(3)
      $0.changedAfterPurchase = "cancelled after the purchase was sent"
    }
    life.tell(9) { ($0.purchases[0].state, $0.purchases[0].isCancelWanted) = (.cancelled, true) }
    #expect(life.log == ["3h order.changed open", "9h order.changed cleared"])
  }

  private func hour(_ count: Int64) -> Timestamp { ExampleFacts.monday + .hours(count) }

  @Test func lateDispatchClearsWithTheScanAndNotWithTheNumber() {
    var life = bought()
    life.tell(6) { $0.accept(6) }
    life.wait(until: 74)
    #expect(life.shown == "dispatch.late")
    life.tell(80) { $0.ship(80) }
    #expect(life.shown == "dispatch.late")
    life.tell(90) { $0.scan(.label, 89) }
    #expect(life.shown == "dispatch.late")
    life.tell(95) { $0.scan(.pickedUp, 94) }
    #expect(life.log == ["73h dispatch.late open", "95h dispatch.late cleared"])
  }

  @Test func handlingPromiseSkipsTheWeekEnd() {
    // Bought on Monday 9:00, five business days promised: not late on Saturday, late on Monday 9:00.
    var life = Life(ExampleFacts.order())
    life.tell(1) { $0.buy(1, handlingDays: 5) }
    life.tell(6) { $0.accept(6) }
    life.wait(until: 400)
    #expect(life.log == ["169h dispatch.late open"])
  }

  @Test func numberThatIsOwed() {
    var life = bought()
    life.tell(6) { $0.accept(6) }
    life.tell(24) { $0.ship(24, number: nil) }
    life.tell(26) { $0.fulfillment = .fulfilled }
    life.wait(until: 110)
    #expect(life.log == ["96h tracking.missing open"])
    life.tell(110) { $0.ship(110) }
    life.tell(111) { $0.scan(.inTransit, 111) }
    #expect(
      life.log.dropFirst() == [
        "110h tracking.missing cleared", "110h dispatch.late open", "111h dispatch.late cleared",
      ])
    #expect(life.shown == nil)
  }

  @Test func wrongNumberThatIsReplaced() {
    var life = bought()
    life.tell(6) { $0.accept(6) }
    life.tell(24) { $0.ship(24, number: "LX123456784CN") }
    #expect(life.log == ["24h tracking.invalid open"])
    life.tell(48) { $0.shipments[0].number = ExampleFacts.number }
    #expect(life.log.last == "48h tracking.invalid cleared")
  }

  @Test func customsThenReleaseThenStall() {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.tell(100) { $0.scan(.customs, 99, "Information required") }
    #expect(life.shown == "transit.customs")
    life.tell(150) { $0.scan(.inTransit, 149, country: "US") }
    #expect(life.shown == nil)
    life.wait(until: 600)
    #expect(
      life.log == [
        "100h transit.customs open", "150h transit.customs cleared", "376h transit.stalled open",
      ])
  }

  @Test func strongerOneTakesTheScreenAndGivesItBack() {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.tell(400) {
      $0.returns = [
        ReturnFacts(
          externalID: "R-1", state: .requested, requestedAt: ExampleFacts.monday + .hours(376))
      ]
    }
    #expect(life.shown == "return.waiting")
    life.tell(410) { $0.scan(.attemptFailed, 409, country: "US") }
    #expect(life.shown == "delivery.failed")
    life.tell(420) { $0.scan(.delivered, 419, country: "US") }
    #expect(life.shown == "return.waiting")
    life.tell(430) { $0.returns[0].state = .approved }
    #expect(life.shown == nil)
  }

  @Test func parcelThatNeverComes() {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.wait(until: 3000)
    // Seven business days after Tuesday 23:00; 45 days after it was last heard of.
    #expect(
      life.log == ["255h transit.stalled open", "1119h parcel.lost open"])
    #expect(life.shown == "parcel.lost")
    life.tell(3000) { $0.scan(.delivered, 2999, country: "US") }
    #expect(life.exceptions.allSatisfy { $0.state == .cleared })
  }

  @Test func staleTrackerRaisesNoSilence() {
    var life = shipped()
    life.facts.trackingFreshAt = ExampleFacts.monday + .hours(41)
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.tell(300) { _ in }
    #expect(life.log.isEmpty)
    #expect(life.nextCheck == ExampleFacts.monday + .hours(300) + .minutes(15))
    life.tell(301) { $0.trackingFreshAt = ExampleFacts.monday + .hours(301) }
    #expect(life.log == ["301h transit.stalled open"])
  }

  @Test func snoozeUntilItMoves() throws {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.wait(until: 300)
    try life.decide("transit.stalled", .snooze(.untilMoved), hour: 300)
    life.wait(until: 800)
    #expect(life.log.last == "300h transit.stalled snoozed")
    life.tell(900) { $0.scan(.inTransit, 899) }
    #expect(life.log.last == "900h transit.stalled cleared")
    life.wait(until: 1200)
    #expect(life.log.last == "1115h transit.stalled open")
  }

  @Test func snoozeUntilADayWakesByItself() throws {
    var life = bought()
    life.wait(until: 30)
    let wake = ExampleFacts.monday + .hours(78)
    try life.decide("purchase.unacknowledged", .snooze(.until(wake)), hour: 30)
    #expect(life.log.last == "30h purchase.unacknowledged snoozed")
    life.wait(until: 79)
    #expect(
      life.log.suffix(2) == ["73h dispatch.late open", "78h purchase.unacknowledged open"])
  }

  @Test func resolvedStaysResolvedUntilAnotherInstance() throws {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.wait(until: 300)
    try life.decide("transit.stalled", .resolve(reason: "asked the carrier"), hour: 300)
    life.wait(until: 700)
    #expect(life.log.last == "300h transit.stalled resolved")
    life.tell(710) { $0.scan(.inTransit, 709) }
    life.wait(until: 1000)
    #expect(life.log.last?.hasSuffix("transit.stalled open") == true)
  }

  @Test func refundEndsEverything() {
    var life = shipped()
    life.tell(40) { $0.scan(.inTransit, 39) }
    life.wait(until: 300)
    #expect(life.shown == "transit.stalled")
    life.tell(310) { $0.payment = .refunded }
    #expect(life.shown == nil)
    life.tell(400) { $0.scan(.returned, 399) }
    #expect(life.shown == nil)
  }

  @Test func parcelThatCameBackIsClearedOnceItsBuyerIsPaidBack() {
    var life = shipped()
    life.tell(40) { $0.scan(.returned, 39) }
    #expect(life.shown == "parcel.returned")
    life.tell(50) { $0.cancelledAt = ExampleFacts.monday + .hours(50) }
    #expect(life.shown == "parcel.returned")
    life.tell(60) { $0.payment = .partiallyRefunded }
    #expect(life.shown == "parcel.returned")
    life.tell(70) { $0.payment = .refunded }
    #expect(life.shown == nil)
    #expect(life.log.last == "70h parcel.returned cleared")
  }
}

/// Examining only when told to is as good as examining all the time.
@Suite struct NextCheckTests {
  @Test(arguments: seeds)
  func keepingTheNextChecksMissesNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let facts = random.facts()
    let end = ExampleFacts.monday + .days(110)
    var (now, byChecks) = (ExampleFacts.monday, [Finding]())
    var visits = 0
    while now <= end {
      let (findings, next) = Detector.examine(facts, Thresholds(), now: now)
      byChecks = findings
      visits += 1
      guard let next, next > now else { break }
      // An unproved silence asks again every quarter of an hour; skip ahead, nothing else changes.
      now = next - now <= .minutes(15) ? next + .hours(11) : next
    }
    #expect(byChecks == Detector.findings(facts, Thresholds(), now: end))
    #expect(visits < 400)
  }
}
