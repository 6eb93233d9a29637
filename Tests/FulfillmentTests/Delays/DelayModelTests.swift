import Testing

@testable import Fulfillment

@Suite struct DelayModelTests {
  private static let lane = Lane(supplier: "CJ", origin: "CN", destination: "BR", method: "4PX")
  /// Nothing is forgotten and next to nothing is borrowed.
  private static let exact = DelayParameters(
    near: DelayParameters.Memory(halfLife: 1e9, shrinkage: 0.01),
    far: DelayParameters.Memory(halfLife: 1e9, shrinkage: 0.01), nearShare: 1, backlogWeight: 0,
    slownessWeight: 0)

  @Test func countsEventsAndDaysAtRiskByAge() throws {
    var model = DelayModel(Self.exact)
    for _ in 0..<4 { model.enter(Self.lane, .transit, on: 100) }
    model.close(through: 100)
    model.leave(Self.lane, .transit, entered: 100, on: 101, isCensored: false)
    model.close(through: 101)
    model.leave(Self.lane, .transit, entered: 100, on: 102, isCensored: false)
    model.leave(Self.lane, .transit, entered: 100, on: 102, isCensored: true)
    model.close(through: 103)
    for name in ["t", "t|BR", "t|BR|CN", "t|BR|CN|4PX", "qt", "qt||BR"] {
      let seen = try #require(model.seen(name))
      #expect(rounded(seen.events) == [0, 1, 1, 0])
      #expect(rounded(seen.exposure) == [4, 4, 3, 1])
    }
    #expect(model.seen("p") == nil)
  }

  /// What left without an event was at risk until then, and no longer.
  @Test func whoLeavesUnseenIsNoEvent() throws {
    var model = DelayModel(Self.exact)
    model.enter(Self.lane, .processing, on: 10)
    model.leave(Self.lane, .processing, entered: 10, on: 12, isCensored: true)
    model.close(through: 20)
    let seen = try #require(model.seen("p|CN|CJ"))
    #expect(rounded(seen.exposure) == [1, 1, 1])
    #expect(seen.left == 0)
  }

  @Test func aDurationCountsHalfAfterItsHalfLife() throws {
    let half = DelayParameters(near: DelayParameters.Memory(halfLife: 20))
    var model = DelayModel(half)
    for day in [Int32(100), 120] {
      model.enter(Self.lane, .transit, on: day)
      model.leave(Self.lane, .transit, entered: day, on: day, isCensored: false)
    }
    model.close(through: 120)
    let events = try #require(model.seen("t|BR")?.events)
    // One of today weighs 2 in units of twenty days ago, where it weighed 1.
    #expect(abs(events[0] - 3) < 1e-9)
    let outlook = model.outlook(
      Course(lane: Self.lane, stage: .transit, enteredOn: 120), today: 120)
    #expect(abs(outlook.sample - 1.5) < 1e-9)
  }

  @Test func aLaneNeverSeenIsJudgedByTheWiderOne() {
    let model = fast(Self.lane)
    var other = Self.lane
    (other.supplier, other.method) = ("NEW", "")
    let known = Course(
      lane: Lane(destination: "BR"), stage: .transit, enteredOn: 200, promisedOn: 210)
    var unknown = known
    unknown.lane.supplier = "NEW"
    #expect(
      model.outlook(known, today: 202).probabilityLate
        == model.outlook(unknown, today: 202).probabilityLate)
  }

  /// Two lanes to one destination: the fast one, seen often, keeps its own curve; one parcel of another lane
  /// changes that lane little.
  @Test func littleDataBorrowsAndMuchDataStandsAlone() {
    var model = fast(Lane(origin: "CN", destination: "BR"), slow: Lane(destination: "BR"))
    let thin = Lane(origin: "US", destination: "BR")
    model.enter(thin, .transit, on: 190)
    model.leave(thin, .transit, entered: 190, on: 199, isCensored: false)
    model.close(through: 200)
    func late(_ lane: Lane) -> Double {
      model.probabilityLate(
        Course(lane: lane, stage: .transit, enteredOn: 200, promisedOn: 205), today: 200)
    }
    let (own, all, few) = (
      late(Lane(origin: "CN", destination: "BR")), late(Lane(destination: "BR")), late(thin)
    )
    #expect(own < all - 0.1)
    #expect(abs(few - all) < 0.1)
  }

  @Test func aModelThatSawNothingSaysSo() {
    let outlook = DelayModel().outlook(
      Course(lane: Self.lane, stage: .transit, enteredOn: 10, promisedOn: 20), today: 12)
    #expect(!outlook.isLearned)
    #expect(outlook.sample == 0)
    #expect((0.1...0.9).contains(outlook.probabilityLate))
  }

  @Test func aModelThatSawEnoughSaysSo() {
    let outlook = fast(Self.lane).outlook(
      Course(lane: Self.lane, stage: .transit, enteredOn: 195, promisedOn: 220), today: 199)
    #expect(outlook.isLearned)
    #expect(outlook.sample > 30)
    #expect(outlook.lane == "CN->BR by 4PX")
  }

  @Test func theDayOfTheLastNewsMayBeClosedAgain() {
    var (late, known) = (fast(Self.lane), fast(Self.lane))
    for model in [0, 1] {
      let stay = Sojourn(lane: Self.lane, stage: .transit, entered: 180, left: 181)
      if model == 0 { late.count(stay) } else { known.count(stay) }
    }
    late.close(through: 200)
    known.close(through: 200)
    #expect(late.closedOn == 200)
    #expect(late.rows() == known.rows())
    late.close(through: 150)
    #expect(late.closedOn == 200)
  }

  @Test func aQueueAtTheDestinationMakesItLater() {
    let parameters = DelayParameters(backlogWeight: 0.5)
    var (calm, jammed) = (fast(Self.lane, parameters), fast(Self.lane, parameters))
    for _ in 0..<400 { jammed.enter(Lane(destination: "BR"), .transit, on: 200) }
    calm.close(through: 201)
    jammed.close(through: 201)
    let course = Course(lane: Self.lane, stage: .transit, enteredOn: 200, promisedOn: 204)
    #expect(
      jammed.probabilityLate(course, today: 201) > calm.probabilityLate(course, today: 201) + 0.1)
  }

  private func rounded(_ values: [Double]) -> [Int] { values.map { Int($0.rounded()) } }

  /// Forty days on which five parcels each take 2 to 6 days on one lane, and 8 to 12 on the other.
  private func fast(
    _ lane: Lane, slow: Lane? = nil, _ parameters: DelayParameters = .seed
  ) -> DelayModel {
    var model = DelayModel(parameters)
    for day in Int32(150)...190 {
      for days in Int32(2)...6 {
        model.count(Sojourn(lane: lane, stage: .transit, entered: day, left: day + days))
        guard let slow else { continue }
        model.count(Sojourn(lane: slow, stage: .transit, entered: day, left: day + days + 6))
      }
    }
    model.close(through: 200)
    return model
  }

  private func fast(_ lane: Lane, _ parameters: DelayParameters) -> DelayModel {
    fast(lane, slow: nil, parameters)
  }
}
