import Fulfillment
import Testing

private let noon = ExampleFacts.monday

private func order(
  _ prices: [(Int64, Int)], shipping: Int64 = 0, total: Int64? = nil, refunded: Int64 = 0
) -> Order {
  var order = Order(
    externalID: "1", name: "#1", placedAt: noon, updatedAt: noon, payment: .paid, currency: .usd)
  order.lines = prices.enumerated().map { index, price in
    OrderLine(
      externalID: "\(index + 1)", sku: "SKU-\(index + 1)", title: "", quantity: price.1,
      price: Money(minor: price.0, currency: .usd))
  }
  let goods = prices.reduce(Int64(0)) { $0 + $1.0 * Int64($1.1) }
  order.shipping = Money(minor: shipping, currency: .usd)
  order.total = Money(minor: total ?? goods + shipping, currency: .usd)
  order.refunded = Money(minor: refunded, currency: .usd)
  return order
}

private func usd(_ minor: Int64) -> Money { Money(minor: minor, currency: .usd) }

@Suite struct RefundLedgerTests {
  /// 100.00 of goods and 5.00 of postage, 8.40 of tax on top, 10.00 off: every cent belongs somewhere.
  @Test func sharesOfTaxAndDiscountAddUpToWhatWasPaid() {
    let ledger = RefundLedger(order([(33_33, 1), (22_22, 3)], shipping: 5_00, total: 103_39))
    #expect(ledger.lines.map(\.paid) == [32_80, 65_59])
    #expect(ledger.postage == 5_00)
    #expect(ledger.lines[1].paid(units: 1, after: 0) == 21_86)
    #expect(ledger.lines[1].paid(units: 1, after: 1) == 21_86)
    #expect(ledger.lines[1].paid(units: 1, after: 2) == 21_87)
    #expect(ledger.lines[1].paid(units: 4, after: 0) == nil)
  }

  @Test(arguments: Array(UInt64(1)...200))
  func partsAlwaysAddUp(_ seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let weights = (0..<dice.int(1...9)).map { _ in dice.int64(0...9_999) }
    let amount = dice.int64(0...1_000_000)
    let parts = RefundLedger.divide(amount, by: weights)
    #expect(parts.reduce(0, +) == (weights.contains { $0 > 0 } ? amount : 0))
    #expect(parts.allSatisfy { $0 >= 0 })
    for (weight, part) in zip(weights, parts) where weight == 0 { #expect(part == 0) }
  }

  @Test(arguments: [
    (PaymentState.pending, Int64?.some(0)), (.authorized, 0), (.voided, 0), (.partiallyPaid, nil),
    (.unknown, nil), (.paid, 50_00), (.partiallyRefunded, 50_00), (.refunded, 50_00),
  ])
  func whatWasPaidIsNeverGuessed(_ payment: PaymentState, _ paid: Int64?) {
    var given = order([(50_00, 1)])
    given.payment = payment
    #expect(RefundLedger(given).paid == paid)
    #expect(throws: DecisionRefusal.self) {
      var ledger = RefundLedger(given)
      ledger.disputed = paid ?? 0
      try ledger.check(usd(1))
    }
  }

  @Test func oursCountUntilTheShopHasSurelySeenThem() {
    var ledger = RefundLedger(order([(50_00, 1)], refunded: 0))
    ledger.refunds = [.init(amount: 20_00, shopRefunded: 0, sentAt: noon + .hours(1))]
    #expect(ledger.left == 30_00)
    // The shop's word is older than the refund: the 20.00 it tells of are somebody else's.
    ledger.shopRefunded = 20_00
    #expect(ledger.left == 10_00)
    ledger.shopToldAt = noon + .hours(2)
    #expect(ledger.left == 30_00)
    ledger.shopRefunded = 19_99
    #expect(ledger.left == 10_01)
  }

  @Test func aLostDisputeHasGoneBackToo() {
    var ledger = RefundLedger(order([(50_00, 1)], refunded: 5_00))
    ledger.disputed = 40_00
    #expect(ledger.left == 5_00)
    #expect(throws: DecisionRefusal.self) { try ledger.check(usd(5_01)) }
    #expect(throws: Never.self) { try ledger.check(usd(5_00)) }
  }

  @Test func noLineIsPaidBackTwice() throws {
    var ledger = RefundLedger(order([(10_00, 2), (30_00, 1)]))
    let shares = ledger.shares(of: 10_00, over: [("1", 1)])
    #expect(shares == [.init(line: "1", quantity: 1, amount: 10_00)])
    ledger.refunds = [.init(amount: 10_00, shares: shares)]
    #expect(ledger.money(for: [.init(sku: "SKU-1", quantity: 2)], [("1", 2)]) == usd(10_00))
    let refusal = try #require(throws: DecisionRefusal.self) {
      try ledger.check(usd(15_00), [.init(line: "1", quantity: 1, amount: 15_00)])
    }
    #expect(refusal.reason == "more would go back for SKU-1 than was paid for it")
    let units = try #require(throws: DecisionRefusal.self) {
      try ledger.check(usd(1_00), [.init(line: "1", quantity: 2, amount: 1_00)])
    }
    #expect(units.reason == "all of SKU-1 has been paid back")
  }

  @Test func anotherCurrencyIsRefused() {
    let euros = Currency("EUR").map { Money(minor: 1, currency: $0) }
    #expect(throws: DecisionRefusal.self) {
      try RefundLedger(order([(10_00, 1)])).check(try #require(euros))
    }
  }

  /// Whatever is asked for, in whatever order, by us, in the shop, or by a bank: what has gone back never
  /// exceeds what was paid, of the order and of every line.
  @Test(arguments: Array(UInt64(1)...300))
  func randomHistoriesNeverExceedWhatWasPaid(_ seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let prices = (0..<dice.int(1...4)).map { _ in (dice.int64(0...9_999), dice.int(1...5)) }
    var ledger = RefundLedger(order(prices, shipping: dice.int64(0...2_000)))
    let paid = ledger.paid ?? 0
    var (ours, elsewhere): (Int64, Int64) = (0, 0)
    for _ in 0..<12 {
      switch dice.int(0...3) {
      case 0:
        // The shop pays something back itself, as far as it knows there is something left.
        let most = max(0, paid - ours - elsewhere)
        let amount = dice.int64(0...max(0, most))
        elsewhere += amount
        ledger.shopRefunded += amount
      case 1:
        // A bank takes money: nobody asks us.
        let amount = dice.int64(0...max(0, paid - ours - elsewhere))
        elsewhere += amount
        ledger.disputed += amount
      default:
        let units = ledger.lines.map { (line: $0.id, quantity: dice.int(0...$0.quantity)) }
        let amount = usd(dice.int64(1...(paid + 10)))
        let shares = ledger.shares(of: amount.minor, over: units)
        guard (try? ledger.check(amount, shares)) != nil else { continue }
        ours += amount.minor
        ledger.refunds.append(
          .init(amount: amount.minor, shares: shares, shopRefunded: ledger.shopRefunded))
      }
      #expect(ours + elsewhere <= paid)
      for line in ledger.lines {
        let back = ledger.refunds.flatMap(\.shares).filter { $0.line == line.id }
        #expect(back.reduce(0) { $0 + $1.amount } <= line.paid ?? 0)
        #expect(ledger.refundedUnits(of: line.id) <= line.quantity)
      }
    }
  }

  @Test func unitsOfASkuAreTakenFromTheFirstLineOn() {
    let lines = order([(1, 2), (1, 3)]).lines.map { line in
      var line = line
      line.sku = "MUG"
      return line
    }
    let units = ReturnUnits.of([.init(sku: "mug", quantity: 4)], lines)
    #expect(units.map(\.line) == ["1", "2"])
    #expect(units.map(\.quantity) == [2, 2])
    let named = ReturnUnits.of([.init(sku: "MUG", quantity: 9, line: "2")], lines)
    #expect(named.map(\.quantity) == [3])
    #expect(ReturnUnits.of([], lines).map(\.quantity) == [2, 3])
    #expect(ReturnUnits.of([.init(sku: "CUP", quantity: 1)], lines).isEmpty)
  }
}
