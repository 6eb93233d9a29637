import Fulfillment
import Testing

@Suite struct WaitTablesTests {
  private static let today: Int32 = 20_500
  private static let lane = Lane(
    supplier: "CJ", origin: "CN", destination: "BR", area: "13", method: "YUNEXPRESS")

  private func tables(_ days: [Int32?], kind: Wait.Kind = .gap) -> WaitTables {
    var tables = WaitTables()
    for day in days {
      tables.count(Wait(kind: kind, lane: Self.lane, ended: Self.today, days: day))
    }
    return tables
  }

  /// 100 gaps: 94 of a day, 3 of 4 days, 3 of 9. The 95th is one of four days.
  @Test func nineteenInTwentyGapsGiveTheLimit() {
    let days = Array(repeating: Int32(1), count: 94) + [4, 4, 4, 9, 9, 9]
    let usual = tables(days).usual(Self.lane, today: Self.today)
    #expect(usual.gapDays == 4)
    #expect(usual.scanDays == nil)
    #expect(usual.sample.rounded() == 100)
    #expect(usual.lane == "CN->BR by YUNEXPRESS")
  }

  /// 40 numbers: 36 scanned after two days, 4 after six: the 36th is one of two days.
  @Test func nineInTenNumbersGiveTheLimit() {
    let days = Array(repeating: Int32(2), count: 36) + [6, 6, 6, 6]
    let usual = tables(days, kind: .scan).usual(Self.lane, today: Self.today)
    #expect(usual.scanDays == 2)
    #expect(usual.gapDays == nil)
  }

  @Test(arguments: [(29, Int?.none), (30, 3)])
  func tooFewAreNotBelieved(_ count: Int, _ limit: Int?) {
    let usual = tables(Array(repeating: 3, count: count)).usual(Self.lane, today: Self.today)
    #expect(usual.gapDays == limit)
  }

  /// 90 parcels scanned again, two of them after 12 days, and 20 given up: after the 12th day nobody has ever
  /// turned up; before, 20 were lost for 2 that came.
  @Test func aSilenceThatNoParcelSurvivedIsALoss() {
    let days: [Int32?] =
      Array(repeating: 1, count: 87) + [12, 12, 12] + Array(repeating: nil, count: 20)
    let usual = tables(days).usual(Self.lane, today: Self.today)
    // 20 / (20 + 3) = 0.87 up to the 11th day; 1 from the 12th.
    #expect(usual.lostDays == 13)
  }

  @Test func twoLossesProveNothing() {
    let days: [Int32?] = Array(repeating: 1, count: 90) + [nil, nil]
    #expect(tables(days).usual(Self.lane, today: Self.today).lostDays == nil)
  }

  @Test func whatIsTakenBackIsGone() {
    let wait = Wait(kind: .gap, lane: Self.lane, ended: Self.today - 40, days: 17)
    var counted = tables(Array(repeating: 2, count: 50))
    let before = counted.usual(Self.lane, today: Self.today)
    counted.count(wait)
    counted.count(wait, times: -1)
    #expect(counted.usual(Self.lane, today: Self.today) == before)
  }

  @Test func whatIsOldCountsLess() {
    var tables = WaitTables()
    for _ in 0..<100 {
      tables.count(Wait(kind: .gap, lane: Self.lane, ended: Self.today - 120, days: 9))
    }
    // Two half-lives: a quarter.
    #expect(tables.usual(Self.lane, today: Self.today).sample.rounded() == 25)
    #expect(tables.usual(Self.lane, today: Self.today).gapDays == nil)
  }

  /// Another method between the same ends borrows from what is known of the ends.
  @Test func aNewMethodBorrowsFromItsEnds() {
    let other = Lane(supplier: "", origin: "CN", destination: "BR", area: "", method: "4PX")
    let usual = tables(Array(repeating: 5, count: 80)).usual(other, today: Self.today)
    #expect(usual.gapDays == 5)
  }

  @Test func aNarrowTableOutweighsTheWideOne() {
    var tables = tables(Array(repeating: 1, count: 400))
    let slow = Lane(supplier: "", origin: "CN", destination: "AU", area: "", method: "")
    for _ in 0..<200 { tables.count(Wait(kind: .gap, lane: slow, ended: Self.today, days: 8)) }
    #expect(tables.usual(slow, today: Self.today).gapDays == 8)
    #expect(tables.usual(Self.lane, today: Self.today).gapDays == 1)
  }

  @Test func nothingKnownIsNothingTold() {
    let usual = WaitTables().usual(Self.lane, today: Self.today)
    #expect(usual == UsualWaits(lane: "CN->BR by YUNEXPRESS", sample: 0))
  }

  @Test(arguments: seeds)
  func rowsHoldTheTables(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var tables = WaitTables()
    for _ in 0..<200 { tables.count(random.wait()) }
    let changed = tables.takeChangedRows()
    #expect(changed == tables.rows())
    #expect(tables.takeChangedRows().isEmpty)
    let read = try #require(WaitTables(rows: changed))
    for _ in 0..<20 {
      let lane = random.wait().lane
      #expect(read.usual(lane, today: Self.today) == tables.usual(lane, today: Self.today))
      let some = try #require(
        WaitTables(rows: changed.filter { WaitTables.rowNames(lane).contains($0.name) }))
      #expect(some.usual(lane, today: Self.today) == tables.usual(lane, today: Self.today))
    }
    #expect(changed.allSatisfy { WaitTables.owns($0.name) })
  }

  @Test(arguments: seeds)
  func orderDoesNotMatter(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let waits = (0..<150).map { _ in random.wait() }
    var (one, other) = (WaitTables(), WaitTables())
    for wait in waits { one.count(wait) }
    for wait in waits.shuffled(using: &random) { other.count(wait) }
    for wait in waits.prefix(30) {
      let left = one.usual(wait.lane, today: Self.today)
      let right = other.usual(wait.lane, today: Self.today)
      #expect(left.scanDays == right.scanDays)
      #expect(left.gapDays == right.gapDays)
      #expect(abs(left.sample - right.sample) < 1e-9)
    }
  }

  @Test(arguments: [[], [2], [1, 0], Array(repeating: UInt8(1), count: 600)])
  func damagedRowsAreRefused(_ bytes: [UInt8]) {
    #expect(WaitTables(rows: [DelayRow(name: "wait|0", bytes: bytes)]) == nil)
  }

  @Test(arguments: [Int32.min, -5, 61, .max])
  func absurdWaitsDoNoHarm(_ days: Int32) {
    var tables = WaitTables()
    tables.count(Wait(kind: .gap, lane: Self.lane, ended: Self.today, days: days))
    tables.count(Wait(kind: .gap, lane: Self.lane, ended: days, days: 1))
    #expect(tables.usual(Self.lane, today: Self.today).sample >= 0)
  }
}

extension SplitMix64 {
  fileprivate mutating func wait() -> Wait {
    Wait(
      kind: pick(Wait.Kind.allCases, or: .gap),
      lane: Lane(
        supplier: "", origin: pick(["CN", "US", ""], or: ""),
        destination: pick(["BR", "US"], or: "BR"), area: "",
        method: pick(["", "4PX"], or: "")),
      ended: 20_500 - Int32(int(0...90)), days: once(in: 9) ? nil : Int32(int(0...20)))
  }
}
