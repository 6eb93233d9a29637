import Testing

@testable import Fulfillment

/// Eight orders promised on day 20; what each flag is worth is worked out by hand.
private let orders: [FinishedOrder] = [
  finished(sample("in time", handed: 2, delivered: 10)),
  finished(sample("on the day", handed: 2, delivered: 20)),
  finished(sample("a day late", handed: 2, delivered: 21)),
  finished(sample("weeks late", handed: 2, delivered: 40)),
  finished(sample("never", handed: 2), status: "shipped"),
  finished(sample("cancelled"), status: "canceled"),
  finished(sample("no line", lines: 0), status: "unavailable"),
  finished(sample("delivered when?", handed: 2)),
]

private func list(_ days: [Int32?]) -> FlagList {
  var list = FlagList(name: "l", lead: 5, orders: days.count)
  for (place, day) in days.enumerated() {
    if let day { list.raise(place, DelayFlag(day: newYear + day, reason: "")) }
  }
  return list
}

@Suite struct EndingTests {
  @Test func endingsFollowTheDaysAndTheStatus() {
    #expect(
      orders.map(\.ending) == [
        .onTime, .onTime, .deliveredLate, .deliveredLate, .neverDelivered, .leftOut, .leftOut,
        .leftOut,
      ])
    #expect(orders.map(\.ending.isLate).filter { $0 }.count == 3)
  }

  @Test func aCancelledOrderIsLeftOutThoughItWasDelivered() {
    #expect(Ending(status: "canceled", lines: 1, deliveredOn: 3, promisedOn: 1) == .leftOut)
    #expect(Ending(status: "", lines: 1, deliveredOn: nil, promisedOn: 1) == .neverDelivered)
  }

  @Test(
    arguments: [(0, "2018-01"), (30, "2018-01"), (31, "2018-02"), (-1, "2017-12")]
      as [(Int32, String)])
  func monthsAreThoseOfThePurchase(day: Int32, month: String) {
    #expect(finished(sample("o", bought: day)).month == month)
  }
}

@Suite struct ScoreTests {
  @Test func aListIsScoredAsByHand() throws {
    // Lead of 5: flagged by day 15. In time (12), a day late (15), never (8); too late for 5: weeks late (16).
    let score = Score(list([12, nil, 15, 16, 8, 3, nil, nil]), of: orders, leads: [2, 5, 7])
    #expect((score.orders, score.scored) == (8, 5))
    #expect((score.late, score.deliveredLate, score.neverDelivered) == (3, 2, 1))
    #expect((score.flagged, score.flaggedLate, score.flaggedLeftOut) == (4, 3, 1))
    #expect(score.lateShare == 0.6)
    #expect(score.flagsPer100 == 80)
    #expect(score.precisionOfAllFlags == 0.75)
    #expect(score.recallAtAnyTime == 1)
    let five = try #require(score.lead(5))
    #expect((five.flagged, five.late, five.never) == (3, 2, 1))
    #expect(score.recall(five) == 2.0 / 3)
    #expect(score.precision(five) == 2.0 / 3)
    #expect(score.recallOfDeliveredLate(five) == 0.5)
    #expect(score.recallOfNeverDelivered(five) == 1)
    #expect(score.falsePerTrue(five) == 0.5)
    #expect(score.per100(five) == 60)
    #expect(five.medianDaysAhead == 8.5)  // 5 and 12
    let two = try #require(score.lead(2))
    #expect((two.flagged, two.late) == (4, 3))
    #expect(two.medianDaysAhead == 5)  // 4, 5 and 12
    let seven = try #require(score.lead(7))
    #expect((seven.flagged, seven.late) == (2, 1))
    #expect(score.lead(3) == nil)
  }

  @Test func theEarliestFlagCounts() {
    var list = list([nil, nil, 18, nil, nil, nil, nil, nil])
    list.raise(2, DelayFlag(day: newYear + 9, reason: "earlier"))
    list.raise(2, DelayFlag(day: newYear + 19, reason: "later"))
    #expect(list.flags[2]?.reason == "earlier")
    #expect(Score(list, of: orders).lead(7)?.late == 1)
  }

  @Test func nothingToShareIsNil() throws {
    let score = Score(list([nil]), of: [finished(sample("o"), status: "canceled")])
    #expect(score.lateShare == nil)
    #expect(score.precisionOfAllFlags == nil)
    let lead = try #require(score.lead(5))
    #expect(score.recall(lead) == nil)
    #expect(score.precision(lead) == nil)
    #expect(score.falsePerTrue(lead) == nil)
    #expect(lead.medianDaysAhead == nil)
  }

  @Test func aMonthIsScoredAlone() {
    let both = [
      finished(sample("jan", bought: 3, handed: 5)),
      finished(sample("feb", bought: 35, promised: 50)),
    ]
    #expect(Score(list([4, nil]), of: both, month: "2018-01").orders == 1)
    #expect(Score(list([4, nil]), of: both, month: "2018-02").flagged == 0)
  }
}

@Suite struct ReliabilityTests {
  @Test func binsAreWorkedOutByHand() throws {
    var curve = Reliability(lead: 5)
    curve.add(0.1, isLate: false)
    curve.add(0.15, isLate: true)
    curve.add(1, isLate: true)
    curve.add(7, isLate: true)
    curve.add(-.infinity, isLate: false)
    curve.add(.nan, isLate: false)
    #expect(curve.bins.map(\.orders) == [2, 2, 0, 0, 0, 0, 0, 0, 0, 2])
    #expect(curve.bins[1].predicted == 0.125)
    #expect(curve.bins[1].seen == 0.5)
    #expect(curve.bins[5].predicted == nil)
    let brier = try #require(curve.brier)
    #expect(abs(brier - (0.01 + 0.7225) / 6) < 1e-12)
    #expect(curve.brierOfBaseRate == 0.25)
  }

  @Test func anEmptyCurveSaysNothing() {
    #expect(Reliability(lead: 2).brier == nil)
    #expect(Reliability(lead: 2).brierOfBaseRate == nil)
  }
}
