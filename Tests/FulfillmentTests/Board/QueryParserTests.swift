import Fulfillment
import Testing

/// A filter text and what it means.
struct QueryCase: Sendable, CustomTestStringConvertible {
  let text: String
  let query: Query
  var testDescription: String { text }

  init(_ text: String, _ query: Query) {
    self.text = text
    self.query = query
  }

  init(_ text: String, _ predicate: Predicate) { self.init(text, .match(predicate)) }

  static let fields = [
    QueryCase("state:transit", .state([.transit])),
    QueryCase("state:transit,pickup", .state([.transit, .pickup])),
    QueryCase("State:TRANSIT", .state([.transit])), QueryCase("is:ready", .state([.ready])),
    QueryCase("state:in-transit", .state([.transit])),
    QueryCase("state:\"in transit\"", .state([.transit])),
    QueryCase("state:In_Transit", .state([.transit])),
    QueryCase("state:canceled", .state([.cancelled])),
    QueryCase("state:\"to buy\"", .state([.ready])), QueryCase("state:stuck", .stuck),
    QueryCase("state:open", .open), QueryCase("state:closed", .not(.match(.open))),
    QueryCase("state:ret", .state([.returning, .returned])),
    QueryCase("state:approve", .purchase([.proposed])),
    QueryCase("state:approve?", .purchase([.proposed])),
    QueryCase("state:appr", .purchase([.proposed])),
    QueryCase("state:refused", .purchase([.rejected])),
    QueryCase("state:unknown!", .purchase([.unknown, .waiting])),
    QueryCase("purchase:hold", .purchase([.held])),
    QueryCase("state:re", .state([.ready, .returning, .returned, .refunded])),
    QueryCase("state:transit,transit", .state([.transit])),
    QueryCase("state:transit,stuck", .or([.match(.state([.transit])), .match(.stuck)])),
    QueryCase("payment:paid", .payment([.paid])),
    QueryCase("payment:partially-paid,pending", .payment([.partiallyPaid, .pending])),
    QueryCase("supplier:cj,ali", .supplier(["cj", "ali"])),
    QueryCase("supplier:\"Shenzhen agent\",cj", .supplier(["Shenzhen agent", "cj"])),
    QueryCase("shop:main", .shop(["main"])), QueryCase("store:main", .shop(["main"])),
    QueryCase("country:BR", .country(["BR"])), QueryCase("flag:transit.*", .flag(["transit.*"])),
    QueryCase("tag:vip", .tag(["vip"])), QueryCase("tag:a:b", .tag(["a:b"])),
    QueryCase("tag:-x", .tag(["-x"])), QueryCase("tracking:LX", .tracking("LX")),
    QueryCase("tracking:LX,RB", .or([.match(.tracking("LX")), .match(.tracking("RB"))])),
    QueryCase("sku:VAR-5", .sku("VAR-5")),
  ]

  static let comparisons = [
    QueryCase("age>3d", .age(.greater, .days(3))), QueryCase("age<90m", .age(.less, .minutes(90))),
    QueryCase("age>=4h", .age(.atLeast, .hours(4))), QueryCase("age<=2w", .age(.atMost, .days(14))),
    QueryCase("age=0m", .age(.equal, .minutes(0))), QueryCase("age:>3D", .age(.greater, .days(3))),
    QueryCase("AGE>3d", .age(.greater, .days(3))),
    QueryCase("value>=100", .value(.atLeast, hundredths: 10_000)),
    QueryCase("value<99.95", .value(.less, hundredths: 9995)),
    QueryCase("total=0.5", .value(.equal, hundredths: 50)),
    QueryCase("risk>20", .risk(.greater, hundredths: 2000)),
    QueryCase("risk:<=7", .risk(.atMost, hundredths: 700)),
  ]

  static let words = [
    QueryCase("", .all), QueryCase("  \t", .all), QueryCase("shoes", .text("shoes")),
    QueryCase("\"red shoes\"", .text("red shoes")), QueryCase("#1001", .text("#1001")),
    QueryCase("bob@example.com", .text("bob@example.com")), QueryCase("VAR-5", .text("VAR-5")),
    QueryCase("tracking.inv", .flag(["tracking.inv*"])),
    QueryCase("Dispatch.late", .flag(["dispatch.late"])),
    QueryCase("\"dispatch.late\"", .text("dispatch.late")), QueryCase("a.b", .text("a.b")),
    QueryCase("10:30", .text("10:30")), QueryCase("a,b", .text("a,b")),
    QueryCase("\"state:transit\"", .text("state:transit")), QueryCase("\"or\"", .text("or")),
    QueryCase("order", .text("order")), QueryCase("nothing", .text("nothing")),
    QueryCase(#""say \"hi\" \\""#, .text(#"say "hi" \"#)), QueryCase("深圳", .text("深圳")),
    QueryCase("Møller", .text("Møller")),
  ]

  private static let transit = Query.match(.state([.transit]))
  private static let vip = Query.match(.tag(["vip"]))
  private static let shoes = Query.match(.text("shoes"))

  static let joined = [
    QueryCase("state:transit shoes", .and([transit, shoes])),
    QueryCase("  state:transit   shoes ", .and([transit, shoes])),
    QueryCase("-state:transit", .not(transit)), QueryCase("not state:transit", .not(transit)),
    QueryCase("NOT state:transit", .not(transit)), QueryCase("--shoes", .not(.not(shoes))),
    QueryCase("-(state:transit shoes)", .not(.and([transit, shoes]))),
    QueryCase("state:transit or shoes", .or([transit, shoes])),
    QueryCase("state:transit OR shoes", .or([transit, shoes])),
    QueryCase("tag:vip state:transit or shoes", .or([.and([vip, transit]), shoes])),
    QueryCase("tag:vip (state:transit or shoes)", .and([vip, .or([transit, shoes])])),
    QueryCase("(tag:vip)", vip), QueryCase("((tag:vip))", vip),
    QueryCase("(tag:vip state:transit) shoes", .and([vip, transit, shoes])),
    QueryCase("tag:vip or (state:transit or shoes)", .or([vip, transit, shoes])),
    QueryCase("(tag:vip)(shoes)", .and([vip, shoes])), QueryCase("-(-shoes)", .not(.not(shoes))),
    QueryCase("shoes -tag:vip", .and([shoes, .not(vip)])),
  ]

  static let all = fields + comparisons + words + joined
}

/// A filter that can't be read, where, and what is said.
struct QueryFault: Sendable, CustomTestStringConvertible {
  let text: String
  let offset: Int
  let words: String
  var testDescription: String { text }

  init(_ text: String, _ offset: Int, _ words: String) {
    self.text = text
    self.offset = offset
    self.words = words
  }

  static let all = [
    QueryFault("stat:transit", 0, "no field \"stat\": did you mean state?"),
    QueryFault("shoes supplyer:cj", 6, "did you mean supplier?"),
    QueryFault("http://x", 0, "expected one of state, payment,"),
    QueryFault("zzz>3", 0, "or the text in quotes"),
    QueryFault("state:transit,trasnit", 14, "no state \"trasnit\": did you mean transit?"),
    QueryFault("state:xyzzy", 6, "expected one of unpaid, ready,"),
    QueryFault("payment:payed", 8, "did you mean paid?"),
    QueryFault("state:", 6, "expected a value after state:, as in state:transit,pickup"),
    QueryFault("state: transit", 6, "expected a value after state:"),
    QueryFault("(state:)", 7, "expected a value after state:"),
    QueryFault("supplier:cj,", 12, "expected a value here"),
    QueryFault("supplier:,cj", 9, "expected a value after supplier:"),
    QueryFault("age:3d", 0, "age is compared, as in age>3d"),
    QueryFault("state>3", 0, "state takes a colon, as in state:transit,pickup"),
    QueryFault("age>", 4, "expected a number after age>, as in age>3d"),
    QueryFault("age>3", 5, "expected m, h, d or w after 3, as in 3d"),
    QueryFault("age>3y", 5, "expected m, h, d or w after 3"),
    QueryFault("age>d", 4, "expected a time such as 90m, 4h, 3d or 2w"),
    QueryFault("age>-3d", 4, "expected a time"), QueryFault("age>1.5d", 5, "expected m, h, d or w"),
    QueryFault("age>9999999d", 4, "expected a time"),
    QueryFault("value>ten", 6, "expected an amount such as 100 or 99.95, not \"ten\""),
    QueryFault("value>1.234", 6, "expected an amount"),
    QueryFault("value>-5", 6, "expected an amount"),
    QueryFault("risk>1e3", 5, "expected an amount"), QueryFault("value>=", 7, "expected a number"),
    QueryFault("(tag:vip", 0, "this ( is not closed"),
    QueryFault("shoes (tag:vip or (x)", 6, "this ( is not closed"),
    QueryFault("tag:vip)", 7, "this ) closes nothing"), QueryFault(")", 0, "expected a word"),
    QueryFault("()", 1, "expected a word, a field or ("),
    QueryFault("or shoes", 0, "expected a word"),
    QueryFault("shoes or", 8, "expected a word"), QueryFault("shoes or or x", 9, "expected a word"),
    QueryFault("shoes -", 6, "directly after the -"),
    QueryFault("- shoes", 0, "directly after the -"),
    QueryFault("not", 3, "expected a word"), QueryFault("\"red shoes", 0, "is not closed"),
    QueryFault("tag:\"vip", 4, "is not closed"), QueryFault("\"\"", 0, "nothing between"),
    QueryFault("\"  \"", 0, "nothing between"), QueryFault("深圳 stat:x", 3, "did you mean state?"),
    QueryFault(String(repeating: "(", count: 99), 40, "too many parentheses"),
    QueryFault(String(repeating: "-", count: 99) + "x", 41, "too many negations"),
    QueryFault(String(repeating: "x", count: 2001), 2000, "longer than 2000 characters"),
  ]
}

@Suite struct QueryParserTests {
  @Test(arguments: QueryCase.all)
  func textMeansItsQuery(_ example: QueryCase) throws {
    #expect(try QueryParser.parse(example.text) == example.query)
  }

  @Test(arguments: QueryFault.all)
  func faultPointsAtItsCharacterAndSaysWhatWasExpected(_ fault: QueryFault) throws {
    let error = try #require(throws: QueryError.self) { try QueryParser.parse(fault.text) }
    #expect(error.offset == fault.offset)
    #expect(error.message.contains(fault.words), "\(error.message)")
  }

  @Test(arguments: OrderState.allCases)
  func everyStateIsReadByNameAndByWord(_ state: OrderState) throws {
    let byName = try QueryParser.parse("state:\(state.rawValue)")
    let byWord = try QueryParser.parse("state:\"\(StateText.text(state))\"")
    #expect(byName == .match(.state([state])))
    #expect(byWord == byName)
  }

  @Test(arguments: PaymentState.allCases)
  func everyPaymentIsRead(_ state: PaymentState) throws {
    #expect(try QueryParser.parse("payment:\(state.rawValue)") == .match(.payment([state])))
  }

  /// While a filter is typed it is read after every key: no prefix may do worse than a clean error.
  @Test(arguments: QueryCase.all + QueryFault.all.prefix(40).map { QueryCase($0.text, .all) })
  func everyPrefixIsReadOrRefusedInsideTheText(_ example: QueryCase) {
    for length in 0...example.text.count {
      let prefix = String(example.text.prefix(length))
      do {
        _ = try QueryParser.parse(prefix)
      } catch {
        #expect((0...length).contains(error.offset))
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test func deepestNestingAllowedIsRead() throws {
    let text = String(repeating: "(", count: 39) + "x" + String(repeating: ")", count: 39)
    #expect(try QueryParser.parse(text) == .match(.text("x")))
  }
}
