import Fulfillment
import Simulator
import Testing
import Wire

/// A small honest client that follows the documents: it must be able to learn everything, whatever
/// the weather.
struct HonestClient {
  var visitor: Visitor
  /// The newest picture of each order, by id.
  private(set) var orders: [Int: Answer] = [:]
  /// Failed requests by status, and answers that could not be read.
  private(set) var failures: [Int: Int] = [:]
  private(set) var unreadable = 0
  private var since: Timestamp?

  init(_ visitor: Visitor) { self.visitor = visitor }

  /// One pull of all that changed since the last whole pull; true where it ran to its end.
  mutating func pull() -> Bool {
    let started = visitor.now
    var query = [("per_page", "100"), ("orderby", "id"), ("order", "asc"), ("status", "any")]
    if let since {
      // The bound is exclusive to the second, without a zone; two seconds of overlap.
      let bound = String((since - .seconds(2)).iso8601.prefix(19))
      query += [("modified_after", bound), ("dates_are_gmt", "true")]
    }
    for page in 1...500 {
      guard let (answer, pages) = ask(query + [("page", String(page))]) else { return false }
      for order in answer.elements {
        if let id = order.id.int { orders[id] = order }
      }
      if page >= pages { break }
    }
    since = started
    return true
  }

  private mutating func ask(_ query: [(String, String)]) -> (Answer, Int)? {
    for _ in 0..<6 {
      let response = visitor.shop("/orders", query)
      guard response.status == 200 else {
        failures[response.status, default: 0] += 1
        continue
      }
      guard let answer = try? Answer(response), answer.raw is [Any],
        let pages = response.headers["X-WP-TotalPages"].flatMap({ Int($0) })
      else {
        unreadable += 1
        continue
      }
      return (answer, pages)
    }
    return nil
  }
}

@Suite struct ClientTests {
  static func weather(_ faults: Faults) -> HonestClient {
    HonestClient(
      Visitor(
        seed: 19,
        World.Options(
          start: monday, ordersPerDay: 60, backlogDays: 5, orders: 150, faults: faults,
          enforcesLimits: false)))
  }

  /// Three days in steps of half an hour.
  static func live(_ client: inout HonestClient) -> Int {
    var whole = 0
    for step in 0...144 {
      client.visitor.now = monday + .minutes(Int64(step * 30))
      if client.pull() { whole += 1 }
    }
    return whole
  }

  /// What the shop itself says of each order at the end.
  static func differences(_ client: inout HonestClient) throws -> [Int] {
    var shop = client.visitor
    let now = client.visitor.now
    return try shop.world.truth.filter { $0.placedAt <= now }.compactMap { truth in
      var answer = Answer(nil)
      for _ in 0..<20 where answer.isNull {
        let response = shop.shop("/orders/\(truth.id)")
        if response.status == 200, let read = try? Answer(response), read.has("status") {
          answer = read
        }
      }
      let status = try #require(answer.status.text)
      // What went into the trash is no longer listed and so can't be learnt from the list.
      if status == "trash" { return nil }
      let known = client.orders[truth.id]
      let isSame =
        known?.status.text == status
        && known?.date_modified_gmt.text == answer.date_modified_gmt.text
        && known?.refunds.elements.count == answer.refunds.elements.count
      return isSame ? nil : truth.id
    }
  }

  @Test func inFairWeatherNothingIsMissed() throws {
    var client = Self.weather(.none)
    #expect(Self.live(&client) == 145)
    #expect(try Self.differences(&client) == [])
    #expect(client.orders.count > 300)
    #expect(client.failures.isEmpty && client.unreadable == 0)
  }

  @Test func inFoulWeatherNothingIsMissedInTheEnd() throws {
    var faults = Faults()
    (faults.throttled, faults.broken, faults.garbled) = (0.1, 0.1, 0.1)
    faults.outages = [.init(.shop, from: .hours(20), length: .hours(5))]
    var client = Self.weather(faults)
    let whole = Self.live(&client)
    #expect(whole < 145 && whole > 100)
    #expect(client.failures.keys.contains(429) && client.failures.keys.contains(503))
    #expect(client.unreadable > 0)
    var isWhole = false
    for _ in 0..<20 where !isWhole { isWhole = client.pull() }
    #expect(isWhole)
    #expect(try Self.differences(&client) == [])
  }

  /// The trap the measured shops set: with a zone in the bound, an overlap of seconds is not enough
  /// east of UTC.
  @Test func aClientThatSendsAZoneMissesOrders() throws {
    var visitor = Self.weather(.none).visitor
    var seen: Set<Int> = []
    for step in 0...96 {
      visitor.now = monday + .minutes(Int64(step * 30))
      let bound = (visitor.now - .minutes(31)).iso8601
      let query = [
        ("per_page", "100"), ("modified_after", bound), ("dates_are_gmt", "true"),
      ]
      let listed = try Answer(visitor.shop("/orders", query)).elements
      seen.formUnion(listed.compactMap(\.id.int))
    }
    #expect(seen.isEmpty)
  }

  /// Purchases and tracking of everything the shop tells, by the documented calls alone.
  @Test func everyPurchaseAndParcelCanBeLearnt() throws {
    var visitor = Visitor.free(orders: 120, days: 30)
    let orders = try visitor.allOrders()
    let purchases = try SupplierTests.all(&visitor)
    let byOrder = Dictionary(
      uniqueKeysWithValues: purchases.compactMap { purchase in
        purchase.orderNum.text.flatMap { Int($0) }.map { ($0, purchase) }
      })
    #expect(Set(byOrder.keys).isSubset(of: visitor.world.truth.map(\.id)))
    for order in orders {
      let meta = order.meta_data.elements.first { $0.key.text == "_wc_shipment_tracking_items" }
      guard let told = meta?.value.elements.first?.tracking_number.text,
        let id = order.id.int
      else { continue }
      // Both tell the same number, except in the minutes between a correction and its write-back.
      if let number = byOrder[id]?.trackNumber.text {
        let all = visitor.world.truth.first { $0.id == id }?.trackingNumbers ?? []
        #expect(all.contains(number) && all.contains(told))
      }
      let tracker = try CarrierTests.create(&visitor, told)
      #expect(tracker.tracking_code.text == told)
    }
    #expect(byOrder.count > 80)
  }
}
