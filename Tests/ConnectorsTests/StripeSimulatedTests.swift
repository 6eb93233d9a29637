import Fulfillment
import Simulator
import Testing
import Wire

@testable import Connectors

/// The connector against a simulated service that was written from the documents alone.
struct StripeSimulatedTests {
  private static let now = Timestamp(seconds: 1_790_000_000)
  private var world: World
  private let stripe: Stripe

  init() {
    world = World(
      seed: 3,
      options: World.Options(start: Self.now, ordersPerDay: 0, backlogDays: 40, orders: 400))
    let secrets = world.secrets
    stripe = Stripe(
      Credentials(
        url: "http://sim.test/stripe", key: secrets["SUPERCARGO_SIM_STRIPE_KEY"] ?? "",
        secret: secrets["SUPERCARGO_SIM_STRIPE_HOOKS"] ?? ""))
  }

  private let context = RequestContext(now: StripeSimulatedTests.now, nonce: Samples.nonce)

  private mutating func ask<Output>(_ exchange: Exchange<Output>) throws -> Output {
    try exchange.decode(world.respond(to: exchange.request, now: Self.now))
  }

  @Test mutating func everyDisputeIsFoundWithItsOrder() throws {
    let page = try ask(stripe.disputes(nil, context))
    world.advance(to: Self.now)
    #expect(page.items.count >= 5)
    #expect(Set(page.items.map(\.order)) == Set(world.disputed(at: Self.now).map(String.init)))
    #expect(page.unreadable.isEmpty && page.next == nil)
    #expect(page.items.allSatisfy { $0.state != .unknown && $0.amount != nil })
    #expect(Set(page.items.map(\.state)).count > 1)
    let opened = page.items.compactMap(\.openedAt)
    #expect(opened == opened.sorted(by: >))
    for dispute in page.items.prefix(3) {
      #expect(try ask(stripe.dispute(dispute.externalID, context)) == dispute)
    }
  }

  @Test mutating func aWrongKeyIsRefused() throws {
    let stranger = Stripe(Credentials(url: "http://sim.test/stripe", key: "sk_test_wrong"))
    let exchange = stranger.disputes(nil, context)
    let answer = world.respond(to: exchange.request, now: Self.now)
    guard case .unauthorized = Samples.error(exchange, answer) else {
      Issue.record("a stranger came in")
      return
    }
  }

  @Test mutating func whatItSendsByItselfIsRead() throws {
    world.advance(to: Self.now)
    let order = try #require(world.disputed(at: Self.now).first)
    let sent = try #require(
      world.stripeDelivery(ofDispute: order, topic: "charge.dispute.created", at: Self.now))
    let news = try stripe.read(
      Delivery(headers: sent.headers, body: sent.body, receivedAt: Self.now + .seconds(2)))
    guard case .disputes(let disputes) = news.content else {
      Issue.record("\(news.content)")
      return
    }
    #expect(disputes.count == 1 && disputes[0].externalID.hasPrefix("du_"))
  }

  @Test mutating func aRefundUnderTheSameKeyIsMadeOnce() throws {
    world.advance(to: Self.now)
    let sale = try #require(world.undisputed(at: Self.now).first)
    let payment = try #require(try ask(stripe.payments(of: String(sale.order), context)).first)
    #expect(payment.amount == sale.total && payment.refundable == sale.total)
    let amount = Money(minor: 300, currency: sale.total.currency)
    let body = stripe.body(
      for: RefundDraft(order: String(sale.order), payment: payment, amount: amount))
    #expect(try ask(try #require(stripe.find(body, key: "k1", context))) == nil)
    let first = try ask(stripe.refund(body, key: "k1", context))
    #expect(try ask(stripe.refund(body, key: "k1", context)) == first)
    #expect(world.stripeRefunds.map(\.amount) == [300])
    #expect(try ask(try #require(stripe.find(body, key: "k1", context))) == first)
    let left = try #require(try ask(stripe.payments(of: payment.id, context)).first)
    #expect(left.refundable?.minor == sale.total.minor - 300)
    // The key stands for what was first sent under it.
    let other = stripe.body(
      for: RefundDraft(
        order: "", payment: payment, amount: Money(minor: 301, currency: amount.currency)))
    let exchange = stripe.refund(other, key: "k1", context)
    guard
      case .unknownOutcome = Samples.error(
        exchange, world.respond(to: exchange.request, now: Self.now))
    else {
      Issue.record("another refund went through under the same key")
      return
    }
  }

  @Test mutating func moreThanIsLeftIsRefused() throws {
    world.advance(to: Self.now)
    let sale = try #require(world.undisputed(at: Self.now).first)
    let payment = try #require(try ask(stripe.payments(of: String(sale.order), context)).first)
    func refusal(_ minor: Int64, _ key: String) -> ConnectorError? {
      let body = stripe.body(
        for: RefundDraft(
          order: "", payment: payment, amount: Money(minor: minor, currency: .usd)))
      let exchange = stripe.refund(body, key: key, context)
      return Samples.error(exchange, world.respond(to: exchange.request, now: Self.now))
    }
    #expect(refusal(sale.total.minor + 1, "k1")?.message.contains("amount_too_large") == true)
    #expect(refusal(sale.total.minor, "k2") == nil)
    #expect(refusal(1, "k3")?.message.contains("charge_already_refunded") == true)
  }
}
