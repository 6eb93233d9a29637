@testable import Fulfillment

/// Monday 2026-03-02 08:00 UTC, and that many days later.
func day(_ days: Int64) -> Timestamp { ExampleFacts.monday + .days(days) }

/// A policy of the supplier `cj`, of the Monday.
func samplePolicy(from: String = "", _ terms: [ClaimTerm]) -> ClaimPolicy {
  var policy = samplePolicy("cj", party: .supplier, terms)
  policy.from = DayRange.parse(from).map { CivilDate(daysSinceEpoch: $0.lowerBound) }
  return policy
}

/// A policy of somebody.
func samplePolicy(_ name: String, party: ClaimParty, _ terms: [ClaimTerm]) -> ClaimPolicy {
  ClaimPolicy(
    party: party, name: name, source: "a page", asOf: ExampleFacts.monday.date, terms: terms,
    file: name)
}

/// A parcel from China to Chicago: ordered on Monday, shipped a day later, scanned on the third day.
func sampleConsignment(_ change: (inout Consignment) -> Void = { _ in }) -> Consignment {
  var consignment = Consignment(
    parcel: ExampleFacts.number, carrier: "China Post", supplier: "CJ", origin: "CN",
    destination: "US", placedAt: day(0), cost: Money(minor: 1200, currency: .usd),
    value: Money(minor: 4000, currency: .usd), lines: ["Mug", "MUG-1"])
  consignment.boughtAt = day(0) + .hours(1)
  consignment.shippedAt = day(1)
  consignment.scannedAt = day(2)
  consignment.lastScanAt = day(5)
  change(&consignment)
  return consignment
}
