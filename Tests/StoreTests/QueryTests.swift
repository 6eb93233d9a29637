import Fulfillment
import GRDB
import Testing

@testable import Store

/// The same question asked in Swift of an order's page.
private func matches(_ query: Query, _ detail: OrderDetail) -> Bool {
  switch query {
  case .all: true
  case .not(let inner): !matches(inner, detail)
  case .and(let parts): parts.allSatisfy { matches($0, detail) }
  case .or(let parts): parts.contains { matches($0, detail) }
  case .match(let predicate): matches(predicate, detail)
  }
}

private func matches(_ predicate: Predicate, _ detail: OrderDetail) -> Bool {
  let row = detail.row
  func starts(_ text: String, _ prefixes: [String]) -> Bool {
    prefixes.contains { text.lowercased().hasPrefix($0.lowercased()) }
  }
  return switch predicate {
  case .state(let states): states.contains(row.state)
  case .stuck: !row.exception.isEmpty
  case .open: !row.state.isFinal
  case .payment(let states): states.contains(row.payment)
  case .purchase(let states): row.purchase.map { states.contains($0) } ?? false
  case .supplier(let names):
    starts(row.supplier, names) || detail.purchases.contains { starts($0.supplier, names) }
  case .shop(let names): starts(row.storefront, names)
  case .country(let codes): starts(row.country, codes)
  case .flag(let codes):
    detail.exceptions.contains { exception in
      exception.state.stands
        && codes.contains {
          $0.hasSuffix("*")
            ? exception.code.hasPrefix($0.dropLast()) : exception.code == $0
        }
    }
  case .tag(let tags):
    row.tags.contains { tag in tags.contains { $0.lowercased() == tag.lowercased() } }
  case .tracking(let start):
    detail.order.shipments.contains { $0.number.hasPrefix(start.uppercased()) }
  case .sku(let start): detail.order.lines.contains { starts($0.sku, [start]) }
  case .age(let comparison, let span):
    compare((noon - row.placedAt).milliseconds, comparison, span.milliseconds)
  case .value(let comparison, let hundredths):
    row.total.map { compare($0.hundredths, comparison, hundredths) } ?? false
  case .risk(let comparison, let hundredths):
    row.risk.map { compare($0.hundredths, comparison, hundredths) } ?? false
  case .text(let text): detail.words.contains { $0.hasPrefix(text.lowercased()) }
  }
}

private func compare(_ left: Int64, _ comparison: Comparison, _ right: Int64) -> Bool {
  switch comparison {
  case .less: left < right
  case .atMost: left <= right
  case .equal: left == right
  case .atLeast: left >= right
  case .greater: left > right
  }
}

extension OrderDetail {
  /// Words of the fields that free text looks at, without marks and in lower case.
  fileprivate var words: [String] {
    let fields =
      [order.name, order.customerName, order.email, order.shipTo.city, order.note]
      + order.lines.flatMap { [$0.sku, $0.title] } + order.shipments.map(\.number)
    return fields.flatMap { field in
      field.lowercased()
        .map { ["ö": "o", "ü": "u", "é": "e"][$0] ?? $0 }
        .split { !$0.isLetter && !$0.isNumber }.map { String($0) }
    }
  }
}

@Suite struct QueryTests {
  static let predicates: [Predicate] = [
    .state([.ready]), .state([.transit, .shipped, .fulfilled]), .stuck, .open,
    .payment([.pending, .voided]), .supplier(["cj"]), .supplier(["ALI", "agent"]),
    .supplier([""]), .shop(["MAIN"]), .shop(["out", "nowhere"]), .country(["br"]),
    .country(["D", "ch"]), .flag(["transit.*"]), .flag(["order.address", "tracking.missing"]),
    .flag(["*"]), .flag(["transit"]), .tag(["VIP"]), .tag(["gift", "re-ship"]),
    .tracking("lx10"), .tracking("LX999"), .sku("case"), .sku("VAR-5-4"), .sku(""),
    .age(.greater, .days(3)), .age(.atMost, .days(2)), .age(.equal, .days(4)),
    .age(.less, .days(1)), .age(.atLeast, .days(11)), .value(.atLeast, hundredths: 10_000),
    .value(.equal, hundredths: 0), .value(.less, hundredths: 5_001),
    .value(.greater, hundredths: 1_000_000), .risk(.greater, hundredths: 2_000),
    .risk(.atMost, hundredths: 20_000), .risk(.atLeast, hundredths: -5), .text("rosa"),
    .text("phone"), .text("koln"), .text("buyer1"), .text("lx10"), .text("李"),
  ]

  @Test(arguments: predicates)
  func predicateMeansInSQLWhatItMeansInSwift(predicate: Predicate) throws {
    let scratch = try QueryTests.filled()
    try check(.match(predicate), scratch)
    try check(.not(.match(predicate)), scratch)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func anyCombinationMeansTheSame(seed: UInt64) throws {
    let scratch = try QueryTests.filled()
    var dice = Dice(seed: seed)
    for _ in 0..<12 { try check(QueryTests.combination(&dice, depth: 3), scratch) }
  }

  @Test(arguments: [
    "\"", "\"\"\"", "'", "');--", "a\" OR \"b", "NEAR(a b)", "words:rosa", "^rosa", "rosa*", "*",
    "-rosa", "rosa AND", "NOT", "(", ")", "{words}", "\\", "\u{0}", "%", "_", "🎁", "e\u{301}",
    String(repeating: "x", count: 2000), "rosa\u{0}lima", "+", ".", "a.b", "rosa lima",
  ])
  func searchTextIsNeverReadAsAnythingButText(text: String) throws {
    let scratch = try QueryTests.filled()
    let everything = try scratch.store.counts().orders
    for query in [
      Query.match(.text(text)), .match(.sku(text)), .match(.tag([text])),
      .match(.tracking(text)), .match(.supplier([text])), .match(.shop([text])),
      .match(.country([text])), .match(.flag([text])),
    ] {
      let rows = try scratch.store.queue(
        query, sort: .risk, at: .start, count: 500, now: noon
      ).rows
      #expect(rows.count == (try scratch.store.queueCount(query, now: noon)))
      let rest = try scratch.store.queueCount(.not(query), now: noon)
      #expect(rows.count + rest == everything, "\(query)")
    }
    #expect(try scratch.store.counts().orders == everything)
  }

  @Test func quotesInAPhraseStayInside() throws {
    let scratch = try QueryTests.filled()
    let bob = try scratch.store.queueCount(.match(.text("o'neill \"bob\"")), now: noon)
    let expected = try scratch.store.everyRow().filter { $0.customer.contains("Bob") }.count
    #expect(bob == expected && bob > 0)
  }

  @Test func phraseIsWordsInARow() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([
      sampleOrder(1) { $0.note = "red shoe" }, sampleOrder(2) { $0.note = "shoe red" },
    ])
    #expect(try scratch.store.queueCount(.match(.text("red sho")), now: noon) == 1)
    let both = Query.and([.match(.text("red")), .match(.text("shoe"))])
    #expect(try scratch.store.queueCount(both, now: noon) == 2)
  }

  @Test func textWithoutAWordInItConstrainsNothing() throws {
    let scratch = try QueryTests.filled()
    #expect(
      try scratch.store.queueCount(.match(.text("#")), now: noon) == scratch.store.counts().orders)
  }

  @Test(arguments: predicates)
  func exceptionsAreFilteredByTheirOrders(predicate: Predicate) throws {
    let scratch = try QueryTests.filled()
    let matching = Set(
      try scratch.store.queue(
        .match(predicate), sort: .newest, at: .start, count: 500, now: noon
      ).rows.map(\.id))
    let rows = try scratch.store.listed(.match(predicate))
    let all = try scratch.store.listed()
    #expect(Set(rows) == Set(all.filter { $0.order.map(matching.contains) ?? false }))
    #expect(rows.count == (try scratch.store.exceptionCount(.match(predicate), now: noon)))
  }

  @Test func textQueriesRunAsParsed() throws {
    let scratch = try QueryTests.filled()
    let query = try QueryParser.parse("-country:br value>=50 (sku:case or tag:vip)")
    try check(query, scratch)
  }

  @Test func manyMatchesAndFewAreReadDifferentlyAndTheSame() throws {
    let scratch = try QueryTests.filled()
    for predicate in QueryTests.predicates {
      let query = Query.match(predicate)
      let few = try scratch.store.pool.read { database in
        try Store.queueReader(query, sort: .risk, now: noon, database)
          .window(at: .start, count: 500, total: nil, database)
      }
      let walked = try scratch.store.pool.read { database in
        var reader = try Store.queueReader(query, sort: .risk, now: noon, database)
        reader.candidates = nil
        return try reader.window(at: .start, count: 500, total: nil, database)
      }
      #expect(few == walked, "\(query)")
    }
  }

  private func check(_ query: Query, _ scratch: Scratch) throws {
    let details = try scratch.store.everyRow().compactMap {
      try scratch.store.order($0.id, returnWindow: .days(30), now: noon)
    }
    let expected = Set(details.filter { matches(query, $0) }.map(\.row.id.number))
    let rows = try scratch.store.queue(
      query, sort: .risk, at: .start, count: 500, now: noon
    ).rows
    #expect(rows.count == expected.count, "\(query)")
    #expect(Set(rows.map(\.id.number)) == expected, "\(query)")
    #expect(try scratch.store.queueCount(query, now: noon) == expected.count, "\(query)")
  }

  private static func combination(_ dice: inout Dice, depth: Int) -> Query {
    guard depth > 0 else { return .match(dice.pick(predicates)) }
    func parts() -> [Query] {
      (0..<(1 + dice.roll(3))).map { _ in combination(&dice, depth: depth - 1) }
    }
    return switch dice.roll(5) {
    case 0: .and(parts())
    case 1: .or(parts())
    case 2: .not(combination(&dice, depth: depth - 1))
    case 3: .all
    default: .match(dice.pick(predicates))
    }
  }

  private static func filled() throws -> Scratch { try sharedStore(seed: 77, orders: 120) }
}
