import Fulfillment
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What detection costs, piece by piece. Wall time is what an operator waits, processor time what the
/// machine works: with other work going on only the second can be compared.
struct DetectMeasure {
  var store: Store
  var now: Timestamp

  /// Wall and processor milliseconds.
  struct Cost {
    var wall: Double
    var processor: Double

    init(_ body: () throws -> Void) rethrows {
      let before = Stopwatch.processor
      wall = try Stopwatch.milliseconds(body)
      processor = Stopwatch.processor - before
    }
  }

  /// The rules alone over facts in memory, that many times.
  static func rules(_ count: Int) -> Cost {
    let facts = (0..<1000).map(sample)
    var found = 0
    return Cost {
      for number in 0..<count {
        let order = facts[number % facts.count]
        let result = Detector.examine(order, Thresholds(), now: OpenOrders.now)
        found += result.findings.count
      }
    }
  }

  /// Nine in ten on their way with up to seven scans, one waiting for its supplier.
  private static func sample(_ number: Int) -> OrderFacts {
    let placedAt = OpenOrders.now - .hours(Int64(30 + number % 190))
    var facts = OrderFacts(
      placedAt: placedAt, payment: .paid, paidAt: placedAt, promisedAt: placedAt + .days(25),
      shipTo: Address(
        name: "Customer", line1: "1 Harbour Road", city: "Campinas", postcode: "13010-100",
        country: "BR"),
      lines: [LineFacts(sku: "SKU-\(number)", title: "A useful thing", quantity: 1, offers: 1)])
    let isSent = number % 10 > 0
    facts.purchases = [
      PurchaseFacts(
        supplier: "CJ", number: "P\(number)", state: isSent ? .shipped : .acknowledged,
        placedAt: placedAt + .hours(2), acknowledgedAt: placedAt + .hours(6), hasTracking: isSent)
    ]
    guard isSent else { return facts }
    let events = (0..<(1 + number % 7)).map { place in
      TrackingEvent(
        occurredAt: placedAt + .hours(20 + Int64(place)), recordedAt: OpenOrders.now,
        status: place == 0 ? .pickedUp : .inTransit, message: "Arrived at sorting centre",
        location: "Shenzhen", country: "CN")
    }
    facts.shipments = [
      ShipmentFacts(
        number: OpenOrders.parcel(number), carrier: "china-post", createdAt: placedAt + .hours(20),
        events: events)
    ]
    return facts
  }

  /// Every order that is due, to the end. How many there were and how many exceptions were opened.
  func detect(limit: Int = 100_000) throws -> (examined: Int, opened: Int) {
    var (examined, opened) = (0, 0)
    while true {
      let result = try store.detect(thresholds: Thresholds(), limit: limit, now: now)
      (examined, opened) = (examined + result.examined, opened + result.opened)
      if !result.hasMore { return (examined, opened) }
    }
  }

  /// One new scan of each of the first parcels, a batch a transaction, and their orders looked at again.
  /// How many there were: not every order has a parcel.
  func events(_ count: Int, batch: Int) throws -> (taken: Int, cost: Cost) {
    let numbers = (0..<count).map(OpenOrders.parcel)
    var taken = 0
    let cost = try Cost {
      for start in stride(from: 0, to: count, by: batch) {
        let reports = numbers[start..<min(start + batch, count)].map { number in
          TrackingReport(
            number: number, carrier: "", status: .inTransit,
            events: [
              TrackingEvent(
                occurredAt: now, recordedAt: now, status: .inTransit, message: "Arrived at depot",
                location: "São Paulo", country: "BR")
            ])
        }
        taken += try store.take(
          reports, from: OpenOrders.tracker, nextTrack: { _, _ in .hours(12) }, now: now
        ).changed
        _ = try detect(limit: batch)
      }
    }
    return (taken, cost)
  }

  /// Looks when nothing is due, that many.
  func ticks(_ count: Int) throws -> Cost {
    try Cost {
      for _ in 0..<count { _ = try store.detect(thresholds: Thresholds(), limit: 500, now: now) }
    }
  }
}
