import Connectors
import Fulfillment
import Testing
import Wire

private let connector = Shippo(Credentials(key: "shippo_live_0123456789"))
private let shipment = Shipment(number: "92055 90164", carrier: "USPS")

private let track: JSON = [
  "carrier": "usps", "tracking_number": "9205590164",
  "tracking_status": [
    "status": "TRANSIT", "status_date": "2026-10-03T09:30:00Z",
    "substatus": ["code": "package_departed", "text": "Departed"],
  ],
  "tracking_history": [
    [
      "status": "UNKNOWN", "status_date": "2026-10-02T00:00:00Z", "status_details": "Label made",
      "location": .null,
    ],
    [
      "status": "TRANSIT", "status_date": "2026-10-03T09:30:00Z", "status_details": "Accepted",
      "substatus": ["code": "package_accepted"],
      "location": ["city": "Berkeley", "state": "CA", "zip": "94705", "country": "US"],
    ],
    ["status": "DELIVERED", "status_date": .null, "status_details": "No time"],
  ],
]

private func report(_ track: JSON, status: Int = 200) throws -> TrackingReport {
  let reports = try connector.track([shipment], Samples.context)
    .decode(Samples.answer(track, status: status))
  return try #require(reports.first)
}

struct ShippoTests {
  @Test func aTrackIsReadWhole() throws {
    let label = try #require(Samples.time("2026-10-02"))
    let scan = try #require(Samples.time("2026-10-03T09:30:00Z"))
    #expect(
      try report(track)
        == TrackingReport(
          number: "9205590164", carrier: "usps", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: label, recordedAt: label, status: .label, message: "Label made"),
            TrackingEvent(
              occurredAt: scan, recordedAt: scan, status: .pickedUp, message: "Accepted",
              location: "Berkeley, CA, 94705", country: "US"),
          ]))
  }

  @Test(
    arguments: [
      ("PRE_TRANSIT", nil, TrackingStatus.label), ("TRANSIT", nil, .inTransit),
      ("TRANSIT", "out_for_delivery", .outForDelivery), ("TRANSIT", "delayed", .delayed),
      ("TRANSIT", "pickup_available", .pickup), ("TRANSIT", "notice_left", .attemptFailed),
      ("TRANSIT", "brand_new", .inTransit), ("DELIVERED", "delivered", .delivered),
      ("RETURNED", nil, .returned), ("RETURNED", "return_to_sender", .returning),
      ("FAILURE", nil, .exception), ("FAILURE", "package_lost", .lost),
      // No word of Shippo's: the newest scan speaks.
      ("UNKNOWN", nil, .pickedUp),
    ] as [(String, String?, TrackingStatus)])
  func statusesAreMapped(status: String, code: String?, mapped: TrackingStatus) throws {
    let latest: JSON = [
      "status": .string(status), "substatus": code.map { ["code": .string($0)] } ?? .null,
    ]
    #expect(try report(track.with("tracking_status", latest)).status == mapped)
  }

  @Test func aNumberNobodyHasSeenIsUnregistered() throws {
    let json = track.with("tracking_status", .null).with("tracking_history", [])
    #expect(try report(json).status == .unregistered)
    #expect(try report(json).problem == nil)
  }

  @Test(
    arguments: [
      (
        400, ["detail": "Carrier with name 'x' is not supported."],
        "Carrier with name 'x' is not supported."
      ),
      (404, ["detail": "Not found."], "Not found."),
      (
        400, ["tracking_number": ["This field is required."]],
        "tracking_number: This field is required."
      ),
      (400, ["__all__": ["No.", "Never."]], "No.; Never."),
    ] as [(Int, JSON, String)])
  func whatIsWrongWithTheNumberIsReported(status: Int, body: JSON, problem: String) throws {
    let report = try report(body, status: status)
    #expect(report.problem == problem)
    #expect(report.number == "9205590164")
  }

  @Test func requestsCarryTheTokenAndTheCarrier() throws {
    let find = connector.track([Shipment(number: "A/B", carrier: "Royal Mail")], Samples.context)
      .request
    #expect(find.url == "https://api.goshippo.com/tracks/royal_mail/A%2FB")
    #expect(find.headers["Authorization"] == "ShippoToken shippo_live_0123456789")
    #expect(find.headers["SHIPPO-API-VERSION"] == "2018-02-08")
    let create = try #require(
      connector.register([Shipment(number: "1Z999AA10123456784")], Samples.context)
    ).request
    #expect(create.url == "https://api.goshippo.com/tracks/")
    #expect(try JSON(create.body)["carrier"].text == "ups")
  }

  @Test func aBadTokenIsNotTheNumbersFault() {
    let exchange = connector.track([shipment], Samples.context)
    let body: JSON = ["detail": "Token does not exist"]
    #expect(
      Samples.error(exchange, Samples.answer(body, status: 401))
        == .unauthorized("Token does not exist"))
    #expect(
      Samples.error(exchange, Samples.answer(body, status: 429)) == .throttled(after: nil))
  }
}
