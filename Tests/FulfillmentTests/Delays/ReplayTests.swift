import Testing

@testable import Fulfillment

@Suite struct ReplayTests {
  /// Whatever happens after a day, what was said up to that day stays the same.
  @Test(arguments: seeds.prefix(8))
  func nothingLaterIsSeen(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let orders = random.orders(150)
    let day: Int32 = 17_350
    var other = orders.filter { $0.purchasedOn <= day }
    for index in other.indices {
      if other[index].handedOverOn ?? .max > day { other[index].handedOverOn = day + 3 }
      if other[index].deliveredOn ?? .max > day {
        other[index].deliveredOn = random.once(in: 2) ? nil : day + 4
      }
    }
    #expect(verdicts(orders, until: day) == verdicts(other, until: day))
  }

  @Test(arguments: seeds.prefix(8))
  func whatIsLearnedFromIsTheSameInEitherPart(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let orders = random.orders(150)
    let whole = verdicts(orders, until: .max)
    var replay = Replay()
    var later: [String: Double] = [:]
    let cut = orders.count / 2
    // An order that is in both parts counts once.
    replay.run(train: Array(orders.prefix(cut + 10)), replay: Array(orders.dropFirst(cut))) {
      verdict, _ in
      later["\(orders[cut + verdict.order].id) \(verdict.day)"] = verdict.probabilityLate
    }
    #expect(!later.isEmpty)
    for (key, chance) in later { #expect(abs((whole[key] ?? -1) - chance) < 1e-9) }
  }

  /// With a hazard of 0.1 a day, the chance of n more days is 0.9 to the power of n.
  @Test func chancesAreWhatTheyShouldBe() {
    var random = SplitMix64(seed: 7)
    var model = DelayModel(DelayParameters(backlogWeight: 0, slownessWeight: 0))
    let lane = Lane(origin: "CN", destination: "BR")
    for day in Int32(1000)...1200 {
      for _ in 0..<30 {
        var left = day + 1
        while !random.once(in: 10) { left += 1 }
        model.enter(lane, .transit, on: day)
        model.leave(lane, .transit, entered: day, on: left, isCensored: false)
      }
      model.close(through: day)
    }
    for days in [Int32(1), 3, 5, 10, 20] {
      let course = Course(
        lane: lane, stage: .transit, enteredOn: 1195, promisedOn: 1200 + days)
      var expected = 1.0
      for _ in 0..<days { expected *= 0.9 }
      let said = model.probabilityLate(course, today: 1200)
      #expect(abs(said - expected) < 0.05)
    }
  }

  @Test func listsKeepTheirLead() {
    var random = SplitMix64(seed: 3)
    let orders = random.orders(200)
    var replay = Replay()
    var (seen, flagged) = (0, 0)
    replay.run(train: [], replay: orders) { verdict, _ in
      seen += 1
      if verdict.isAtRisk || verdict.isActNow { flagged += 1 }
      #expect(!verdict.isAtRisk || verdict.daysLeft >= 5)
      #expect(!verdict.isActNow || verdict.daysLeft >= 2)
      #expect(verdict.daysLeft >= 0)
      if verdict.daysLeft == 5 {
        #expect(verdict.isAtRisk == (verdict.probabilityLate >= replayAtRisk))
      }
      if verdict.daysLeft == 0 { #expect(verdict.probabilityLate == 1) }
    }
    #expect(seen > 1000)
    #expect(flagged > 0)
  }

  @Test func brokenOrdersAreReplayedAsFarAsTheyGo() {
    let line = ReplayOrder.Line(seller: "a", sellerState: "SP", limitOn: .max)
    let orders = [
      ReplayOrder(id: "1", lines: [], purchasedOn: 100, promisedOn: 110),
      ReplayOrder(id: "2", lines: [line], purchasedOn: 100, deliveredOn: 90, promisedOn: 95),
      ReplayOrder(
        id: "3", lines: [line], purchasedOn: 100, handedOverOn: 105, deliveredOn: 103,
        promisedOn: 107),
      ReplayOrder(id: "4", lines: [line], purchasedOn: .min, promisedOn: .max),
      ReplayOrder(id: "5", lines: [line], purchasedOn: -90_000, promisedOn: 190_000),
    ]
    var replay = Replay()
    var days: [Int: [Int32]] = [:]
    replay.run(train: [], replay: orders) { verdict, _ in
      days[verdict.order, default: []].append(verdict.day)
    }
    #expect(days[0] == nil)
    #expect(days[1] == nil)
    #expect(days[2] == [100, 101, 102])
    #expect(days[3] == nil)
  }

  @Test func nothingToReplayIsNothingSaid() {
    var replay = Replay()
    replay.run(train: [], replay: []) { _, _ in Issue.record("nothing is open") }
    #expect(replay.model.closedOn == nil)
  }

  private var replayAtRisk: Double { DelayParameters.replay.atRisk }

  private func verdicts(_ orders: [ReplayOrder], until day: Int32) -> [String: Double] {
    var replay = Replay()
    var said: [String: Double] = [:]
    replay.run(train: [], replay: orders) { verdict, _ in
      guard verdict.day <= day else { return }
      said["\(orders[verdict.order].id) \(verdict.day)"] = verdict.probabilityLate
    }
    return said
  }
}

@Suite struct DelayCalendarTests {
  @Test(arguments: [(2016, 3, 27), (2017, 4, 16), (2018, 4, 1), (2024, 3, 31), (2026, 4, 5)])
  func easterIsWhereItIs(_ year: Int, _ month: Int, _ day: Int) {
    #expect(DelayCalendar.easter(year) == CivilDate(year: year, month: month, day: day))
  }

  @Test(arguments: [
    (2017, 2, 28, true), (2017, 6, 15, true), (2017, 11, 15, true), (2017, 11, 16, false),
    (2018, 2, 13, true), (2018, 3, 30, true), (2018, 4, 2, false),
  ])
  func brazilRests(_ year: Int, _ month: Int, _ day: Int, _ rests: Bool) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(DelayCalendar.brazil.isHoliday(Int32(date.daysSinceEpoch)) == rests)
    #expect(!DelayCalendar().isHoliday(Int32(date.daysSinceEpoch)))
  }
}

@Suite struct ExponentialTests {
  @Test(arguments: [
    (0.0, 1.0), (1, 2.718_281_828_459_045), (-1, 0.367_879_441_171_442_3),
    (10, 22_026.465_794_806_718), (0.693_147_180_559_945_3, 2),
  ])
  func powersOfE(_ x: Double, _ power: Double) {
    #expect(abs(Exponential.exp(x) - power) <= power * 1e-13)
    #expect(abs(Exponential.log(power) - x) < 1e-13)
  }

  @Test func boundsHold() {
    #expect(Exponential.exp(-1e9) == 0)
    #expect(Exponential.exp(1e9).isFinite)
    #expect(Exponential.log(0).isFinite)
    #expect(Exponential.logistic(0) == 0.5)
  }
}

extension SplitMix64 {
  fileprivate mutating func orders(_ count: Int) -> [ReplayOrder] {
    (0..<count).map { number in
      let bought = 17_300 + Int32(number) / 2
      let limit = bought + Int32(int(3...7))
      let handed: Int32? = once(in: 12) ? nil : bought + Int32(int(0...9))
      let delivered = once(in: 15) ? nil : handed.map { $0 + Int32(int(0...25)) }
      return ReplayOrder(
        id: "\(number)",
        lines: [
          ReplayOrder.Line(
            seller: pick(["a", "b", "c"], or: "a"), sellerState: pick(["SP", "RJ"], or: "SP"),
            limitOn: limit)
        ], purchasedOn: bought, approvedOn: bought, handedOverOn: handed,
        deliveredOn: delivered, promisedOn: bought + Int32(int(12...28)),
        customerState: pick(["SP", "BA"], or: "SP"), customerPostcode: pick(["01310", ""], or: ""))
    }
  }
}
