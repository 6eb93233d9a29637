import Foundation
import Fulfillment
import Store
import Sync
import Testing

@testable import supercargo

@Suite(.serialized) struct PlanVerbTests {
  @Test func aPlanSaysWhoWhatAndForHowMuch() throws {
    let buying = try BuyingDesk()
    let outcome = try buying.plan().outcome
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count { $0.contains("Agent by Line  2 x Agent-1  10.50 USD") } == 3)
    #expect(outcome.output.contains("3 purchases for 31.50 USD, 0 refused"))
    #expect(outcome.output.contains("supercargo apply"))
    #expect(buying.purchases.isEmpty, "a plan writes nothing down")
  }

  @Test func theJSONHasAHeaderAndALineForEachPurchase() throws {
    let buying = try BuyingDesk()
    let lines = buying.desk.run("plan", "--json").objects
    try #require(lines.count == 4)
    #expect(lines[0]["plan"] as? Int == 1)
    #expect(lines[0]["purchases"] as? Int == 3)
    for line in lines.dropFirst() {
      #expect(text(line, "key").hasPrefix("SC-"))
      #expect(line["supplier"] as? String == "Agent")
      #expect((line["cost"] as? [String: String]) == ["amount": "10.50", "currency": "USD"])
      #expect(text(line, "body").contains("Agent-1"))
      #expect((line["reasons"] as? [String])?.isEmpty == false)
    }
  }

  @Test func whatIsRefusedSaysWhyAndWithWhichCode() throws {
    let buying = try BuyingDesk()
    try buying.desk.take([
      overdue(9) {
        $0.lines = [
          OrderLine(externalID: "1", sku: "NOBODY", title: "?", quantity: 1, price: euros(100))
        ]
      }
    ])
    let outcome = try buying.plan().outcome
    let line = try #require(outcome.lines.first { $0.hasPrefix("#9") })
    #expect(line.contains("not bought") && line.contains("[order.unmapped]"), "\(line)")
    #expect(outcome.output.contains("3 purchases for 31.50 USD, 1 refused"))
  }

  @Test func nothingToBuyIsNothingFound() throws {
    let buying = try BuyingDesk(orders: 1)
    #expect(buying.desk.run("plan", "state:delivered").status == 4)
    try buying.offer("Agent", cents: 400) {
      $0.stock = 0; $0.stockAt = SystemTime().now()
    }
    let outcome = try buying.plan().outcome
    #expect(outcome.status == 4)
    #expect(!outcome.output.contains("apply"), "an empty plan is not offered: \(outcome.output)")
  }

  @Test func anUnpaidOrderIsNotPlanned() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.desk.take([
      overdue(1) {
        $0.payment = .pending; $0.paidAt = nil
      }
    ])
    #expect(try buying.plan().outcome.output.contains("not paid"))
  }

  @Test func aSupplierWithoutAnAccountIsPassedOver() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.offer("Stranger", cents: 100)
    let line = try #require(
      buying.desk.run("plan", "--json").objects.first { $0["supplier"] != nil })
    #expect(line["supplier"] as? String == "Agent", "the cheaper one can't be ordered from")
    let others = line["runners_up"] as? [[String: Any]] ?? []
    #expect(
      others.contains {
        $0["supplier"] as? String == "Stranger" && $0["eligible"] as? Bool == false
      })
  }

  @Test func thePlanIsForItsOwnerOnly() throws {
    let buying = try BuyingDesk()
    let path = try buying.plan().path
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func aPlanThatCantBeWrittenSaysSo() throws {
    let buying = try BuyingDesk(orders: 1)
    let outcome = buying.desk.run("plan", "--out", buying.desk.folder.path + "/no/such/plan")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the plan can't be written: "), "\(outcome.errors)")
  }

  @Test func aPlanGoesIntoAPipe() throws {
    let buying = try BuyingDesk(orders: 1)
    let path = buying.desk.folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    // Without a reader a writer waits for one.
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
    defer { close(reader) }
    let outcome = buying.desk.run("plan", "--out", path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(reader, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    #expect(text.hasPrefix("{\"plan\":1") && text.hasSuffix("\n"), "\(text)")
    var status = stat()
    let found = lstat(path, &status)
    #expect(found == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  @Test func aFilterThatCantBeReadIsUsage() throws {
    let outcome = try BuyingDesk(orders: 1).desk.run("plan", "state:nowhere")
    #expect(outcome.status == 2, "\(outcome.errors)")
  }

  @Test func routingRulesOfTheConfigurationAreKept() throws {
    let buying = try BuyingDesk(
      orders: 1, configuration: "[[route]]\nname = \"workshop\"\nonly = [\"Workshop\"]\n")
    try buying.offer("Workshop", cents: 900)
    let line = buying.desk.run("plan", "--json").objects.first { $0["supplier"] != nil }
    #expect(line?["supplier"] as? String == "Workshop")
    #expect(text(line, "body").contains("To: orders@workshop.example"))
  }

  @Test(arguments: [
    ("price_ceiling = \"5%\"", "[order.blocked]"),
    ("margin_floor = \"90%\"", "[order.blocked]"),
  ])
  func aLimitOfTheRoutingIsToldInThePlan(limit: String, told: String) throws {
    let buying = try BuyingDesk(orders: 1)
    let text = try String(contentsOfFile: buying.desk.folder.path + "/c.toml", encoding: .utf8)
    try buying.desk.file(
      "c.toml", text.replacing("max_age = \"90d\"", with: "max_age = \"90d\"\n" + limit))
    #expect(try buying.plan().outcome.output.contains(told))
  }

  @Test func rulesAreTriedOnWhatWasBoughtToo() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    try buying.offer("Workshop", cents: 500)
    let rules = try buying.desk.file(
      "rules.toml", "[routing]\nmax_age = \"90d\"\n[[route]]\nname = \"w\"\nonly = [\"Workshop\"]\n"
    )
    let outcome = buying.desk.run("rules", "try", rules, "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let last = try #require(outcome.objects.last)
    #expect(last["examined"] as? Int == 3)
    #expect(last["changed"] as? Int == 3)
    let change = try #require(outcome.objects.first)
    #expect((change["to"] as? [String])?.first?.contains("Workshop") == true)
    #expect(
      buying.desk.run("rules", "try", rules).output.contains("3 of 3 orders would go otherwise"))
    #expect(buying.states == ["held", "held", "held"], "nothing was changed")
  }

  @Test(arguments: ["[purchasing]\nmode = \"manual\"\n", "[routing]\nspeed = 3\n", "not toml"])
  func aRulesFileThatIsNoneIsRefused(text: String) throws {
    let desk = try BuyingDesk(orders: 1).desk
    let outcome = desk.run("rules", "try", try desk.file("rules.toml", text))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("rules.toml"), "\(outcome.errors)")
  }

  @Test func theRulesBehindExceptionsAreListedAndExplained() throws {
    let listed = Outcome.of(["rules", "list", "--json"])
    #expect(
      listed.objects.compactMap { $0["code"] as? String } == ruleTable.map(\.id) + ["feed.stale"])
    let lines = Outcome.of(["rules"]).lines
    #expect(lines.count == ruleTable.count + 1)
    #expect(
      lines.contains {
        $0.hasPrefix("purchase.unsent") && $0.hasSuffix("warning   Not bought: 2 h, the seed")
      },
      "\(lines)")
    for rule in Thresholds().ruleEntries {
      let told = Outcome.of(["rules", "explain", rule.code])
      #expect(told.status == 0)
      #expect(
        told.lines.count == 3 + rule.examples.count + (rule.learns ? 1 : 0), "\(rule.code)")
      let object = try #require(
        Outcome.of(["rules", "explain", rule.code, "--json"]).objects.first)
      #expect(object["code"] as? String == rule.code)
      #expect((object["examples"] as? [[String: Any]])?.count == rule.examples.count)
      #expect((object["examples"] as? [[String: Any]])?.first?["facts"] is String)
      #expect(object["seed"] as? String == object["limit"] as? String)
    }
    #expect(Outcome.of(["rules", "explain", "no.such"]).status == 4)
  }

  @Test func planningIsMeasured() {
    let outcome = Outcome.of(["bench", "plan", "--orders", "60", "--offers", "200", "--json"])
    #expect(outcome.objects.first?["orders"] as? Int == 60)
    let planned = (outcome.objects.first?["purchases"] as? Int ?? 0)
    let refused = (outcome.objects.first?["refused"] as? Int ?? 0)
    #expect(planned + refused >= 60)
    #expect(outcome.objects.first?["plan_ms"] as? Double ?? 0 > 0)
  }
}
