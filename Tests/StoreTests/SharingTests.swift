import Fulfillment
import GRDB
import Testing

@testable import Store

/// Which orders count as having had a number before, against a plain comparison of every pair.
@Suite struct SharingTests {
  private struct Holding {
    var order: Int64
    var name: String
    var number: String
    var createdAt: Int64
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func onlyEarlierOrdersOfTheLastThreeMonthsShareANumber(seed: UInt64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    try fill(store, Dice(seed: seed))
    let holdings = try holdings(store)
    var shared = 0
    for mine in holdings {
      let expected = holdings.filter { other in
        guard other.order != mine.order, other.number == mine.number else { return false }
        guard mine.createdAt - other.createdAt <= Span.days(92).milliseconds else { return false }
        return (other.createdAt, other.order) < (mine.createdAt, mine.order)
      }
      let found = try sharers(of: mine, store)
      #expect(found == expected.sorted { $0.order < $1.order }.map(\.name))
      shared += found.count
    }
    #expect(shared > 0)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func ofTwoOrdersAtMostOneIsToldThatTheNumberIsTheOthers(seed: UInt64) throws {
    let scratch = try Scratch()
    try fill(scratch.store, Dice(seed: seed &+ 100))
    var told: Set<[String]> = []
    for mine in try holdings(scratch.store) {
      for other in try sharers(of: mine, scratch.store) {
        told.insert([mine.name, other])
        #expect(!told.contains([other, mine.name]))
      }
    }
  }

  /// Detecting everything again finds nothing new: whoever became a sharer was looked at.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func whoeverComesToShareANumberIsLookedAt(seed: UInt64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    try fill(store, Dice(seed: seed &+ 200)) { try store.detectAll() }
    try store.detectAll()
    let before = try store.listed().map(\.reason)
    try store.pool.write { try $0.lookAtAll() }
    let again = try store.detectAll()
    #expect(again.examined > 0 && again.opened == 0 && again.cleared == 0)
    #expect(try store.listed().map(\.reason) == before)
  }

  /// Live orders and histories of the last months that carry few different numbers.
  private func fill(_ store: Store, _ seeded: Dice, between: () throws -> Void = {}) throws {
    var dice = seeded
    let numbers = ["RR123456785CN", "LX123456785CN", "UA000000018CN"]
    for index in 0..<16 {
      let at = noon - .days(Int64(dice.roll(6)) * 25)
      let shipment = Shipment(number: dice.pick(numbers), carrier: "", shippedAt: at)
      let order = sampleOrder(index) {
        $0.placedAt = at - .hours(1)
        $0.paidAt = at - .hours(1)
        $0.shipments = [shipment]
      }
      if dice.chance(40) {
        _ = try store.take(histories: [OrderHistory(order: order)], from: "old", now: noon)
      } else {
        try store.takeSamples([order], now: dice.chance(50) ? at : noon)
      }
      try between()
    }
  }

  private func holdings(_ store: Store) throws -> [Holding] {
    try store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT o.id, o.name, s.number, s.createdAt FROM shipment s
          JOIN customerOrder o ON o.id = s.orderID
          """
      ).map {
        Holding(order: $0["id"], name: $0["name"], number: $0["number"], createdAt: $0["createdAt"])
      }
    }
  }

  private func sharers(of holding: Holding, _ store: Store) throws -> [String] {
    try store.work("look", now: noon) { work in
      let loaded = try #require(try work.load(holding.order))
      return loaded.facts.shipments.flatMap(\.sharedWith)
    }
  }
}
