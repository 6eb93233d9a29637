import Testing

@testable import Fulfillment

struct HistogramTests {
  private func curve(_ quarters: [Int32: Int64], entered: Int64, watched: Int32 = 80)
    -> DurationCurve
  {
    DurationCurve([
      DurationCurve.Cohort(entered: entered, watched: watched, through: quarters)
    ])
  }

  @Test func daysAddUpToWhatIsThrough() {
    let curve = curve([1: 10, 5: 20, 9: 30, 40: 20], entered: 100)
    let (shares, later) = curve.histogram(days: 5)
    #expect(shares.count == 5)
    #expect(abs(shares[0] - 0.1) < 1e-9 && abs(shares[1] - 0.2) < 1e-9)
    #expect(abs(shares[2] - 0.3) < 1e-9 && abs(later - 0.2) < 1e-9)
    #expect(abs(shares.reduce(later, +) - (curve.through(after: 20) ?? 0)) < 1e-9)
  }

  @Test func nothingWatchedIsNoHistogram() {
    #expect(curve([:], entered: 0, watched: 0).histogram(days: 5).shares.isEmpty)
    #expect(curve([1: 1], entered: 2).histogram(days: 0).shares.isEmpty)
  }

  @Test(arguments: [
    ("mail:a@b", SupplierContact(.mail, "a@b")),
    ("NOTE: asks for photos: always", SupplierContact(.note, "asks for photos: always")),
  ])
  func aContactIsReadByItsKind(_ line: String, _ contact: SupplierContact) {
    #expect(SupplierContact(line) == contact)
  }

  @Test(arguments: ["mail", "mail:", "fax:1", ":x", ""])
  func whatIsNoContactIsNone(_ line: String) { #expect(SupplierContact(line) == nil) }
}
