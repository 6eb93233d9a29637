import ArgumentParser
import Connectors
import Console
import Foundation
import Fulfillment
import Settings
import Store
import Testing

@testable import supercargo

/// Two orders in three rows, in the shape of Shopify's export.
private let export = """
  Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,\
  Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,\
  Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,\
  Shipping Country,Id
  #2001,ana@example.com,paid,2025-06-01 10:00:00 +0000,unfulfilled,EUR,30.00,5.00,0.00,35.00,\
  2025-06-01 09:59:00 +0000,1,Lamp,20.00,LAMP-1,true,pending,Ana Lind,Havnegata 3,Bergen,'5003,NO,9001
  #2001,,,,,,,,,,,2,Bulb,5.00,BULB-2,true,pending,,,,,,
  #2002,bo@example.com,pending,,unfulfilled,EUR,12.00,0.00,0.00,12.00,\
  2025-06-02 09:59:00 +0000,1,Cord,12.00,CORD-1,true,pending,Bo Ek,,Lund,22100,SE,9002

  """

@Suite struct ImportTests {
  @Test func countsAreOneJSONObject() throws {
    let desk = try Desk()
    let file = try desk.file("orders.csv", export)
    let first = desk.run("import", "shopify-csv", file, "--json")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output == "{\"imported\":2,\"changed\":0,\"unchanged\":0,\"refused\":0}\n")
    #expect(first.errors.isEmpty, "no progress where standard error is no terminal")
    let second = desk.run("import", "shopify-csv", file, "--json")
    #expect(second.output == "{\"imported\":0,\"changed\":0,\"unchanged\":2,\"refused\":0}\n")
  }

  @Test func countsAreOneSentenceOrNothing() throws {
    let desk = try Desk()
    let file = try desk.file("orders.csv", export)
    #expect(
      desk.run("import", "shopify-csv", file).output
        == "imported 2, changed 0, unchanged 0, refused 0\n")
    let quiet = desk.run("import", "shopify-csv", file, "--quiet")
    #expect(quiet.output.isEmpty)
    #expect(quiet.status == 0)
  }

  @Test func theRulesTripAtOnce() throws {
    let desk = try Desk()
    _ = desk.run("import", "shopify-csv", try desk.file("orders.csv", export))
    #expect(try desk.store.counts().exceptions > 0)
    #expect(try desk.store.counts().orders == 2)
  }

  @Test func whatIsRefusedIsToldByLineAndColumn() throws {
    let desk = try Desk()
    let file = try desk.file(
      "bad.csv", export.replacingOccurrences(of: ",1,Cord,12.00", with: ",many,Cord,12.00"))
    let outcome = desk.run("import", "shopify-csv", file, "--json")
    #expect(outcome.status == 3)
    #expect(outcome.output == "{\"imported\":1,\"changed\":0,\"unchanged\":0,\"refused\":1}\n")
    #expect(outcome.errors.contains("bad.csv:4:"), "\(outcome.errors)")
    #expect(try desk.store.findOrders("#2002").isEmpty)
  }

  @Test func aRefusalRepeatsNoControlSequence() throws {
    let desk = try Desk()
    let file = try desk.file(
      "bad.csv",
      export.replacingOccurrences(of: ",1,Cord,12.00", with: ",\u{1B}[2Jmany\u{202E},Cord,12.00"))
    let outcome = desk.run("import", "shopify-csv", file)
    #expect(outcome.status == 3)
    #expect(isHarmless(outcome.errors))
  }

  @Test func severalFilesAreOneSum() throws {
    let desk = try Desk()
    let first = try desk.file("a.csv", export)
    let second = try desk.file(
      "b.csv",
      export.replacingOccurrences(of: "#200", with: "#300")
        .replacingOccurrences(of: ",900", with: ",800"))
    let outcome = desk.run("import", "shopify-csv", first, second, "--json")
    #expect(outcome.output == "{\"imported\":4,\"changed\":0,\"unchanged\":0,\"refused\":0}\n")
  }

  @Test(arguments: ["shopify-csv", "timeline-csv", "offers-csv"])
  func aFileThatIsNotThereChangesNothing(kind: String) throws {
    let desk = try Desk()
    let outcome = desk.run("import", kind, desk.folder.path + "/none.csv")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("there is no such file"), "\(outcome.errors)")
    #expect(try desk.store.counts().orders == 0)
  }

  @Test(arguments: ["shopify-csv", "timeline-csv", "offers-csv"])
  func aFileOfAnotherKindIsRefusedInWords(kind: String) throws {
    let desk = try Desk()
    let outcome = desk.run("import", kind, try desk.file("other.csv", "colour,size\nred,1\n"))
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("other.csv:1"), "\(outcome.errors)")
  }

  @Test func theShopIsAsNamed() throws {
    let desk = try Desk()
    let file = try desk.file("orders.csv", export)
    _ = desk.run("import", "shopify-csv", file, "--shop", "north")
    _ = desk.run("import", "shopify-csv", file, "--shop", "south")
    #expect(try desk.store.counts().orders == 4)
    #expect(desk.run("orders", "shop:north", "--csv", "--columns", "name").lines.count == 3)
  }
}

@Suite struct DecidingTests {
  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.take([overdue(1001), overdue(1002), overdue(1003)])
    return desk
  }

  private func states(_ desk: Desk) throws -> [String: OrderException.State] {
    let rows = try desk.store.exceptions(.all, sort: .money, at: .start, count: 100, now: noon).rows
    return Dictionary(rows.map { ($0.subject, $0.state) }) { first, _ in first }
  }

  @Test func severalOrdersAreOneDecisionAndOneUndo() throws {
    let desk = try desk()
    let outcome = desk.run("exceptions", "ack", "#1001", "1002", "ext-1003", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["decision"] as? String == "acknowledge")
    #expect(outcome.objects.first?["applied"] as? Int == 3)
    #expect(outcome.objects.first?["refused"] as? Int == 0)
    #expect(Set(try states(desk).values) == [.acknowledged])
    #expect(desk.run("undo").status == 0)
    #expect(Set(try states(desk).values) == [.open])
    #expect(desk.run("undo", "--redo").status == 0)
    #expect(Set(try states(desk).values) == [.acknowledged])
  }

  @Test func anUnknownOrderIsToldAndTheRestIsDone() throws {
    let desk = try desk()
    let outcome = desk.run("exceptions", "ack", "#1001", "#9999")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("#9999"), "\(outcome.errors)")
    #expect(try states(desk)["#1001"] == .acknowledged)
    #expect(try states(desk)["#1002"] == .open)
  }

  @Test func nothingButUnknownOrdersIsAFailure() throws {
    let outcome = try desk().run("exceptions", "ack", "#9999")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("there is no such order"))
  }

  @Test func anAmbiguousNameAsksWhich() throws {
    let desk = try desk()
    try desk.take([overdue(1001)], from: "second")
    let outcome = desk.run("note", "#1001", "--tag", "vip")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("2 shops have an order of that name"), "\(outcome.errors)")
    #expect(outcome.errors.contains("say which: id:"))
    let shown = desk.run("order", "#1001")
    #expect(shown.status == 2)
    let ids = try desk.store.findOrders("#1001")
    for id in ids { #expect(desk.run("note", "id:\(id.number)", "--tag", "vip").status == 0) }
    #expect(desk.run("orders", "tag:vip", "--csv", "--columns", "name").lines.count == 3)
  }

  @Test func anOrderWithoutAReturnHasNothingToApprove() throws {
    let outcome = try desk().run("returns", "approve", "#1001")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("#1001: there is nothing to approve"), "\(outcome.errors)")
  }

  @Test func aReturnIsRecordedApprovedAndTakenBack() throws {
    let desk = try desk()
    #expect(
      desk.run("returns", "record", "#1001", "--reason", "too small", "--item", "CASE-1=2").status
        == 0)
    #expect(try desk.detail("#1001").returns.map(\.items) == ["2 x CASE-1"])
    let outcome = desk.run("returns", "approve", "#1001", "--json")
    #expect(outcome.objects.first?["undo_until"] as? String != nil, "its message waits")
    #expect(try desk.detail("#1001").outbox.map(\.state) == [.held])
    #expect(desk.run("undo", "--quiet").output.isEmpty)
    #expect(try desk.detail("#1001").outbox.map(\.state) == [.withdrawn])
  }

  @Test(arguments: [
    ["returns", "record", "#1001", "--reason", "x", "--item", "CASE-1=0"],
    ["returns", "record", "#1001", "--reason", "x", "--item", "CASE-1=many"],
    ["returns", "record", "#1001", "--reason", "x", "--item", "=3"],
    ["returns", "record", "#1001", "--reason", "x", "--item", "CASE-1="],
    ["returns", "decline", "#1001"], ["returns", "ask", "#1001"],
    ["exceptions", "resolve", "#1001"],
    ["exceptions", "snooze", "#1001", "--until", "soon"],
    ["exceptions", "snooze", "#1001", "--until", "2020-01-01"], ["exceptions", "ack"],
    ["note", "#1001"], ["note", "#1001", "--tag", "a", "--untag", "b"],
    ["purchases", "record", "#1001", "--supplier", "A", "--number", "1", "--cost", "-1"],
    ["purchases", "record", "#1001", "--supplier", "A", "--number", "1", "--cost", "1,5"],
    ["purchases", "record", "#1001", "--supplier", "A", "--number", "1", "--currency", "euro"],
    ["purchases", "record", "#1001", "--supplier", "A", "--number", "1", "--date", "later"],
    ["suppliers", "--sort", "nonsense"], ["export", "nonsense"], ["nonsense"],
  ])
  func wordsThatMakeNoSenseAreUsageAndChangeNothing(words: [String]) throws {
    let desk = try desk()
    let outcome = Outcome.of(
      words + ["--store", desk.store.path, "--config", desk.folder.path + "/c.toml"])
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(try desk.store.decisions(limit: 1).isEmpty)
    #expect(try desk.detail("#1001").returns.isEmpty)
    #expect(try desk.detail("#1001").purchases.isEmpty)
  }

  @Test(arguments: [
    (["exceptions", "snooze", "#1001"], OrderException.State.snoozed),
    (["exceptions", "snooze", "#1001", "--until", "3d"], .snoozed),
    (["exceptions", "snooze", "#1001", "--until", "2999-01-01"], .snoozed),
    (["exceptions", "ack", "#1001"], .acknowledged),
  ])
  func anExceptionStandsAsDecided(words: [String], state: OrderException.State) throws {
    let desk = try desk()
    let outcome = Outcome.of(
      words + ["--store", desk.store.path, "--config", desk.folder.path + "/c.toml"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try states(desk)["#1001"] == state)
  }

  @Test func aTagIsPutOnAndTakenOff() throws {
    let desk = try desk()
    #expect(desk.run("note", "#1001", "--tag", "vip").status == 0)
    #expect(try desk.detail("#1001").row.tags == ["vip"])
    #expect(desk.run("note", "#1001", "--untag", "vip").status == 0)
    #expect(try desk.detail("#1001").row.tags.isEmpty)
    #expect(desk.run("note", "#1001", "--text", "called").status == 0)
    #expect(try desk.detail("#1001").timeline.contains { $0.source == "tester" })
  }

  @Test func undoingNothingIsAFailure() throws {
    let outcome = try desk().run("undo")
    #expect(outcome.status == 1)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func aPurchaseWrittenDownIsOnTheSheet() throws {
    let desk = try desk()
    let outcome = desk.run(
      "purchases", "record", "#1001", "--supplier", "Agent", "--number", "A-1", "--cost", "7.50",
      "--date", "2025-11-16")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let purchase = try #require(try desk.detail("#1001").purchases.first)
    #expect(purchase.cost == Money(minor: 750, currency: .usd))
    #expect(purchase.placedAt.iso8601 == "2025-11-16T00:00:00Z")
    #expect(purchase.state == .placed)
  }
}

@Suite struct ReceiptTests {
  private let receipt = DecisionReceipt(
    batch: DecisionID(1), applied: 2, title: "acknowledge 2 orders", undoableUntil: noon)

  @Test func aReceiptIsOneSentence() throws {
    let text = try Captured.output {
      try Receipts.report(receipt, json: false, quiet: false, verb: "acknowledge")
    }
    #expect(
      text
        == "acknowledge 2 orders (supercargo undo takes it back until 2025-11-17T12:00:00Z)\n")
  }

  @Test func withoutALimitNoneIsTold() throws {
    var open = receipt
    open.undoableUntil = nil
    let text = try Captured.output {
      try Receipts.report(open, json: false, quiet: false, verb: "acknowledge")
    }
    #expect(text == "acknowledge 2 orders (supercargo undo takes it back)\n")
  }

  @Test func quietSaysNothingAndJSONStillDoes() throws {
    let quiet = try Captured.output {
      try Receipts.report(receipt, json: false, quiet: true, verb: "acknowledge")
    }
    #expect(quiet.isEmpty)
    let json = try Captured.output {
      try Receipts.report(receipt, json: true, quiet: true, verb: "acknowledge")
    }
    #expect(
      json
        == "{\"decision\":\"acknowledge\",\"applied\":2,\"refused\":0,"
        + "\"undo_until\":\"2025-11-17T12:00:00Z\",\"awaiting\":0,\"by_hand\":0}\n")
  }

  @Test func whatWasRefusedIsALineEachAndPartlyDone() throws {
    var some = receipt
    some.refused = [.init(target: "#1002", reason: "it is resolved")]
    let (output, errors) = Captured.both {
      #expect(throws: PartlyDone.self) {
        try Receipts.report(
          some, alsoRefused: ["#9: gone"], json: true, quiet: false, verb: "acknowledge")
      }
    }
    #expect(output.contains("\"refused\":2"))
    #expect(errors.contains("supercargo: #9: gone\n"))
    #expect(errors.contains("supercargo: #1002: it is resolved\n"))
  }

  @Test func nothingAppliedIsAFailure() {
    _ = Captured.both {
      #expect(throws: Failure.self) {
        try Receipts.report(
          DecisionReceipt(batch: nil, applied: 0, title: ""), json: false, quiet: false,
          verb: "undo")
      }
    }
  }

  @Test func aHostileTitleIsInert() throws {
    var odd = receipt
    odd.title = "acknowledge \(hostile)"
    let text = try Captured.output {
      try Receipts.report(odd, json: false, quiet: false, verb: "acknowledge")
    }
    #expect(isHarmless(text))
    #expect(text.split(separator: "\n").count == 1)
  }
}

@Suite struct OrderSheetTests {
  private func detail(change: (inout Order) -> Void = { _ in }) throws -> OrderDetail {
    let desk = try Desk()
    try desk.take([overdue(1001, change: change)])
    let id = try desk.store.onlyOrder("#1001")
    try desk.store.recordPurchase(
      PurchaseOrder(
        supplier: "Agent", number: "A-1", reference: "#1001", state: .placed, cost: euros(700),
        placedAt: noon - .days(9), shipments: [Shipment(number: "LX000000005CN")]),
      for: id, by: "tester", now: noon)
    return try desk.detail("#1001")
  }

  @Test func theSheetHasEverythingOnItsLine() throws {
    let lines = OrderSheet.text(try detail()).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first?.hasPrefix("#1001  main  ") == true)
    #expect(lines.contains("customer  Rosa Lima  rosa@example.com"))
    #expect(lines.contains("ship to   Rosa Lima, 1 Long Street, 13010-001, Campinas, BR"))
    #expect(lines.contains("  2 x CASE-1  Phone case  17.50 EUR"), "its indent is kept")
    #expect(
      lines.contains(
        "  total 40.00 EUR  shipping 5.00 EUR  tax -  discount -  refunded -"))
    #expect(lines.contains { $0.hasPrefix("purchase  Agent A-1") && $0.contains("LX000000005CN") })
    #expect(lines.contains { $0.hasPrefix("happened") })
  }

  @Test func theSheetIsHarmless() throws {
    let text = OrderSheet.text(
      try detail {
        $0.customerName = hostile
        $0.lines[0].title = hostile
      })
    #expect(isHarmless(text))
    #expect(!text.contains("\nd"), "a line break in a name begins no line")
  }

  @Test func theJSONHasTheStableFieldsInOneLine() throws {
    let line = OrderSheet.json(try detail()).line
    #expect(!line.contains("\n"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    for field in [
      "id", "name", "storefront", "placed_at", "state", "payment", "total", "lines", "ship_to",
      "supplier", "exceptions", "risk", "updated_at", "purchases", "returns", "timeline", "outbox",
    ] {
      #expect(object[field] != nil, "\(field) is missing")
    }
    let purchase = try #require((object["purchases"] as? [[String: Any]])?.first)
    #expect(purchase["tracking"] as? [String] == ["LX000000005CN"])
    #expect((purchase["cost"] as? [String: String]) == ["amount": "7.00", "currency": "EUR"])
  }

  @Test func anUnknownOrderIsNothingFound() throws {
    let desk = try Desk()
    let outcome = desk.run("order", "#404")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("order #404: there is no such order"))
  }
}

@Suite struct SimulateTests {
  private func orders(_ seed: String) throws -> [String] {
    let desk = try Desk()
    let outcome = desk.run("simulate", "fill", "--orders", "60", "--seed", seed, "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    return desk.run(
      "orders", "--csv", "--columns", "name,customer,country,total", "--sort", "age"
    ).lines
  }

  @Test func theSameSeedMakesTheSameOrdersAndAnotherDoesNot() throws {
    let (first, again, other) = (try orders("7"), try orders("7"), try orders("8"))
    #expect(first.count == 61)
    #expect(first == again)
    #expect(first != other)
  }

  @Test func fillingSaysWhatItDid() throws {
    let desk = try Desk()
    let outcome = desk.run("simulate", "fill", "--orders", "5")
    #expect(outcome.output == "filled \(desk.store.path) with 5 orders\n")
    #expect(try desk.store.counts().orders == 5)
  }
}

@Suite struct SyntheticExportTests {
  @Test(arguments: [0, 1, 2, 3, 100])
  func everyOrderIsReadAndItsTotalIsItsParts(count: Int) {
    let read = ShopifyCSV.read(Array(SyntheticExport.csv(orders: count).utf8), file: "bench.csv")
    #expect(read.refused.isEmpty)
    #expect(read.items.count == count)
    for (index, order) in read.items.enumerated() {
      let parts = order.lines.reduce(Int64(0)) { sum, line in
        sum + Int64(line.quantity) * (line.price?.minor ?? 0)
      }
      #expect(order.lines.count == index % 3 + 1)
      #expect(order.subtotal?.minor == parts)
      #expect(order.total?.minor == parts + 500)
      #expect(order.shipping?.minor == 500)
      #expect(order.shipTo.postcode == "5003")
    }
    #expect(Set(read.items.map(\.externalID)).count == count)
  }
}

/// Every verb of the program, as its own table has them.
private let verbs = [
  "console", "demo", "init", "connect", "accounts", "doctor", "decode", "import", "export", "sync",
  "serve", "inbox", "orders", "order", "replay", "evidence", "exceptions", "returns", "replace",
  "disputes", "notices", "suppliers", "offers",
  "purchases", "route", "plan", "apply", "hold", "release", "cancel", "reconcile", "activity",
  "numbers",
  "report", "undo", "note", "claims", "policies", "rules", "backtest", "themes", "keys",
  "completions", "man", "simulate", "bench", "backup", "restore",
]

@Suite struct ShapeTests {
  @Test func theVerbsAreAllThere() {
    let found = Supercargo.configuration.subcommands.map { $0._commandName }
    #expect(found == verbs)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsKnowEveryVerb(shell: String) {
    let outcome = Outcome.of(["completions", shell])
    #expect(outcome.status == 0)
    for verb in verbs {
      #expect(
        outcome.output.contains(verb), "\(shell) does not know \(verb)")
    }
    for word in ["--store", "shopify-csv", "approve"] where shell != "fish" {
      #expect(outcome.output.contains(word), "\(shell) does not know \(word)")
    }
  }

  @Test(arguments: ["csh", "", "BASH"])
  func anotherShellIsUsage(shell: String) {
    #expect(Outcome.of(["completions", shell]).status == 2)
  }

  @Test func everyCommandOfTheConsoleHasItsLine() throws {
    let desk = try Desk()
    let text = desk.run("keys")
    #expect(text.lines.count == Command.table.count)
    #expect(text.lines.contains { $0.hasPrefix("a ") && $0.contains("Acknowledge") })
    for command in Command.table { #expect(text.lines.contains { $0.contains(command.id + " ") }) }
    let json = desk.run("keys", "--json").objects
    #expect(json.map { $0["command"] as? String } == Command.table.map(\.id))
    #expect(desk.run("keys", "--markdown").output == KeysReference.markdown)
  }

  @Test func keysAreShownAsBound() throws {
    let desk = try Desk(configuration: "[keys]\nacknowledge = [\"ctrl-a\"]\n")
    let bound = desk.run("keys", "--json").objects.first {
      $0["command"] as? String == "acknowledge"
    }
    #expect(bound?["keys"] as? [String] == ["ctrl-a"])
  }

  @Test func themesAreListedCheckedAndShown() throws {
    let desk = try Desk()
    let list = desk.run("themes", "list").lines.map { $0.split(separator: " ")[0] }
    #expect(Set(list).isSuperset(of: Themes.builtIn.map { Substring($0) }))
    let show = Outcome.of(["themes", "show", Themes.standard])
    #expect(show.status == 0)
    #expect(isHarmless(show.output), "no colours where there is no terminal")
    #expect(Outcome.of(["themes", "show", "nonsense"]).status == 1)
  }

  @Test func aThemeFileIsCheckedAlone() throws {
    let desk = try Desk()
    let good = try desk.file(
      "good.toml", String(decoding: Themes.toml(Themes.standard) ?? [], as: UTF8.self))
    let bad = try desk.file("bad.toml", "this = is not a theme")
    let one = Outcome.of(["themes", "check", good])
    #expect(one.status == 0)
    #expect(one.output == "\(good): good\n")
    #expect(Outcome.of(["themes", "check", good, bad]).status == 3)
    let none = Outcome.of(["themes", "check", bad])
    #expect(none.status == 1)
    #expect(none.errors.contains("bad.toml"))
  }

  @Test(arguments: [
    (["ordrs"], "there is no verb ordrs (did you mean `supercargo orders`?)"),
    (["xyzzyplugh"], "`supercargo --help` lists them"),
    (["--store", "f", "orders"], "write it as `supercargo orders --store ...`"),
  ])
  func aVerbThatIsNoneIsSaidToBe(_ words: [String], _ text: String) throws {
    let failure = try #require(Supercargo.misplaced(words))
    #expect(failure.description.contains(text), "\(failure)")
    #expect(failure.status == .usage)
  }

  @Test(arguments: [[], ["orders", "--nonsense"], ["--nonsense"], ["--store", "f", "console"]])
  func otherMistakesAreLeftToTheVerb(_ words: [String]) {
    #expect(Supercargo.misplaced(words) == nil)
  }

  /// Themes, policies and lines are sought beside the configuration that is named.
  @Test func whatIsBesideANamedConfigurationIsFound() throws {
    let folder = try TemporaryFolder("beside")
    defer { folder.remove() }
    let config = folder.path + "/config.toml"
    try "".write(toFile: config, atomically: true, encoding: .utf8)
    let files = FileManager.default
    for name in ["themes", "policies"] {
      try files.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: true)
    }
    try Data(Themes.toml(Themes.standard) ?? []).write(
      to: URL(filePath: folder.path + "/themes/mine.toml"))
    try Data(Policies.toml("cj") ?? []).write(
      to: URL(filePath: folder.path + "/policies/cj-mine.toml"))
    #expect(Outcome.of(["themes", "list", "--config", config]).output.contains("mine  (yours)\n"))
    let listed = Outcome.of(["themes", "list", "--json", "--config", config]).objects
    #expect(listed.contains { $0["name"] as? String == "mine" && $0["yours"] as? Bool == true })
    #expect(Outcome.of(["themes", "show", "mine", "--config", config]).status == 0)
    #expect(Outcome.of(["themes", "check", "--config", config]).output.contains("mine: good"))
    #expect(Outcome.of(["policies", "show", "cj-mine", "--config", config]).status == 0)
    #expect(Outcome.of(["policies", "show", "cj-mine"]).status == 4)
    #expect(Home(config: config).folder.lines == folder.path + "/lines.toml")
    #expect(try Home(config: config).configuration().folder.path == folder.path)
  }

  @Test func initNeverOverwritesUnasked() throws {
    let folder = try TemporaryFolder("init")
    defer { folder.remove() }
    let path = folder.path + "/deep/config.toml"
    let first = Outcome.of(["init", "--config", path])
    #expect(first.status == 0)
    #expect(first.output.hasPrefix("wrote \(path)\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    try "theme = \"amber\"".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(Outcome.of(["init", "--config", path]).status == 1)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "theme = \"amber\"")
    #expect(Outcome.of(["init", "--config", path, "--force", "--quiet"]).output.isEmpty)
    #expect(try String(contentsOfFile: path + ".old", encoding: .utf8) == "theme = \"amber\"")
  }

  @Test func aBackupIsRestoredOverWhatCameAfter() throws {
    let desk = try Desk()
    try desk.take([overdue(1001)])
    let copy = desk.folder.path + "/copy.sqlite"
    #expect(desk.run("backup", copy).output == "backed up to \(copy), verified\n")
    #expect(desk.run("backup", copy).status == 1, "never over a file that is there")
    let forced = desk.run("backup", copy, "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(!FileManager.default.fileExists(atPath: copy + ".new"))
    #expect(desk.run("note", "#1001", "--tag", "vip").status == 0)
    try desk.store.close()
    let kept = desk.store.path + ".before-restore"
    #expect(
      desk.run("restore", copy).output
        == "restored \(desk.store.path) from \(copy); "
        + "the store that was there is kept as \(kept)\n")
    #expect(desk.run("restore", copy).output.hasSuffix(" is kept as \(kept)-2\n"))
    #expect(desk.run("orders", "tag:vip").status == 4)
    #expect(desk.run("orders").status == 0)
    let nothing = Outcome.of(["backup", "--store", desk.folder.path + "/none.sqlite", copy])
    #expect(nothing.status == 4)
  }

  @Test func aBackupIsNeverPutOverTheStoreItself() throws {
    let desk = try Desk()
    try desk.take([overdue(1001)])
    let link = desk.folder.path + "/link.sqlite"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: desk.store.path)
    for name in [desk.store.path, desk.store.path + "-wal", link] {
      let outcome = desk.run("backup", name, "--force")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("the store itself; nothing was changed"), "\(outcome.errors)")
    }
    let folder = desk.run("backup", desk.folder.path, "--force")
    #expect(folder.status == 1 && folder.errors.contains("nothing was changed"))
    #expect(desk.run("restore", link).errors.contains("the store itself; nothing was changed"))
    #expect(try desk.store.counts().orders == 1)
    #expect(desk.run("orders").status == 0)
  }
}
