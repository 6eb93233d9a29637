import Testing

@testable import Fulfillment

@Suite struct NumbersTests {
  private static let today: Int32 = 20_000

  private func order(_ day: Int32, change: (inout OrderFigures) -> Void = { _ in }) -> OrderFigures
  {
    var figures = OrderFigures(storefront: 1, placed: day)
    change(&figures)
    return figures
  }

  private func numbers(
    _ orders: [OrderFigures], _ kind: FigureKind = .storefront, key: Int64 = 1, period: Int32 = 30
  ) -> Numbers {
    var cells: [FigureCell: Int64] = [:]
    for order in orders { order.add(to: &cells) }
    var builder = NumbersBuilder(kind: kind, today: NumbersTests.today, period: period)
    for (cell, amount) in cells where cell.kind == kind && cell.key == key {
      builder.add(cell.measure, day: cell.day, bucket: cell.bucket, amount: amount)
    }
    return builder.numbers(key: key, name: "x")
  }

  /// Ten orders of 70 days ago of which two were refunded are ripe; ten of yesterday are not.
  @Test func refundsOfYoungOrdersAreToldApart() {
    let old = (0..<10).map { number in
      order(NumbersTests.today - 70) { $0.isRefunded = number < 2 }
    }
    let young = (0..<10).map { number in
      order(NumbersTests.today - 1) { $0.isRefunded = number < 1 }
    }
    let rate = numbers(old + young).refunded
    #expect(rate == Rate(hits: 2, total: 10, young: 10, youngHits: 1))
  }

  @Test func promisesCountOnTheDayTheyRunOut() {
    let orders = [
      order(NumbersTests.today - 40) {
        $0.promised = NumbersTests.today - 5
        $0.isDelivered = true
        $0.isOnTime = true
      },
      order(NumbersTests.today - 40) { $0.promised = NumbersTests.today - 5 },
      order(NumbersTests.today - 2) { $0.promised = NumbersTests.today + 9 },
    ]
    let numbers = numbers(orders)
    #expect(numbers.onTime.hits == 1)
    #expect(numbers.onTime.total == 2)
  }

  @Test func aCancelledOrderBreaksNoPromise() {
    let cancelled = order(NumbersTests.today - 40) {
      $0.promised = NumbersTests.today - 5
      $0.isCancelled = true
    }
    #expect(numbers([cancelled]).onTime.total == 0)
    #expect(numbers([cancelled], period: 60).cancelled == Rate(hits: 1, total: 1))
  }

  @Test func lateDispatchIsWhatWasNotScannedInTime() {
    func bought(_ isInTime: Bool, due: Int32) -> OrderFigures {
      order(NumbersTests.today - 10) {
        $0.purchases = [
          OrderFigures.Purchase(
            supplier: 7, lane: 9, placed: NumbersTests.today - 10, dispatchDue: due,
            isDispatchedInTime: isInTime)
        ]
      }
    }
    let due = NumbersTests.today - 7
    let orders = [
      bought(true, due: due), bought(true, due: due), bought(false, due: due),
      bought(false, due: NumbersTests.today),
    ]
    for (kind, key) in [(FigureKind.supplier, 7 as Int64), (.storefront, 1)] {
      let rate = numbers(orders, kind, key: key).lateDispatch
      #expect(rate == Rate(hits: 1, total: 3, young: 1, youngHits: 1))
    }
    // The lane's week has days that are not over.
    #expect(numbers(orders, .lane, key: 9).lateDispatch.total <= 3)
  }

  /// Of three purchases one was cancelled and one is still under way.
  @Test(
    arguments: [
      (FigureKind.supplier, 7 as Int64), (.lane, 9), (.storefront, 1), (.product, 3),
    ])
  func howLongItTakesIsToldOfEveryKind(kind: FigureKind, key: Int64) {
    let day = NumbersTests.today - 20
    let orders = (0..<3).map { number in
      order(day) {
        $0.products = [3]
        $0.purchases = [
          OrderFigures.Purchase(
            supplier: 7, lane: 9, placed: day, isCancelled: number == 2,
            processing: number == 2 ? nil : 4, scanned: number == 2 ? nil : day + 1,
            transit: number == 0 ? 20 : nil, dispatchDue: day + 3, isDispatchedInTime: number == 0)
        ]
        $0.parcels = [.init(supplier: 7, lane: 9, told: day, isScanned: number < 2)]
      }
    }
    let numbers = numbers(orders, kind, key: key)
    #expect(numbers.processing.sample == 2)
    #expect(numbers.processing.days(until: 0.9) == 1.25)
    #expect(numbers.shipping.sample == 2)
    #expect(numbers.shipping.days(until: 0.5) == 5.25)
    #expect(numbers.lateDispatch == Rate(hits: 1, total: 2))
    #expect(numbers.validTracking == Rate(hits: 2, total: 3))
    // What was added is taken away again, cell by cell.
    var cells: [FigureCell: Int64] = [:]
    for order in orders { order.add(to: &cells) }
    for order in orders { order.add(to: &cells, sign: -1) }
    #expect(cells.values.allSatisfy { $0 == 0 })
  }

  @Test func moneyIsSummedByCurrency() {
    let orders = [
      order(NumbersTests.today - 1) { $0.value = Money(minor: 500, currency: .usd) },
      order(NumbersTests.today - 2) {
        $0.value = Money(minor: 700, currency: .usd)
        $0.purchases = [
          OrderFigures.Purchase(
            supplier: 7, lane: 9, placed: NumbersTests.today - 2,
            cost: Money(minor: 301, currency: .usd))
        ]
      },
    ]
    let numbers = numbers(orders)
    #expect(numbers.value == [Money(minor: 1200, currency: .usd)])
    #expect(numbers.cost == [Money(minor: 301, currency: .usd)])
    #expect(numbers.costPerOrder == [Money(minor: 151, currency: .usd)])
  }

  @Test func weeksEndToday() {
    let orders = [order(NumbersTests.today), order(NumbersTests.today - 6)]
    let older = [order(NumbersTests.today - 7)]
    let weekly = numbers(orders + older).weekly
    #expect(weekly.suffix(2) == [1, 2])
  }

  @Test func whatIsTakenAwayLeavesNothing() {
    var cells: [FigureCell: Int64] = [:]
    let figures = order(19_000) {
      $0.isRefunded = true
      $0.disputes = [19_010]
      $0.fault = .carrier
      $0.value = Money(minor: 5, currency: .usd)
      $0.products = [3, 4]
      $0.purchases = [
        OrderFigures.Purchase(
          supplier: 7, lane: 9, placed: 19_000, processing: 5, scanned: 19_001, transit: 20,
          isDelivered: true, dispatchDue: 19_003, isDispatchedInTime: true,
          cost: Money(minor: 3, currency: .usd))
      ]
      $0.parcels = [OrderFigures.Parcel(supplier: 7, lane: 9, told: 19_001, isScanned: true)]
    }
    figures.add(to: &cells)
    #expect(cells.count > 20)
    figures.add(to: &cells, sign: -1)
    #expect(cells.values.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    (day: 4 as Int32, monday: 4 as Int32), (day: 10, monday: 4), (day: 11, monday: 11),
    (day: 0, monday: -3), (day: -3, monday: -3), (day: -4, monday: -10),
  ])
  func lanesAreKeptByWeeksFromMonday(day: Int32, monday: Int32) {
    #expect(FigureKind.lane.cohort(day) == monday)
    #expect(FigureKind.supplier.cohort(day) == day)
  }

  @Test(arguments: ["USD", "AAA", "ZZZ", "JPY"])
  func aCurrencyComesBackFromItsNumber(code: String) {
    let currency = Currency(code)
    #expect(currency.flatMap { Currency(figureBucket: $0.figureBucket) } == currency)
  }

  @Test func aBackupThatIsTwiceAsFastIsSooner() throws {
    func supplier(_ processing: Int32, _ transit: Int32) -> Numbers {
      let bought = (0..<40).map { _ in
        order(NumbersTests.today - 29) {
          $0.purchases = [
            OrderFigures.Purchase(
              supplier: 7, lane: 9, placed: NumbersTests.today - 29, processing: processing,
              scanned: NumbersTests.today - 28, transit: transit, isDelivered: true)
          ]
        }
      }
      return numbers(bought, .supplier, key: 7)
    }
    let comparison = try #require(LaneComparison(own: supplier(8, 40), other: supplier(4, 20)))
    #expect(comparison.chanceSooner > 0.99)
    #expect(try #require(comparison.otherMedian) < (try #require(comparison.ownMedian)))
    let same = try #require(LaneComparison(own: supplier(8, 40), other: supplier(8, 40)))
    #expect(abs(same.chanceSooner - 0.5) < 1e-9)
    #expect(LaneComparison(own: numbers([]), other: supplier(8, 40)) == nil)
  }

  @Test(arguments: [
    (rate: Rate(hits: 1, total: 1000), standing: JudgingLine.Standing.clear),
    (rate: Rate(hits: 9, total: 1000), standing: .near),
    (rate: Rate(hits: 20, total: 1000), standing: .over),
    (rate: Rate(hits: 0, total: 0), standing: .unknown),
  ])
  func aLineIsClearOnlyByMoreThanChance(rate: Rate, standing: JudgingLine.Standing) {
    let line = JudgingLine(
      name: "x", party: "X", measure: .chargebacks, limit: 0.01, isCeiling: true, source: "x",
      asOf: CivilDate(daysSinceEpoch: 0))
    #expect(line.standing(rate, cases: 10) == standing)
  }

  @Test func aLineForTheLargeDoesNotApplyToTheSmall() {
    let line = JudgingLine(
      name: "x", party: "X", measure: .chargebacks, limit: 0.015, isCeiling: true,
      minimumCases: 1500, source: "x", asOf: CivilDate(daysSinceEpoch: 0))
    #expect(line.standing(Rate(hits: 20, total: 1000), cases: 60) == .below)
    // Just under the line with nine cases is no nearer to it.
    #expect(line.standing(Rate(hits: 14, total: 1000), cases: 9) == .below)
    #expect(line.standing(Rate(hits: 14, total: 1000), cases: 1500) == .near)
    #expect(line.standing(Rate(hits: 1, total: 1000), cases: 9) == .clear)
  }

  @Test func aMonthIsProjectedAtItsPace() {
    let pace = MonthPace(elapsed: 10, days: 30, rate: Rate(hits: 7, total: 900))
    #expect(pace.projectedHits == 21)
  }
}
