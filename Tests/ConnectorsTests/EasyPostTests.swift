import Connectors
import Fulfillment
import Testing
import Wire

private let connector = EasyPost(Credentials(key: "EZTK0123456789"))
private let shipment = Shipment(number: "ez 1000000002", carrier: "usps")

private let tracker: JSON = [
  "id": "trk_1", "object": "Tracker", "tracking_code": "EZ1000000002", "status": "in_transit",
  "status_detail": "arrived_at_facility", "carrier": "USPS",
  "tracking_details": [
    [
      "datetime": "2026-10-06T17:30:27Z", "message": "Label Created", "status": "pre_transit",
      "tracking_location": ["city": .null, "state": .null, "country": .null, "zip": .null],
    ],
    [
      "datetime": "2026-10-07T06:07:27Z", "message": "Arrived", "status": "in_transit",
      "status_detail": "received_at_origin_facility",
      "tracking_location": ["city": "HOUSTON", "state": "TX", "country": "US", "zip": "77063"],
    ],
    ["datetime": .null, "message": "No time", "status": "delivered"],
  ],
]

private func report(_ tracker: JSON) throws -> TrackingReport {
  let body: JSON = ["trackers": [tracker], "has_more": .bool(false)]
  let reports = try connector.track([shipment], Samples.context).decode(Samples.answer(body))
  return try #require(reports.first)
}

struct EasyPostTests {
  @Test func aTrackerIsReadWhole() throws {
    let label = try #require(Samples.time("2026-10-06T17:30:27Z"))
    let scan = try #require(Samples.time("2026-10-07T06:07:27Z"))
    #expect(
      try report(tracker)
        == TrackingReport(
          number: "EZ1000000002", carrier: "USPS", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: label, recordedAt: label, status: .label, message: "Label Created"),
            TrackingEvent(
              occurredAt: scan, recordedAt: scan, status: .pickedUp, message: "Arrived",
              location: "HOUSTON, TX, 77063", country: "US"),
          ]))
  }

  @Test(
    arguments: [
      ("pre_transit", nil, TrackingStatus.label), ("in_transit", nil, .inTransit),
      ("out_for_delivery", nil, .outForDelivery), ("delivered", nil, .delivered),
      ("available_for_pickup", nil, .pickup), ("return_to_sender", nil, .returning),
      ("failure", nil, .exception), ("cancelled", nil, .cancelled),
      ("in_transit", "delayed", .delayed), ("failure", "lost", .lost),
      ("in_transit", "weather_delay", .delayed), ("failure", "delivery_exception", .attemptFailed),
      ("in_transit", "held", .exception), ("unknown", "expired", .expired),
      ("in_transit", "received_at_origin_facility", .pickedUp),
      ("delivered", "received_at_origin_facility", .delivered),
      // No word of EasyPost's: the newest scan speaks.
      ("unknown", nil, .pickedUp), ("error", nil, .pickedUp), ("brand_new", nil, .pickedUp),
    ] as [(String, String?, TrackingStatus)])
  func statusesAreMapped(status: String, detail: String?, mapped: TrackingStatus) throws {
    let json = tracker.with("status", .string(status))
      .with("status_detail", detail.map(JSON.string) ?? .null)
    #expect(try report(json).status == mapped)
  }

  @Test func withoutAnyWordTheParcelIsUnregistered() throws {
    let json = tracker.with("status", "unknown").with("tracking_details", [])
      .with("status_detail", "unknown")
    #expect(try report(json).status == .unregistered)
  }

  @Test func anotherNumbersTrackerIsNotTaken() throws {
    let report = try report(tracker.with("tracking_code", "EZ9"))
    #expect(report.number == "EZ1000000002")
    #expect(report.problem == "EasyPost does not know this number")
  }

  @Test func theNewestTrackerOfANumberIsTaken() throws {
    let body: JSON = ["trackers": [tracker.with("status", "delivered"), tracker]]
    let reports = try connector.track([shipment], Samples.context).decode(Samples.answer(body))
    #expect(reports.map(\.status) == [.delivered])
  }

  @Test(arguments: [false, true])
  func aBatchIsToldNumberByNumber(isCutShort: Bool) throws {
    let body: JSON = [
      "trackers": [tracker.with("tracking_code", "EZ3").with("status", "delivered"), tracker],
      "has_more": .bool(isCutShort),
    ]
    let asked = [shipment, Shipment(number: "EZ3"), Shipment(number: "EZ4")]
    let reports = try connector.track(asked, Samples.context).decode(Samples.answer(body))
    #expect(reports.prefix(2).map(\.number) == ["EZ1000000002", "EZ3"])
    #expect(reports.prefix(2).map(\.status) == [.inTransit, .delivered])
    // Of a page that was cut short, silence says nothing.
    #expect(
      reports.dropFirst(2).map(\.problem)
        == (isCutShort ? [] : ["EasyPost does not know this number"]))
  }

  /// Carriers give numbers again: the newest tracker counts, that of the named carrier first.
  @Test func ofARecycledNumberTheNewestTrackerIsInUse() throws {
    let made = { (at: String, carrier: String, status: String) in
      tracker.with("created_at", .string(at)).with("carrier", .string(carrier))
        .with("status", .string(status))
    }
    let body: JSON = [
      "trackers": [
        made("2026-03-01T00:00:00Z", "USPS", "delivered"),
        made("2026-09-01T00:00:00Z", "USPS", "in_transit"),
        made("2026-10-01T00:00:00Z", "UPS", "out_for_delivery"),
      ]
    ]
    let report = { (carrier: String) in
      try connector.track(
        [Shipment(number: "EZ1000000002", carrier: carrier)], Samples.context
      ).decode(Samples.answer(body)).map(\.status)
    }
    #expect(try report("usps") == [.inTransit])
    #expect(try report("") == [.outForDelivery])
    #expect(try report("Yanwen") == [.outForDelivery])
  }

  @Test func nothingAskedNothingReported() throws {
    let body: JSON = ["trackers": [tracker]]
    #expect(try connector.track([], Samples.context).decode(Samples.answer(body)) == [])
    #expect(connector.register([], Samples.context) == nil)
  }

  @Test func requestsCarryTheKeyAsBearer() throws {
    let shipments = [Shipment(number: "A B&C"), Shipment(number: "EZ2")]
    let track = connector.track(shipments, Samples.context).request
    #expect(track.headers["Authorization"] == "Bearer EZTK0123456789")
    #expect(track.url == "https://api.easypost.com/v2/trackers/batch")
    #expect(try JSON(track.body) == ["tracking_codes": ["A B&C", "EZ2"]])
    #expect(connector.batch == 10 && connector.registrationBatch == 1)
  }

  @Test(
    arguments: [
      ("DHL Express", "DHLExpress"), ("royal-mail", "RoyalMail"), ("Yanwen", nil), ("", nil),
    ] as [(String, String?)])
  func onlyCarriersThatEasyPostKnowsAreNamed(carrier: String, name: String?) throws {
    let request = try #require(
      connector.register([Shipment(number: "X", carrier: carrier)], Samples.context)
    ).request
    #expect(request.method == .post)
    #expect(request.url == "https://api.easypost.com/v2/trackers")
    #expect(try JSON(request.body)["tracker"]["carrier"].text == name)
  }
}

struct EasyPostRegistrationTests {
  private func register(_ body: JSON, status: Int) throws -> [TrackingReport] {
    try #require(connector.register([shipment], Samples.context))
      .decode(Samples.answer(body, status: status))
  }

  @Test(arguments: [200, 201])
  func registeringTellsAllThatIsKnown(status: Int) throws {
    #expect(try register(tracker, status: status).map(\.status) == [.inTransit])
  }

  @Test(
    arguments: [
      (JSON.string("Bad number"), "Bad number"), (["Bad", "number"], "Bad number"),
      (["tracking_code": ["is", "bad"]], "tracking_code is bad"),
    ] as [(JSON, String)])
  func aRefusedNumberIsReportedNotThrown(message: JSON, problem: String) throws {
    let body: JSON = ["error": ["code": "TRACKER.CREATE.ERROR", "message": message]]
    let reports = try register(body, status: 422)
    #expect(reports.map(\.problem) == [problem])
    #expect(reports.map(\.number) == ["EZ1000000002"])
  }

  @Test func aTrackerWithoutANumberIsMalformed() throws {
    #expect(throws: ConnectorError.malformed("no tracker in the answer")) {
      try register(["id": "trk_1"], status: 200)
    }
  }

  @Test(arguments: [
    (401, ConnectorError.Retry.never), (402, .never), (429, .later(after: nil)),
    (500, .later(after: nil)),
  ])
  func errorsWithABodyKeepTheirRetry(status: Int, retry: ConnectorError.Retry) throws {
    let body: JSON = ["error": ["code": "X", "message": "no"]]
    let exchange = try #require(connector.register([shipment], Samples.context))
    #expect(Samples.error(exchange, Samples.answer(body, status: status))?.retry == retry)
  }
}
