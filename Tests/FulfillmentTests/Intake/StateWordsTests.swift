import Fulfillment
import Testing

/// The words of every state, pinned: operators and their scripts learn them by heart.
@Suite struct StateWordsTests {
  @Test(
    arguments: zip(
      OrderState.allCases,
      [
        "unpaid", "to buy", "ordered", "processing", "shipped", "in transit", "at pickup",
        "delivered", "returning", "returned", "lost", "cancelled", "refunded", "fulfilled",
      ]))
  func orderState(_ state: OrderState, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  @Test(
    arguments: zip(
      PaymentState.allCases,
      [
        "pending", "authorized", "paid", "partly paid", "partly refunded", "refunded", "voided",
        "not known",
      ]))
  func paymentState(_ state: PaymentState, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  @Test(
    arguments: zip(
      PurchaseState.allCases,
      [
        "not sent yet", "outcome not known", "refused", "placed", "waits for our payment",
        "accepted", "shipped", "delivered", "cancelled", "not told",
      ]))
  func purchaseState(_ state: PurchaseState, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  @Test(
    arguments: zip(
      Sending.State.allCases,
      [
        "waits for approval", "held", "about to leave", "being sent", "outcome not known",
        "outcome not known, waits for you", "sent", "refused", "taken back",
      ]))
  func sendingState(_ state: Sending.State, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  @Test(
    arguments: zip(
      TrackingStatus.allCases,
      [
        "not known to carrier", "label only", "picked up", "in transit", "in customs", "delayed",
        "out for delivery", "at pickup point", "delivery failed", "delivered", "carrier problem",
        "returning", "returned", "lost", "no news, expired", "label cancelled",
      ]))
  func trackingStatus(_ status: TrackingStatus, _ words: String) {
    #expect(StateText.text(status) == words)
  }

  @Test(
    arguments: zip(
      ReturnState.allCases,
      [
        "waits for you", "asked for more", "approved", "declined", "withdrawn", "second approval",
        "on its way back", "came back", "never came back", "refunded", "replaced", "closed",
      ]
    ))
  func returnState(_ state: ReturnState, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  @Test(
    arguments: zip(
      OrderException.State.allCases,
      ["open", "acknowledged", "snoozed", "resolved", "cleared"]))
  func exceptionState(_ state: OrderException.State, _ words: String) {
    #expect(StateText.text(state) == words)
  }

  /// `zip` stops at the shorter side: a new state needs its words above.
  @Test func everyStateIsPinned() {
    #expect(OrderState.allCases.count == 14)
    #expect(PaymentState.allCases.count == 8)
    #expect(PurchaseState.allCases.count == 10)
    #expect(Sending.State.allCases.count == 9)
    #expect(TrackingStatus.allCases.count == 16)
    #expect(ReturnState.allCases.count == 12)
    #expect(OrderException.State.allCases.count == 5)
  }

  /// Raw names are stored and scripted; they never change.
  @Test func storedNamesArePinned() {
    #expect(
      OrderState.allCases.map(\.rawValue) == [
        "unpaid", "ready", "ordered", "processing", "shipped", "transit", "pickup", "delivered",
        "returning", "returned", "lost", "cancelled", "refunded", "fulfilled",
      ])
    #expect(
      TrackingStatus.allCases.map(\.rawValue) == [
        "unregistered", "label", "pickedUp", "inTransit", "customs", "delayed", "outForDelivery",
        "pickup", "attemptFailed", "delivered", "exception", "returning", "returned", "lost",
        "expired", "cancelled",
      ])
    #expect(
      ReturnState.allCases.map(\.rawValue) == [
        "requested", "asked", "approved", "declined", "withdrawn", "proposed", "inTransit",
        "received", "notReturned", "refunded", "replaced", "closed",
      ])
    #expect(
      OrderException.State.allCases.map(\.rawValue) == [
        "open", "acknowledged", "snoozed", "resolved", "cleared",
      ])
    #expect(
      ruleTable.map(\.id) == [
        "dispute.due",
        "purchase.unknown", "claim.closing", "parcel.returned", "parcel.returning",
        "parcel.damaged", "parcel.lost",
        "transit.customs", "delivery.failed", "delivery.elsewhere", "delivery.disputed",
        "refund.overdue", "order.changed", "purchase.rejected",
        "purchase.cancelled", "order.stale", "order.duplicate", "order.address", "order.unmapped",
        "order.blocked", "stock.out", "purchase.unsent", "purchase.unpaid",
        "purchase.unacknowledged", "dispatch.late", "tracking.missing", "tracking.invalid",
        "tracking.unscanned", "delivery.pickup", "return.waiting", "transit.stalled",
        "transit.delayed",
        "payment.pending", "price.rise",
      ])
    #expect(
      PurchaseState.allCases.map(\.rawValue) == [
        "intended", "unknown", "rejected", "placed", "unpaid", "acknowledged", "shipped",
        "delivered", "cancelled", "unclear",
      ])
    #expect(
      Sending.State.allCases.map(\.rawValue) == [
        "proposed", "held", "ready", "claimed", "unknown", "waiting", "sent", "rejected",
        "withdrawn",
      ])
  }
}
