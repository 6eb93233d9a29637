import Fulfillment
import Testing

/// The finer points of the rules about what may, can and should be bought.
@Suite struct RoutingRuleTests {
  private let monday = ExampleFacts.monday

  private func trip(_ code: String, _ facts: OrderFacts) -> Trip? {
    ruleTable.first { $0.id == code }?.trips(facts, Thresholds())
  }

  private func lines(_ names: [String], _ change: (inout LineFacts) -> Void) -> OrderFacts {
    ExampleFacts.order {
      $0.lines = names.map { name in
        var line = LineFacts(sku: name, title: "", quantity: 1, offers: 1)
        change(&line)
        return line
      }
    }
  }

  // Changed after purchase

  @Test(arguments: PurchaseState.allCases)
  func changeMattersWhileThePurchaseIsAtItsSupplier(_ state: PurchaseState) {
    var facts = ExampleFacts.left(state, .sent)
    facts.changedAfterPurchase = "MUG-1: quantity now 3, bought 1"
    let matters = ![.intended, .rejected, .cancelled, .delivered].contains(state)
    #expect((trip("order.changed", facts) != nil) == matters)
  }

  @Test(arguments: [PaymentState.refunded, .voided, .partiallyRefunded, .paid])
  func changeStandsWhateverBecameOfTheOrder(_ payment: PaymentState) {
    var facts = ExampleFacts.left(.placed, .sent)
    (facts.changedAfterPurchase, facts.payment) = ("refunded after the purchase was sent", payment)
    #expect(
      trip("order.changed", facts)?.reason
        == "refunded after the purchase was sent (CJ SC-1001-0QX)")
  }

  @Test func anotherChangeIsAnotherInstance() {
    var facts = ExampleFacts.left(.placed, .sent)
    facts.changedAfterPurchase = "MUG-1: quantity now 3, bought 1"
    let first = trip("order.changed", facts)
    facts.changedAfterPurchase = "MUG-1: quantity now 4, bought 1"
    #expect(trip("order.changed", facts)?.key != first?.key)
  }

  @Test func everyPurchaseThatLeftIsNamed() {
    var facts = ExampleFacts.left(.placed, .sent) { $0.supplier = "Zed" }
    facts.purchases += ExampleFacts.left(.unknown, .unknown) { $0.lastSentAt = monday }.purchases
    facts.changedAfterPurchase = "cancelled after the purchase was sent"
    let trip = trip("order.changed", facts)
    #expect(trip?.at == monday)
    #expect(trip?.reason.hasSuffix("(CJ SC-1001-0QX, Zed SC-1001-0QX)") == true)
  }

  // Too old

  @Test(arguments: [PurchaseState.placed, .unknown, .acknowledged, .rejected, .intended])
  func onlyWhatIsNotBoughtGrowsTooOld(_ state: PurchaseState) {
    let facts = ExampleFacts.left(state, state == .intended ? .ready : .sent)
    let isStale = [.rejected, .intended].contains(state)
    #expect((trip("order.stale", facts)?.at == monday + .days(3)) == isStale)
  }

  @Test func ageCountsFromPayment() {
    let facts = ExampleFacts.order { $0.paidAt = monday + .hours(30) }
    #expect(trip("order.stale", facts)?.at == monday + .hours(30) + .days(3))
  }

  // Duplicates

  @Test(arguments: [
    (["#7"], "looks the same as #7"), (["#7", "#5", "#7"], "looks the same as #5, #7"),
    (["#1", "#2", "#3", "#4", "#5"], "looks the same as #1, #2, #3 and 2 more"),
  ])
  func duplicatesAreNamedOnceAndInOrder(_ others: [String], _ reason: String) {
    let facts = ExampleFacts.order { $0.duplicateOf = others }
    #expect(trip("order.duplicate", facts)?.reason == reason)
  }

  @Test(arguments: [PurchaseState.placed, .acknowledged, .shipped])
  func duplicateMattersUntilTheParcelLeaves(_ state: PurchaseState) {
    var facts = ExampleFacts.bought { $0.state = state }
    facts.duplicateOf = ["#7"]
    #expect((trip("order.duplicate", facts) != nil) == (state != .shipped))
  }

  // Lines

  @Test func mappingThatMustBeRenewedSaysWhy() {
    let facts = ExampleFacts.order {
      $0.lines[0].renewal = "option names changed"
      $0.lines.append(LineFacts(sku: "CAP-1", title: "", quantity: 1, offers: 0))
    }
    let trip = trip("order.unmapped", facts)
    #expect(
      trip?.reason
        == "no supplier offers CAP-1; the mapping of MUG-1 must be renewed: option names changed")
    #expect(trip?.key == "lines CAP-1, MUG-1")
  }

  @Test func lineThatIsCoveredNeedsNoMapping() {
    var facts = ExampleFacts.left(.placed, .sent)
    facts.lines[0].offers = 0
    #expect(trip("order.unmapped", facts) == nil)
    facts.lines[0].covered = 0
    #expect(trip("order.unmapped", facts) != nil)
  }

  @Test func fewLinesAreToldAndTheRestIsCounted() {
    let facts = lines(["D", "B", "A", "C"]) { $0.blocked = "CJ does not serve BR" }
    let trip = trip("order.blocked", facts)
    #expect(
      trip?.reason == "A: CJ does not serve BR; B: CJ does not serve BR; and 2 more lines")
    #expect(trip?.key == "lines A, B, C, D")
  }

  @Test func unmappedLineIsNotBlockedToo() {
    let facts = lines(["A"]) { ($0.blocked, $0.offers) = ("no offer", 0) }
    #expect(trip("order.blocked", facts) == nil)
    #expect(trip("order.unmapped", facts) != nil)
  }

  @Test(arguments: [("stock.out", true), ("price.rise", false), ("order.blocked", false)])
  func stockMattersEvenOnceBought(_ code: String, _ stillMatters: Bool) {
    func facts(_ base: OrderFacts) -> OrderFacts {
      var facts = base
      facts.lines[0].stockOut = "CJ has none"
      facts.lines[0].costRise = "CJ asks 5.20 USD"
      facts.lines[0].blocked = "out of stock"
      return facts
    }
    #expect(trip(code, facts(ExampleFacts.order())) != nil)
    #expect((trip(code, facts(ExampleFacts.bought())) != nil) == stillMatters)
  }

  @Test(arguments: ["stock.out", "price.rise", "order.blocked", "order.unmapped"])
  func fulfilledLineIsOfNoConcern(_ code: String) {
    let facts = lines(["A"]) { line in
      (line.stockOut, line.costRise, line.fulfilled) = ("none", "dearer", true)
      line.blocked = code == "order.blocked" ? "too dear" : ""
      line.renewal = code == "order.unmapped" ? "link expired" : ""
    }
    #expect(trip(code, facts) == nil)
    var open = facts
    open.lines[0].fulfilled = false
    #expect(trip(code, open) != nil)
  }
}
