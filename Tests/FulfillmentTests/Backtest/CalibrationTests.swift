import Testing

@testable import Fulfillment

/// Of held-back orders that are told 0.3, three in ten are late: each fold is judged by what the others taught.
@Suite struct CalibrationTests {
  private static let folds = 4

  /// Four sellers and three states, each with a pace of its own: what a day brings is drawn day by day.
  private static func history(seed: UInt64, count: Int) -> [FinishedOrder] {
    var random = SplitMix64(seed: seed)
    func days(oneIn hazard: Double) -> Int32 {
      var days: Int32 = 1
      while Double(random.int(0...9_999)) >= hazard * 10_000, days < 200 { days += 1 }
      return days
    }
    let sellers = [("a", "SP", 0.6), ("b", "SP", 0.35), ("c", "RJ", 0.5), ("d", "RJ", 0.25)]
    let states = [("SP", 0.3), ("BA", 0.14), ("AM", 0.1)]
    return (0..<count).map { number in
      let seller = sellers[random.int(0...3)]
      let state = states[random.int(0...2)]
      // Mondays of 2017 and on, ten orders a day.
      let bought = 17_168 + Int32(number / 10)
      let handed = bought + days(oneIn: seller.2)
      let delivered = handed + days(oneIn: state.1)
      let promised = bought + Int32(random.int(8...20))
      return FinishedOrder(
        order: ReplayOrder(
          id: "\(number)",
          lines: [
            ReplayOrder.Line(seller: seller.0, sellerState: seller.1, limitOn: bought + 4)
          ], purchasedOn: bought, approvedOn: bought, handedOverOn: handed,
          deliveredOn: delivered, promisedOn: promised, customerState: state.0),
        ending: delivered > promised ? .deliveredLate : .onTime)
    }
  }

  @Test(arguments: 0..<folds) func chancesOfHeldBackOrdersComeTrue(fold: Int) throws {
    let orders = Self.history(seed: 11, count: 3_600)
    let held = orders.enumerated().filter { $0.offset % Self.folds == fold && $0.offset >= 1_200 }
    let others = orders.enumerated().filter { $0.offset % Self.folds != fold }
    let backtest = Backtest.run(train: others.map(\.element), replay: held.map(\.element))
    for curve in backtest.reliability {
      #expect(curve.orders > 100)
      // It knows more than the share of late orders, ...
      let (brier, plain) = (try #require(curve.brier), try #require(curve.brierOfBaseRate))
      #expect(brier < plain * 0.99, "fold \(fold), \(curve.lead) days: \(brier) of \(plain)")
      // ... and no tenth is off by more than chance and a little.
      for bin in curve.bins where bin.orders >= 30 {
        let (told, seen) = (try #require(bin.predicted), try #require(bin.seen))
        let chance = 3 * (told * (1 - told) / Double(bin.orders)).squareRoot()
        #expect(
          abs(told - seen) <= chance + 0.08,
          "fold \(fold), \(curve.lead) days: told \(told), seen \(seen) of \(bin.orders)")
      }
      // In all, as many are late as were to be expected.
      let expected = curve.bins.reduce(0) { $0 + ($1.predicted ?? 0) * Double($1.orders) }
      let late = curve.bins.reduce(0) { $0 + $1.late }
      #expect(abs(expected - Double(late)) <= 0.1 * Double(curve.orders))
    }
  }

  /// The bound can be missed: who is always twice too sure is told.
  @Test func aWrongCurveIsSeen() {
    var curve = Reliability(lead: 5)
    for number in 0..<400 { curve.add(0.8, isLate: number % 5 < 2) }
    let bin = curve.bins[8]
    let chance = 3 * (0.8 * 0.2 / 400).squareRoot()
    #expect(abs((bin.predicted ?? 0) - (bin.seen ?? 0)) > chance + 0.08)
  }
}
