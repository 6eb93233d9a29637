import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct CarrierTests {
  static func number(_ visitor: Visitor, _ scenario: Scenario = .happy) throws -> String {
    let truth = visitor.world.truth.first { $0.scenario == scenario && $0.endsAt < monday }
    return try #require(truth?.trackingNumbers.first)
  }

  static func create(_ visitor: inout Visitor, _ number: String) throws -> Answer {
    try Answer(
      visitor.easyPost(.post, "trackers", "{\"tracker\":{\"tracking_code\":\"\(number)\"}}"))
  }

  @Test func aTrackerIsMadeOnceForACode() throws {
    var visitor = Visitor.free(orders: 80)
    let number = try Self.number(visitor)
    let (first, second) = (try Self.create(&visitor, number), try Self.create(&visitor, number))
    #expect(first.id.text?.hasPrefix("trk_") == true)
    #expect(first.id.text == second.id.text)
    #expect(first.object.text == "Tracker" && first.tracking_code.text == number)
    let id = try #require(first.id.text)
    #expect(try Answer(visitor.easyPost(.get, "trackers/" + id)).id.text == id)
    let listed = try Answer(visitor.easyPost(.get, "trackers?tracking_code=" + number))
    #expect(listed.trackers.elements.count == 1 && listed.has_more.bool == false)
  }

  @Test func aDeliveredParcelTellsItsWayOldestFirst() throws {
    var visitor = Visitor.free(orders: 80, .happy)
    let number = try Self.number(visitor)
    let tracker = try Self.create(&visitor, number)
    let details = tracker.tracking_details.elements
    #expect(tracker.status.text == "delivered" && details.last?.status.text == "delivered")
    #expect(details.first?.status.text == "pre_transit")
    let stamps = details.compactMap { $0.datetime.text }
    #expect(stamps == stamps.sorted() && stamps.count >= 6)
    #expect(stamps.allSatisfy { $0.hasSuffix("Z") && Timestamp(iso8601: $0) != nil })
    #expect(details.allSatisfy { $0.tracking_location.has("city") && $0.message.text != nil })
  }

  @Test func eventsAreKnownOnlyAfterTheyHappen() throws {
    var visitor = Visitor.free(orders: 40, .happy)
    let number = try Self.number(visitor)
    let whole = try Self.create(&visitor, number).tracking_details.elements.count
    var counts: [Int] = []
    visitor.now = monday - .days(14)
    while visitor.now <= monday {
      let details = try Self.create(&visitor, number).tracking_details.elements
      let newest = details.last?.datetime.text.flatMap { Timestamp(iso8601: $0) }
      #expect(newest.map { $0 <= visitor.now } ?? true)
      counts.append(details.count)
      visitor.now = visitor.now + .hours(3)
    }
    #expect(counts == counts.sorted() && counts.first == 0 && counts.last == whole)
  }

  @Test func anUnknownCodeStaysUnknown() throws {
    var visitor = Visitor.free()
    let tracker = try Self.create(&visitor, "NOSUCHPARCEL")
    #expect(tracker.status.text == "unknown")
    #expect(tracker.tracking_details.elements.isEmpty)
  }

  @Test func trackersArePagedFromTheNewest() throws {
    var visitor = Visitor.free(orders: 80)
    for truth in visitor.world.truth {
      for number in truth.trackingNumbers { _ = try Self.create(&visitor, number) }
    }
    var (ids, before): ([String], String) = ([], "")
    for _ in 0..<100 {
      let page = try Answer(visitor.easyPost(.get, "trackers?page_size=7" + before))
      ids += page.trackers.elements.compactMap(\.id.text)
      guard page.has_more.bool == true, let last = ids.last else { break }
      before = "&before_id=" + last
    }
    let numbers = Set(visitor.world.truth.flatMap(\.trackingNumbers))
    #expect(ids.count == numbers.count && Set(ids).count == ids.count)
  }

  @Test func easyPostRefusesStrangersAndEmptyRequests() throws {
    var visitor = Visitor.free()
    let stranger = visitor.send(HTTPRequest(.get, "http://h/easypost/v2/trackers"))
    #expect(stranger.status == 401)
    #expect(try Answer(stranger).error.code.text?.isEmpty == false)
    #expect(visitor.easyPost(.post, "trackers", "{}").status == 422)
    #expect(visitor.easyPost(.post, "trackers", "{\"tracker\":").status == 422)
    #expect(visitor.easyPost(.get, "trackers/trk_0").status == 404)
    let basic = Array((visitor.secret("EASYPOST_KEY") + ":").utf8).base64
    let response = visitor.send(
      HTTPRequest(
        .get, "http://h/easypost/v2/trackers", headers: ["Authorization": "Basic " + basic]))
    #expect(response.status == 200)
  }

  @Test(arguments: [
    (Scenario.labelOnly, "pre_transit", "InfoReceived"), (.lost, "failure", "Exception"),
    (.returnedToSender, "return_to_sender", "Exception"),
    (.damaged, "failure", "Exception"), (.happy, "delivered", "Delivered"),
  ])
  func bothAggregatorsTellTheSameEnd(
    scenario: Scenario, easyPost: String, seventeenTrack: String
  ) throws {
    var visitor = Visitor.free(orders: 60, days: 60, .only(scenario, mended: 0))
    let truth = try #require(visitor.world.truth.first { $0.endsAt < monday })
    visitor.now = truth.endsAt
    let number = try #require(truth.trackingNumbers.first)
    #expect(try Self.create(&visitor, number).status.text == easyPost)
    _ = visitor.seventeenTrack("register", "[{\"number\":\"\(number)\"}]")
    let info = try Answer(visitor.seventeenTrack("gettrackinfo", "[{\"number\":\"\(number)\"}]"))
    #expect(info.data.accepted[0].track_info.latest_status.status.text == seventeenTrack)
  }
}
