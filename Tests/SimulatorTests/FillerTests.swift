import Fulfillment
import Simulator
import Testing

@Suite struct FillerTests {
  @Test(arguments: [(0, 10), (1, 10), (999, 250), (1000, 1000), (1001, 1000)])
  func itGivesExactlyTheOrdersAskedFor(orders: Int, batch: Int) {
    let batches = Array(Filler(seed: 1, orders: orders, now: monday, batch: batch))
    #expect(batches.reduce(0) { $0 + $1.count } == orders)
    #expect(batches.dropLast().allSatisfy { $0.count == batch })
    let all = batches.flatMap(\.self)
    #expect(Set(all.map(\.order.externalID)).count == orders)
    #expect(all.map(\.order.placedAt) == all.map(\.order.placedAt).sorted())
  }

  @Test func theSameSeedGivesTheSameOrdersWhateverTheBatch() {
    let small = Filler(seed: 4, orders: 300, now: monday, batch: 7).flatMap(\.self)
    let large = Filler(seed: 4, orders: 300, now: monday, batch: 500).flatMap(\.self)
    #expect(small == large)
    #expect(small != Filler(seed: 5, orders: 300, now: monday).flatMap(\.self))
  }

  @Test func nothingLiesInTheFuture() {
    for history in Filler(seed: 6, orders: 2000, now: monday).flatMap(\.self) {
      #expect(history.order.placedAt <= monday)
      #expect((history.order.updatedAt ?? monday) <= monday)
      #expect(history.purchases.allSatisfy { $0.placedAt <= monday })
      #expect(
        history.events.values.joined().allSatisfy {
          $0.recordedAt <= monday && $0.occurredAt <= $0.recordedAt
        })
    }
  }

  @Test func eventsBelongToAParcelOfTheOrder() {
    for history in Filler(seed: 7, orders: 1500, now: monday).flatMap(\.self) {
      let given = history.purchases.flatMap(\.shipments).map(\.number)
      let corrected = history.events.keys.filter { !given.contains($0) }
      #expect(corrected.isEmpty || given.count == 1, "\(history.order.name)")
    }
  }

  @Test func allStagesOfLifeAreThere() {
    let all = Filler(seed: 8, orders: 3000, now: monday).flatMap(\.self)
    let states = Set(all.flatMap(\.purchases).map(\.state))
    #expect(states.isSuperset(of: [.acknowledged, .shipped, .delivered, .cancelled]))
    let payments = Set(all.map(\.order.payment))
    #expect(payments.isSuperset(of: [.paid, .pending, .refunded, .partiallyRefunded, .voided]))
    let delivered = all.count { history in
      history.events.values.joined().contains { $0.status == .delivered }
    }
    #expect((1500...2900).contains(delivered))
    #expect(all.contains { $0.order.returns.contains { $0.state == .requested } })
  }

  @Test func theMoneyOfAnOrderAddsUp() throws {
    for history in Filler(seed: 9, orders: 500, now: monday).flatMap(\.self) {
      let order = history.order
      let parts = [order.subtotal, order.shipping, order.tax].compactMap { $0?.minor }.reduce(0, +)
      #expect(order.total?.minor == parts - (order.discount?.minor ?? 0))
      #expect((order.refunded?.minor ?? 0) <= (order.total?.minor ?? 0))
      #expect(order.lines.allSatisfy { $0.quantity > 0 && $0.price?.currency == order.currency })
    }
  }

  @Test func itsOffersFillAlmostAllOfItsLines() {
    let filler = Filler(seed: 10, orders: 2000, now: monday)
    let mapped = Set(filler.offers.map(\.sku))
    let lines = filler.flatMap(\.self).flatMap(\.order.lines)
    let open = lines.count { !mapped.contains($0.sku) }
    #expect(open > 0 && open * 20 < lines.count)
    #expect(filler.suppliers.count == 3)
  }

  /// What the shop's wire form says of an order and what a history says of it are one story.
  @Test func aHistoryTellsWhatTheShopTells() throws {
    var visitor = Visitor.free(orders: 150, days: 30)
    for truth in visitor.world.truth {
      let history = try #require(visitor.world.history(of: truth.id, at: monday))
      let order = try Answer(visitor.shop("/orders/\(truth.id)"))
      #expect(order.total.text == history.order.total?.decimal)
      #expect(order.shipping.address_1.text == history.order.shipTo.line1)
      #expect(order.line_items.elements.count == history.order.lines.count)
      #expect(order.refunds.elements.isEmpty == (history.order.refunded == nil))
      #expect(order.date_paid_gmt.isNull == (history.order.paidAt == nil))
      #expect((order.status.text == "refunded") == (history.order.payment == .refunded))
    }
  }
}
