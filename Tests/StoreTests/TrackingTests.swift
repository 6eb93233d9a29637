import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct TrackingTests {
  private func parcels(_ numbers: [String], isHistory: Bool = false) throws -> Scratch {
    let scratch = try Scratch()
    let orders = numbers.enumerated().map { index, number in
      sampleOrder(index + 1) { $0.shipments = [Shipment(number: number, carrier: "")] }
    }
    try scratch.store.takeSamples(orders, isHistory: isHistory)
    return scratch
  }

  private func report(_ number: String, _ events: [TrackingEvent]) -> TrackingReport {
    TrackingReport(
      number: number, carrier: "china-post", status: events.last?.status ?? .unregistered,
      events: events)
  }

  private func take(
    _ reports: [TrackingReport], _ store: Store, next: Span? = .hours(6), now: Timestamp = noon
  ) throws -> IntakeResult {
    try store.take(reports, from: "17track", nextTrack: { _, _ in next }, now: now)
  }

  @Test func scansMoveTheOrderAndAreKeptOnce() throws {
    let scratch = try parcels(["LX1CN"])
    let events = [
      scan(.pickedUp, noon - .minutes(50), "picked up", country: "CN"),
      scan(.inTransit, noon - .minutes(20), "hub", country: "CN"),
    ]
    #expect(try take([report("LX1CN", events)], scratch.store) == IntakeResult(changed: 1))
    let row = try scratch.store.detail("#1").row
    #expect(row.state == .transit && row.trackingStatus == .inTransit)
    #expect(row.trackedAt == noon - .minutes(20) && row.tracking == "LX1CN")
    let again = try take([report("LX1CN", events.reversed())], scratch.store)
    #expect(again == IntakeResult(unchanged: 1))
    let detail = try scratch.store.detail("#1")
    #expect(detail.timeline.filter { $0.kind == .scan }.map(\.source) == ["17track", "17track"])
    #expect(detail.order.shipments[0].carrier == "china-post")
  }

  /// What is said again word for word is not looked at; anything else that is said is.
  @Test func whatWasSaidBeforeIsTakenOnce() throws {
    let scratch = try parcels(["LX1CN"])
    let store = scratch.store
    let first = [scan(.pickedUp, noon - .minutes(50), "picked up", country: "CN")]
    let second = first + [scan(.inTransit, noon - .minutes(20), "hub", country: "CN")]
    func take(_ events: [TrackingEvent], from account: String = "17track") throws -> Int {
      try store.take(
        [report("LX1CN", events)], from: account, nextTrack: { _, _ in .hours(2) }, now: noon
      ).changed
    }
    #expect(try [take(first), take(first), take(first + first)] == [1, 0, 0])
    #expect(try [take(second), take(second), take(first), take(second)] == [1, 0, 0, 0])
    #expect(try take(second, from: "aftership") == 0)
    #expect(try store.dueTracking("17track", isDefault: true, limit: 9, now: noon).isEmpty)
    #expect(try store.detail("#1").timeline.filter { $0.kind == .scan }.count == 2)
  }

  @Test func aProblemThatCameBackIsToldAgain() throws {
    let scratch = try parcels(["LX1CN"])
    let store = scratch.store
    var refused = report("LX1CN", [])
    refused.problem = "no such number"
    #expect(try take([refused], store).changed == 1)
    #expect(try take([refused], store).changed == 0)
    try store.markRegistered([Shipment(number: "LX1CN")], tracker: "17track", now: noon)
    #expect(try take([refused], store).changed == 1)
  }

  @Test func eventsInAnyOrderEndInTheSameState() throws {
    let events = [
      scan(.label, noon - .hours(9)), scan(.pickedUp, noon - .minutes(50)),
      scan(.inTransit, noon - .minutes(40)), scan(.delivered, noon - .minutes(10)),
      scan(.inTransit, noon - .minutes(5), "hub echo"),
    ]
    for turn in 0..<5 {
      let scratch = try parcels(["LX1CN"])
      for step in 0..<5 {
        _ = try take([report("LX1CN", [events[(turn + step * 2) % 5]])], scratch.store)
      }
      let row = try scratch.store.detail("#1").row
      #expect(row.state == .delivered && row.trackingStatus == .delivered)
    }
  }

  @Test func deliveryTellsReturnsTheirWindow() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.placedAt = noon - .days(9)
        $0.shipments = [Shipment(number: "LX1CN"), Shipment(number: "LX2CN")]
        $0.returns = [sampleReturn("R1")]
      }
    ])
    let store = scratch.store
    _ = try take([report("LX1CN", [scan(.delivered, noon - .days(3))])], store)
    #expect(try store.openReturns()[0].deliveredAt == nil)
    _ = try take([report("LX2CN", [scan(.delivered, noon - .days(2))])], store)
    let row = try store.openReturns()[0]
    #expect(row.deliveredAt == noon - .days(2))
    #expect(row.windowEnds == noon + .days(28))
  }

  @Test func statusWithoutAScanIsNewsOnce() throws {
    let scratch = try parcels(["LX1CN"])
    let bare = TrackingReport(number: "LX1CN", carrier: "", status: .inTransit)
    #expect(try take([bare], scratch.store).changed == 1)
    #expect(try take([bare], scratch.store, now: noon + .hours(1)).unchanged == 1)
    #expect(try scratch.store.detail("#1").row.trackingStatus == .inTransit)
    let unknown = TrackingReport(number: "LX1CN", carrier: "", status: .unregistered)
    #expect(try take([unknown], scratch.store, now: noon + .hours(2)).unchanged == 1)
  }

  @Test func numberThatNoParcelHasIsRefused() throws {
    let scratch = try parcels(["LX1CN"])
    let result = try take([report("NOPE", []), report("", [])], scratch.store)
    #expect(result.refused.count == 2 && result.refused[0].contains("NOPE"))
  }

  @Test func dueParcelsComeLongestOverdueFirstAndEachNumberOnce() throws {
    let scratch = try parcels(["A1", "B2", "C3", "B2"])
    let store = scratch.store
    func due(_ now: Timestamp, limit: Int = 40) throws -> [String] {
      try store.dueTracking("17track", isDefault: true, limit: limit, now: now)
        .map(\.shipment.number)
    }
    #expect(try due(noon).sorted() == ["A1", "B2", "C3"])
    #expect(try due(noon, limit: 2).count == 2)
    #expect(try due(noon - .milliseconds(1)).isEmpty)
    _ = try take([report("A1", [scan(.inTransit, noon)])], store, next: .hours(6))
    _ = try take([report("C3", [scan(.inTransit, noon)])], store, next: .hours(2))
    #expect(try due(noon) == ["B2"])
    #expect(try due(noon + .hours(6)) == ["B2", "C3", "A1"])
    _ = try take([report("B2", [scan(.delivered, noon)])], store, next: nil)
    #expect(try due(noon + .days(90)) == ["C3", "A1"])
  }

  @Test func whenToAskAgainIsToldByStatusAndLastNews() throws {
    let scratch = try parcels(["A1"])
    var asked: [(TrackingStatus, Timestamp)] = []
    _ = try scratch.store.take(
      [report("A1", [scan(.customs, noon - .minutes(30))])], from: "t",
      nextTrack: {
        asked.append(($0, $1))
        return .hours(1)
      }, now: noon)
    #expect(asked.map(\.0) == [.customs])
    #expect(asked.map(\.1) == [noon - .minutes(30)])
  }

  @Test func registeredParcelsBelongToTheirTracker() throws {
    let scratch = try parcels(["A1", "B2"])
    let store = scratch.store
    try store.markRegistered([Shipment(number: "a 1")], tracker: "easypost", now: noon)
    let mine = try store.dueTracking("easypost", isDefault: false, limit: 9, now: noon)
    #expect(mine.map(\.shipment.number) == ["A1"] && mine[0].isRegistered)
    let rest = try store.dueTracking("17track", isDefault: true, limit: 9, now: noon)
    #expect(rest.map(\.shipment.number) == ["B2"] && !rest[0].isRegistered)
    #expect(try store.dueTracking("17track", isDefault: false, limit: 9, now: noon).isEmpty)
  }

  @Test func historyIsNotFollowed() throws {
    let scratch = try parcels(["A1"], isHistory: true)
    #expect(
      try scratch.store.dueTracking("t", isDefault: true, limit: 9, now: noon + .days(1)).isEmpty)
  }

  @Test func recycledNumberSpeaksOfTheParcelThatIsFollowed() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let long = noon - .days(200)
    try store.takeSamples(
      [
        sampleOrder(1) {
          $0.placedAt = long
          $0.shipments = [Shipment(number: "A1")]
        }
      ], now: long)
    _ = try take(
      [report("A1", [scan(.delivered, long + .days(9))])], store, next: nil, now: long + .days(9))
    try store.takeSamples([sampleOrder(2) { $0.shipments = [Shipment(number: "A1")] }])
    _ = try take([report("A1", [scan(.inTransit, noon)])], store)
    #expect(try store.detail("#1").row.state == .delivered)
    #expect(try store.detail("#2").row.state == .transit)
  }

  @Test func scansFromBeforeTheOrderAreKeptButNotBelieved() throws {
    let scratch = try parcels(["A1"])
    _ = try take([report("A1", [scan(.delivered, noon - .days(60))])], scratch.store)
    let detail = try scratch.store.detail("#1")
    #expect(detail.row.state == .shipped && detail.row.trackingStatus == nil)
    #expect(detail.timeline.contains { $0.kind == .scan })
  }

  @Test func refusedNumberKeepsItsProblemUntilItIsKnown() throws {
    let scratch = try parcels(["A1"])
    var problem = report("A1", [])
    problem.problem = "carrier not found"
    #expect(try take([problem], scratch.store).changed == 1)
    #expect(try take([problem], scratch.store).unchanged == 1)
    func kept() throws -> String? {
      try scratch.store.pool.read {
        try $0.texts("SELECT problem FROM shipment WHERE problem <> ''").first
      }
    }
    #expect(try kept() == "carrier not found")
    try scratch.store.markRegistered([Shipment(number: "A1")], tracker: "t", now: noon)
    #expect(try kept() == nil)
  }

  @Test func hostileEventTextIsCleaned() throws {
    let scratch = try parcels(["A1"])
    let nasty = scan(.inTransit, noon, "\u{1B}[2Jowned\u{202E}")
    _ = try take([report("A1", [nasty])], scratch.store)
    let text = try #require(
      try scratch.store.detail("#1").timeline.first { $0.kind == .scan }?.text)
    #expect(text.contains("owned") && !text.unicodeScalars.contains("\u{1B}"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }
}
