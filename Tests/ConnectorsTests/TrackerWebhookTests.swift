import Connectors
import Fulfillment
import Testing
import Wire

/// A tracker's news, signed as its documents say.
struct SignedNews: Sendable, CustomTestStringConvertible {
  var service: String
  var reader: any WebhookReading
  var headers: HTTPHeaders
  var path = ""
  var body: [UInt8]
  /// As it must come out.
  var topic: String
  var number: String
  var status: TrackingStatus
  /// What the proof is in: its value with one character changed must not do.
  var proof: String

  var testDescription: String { service }

  func delivery(
    _ change: (inout Delivery) -> Void = { _ in }
  ) -> Delivery {
    var delivery = Delivery(headers: headers, path: path, body: body, receivedAt: Samples.now)
    change(&delivery)
    return delivery
  }
}

private let secret = "whsec-0123456789"
private let key = Array(secret.utf8)
private let credentials = Credentials(
  url: "https://karrio.example", key: "key-0123456789", secret: secret)

private func bytes(_ json: JSON) -> [UInt8] { Array(json.encoded.utf8) }

private let news: [SignedNews] = {
  let scan = "2026-10-03T09:30:00Z"
  let seventeen = bytes([
    "event": "TRACKING_UPDATED",
    "data": [
      "number": "LP001CN",
      "track_info": ["latest_status": ["status": "Delivered", "sub_status": "Delivered_Other"]],
    ],
  ])
  let afterShip = bytes([
    "event": "tracking_update", "event_id": "e-1", "ts": 1_795_339_100,
    "msg": ["tracking_number": "LP001CN", "slug": "yanwen", "tag": "OutForDelivery"],
  ])
  let easyPost = bytes([
    "id": "evt_1", "description": "tracker.updated", "created_at": .string(scan),
    "result": ["tracking_code": "LP001CN", "status": "in_transit", "carrier": "USPS"],
  ])
  let shippo = bytes([
    "event": "track_updated", "test": .bool(false),
    "data": [
      "carrier": "usps", "tracking_number": "LP001CN",
      "tracking_status": ["status": "RETURNED", "status_date": .string(scan)],
    ],
  ])
  let karrio = bytes([
    "event": "tracker_updated",
    "data": ["tracking_number": "LP001CN", "carrier_name": "ups", "status": "on_hold"],
  ])
  let hash = Signing.hex(Signing.sha256(seventeen + Array("/key-0123456789".utf8)))
  let easyProof = "hmac-sha256-hex=" + Signing.hex(Signing.hmacSHA256(easyPost, key: key))
  return [
    SignedNews(
      service: "17track", reader: SeventeenTrack(credentials), headers: ["sign": hash],
      body: seventeen, topic: "TRACKING_UPDATED", number: "LP001CN", status: .delivered,
      proof: "sign"),
    SignedNews(
      service: "aftership", reader: AfterShip(credentials),
      headers: [
        "aftership-hmac-sha256": Signing.base64(Signing.hmacSHA256(afterShip, key: key))
      ],
      body: afterShip, topic: "tracking_update", number: "LP001CN", status: .outForDelivery,
      proof: "aftership-hmac-sha256"),
    SignedNews(
      service: "easypost", reader: EasyPost(credentials), headers: ["X-Hmac-Signature": easyProof],
      body: easyPost, topic: "tracker.updated", number: "LP001CN", status: .inTransit,
      proof: "X-Hmac-Signature"),
    SignedNews(
      service: "shippo", reader: Shippo(credentials), headers: [:],
      path: "/hooks/shippo?token=" + secret, body: shippo, topic: "track_updated",
      number: "LP001CN", status: .returned, proof: ""),
    SignedNews(
      service: "karrio", reader: Karrio(credentials), headers: ["X-Event-Id": secret],
      body: karrio, topic: "tracker_updated", number: "LP001CN", status: .exception,
      proof: "X-Event-Id"),
  ]
}()

private func error(_ news: SignedNews, _ delivery: Delivery) -> WebhookError? {
  do throws(WebhookError) {
    _ = try news.reader.read(delivery)
    return nil
  } catch {
    return error
  }
}

struct TrackerWebhookTests {
  @Test(arguments: news)
  func signedNewsAreRead(news: SignedNews) throws {
    let read = try news.reader.read(news.delivery())
    #expect(read.topic == news.topic)
    guard case .tracking(let reports) = read.content else {
      Issue.record("no tracking in \(read)")
      return
    }
    #expect(reports.map(\.number) == [news.number])
    #expect(reports.map(\.status) == [news.status])
  }

  @Test(arguments: news)
  func aProofWithOneCharacterChangedIsRefused(news: SignedNews) throws {
    let forged = news.delivery { delivery in
      if let proof = delivery.headers[news.proof] {
        let last = proof.dropLast().last == "0" ? "1" : "0"
        delivery.headers[news.proof] = proof.dropLast(2) + last + String(proof.suffix(1))
      } else {
        delivery.path = String(delivery.path.dropLast()) + "x"
      }
    }
    #expect(error(news, forged) == .badSignature)
  }

  @Test(arguments: news)
  func withoutAProofNothingIsRead(news: SignedNews) {
    let bare = news.delivery {
      $0.headers = [:]; $0.path = "/hooks"
    }
    #expect(error(news, bare) == .unsigned)
  }

  @Test(arguments: news.filter { !["shippo", "karrio"].contains($0.service) })
  func aBodyWithOneByteChangedIsRefused(news: SignedNews) {
    for position in news.body.indices {
      let changed = news.delivery { $0.body[position] ^= 1 }
      #expect(error(news, changed) == .badSignature)
    }
  }

  @Test func withoutASecretNothingIsBelieved() {
    let open = Credentials(url: "https://karrio.example", key: "key-0123456789")
    let readers: [any WebhookReading] = [
      AfterShip(open), EasyPost(open), Shippo(open), Karrio(open),
    ]
    for (reader, news) in zip(readers, news.dropFirst()) {
      var news = news
      news.reader = reader
      #expect(error(news, news.delivery()) == .unsigned)
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"event\":1}", "null"])
  func signedNonsenseIsToldAsSuch(text: String) {
    let body = Array(text.utf8)
    let delivery = Delivery(
      headers: [
        "aftership-hmac-sha256": Signing.base64(Signing.hmacSHA256(body, key: key))
      ], body: body, receivedAt: Samples.now)
    switch error(news[1], delivery) {
    case .malformed, .ignored: break
    case let other: Issue.record("\(String(describing: other))")
    }
  }
}

@Suite(.enabled(if: Recordings.arePresent))
struct TrackerWebhookRecordingsTests {
  @Test func theRecordedKarrioNewsAreRead() throws {
    let recorded = try Recordings.json("fixtures/karrio/measured/webhook_tracker_updated.json")
    let headers = recorded["headers"].elements
    let told = headers.first { $0.elements.first?.text == "X-Event-Id" }?.elements.last?.text
    let secret = try #require(told)
    let body = try #require(Recordings.base64(recorded["body_base64"].text ?? ""))
    let karrio = Karrio(Credentials(url: "https://karrio.example", key: "k", secret: secret))
    let read = try karrio.read(
      Delivery(headers: ["X-Event-Id": secret], body: body, receivedAt: Samples.now))
    guard case .tracking(let reports) = read.content else {
      Issue.record("no tracking in \(read)")
      return
    }
    #expect(reports.map(\.status) == [.delivered])
    #expect(reports.first?.events.count == 3)
  }

  @Test func theRecordedAfterShipTrackingIsRead() throws {
    let recorded = try Recordings.json("fixtures/aftership/java-tracking-GetTrackingsResult.json")
    let numbers = recorded["data"]["trackings"].elements.compactMap { $0["tracking_number"].text }
    let exchange = AfterShip(Samples.credentials).track(
      numbers.map { Shipment(number: $0) }, Samples.context)
    let reports = try exchange.decode(Samples.answer(recorded))
    #expect(reports.count == numbers.count)
    #expect(reports.allSatisfy { $0.problem == nil })
    #expect(reports.first?.events.contains { $0.status == .pickedUp } == true)
  }

  @Test func theRecordedShippoTrackIsRead() throws {
    let recorded = try Recordings.json("fixtures/shippo/normalised/py-track-test_create.json")
    let response = try #require(recorded["interactions"].elements.first)["response"]
    let body = response["body_json"]
    let number = try #require(body["tracking_number"].text)
    let exchange = try #require(
      Shippo(Samples.credentials).register(
        [Shipment(number: number, carrier: "usps")], Samples.context))
    let report = try #require(try exchange.decode(Samples.answer(body, status: 201)).first)
    #expect(report.status == .delivered)
    #expect(report.events.count == body["tracking_history"].elements.count)
    #expect(report.events.map(\.occurredAt) == report.events.map(\.occurredAt).sorted())
  }
}
