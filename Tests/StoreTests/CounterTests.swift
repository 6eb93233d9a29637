import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct CounterTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func countersEqualRecountsAfterAnything(seed: UInt64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    var generated = GeneratedOrders(seed: seed)
    var dice = Dice(seed: seed &* 7)
    var known: [Order] = []
    for step in 0..<40 {
      let now = noon + .minutes(Int64(step))
      switch dice.roll(7) {
      case 0, 1:
        let fresh = generated.next(4)
        known += fresh
        try store.takeSamples(fresh, now: now)
      case 2 where !known.isEmpty:
        var changed = dice.pick(known)
        changed.updatedAt = now
        changed.payment = dice.pick(PaymentState.allCases)
        changed.cancelledAt = dice.chance(30) ? now : nil
        changed.total = Money(minor: Int64(dice.roll(9)) * 700, currency: changed.currency)
        changed.returns.append(
          sampleReturn("N\(step)") { $0.state = dice.pick(ReturnState.allCases) })
        try store.takeSamples([changed], now: now)
      case 3: try store.detectAll(now: now + .days(Int64(dice.roll(9))))
      case 4:
        if let row = try store.everyRow().randomElement(using: &dice) {
          try store.raise("transit.stalled", dice.pick(Severity.allCases), on: row.id, now: now)
        }
      case 5:
        if let row = try store.listed().randomElement(using: &dice) {
          _ = try store.decide(
            dice.pick([.acknowledge, .snooze(.untilMoved), .resolve(reason: "")]),
            on: [.exception(row.id)], by: "ana", hold: .minutes(1), now: now)
        }
      default:
        if let row = try store.openReturns().randomElement(using: &dice) {
          _ = try store.decide(
            .approveReturn(note: ""), on: [.return(row.id)], by: "ana", hold: .minutes(9), now: now)
        }
        if dice.chance(50) { _ = try store.undo(nil, by: "ana", now: now) }
      }
      #expect(try store.counts() == recount(store), "step \(step)")
    }
    #expect(try store.counts().orders > 8)
    #expect(try store.pool.write { try BoardRecount(database: $0).run() } == 0)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func riskOfSeveralCurrenciesIsListedLargestFirst() throws {
    let scratch = try Scratch()
    let store = scratch.store
    for (index, code) in ["JPY", "USD", "KWD"].enumerated() {
      let currency = try #require(Currency(code))
      try store.takeSamples([
        sampleOrder(index) {
          $0.currency = currency
          $0.total = Money(minor: 30_000, currency: currency)
          $0.lines[0].price = nil
        }
      ])
      try store.raise("transit.stalled", on: try store.only("#\(index)"))
    }
    // 30,000 yen, 300.00 dollars, 30.000 dinars.
    #expect(try store.counts().atRisk.map(\.currency.code) == ["JPY", "USD", "KWD"])
    let rows = try store.queue(.all, sort: .risk, at: .start, count: 9, now: noon).rows
    #expect(rows.map(\.risk?.currency.code) == ["JPY", "USD", "KWD"])
  }

  /// 30,000 yen are 200 dollars, 30 dinars 97; of each three tenths are at risk.
  @Test func ratesPutMoneyOfSeveralCurrenciesInOrder() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let (yen, dinar) = (try #require(Currency("JPY")), try #require(Currency("KWD")))
    func sell(_ index: Int, _ currency: Currency) throws {
      try store.takeSamples([
        sampleOrder(index) {
          $0.currency = currency
          $0.total = Money(minor: 30_000, currency: currency)
          $0.lines[0].price = nil
        }
      ])
      try store.raise("transit.stalled", on: try store.only("#\(index)"))
    }
    func order() throws -> [[String]] {
      let rows = try store.queue(.all, sort: .risk, at: .start, count: 9, now: noon).rows
      return [
        rows.compactMap(\.risk?.currency.code),
        try store.listed().compactMap(\.money?.currency.code),
        try store.counts().atRisk.map(\.currency.code),
      ]
    }
    try sell(0, yen)
    try sell(1, .usd)
    // What stands is put in order anew, what comes later is put in its place.
    let rates = Rates(base: .usd, millionths: [yen: 150_000_000, dinar: 310_000])
    try store.save(rates)
    try sell(2, dinar)
    #expect(try order() == Array(repeating: ["USD", "JPY", "KWD"], count: 3))
    let above = try QueryParser.parse("risk>50")
    #expect(try store.queueCount(above, now: noon) == 2)
    try store.save(rates)
    #expect(try order().first == ["USD", "JPY", "KWD"])
    try store.save(Rates())
    #expect(try order() == Array(repeating: ["JPY", "USD", "KWD"], count: 3))
    #expect(try store.pool.write { try BoardRecount(database: $0).run() } == 0)
  }

  @Test(arguments: [
    ("USD", 1234, 1234), ("JPY", 12, 1200), ("KWD", 12_345, 1234), ("CLF", 9999, 99),
  ])
  func hundredthsCompareCurrenciesOfAnyDigits(code: String, minor: Int64, hundredths: Int64) throws
  {
    let currency = try #require(Currency(code))
    #expect(Money(minor: minor, currency: currency).hundredths == hundredths)
    #expect(Money(minor: .max, currency: currency).hundredths > 0)
  }

  /// The counts, the slow way.
  private func recount(_ store: Store) throws -> BoardCounts {
    let rows = try store.everyRow()
    let exceptions = try store.listed().filter { $0.state != .snoozed }
    var atRisk: [Currency: Int64] = [:]
    for risk in rows.compactMap(\.risk) { atRisk[risk.currency, default: 0] += risk.minor }
    return BoardCounts(
      orders: rows.count, open: rows.filter { !$0.state.isFinal }.count,
      exceptions: exceptions.count, returnsWaiting: try store.openReturns().count,
      suppliers: try store.suppliers(now: noon).count,
      storefronts: try store.activity(now: noon).filter { $0.role == .storefront }.count,
      atRisk: atRisk.map { Money(minor: $0.value, currency: $0.key) }.sorted {
        ($0.hundredths, $1.currency.code) > ($1.hundredths, $0.currency.code)
      })
  }
}
