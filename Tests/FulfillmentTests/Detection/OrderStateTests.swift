import Fulfillment
import Testing

/// Facts and the state they come to.
struct StateCase: Sendable, CustomTestStringConvertible {
  let note: String
  let state: OrderState
  let facts: OrderFacts
  var testDescription: String { note }

  init(_ note: String, _ state: OrderState, _ facts: OrderFacts) {
    self.note = note
    self.state = state
    self.facts = facts
  }

  private static func parcels(_ statuses: [TrackingStatus?]) -> OrderFacts {
    ExampleFacts.sent([]) { facts in
      facts.shipments = statuses.enumerated().map { index, status in
        ShipmentFacts(
          number: "LX12345678\(index)CN", carrier: "", createdAt: ExampleFacts.monday,
          events: status.map { [ExampleFacts.scan($0, day: 2)] } ?? [])
      }
    }
  }

  static let all = [
    StateCase(
      "not paid", .unpaid, ExampleFacts.order { ($0.payment, $0.paidAt) = (.pending, nil) }),
    StateCase(
      "authorized only", .unpaid,
      ExampleFacts.order { ($0.payment, $0.paidAt) = (.authorized, nil) }),
    StateCase(
      "payment not told", .unpaid, ExampleFacts.order { ($0.payment, $0.paidAt) = (.unknown, nil) }),
    StateCase("paid once, state not told", .ready, ExampleFacts.order { $0.payment = .unknown }),
    StateCase("paid", .ready, ExampleFacts.order()),
    StateCase("paid in part", .ready, ExampleFacts.order { $0.payment = .partiallyPaid }),
    StateCase("refunded in part", .ready, ExampleFacts.order { $0.payment = .partiallyRefunded }),
    StateCase("no lines told", .ready, ExampleFacts.order { $0.lines = [] }),
    StateCase(
      "nothing to ship", .fulfilled, ExampleFacts.order { $0.lines[0].requiresShipping = false }),
    StateCase("lines fulfilled", .fulfilled, ExampleFacts.order { $0.lines[0].fulfilled = true }),
    StateCase("cancelled", .cancelled, ExampleFacts.order { $0.cancelledAt = ExampleFacts.monday }),
    StateCase("voided", .cancelled, ExampleFacts.order { $0.payment = .voided }),
    StateCase("refunded", .refunded, ExampleFacts.order { $0.payment = .refunded }),
    StateCase("refunded while under way", .refunded, parcels([.inTransit]).with(.refunded)),
    StateCase(
      "bought, no answer", .ordered,
      ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (.placed, nil) }),
    StateCase(
      "bought, answer unclear", .ordered,
      ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (.unclear, nil) }),
    StateCase("purchase proposed", .ready, ExampleFacts.intended { $0.sending = .proposed }),
    StateCase(
      "purchase proposed, payment taken back", .unpaid,
      ExampleFacts.intended { $0.sending = .proposed }.unpaid()),
    StateCase("purchase being sent", .ready, ExampleFacts.left(.intended, .claimed)),
    StateCase("purchase sent, outcome unknown", .ordered, ExampleFacts.left(.unknown, .unknown)),
    StateCase("purchase sent and placed", .ordered, ExampleFacts.left(.placed, .sent)),
    StateCase("purchase refused", .ready, ExampleFacts.left(.rejected, .rejected)),
    StateCase("one of two units accepted", .ready, half(.acknowledged)),
    StateCase("one of two units under way", .transit, half(.shipped, parcel: .inTransit)),
    StateCase("one of two units delivered", .ready, half(.delivered, parcel: .delivered)),
    StateCase(
      "one of two units delivered, storefront fulfilled", .delivered,
      half(.delivered, parcel: .delivered).fulfilled(.fulfilled)),
    StateCase("by hand, and one of two units", .processing, halfAndByHand()),
    StateCase(
      "supplier waits for money", .ordered,
      ExampleFacts.bought { ($0.state, $0.acknowledgedAt) = (.unpaid, nil) }),
    StateCase("accepted", .processing, ExampleFacts.bought()),
    StateCase(
      "accepted, then unclear", .processing, ExampleFacts.bought { $0.state = .unclear }),
    StateCase("purchase cancelled", .ready, ExampleFacts.bought { $0.state = .cancelled }),
    StateCase("shipped without number", .shipped, ExampleFacts.bought { $0.state = .shipped }),
    StateCase("supplier says delivered", .delivered, ExampleFacts.bought { $0.state = .delivered }),
    StateCase(
      "two purchases, the slower counts", .ordered,
      {
        var facts = ExampleFacts.bought { $0.state = .shipped }
        facts.purchases.append(
          PurchaseFacts(
            supplier: "B", number: "2", state: .placed, placedAt: ExampleFacts.monday))
        return facts
      }()),
    StateCase("storefront fulfilled, no number", .fulfilled, bought(fulfilled: true)),
    StateCase(
      "storefront fulfilled, supplier shipped without number", .shipped,
      ExampleFacts.bought { $0.state = .shipped }.fulfilled(.fulfilled)),
    StateCase(
      "storefront shipped without number", .shipped,
      ExampleFacts.order {
        $0.shipments = [
          ShipmentFacts(number: "", carrier: "", createdAt: ExampleFacts.monday)
        ]
      }),
    StateCase("number, no event", .shipped, parcels([nil])),
    StateCase("number not known to carrier", .shipped, parcels([.unregistered])),
    StateCase("label", .shipped, parcels([.label])),
    StateCase("picked up", .transit, parcels([.pickedUp])),
    StateCase("in transit", .transit, parcels([.inTransit])),
    StateCase("customs", .transit, parcels([.customs])),
    StateCase("delayed", .transit, parcels([.delayed])),
    StateCase("out for delivery", .transit, parcels([.outForDelivery])),
    StateCase("attempt failed", .transit, parcels([.attemptFailed])),
    StateCase("carrier problem", .transit, parcels([.exception])),
    StateCase("at pickup", .pickup, parcels([.pickup])),
    StateCase("returning", .returning, parcels([.returning])),
    StateCase("returned", .returned, parcels([.returned])),
    StateCase("lost", .lost, parcels([.lost])),
    StateCase("expired", .lost, parcels([.expired])),
    StateCase("delivered", .delivered, parcels([.delivered])),
    StateCase("one of two delivered", .transit, parcels([.delivered, .inTransit])),
    StateCase("one of two not scanned", .shipped, parcels([.delivered, nil])),
    StateCase("one delivered, one lost", .lost, parcels([.delivered, .lost])),
    StateCase("one delivered, one returned", .returned, parcels([.delivered, .returned])),
    StateCase("one at pickup, one moving", .pickup, parcels([.inTransit, .pickup])),
    StateCase("one returning, one at pickup", .returning, parcels([.pickup, .returning])),
    StateCase(
      "a cancelled label beside a delivery", .delivered, parcels([.cancelled, .delivered])),
    StateCase("only a cancelled label", .delivered, cancelledLabel()),
    StateCase("fulfilled and moving", .transit, parcels([.inTransit]).fulfilled(.fulfilled)),
    StateCase("delivered in part, rest not bought", .ready, deliveredInPart()),
    StateCase(
      "delivered in part, rest accepted", .processing, deliveredInPart(rest: .acknowledged)),
    StateCase("delivered in part, rest delivered", .delivered, deliveredInPart(rest: .delivered)),
  ]

  private static func bought(fulfilled: Bool) -> OrderFacts {
    ExampleFacts.bought().fulfilled(fulfilled ? .fulfilled : .unfulfilled)
  }

  /// One of two units bought by the program, the other by nobody.
  private static func half(_ state: PurchaseState, parcel: TrackingStatus? = nil) -> OrderFacts {
    var facts = ExampleFacts.left(state, .sent) { $0.hasTracking = parcel != nil }
    facts.lines[0].quantity = 2
    facts.shipments = parcel.map { parcels([$0]).shipments } ?? []
    return facts
  }

  private static func halfAndByHand() -> OrderFacts {
    var facts = half(.acknowledged)
    facts.purchases += ExampleFacts.bought().purchases
    return facts
  }

  private static func cancelledLabel() -> OrderFacts {
    var facts = parcels([.cancelled])
    facts.purchases[0].state = .delivered
    return facts
  }

  private static func deliveredInPart(rest: PurchaseState? = nil) -> OrderFacts {
    var facts = parcels([.delivered]).fulfilled(.partial)
    facts.purchases =
      rest.map { state in
        [PurchaseFacts(supplier: "B", number: "2", state: state, placedAt: ExampleFacts.monday)]
      } ?? []
    return facts
  }
}

extension OrderFacts {
  fileprivate func with(_ payment: PaymentState) -> OrderFacts {
    var facts = self
    facts.payment = payment
    return facts
  }

  fileprivate func unpaid() -> OrderFacts {
    var facts = self
    (facts.payment, facts.paidAt) = (.pending, nil)
    return facts
  }

  fileprivate func fulfilled(_ state: FulfillmentState) -> OrderFacts {
    var facts = self
    facts.fulfillment = state
    return facts
  }
}

@Suite struct OrderStateTests {
  @Test(arguments: StateCase.all)
  func factsComeToTheirState(_ example: StateCase) {
    #expect(OrderState.of(example.facts) == example.state)
  }

  @Test func everyStateIsReached() {
    #expect(Set(StateCase.all.map(\.state)) == Set(OrderState.allCases))
  }

  /// The delivery of a recycled number long before the order is another parcel's.
  @Test func scansBeforeTheOrderDoNotDeliverIt() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.delivered, day: -20)])
    #expect(OrderState.of(facts) == .shipped)
  }

  /// A carrier's local time read as UTC may lie some hours before the order.
  @Test func aScanHoursBeforeTheOrderIsItsOwn() {
    let at = ExampleFacts.monday - .hours(11)
    let event = TrackingEvent(occurredAt: at, recordedAt: at, status: .delivered)
    #expect(OrderState.of(ExampleFacts.sent([event])) == .delivered)
  }
}
