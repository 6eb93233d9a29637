import Fulfillment
import Simulator
import Testing

/// The product's own rules, run over what the simulated world lets be known: the stories the world
/// tells must look to the rules like what they are.
@Suite struct DetectionTests {
  /// What the rules find in an order at that time.
  static func codes(_ history: OrderHistory, at now: Timestamp) -> Set<String> {
    Set(Detector.findings(facts(history), Thresholds(), now: now).map(\.code))
  }

  static func facts(_ history: OrderHistory) -> OrderFacts {
    let order = history.order
    let numbers = history.purchases.flatMap(\.shipments)
    return OrderFacts(
      placedAt: order.placedAt, payment: order.payment, paidAt: order.paidAt,
      cancelledAt: order.cancelledAt, fulfillment: order.fulfillment, shipTo: order.shipTo,
      lines: order.lines.map { line in
        LineFacts(
          sku: line.sku, title: line.title, quantity: line.quantity, fulfilled: line.fulfilled,
          offers: Catalogue.offers.count { $0.sku == line.sku })
      },
      purchases: history.purchases.map { purchase in
        PurchaseFacts(
          supplier: purchase.supplier, number: purchase.number, state: purchase.state,
          placedAt: purchase.placedAt, acknowledgedAt: purchase.acknowledgedAt, handlingDays: 3,
          hasTracking: !purchase.shipments.isEmpty,
          shippedAt: purchase.state == .shipped || purchase.state == .delivered
            ? order.fulfilledAt : nil)
      },
      shipments: numbers.map { shipment in
        ShipmentFacts(
          number: shipment.number, carrier: shipment.carrier,
          createdAt: shipment.shippedAt ?? order.placedAt,
          events: history.events[shipment.number] ?? [])
      },
      returns: order.returns.map {
        ReturnFacts(
          externalID: $0.externalID, state: $0.state, requestedAt: $0.requestedAt)
      })
  }

  @Test(arguments: Scenario.allCases.filter { $0.exceptionCode != nil })
  func eachScenarioIsNoticedByItsRule(scenario: Scenario) {
    // In a season without a week of holidays, which lengthens what counts in business days.
    let monday = monday - .days(126)
    let world = World(
      seed: 5,
      options: .init(start: monday, backlogDays: 60, orders: 45, scenarios: .only(scenario)))
    var (looked, noticed, seen): (Int, Int, [String: Int]) = (0, 0, [:])
    for truth in world.truth where truth.scenario == scenario {
      guard let trouble = truth.trouble, trouble.upperBound <= monday,
        trouble.upperBound - trouble.lowerBound > .hours(9)
      else { continue }
      looked += 1
      var codes: Set<String> = []
      var at = trouble.lowerBound
      while at < trouble.upperBound {
        if let history = world.history(of: truth.id, at: at) {
          codes.formUnion(Self.codes(history, at: at))
        }
        at = at + .hours(6)
      }
      for code in codes { seen[code, default: 0] += 1 }
      if let code = scenario.exceptionCode, codes.contains(code) { noticed += 1 }
    }
    #expect(looked >= 10, "too few to tell: \(looked)")
    #expect(noticed * 100 >= looked * 95, "\(noticed) of \(looked): \(seen)")
  }

  @Test(arguments: Scenario.allCases)
  func mendedTroubleLeavesNothingBehind(scenario: Scenario) {
    let world = World(
      seed: 8,
      options: .init(
        start: monday, backlogDays: 90, orders: 60, scenarios: .only(scenario, mended: 1)))
    var seen: [String: Int] = [:]
    for truth in world.truth where truth.isMended && truth.endsAt < monday {
      guard let history = world.history(of: truth.id, at: monday) else { continue }
      for code in Self.codes(history, at: monday) { seen[code, default: 0] += 1 }
    }
    #expect(Scenario.endless.contains(scenario) || seen.isEmpty, "\(seen)")
  }

  @Test func healthyOrdersAreLeftAlone() {
    let world = World(
      seed: 6, options: .init(start: monday, backlogDays: 40, orders: 80, scenarios: .happy))
    var seen: [String: Int] = [:]
    for truth in world.truth {
      for day in 0..<20 {
        let at = truth.placedAt + .days(Int64(day)) + .hours(Int64(day % 5))
        if let history = world.history(of: truth.id, at: at) {
          for code in Self.codes(history, at: at) { seen[code, default: 0] += 1 }
        }
      }
    }
    #expect(seen.isEmpty, "\(seen)")
  }

  @Test func aboutThreeInAHundredOfALongHistoryAreInTrouble() {
    var filler = Filler(seed: 9, orders: 3000, now: monday)
    var (open, seen): (Int, [String: Int]) = (0, [:])
    while let batch = filler.next() {
      for history in batch {
        let codes = Self.codes(history, at: monday)
        if !codes.isEmpty { open += 1 }
        for code in codes { seen[code, default: 0] += 1 }
      }
    }
    #expect((60...135).contains(open), "\(open) \(seen)")
  }
}

extension Scenario {
  /// What stays an exception until a person has dealt with it, whatever became of the order.
  fileprivate static let endless: Set<Scenario> = [.returnedToSender]
}
