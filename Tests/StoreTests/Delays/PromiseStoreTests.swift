import Fulfillment
import Testing

@testable import Fulfillment
@testable import Store

/// What the configuration promises is written to the orders it is for, and changes with it.
@Suite struct PromiseStoreTests {
  private func thresholds(_ promises: Promise...) -> Thresholds {
    var thresholds = Thresholds()
    thresholds.promises = promises
    return thresholds
  }

  private func look(_ store: Store, _ thresholds: Thresholds, now: Timestamp = noon) throws {
    try store.adopt(thresholds, now: now)
    while try store.detect(thresholds: thresholds, limit: 500, now: now).hasMore {}
  }

  private func promised(_ store: Store, _ name: String, now: Timestamp = noon) throws -> Timestamp?
  {
    try store.detail(name, now: now).order.promisedAt
  }

  @Test func anOrderIsPromisedByItsStorefrontAndCountry() throws {
    let scratch = try Scratch()
    let paidAt = noon - .hours(1)
    try scratch.store.takeSamples([sampleOrder(1), sampleOrder(2) { $0.shipTo.country = "US" }])
    try scratch.store.takeSamples([sampleOrder(3)], from: "outlet")
    try look(
      scratch.store,
      thresholds(
        Promise(storefronts: ["outlet"], within: .days(30)),
        Promise(countries: ["US"], within: .days(8)), Promise(within: .days(20))))
    #expect(try promised(scratch.store, "#1") == paidAt + .days(20))
    #expect(try promised(scratch.store, "#2") == paidAt + .days(8))
    #expect(try promised(scratch.store, "#3") == paidAt + .days(30))
  }

  @Test func whatTheShopPromisesStays() throws {
    let scratch = try Scratch()
    let own = noon + .days(4)
    try scratch.store.takeSamples([sampleOrder(1) { $0.promisedAt = own }])
    try look(scratch.store, thresholds(Promise(within: .days(20))))
    #expect(try promised(scratch.store, "#1") == own)
    try look(scratch.store, thresholds())
    #expect(try promised(scratch.store, "#1") == own)
  }

  @Test func aChangedPromiseHoldsForOrdersUnderWay() throws {
    let scratch = try Scratch()
    let paidAt = noon - .hours(1)
    try scratch.store.takeSamples([sampleOrder(1)])
    try look(scratch.store, thresholds(Promise(within: .days(20))))
    try look(scratch.store, thresholds(Promise(within: .days(12))))
    #expect(try promised(scratch.store, "#1") == paidAt + .days(12))
    try look(scratch.store, thresholds())
    #expect(try promised(scratch.store, "#1") == nil)
  }

  @Test func anOrderThatIsOverKeepsItsPromise() throws {
    let scratch = try Scratch()
    let history = parcelHistory(1, bought: 20, scanned: 18)
    try scratch.store.takeLive([history])
    try look(scratch.store, thresholds(Promise(within: .days(20))))
    try scratch.store.takeLive([parcelHistory(1, bought: 20, scanned: 18, delivered: 1)])
    try look(scratch.store, thresholds(Promise(within: .days(5))))
    #expect(try promised(scratch.store, "#1") == noon)
  }

  @Test func historyIsPromisedNothing() throws {
    let scratch = try Scratch()
    try scratch.store.takeHistories([parcelHistory(1, bought: 20, scanned: 18)])
    try look(scratch.store, thresholds(Promise(within: .days(20))))
    #expect(try promised(scratch.store, "#1") == nil)
  }

  @Test func newsOfTheShopLeaveThePromise() throws {
    let scratch = try Scratch()
    let paidAt = noon - .hours(1)
    try scratch.store.takeSamples([sampleOrder(1)])
    try look(scratch.store, thresholds(Promise(within: .days(20))))
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.note = "ring twice"
        $0.updatedAt = noon
      }
    ])
    #expect(try promised(scratch.store, "#1") == paidAt + .days(20))
    // Now the shop has a day of its own, and that is not to change any more.
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.promisedAt = noon + .days(3)
        $0.updatedAt = noon + .minutes(1)
      }
    ])
    try look(scratch.store, thresholds(Promise(within: .days(9))))
    #expect(try promised(scratch.store, "#1") == noon + .days(3))
  }

  @Test func lookingAgainChangesNothing() throws {
    let scratch = try Scratch()
    let rules = thresholds(Promise(within: .days(20)))
    try scratch.store.takeSamples([sampleOrder(1)])
    try look(scratch.store, rules)
    let before = try scratch.store.everything()
    try scratch.store.lookAgain()
    try look(scratch.store, rules)
    #expect(try scratch.store.everything() == before)
  }

  /// The whole way: no shop tells a day, the configuration does, the lane knows better.
  @Test(arguments: [true, false]) func aLateOrderIsToldOf(isTaught: Bool) throws {
    let scratch = try Scratch()
    let store = scratch.store
    if isTaught {
      try store.takeHistories(
        (100..<160).map { number in
          let bought = Int64(14 + number % 5)
          return parcelHistory(
            number, bought: bought, scanned: bought - 2, delivered: bought - 2 - 10)
        })
    }
    try store.takeLive([parcelHistory(1, bought: 16, scanned: 14)])
    try store.learnAll()
    let rules = thresholds(Promise(countries: ["BR"], within: .days(isTaught ? 17 : 15)))
    try look(store, rules)
    let late = try #require(
      try store.detail("#1").exceptions.first { $0.code == "transit.delayed" })
    #expect(late.learned == isTaught)
    #expect(
      isTaught
        ? late.reason.contains(": day 14 of transit; ") && late.reason.contains("P(late) 0.")
        : late.reason.contains("is not delivered by the promised 2026-11-15"))
  }
}
