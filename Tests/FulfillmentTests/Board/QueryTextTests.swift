import Fulfillment
import Testing

extension SplitMix64 {
  fileprivate mutating func word() -> String {
    let pieces = [
      "a", "Z", "9", " ", "-", "\"", "\\", "(", ")", ",", ":", "<", "=", "or", "not", "深", "é", "*",
      ".",
    ]
    var word = pick(["x", "or", "not", "-", "\"", "state:", "age>", "7"], or: "x")
    for _ in 0..<int(0...6) { word += pick(pieces, or: "a") }
    return word
  }

  fileprivate mutating func words() -> [String] { (0..<int(1...3)).map { _ in word() } }

  fileprivate mutating func some<Element>(_ all: [Element]) -> [Element] {
    Array(all.shuffled(using: &self).prefix(int(1...3)))
  }

  fileprivate mutating func predicate() -> Predicate {
    let comparison = pick(Comparison.allCases, or: .less)
    switch int(0...13) {
    case 0: return .state(some(OrderState.allCases))
    case 1: return .stuck
    case 2: return .open
    case 3: return .payment(some(PaymentState.allCases))
    case 4: return .supplier(words())
    case 5: return .shop(words())
    case 6: return .country(words())
    case 7: return .flag(words())
    case 8: return .tag(words())
    case 9: return .tracking(word())
    case 10: return .sku(word())
    case 11: return .age(comparison, .minutes(int64(0...900_000)))
    case 12: return .value(comparison, hundredths: int64(0...99_999_999))
    default: return .text(word())
    }
  }

  /// A query as the reader makes them: neither one-sided nor nested in its own kind.
  fileprivate mutating func query(depth: Int = 3) -> Query {
    guard depth > 0 else { return .match(predicate()) }
    switch int(0...5) {
    case 0: return .not(query(depth: depth - 1))
    case 1: return .and(sides(depth) { if case .and = $0 { true } else { false } })
    case 2: return .or(sides(depth) { if case .or = $0 { true } else { false } })
    case 3: return .match(.risk(.greater, hundredths: int64(0...99_999)))
    default: return .match(predicate())
    }
  }

  private mutating func sides(_ depth: Int, except isSame: (Query) -> Bool) -> [Query] {
    (0..<int(2...3)).map { _ in
      let side = query(depth: depth - 1)
      return isSame(side) ? .not(side) : side
    }
  }
}

@Suite struct QueryTextTests {
  @Test(arguments: QueryCase.all)
  func whatWasReadIsPrintedSoThatItReadsTheSame(_ example: QueryCase) throws {
    #expect(try QueryParser.parse(example.query.description) == example.query)
  }

  @Test(arguments: seeds)
  func anyQuerySurvivesPrintingAndReading(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let query = random.query()
      guard query.description.count <= QueryParser.longest else { continue }
      #expect(try QueryParser.parse(query.description) == query, "\(query.description)")
    }
  }

  @Test(arguments: [
    ("state:transit,pickup", "state:transit,pickup"), ("is:in-transit", "state:transit"),
    ("age>48h", "age>2d"), ("age>=14d", "age>=2w"), ("age<90m", "age<90m"), ("age<60m", "age<1h"),
    ("age=0m", "age=0m"), ("value>=100.00", "value>=100"), ("value<9.5", "value<9.50"),
    ("supplier:\"Shenzhen agent\"", "supplier:\"Shenzhen agent\""), ("(a) (b or c)", "a (b or c)"),
    ("a b or c", "(a b) or c"), ("not a", "-a"), ("-(a b)", "-(a b)"), ("  ", ""),
    ("\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""), ("\"or\"", "\"or\""), ("\"-x\"", "\"-x\""),
    ("state:stuck,ready", "state:ready or state:stuck"), ("store:main", "shop:main"),
  ])
  func printedTextIsTheShortestForm(_ text: String, _ printed: String) throws {
    #expect(try QueryParser.parse(text).description == printed)
  }
}

@Suite struct QueryHelpTests {
  @Test(arguments: QueryHelp.fields)
  func exampleOfEveryFieldIsRead(_ field: QueryHelp.Field) throws {
    #expect(try QueryParser.parse(field.example) != .all)
    #expect(field.example.hasPrefix(field.name))
    #expect(!field.meaning.isEmpty)
  }

  @Test(arguments: QueryHelp.fields.flatMap { field in field.values.map { (field.name, $0) } })
  func everyListedValueIsRead(_ field: String, _ value: String) throws {
    #expect(try QueryParser.parse("\(field):\(value)") != .all)
  }

  @Test(arguments: QueryHelp.grammar.map(\.example))
  func everyExampleOfTheGrammarIsRead(_ example: String) throws {
    #expect(try QueryParser.parse(example) != .all)
  }

  @Test func fieldsAreThoseOfTheLanguage() {
    #expect(
      QueryHelp.fields.map(\.name) == [
        "state", "payment", "purchase", "supplier", "shop", "country", "flag", "tag", "tracking",
        "sku", "age", "value", "risk",
      ])
    #expect(QueryHelp.fields.filter(\.isCompared).map(\.name) == ["age", "value", "risk"])
  }

  @Test(arguments: [
    ("stat", "state"), ("sate", "state"), ("tsate", "state"), ("STATE", "state"),
    ("coutry", "country"),
    ("suplier", "supplier"), ("trackng", "tracking"), ("zzzzz", nil), ("", nil),
    (String(repeating: "s", count: 300), nil),
  ])
  func nearestNameIsFound(_ typed: String, _ name: String?) {
    #expect(QueryHelp.nearest(typed, among: QueryHelp.fields.map(\.name)) == name)
  }
}
