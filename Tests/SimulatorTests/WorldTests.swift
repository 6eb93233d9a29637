import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct WorldTests {
  /// One visit of everything, as bytes.
  static func visit(seed: UInt64) throws -> [HTTPResponse] {
    var visitor = Visitor.free(seed: seed, orders: 60)
    visitor.world.advance(to: monday)
    var answers: [HTTPResponse] = []
    for hours in 0..<6 {
      visitor.now = monday + .hours(Int64(hours * 7))
      answers.append(visitor.shop("/orders", [("per_page", "50")]))
      let token = try visitor.cjToken()
      answers.append(visitor.cj("list?status=SHIPPED", token: token))
      let number = visitor.world.truth.flatMap(\.trackingNumbers).first ?? ""
      let body = "{\"tracker\":{\"tracking_code\":\"\(number)\"}}"
      answers.append(visitor.easyPost(.post, "trackers", body))
      answers.append(visitor.seventeenTrack("register", "[{\"number\":\"\(number)\"}]"))
      answers.append(visitor.seventeenTrack("gettrackinfo", "[{\"number\":\"\(number)\"}]"))
    }
    return answers
  }

  @Test func theSameSeedAndRequestsGiveTheSameBytes() throws {
    let first = try Self.visit(seed: 3)
    #expect(first == (try Self.visit(seed: 3)))
    #expect(first != (try Self.visit(seed: 4)))
    #expect(first.allSatisfy { $0.status == 200 || $0.status == 201 })
  }

  @Test func howTimeIsCutDoesNotMatter() {
    var (whole, cut) = (
      World(seed: 5, options: .init(start: monday, orders: 10)),
      World(seed: 5, options: .init(start: monday, orders: 10))
    )
    whole.advance(to: monday + .days(3))
    for minute in stride(from: 0, through: 3 * 1440, by: 97) {
      cut.advance(to: monday + .minutes(Int64(minute)))
    }
    cut.advance(to: monday + .days(3))
    #expect(whole.truth == cut.truth)
    #expect(whole.truth.count > 300)
  }

  @Test(arguments: [0, 1, 7, 500])
  func theBacklogHasExactlyTheOrdersAskedFor(orders: Int) {
    let world = World(seed: 1, options: .init(start: monday, backlogDays: 10, orders: orders))
    #expect(world.truth.count == orders)
    let times = world.truth.map(\.placedAt)
    #expect(times == times.sorted())
    #expect(times.allSatisfy { $0 > monday - .days(10) && $0 <= monday })
  }

  @Test func moreComesInTheEveningThanAtNight() {
    let world = World(seed: 1, options: .init(start: monday, backlogDays: 20, orders: 4000))
    let hours = world.truth.map { Int($0.placedAt.millisecondOfDay / 3_600_000) }
    let (night, evening) = (
      hours.count { (2...5).contains($0) }, hours.count { (18...21).contains($0) }
    )
    #expect(evening > 4 * night && night > 0)
  }

  @Test func scenariosComeInTheirShares() {
    let world = World(seed: 2, options: .init(start: monday, backlogDays: 60, orders: 6000))
    let counts = Dictionary(grouping: world.truth, by: \.scenario).mapValues(\.count)
    for (scenario, share) in ScenarioShares.busy.shares {
      let expected = share * 6000
      let count = Double(counts[scenario] ?? 0)
      #expect(abs(count - expected) < 5 * expected.squareRoot(), "\(scenario): \(count)")
    }
    #expect(Set(counts.keys) == Set(Scenario.allCases))
  }

  @Test(arguments: Scenario.allCases)
  func everyLifeEnds(scenario: Scenario) throws {
    var visitor = Visitor.free(orders: 15, days: 20, .only(scenario))
    let ends = visitor.world.truth.map { $0.endsAt - $0.placedAt }
    #expect(ends.allSatisfy { $0 > .milliseconds(0) && $0 < .days(90) })
    visitor.now = monday + .days(95)
    let ids = Set(visitor.world.truth.map(\.id))
    let settled: Set<String> = ["completed", "refunded", "cancelled", "trash"]
    for id in ids {
      let order = try Answer(visitor.shop("/orders/\(id)"))
      #expect(settled.contains(order.status.text ?? "-"), "\(scenario) \(id)")
    }
  }

  @Test(arguments: Scenario.allCases.filter { $0.exceptionCode != nil })
  func troubleMendsForSomeAndNotForOthers(scenario: Scenario) {
    let world = World(
      seed: 12, options: .init(start: monday, orders: 100, scenarios: .only(scenario)))
    let mended = world.truth.count { $0.scenario == scenario && $0.isMended }
    #expect((30...85).contains(mended))
    #expect(world.truth.allSatisfy { $0.scenario != scenario || $0.trouble != nil })
  }

  @Test func paths() throws {
    var visitor = Visitor.free()
    #expect(visitor.send(HTTPRequest(.get, "http://h/")).status == 404)
    #expect(visitor.send(HTTPRequest(.get, "http://h/paypal/v1/charges")).status == 404)
    #expect(visitor.send(HTTPRequest(.get, "http://h/shop/about")).status == 404)
    // A host that leaves the version out of its base address reaches the same service.
    let short = HTTPRequest(
      .get, "http://h/easypost/trackers",
      headers: ["Authorization": "Bearer " + visitor.secret("EASYPOST_KEY")])
    #expect(visitor.send(short).status == 200)
  }

  @Test func theConfigurationNamesItsSecretsAndShowsNone() {
    let world = World(seed: 1, options: .init(start: monday, orders: 1))
    let text = SimulatorConfiguration.toml(port: 8123)
    // The token by which the other is renewed is kept by hand.
    for (name, value) in world.secrets
    where !["_REFRESH", "_CODE", "_CLIENT"].contains(where: name.hasSuffix) {
      #expect(text.contains(name))
      #expect(!text.contains(value) && !value.isEmpty)
    }
    #expect(text.contains("http://127.0.0.1:8123/shop"))
    // Every account is active but the one that has the same orders, and the tracker that takes many
    // numbers a call is the first one.
    #expect(text.split(separator: "\n").filter { $0 == "# [[account]]" }.count == 1)
    let services: [Substring] = text.split(separator: "\n").filter { $0.hasPrefix("service = ") }
    #expect(
      services
        == ["woocommerce", "cj", "aliexpress", "17track", "easypost", "stripe"].map {
          "service = \"\($0)\""
        })
    let cj = world.suppliers.first { $0.account != nil }
    #expect(text.contains("name = \"\(cj?.name ?? "-")\""))
  }

  @Test func everyOfferNamesAKnownSupplier() {
    let world = World(seed: 1, options: .init(start: monday, orders: 1))
    let names = Set(world.suppliers.map(\.name))
    #expect(names.count == 3)
    #expect(Set(world.offers.map(\.supplier)) == names)
    #expect(Set(world.offers.map { $0.sku + $0.supplier }).count == world.offers.count)
    #expect(world.offers.allSatisfy { ($0.cost?.minor ?? 0) > 0 })
  }
}
