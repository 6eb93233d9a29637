import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct SeventeenTrackTests {
  static func body(_ numbers: [String]) -> String {
    "[" + numbers.map { "{\"number\":\"\($0)\"}" }.joined(separator: ",") + "]"
  }

  static func numbers(_ visitor: Visitor) -> [String] {
    visitor.world.truth.filter { $0.endsAt < monday && $0.scenario == .happy }
      .flatMap(\.trackingNumbers)
  }

  @Test func numbersAreRegisteredOnce() throws {
    var visitor = Visitor.free(orders: 120)
    let three = Array(Self.numbers(visitor).prefix(3))
    let first = try Answer(visitor.seventeenTrack("register", Self.body(three + ["12"])))
    #expect(first.code.int == 0)
    #expect(first.data.accepted.elements.compactMap(\.number.text) == three)
    #expect(first.data.accepted.elements.allSatisfy { ($0.carrier.int ?? 0) > 0 })
    #expect(first.data.rejected[0].error.code.int == -18_010_012)
    let again = try Answer(visitor.seventeenTrack("register", Self.body(three)))
    #expect(again.data.accepted.elements.isEmpty)
    #expect(
      again.data.rejected.elements.compactMap { $0.error.code.int }
        == Array(repeating: -18_019_901, count: 3))
    let quota = try Answer(visitor.seventeenTrack("getquota"))
    #expect(quota.data.quota_used.int == 3)
  }

  @Test func fortyNumbersACallAreTheMost() throws {
    var visitor = Visitor.free(orders: 150, .happy)
    let numbers = Self.numbers(visitor)
    #expect(numbers.count > 41)
    let forty = try Answer(visitor.seventeenTrack("register", Self.body(Array(numbers.prefix(40)))))
    #expect(forty.data.accepted.elements.count == 40)
    let more = try Answer(visitor.seventeenTrack("register", Self.body(Array(numbers.prefix(41)))))
    #expect(more.code.int == -18_010_014)
    #expect(more.data.errors[0].code.int == -18_010_014)
    #expect(try Answer(visitor.seventeenTrack("register", "[]")).code.int == -18_010_014)
    #expect(try Answer(visitor.seventeenTrack("register", "{\"a\":1}")).code.int == -18_010_013)
  }

  @Test func eventsRunNewestFirstWithBothTimes() throws {
    var visitor = Visitor.free(orders: 120, .happy)
    let number = try #require(Self.numbers(visitor).first)
    _ = visitor.seventeenTrack("register", Self.body([number]))
    let answer = try Answer(visitor.seventeenTrack("gettrackinfo", Self.body([number])))
    let info = answer.data.accepted[0].track_info
    #expect(info.latest_status.status.text == "Delivered")
    #expect(info.latest_status.sub_status.text == "Delivered_Other")
    let events = info.tracking.providers[0].events.elements
    let utc = events.compactMap(\.time_utc.text)
    #expect(utc == utc.sorted().reversed() && utc.count == events.count && utc.count >= 6)
    for event in events {
      let iso = event.time_iso.text.flatMap { Timestamp(iso8601: $0) }
      #expect(iso != nil && iso == event.time_utc.text.flatMap { Timestamp(iso8601: $0) })
    }
    #expect(info.latest_event.time_utc.text == utc.first)
    let reached = info.milestone.elements.filter { $0.time_utc.text != nil }
    #expect(reached.compactMap(\.key_stage.text).contains("Delivered"))
    #expect(info.tracking.providers_hash.int != nil)
  }

  @Test func whatIsNotRegisteredIsRejected() throws {
    var visitor = Visitor.free(orders: 120)
    let number = try #require(Self.numbers(visitor).first)
    let answer = try Answer(visitor.seventeenTrack("gettrackinfo", Self.body([number])))
    #expect(answer.data.rejected[0].error.code.int == -18_019_902)
  }

  @Test func aMisprintedNumberIsNotFound() throws {
    var visitor = Visitor.free(orders: 60, .only(.invalidNumber))
    let truth = try #require(visitor.world.truth.first { $0.endsAt < monday })
    let number = try #require(truth.trackingNumbers.first)
    _ = visitor.seventeenTrack("register", Self.body([number]))
    let answer = try Answer(visitor.seventeenTrack("gettrackinfo", Self.body([number])))
    let status = answer.data.accepted[0].track_info.latest_status
    #expect(status.status.text == "NotFound")
    #expect(status.sub_status.text == "NotFound_InvalidCode")
  }

  /// A parcel in a shop may be called an exception while its newest event tells where it is.
  @Test func aParcelInAShopMayBeCalledAnException() throws {
    var visitor = Visitor.free(orders: 80, days: 40, .only(.pickup, mended: 1))
    var statuses: Set<String> = []
    for truth in visitor.world.truth {
      guard let trouble = truth.trouble, trouble.upperBound < monday,
        let number = truth.trackingNumbers.first
      else { continue }
      visitor.now = trouble.lowerBound
      _ = visitor.seventeenTrack("register", Self.body([number]))
      let answer = try Answer(visitor.seventeenTrack("gettrackinfo", Self.body([number])))
      let info = answer.data.accepted[0].track_info
      #expect(info.latest_event.stage.text == "AvailableForPickup")
      statuses.insert(info.latest_status.status.text ?? "-")
    }
    #expect(statuses == ["AvailableForPickup", "Exception"])
  }

  @Test func silenceOfThirtyDaysExpires() throws {
    var visitor = Visitor.free(orders: 20, days: 40, .only(.labelOnly, mended: 0))
    let number = try #require(visitor.world.truth.first?.trackingNumbers.first)
    _ = visitor.seventeenTrack("register", Self.body([number]))
    visitor.now = monday + .days(30)
    let answer = try Answer(visitor.seventeenTrack("gettrackinfo", Self.body([number])))
    #expect(answer.data.accepted[0].track_info.latest_status.status.text == "Expired")
  }

  @Test func theListHasFortyAPage() throws {
    var visitor = Visitor.free(orders: 150, .happy)
    let numbers = Array(Self.numbers(visitor).prefix(70))
    for start in [0, 35] {
      _ = visitor.seventeenTrack("register", Self.body(Array(numbers[start..<start + 35])))
    }
    let first = try Answer(visitor.seventeenTrack("gettracklist", "{\"page_no\":1}"))
    let second = try Answer(visitor.seventeenTrack("gettracklist", "{\"page_no\":2}"))
    #expect(first.page.data_total.int == 70 && first.page.page_total.int == 2)
    #expect(first.page.has_next.bool == true && second.page.has_next.bool == false)
    let listed = (first.data.accepted.elements + second.data.accepted.elements).compactMap(
      \.number.text)
    #expect(listed == numbers)
  }

  @Test func aWrongKeyAndAFourthCallInASecondAreRefused() throws {
    var visitor = Visitor(World.Options(start: monday, orders: 5))
    for _ in 0..<3 { #expect(visitor.seventeenTrack("getquota").status == 200) }
    let fourth = visitor.seventeenTrack("getquota")
    #expect(fourth.status == 429)
    #expect(try Answer(fourth).code.int == 429)
    visitor.now = visitor.now + .seconds(1)
    let request = HTTPRequest(
      .post, "http://h/17track/track/v2.2/getquota", headers: ["17token": "no"])
    let stranger = visitor.send(request)
    #expect(stranger.status == 401)
    #expect(try Answer(stranger).code.int == -18_010_002)
  }
}
