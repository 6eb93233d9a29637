import Fulfillment
import Testing
import Wire

@testable import Connectors

/// What Stripe itself has answered, and what others have kept of it.
@Suite(.enabled(if: Recordings.arePresent))
struct StripeRecordingsTests {
  private static let stripe = Stripe(Credentials(key: "sk_test_0123456789"))
  private static let disputes = Recordings.files(in: "fixtures/stripe") {
    $0.hasPrefix("djstripe-dispute_d")
  }
  private static let cassettes = Recordings.files(in: "fixtures/stripe/normalised") {
    $0.hasSuffix(".json")
  }
  private static let events = Recordings.files(in: "fixtures/stripe") { $0.hasPrefix("evt-") }

  @Test func thereAreRecordings() {
    #expect(Self.disputes.count >= 2)
    #expect(Self.cassettes.count >= 10)
    #expect(Self.events.count >= 10)
  }

  @Test(arguments: disputes)
  func recordedDisputesAreRead(file: String) throws {
    let json = try Recordings.json(file)
    let page = try Self.stripe.disputes(nil, Samples.context).decode(
      Samples.answer(["object": "list", "has_more": .bool(false), "data": [json]]))
    let dispute = try #require(page.items.first)
    #expect(dispute.externalID == json["id"].text)
    #expect(dispute.payment == json["charge"].text)
    #expect(dispute.amount?.minor == json["amount"].integer)
    #expect(dispute.reason == json["reason"].text)
    #expect(dispute.openedAt?.milliseconds == json["created"].integer.map { $0 * 1000 })
    #expect(
      dispute.evidenceDueAt?.milliseconds
        == json["evidence_details"]["due_by"].integer.map { $0 * 1000 })
    #expect(dispute.state != .unknown)
  }

  /// Every answer under the paths that are asked here is read, or refused with words.
  @Test(arguments: cassettes)
  func recordedAnswersAreReadOrRefused(file: String) throws {
    for interaction in try Recordings.json(file)["interactions"].elements {
      let (request, response) = (interaction["request"], interaction["response"])
      let url = request["url"].text ?? ""
      let status = Int(response["status"].integer ?? 0)
      let answer = Samples.answer(response["body_json"], status: status)
      if url.hasSuffix("/v1/refunds"), status == 200 {
        let receipt = try Self.stripe.refund("", key: "k", Samples.context).decode(answer)
        #expect(receipt.id == response["body_json"]["id"].text)
        #expect(receipt.amount?.minor == response["body_json"]["amount"].integer)
        #expect(receipt.state == .done)
      } else if url.contains("/v1/charges/ch_"), status == 200 {
        let payments = try Self.stripe.payments(of: "ch_1", Samples.context).decode(answer)
        let charge = response["body_json"]
        #expect(
          payments.map(\.id) == (charge["captured"].bool == true ? [charge["id"].text ?? ""] : []))
      } else if status >= 400 {
        let error = try #require(
          Samples.error(Self.stripe.refund("", key: "k", Samples.context), answer))
        #expect(error.message.contains(response["body_json"]["error"]["message"].text ?? "?"))
      }
    }
  }

  /// The time and the amount come through whatever version the event is of; the older ones tell the
  /// deadline beside the evidence.
  @Test(arguments: events)
  func recordedEventsAreReadOrIgnored(file: String) throws {
    let secret = "whsec_1"
    let body = Array(try Recordings.json(file).encoded.utf8)
    let stamp = Samples.now.milliseconds / 1000
    let proof = Signing.hmacSHA256(Array("\(stamp).".utf8) + body, key: Array(secret.utf8))
    let delivery = Delivery(
      headers: ["Stripe-Signature": "t=\(stamp),v1=\(Signing.hex(proof))"], body: body,
      receivedAt: Samples.now)
    let stripe = Stripe(Credentials(key: "sk_test_0123456789", secret: secret))
    do throws(WebhookError) {
      let news = try stripe.read(delivery)
      #expect(news.topic.contains("dispute") || news.topic.contains("refund"))
      if case .disputes(let disputes) = news.content {
        #expect(disputes.first?.amount != nil)
      }
    } catch {
      switch error {
      case .ignored(let topic): #expect(!topic.contains("dispute"))
      case .malformed(let text): Issue.record("\(file): \(text)")
      case .badSignature, .stale, .unsigned: Issue.record("\(file): \(error)")
      }
    }
  }
}
