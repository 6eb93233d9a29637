import Fulfillment
import Testing

/// The finer points of single rules, one by one.
@Suite struct RuleDetailTests {
  private let monday = ExampleFacts.monday
  private let late = ExampleFacts.monday + .days(200)

  private func trip(_ code: String, _ facts: OrderFacts) -> Trip? {
    ruleTable.first { $0.id == code }?.trips(facts, Thresholds())
  }

  private func parcel(_ statuses: TrackingStatus...) -> OrderFacts {
    ExampleFacts.sent(
      statuses.enumerated().map { ExampleFacts.scan($0.element, day: Int64($0.offset) + 2) })
  }

  // Orders

  @Test(arguments: [PurchaseState?.none, .placed, .acknowledged, .shipped, .delivered])
  func addressMattersUntilTheParcelLeaves(_ bought: PurchaseState?) {
    var facts = ExampleFacts.order { $0.shipTo.city = "" }
    if let bought {
      facts.purchases =
        ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (bought, nil) }
        .purchases
    }
    let matters = bought != .shipped && bought != .delivered
    #expect((trip("order.address", facts) != nil) == matters)
  }

  @Test func addressOfAnUnpaidOrderMatters() {
    let facts = ExampleFacts.order {
      ($0.payment, $0.paidAt, $0.shipTo.city) = (.pending, nil, "")
    }
    #expect(trip("order.address", facts) != nil)
  }

  @Test func addressOfAnOrderThatShipsNothingDoesNotMatter() {
    let facts = ExampleFacts.order {
      $0.shipTo = Address()
      $0.lines[0].requiresShipping = false
      ($0.payment, $0.paidAt) = (.pending, nil)
    }
    #expect(trip("order.address", facts) == nil)
  }

  /// Who offers the only line, what is known of post boxes, and what is said of the address.
  @Test(
    arguments: [
      ([], [], "a PO box"), (["CJ"], [], "a PO box"), (["Agent", "CJ"], ["cj"], nil),
      (["Shenzhen 2"], ["Shenzhen*"], nil),
      (["Agent"], ["CJ"], "a PO box, which no supplier of MUG-1 is known to deliver to"),
      ([], ["CJ"], "a PO box, which no supplier of MUG-1 is known to deliver to"),
    ] as [([String], [String], String?)])
  func postBoxMattersWhereNoSupplierIsKnownToDeliver(
    _ suppliers: [String], _ postBoxes: [String], _ problem: String?
  ) throws {
    var facts = ExampleFacts.order {
      $0.shipTo.line1 = "P.O. Box 12"
      $0.lines[0].suppliers = suppliers
    }
    var thresholds = Thresholds()
    thresholds.postBoxes = postBoxes
    let rule = try #require(ruleTable.first { $0.id == "order.address" })
    #expect(
      rule.trips(facts, thresholds)?.reason == problem.map { "the address can't be used: \($0)" })
    // What else is wrong is wrong for every supplier.
    facts.shipTo.city = ""
    let problems = ["no city", problem].compactMap(\.self).joined(separator: ", ")
    #expect(rule.trips(facts, thresholds)?.reason == "the address can't be used: \(problems)")
  }

  @Test func postBoxDoesNotMatterOnceAKnownSupplierHasIt() throws {
    let facts = ExampleFacts.bought().with { $0.shipTo.line1 = "Postfach 12" }
    var thresholds = Thresholds()
    let rule = try #require(ruleTable.first { $0.id == "order.address" })
    #expect(rule.trips(facts, thresholds) != nil)
    thresholds.postBoxes = ["CJ"]
    #expect(rule.trips(facts, thresholds) == nil)
    thresholds.postBoxes = ["Agent"]
    #expect(
      rule.trips(facts, thresholds)?.reason
        == "the address can't be used: a PO box, which CJ is not known to deliver to")
  }

  @Test func mendedAddressWithAnotherFaultIsAnotherInstance() {
    let noCity = trip("order.address", ExampleFacts.order { $0.shipTo.city = "" })
    let noStreet = trip("order.address", ExampleFacts.order { $0.shipTo.line1 = "" })
    #expect(noCity?.key != noStreet?.key)
  }

  @Test func linesOfNoQuantityNeedNoSupplier() {
    let facts = ExampleFacts.order {
      $0.lines.append(LineFacts(sku: "GONE", title: "", quantity: 0, offers: 0))
    }
    #expect(trip("order.unmapped", facts) == nil)
    #expect(trip("purchase.unsent", facts) != nil)
  }

  @Test func oneUnmappedLineOfTwoIsEnoughAndHoldsThePurchase() {
    let facts = ExampleFacts.order {
      $0.lines.append(LineFacts(sku: "", title: "Mystery box", quantity: 1, offers: 0))
    }
    #expect(trip("order.unmapped", facts)?.reason == "no supplier offers Mystery box")
    #expect(trip("purchase.unsent", facts) == nil)
  }

  @Test func fulfilledLineNeedsNoSupplier() {
    let facts = ExampleFacts.order {
      $0.lines.append(
        LineFacts(sku: "DONE", title: "", quantity: 1, fulfilled: true, offers: 0))
    }
    #expect(trip("order.unmapped", facts) == nil)
  }

  @Test func unpaidOrderIsNotBought() {
    let facts = ExampleFacts.order { ($0.payment, $0.paidAt) = (.pending, nil) }
    #expect(trip("purchase.unsent", facts) == nil)
  }

  @Test func paymentOfUnknownStateRaisesNothing() {
    let facts = ExampleFacts.order { ($0.payment, $0.paidAt) = (.unknown, nil) }
    #expect(Detector.findings(facts, Thresholds(), now: late).isEmpty)
  }

  @Test func fulfilledOrderIsTakenAsPaid() {
    let facts = ExampleFacts.order {
      ($0.payment, $0.paidAt, $0.fulfillment) = (.pending, nil, .fulfilled)
    }
    #expect(trip("payment.pending", facts) == nil)
  }

  @Test func paymentTimeCountsFromPaymentAndElseFromTheOrder() {
    let paidLater = ExampleFacts.order { $0.paidAt = monday + .hours(5) }
    #expect(trip("purchase.unsent", paidLater)?.at == monday + .hours(7))
    let undated = ExampleFacts.order { $0.paidAt = nil }
    #expect(trip("purchase.unsent", undated)?.at == monday + .hours(2))
  }

  // Purchases

  @Test(arguments: [
    (PurchaseState.placed, true), (.unclear, true), (.unpaid, false), (.acknowledged, false),
    (.shipped, false), (.delivered, false), (.cancelled, false), (.intended, false),
    (.unknown, false), (.rejected, false),
  ])
  func supplierIsSilentOnlyWhileItSaysNothing(_ state: PurchaseState, _ isSilent: Bool) {
    let facts = ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (state, nil) }
    #expect((trip("purchase.unacknowledged", facts) != nil) == isSilent)
  }

  @Test func earliestSilentPurchaseCounts() {
    var facts = ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (.placed, nil) }
    var earlier = facts.purchases[0]
    (earlier.number, earlier.placedAt) = ("CJ-76", monday)
    facts.purchases.append(earlier)
    #expect(trip("purchase.unacknowledged", facts)?.key == "purchase CJ CJ-76")
  }

  @Test(arguments: [(-3, 25), (0, 25), (1, 25), (2, 49), (5, 169)])
  func handlingDaysAreBusinessDaysAndAtLeastOne(_ days: Int, _ hours: Int64) {
    let facts = ExampleFacts.bought { $0.handlingDays = days }
    #expect(trip("dispatch.late", facts)?.at == monday + .hours(hours))
  }

  @Test(arguments: [
    (PurchaseState.placed, true), (.unpaid, true), (.unclear, true), (.acknowledged, true),
    (.shipped, false), (.delivered, false), (.cancelled, false), (.intended, false),
    (.unknown, false), (.rejected, false),
  ])
  func dispatchIsAwaitedFromOpenPurchases(_ state: PurchaseState, _ isAwaited: Bool) {
    let facts = ExampleFacts.bought { $0.state = state }
    #expect((trip("dispatch.late", facts) != nil) == isAwaited)
  }

  @Test func numberlessPurchaseBesideAScannedParcelOfTheOnlyPurchase() {
    // The storefront told the number, the supplier did not: the parcel is under way.
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)])
    (facts.purchases[0].hasTracking, facts.purchases[0].state) = (false, .acknowledged)
    #expect(trip("dispatch.late", facts) == nil)
  }

  // Numbers

  @Test func shipmentTimeFallsBackToWhatIsKnown() {
    func at(_ change: (inout PurchaseFacts) -> Void) -> Timestamp? {
      trip(
        "tracking.missing",
        ExampleFacts.bought {
          $0.state = .shipped
          change(&$0)
        })?.at
    }
    #expect(at { $0.shippedAt = monday + .days(2) } == monday + .days(5))
    #expect(at { $0.shippedAt = nil } == monday + .hours(3 + 72))
    #expect(at { ($0.shippedAt, $0.acknowledgedAt) = (nil, nil) } == monday + .hours(1 + 72))
  }

  @Test(arguments: FulfillmentState.allCases)
  func numberlessParcelOfTheStorefront(_ told: FulfillmentState) {
    let facts = ExampleFacts.order {
      $0.fulfillment = told
      $0.shipments = [
        ShipmentFacts(number: "", carrier: "", createdAt: monday + .days(1))
      ]
    }
    let trip = trip("tracking.missing", facts)
    #expect(trip?.at == (told == .fulfilled ? nil : monday + .days(4)))
  }

  @Test func numberedParcelOwesNoNumber() {
    let facts = ExampleFacts.sent([]) {
      $0.shipments.append(ShipmentFacts(number: "", carrier: "", createdAt: monday))
      $0.purchases = []
    }
    #expect(trip("tracking.missing", facts) == nil)
  }

  @Test func carrierGivenDecidesAboutSharedShapes() {
    let bad = ExampleFacts.sent([], number: "771234005671")
    #expect(trip("tracking.invalid", bad) == nil)
    var named = bad
    named.shipments[0].carrier = "FedEx"
    #expect(
      trip("tracking.invalid", named)?.reason == "the check digit of 771234005671 is wrong (FedEx)")
  }

  @Test(arguments: [(Int64(-11), false), (-12, false), (-13, true), (-400, true)])
  func scanBeforeTheOrderIsForgivenHalfADay(_ hours: Int64, _ trips: Bool) {
    let at = monday + .hours(hours)
    let facts = ExampleFacts.sent([
      TrackingEvent(occurredAt: at, recordedAt: at, status: .inTransit)
    ])
    #expect((trip("tracking.invalid", facts) != nil) == trips)
  }

  @Test func labelBeforeTheOrderIsNoScan() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.label, day: -3)])
    #expect(trip("tracking.invalid", facts) == nil)
  }

  @Test func cancelledLabelIsNotWaitedFor() {
    let facts = parcel(.label, .cancelled)
    #expect(trip("tracking.unscanned", facts) == nil)
    let bad = ExampleFacts.sent([ExampleFacts.scan(.cancelled, day: 2)], number: "SOON")
    #expect(trip("tracking.invalid", bad) == nil)
  }

  @Test func twoBadNumbersAreNamedTogether() {
    var facts = ExampleFacts.sent([], number: "SOON")
    facts.shipments.append(
      ShipmentFacts(number: "LX123456784CN", carrier: "", createdAt: monday + .hours(1)))
    let trip = trip("tracking.invalid", facts)
    #expect(trip?.at == monday + .hours(1))
    #expect(trip?.key == "number LX123456784CN, SOON")
    #expect(trip?.reason.hasPrefix("the check digit of LX123456784CN") == true)
  }

  // Parcels

  @Test(arguments: TrackingStatus.allCases)
  func onlyAMovingParcelStalls(_ status: TrackingStatus) {
    let moving: Set<TrackingStatus> = [
      .pickedUp, .inTransit, .customs, .delayed, .outForDelivery,
    ]
    #expect((trip("transit.stalled", parcel(status)) != nil) == moving.contains(status))
  }

  @Test(arguments: TrackingStatus.allCases)
  func everyStatusOfTroubleHasItsRule(_ status: TrackingStatus) {
    let rules: [TrackingStatus: String] = [
      .customs: "transit.customs", .attemptFailed: "delivery.failed",
      .exception: "delivery.failed", .returning: "parcel.returning",
      .returned: "parcel.returned", .lost: "parcel.lost", .expired: "parcel.lost",
    ]
    let atOnce = [
      "transit.customs", "delivery.failed", "parcel.returning", "parcel.returned", "parcel.lost",
      "parcel.damaged",
    ]
    let found = Detector.findings(parcel(status), Thresholds(), now: monday + .days(2))
      .map(\.code).filter(atOnce.contains)
    #expect(found == (rules[status].map { [$0] } ?? []))
  }

  @Test(arguments: TrackingStatus.allCases)
  func lostAfterSilenceWhateverItWasDoing(_ status: TrackingStatus) throws {
    let trip = trip("parcel.lost", parcel(status))
    switch status {
    case .delivered, .returned, .cancelled: #expect(trip == nil)
    case .lost, .expired: #expect(trip?.at == monday + .days(2))
    default: #expect(trip?.at == monday + .days(47))
    }
  }

  @Test func silenceCountsFromTheNumberWhereItCameLater() {
    var facts = parcel(.label)
    facts.shipments[0].createdAt = monday + .days(9)
    #expect(trip("parcel.lost", facts)?.at == monday + .days(54))
    facts.shipments[0].events = []
    #expect(trip("parcel.lost", facts)?.at == monday + .days(54))
  }

  @Test func reportedLossGoesBeforeSilence() {
    var facts = parcel(.lost)
    facts.shipments.append(
      ShipmentFacts(number: "RB123456785GB", carrier: "", createdAt: monday - .days(90)))
    #expect(trip("parcel.lost", facts)?.at == monday + .days(2))
    #expect(trip("parcel.lost", facts)?.silence == nil)
  }

  @Test func customsBeginsWithTheFirstOfTheRun() {
    let facts = ExampleFacts.sent([
      ExampleFacts.scan(.customs, day: 2), ExampleFacts.scan(.inTransit, day: 3),
      ExampleFacts.scan(.customs, day: 5), ExampleFacts.scan(.customs, day: 8),
    ])
    #expect(trip("transit.customs", facts)?.at == monday + .days(5))
  }

  @Test func secondArrivalAtAPickupPointCountsAnew() {
    let facts = parcel(.pickup, .outForDelivery, .pickup)
    #expect(trip("delivery.pickup", facts)?.at == monday + .days(7))
  }

  @Test func earlierOfTwoReportsIsTheTrip() {
    var facts = parcel(.returning)
    facts.shipments.append(
      ShipmentFacts(
        number: "AA123456785GB", carrier: "", createdAt: monday,
        events: [ExampleFacts.scan(.returning, day: 9)]))
    let trip = trip("parcel.returning", facts)
    #expect(trip?.at == monday + .days(2))
    #expect(trip?.key == "parcel AA123456785GB, LX123456785CN")
  }

  // Returns

  @Test(arguments: ReturnState.allCases)
  func onlyARequestedReturnWaits(_ state: ReturnState) {
    let facts = ExampleFacts.order {
      $0.returns = [ReturnFacts(externalID: "R-1", state: state, requestedAt: monday)]
    }
    #expect((trip("return.waiting", facts) != nil) == (state == .requested))
  }

  @Test func oldestReturnWaitsLongest() {
    let facts = ExampleFacts.order {
      $0.returns = [
        ReturnFacts(externalID: "R-2", state: .requested, requestedAt: monday + .days(3)),
        ReturnFacts(externalID: "R-1", state: .requested, requestedAt: monday + .days(1)),
      ]
    }
    #expect(trip("return.waiting", facts)?.key == "return R-1")
    #expect(trip("return.waiting", facts)?.at == monday + .days(2))
  }

  // Feeds

  @Test(arguments: [(0, 1), (1, 1), (2, 2), (5, 5)])
  func staleAfterThatManyCadencesAndAtLeastOne(_ cadences: Int, _ hours: Int64) {
    var thresholds = Thresholds()
    thresholds.feedStaleCadences = cadences
    let feed = FeedFacts(account: "cj", freshAt: monday, since: monday, cadence: .hours(1))
    #expect(feedRule.trips(feed, thresholds)?.at == monday + .hours(hours))
  }
}
