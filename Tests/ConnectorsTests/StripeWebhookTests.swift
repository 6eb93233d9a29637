import Fulfillment
import Testing
import Wire

@testable import Connectors

struct StripeWebhookTests {
  private static let secret = "whsec_9876543210"
  private static let stripe = Stripe(Credentials(key: "sk_test_0123456789", secret: secret))
  private static let body: JSON = [
    "id": "evt_1", "object": "event", "created": 1_795_339_100, "type": "charge.dispute.created",
    "data": [
      "object": [
        "id": "du_1", "object": "dispute", "amount": 4000, "currency": "usd", "charge": "ch_1",
        "created": 1_795_339_000, "reason": "fraudulent", "status": "needs_response",
        "evidence_details": ["due_by": 1_796_000_000, "submission_count": 0],
      ]
    ],
  ]

  private static func proof(_ stamp: Int64, _ body: [UInt8], secret: String = secret) -> String {
    Signing.hex(
      Signing.hmacSHA256(Array("\(stamp).".utf8) + body, key: Array(secret.utf8)))
  }

  private static func delivery(
    _ json: JSON = body, header: ((Int64, [UInt8]) -> String)? = nil, age: Int64 = 10
  ) -> Delivery {
    let bytes = Array(json.encoded.utf8)
    let stamp = Samples.now.milliseconds / 1000 - age
    let text = header?(stamp, bytes) ?? "t=\(stamp),v1=\(proof(stamp, bytes))"
    return Delivery(
      headers: ["stripe-signature": text], body: bytes, receivedAt: Samples.now)
  }

  private static func error(_ delivery: Delivery, _ stripe: Stripe = stripe) -> WebhookError? {
    do throws(WebhookError) {
      _ = try stripe.read(delivery)
      return nil
    } catch {
      return error
    }
  }

  @Test func aSignedDisputeIsTaken() throws {
    let news = try Self.stripe.read(Self.delivery())
    #expect(news.id == "evt_1")
    #expect(news.topic == "charge.dispute.created")
    #expect(news.at == Timestamp(seconds: 1_795_339_100))
    guard case .disputes(let disputes) = news.content else {
      Issue.record("no dispute in \(news.content)")
      return
    }
    #expect(disputes.map(\.externalID) == ["du_1"])
    #expect(disputes.first?.payment == "ch_1")
  }

  @Test func oneOfSeveralSignaturesIsEnough() {
    let rolled = Self.delivery(header: { stamp, body in
      "t=\(stamp),v1=\(Self.proof(stamp, body, secret: "old")),v1=\(Self.proof(stamp, body)),v0=x"
    })
    #expect(Self.error(rolled) == nil)
  }

  @Test(
    arguments: [
      "", "v1=00", "t=1,v0=00", "t=x,v1=00", "nonsense",
    ])
  func withoutAProofItIsUnsigned(header: String) {
    #expect(Self.error(Self.delivery(header: { _, _ in header })) == .unsigned)
  }

  @Test func withoutASecretNothingIsTaken() {
    let open = Stripe(Credentials(key: "sk_test_0123456789"))
    #expect(Self.error(Self.delivery(), open) == .unsigned)
  }

  @Test func aForgedDeliveryIsRefused() {
    let forged = Self.delivery(header: { stamp, body in
      "t=\(stamp),v1=\(Self.proof(stamp, body, secret: "whsec_else"))"
    })
    #expect(Self.error(forged) == .badSignature)
    // The stamp is signed, too.
    let moved = Self.delivery(header: { stamp, body in
      "t=\(stamp + 1),v1=\(Self.proof(stamp, body))"
    })
    #expect(Self.error(moved) == .badSignature)
    var changed = Self.delivery()
    changed.body.append(0x20)
    #expect(Self.error(changed) == .badSignature)
  }

  @Test(arguments: [(Int64(299), true), (300, true), (301, false), (-300, true), (-301, false)])
  func anOldDeliveryIsStale(_ age: Int64, _ isTaken: Bool) {
    #expect(Self.error(Self.delivery(age: age)) == (isTaken ? nil : .stale))
  }

  @Test(arguments: ["charge.refunded", "refund.created", "refund.failed", "charge.refund.updated"])
  func aRefundIsAHint(topic: String) throws {
    let event: JSON = [
      "id": "evt_2", "type": .string(topic), "created": 1_795_339_100,
      "data": ["object": ["id": "re_1", "object": "refund", "charge": "ch_7"]],
    ]
    let news = try Self.stripe.read(Self.delivery(event))
    #expect(news.content == .hint("refund of payment ch_7"))
  }

  @Test(arguments: ["payment_intent.succeeded", "charge.succeeded", ""])
  func theRestIsIgnored(topic: String) {
    let event: JSON = ["id": "evt_3", "type": .string(topic), "data": ["object": [:]]]
    #expect(Self.error(Self.delivery(event)) == .ignored(topic: topic))
  }

  @Test func aDisputeWithoutAnIdIsMalformed() {
    let event = Self.body.with("data", ["object": ["object": "dispute"]])
    guard case .malformed = Self.error(Self.delivery(event)) else {
      Issue.record("taken without an id")
      return
    }
  }
}
