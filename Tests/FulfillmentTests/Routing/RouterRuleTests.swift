import Fulfillment
import Testing

private typealias Samples = RouterSamples

/// What the operator's own rules do.
@Suite struct RouterRuleTests {
  private let offers = [
    RouterSamples.offer("A", 500, methods: [.init(name: "Post"), .init(name: "DHL Express")]),
    RouterSamples.offer("B", 400, methods: [.init(name: "Post")]),
    RouterSamples.offer("C", 300, methods: [.init(name: "Post")]),
  ]

  private func taken(_ rule: RoutingPolicy.Rule, _ request: RouteRequest? = nil) -> [String] {
    Samples.route(offers, request ?? Samples.request()) { $0.rules = [rule] }.summary
  }

  @Test func onlyIsAnOrderOfPreference() throws {
    let rule = RoutingPolicy.Rule(name: "safe", only: ["b", "A"])
    #expect(taken(rule) == ["B/Post: 1 MUG-1"])
    let route = try #require(Samples.route(offers) { $0.rules = [rule] }.routes.first)
    #expect(route.reasons.first == "first in the rule's list")
    #expect(route.reasons.last == "by rule safe")
    #expect(
      route.runnersUp.first { $0.supplier == "C" }?.reason == "rule safe allows only b, A")
    #expect(route.runnersUp.first?.reason == "later in the rule's list")
  }

  @Test func neverForbids() {
    let rule = RoutingPolicy.Rule(name: "no C", never: ["C"])
    #expect(taken(rule) == ["B/Post: 1 MUG-1"])
    #expect(
      Samples.route(offers) { $0.rules = [rule] }.reason("C") == "rule no C forbids it")
  }

  @Test func methodsAreNarrowedByNameOrBeginning() {
    #expect(
      taken(RoutingPolicy.Rule(name: "fast", methods: ["dhl*"])) == ["A/DHL Express: 1 MUG-1"])
    let routing = Samples.route([Samples.offer("A", methods: [])]) {
      $0.rules = [RoutingPolicy.Rule(name: "fast", methods: ["DHL*"])]
    }
    #expect(
      routing.refused.map(\.reason) == ["A: rule fast names a shipping method, it names none"])
  }

  @Test func preferencesOfTheRuleReplaceTheGeneralOnes() {
    let offers = [
      Samples.offer("Slow", 100),
      Samples.offer("Fast", 900, methods: [Samples.method("X", 1, 1...2)]),
    ]
    let rule = RoutingPolicy.Rule(name: "fast", preferences: [.speed])
    #expect(Samples.route(offers).summary == ["Slow/Post: 1 MUG-1"])
    #expect(Samples.route(offers) { $0.rules = [rule] }.summary == ["Fast/X: 1 MUG-1"])
  }

  /// Every condition must hold; what it takes to hold one.
  @Test(arguments: [
    (RoutingPolicy.Rule(name: "r", storefronts: ["SHOP"]), true),
    (RoutingPolicy.Rule(name: "r", storefronts: ["shop2"]), false),
    (RoutingPolicy.Rule(name: "r", countries: ["br", "us"]), true),
    (RoutingPolicy.Rule(name: "r", countries: ["BR"]), false),
    (RoutingPolicy.Rule(name: "r", skus: ["mug-1"]), true),
    (RoutingPolicy.Rule(name: "r", skus: ["mug*"]), true),
    (RoutingPolicy.Rule(name: "r", skus: ["*"]), true),
    (RoutingPolicy.Rule(name: "r", skus: ["MUG-10*"]), false),
    (RoutingPolicy.Rule(name: "r", skus: ["MUG"]), false),
    (RoutingPolicy.Rule(name: "r", tags: ["vip"]), true),
    (RoutingPolicy.Rule(name: "r", tags: ["v*"]), true),
    (RoutingPolicy.Rule(name: "r", tags: ["VI"]), false),
    (RoutingPolicy.Rule(name: "r", countries: ["US"], skus: ["MUG-2"]), false),
    (RoutingPolicy.Rule(name: "r", countries: ["US"], skus: ["MUG-1"], tags: ["vip"]), true),
  ])
  func ruleHoldsWhereAllItsConditionsDo(_ rule: RoutingPolicy.Rule, _ holds: Bool) {
    var rule = rule
    rule.only = ["A"]
    let supplier = taken(rule, Samples.request { $0.tags = ["VIP", "gift"] }).first?.first
    #expect(supplier == (holds ? "A" : "C"))
  }

  @Test func theFirstRuleThatHoldsDecidesAlone() {
    let rules = [
      RoutingPolicy.Rule(name: "br", countries: ["BR"], only: ["C"]),
      RoutingPolicy.Rule(name: "mugs", skus: ["MUG*"], only: ["B"]),
      RoutingPolicy.Rule(name: "all", only: ["A"]),
    ]
    #expect(Samples.route(offers) { $0.rules = rules }.summary == ["B/Post: 1 MUG-1"])
  }

  @Test func namesBeyondASCIICompareWithoutCaseToo() {
    let rule = RoutingPolicy.Rule(name: "r", only: ["ÖST*"])
    let routing = Samples.route([Samples.offer("A"), Samples.offer("öst Handel")]) {
      $0.rules = [rule]
    }
    #expect(routing.summary == ["öst Handel/Post: 1 MUG-1"])
  }

  @Test func linesOfOneOrderMayGoByDifferentRules() {
    let offers = [
      Samples.offer("A"), Samples.offer("A", sku: "CAP-1"), Samples.offer("B"),
      Samples.offer("B", sku: "CAP-1"),
    ]
    let request = Samples.request([Samples.line("1"), Samples.line("2", "CAP-1")])
    let routing = Samples.route(offers, request) {
      $0.rules = [
        RoutingPolicy.Rule(name: "caps", skus: ["CAP*"], only: ["B"]),
        RoutingPolicy.Rule(name: "mugs", skus: ["MUG*"], only: ["A"]),
      ]
    }
    #expect(routing.summary == ["A/Post: 1 MUG-1", "B/Post: 1 CAP-1"])
  }

  @Test func aRuleThatLeavesNobodyBlocks() {
    let routing = Samples.route(offers) {
      $0.rules = [RoutingPolicy.Rule(name: "r", only: ["Nobody"])]
    }
    #expect(routing.refused.map(\.code) == ["order.blocked"])
    #expect(
      routing.refused.first?.reason
        == ["A", "B", "C"].map { "\($0): rule r allows only Nobody" }.joined(separator: "; "))
  }
}
