import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct SupplierTests {
  /// `days[i]` from purchase to first scan of order `i`; nil: never scanned.
  private func history(_ days: [Int64?], supplier: String = "CJ", late: Set<Int> = [])
    -> [OrderHistory]
  {
    days.enumerated().map { index, days in
      let start = noon - .days(50) + .hours(Int64(index))
      let name = supplier + "-\(index)"
      var order = sampleOrder(index) {
        $0.externalID = name
        $0.name = "#" + name
        $0.placedAt = start
        $0.promisedAt = start + .days(20)
      }
      if index % 3 == 2 { order.promisedAt = nil }
      let end = start + .days(late.contains(index) ? 25 : 15)
      let events = days.map {
        [scan(.pickedUp, start + .days($0), "in"), scan(.delivered, end, "out")]
      }
      return OrderHistory(
        order: order,
        purchases: [
          samplePurchase("P\(index)", for: order.name, supplier: supplier) { $0.placedAt = start }
        ], events: ["T" + name: events ?? []])
    }
  }

  @Test(arguments: [
    // The middle of a quarter of a day.
    ([1, 2, 9], 2.125), ([4, 1], 2.625), ([3], 3.125), ([5, 5, 1, 1], 3.125),
  ])
  func dispatchIsTheMedianDayOfTheFirstScan(days: [Int64], median: Double) throws {
    let scratch = try Scratch()
    _ = try scratch.store.take(histories: history(days), from: "old", now: noon)
    let row = try #require(try scratch.store.suppliers(now: noon).first)
    #expect(row.dispatchDays == median && row.dispatched == days.count)
  }

  @Test func figuresCountWhatTheyName() throws {
    let scratch = try Scratch()
    let store = scratch.store
    _ = try store.take(
      histories: history([1, 1, 1, 1, nil, nil], late: [1, 2]), from: "old", now: noon)
    _ = try store.take(histories: history([7], supplier: "Agent"), from: "old", now: noon)
    let rows = try store.suppliers(now: noon)
    #expect(rows.map(\.name) == ["Agent", "CJ"])
    let row = rows[1]
    #expect(row.purchases == 6 && row.dispatched == 4 && row.delivered == 4 && row.open == 2)
    // Of the four delivered, three had a promise and one of those was late.
    #expect(row.onTime == 2.0 / 3.0)
    try store.raise("transit.stalled", on: try store.only("#CJ-4"))
    #expect(try store.suppliers(now: noon).map(\.exceptions) == [0, 1])
  }

  @Test func supplierWithoutPurchasesHasNoFigures() throws {
    let scratch = try Scratch()
    try scratch.store.save([Supplier(name: "New", contact: "x", handlingDays: 3)], now: noon)
    let row = try #require(try scratch.store.suppliers(now: noon).first)
    #expect(row.dispatchDays == nil && row.onTime == nil && row.purchases == 0)
    #expect(row.weekly == Array(repeating: 0, count: 8))
  }

  @Test func weeksEndNowAndAreOldestFirst() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let ages: [(Int64, Int)] = [(0, 7), (6, 7), (7, 6), (8, 6), (55, 0), (56, -1), (90, -1)]
    try store.takeSamples(ages.indices.map { sampleOrder($0) })
    for (index, age) in ages.enumerated() {
      try store.recordPurchase(
        samplePurchase("P\(index)", for: "") { $0.placedAt = noon - .days(age.0) },
        for: try store.only("#\(index)"), by: "ana", now: noon)
    }
    var expected = Array(repeating: 0, count: 8)
    for (_, week) in ages where week >= 0 { expected[week] += 1 }
    #expect(try store.suppliers(now: noon)[0].weekly == expected)
  }

  @Test func savingASupplierKeepsWhatIsNotTold() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.save([Supplier(name: "CJ", contact: "a@b", handlingDays: 4)], now: noon)
    try store.save([Supplier(name: "cj", contact: "c@d")], now: noon)
    #expect(try store.suppliers(now: noon).map(\.contact) == ["c@d"])
    try store.takeSamples([sampleOrder(1)])
    try store.recordPurchase(
      samplePurchase("P", for: ""), for: try store.only("#1"), by: "a", now: noon)
    let promised = try store.work("look", now: noon) { work in
      try work.load(try store.only("#1").number)?.facts.purchases.first?.handlingDays
    }
    #expect(promised == 4)
  }
}
