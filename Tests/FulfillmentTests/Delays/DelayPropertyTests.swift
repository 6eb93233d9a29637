import Testing

@testable import Fulfillment

/// What must hold of a delay model whatever it has seen.
@Suite struct DelayPropertyTests {
  @Test(arguments: seeds.prefix(8))
  func theOrderOfEventsInsideADayDoesNotMatter(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let stays = random.stays(80)
    var (told, shuffled) = (DelayModel(), DelayModel())
    for day in Int32(100)...150 {
      let events = stays.flatMap { $0.events(on: day) }
      for event in events { event.apply(to: &told) }
      for event in events.shuffled(using: &random) { event.apply(to: &shuffled) }
      told.close(through: day)
      shuffled.close(through: day)
    }
    #expect(told.rows().map(\.name) == shuffled.rows().map(\.name))
    // Sums of the same numbers in another order differ by a hair.
    let others = Dictionary(uniqueKeysWithValues: shuffled.groups.map { ($0.name, $0) })
    for one in told.groups {
      let other = others[one.name]
      #expect(one.events.count == other?.events.count)
      let pairs = zip(
        one.events + one.exposure, (other?.events ?? []) + (other?.exposure ?? []))
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-6 })
    }
    for stage in Stage.allCases {
      let course = random.course(stage)
      let chances = [told, shuffled].map { $0.probabilityLate(course, today: 150) }
      #expect(abs(chances[0] - chances[1]) < 1e-9)
    }
  }

  @Test(arguments: seeds)
  func moreTimeIsNeverWorse(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let model = random.model()
    for stage in Stage.allCases {
      var course = random.course(stage)
      var before = 1.0
      for promised in Int32(150)...200 {
        course.promisedOn = promised
        let chance = model.probabilityLate(course, today: 150)
        #expect(chance <= before + 1e-12)
        #expect((0...1).contains(chance))
        before = chance
      }
    }
  }

  /// Standing still on the way makes it likelier to be late, day by day, and `lateAt` is the first such day on
  /// which the precision is passed.
  @Test(arguments: seeds)
  func standingStillIsNeverBetter(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let model = random.model()
    var course = random.course(.transit)
    course.promisedOn = 150 + Int32(random.int(1...25))
    let days = Int32(150)..<(course.promisedOn ?? 151)
    let chances = days.map { model.probabilityLate(course, today: $0) }
    for (earlier, later) in zip(chances, chances.dropFirst()) {
      #expect(later >= earlier - 1e-12)
    }
    let first = zip(days, chances).first { $0.1 >= model.parameters.precision }?.0
    #expect(model.outlook(course, today: 150).lateAt == first)
  }

  @Test(arguments: seeds)
  func rowsHoldTheModel(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let model = random.model()
    let rows = model.rows()
    #expect(Set(rows.map(\.name)).count == rows.count)
    var read = try #require(DelayModel(rows: rows.shuffled(using: &random)))
    #expect(read.rows() == rows)
    #expect(read.takeChangedRows().isEmpty)
    for stage in Stage.allCases {
      let course = random.course(stage)
      #expect(read.outlook(course, today: 151) == model.outlook(course, today: 151))
    }
  }

  /// Rows handed out night by night and kept by name are the rows of the whole.
  @Test(arguments: seeds.prefix(8))
  func changedRowsKeepUpWithTheModel(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var model = DelayModel()
    var kept: [String: [UInt8]] = [:]
    let stays = random.stays(60)
    for day in Int32(100)...150 {
      for event in stays.flatMap({ $0.events(on: day) }) { event.apply(to: &model) }
      model.close(through: day)
      for row in model.takeChangedRows() {
        kept[row.name] = row.bytes.isEmpty ? nil : row.bytes
      }
    }
    // A group or a factor of which nothing was ever counted is no row of its own.
    for row in model.rows() where kept[row.name] == nil {
      let read = DelayModel(rows: [row])
      #expect(read?.groups.isEmpty ?? true)
    }
    let all = Set(model.rows())
    for (name, bytes) in kept { #expect(all.contains(DelayRow(name: name, bytes: bytes))) }
  }

  @Test(arguments: seeds)
  func damagedRowsAreRefused(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var rows = random.model().rows()
    let victim = random.int(0...(rows.count - 1))
    switch seed % 3 {
    case 0: rows[victim].bytes[0] &+= 1
    case 1: rows[victim].bytes.removeLast()
    default: rows[victim].name = "?" + rows[victim].name
    }
    #expect(DelayModel(rows: rows) == nil)
  }

  @Test(arguments: seeds)
  func absurdDaysTrapNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var model = DelayModel()
    let days: [Int32] = [.min, -200_000, -1, 0, 99, 100, 103, 150, 3000, 199_999, 200_001, .max]
    for _ in 0..<120 {
      let (lane, stage) = (random.lane(), random.pick(Stage.allCases, or: .transit))
      let (from, to) = (random.pick(days, or: 0), random.pick(days, or: 0))
      switch random.int(0...3) {
      case 0: model.enter(lane, stage, on: from)
      case 1:
        model.leave(lane, stage, entered: from, on: to, isCensored: random.once(in: 3))
      case 2 where from < 200: model.close(through: from)
      default:
        var course = Course(lane: lane, stage: stage, enteredOn: from, promisedOn: to)
        course.startedOn = random.pick(days, or: 0)
        let outlook = model.outlook(course, today: random.pick(days, or: 0))
        #expect((0...1).contains(outlook.probabilityLate))
        #expect((0...1).contains(outlook.doneByNow))
      }
    }
  }
}

/// One thing that happens to a model on a day.
private enum Happening {
  case enters(Sojourn)
  case leaves(Sojourn)

  func apply(to model: inout DelayModel) {
    switch self {
    case .enters(let stay): model.enter(stay.lane, stay.stage, on: stay.entered)
    case .leaves(let stay): model.end(stay)
    }
  }
}

extension Sojourn {
  fileprivate func events(on day: Int32) -> [Happening] {
    (entered == day ? [.enters(self)] : []) + (left == day ? [.leaves(self)] : [])
  }
}

extension SplitMix64 {
  fileprivate mutating func lane() -> Lane {
    Lane(
      supplier: pick(["CJ", "AGENT", ""], or: ""), origin: pick(["CN", "US", ""], or: ""),
      destination: pick(["BR", "FR", ""], or: ""), area: pick(["13", ""], or: ""),
      method: pick(["4PX", ""], or: ""), quoted: pick(["", "1", "4"], or: ""))
  }

  fileprivate mutating func stays(_ count: Int) -> [Sojourn] {
    (0..<count).map { _ in
      let entered = Int32(int(100...145))
      return Sojourn(
        lane: lane(), stage: pick(Stage.allCases, or: .transit), entered: entered,
        left: once(in: 5) ? nil : entered + Int32(int(0...20)), isCensored: once(in: 6))
    }
  }

  fileprivate mutating func model() -> DelayModel {
    var model = DelayModel()
    for stay in stays(200) { model.count(stay) }
    model.close(through: 150)
    return model
  }

  fileprivate mutating func course(_ stage: Stage) -> Course {
    let entered = Int32(int(120...150))
    return Course(
      lane: lane(), stage: stage, enteredOn: entered, promisedOn: entered + Int32(int(0...40)))
  }
}
