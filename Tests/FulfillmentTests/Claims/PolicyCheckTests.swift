import Testing

@testable import Fulfillment

@Suite struct PolicyCheckTests {
  private func kinds(
    _ policies: [ClaimPolicy], returns days: Int64 = 0, today: Int64 = 100
  ) -> [PolicyProblem.Kind] {
    PolicyCheck.problems(policies, returnWindow: .days(days), today: day(today).date).map(\.kind)
  }

  private func lost(_ opens: ClaimBound?, _ closes: ClaimBound?) -> ClaimTerm {
    ClaimTerm(kinds: [.lost], opens: opens, closes: closes)
  }

  @Test func aWindowThatShutsBeforeItOpensIsFound() {
    let never = lost(ClaimBound(110, after: .shipped), ClaimBound(90, after: .bought))
    #expect(kinds([samplePolicy([never])]) == [.unclaimable])
    // A parcel may be shipped at once, so that the other way round something is left.
    let narrow = lost(ClaimBound(110, after: .bought), ClaimBound(90, after: .shipped))
    #expect(kinds([samplePolicy([narrow])]).isEmpty)
    let unordered = lost(ClaimBound(110, after: .promised), ClaimBound(90, after: .bought))
    #expect(kinds([samplePolicy([unordered])]).isEmpty)
  }

  @Test func aSupplierThatClosesBeforeTheCarrierCallsItLostIsFound() {
    let supplier = samplePolicy([lost(nil, ClaimBound(14, after: .shipped))])
    let carrier = samplePolicy(
      "usps", party: .carrier,
      [lost(ClaimBound(15, after: .shipped), ClaimBound(60, after: .shipped))])
    #expect(kinds([supplier, carrier]) == [.tooEarly])
    let patient = samplePolicy([lost(nil, ClaimBound(16, after: .shipped))])
    #expect(kinds([patient, carrier]).isEmpty)
  }

  @Test(arguments: [(Int64(30), true), (7, false)])
  func takingBackForLongerThanTheSupplierIsFound(days: Int64, isFound: Bool) {
    let policy = samplePolicy([
      ClaimTerm(kinds: [.damaged], closes: ClaimBound(7, after: .delivered))
    ])
    #expect(kinds([policy], returns: days) == (isFound ? [.exposed] : []))
  }

  @Test func versionsAndTermsThatOverlapAreFound() {
    let term = lost(nil, ClaimBound(30, after: .shipped))
    var other = samplePolicy([term])
    other.file = "other"
    #expect(kinds([samplePolicy([term]), other]) == [.overlap])
    #expect(kinds([samplePolicy([term]), samplePolicy(from: "2026-01-01", [term])]).isEmpty)
    #expect(kinds([samplePolicy([term, term])]) == [.overlap])
    var american = term
    american.destinations = ["US"]
    #expect(kinds([samplePolicy([term, american])]).isEmpty)
  }

  @Test(arguments: [(Int64(365), false), (366, true)])
  func aSourceOlderThanAYearIsToBeLookedAtAgain(age: Int64, isOld: Bool) {
    let policy = samplePolicy([lost(nil, nil)])
    #expect(kinds([policy], today: age) == (isOld ? [.old] : []))
  }
}
