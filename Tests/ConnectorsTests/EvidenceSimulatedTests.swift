import Fulfillment
import Simulator
import Testing
import Wire

@testable import Connectors

/// Evidence against services that were written from the documents alone.
struct EvidenceSimulatedTests {
  private static let now = Timestamp(seconds: 1_790_000_000)
  private static let fields = [
    EvidenceField(.customerName, "Rosa Lima"), EvidenceField(.customerEmail, "rosa@example.com"),
    EvidenceField(.trackingNumber, "LX1CN"), EvidenceField(.refundPolicy, "Thirty days."),
    EvidenceField(.story, "It came & was signed for.\nTwice asked."),
  ]
  private let context = RequestContext(
    now: EvidenceSimulatedTests.now, nonce: Samples.nonce)

  private func world(days: Int, orders: Int) -> World {
    World(
      seed: 3,
      options: World.Options(start: Self.now, ordersPerDay: 0, backlogDays: days, orders: orders))
  }

  private func send<Output>(_ exchange: Exchange<Output>, _ world: inout World) throws -> Output {
    try exchange.decode(world.respond(to: exchange.request, now: Self.now))
  }

  @Test func stripeTakesEvidenceOnceAndCountsIt() throws {
    var world = self.world(days: 40, orders: 400)
    let stripe = Stripe(
      Credentials(
        url: "http://sim.test/stripe", key: world.secrets["SUPERCARGO_SIM_STRIPE_KEY"] ?? ""))
    let open = try send(stripe.disputes(nil, context), &world).items
      .first { $0.state == .open && ($0.evidenceDueAt.map { Self.now < $0 } ?? false) }
    let id = try #require(open).externalID
    let submission = EvidenceSubmission(dispute: id, fields: Self.fields)
    #expect(stripe.evidencePlace(of: id, context) == nil)
    try send(stripe.contest(submission, at: id, key: "evidence:1", context), &world)
    #expect(world.stripeEvidence[id]?["shipping_tracking_number"] == "LX1CN")
    #expect(world.stripeEvidence[id]?["uncategorized_text"] == Self.fields.last?.text)
    let after = try send(stripe.dispute(id, context), &world)
    #expect(after.state == .underReview && after.evidenceSentAt != nil)
    let again = #expect(throws: ConnectorError.self) {
      try send(stripe.contest(submission, at: id, key: "evidence:2", context), &world)
    }
    guard case .rejected = again else {
      Issue.record("\(String(describing: again))")
      return
    }
  }

  @Test func stripeIsToldToSubmitUnderTheKey() {
    let stripe = Stripe(Credentials(key: "sk_test_x"))
    let request = stripe.contest(
      EvidenceSubmission(dispute: "du_1", fields: Self.fields), at: "du_1", key: "evidence:a:1",
      context
    ).request
    #expect(request.method == .post && request.url.hasSuffix("/v1/disputes/du_1"))
    #expect(request.headers["Idempotency-Key"] == "evidence:a:1")
    let form = Form(parsing: String(decoding: request.body, as: UTF8.self))
    #expect(form["submit"] == "true" && form["evidence[customer_name]"] == "Rosa Lima")
  }

  @Test func shopifyTakesTheTextsItKnowsOnce() throws {
    var world = self.world(days: 26, orders: 400)
    let shop = Shopify(
      Credentials(
        url: "http://127.0.0.1:8080/shopify",
        key: world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? ""))
    let open = try send(shop.disputes(nil, context), &world).items.first { $0.state == .open }
    let id = try #require(open).externalID
    let exchange = try #require(shop.evidencePlace(of: id, context))
    let place = try send(exchange, &world)
    #expect(place.contains("ShopifyPaymentsDisputeEvidence"))
    let submission = EvidenceSubmission(dispute: id, fields: Self.fields)
    try send(shop.contest(submission, at: place, key: "k", context), &world)
    #expect(world.shopifyEvidence.values.contains(Self.fields.last?.text ?? ""))
    let after = try send(shop.dispute(id, context), &world)
    #expect(after.state == .underReview && after.evidenceSentAt != nil)
    let again = #expect(throws: ConnectorError.self) {
      try send(shop.contest(submission, at: place, key: "k", context), &world)
    }
    guard case .rejected(_, let text) = again else {
      Issue.record("\(String(describing: again))")
      return
    }
    #expect(text.contains("already accepted"))
  }

  @Test func shopifysInputSplitsTheNameAndSubmits() {
    let input = ShopifyDispute.evidence(Self.fields)
    #expect(input["customerFirstName"].text == "Rosa" && input["customerLastName"].text == "Lima")
    #expect(input["submitEvidence"].bool == true)
    #expect(input["refundPolicyDisclosure"].text == "Thirty days.")
    #expect(input.members.allSatisfy { $0.name != "shippingCarrier" })
  }
}
