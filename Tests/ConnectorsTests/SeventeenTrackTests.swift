import Connectors
import Fulfillment
import Testing
import Wire

private let connector = SeventeenTrack(Credentials(key: "0123456789ABCDEF"))
private let shipments = [Shipment(number: "rr 123456789 cn", carrier: "China Post")]

private func event(_ utc: JSON, _ stage: JSON, _ text: JSON = "scan") -> JSON {
  [
    "time_utc": utc, "time_iso": "2026-09-01T10:00:00+01:00", "stage": stage, "description": text,
    "location": "HAMBURG", "address": ["country": "DE"],
  ]
}

private func item(_ status: JSON, _ sub: JSON, _ events: [JSON]) -> JSON {
  [
    "number": "RR123456789CN", "carrier": 3011,
    "track_info": [
      "latest_status": ["status": status, "sub_status": sub],
      "tracking": [
        "providers": [["provider": ["key": 3011, "name": "China Post"], "events": .array(events)]]
      ],
    ],
  ]
}

private func envelope(_ accepted: [JSON], _ rejected: [JSON] = []) -> JSON {
  ["code": 0, "data": ["accepted": .array(accepted), "rejected": .array(rejected)]]
}

private func rejection(_ code: Int64, _ number: String = "RR123456789CN") -> JSON {
  ["number": .string(number), "error": ["code": .number("\(code)"), "message": "no"]]
}

private func report(_ item: JSON) throws -> TrackingReport {
  let exchange = connector.track(shipments, Samples.context)
  return try #require(try exchange.decode(Samples.answer(envelope([item]))).first)
}

struct SeventeenTrackTests {
  @Test func anItemIsReadWholeAndInTheOrderOfTime() throws {
    let json = item(
      "InTransit", "InTransit_Other",
      [event("2026-09-03T08:00:00Z", .null, "Arrived"), event("2026-09-02T08:00:00Z", "PickedUp")])
    let picked = try #require(Samples.time("2026-09-02T08:00:00Z"))
    let arrived = try #require(Samples.time("2026-09-03T08:00:00Z"))
    #expect(
      try report(json)
        == TrackingReport(
          number: "RR123456789CN", carrier: "China Post", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: picked, recordedAt: picked, status: .pickedUp, message: "scan",
              location: "HAMBURG", country: "DE"),
            TrackingEvent(
              occurredAt: arrived, recordedAt: arrived, status: .inTransit, message: "Arrived",
              location: "HAMBURG", country: "DE"),
          ]))
  }

  @Test func aParcelWaitingInAShopIsNoException() throws {
    let newest = event("2026-09-03T08:00:00Z", "AvailableForPickup")
    let older = event("2026-09-01T08:00:00Z", "OutForDelivery")
    #expect(try report(item("Exception", "Exception_Other", [newest, older])).status == .pickup)
    #expect(try report(item("Exception", .null, [older, newest])).status == .pickup)
    #expect(try report(item("Exception", "Exception_Lost", [newest])).status == .lost)
    #expect(
      try report(item("Exception", "Exception_Other", [event("2026-09-03", .null)])).status
        == .exception)
  }

  @Test(arguments: [
    ("NotFound", "NotFound_Other", TrackingStatus.unregistered),
    ("NotFound", "NotFound_InvalidCode", .unregistered), ("InfoReceived", "InfoReceived", .label),
    ("InTransit", "InTransit_PickedUp", .pickedUp), ("InTransit", "InTransit_Other", .inTransit),
    ("InTransit", "InTransit_Departure", .inTransit),
    ("InTransit", "InTransit_CustomsProcessing", .inTransit),
    ("InTransit", "InTransit_CustomsRequiringInformation", .customs),
    ("InTransit", "InTransit_CustomsReleased", .inTransit), ("Expired", "Expired_Other", .expired),
    ("AvailableForPickup", "AvailableForPickup_Other", .pickup),
    ("OutForDelivery", "OutForDelivery_Other", .outForDelivery),
    ("DeliveryFailure", "DeliveryFailure_NoBody", .attemptFailed),
    ("Delivered", "Delivered_Other", .delivered), ("Exception", "Exception_Returning", .returning),
    ("Exception", "Exception_Returned", .returned), ("Exception", "Exception_Damage", .exception),
    ("Exception", "Exception_Lost", .lost), ("Exception", "Exception_Delayed", .delayed),
    ("Exception", "Exception_Cancel", .cancelled), ("Exception", "Exception_Destroyed", .exception),
    ("InTransit", "", .inTransit), ("Brand_New", "Brand_New", .unregistered),
    ("", "", .unregistered),
  ])
  func statusesAreMapped(status: String, sub: String, mapped: TrackingStatus) throws {
    #expect(try report(item(.string(status), .string(sub), [])).status == mapped)
  }

  @Test func anUnknownStatusYieldsToTheNewestScan() throws {
    let json = item("Brand_New", "", [event("2026-09-03T08:00:00Z", "Delivered")])
    #expect(try report(json).status == .delivered)
  }

  @Test func timesAreUTCAndScansWithoutOneAreLeftOut() throws {
    let events = [event(.null, .null), event("soon", .null).with("time_iso", "later")]
    let report = try report(item("InTransit", "", events))
    #expect(report.events.map(\.occurredAt.iso8601) == ["2026-09-01T09:00:00Z"])
  }

  @Test func aNumberWithoutNewsIsUnregistered() throws {
    let report = try report(["number": "RR123456789CN", "track_info": .null])
    #expect(report.status == .unregistered)
    #expect(report.carrier == "China Post")
    #expect(report.problem == nil)
  }

  @Test func refusedNumbersAreReported() throws {
    let body = envelope([], [rejection(-18_019_902), rejection(-18_019_909, "x9")])
    let reports = try connector.track(shipments, Samples.context).decode(Samples.answer(body))
    #expect(reports.map(\.problem) == ["no", nil])
    #expect(reports.map(\.number) == ["RR123456789CN", "X9"])
    #expect(reports.map(\.carrier) == ["China Post", ""])
  }

  @Test func requestsAreListsOfNumbers() throws {
    let asked = [Shipment(number: "A1", carrier: "3011"), Shipment(number: "B2", carrier: "UPS")]
    let request = connector.track(asked, Samples.context).request
    #expect(request.url == "https://api.17track.net/track/v2.2/gettrackinfo")
    #expect(request.headers["17token"] == "0123456789ABCDEF")
    #expect(
      try JSON(request.body) == [["number": "A1", "carrier": 3011], ["number": "B2"]])
    #expect(connector.batch == 40)
  }
}

struct SeventeenTrackRegistrationTests {
  private func register(_ body: JSON) throws -> [TrackingReport] {
    try #require(connector.register(shipments, Samples.context)).decode(Samples.answer(body))
  }

  @Test func acceptedAndKnownNumbersAreNoNews() throws {
    let accepted: JSON = ["number": "RR123456789CN", "carrier": 3011, "origin": 2]
    #expect(try register(envelope([accepted], [rejection(-18_019_901)])) == [])
    #expect(connector.register([], Samples.context) == nil)
  }

  @Test func aRefusedNumberHasAProblem() throws {
    #expect(try register(envelope([], [rejection(-18_010_012)])).map(\.problem) == ["no"])
  }

  @Test(arguments: [-18_019_907, -18_019_908] as [Int64])
  func aUsedUpQuotaIsNoFaultOfTheNumbers(code: Int64) {
    #expect(throws: ConnectorError.self) { try register(envelope([], [rejection(code)])) }
  }

  @Test func aQuotaThatEndsInTheMiddleStillTellsTheRest() throws {
    let accepted: JSON = ["number": "B2"]
    #expect(try register(envelope([accepted], [rejection(-18_019_908)])).count == 1)
  }
}

struct SeventeenTrackErrorTests {
  private func failure(_ code: Int64, status: Int = 200) -> ConnectorError? {
    let body: JSON = [
      "code": .number("\(code)"),
      "data": ["errors": [["code": .number("\(code)"), "message": "no"]]],
    ]
    return Samples.error(
      connector.track(shipments, Samples.context), Samples.answer(body, status: status))
  }

  @Test(arguments: [-18_010_001, -18_010_002, -18_010_004] as [Int64])
  func refusedKeys(code: Int64) {
    #expect(failure(code, status: 401) == .unauthorized("no (\(code))"))
  }

  @Test func theirTroubleIsWorthAnotherTry() {
    #expect(failure(-18_010_003) == .unavailable("no (-18010003)"))
  }

  @Test func tooManyRequests() {
    #expect(failure(429, status: 429) == .throttled(after: nil))
    #expect(failure(-18_019_908)?.retry != .never)
  }

  @Test func anythingElseIsRejected() {
    #expect(failure(-18_010_014) == .rejected(code: "-18010014", message: "no"))
  }

  @Test(arguments: ["{}", "{\"code\":0}", "{\"code\":0,\"data\":[]}", "[]"])
  func answersWithoutDataAreMalformed(text: String) {
    #expect(
      Samples.error(connector.track(shipments, Samples.context), Samples.answer(text))
        == .malformed("no data in the answer"))
  }
}
