import Fulfillment
@testable import Simulator
import Testing

/// How every story ends, with and without mending: in the shop, at the supplier, on the road.
@Suite struct EndTests {
  /// What the last word is; nil: nobody has one.
  struct End: Sendable {
    let scenario: Scenario
    let isMended: Bool
    let shop: Set<String>
    let cj: Set<String>
    let scan: Set<ScanKind>

    init(
      _ scenario: Scenario, mended: Bool, shop: Set<String>, cj: Set<String>,
      scan: Set<ScanKind>
    ) {
      self.scenario = scenario
      isMended = mended
      self.shop = shop
      self.cj = cj
      self.scan = scan
    }
  }

  static let ends: [End] = [
    End(.happy, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.happy, mended: false, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.unpaid, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.unpaid, mended: false, shop: ["cancelled"], cj: [], scan: []),
    End(.badAddress, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.badAddress, mended: false, shop: ["refunded"], cj: [], scan: []),
    End(.unmapped, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.unmapped, mended: false, shop: ["refunded"], cj: [], scan: []),
    End(
      .cancelled, mended: true, shop: ["cancelled", "trash"], cj: ["CANCELLED"], scan: []),
    End(
      .refundedInPart, mended: false, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(.notBought, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.notBought, mended: false, shop: ["refunded"], cj: [], scan: []),
    End(
      .silentSupplier, mended: true, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(.silentSupplier, mended: false, shop: ["refunded"], cj: ["CANCELLED"], scan: []),
    End(
      .stuckBeforeDispatch, mended: true, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(.stuckBeforeDispatch, mended: false, shop: ["refunded"], cj: ["CANCELLED"], scan: []),
    End(.noNumber, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.noNumber, mended: false, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.labelOnly, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.labelOnly, mended: false, shop: ["refunded"], cj: ["SHIPPED"], scan: [.label]),
    End(.stalled, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.stalled, mended: false, shop: ["refunded"], cj: ["SHIPPED"], scan: [.lost]),
    End(.customs, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.customs, mended: false, shop: ["refunded"], cj: ["SHIPPED"], scan: [.returned]),
    End(.lost, mended: true, shop: ["refunded"], cj: ["SHIPPED"], scan: [.lost]),
    End(.damaged, mended: true, shop: ["refunded"], cj: ["SHIPPED"], scan: [.damaged]),
    End(
      .reusedNumber, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(
      .invalidNumber, mended: true, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(
      .failedDelivery, mended: true, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(.failedDelivery, mended: false, shop: ["refunded"], cj: ["SHIPPED"], scan: [.returned]),
    End(.pickup, mended: true, shop: ["completed"], cj: ["DELIVERED"], scan: [.delivered]),
    End(.pickup, mended: false, shop: ["refunded"], cj: ["SHIPPED"], scan: [.returned]),
    End(
      .returnedToSender, mended: true, shop: ["refunded"], cj: ["SHIPPED"], scan: [.returned]),
    End(
      .returnRequested, mended: true, shop: ["completed"], cj: ["DELIVERED"],
      scan: [.delivered]),
    End(
      .returnRequested, mended: false, shop: ["refunded"], cj: ["DELIVERED"],
      scan: [.delivered]),
  ]

  /// Forty lives of one scenario, the first of them behind a parcel whose number can be reused.
  static func lives(_ scenario: Scenario, mended: Bool) -> [Life] {
    var maker = LifeMaker(
      seed: 77,
      shares: ScenarioShares(
        [scenario: scenario == .reusedNumber ? 0.8 : 1], mended: mended ? 1 : 0))
    return (0..<40).map { maker.make(index: $0, placedAt: monday + .hours(Int64($0))) }
      .filter { $0.scenario == scenario }
  }

  @Test(arguments: ends)
  func everyStoryEndsAsItShould(end: End) {
    let lives = Self.lives(end.scenario, mended: end.isMended)
    #expect(lives.count >= 20)
    for life in lives {
      let last = life.endsAt
      #expect(end.shop.contains(life.status(at: last)), "\(life.id)")
      let status = life.purchases.first?.status(at: last)
      #expect(status.map(end.cj.contains) ?? (end.cj.isEmpty || life.scenario == .cancelled))
      let scan = life.purchases.first?.parcels.last?.scans.last?.kind
      #expect(scan.map(end.scan.contains) ?? end.scan.isEmpty)
      #expect(life.isMended == end.isMended)
    }
  }

  @Test(arguments: Scenario.allCases, [true, false])
  func theBooksAreInOrder(scenario: Scenario, mended: Bool) {
    for life in Self.lives(scenario, mended: mended) {
      let shop = life.shop.map(\.at)
      #expect(shop == shop.sorted())
      #expect(shop.allSatisfy { $0 > life.placedAt })
      for purchase in life.purchases {
        let steps = purchase.steps.map(\.at)
        #expect(steps == steps.sorted())
        #expect(purchase.steps.first?.at == purchase.placedAt)
        #expect(Self.isLegal(purchase.steps.map(\.status)))
        #expect(purchase.placedAt > life.placedAt)
        #expect(purchase.productCost > 0 && purchase.postage > 0)
        #expect(purchase.lines == Array(life.cart.lines.indices))
        let given = purchase.numbers.map(\.at)
        #expect(given == given.sorted())
        #expect(purchase.numbers.allSatisfy { purchase.parcels.indices.contains($0.parcel) })
      }
    }
  }

  /// Forward only, and nothing follows DELIVERED or CANCELLED.
  static func isLegal(_ statuses: [String]) -> Bool {
    let next: [String: Set<String>] = [
      "CREATED": ["UNPAID", "UNSHIPPED", "CANCELLED"], "UNPAID": ["UNSHIPPED"],
      "UNSHIPPED": ["SHIPPED", "CANCELLED"], "SHIPPED": ["DELIVERED"],
    ]
    return statuses.first == "CREATED"
      && zip(statuses, statuses.dropFirst()).allSatisfy { next[$0.0]?.contains($0.1) == true }
  }

  @Test(arguments: Scenario.allCases, [true, false])
  func aParcelsScansFollowOneAnother(scenario: Scenario, mended: Bool) {
    for life in Self.lives(scenario, mended: mended) {
      for parcel in life.purchases.flatMap(\.parcels) where parcel.isGenuine {
        let (times, known) = (parcel.scans.map(\.at), parcel.scans.map(\.knownAt))
        #expect(times == times.sorted() && known == known.sorted())
        #expect(zip(times, known).allSatisfy { $0 < $1 })
        #expect(parcel.scans.first?.kind == .label)
        #expect(parcel.scans.dropFirst().allSatisfy { $0.kind != .label })
        let final = parcel.scans.firstIndex { $0.kind.trackingStatus.isFinal }
        #expect(final.map { $0 == parcel.scans.count - 1 } ?? true)
        let shipped = life.purchases.first?.reached("SHIPPED", by: life.endsAt)
        let delay = shipped.flatMap { start in times.first.map { $0 - start } }
        #expect(delay.map { $0 >= .seconds(0) && $0 < .minutes(1) } == true)
      }
    }
  }

  @Test(arguments: Scenario.allCases, [true, false])
  func noMoreMoneyGoesBackThanCame(scenario: Scenario, mended: Bool) {
    for life in Self.lives(scenario, mended: mended) {
      let state = ShopState(life, at: life.endsAt)
      let back = state.refunds.reduce(0) { $0 + $1.amount }
      #expect(back <= life.cart.total)
      #expect((state.status == "refunded") == (back == life.cart.total))
      if back > 0 { #expect(state.paidAt != nil) }
    }
  }

  @Test(arguments: Scenario.allCases, [true, false])
  func troubleLiesWithinTheLife(scenario: Scenario, mended: Bool) {
    for life in Self.lives(scenario, mended: mended) {
      guard let trouble = life.trouble else {
        #expect(scenario.exceptionCode == nil)
        continue
      }
      #expect(trouble.lowerBound >= life.placedAt)
      #expect(trouble.upperBound <= life.endsAt + .hours(12))
    }
  }

  @Test(arguments: Scenario.allCases, [true, false])
  func theShopNeverTellsANumberBeforeTheSupplier(scenario: Scenario, mended: Bool) {
    for life in Self.lives(scenario, mended: mended) {
      for step in life.shop {
        guard case .tracking(let number, _) = step.change else { continue }
        let purchase = life.purchases.first
        #expect(purchase?.parcel(at: step.at)?.number == number)
      }
    }
  }

  @Test func aHealthyOrderTakesOneToTwoWeeks() {
    let days = Self.lives(.happy, mended: true).map {
      ($0.endsAt - $0.placedAt).milliseconds / 86_400_000
    }
    #expect((days.min() ?? 0) >= 2 && (days.max() ?? 99) <= 16)
    #expect(Set(days).count > 4)
  }
}
