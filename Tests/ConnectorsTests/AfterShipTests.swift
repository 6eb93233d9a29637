import Connectors
import Fulfillment
import Testing
import Wire

private let connector = AfterShip(Credentials(key: "asat_0123456789", secret: "hook-0123456789"))
private let shipment = Shipment(number: "lp 001 cn", carrier: "Yanwen")

private let tracking: JSON = [
  "id": "a1", "tracking_number": "LP001CN", "slug": "yanwen", "tag": "InTransit",
  "subtag": "InTransit_003", "created_at": "2026-10-01T00:00:00+00:00",
  "checkpoints": [
    [
      "checkpoint_time": "2026-10-02T10:00:00+08:00", "tag": "InfoReceived",
      "subtag": "InfoReceived_001", "message": "Label made", "country_iso3": "CHN",
    ],
    [
      "checkpoint_time": "2026-10-03T09:30:00", "tag": "InTransit", "subtag": "InTransit_002",
      "message": "Accepted", "city": "Shenzhen", "state": "GD", "country_region": "CHN",
    ],
    ["checkpoint_time": .null, "tag": "Delivered", "message": "No time"],
  ],
]

private func listed(_ trackings: JSON...) -> JSON {
  ["meta": ["code": 200], "data": ["trackings": .array(trackings)]]
}

private func report(_ tracking: JSON) throws -> TrackingReport {
  let reports = try connector.track([shipment], Samples.context)
    .decode(Samples.answer(listed(tracking)))
  return try #require(reports.first)
}

struct AfterShipTests {
  @Test func aTrackingIsReadWhole() throws {
    let label = try #require(Samples.time("2026-10-02T02:00:00Z"))
    let scan = try #require(Samples.time("2026-10-03T09:30:00Z"))
    #expect(
      try report(tracking)
        == TrackingReport(
          number: "LP001CN", carrier: "yanwen", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: label, recordedAt: label, status: .label, message: "Label made",
              country: "CN"),
            TrackingEvent(
              occurredAt: scan, recordedAt: scan, status: .pickedUp, message: "Accepted",
              location: "Shenzhen, GD", country: "CN"),
          ]))
  }

  @Test(
    arguments: [
      ("Pending", "Pending_001", TrackingStatus.unregistered), ("InfoReceived", nil, .label),
      ("InTransit", "InTransit_002", .pickedUp), ("InTransit", "InTransit_006", .customs),
      ("OutForDelivery", nil, .outForDelivery), ("AttemptFail", nil, .attemptFailed),
      ("Delivered", "Delivered_003", .delivered), ("AvailableForPickup", nil, .pickup),
      ("Exception", nil, .exception), ("Exception", "Exception_010", .returning),
      ("Exception", "Exception_011", .returned), ("Exception", "Exception_013", .lost),
      ("Expired", nil, .expired),
      // No word of AfterShip's: the newest scan speaks.
      ("BrandNew", nil, .pickedUp),
    ] as [(String, String?, TrackingStatus)])
  func statusesAreMapped(tag: String, subtag: String?, mapped: TrackingStatus) throws {
    let json = tracking.with("tag", .string(tag)).with("subtag", subtag.map(JSON.string) ?? .null)
    #expect(try report(json).status == mapped)
  }

  @Test func theNewestTrackingOfANumberIsTaken() throws {
    let old = tracking.with("created_at", "2025-01-01T00:00:00+00:00").with("tag", "Delivered")
    let answer = Samples.answer(listed(tracking, old.with("subtag", "Delivered_001")))
    let reports = try connector.track([shipment], Samples.context).decode(answer)
    #expect(reports.map(\.status) == [.inTransit])
  }

  @Test func everyNumberAskedForIsAnswered() throws {
    let asked = [shipment, Shipment(number: "OTHER1")]
    let reports = try connector.track(asked, Samples.context)
      .decode(Samples.answer(listed(tracking)))
    #expect(reports.map(\.number) == ["LP001CN", "OTHER1"])
    #expect(reports.map(\.problem) == [nil, "AfterShip does not know this number"])
  }

  @Test func requestsCarryTheKeyAndAllNumbers() throws {
    let list = connector.track([Shipment(number: "A"), Shipment(number: "B C")], Samples.context)
      .request
    #expect(list.headers["as-api-key"] == "asat_0123456789")
    #expect(
      list.url
        == "https://api.aftership.com/tracking/2025-01/trackings?tracking_numbers=A%2CB%20C&limit=100"
    )
    #expect(connector.batch == 50)
    #expect(connector.registrationBatch == 1)
  }

  @Test(arguments: [("Yun Express", "yunexpress"), ("Nobody", nil)] as [(String, String?)])
  func onlyCarriersThatAfterShipKnowsAreNamed(carrier: String, slug: String?) throws {
    let exchange = try #require(
      connector.register([Shipment(number: "X", carrier: carrier)], Samples.context))
    #expect(try JSON(exchange.request.body)["slug"].text == slug)
    #expect(try JSON(exchange.request.body)["tracking_number"].text == "X")
  }
}

struct AfterShipRegistrationTests {
  private func register(_ body: JSON, status: Int) throws -> [TrackingReport] {
    try #require(connector.register([shipment], Samples.context))
      .decode(Samples.answer(body, status: status))
  }

  @Test func registeringTellsAllThatIsKnown() throws {
    #expect(
      try register(["meta": ["code": 201], "data": tracking], status: 201).map(\.status)
        == [.inTransit])
    #expect(
      try register(["meta": ["code": 201], "data": ["tracking": tracking]], status: 201)
        .map(\.status) == [.inTransit])
  }

  @Test func aNumberThatIsKnownAlreadyIsNoError() throws {
    let body: JSON = ["meta": ["code": 4003, "message": "exists"], "data": ["id": "a1"]]
    #expect(try register(body, status: 400) == [])
  }

  @Test(arguments: [4005, 4010, 4012, 4017])
  func aRefusedNumberIsReportedNotThrown(code: Int) throws {
    let body: JSON = [
      "meta": ["code": .number("\(code)"), "message": "no such thing"], "data": [:],
    ]
    #expect(try register(body, status: 400).map(\.problem) == ["no such thing"])
  }

  @Test func whatIsWrongWithTheRequestIsThrown() throws {
    let body: JSON = ["meta": ["code": 4006, "message": "missing"], "data": [:]]
    #expect(throws: ConnectorError.rejected(code: "4006", message: "missing")) {
      try register(body, status: 400)
    }
  }

  @Test func theLimitSaysWhenItEnds() throws {
    let exchange = connector.track([shipment], Samples.context)
    let body: JSON = ["meta": ["code": 429, "message": "slow"], "data": [:]]
    let reset = Samples.now.milliseconds / 1000 + 40
    let answer = Samples.answer(
      body, status: 429, headers: ["X-RateLimit-Reset": "\(reset)", "Retry-After": "7"])
    #expect(Samples.error(exchange, answer) == .throttled(after: .seconds(40)))
    let far = Samples.answer(
      body, status: 429, headers: ["X-RateLimit-Reset": "\(reset + 900_000)"])
    #expect(Samples.error(exchange, far) == .throttled(after: .hours(1)))
  }

  @Test func aBrokenGatewayIsTriedAgain() {
    let exchange = connector.track([shipment], Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer("", status: 502))?.retry == .later(after: nil))
    let body: JSON = ["meta": ["code": 401, "message": "Invalid API key."], "data": [:]]
    #expect(
      Samples.error(exchange, Samples.answer(body, status: 401))
        == .unauthorized("Invalid API key. (401)"))
  }
}
