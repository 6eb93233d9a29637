import Fulfillment
import Testing

private typealias Samples = RouterSamples
private typealias Automation = PurchasingPolicy.Automation
private typealias Guardrails = PurchasingPolicy.Guardrails

/// How a purchase comes about, and what keeps it from going by itself.
@Suite struct VerdictTests {
  private func verdict(
    _ policy: PurchasingPolicy, _ skus: [String] = ["MUG-1"], cost: Money? = RouterSamples.usd(900),
    margin: Int? = 5500, usage: [String: PurchasingPolicy.Usage] = [:], rates: Rates = Rates(),
    _ change: (inout Route, inout RouteRequest) -> Void = { _, _ in }
  ) -> PurchasingPolicy.Verdict {
    let items = skus.enumerated().map { place, sku in
      PurchaseDraft.Item(line: "\(place)", sku: sku, units: 1, supplierSKU: "v", quantity: 1)
    }
    var route = Route(
      supplier: "CJ", method: "Post", items: items, days: 9...14,
      margin: margin.map { Samples.usd(Int64($0) / 5) }, marginShare: margin)
    var request = Samples.request()
    change(&route, &request)
    var draft = Planner.draft(route, of: request)
    draft.cost = cost
    return policy.verdict(
      draft, route: route, request: request, usage: usage, rates: rates, now: Samples.now)
  }

  @Test func everythingIsByHandWhereNothingIsWritten() {
    #expect(verdict(PurchasingPolicy()) == PurchasingPolicy.Verdict(mode: .manual))
    #expect(verdict(PurchasingPolicy(mode: .approve)).mode == .approve)
  }

  @Test func theStopSwitchStopsAll() {
    let policy = PurchasingPolicy(
      mode: .automatic, isStopped: true, automations: [Automation(name: "a", mode: .automatic)])
    #expect(
      verdict(policy)
        == PurchasingPolicy.Verdict(
          mode: .manual, trips: ["buying is stopped in the configuration"]))
  }

  @Test(arguments: [
    (Automation(name: "a", mode: .automatic), true),
    (Automation(name: "a", mode: .automatic, storefronts: ["SHOP"]), true),
    (Automation(name: "a", mode: .automatic, storefronts: ["other"]), false),
    (Automation(name: "a", mode: .automatic, suppliers: ["x", "cj"]), true),
    (Automation(name: "a", mode: .automatic, suppliers: ["x"]), false),
    (Automation(name: "a", mode: .automatic, skus: ["mug*"]), true),
    (Automation(name: "a", mode: .automatic, skus: ["cap*"]), false),
    (Automation(name: "a", mode: .automatic, suppliers: ["CJ"], skus: ["cap"]), false),
  ])
  private func anAutomationHoldsWhereAllItsConditionsDo(_ automation: Automation, _ holds: Bool) {
    let found = verdict(PurchasingPolicy(automations: [automation]))
    #expect(found.mode == (holds ? .automatic : .manual))
    #expect(found.automation == (holds ? "a" : ""))
  }

  @Test func theFirstAutomationThatHoldsDecides() {
    let policy = PurchasingPolicy(automations: [
      Automation(name: "caps", mode: .automatic, skus: ["CAP*"]),
      Automation(name: "all", mode: .approve),
      Automation(name: "mugs", mode: .automatic, skus: ["MUG*"]),
    ])
    #expect(verdict(policy).automation == "all")
    #expect(verdict(policy, ["CAP-2"]).automation == "caps")
  }

  @Test func nothingSlipsThroughWithWhatHasEarnedIt() {
    let policy = PurchasingPolicy(
      mode: .automatic,
      automations: [
        Automation(name: "glass", mode: .manual, skus: ["GLASS*"]),
        Automation(
          name: "mugs", mode: .automatic, skus: ["MUG*"],
          guardrails: Guardrails(maxCost: Samples.usd(800))),
      ])
    #expect(verdict(policy, ["MUG-1", "GLASS-1"]).mode == .manual)
    #expect(verdict(policy, ["MUG-1", "GLASS-1"]).automation == "glass")
    // The guardrails of a part of it hold for all of it.
    let mixed = verdict(policy, ["PEN-1", "MUG-1"])
    #expect(mixed.mode == .automatic && mixed.automation == "mugs")
    #expect(mixed.trips == ["it costs 9.00 USD, above 8.00 USD"])
    #expect(
      verdict(PurchasingPolicy(automations: [policy.automations[1]]), ["MUG-1", "X"]).mode
        == .manual)
  }

  private func trips(
    _ rails: Guardrails, cost: Money? = RouterSamples.usd(900), margin: Int? = 5500,
    used: PurchasingPolicy.Usage = .init(), rates: Rates = Rates(),
    mode: PurchasingPolicy.Mode = .automatic,
    _ change: (inout Route, inout RouteRequest) -> Void = { _, _ in }
  ) -> [String] {
    verdict(
      PurchasingPolicy(automations: [Automation(name: "a", mode: mode, guardrails: rails)]),
      cost: cost, margin: margin, usage: ["a": used], rates: rates, change
    ).trips
  }

  @Test func costIsHeldToItsCeiling() {
    let rails = Guardrails(maxCost: Samples.usd(900))
    #expect(trips(rails) == [])
    #expect(trips(rails, cost: Samples.usd(901)) == ["it costs 9.01 USD, above 9.00 USD"])
    #expect(trips(rails, cost: nil) == ["its cost is not known, and the limit is 9.00 USD"])
    #expect(
      trips(rails, cost: Samples.cny(900)) == ["no rate of CNY, and the limit is 9.00 USD"])
    let rates = Rates(millionths: [Samples.yuan: 7_000_000])
    #expect(trips(rails, cost: Samples.cny(6300), rates: rates) == [])
    #expect(
      trips(rails, cost: Samples.cny(6400), rates: rates) == [
        "it costs 64.00 CNY, above 9.00 USD"
      ])
  }

  @Test func marginIsHeldToItsFloor() {
    let rails = Guardrails(minMargin: 1500)
    #expect(trips(rails, margin: 1500) == [])
    #expect(trips(rails, margin: 1499) == ["margin 14.99 %, under 15 %"])
    #expect(trips(rails, margin: nil) == ["its margin is not known, and the limit is 15 %"])
    #expect(trips(Guardrails(), margin: nil) == [])
  }

  @Test func aLossNeverGoesByItself() {
    #expect(trips(Guardrails(), margin: -500) == ["it loses 1.00 USD"])
  }

  @Test func aBrokenPromiseNeverGoesByItself() {
    func trip(_ days: Int64) -> [String] {
      trips(Guardrails()) { $1.promisedAt = Samples.now + .days(days) }
    }
    #expect(trip(14) == [])
    #expect(trip(13) == ["it may arrive after the promise of 2026-03-15"])
  }

  @Test func theDayIsHeldToItsLimits() {
    let count = Guardrails(dailyCount: 50)
    #expect(trips(count, used: .init(countToday: 49)) == [])
    #expect(
      trips(count, used: .init(countToday: 50)) == ["50 bought today already, and the limit is 50"])
    let money = Guardrails(dailyMoney: Samples.usd(10_000))
    #expect(trips(money, used: .init(moneyToday: Samples.usd(9100))) == [])
    #expect(
      trips(money, used: .init(moneyToday: Samples.usd(9101))) == [
        "with it 100.01 USD today, above 100.00 USD"
      ])
    #expect(
      trips(money, cost: nil) == ["its cost is not known, and the limit of a day is 100.00 USD"])
  }

  @Test func countriesAndAgeAreHeld() {
    let rails = Guardrails(countries: ["de", "us"], maxAge: .hours(2))
    #expect(trips(rails) == [])
    #expect(
      trips(rails) { $1.shipTo.country = "BR" } == ["BR is not among its countries"])
    #expect(trips(rails) { $1.shipTo.country = "" } == ["the order names no country"])
    #expect(
      trips(rails) { $1.placedAt = Samples.now - .hours(3) } == [
        "the order is 3h old, more than 2 h"
      ])
  }

  @Test func theFirstAreApprovedByHand() {
    let rails = Guardrails(pilot: 5)
    #expect(
      trips(rails, used: .init(proven: 4)) == ["the first 5 are approved by hand, and 4 are"])
    #expect(trips(rails, used: .init(proven: 5)) == [])
    // Each of them is looked at anyway.
    #expect(trips(rails, mode: .approve) == [])
  }

  @Test func everythingThatTripsIsSaid() {
    let rails = Guardrails(maxCost: Samples.usd(1), minMargin: 9000, dailyCount: 0, pilot: 1)
    #expect(trips(rails).count == 4)
    #expect(trips(rails, mode: .manual) == [])
  }
}
