import Connectors
import Fulfillment
import Testing
import Wire

@Suite(.enabled(if: Recordings.arePresent))
struct TrackerRecordingsTests {
  private static let easyPost = Recordings.files(in: "fixtures/easypost/normalised") {
    $0.lowercased().contains("tracker")
  }

  /// Every tracker inside an answer.
  private func trackers(_ json: JSON) -> [JSON] {
    if json["object"] == "Tracker" { return [json] }
    return json.members.flatMap { trackers($0.value) } + json.elements.flatMap { trackers($0) }
  }

  @Test func thereAreRecordings() {
    #expect(Self.easyPost.count >= 20)
  }

  @Test(arguments: easyPost)
  func recordedTrackersAreRead(file: String) throws {
    for tracker in trackers(try Recordings.json(file)) {
      let number = try #require(tracker["tracking_code"].text)
      let exchange = EasyPost(Samples.credentials).track(
        [Shipment(number: number)], Samples.context)
      let reports = try exchange.decode(Samples.answer(["trackers": [tracker]]))
      let report = try #require(reports.first)
      #expect(report.problem == nil)
      #expect(report.carrier == tracker["carrier"].text)
      #expect(report.events.count == tracker["tracking_details"].elements.count)
      #expect((report.status == .unregistered) == (tracker["status"] == "unknown"))
    }
  }

  @Test(arguments: easyPost)
  func everyRecordedAnswerIsReadOrRefused(file: String) throws {
    for interaction in try Recordings.json(file)["interactions"].elements {
      let response = interaction["response"]
      let body = response["body_json"].isNull ? .string("") : response["body_json"]
      let answer = Samples.answer(body, status: Int(response["status"].integer ?? 0))
      let exchange = EasyPost(Samples.credentials).track([Shipment(number: "X")], Samples.context)
      if let error = Samples.error(exchange, answer) { #expect(!error.message.isEmpty) }
    }
  }

  @Test func theRecordedUPSParcelIsRead() throws {
    let body = try Recordings.json("fixtures/17track/webhook-tracking-updated-ups.json")
    let asked = [Shipment(number: "1Z2617V10397725789")]
    let answer: JSON = ["code": 0, "data": ["accepted": [body["data"]], "rejected": []]]
    let report = try #require(
      try SeventeenTrack(Samples.credentials).track(asked, Samples.context)
        .decode(Samples.answer(answer)).first)
    #expect(report.number == "1Z2617V10397725789")
    #expect(report.carrier == "UPS")
    #expect(report.status == .delivered)
    #expect(
      report.events.map(\.status) == [.label, .inTransit, .inTransit, .outForDelivery, .delivered])
    #expect(report.events.last?.occurredAt == Samples.time("2022-04-04T23:35:22Z"))
    #expect(report.events.last?.country == "US")
  }

  @Test func theRecordedRegistrationIsRead() throws {
    let body = try Recordings.json("fixtures/17track/register-mixed.json")
    let asked = [Shipment(number: "RR123456789CN"), Shipment(number: "1234")]
    let exchange = try #require(
      SeventeenTrack(Samples.credentials).register(asked, Samples.context))
    let reports = try exchange.decode(Samples.answer(body))
    #expect(reports.map(\.number) == ["1234"])
    #expect(reports.map(\.problem) == ["The format of '1234' is invalid."])
  }

  @Test func theRecordedBadKeyIsUnauthorized() throws {
    let body = try Recordings.json("fixtures/17track/error-invalid-key.json")
    let exchange = SeventeenTrack(Samples.credentials).track([], Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(body))
        == .unauthorized("Invalid security key. (-18010002)"))
  }
}

@Suite(.enabled(if: Recordings.arePresent))
struct CJRecordingsTests {
  private let connector = CJ(
    Account(name: "CJ", service: "cj", role: .supplier), Samples.credentials)

  @Test func theDocumentedOrderIsRead() throws {
    let body = try Recordings.json("fixtures/cj/doc-order-list-item.json")
    let page = try connector.purchases(nil, Samples.context).decode(Samples.answer(body))
    let purchase = try #require(page.items.first)
    #expect(purchase.number == body["data"]["orderId"].text)
    #expect(purchase.reference == body["data"]["orderNum"].text)
    #expect(purchase.cost == Samples.usd(425))
    #expect(purchase.state == .placed)
    #expect(purchase.shipments == [])
  }

  @Test func theDocumentedTokenIsRead() throws {
    let body = try Recordings.json("fixtures/cj/doc-auth-getAccessToken.json")
    let token = try connector.token(Samples.context).decode(Samples.answer(body))
    #expect(token.value == body["data"]["accessToken"].text)
    #expect(token.expiresAt == Samples.time("2021-07-12T12:08:13Z"))
  }

  @Test func theRecordedThrottlingIsUnderstood() throws {
    let record = try Recordings.json("fixtures/cj/live-rate-limited-http200.json")
    let exchange = connector.purchases(nil, Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(record["body"])) == .throttled(after: .seconds(1)))
  }

  @Test func theDocumentedParameterErrorIsRejected() throws {
    let body = try Recordings.json("fixtures/cj/doc-param-error.json")
    let exchange = connector.purchases(nil, Samples.context)
    #expect(Samples.error(exchange, Samples.answer(body))?.retry == .never)
  }
}
