import Fulfillment
import Testing

@testable import Fulfillment
@testable import Store

@Suite struct DelayDetectionTests {
  /// Sixty parcels of CJ from China to Brazil: scanned two days after they were bought, delivered nine later
  /// but for every tenth, which took twelve.
  private func taught(_ scratch: Scratch) throws -> Store {
    try scratch.store.takeHistories(
      (100..<160).map { number in
        let bought = Int64(14 + number % 5)
        let days: Int64 = number % 10 == 0 ? 12 : 9
        return parcelHistory(
          number, bought: bought, scanned: bought - 2, delivered: bought - 2 - days)
      })
    try scratch.store.learnAll()
    return scratch.store
  }

  /// A live parcel scanned so many days ago, promised in so many.
  private func parcel(_ number: Int, scanned: Int64, promised: Int64?) -> OrderHistory {
    parcelHistory(number, bought: scanned + 2, scanned: scanned) {
      $0.order.promisedAt = promised.map { noon + .days($0) }
    }
  }

  @Test func aParcelThatItsLaneWouldHaveDeliveredIsLate() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([parcel(1, scanned: 14, promised: 1), parcel(2, scanned: 5, promised: 12)])
    try store.learnAll()
    try store.detectAll()
    let late = try #require(
      try store.detail("#1").exceptions.first { $0.code == "transit.delayed" })
    #expect(late.learned)
    #expect(
      late.reason.contains(": day 14 of transit; ")
        && late.reason.contains(" % of CN->BR by 4PX are delivered by day 13; P(late) 0."))
    #expect(late.due == noon + .days(1))
    #expect(try !store.detail("#2").exceptions.contains { $0.code == "transit.delayed" })
  }

  @Test func withoutHistoryTheBrokenPromiseSpeaks() throws {
    let scratch = try Scratch()
    try scratch.store.takeLive([parcel(1, scanned: 14, promised: 2)])
    try scratch.store.learnAll()
    try scratch.store.detectAll()
    #expect(try !scratch.store.detail("#1").exceptions.contains { $0.code == "transit.delayed" })
    let later = noon + .days(3)
    try scratch.store.learnAll(now: later)
    try scratch.store.detectAll(now: later)
    let late = try #require(
      try scratch.store.detail("#1", now: later).exceptions.first { $0.code == "transit.delayed" })
    #expect(!late.learned)
    #expect(late.reason.hasSuffix("fixed threshold: history too thin (0 parcels)"))
  }

  /// Nothing is heard for thirteen days, on a lane where 95 in 100 gaps are over after eight business days.
  @Test func aSilenceIsMeasuredByTheLanesOwnGaps() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([
      parcel(1, scanned: 13, promised: nil), parcel(2, scanned: 9, promised: nil),
    ])
    try store.detectAll()
    let stalled = try #require(
      try store.detail("#1").exceptions.first { $0.code == "transit.stalled" })
    #expect(stalled.learned)
    #expect(
      stalled.reason.contains("95 % of CN->BR by 4PX are scanned again within 8 business days"))
    #expect(try !store.detail("#2").exceptions.contains { $0.code == "transit.stalled" })
  }

  @Test func aSupplierIsMeasuredByItsOwnDispatch() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([parcelHistory(1, bought: 4), parcelHistory(2, bought: 1)])
    try store.learnAll()
    try store.detectAll()
    let late = try #require(try store.detail("#1").exceptions.first { $0.code == "dispatch.late" })
    #expect(late.learned)
    #expect(late.reason.contains("90 % of CJ are scanned by then"))
    #expect(try !store.detail("#2").exceptions.contains { $0.code == "dispatch.late" })
  }

  /// The next look at an order that its lane may find late is half of the way there.
  @Test func anOrderIsLookedAtAgainBeforeItIsLate() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([parcel(1, scanned: 1, promised: 30)])
    try store.detectAll()
    var (now, looks) = (noon, 0)
    while now < noon + .days(12) {
      now = now + .days(1)
      if try store.detectAll(now: now).examined > 0 { looks += 1 }
    }
    #expect((2...9).contains(looks))
  }

  @Test func aDetailTellsWhatDetectionFound() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([parcel(1, scanned: 14, promised: 1)])
    try store.learnAll()
    try store.detectAll()
    let detail = try store.detail("#1")
    let outlook = try #require(detail.outlook)
    #expect(outlook.isLearned)
    #expect(outlook.stage == .transit)
    #expect(outlook.lane == "CN->BR by 4PX")
    let late = detail.exceptions.first { $0.code == "transit.delayed" }
    #expect(late?.reason == "\(parcelNumber(1)): " + outlook.text)
    let other = try Store.open(scratch.path)
    #expect(try other.detail("#1").outlook == outlook)
    try other.close()
  }

  @Test func historyAndCancelledOrdersHaveNoOutlook() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeHistories([parcel(1, scanned: 14, promised: 2)])
    try store.takeLive([
      parcelHistory(2, bought: 16, scanned: 14) {
        $0.order.cancelledAt = noon - .days(1)
      }
    ])
    try store.detectAll()
    #expect(try store.detail("#1").outlook == nil)
    #expect(try store.detail("#2").outlook == nil)
  }

  @Test func detectingTwiceChangesNothing() throws {
    let scratch = try Scratch()
    let store = try taught(scratch)
    try store.takeLive([parcel(1, scanned: 14, promised: 1), parcel(2, scanned: 5, promised: 12)])
    try store.learnAll()
    try store.detectAll()
    let before = try store.everything()
    #expect(try store.detectAll() == DetectionResult())
    #expect(try store.learnDelays(limit: 100, now: noon) == DelayProgress())
    #expect(try store.everything() == before)
  }
}
