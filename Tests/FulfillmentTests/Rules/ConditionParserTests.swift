import Fulfillment
import Testing

@Suite struct ConditionParserTests {
  private static let transit = Condition.clock(.transit, .businessDays(5))
  private static let express = Condition.fact(.text(.method, ["EXPRESS"]))

  @Test(arguments: [
    ("method:express and transit > 5bd", Condition.all([express, transit])),
    ("method:express transit>5bd", .all([express, transit])),
    ("  METHOD:Express   AND   Transit>=5BD ", .all([express, transit])),
    ("transit>5bd", transit), ("(transit>5bd)", transit),
    ("not method:express", .not(express)), ("-method:express", .not(express)),
    ("method:express or transit>5bd", .any([express, transit])),
    ("lines>3", .fact(.count(.lines, .greater, 3))),
    ("failures>=2", .fact(.count(.failures, .atLeast, 2))),
    ("value<19.90", .fact(.value(.less, 1990))),
    ("status:customs,delayed", .fact(.status([.customs, .delayed]))),
    ("status:InTransit", .fact(.status([.inTransit]))),
    ("state:ready", .fact(.state([.ready]))), ("payment:paid", .fact(.payment([.paid]))),
    ("purchase:unpaid", .fact(.purchase([.unpaid]))),
    ("message:\"incorrect address\"", .fact(.message(["incorrect address"]))),
    ("supplier:\"Acme Ltd\",cj", .fact(.text(.supplier, ["ACME LTD", "CJ"]))),
    ("promise<2d", .clock(.promise, .span(.days(2)))),
    ("late>0", .clock(.late, .span(.days(0)))), ("age>2w", .clock(.age, .span(.days(14)))),
    ("silent>90m", .clock(.silent, .span(.minutes(90)))),
    (
      "country:BR (silent>3bd or standing>36h) -status:customs",
      .all([
        .fact(.text(.country, ["BR"])),
        .any([.clock(.silent, .businessDays(3)), .clock(.standing, .span(.hours(36)))]),
        .not(.fact(.status([.customs]))),
      ])
    ),
  ])
  func textBecomesACondition(_ text: String, _ condition: Condition) throws {
    #expect(try ConditionParser.parse(text) == condition)
  }

  @Test(arguments: [
    ("", 0, "empty"), ("   ", 0, "empty"), ("transit", 7, "expected a comparison"),
    ("tranzit>5bd", 0, "did you mean transit?"), ("colour:red", 0, "expected one of"),
    ("transit<5bd", 0, "wait for time to pass"), ("transit=5bd", 0, "wait for time to pass"),
    ("promise>2d", 0, "compared with <"), ("promise<2bd", 8, "compared with a span"),
    ("not transit>5bd", 0, "time alone"), ("-(lines>3 transit>5bd)", 0, "time alone"),
    ("transit>5", 8, "36h, 3d"), ("transit>soon", 8, "36h, 3d"), ("transit>99999d", 8, "36h, 3d"),
    ("transit:5bd", 0, "is compared, as in transit>5bd"),
    ("method>5", 0, "takes a colon, as in method:express"),
    ("status:lostt", 7, "did you mean lost?"), ("status:abroad", 7, "expected one of"),
    ("lines>many", 6, "not a whole number"), ("value>cheap", 6, "not an amount"),
    ("lines>", 6, "expected a value"), ("(lines>3", 0, "not closed"), ("lines>3)", 7, "nothing"),
    ("lines>3 or", 10, "expected a field"), ("and lines>3", 0, "expected a field"),
    ("message:\"open", 8, "not closed"), ("lines>-1", 6, "not a whole number"),
    ("value>nan", 6, "not an amount"), ("value>1e30", 6, "not an amount"),
  ])
  func errorNamesThePlaceAndWhatIsAllowed(_ text: String, _ offset: Int, _ words: String) throws {
    let error = try #require(throws: QueryError.self) { try ConditionParser.parse(text) }
    #expect(error.offset == offset)
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test func depthAndLengthAreBounded() {
    let deep = String(repeating: "(", count: 60) + "lines>3" + String(repeating: ")", count: 60)
    #expect(throws: QueryError.self) { try ConditionParser.parse(deep) }
    let negations = String(repeating: "-", count: 900) + "lines>3"
    #expect(throws: QueryError.self) { try ConditionParser.parse(negations) }
    let long = Array(repeating: "lines>3", count: 500).joined(separator: " ")
    #expect(throws: QueryError.self) { try ConditionParser.parse(long) }
  }

  @Test(arguments: ConditionFields.all.map(\.example))
  func everyExampleOfAFieldCanBeRead(_ example: String) throws {
    _ = try ConditionParser.parse(example)
  }

  @Test(arguments: seeds)
  func rubbishIsReadOrRefusedButNeverCrashes(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces =
      ConditionFields.all.map(\.name) + [
        ":", ">", ">=", "<", "(", ")", "-", "not", "or", "and", " ", "\"", ",", "5bd", "3d", "x",
        "é",
        "0", "🎁",
      ]
    for _ in 0..<200 {
      let text = (0..<random.int(0...12)).map { _ in random.pick(pieces, or: "") }.joined()
      do {
        _ = try ConditionParser.parse(text)
      } catch {
        #expect((0...text.count).contains(error.offset) && !error.message.isEmpty)
      }
    }
  }
}
