import Connectors
import Fulfillment
import Testing
import Wire

private let connector = Karrio(
  Credentials(url: "https://karrio.example", key: "key_0123456789"))
private let shipment = Shipment(number: "0034 0434", carrier: "DHL")

private let tracker: JSON = [
  "id": "trk_1", "carrier_name": "dhl_universal", "carrier_id": "dhl",
  "tracking_number": "00340434", "status": "in_transit", "delivered": .bool(false),
  "events": [
    [
      "date": "2026-10-03", "time": "01:05 PM", "timestamp": .null, "status": "picked_up",
      "code": "transit", "description": "Accepted", "location": "Shenzhen",
    ],
    [
      "date": "2026-10-02", "time": "20:34", "status": .null, "code": "pre-transit",
      "description": "Announced", "location": "BONN",
    ],
    ["date": .null, "time": "08:00", "status": "delivered"],
  ],
]

private func report(_ tracker: JSON) throws -> TrackingReport {
  let body: JSON = ["count": 1, "next": .null, "results": [tracker]]
  let reports = try connector.track([shipment], Samples.context).decode(Samples.answer(body))
  return try #require(reports.first)
}

struct KarrioTests {
  @Test func aTrackerIsReadWhole() throws {
    let scan = try #require(Samples.time("2026-10-03T13:05:00Z"))
    let label = try #require(Samples.time("2026-10-02T20:34:00Z"))
    #expect(
      try report(tracker)
        == TrackingReport(
          number: "00340434", carrier: "dhl_universal", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: scan, recordedAt: scan, status: .pickedUp, message: "Accepted",
              location: "Shenzhen"),
            TrackingEvent(
              occurredAt: label, recordedAt: label, status: .label, message: "Announced",
              location: "BONN"),
          ]))
  }

  @Test(
    arguments: [
      ("in_transit", TrackingStatus.inTransit), ("picked_up", .pickedUp), ("on_hold", .exception),
      ("delivery_delayed", .delayed), ("out_for_delivery", .outForDelivery),
      ("ready_for_pickup", .pickup), ("delivered", .delivered), ("delivery_failed", .attemptFailed),
      ("return_to_sender", .returning), ("cancelled", .cancelled),
      // No word of Karrio's that says more: the newest scan speaks.
      ("pending", .pickedUp), ("unknown", .pickedUp), ("brand_new", .pickedUp),
    ] as [(String, TrackingStatus)])
  func statusesAreMapped(status: String, mapped: TrackingStatus) throws {
    #expect(try report(tracker.with("status", .string(status))).status == mapped)
  }

  @Test(
    arguments: [
      ("12:10 AM", "2026-10-03T00:10:00Z"), ("12:10 PM", "2026-10-03T12:10:00Z"),
      ("11:59 PM", "2026-10-03T23:59:00Z"), ("10:39", "2026-10-03T10:39:00Z"),
      ("", "2026-10-03T00:00:00Z"), ("noon", "2026-10-03T00:00:00Z"),
    ])
  func timesOfDayAreRead(text: String, time: String) throws {
    let event: JSON = ["date": "2026-10-03", "time": .string(text), "status": "in_transit"]
    let events = try report(tracker.with("events", [event])).events
    #expect(events.map(\.occurredAt) == [Samples.time(time)])
  }

  @Test func aTimestampIsTakenBeforeDateAndTime() throws {
    let event: JSON = [
      "date": "2026-10-03", "time": "09:00 AM", "timestamp": "2026-10-04T07:00:00.000Z",
      "status": "in_transit",
    ]
    let events = try report(tracker.with("events", [event])).events
    #expect(events.map(\.occurredAt) == [Samples.time("2026-10-04T07:00:00Z")])
  }

  @Test func whatWasDeliveredStaysSo() throws {
    let json = tracker.with("delivered", .bool(true)).with("status", "unknown")
    #expect(try report(json).status == .delivered)
  }

  @Test func anotherNumbersTrackerIsNotTaken() throws {
    #expect(
      try report(tracker.with("tracking_number", "X9")).problem
        == "Karrio has no tracker for this number")
  }

  @Test func requestsGoToTheOperatorsOwnServer() throws {
    let find = connector.track([Shipment(number: "A&B")], Samples.context).request
    #expect(find.url == "https://karrio.example/v1/trackers?tracking_number=A%26B&limit=5")
    #expect(find.headers["Authorization"] == "Token key_0123456789")
    let create = try #require(
      connector.register([Shipment(number: "Q", carrier: "Nobody")], Samples.context)
    ).request
    #expect(try JSON(create.body)["carrier_name"].text == "dhl_universal")
  }
}

struct KarrioRegistrationTests {
  private func register(_ body: JSON, status: Int) throws -> [TrackingReport] {
    try #require(connector.register([shipment], Samples.context))
      .decode(Samples.answer(body, status: status))
  }

  @Test func registeringTellsAllThatIsKnown() throws {
    #expect(try register(tracker, status: 201).map(\.status) == [.inTransit])
  }

  @Test(arguments: [("errors", 400), ("messages", 424)])
  func aRefusedNumberIsReportedNotThrown(name: String, status: Int) throws {
    let list: JSON = [["message": "No such parcel", "code": "404", "level": "error"]]
    let body = JSON.object([JSON.Member(name: name, value: list)])
    #expect(try register(body, status: status).map(\.problem) == ["No such parcel"])
  }

  @Test func aBadKeyIsNotTheNumbersFault() {
    let body: JSON = ["errors": [["message": "Invalid token", "code": "auth"]]]
    #expect(throws: ConnectorError.unauthorized("Invalid token")) {
      try register(body, status: 401)
    }
  }

  @Test func aServerThatIsDownIsTriedAgain() {
    let body: JSON = ["errors": [["message": "database is away"]]]
    let exchange = connector.track([shipment], Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(body, status: 503))?.retry == .later(after: nil))
  }
}
