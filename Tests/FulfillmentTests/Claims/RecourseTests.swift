import Testing

@testable import Fulfillment

@Suite struct RecourseTests {
  private let loss = Loss(kind: .lost, noticedAt: day(20), shipment: 0)

  private func ways(
    _ policies: [ClaimPolicy], _ change: (inout Consignment) -> Void = { _ in }
  ) -> [Recourse] {
    Recourse.all([loss], policies) { _ in sampleConsignment(change) }
  }

  private func term(_ days: Int = 40, to: [String] = [], reach: ClaimTerm.Reach? = nil) -> ClaimTerm
  {
    ClaimTerm(
      kinds: [.lost], destinations: to, reach: reach, closes: ClaimBound(days, after: .shipped))
  }

  @Test(arguments: [
    (ClaimParty.supplier, "cj", true), (.supplier, "CJ", true), (.supplier, "zendrop", false),
    (.carrier, "china-post", true), (.carrier, "cj", false), (.platform, "cj", true),
    (.insurer, "mug", true), (.insurer, "route", false),
  ])
  func onlyThoseWhoHaveToDoWithTheParcelAreAsked(party: ClaimParty, name: String, isAsked: Bool) {
    #expect(ways([samplePolicy(name, party: party, [term()])]).isEmpty != isAsked)
  }

  @Test func aTermOfTheCountryComesBeforeOneOfAllCountries() {
    let policy = samplePolicy([term(60), term(45, to: ["US"]), term(110, to: ["BR"])])
    #expect(ways([policy])[0].window.closesAt == day(46))
    #expect(ways([policy]) { $0.destination = "BR" }[0].window.closesAt == day(111))
    #expect(ways([policy]) { $0.destination = "FR" }[0].window.closesAt == day(61))
    #expect(ways([policy]) { $0.destination = "" }[0].window.closes == .unclear)
  }

  @Test func homeAndAbroadAreToldApartWhereTheCountriesAreKnown() {
    let policy = samplePolicy([term(60, reach: .domestic), term(90, reach: .foreign)])
    #expect(ways([policy])[0].window.closesAt == day(91))
    #expect(ways([policy]) { $0.origin = "us" }[0].window.closesAt == day(61))
    #expect(ways([policy]) { $0.origin = "" }[0].window.closes == .unclear)
  }

  @Test func theVersionThatHeldWhenTheGoodsWereBoughtCounts() {
    let policies = [
      samplePolicy([term(30)]), samplePolicy(from: "2026-01-01", [term(40)]),
      samplePolicy(from: "2026-04-01", [term(50)]),
    ]
    #expect(ways(policies).map(\.window.closesAt) == [day(41)])
    #expect(ways(policies.reversed()).map(\.window.closesAt) == [day(41)])
  }

  @Test(arguments: [
    (ClaimAmount?.none, Int64(1200)), (.cost, 1200), (.value, 4000),
    (.upTo(Money(minor: 1000, currency: .usd)), 1000),
    (.upTo(Money(minor: 9000, currency: .usd)), 1200),
  ])
  func whatIsAtStakeFollowsTheTerm(rule: ClaimAmount?, minor: Int64) {
    var term = term()
    term.amount = rule
    #expect(ways([samplePolicy([term])])[0].amount == Money(minor: minor, currency: .usd))
    #expect(ways([samplePolicy([term])]) { ($0.cost, $0.value) = (nil, nil) }[0].amount == nil)
  }

  @Test func whatIsThereIsNotMissing() {
    var term = term()
    term.evidence = [.photos, .tracking]
    let way = ways([samplePolicy([term])]) { $0.evidence = [.tracking, .refundProof] }[0]
    #expect(way.present == [.tracking] && way.missing == [.photos])
  }

  @Test func whatClosesFirstComesFirst() {
    let policies = [
      samplePolicy([term(60)]), samplePolicy("china post", party: .carrier, [term(40)]),
      samplePolicy("cj", party: .platform, [ClaimTerm(kinds: [.lost])]),
    ]
    #expect(ways(policies).map(\.party) == [.carrier, .supplier, .platform])
  }

  @Test(arguments: [
    (Int64(20), Recourse.Phase.open), (36, .open), (38, .closing), (40, .closing), (41, .over),
    (90, .over),
  ])
  func aWindowStandsWhereTheDayIs(days: Int64, phase: Recourse.Phase) {
    let way = ways([samplePolicy([term()])])[0]
    #expect(way.phase(at: day(days), notice: .days(3)) == phase)
  }

  @Test func aWindowThatIsNotOpenYetWarnsWhenItOpens() {
    var term = term()
    term.opens = ClaimBound(39, after: .shipped)
    let way = ways([samplePolicy([term])])[0]
    #expect(way.phase(at: day(38), notice: .days(3)) == .ahead)
    #expect(way.warnsAt(.days(3)) == day(40))
    #expect(way.nextChange(after: day(38), notice: .days(3)) == day(40))
  }

  @Test func nothingIsToldOfWhatWasClosedBeforeTheLossWasKnown() {
    let way = ways([samplePolicy([term(15)])])[0]
    #expect(way.warnsAt(.days(3)) == nil)
    #expect(way.phase(at: day(20), notice: .days(3)) == .never)
  }

  /// Phases only ever go forward as time passes: ahead, open, closing, over.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func timeOnlyClosesAWindow(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let order: [Recourse.Phase] = [.ahead, .open, .closing, .over]
    for _ in 0..<100 {
      var term = term(random.int(1...90))
      if random.int(0...1) == 0 { term.opens = ClaimBound(random.int(0...90), after: .shipped) }
      let way = ways([samplePolicy([term])])[0]
      let phases = (0...100).map { way.phase(at: day(Int64($0)), notice: .days(3)) }
      if phases.contains(.never) {
        #expect(Set(phases) == [.never])
      } else {
        let places = phases.compactMap(order.firstIndex)
        #expect(places == places.sorted(), "seed \(seed): \(term)")
      }
    }
  }

  @Test func theNextLookFallsOnEveryChange() {
    let way = ways([samplePolicy([term()])])[0]
    var (now, seen) = (day(20), [Timestamp]())
    while let next = way.nextChange(after: now, notice: .days(3)) {
      seen.append(next)
      now = next
    }
    #expect(seen == [day(38), day(41)])
  }
}
