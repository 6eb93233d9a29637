import Fulfillment
import Testing

@testable import Fulfillment
@testable import Store

/// Nights close without an event of the order: what was found by a learned limit does not come and go.
@Suite struct HysteresisTests {
  /// Purchases of CJ that were scanned so many days after they were bought, all within the last weeks.
  private func teach(_ store: Store, from number: Int, days: Int64, now: Timestamp) throws {
    let ago = (now - noon).milliseconds / 86_400_000
    try store.takeHistories(
      (number..<number + 60).map { number in
        let bought = days + 1 + Int64(number % 6) - ago
        return parcelHistory(number, bought: bought, scanned: bought - days)
      }, now: now)
    try store.learnAll(now: now)
  }

  @Test func aSlowerSupplierTakesNoDispatchBack() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try teach(store, from: 100, days: 2, now: noon)
    try store.takeLive([parcelHistory(1, bought: 5)])
    try store.detectAll()
    let found = try #require(try store.detail("#1").exceptions.first { $0.code == "dispatch.late" })
    #expect(found.learned)
    var opened = 0
    for night in 1...12 {
      let now = noon + .days(Int64(night))
      // Night by night the supplier's purchases take longer.
      try teach(store, from: 200 + night * 100, days: Int64(8 + night % 4), now: now)
      opened += try store.detectAll(now: now).opened
      let row = try store.detail("#1", now: now).exceptions.first { $0.code == "dispatch.late" }
      #expect(row?.state == .open && row?.since == found.since, "night \(night)")
    }
    #expect(opened == 0)
    // It moves, and is free.
    let now = noon + .days(13)
    try store.takeLive([parcelHistory(1, bought: 5, scanned: -12)], now: now)
    try store.detectAll(now: now)
    let row = try store.detail("#1", now: now).exceptions.first { $0.code == "dispatch.late" }
    #expect(row.map { !$0.state.stands } ?? true)
  }

  /// Sixty parcels are too few after two half-lives.
  @Test func timeAloneTakesNothingBack() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try teach(store, from: 100, days: 2, now: noon)
    try store.takeLive([parcelHistory(1, bought: 5)])
    try store.detectAll()
    for night in 1...40 {
      let now = noon + .days(Int64(night))
      try store.learnAll(now: now)
      try store.detectAll(now: now)
      let row = try store.detail("#1", now: now).exceptions.first { $0.code == "dispatch.late" }
      #expect(row?.state == .open && row?.learned == true, "night \(night)")
    }
    #expect(try store.detail("#1", now: noon + .days(40)).outlook?.isLearned == false)
  }
}
