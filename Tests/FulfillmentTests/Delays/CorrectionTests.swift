import Testing

@testable import Fulfillment

@Suite struct CorrectionTests {
  private static let lane = Lane(
    supplier: "CJ", origin: "CN", destination: "BR", area: "13", method: "4PX")

  /// What is counted and taken back leaves no trace in life tables and cohorts, whenever the days between
  /// were closed.
  @Test(arguments: seeds)
  func whatIsTakenBackWasNeverCounted(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let kept = (0..<40).map { _ in random.stay() }
    let wrong = (0..<15).map { _ in random.stay() }
    var clean = DelayModel()
    var corrected = DelayModel()
    for stay in kept { clean.count(stay) }
    for stay in kept { corrected.count(stay) }
    for stay in wrong.prefix(8) { corrected.count(stay) }
    clean.close(through: 130)
    corrected.close(through: 130)
    for stay in wrong.suffix(7) { corrected.count(stay) }
    for stay in wrong.prefix(4) { corrected.withdraw(stay) }
    clean.close(through: 150)
    corrected.close(through: 150)
    for stay in wrong.dropFirst(4) { corrected.withdraw(stay) }
    expectSame(clean, corrected)
  }

  /// The order of news and closed days does not matter to life tables.
  @Test(arguments: seeds)
  func lateNewsCountsAsNewsInTime(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let stays = (0..<60).map { _ in random.stay() }
    var (early, late) = (DelayModel(), DelayModel())
    for stay in stays { early.count(stay) }
    early.close(through: 150)
    late.enter(Self.lane, .transit, on: 100)
    for day in Int32(100)...150 {
      for stay in stays where stay.seenOn(seed) == day { late.count(stay) }
      late.close(through: day)
    }
    late.withdraw(Sojourn(lane: Self.lane, stage: .transit, entered: 100))
    expectSame(early, late)
  }

  @Test func anEndIsTheEndOfTheSameStay() {
    var (one, other) = (DelayModel(), DelayModel())
    let ended = Sojourn(lane: Self.lane, stage: .transit, entered: 100, left: 109)
    one.count(ended)
    other.count(Sojourn(lane: Self.lane, stage: .transit, entered: 100))
    other.end(ended)
    one.close(through: 120)
    other.close(through: 120)
    expectSame(one, other)
  }

  @Test(arguments: seeds)
  func aLanesRowsTellAsMuchOfItAsAllRows(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var model = DelayModel()
    for _ in 0..<300 { model.count(random.stay()) }
    model.close(through: 150)
    let rows = model.rows()
    for _ in 0..<10 {
      let stay = random.stay()
      let names = Set(DelayModel.rowNames(stay.lane))
      let part = try #require(DelayModel(rows: rows.filter { names.contains($0.name) }))
      let course = Course(
        lane: stay.lane, stage: stay.stage, enteredOn: stay.entered,
        promisedOn: stay.entered + 12)
      #expect(part.outlook(course, today: 150) == model.outlook(course, today: 150))
    }
  }

  @Test(arguments: [Int32.min, -100_001, 200_001, .max])
  func noCalendarsDayIsIgnored(_ day: Int32) {
    var model = DelayModel()
    model.withdraw(Sojourn(lane: Self.lane, stage: .transit, entered: day))
    model.withdraw(Sojourn(lane: Self.lane, stage: .transit, entered: day, left: 5))
    #expect(model.groups.isEmpty)
  }

  private func expectSame(_ left: DelayModel, _ right: DelayModel) {
    #expect(left.closedOn == right.closedOn)
    for group in left.groups {
      let other = right.groups.first { $0.name == group.name }
      expectClose(group.events, other?.events ?? [])
      expectClose(group.exposure, other?.exposure ?? [])
    }
    let open = { (model: DelayModel) in
      model.paths.filter { !$0.cohorts.isEmpty }.map { "\($0.lane) \($0.stage) \($0.cohorts)" }
        .sorted()
    }
    #expect(open(left) == open(right))
  }

  private func expectClose(_ left: [Double], _ right: [Double]) {
    let length = max(left.count, right.count)
    let pad = { (values: [Double]) in
      values + Array(repeating: 0, count: length - values.count)
    }
    #expect(zip(pad(left), pad(right)).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}

extension SplitMix64 {
  fileprivate mutating func stay() -> Sojourn {
    let entered = Int32(int(100...125))
    let left: Int32? = once(in: 4) ? nil : entered + Int32(int(0...20))
    return Sojourn(
      lane: Lane(
        supplier: pick(["CJ", "AGENT"], or: "CJ"), origin: pick(["CN", ""], or: "CN"),
        destination: pick(["BR", "US"], or: "BR"), area: pick(["13", ""], or: ""),
        method: pick(["4PX", ""], or: "")),
      stage: pick(Stage.allCases, or: .transit), entered: entered, left: left,
      isCensored: left != nil && once(in: 5))
  }
}

extension Sojourn {
  /// Some day after it was over, or after it began.
  fileprivate func seenOn(_ seed: UInt64) -> Int32 {
    min(150, (left ?? entered) + Int32(UInt64(entered) &* seed % 5))
  }
}
