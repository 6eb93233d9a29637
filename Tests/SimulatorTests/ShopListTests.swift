import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct ShopListTests {
  @Test func pagingByIdNeitherLosesNorRepeats() throws {
    var visitor = Visitor.free(orders: 2000, days: 30)
    let hidden = visitor.world.truth.count { truth in
      truth.scenario == .cancelled && truth.endsAt < monday
    }
    let orders = try visitor.allOrders([("order", "asc")])
    let ids = orders.compactMap(\.id.int)
    #expect(ids.count == Set(ids).count)
    #expect(ids == ids.sorted())
    #expect(Set(ids).isSubset(of: visitor.world.truth.map(\.id)))
    #expect((2000 - hidden...2000).contains(ids.count))
    let trash = try visitor.allOrders([("status", "trash")]).compactMap(\.id.int)
    #expect(Set(ids).union(trash) == Set(visitor.world.truth.map(\.id)))
    #expect(Set(ids).isDisjoint(with: trash))
  }

  @Test func headersTellTheTotals() throws {
    var visitor = Visitor.free(orders: 45, ScenarioShares.happy)
    let response = visitor.shop("/orders", [("per_page", "20"), ("page", "2")])
    #expect(response.headers["X-WP-Total"] == "45")
    #expect(response.headers["X-WP-TotalPages"] == "3")
    let link = try #require(response.headers["Link"])
    #expect(link.contains("page=1&") == false)
    #expect(link.contains("page=1>; rel=\"prev\""))
    #expect(link.contains("page=3>; rel=\"next\""))
    #expect(try Answer(response).elements.count == 20)
  }

  @Test func pagesBeyondTheLastAreEmpty() throws {
    var visitor = Visitor.free(orders: 12)
    let response = visitor.shop("/orders", [("page", "9")])
    #expect(response.status == 200)
    #expect(try Answer(response).elements.isEmpty)
    #expect(response.headers["Link"]?.contains("rel=\"next\"") != true)
  }

  @Test(arguments: [
    ("per_page", "101", "rest_out_of_bounds"), ("per_page", "0", "rest_out_of_bounds"),
    ("per_page", "ten", "rest_invalid_type"), ("page", "0", "rest_out_of_bounds"),
    ("status", "shipped", "rest_not_in_enum"), ("orderby", "total", "rest_not_in_enum"),
    ("order", "up", "rest_not_in_enum"), ("modified_after", "yesterday", "rest_invalid_date"),
    ("modified_after", "2026-13-01T00:00:00", "rest_invalid_date"),
    ("include", "a", "rest_invalid_type"),
  ])
  func badParametersAreRefused(name: String, value: String, code: String) throws {
    var visitor = Visitor.free()
    let response = visitor.shop("/orders", [(name, value)])
    #expect(response.status == 400)
    let answer = try Answer(response)
    #expect(answer.code.text == "rest_invalid_param")
    #expect(answer.data.details[name].code.text == code)
    #expect(answer.data.params[name].text?.isEmpty == false)
  }

  @Test func theNewestComeFirstUnlessAskedOtherwise() throws {
    var visitor = Visitor.free(orders: 30, .happy)
    let newest = try Answer(visitor.shop("/orders", [("per_page", "30")])).elements
    #expect(newest.compactMap(\.id.int) == visitor.world.truth.map(\.id).reversed())
    let modified = try Answer(
      visitor.shop("/orders", [("per_page", "30"), ("orderby", "modified"), ("order", "asc")]))
    let stamps = modified.elements.compactMap { $0.date_modified_gmt.text }
    #expect(stamps == stamps.sorted())
    #expect(stamps != modified.elements.compactMap { $0.date_created_gmt.text })
  }

  @Test func modifiedAfterIsExclusiveToTheSecond() throws {
    var visitor = Visitor.free(orders: 60)
    let all = try visitor.allOrders()
    let stamp = try #require(
      all.compactMap { $0.date_modified_gmt.text }.sorted().dropFirst(30).first)
    let later = try visitor.allOrders([("modified_after", stamp), ("dates_are_gmt", "true")])
    let expected = all.filter { ($0.date_modified_gmt.text ?? "") > stamp }.compactMap(\.id.int)
    #expect(later.compactMap(\.id.int) == expected)
    #expect(!expected.isEmpty)
  }

  /// With `Z` the bound moves by the shop's zone, here two hours east: what changed in those two hours
  /// is silently missed.
  @Test func aZoneInTheBoundShiftsIt() throws {
    var visitor = Visitor.free(orders: 400)
    let stamp = (monday - .hours(30)).iso8601.dropLast()
    func ids(_ bound: String) throws -> Set<Int> {
      Set(
        try visitor.allOrders([("modified_after", bound), ("dates_are_gmt", "true")])
          .compactMap(\.id.int))
    }
    let right = try ids(String(stamp))
    let shifted = try ids(String(stamp) + "Z")
    #expect(shifted.isStrictSubset(of: right))
    #expect(shifted == (try ids(String((monday - .hours(28)).iso8601.dropLast()))))
  }

  @Test func withoutTheFlagTheBoundIsShopTime() throws {
    var visitor = Visitor.free(orders: 400)
    let gmt = try visitor.allOrders([
      ("modified_after", String((monday - .hours(30)).iso8601.dropLast())),
      ("dates_are_gmt", "true"),
    ])
    let local = try visitor.allOrders([
      ("modified_after", String((monday - .hours(28)).iso8601.dropLast()))
    ])
    #expect(gmt.compactMap(\.id.int) == local.compactMap(\.id.int))
  }

  @Test func statusAndIncludeNarrowTheList() throws {
    var visitor = Visitor.free(orders: 200)
    let two = try visitor.allOrders([("status", "cancelled,refunded")])
    #expect(Set(two.compactMap(\.status.text)) == ["cancelled", "refunded"])
    let indexed = try visitor.allOrders([("status[0]", "cancelled"), ("status[1]", "refunded")])
    #expect(indexed.compactMap(\.id.int) == two.compactMap(\.id.int))
    let some = try visitor.allOrders([("include", "1001,1005,99999999")])
    #expect(some.compactMap(\.id.int).sorted() == [1001, 1005])
    let rest = try visitor.allOrders([("exclude", "1001"), ("status", "any")])
    #expect(!rest.compactMap(\.id.int).contains(1001))
  }

  @Test func ordersArriveWhileTimePasses() throws {
    var visitor = Visitor(World.Options(start: monday, ordersPerDay: 48, orders: 5))
    let before = try visitor.allOrders().count
    visitor.now = monday + .days(1)
    let after = try visitor.allOrders().count
    #expect(before <= 5)
    #expect((40...60).contains(after - before))
    let again = try visitor.allOrders([
      ("modified_after", String(monday.iso8601.dropLast())), ("dates_are_gmt", "true"),
    ])
    #expect(again.count >= after - before)
  }
}
