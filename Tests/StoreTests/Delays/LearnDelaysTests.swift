import Fulfillment
import GRDB
import Testing

@testable import Fulfillment
@testable import Store

@Suite struct LearnDelaysTests {
  @Test func aDeliveredParcelTeachesBothStages() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 12, scanned: 10, delivered: 1)])
    try scratch.store.learnAll()
    let learned = try scratch.store.learned()
    #expect(learned.open == 0)
    #expect(learned.model.closedOn == today - 1)
    // The event of yesterday weighs 1, that of nine days before less: 2^(-9/halfLife).
    let halfLife = learned.model.parameters.near.halfLife
    let early = Int((Exponential.exp(-0.693_147_180_559_945_3 * 9 / halfLife) * 1000).rounded())
    #expect(learned.events("t|BR|CN|4PX") == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1000])
    #expect(learned.events("p|CN|CJ") == [0, 0, early])
  }

  @Test func whatGoesOnIsOpen() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([
      parcelHistory(1, bought: 5), parcelHistory(2, bought: 9, scanned: 6),
    ])
    try scratch.store.learnAll()
    let learned = try scratch.store.learned()
    #expect(learned.open == 2)
    #expect(learned.events("t|BR|CN|4PX").allSatisfy { $0 == 0 })
  }

  @Test func aCancelledPurchaseIsOutOfSight() throws {
    let scratch = try Scratch()
    let history = parcelHistory(1, bought: 5) { $0.purchases[0].state = .cancelled }
    try scratch.store.takeHistories([history])
    try scratch.store.learnAll()
    let learned = try scratch.store.learned()
    #expect(learned.open == 0)
    #expect(learned.model.groups.allSatisfy { $0.left == 0 })
  }

  /// A supplier's unscanned purchase is on the lane of its scanned ones.
  @Test func aSuppliersHomeIsWhereItsParcelsSetOut() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 12, scanned: 10, delivered: 1)])
    try scratch.store.takeHistories([parcelHistory(2, bought: 2)])
    try scratch.store.learnAll()
    let open = try scratch.store.learned().model.paths.filter { !$0.cohorts.isEmpty }
    #expect(open.map(\.lane.origin) == ["CN"])
    #expect(open.map(\.stage) == [.processing])
  }

  @Test func theSameNewsTwiceTeachesOnce() throws {
    let scratch = try Scratch()
    let history = [parcelHistory(1, bought: 12, scanned: 10, delivered: 1)]
    try scratch.store.takeHistories(history)
    try scratch.store.learnAll()
    let before = try scratch.store.learned()
    try scratch.store.takeHistories(history)
    #expect(try scratch.store.delayNews() == 0)
    try scratch.store.learnAll()
    #expect(try scratch.store.learned().model == before.model)
  }

  /// The tracker corrects the first scan to two days before: the stay is counted as if it had come so.
  @Test func aCorrectionCountsByItsDifference() throws {
    let (corrected, right) = (try Scratch(), try Scratch())
    try corrected.store.takeHistories([parcelHistory(1, bought: 12, scanned: 8, delivered: 1)])
    try corrected.store.learnAll()
    try corrected.store.takeHistories([parcelHistory(1, bought: 12, scanned: 10, delivered: 1)])
    #expect(try corrected.store.delayNews() == 1)
    try corrected.store.learnAll()
    try right.store.takeHistories([
      parcelHistory(1, bought: 12, scanned: 10, delivered: 1) {
        $0.events[parcelNumber(1)]?.append(scan(.pickedUp, noon - .days(8), country: "CN"))
      }
    ])
    try right.store.learnAll()
    #expect(try corrected.store.learned().tables == right.store.learned().tables)
  }

  @Test func nightsPassOnceADay() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 5)])
    try scratch.store.learnAll()
    let revision = try scratch.store.delayClock().revision
    try scratch.store.learnAll(now: noon + .hours(5))
    #expect(try scratch.store.delayClock().revision == revision)
    try scratch.store.learnAll(now: noon + .days(3))
    #expect(try scratch.store.delayClock().closedOn == today + 2)
    // Six nights at risk by now, and none of them ended it.
    let exposure = try scratch.store.learned().model.groups.first { $0.name == "p" }?.exposure
    #expect(exposure?.filter { $0 > 0 }.count == 8)
  }

  @Test func nothingToLearnWritesNothing() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 5)])
    try scratch.store.learnAll()
    let watch = try ChangeWatch(scratch.path)
    _ = try watch.hasChanged()
    #expect(try scratch.store.learnDelays(limit: 10, now: noon) == DelayProgress())
    #expect(try !watch.hasChanged())
  }

  @Test func stepsAreBounded() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories((1...7).map { parcelHistory($0, bought: 9, scanned: 5) })
    let first = try scratch.store.learnDelays(limit: 3, now: noon)
    #expect(first == DelayProgress(learned: 3, hasMore: true))
    #expect(try scratch.store.delayNews() == 4)
    #expect(try scratch.store.delayClock().closedOn == nil)
    #expect(try scratch.store.learnAll(limit: 3) == 2)
    #expect(try scratch.store.delayClock().closedOn == today - 1)
  }

  @Test func anotherProgramsLearningIsSeen() throws {
    let scratch = try Scratch()
    let other = try Store.open(scratch.path)
    try scratch.store.takeHistories([parcelHistory(1, bought: 9, scanned: 5)])
    try scratch.store.learnAll()
    try other.takeHistories([parcelHistory(2, bought: 9, scanned: 4)])
    try other.learnAll()
    try scratch.store.takeHistories([parcelHistory(3, bought: 9, scanned: 3)])
    try scratch.store.learnAll()
    #expect(try scratch.store.learned().open == 3)
    try other.close()
  }

  @Test(arguments: [
    "UPDATE delayRow SET bytes = x'01' WHERE name = 'head'",
    "UPDATE delayRow SET bytes = x'6300' WHERE name LIKE 'group|%'",
    "UPDATE delayClock SET version = 99",
  ])
  func whatCanNotBeReadIsLearnedAnew(_ damage: String) throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories((1...5).map { parcelHistory($0, bought: 9, scanned: 5) })
    try scratch.store.learnAll()
    let before = try scratch.store.learned().tables
    try scratch.store.perform(damage)
    try scratch.store.perform("UPDATE delayClock SET revision = revision + 1, closedOn = 0")
    try scratch.store.learnAll()
    #expect(try scratch.store.learned().tables == before)
    #expect(try scratch.store.delayClock().version == DelayClock.version)
  }

  @Test func importedHistoryTeachesToo() throws {
    let scratch = try Scratch()
    let histories = (1...40).map { parcelHistory($0, bought: 20, scanned: 15, delivered: 6) }
    try scratch.store.takeHistories(histories)
    try scratch.store.learnAll()
    let course = Course(
      lane: Lane(supplier: "CJ", origin: "CN", destination: "BR", area: "130", method: "4PX"),
      stage: .transit, enteredOn: today - 3)
    let outlook = try scratch.store.learned().model.outlook(course, today: today - 1)
    #expect(outlook.normalUntil == today - 3 + 9)
    #expect(outlook.sample > 20)
  }

  /// A history's waits would start when its rows were written, not when its numbers were told.
  @Test func onlyLiveNumbersTellHowLongAScanTakes() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 9, scanned: 5, delivered: 1)])
    try scratch.store.learnAll()
    #expect(try scratch.store.learned().waits.tables.keys.allSatisfy { $0.hasPrefix("wait|1") })
    try scratch.store.takeLive([parcelHistory(2, bought: 3, scanned: 1)])
    try scratch.store.learnAll()
    #expect(try scratch.store.learned().waits.tables.keys.contains { $0.hasPrefix("wait|0") })
  }
}
