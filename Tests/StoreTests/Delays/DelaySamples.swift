import Fulfillment
import GRDB

@testable import Fulfillment
@testable import Store

/// The civil day at whose noon every test happens.
let today = noon.day

/// One paid order that CJ ships from China to Brazil: bought, scanned and delivered so many days before today.
func parcelHistory(
  _ number: Int, bought: Int64, scanned: Int64? = nil, delivered: Int64? = nil,
  supplier: String = "CJ", change: (inout OrderHistory) -> Void = { _ in }
) -> OrderHistory {
  let placedAt = noon - .days(bought)
  let order = sampleOrder(number) {
    $0.placedAt = placedAt
    $0.paidAt = placedAt
    $0.updatedAt = placedAt
  }
  let code = parcelNumber(number)
  let purchase = samplePurchase("P\(number)", for: order.name, supplier: supplier) {
    $0.placedAt = placedAt
    $0.state = scanned == nil ? .acknowledged : .shipped
    $0.shipments = scanned == nil ? [] : [Shipment(number: code, carrier: "4PX")]
  }
  var events: [TrackingEvent] = []
  if let scanned { events.append(scan(.pickedUp, noon - .days(scanned), country: "CN")) }
  if let delivered { events.append(scan(.delivered, noon - .days(delivered), country: "BR")) }
  var history = OrderHistory(
    order: order, purchases: [purchase], events: events.isEmpty ? [:] : [code: events])
  change(&history)
  return history
}

/// A number with the right check digit (UPU S10), so that no rule stumbles over it.
func parcelNumber(_ number: Int) -> String {
  let digits = String(String(10_000_000 + number).suffix(8))
  let weights = [8, 6, 4, 2, 3, 5, 9, 7]
  let sum = zip(digits.compactMap(\.wholeNumberValue), weights).reduce(0) { $0 + $1.0 * $1.1 }
  let check = 11 - sum % 11
  return "LX\(digits)\(check == 10 ? 0 : check == 11 ? 5 : check)CN"
}

extension Store {
  func takeHistories(_ histories: [OrderHistory], now: Timestamp = noon) throws {
    _ = try take(histories: histories, from: "main", now: now)
  }

  /// The same as live orders: their parcels are followed.
  func takeLive(_ histories: [OrderHistory], now: Timestamp = noon) throws {
    try takeSamples(histories.map(\.order), now: now)
    _ = try take(histories.flatMap(\.purchases), from: "cj", cursor: nil, now: now)
    for history in histories {
      let reports = history.events.map { number, events in
        TrackingReport(
          number: number, carrier: "4PX", status: events.last?.status ?? .unregistered,
          events: events)
      }
      _ = try take(reports, from: "17track", nextTrack: { _, _ in .hours(6) }, now: now)
    }
  }

  /// Learns until nothing is left; the number of steps.
  @discardableResult
  func learnAll(limit: Int = 500, now: Timestamp = noon) throws -> Int {
    var steps = 1
    while try learnDelays(limit: limit, now: now).hasMore { steps += 1 }
    return steps
  }

  func learned() throws -> Learned {
    try read("look") { database in
      let clock = try DelayClock.read(database)
      guard let learned = try Learned.read(clock.revision, database) else {
        throw StoreError(.corrupt, what: "look", why: "the rows can't be read")
      }
      return learned
    }
  }

  func delayClock() throws -> DelayClock { try read("look", DelayClock.read) }

  func delayNews() throws -> Int64 {
    try read("look") {
      try $0.number("SELECT count(*) FROM delayLedger WHERE wanted IS NOT NULL") ?? 0
    }
  }

  func perform(_ sql: String) throws { try write("try") { try $0.execute(sql: sql) } }
}

extension Learned {
  /// Events of a life table by age, in lines of the day that was closed last.
  func events(_ group: String) -> [Int] {
    let found = model.groups.first { $0.name == group }
    return (found?.events ?? []).map { Int(($0 * 1000).rounded()) }
  }

  /// Stays that go on.
  var open: Int { model.paths.reduce(0) { $0 + $1.cohorts.reduce(0) { $0 + Int($1.count) } } }

  /// Everything that does not depend on the order of news, as text.
  var tables: [String] {
    func text(_ counts: [Double]) -> String {
      var counts = counts.map { ($0 * 1e6).rounded() / 1e6 + 0 }
      while counts.last == 0 { counts.removeLast() }
      return "\(counts)"
    }
    let groups = model.groups.map { "\($0.name) \(text($0.events)) \(text($0.exposure))" }
      .filter { !$0.hasSuffix(" [] []") }
    let paths = model.paths.filter { !$0.cohorts.isEmpty }
      .map { "\($0.lane) \($0.stage) \($0.cohorts)" }
    let waits = waits.tables.map { "\($0.key) \(text($0.value.days + [$0.value.never]))" }
      .filter { !$0.hasSuffix(" []") }
    return (groups + paths + waits).sorted()
  }
}
