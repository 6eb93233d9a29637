import Fulfillment
import Testing

/// Longer limits never raise anything earlier, whatever the facts.
@Suite struct MonotonyTests {
  private func longer(_ random: inout SplitMix64) -> Thresholds {
    var thresholds = Thresholds()
    thresholds.paymentPending = random.longer(than: thresholds.paymentPending)
    thresholds.purchaseUnsent = random.longer(than: thresholds.purchaseUnsent)
    thresholds.purchaseUnacknowledged = random.longer(than: thresholds.purchaseUnacknowledged)
    thresholds.orderStale = random.longer(than: thresholds.orderStale)
    thresholds.purchaseUnknown = random.longer(than: thresholds.purchaseUnknown)
    thresholds.purchaseUnpaid = random.longer(than: thresholds.purchaseUnpaid)
    thresholds.dispatchLate = random.longer(than: thresholds.dispatchLate)
    thresholds.trackingMissing = random.longer(than: thresholds.trackingMissing)
    thresholds.trackingUnscannedBusinessDays += random.int(0...9)
    thresholds.stalledDomesticBusinessDays += random.int(0...9)
    thresholds.stalledForeignBusinessDays += random.int(0...9)
    thresholds.deliveryPickup = random.longer(than: thresholds.deliveryPickup)
    thresholds.parcelLost = random.longer(than: thresholds.parcelLost)
    thresholds.returnWaiting = random.longer(than: thresholds.returnWaiting)
    return thresholds
  }

  @Test(arguments: seeds)
  func longerLimitsTripLaterOrTheSame(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let (facts, patient) = (random.facts(), longer(&random))
      for rule in ruleTable {
        let (eager, later) = (rule.trips(facts, Thresholds()), rule.trips(facts, patient))
        #expect((eager == nil) == (later == nil), "\(rule.id)")
        guard let eager, let later else { continue }
        #expect(later.at >= eager.at, "\(rule.id)")
      }
    }
  }

  /// An exception is named after what it is about and not after our patience: changing a limit must not
  /// raise again what an operator has resolved.
  @Test(arguments: RuleExample.all.filter { $0.example.trips != nil })
  func changedLimitIsTheSameInstance(_ example: RuleExample) {
    var patient = Thresholds()
    patient.paymentPending = .hours(30)
    patient.purchaseUnsent = .hours(5)
    patient.purchaseUnacknowledged = .hours(30)
    patient.orderStale = .days(9)
    patient.purchaseUnknown = .minutes(5)
    patient.purchaseUnpaid = .days(1)
    patient.dispatchLate = .days(9)
    patient.trackingMissing = .days(9)
    patient.trackingUnscannedBusinessDays = 9
    patient.stalledDomesticBusinessDays = 9
    patient.stalledForeignBusinessDays = 11
    patient.deliveryPickup = .days(9)
    patient.parcelLost = .days(60)
    patient.returnWaiting = .days(2)
    let facts = example.example.facts
    let keys = [Thresholds(), patient].map { example.rule.trips(facts, $0)?.key }
    #expect(keys[0] == keys[1])
  }

  /// What is told twice, or by two sources, is told once.
  @Test(arguments: seeds)
  func secondTellingOfAScanChangesNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let facts = random.facts()
      var told = facts
      for index in told.shipments.indices {
        for event in told.shipments[index].events where event.recordedAt >= event.occurredAt {
          var again = event
          again.recordedAt = event.recordedAt + .hours(30)
          again.source = "another tracker"
          told.shipments[index].events.append(again)
        }
      }
      let now = random.instant()
      #expect(
        Detector.findings(facts, Thresholds(), now: now)
          == Detector.findings(told, Thresholds(), now: now))
      #expect(OrderState.of(facts) == OrderState.of(told))
    }
  }
}

extension SplitMix64 {
  fileprivate mutating func longer(than span: Span) -> Span {
    Span(milliseconds: span.milliseconds + int64(0...700_000_000))
  }
}
