import ArgumentParser
import Foundation
import Fulfillment
import Store
import Testing
import Wire

@testable import supercargo

private struct Pair { var name: String; var money: Money?; var at: Timestamp?; var number: Int? }

private let pairColumns: [ListColumn<Pair>] = [
  .text("name") { $0.name }, .money("money") { $0.money },
  .time("at", isExtra: true) { $0.at }, .count("number") { $0.number },
]

private func listed(_ pairs: [Pair], _ words: String...) throws -> String {
  let options = try ListingOptions.parse(words)
  return try Captured.output {
    var lister = try Lister(pairColumns, options: options)
    pairs.forEach { lister.add($0) }
    try lister.finish()
  }
}

private let lamp = Pair(name: "lamp", money: euros(1234), at: noon, number: 7)
private let empty = Pair(name: "", money: nil, at: nil, number: nil)

@Test func aTableAlignsNumbersRightAndTextLeft() throws {
  let longer = Pair(name: "long name", money: euros(5), at: nil, number: 12_345)
  let lines = try listed([lamp, longer]).split(separator: "\n")
  #expect(
    lines == [
      "NAME           MONEY  NUMBER", "lamp       12.34 EUR       7",
      "long name   0.05 EUR   12345",
    ])
}

@Test func theTableLeavesOutExtraColumnsAndTheFilesDoNot() throws {
  #expect(try !listed([lamp]).contains("2025-11-17"))
  #expect(try listed([lamp], "--columns", "at") == "AT\n2025-11-17T12:00:00Z\n")
  #expect(
    try listed([lamp], "--csv")
      == "name,money,at,number\nlamp,12.34 EUR,2025-11-17T12:00:00Z,7\n")
  #expect(
    try listed([lamp], "--json")
      == "{\"name\":\"lamp\",\"money\":{\"amount\":\"12.34\",\"currency\":\"EUR\"},"
      + "\"at\":\"2025-11-17T12:00:00Z\",\"number\":7}\n")
}

@Test func whatIsNotKnownIsNullInJSONAndEmptyElsewhere() throws {
  #expect(
    try listed([empty], "--json")
      == "{\"name\":\"\",\"money\":null,\"at\":null,\"number\":null}\n")
  #expect(try listed([empty], "--csv") == "name,money,at,number\n,,,\n")
}

@Test(arguments: [
  ("number,name", "number,name\n7,lamp\n"), ("money", "money\n12.34 EUR\n"),
  ("name, at", "name,at\nlamp,2025-11-17T12:00:00Z\n"), ("name,name", "name,name\nlamp,lamp\n"),
])
func columnsComeInTheOrderAskedFor(columns: String, csv: String) throws {
  #expect(try listed([lamp], "--csv", "--columns", columns) == csv)
}

@Test(arguments: ["nonsense", "name,NAME", "name;at"])
func anUnknownColumnIsNamedWithThoseThereAre(columns: String) throws {
  let desk = try Desk()
  let outcome = desk.run("orders", "--columns", columns)
  #expect(outcome.status == 2)
  #expect(outcome.errors.contains("there is only id, name, storefront"), "\(outcome.errors)")
}

@Test(arguments: [
  ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\nlines", "\"two\nlines\""),
  ("=SUM(A1)", "'=SUM(A1)"), ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), ("@cmd", "'@cmd"),
  ("-12.5", "-12.5"), ("a;b", "\"a;b\""), ("plain", "plain"),
])
func csvIsQuotedAndDefused(cell: String, written: String) throws {
  var pair = empty
  pair.name = cell
  #expect(try listed([pair], "--csv", "--columns", "name") == "name\n\(written)\n")
}

@Test func hostileTextStaysInertInTableAndJSON() throws {
  var pair = lamp
  pair.name = hostile
  let (table, json) = (try listed([pair]), try listed([pair], "--json"))
  #expect(isHarmless(table))
  #expect(isHarmless(json))
  #expect(table.split(separator: "\n").count == 2, "a line break makes no row")
  #expect(json.split(separator: "\n").count == 1)
  let object = try #require(
    try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  #expect(object["name"] as? String == hostile, "nothing is lost in JSON")
}

@Test(arguments: [
  ["--json", "--csv"], ["--limit", "0"], ["--limit", "-1"], ["--limit", "many"],
])
func listingOptionsThatMakeNoSenseAreUsage(words: [String]) throws {
  #expect(throws: (any Error).self) { try ListingOptions.parse(words) }
  #expect(Outcome.of(["orders"] + words).status == 2)
}

@Test func aTableOfThousandsHasOneHeader() throws {
  let pairs = (0..<2500).map { Pair(name: "n" + String($0), money: nil, at: nil, number: $0) }
  let lines = try listed(pairs).split(separator: "\n")
  #expect(lines.count == 2501)
  #expect(lines.filter { $0.hasPrefix("NAME") }.count == 1)
  #expect(lines.last?.hasPrefix("n2499") == true)
}

@Test(arguments: [[], ["--json"], ["--csv"]])
func nothingFoundPrintsNothingAndEndsWithFour(form: [String]) throws {
  let desk = try Desk()
  for verb in ["orders", "exceptions", "returns", "suppliers", "activity"] {
    let outcome = Outcome.of(
      [verb] + form + ["--store", desk.store.path, "--config", desk.folder.path + "/c.toml"])
    #expect(outcome.status == 4, "\(verb)")
    #expect(outcome.output.isEmpty, "\(verb)")
  }
  #expect(desk.run("export", "offers").status == 4)
}

/// The contract of the command line, name by name.
private let names: [(noun: String, names: String)] = [
  (
    "orders",
    "id,name,storefront,placed_at,state,payment,total,lines,ship_to,customer,country,supplier,"
      + "tracking,exceptions,risk,tags,email,subtotal,shipping,tax,discount,refunded,updated_at"
  ),
  (
    "exceptions",
    "id,code,order,severity,state,since,due,money,reason,learned,supplier,storefront,"
      + "snoozed_until,hidden"
  ),
  (
    "returns",
    "id,order,storefront,state,requested_at,requested_by,reason,items,amount,delivered_at,"
      + "window_ends,decided_at,hold_until"
  ),
  (
    "suppliers",
    "id,name,account,contact,offers,purchases,open,exceptions,dispatch_days,dispatched,on_time,"
      + "delivered,paused"
  ),
  (
    "activity",
    "account,service,role,health,fresh_at,next_pull,pulls,pulled,failures,last_error,last_error_at"
  ),
  (
    "offers",
    "sku,supplier,supplier_sku,cost,currency,handling_days,part,per_unit,pack,methods,countries,stock,"
      + "stock_at,min_quantity,max_quantity,priority,valid_until,renewal"
  ),
]

private func busyDesk() throws -> Desk {
  let desk = try Desk()
  try desk.take([overdue(1001), overdue(1002)])
  _ = try desk.store.save(
    [Offer(sku: "CASE-1", supplier: "Agent", supplierSKU: "S-1", cost: euros(700))], now: noon)
  _ = try desk.store.recordReturn(
    ReturnRequest(
      externalID: "r1", requestedAt: noon, requestedBy: "Rosa", reason: "too small",
      items: [.init(sku: "CASE-1", quantity: 1)], amount: euros(1750)),
    for: try desk.store.onlyOrder("#1001"), by: "tester", now: noon)
  return desk
}

@Test(arguments: names)
private func theNamesOfTheColumnsAreStable(noun: String, names: String) throws {
  let desk = try busyDesk()
  let csv = desk.run("export", noun)
  #expect(csv.status == 0, "\(csv.errors)")
  #expect(csv.lines.first == names)
  let json = desk.run("export", noun, "--json")
  let object = try #require(json.objects.first)
  #expect(Set(object.keys) == Set(names.split(separator: ",").map(String.init)))
  #expect(names.allSatisfy { $0.isLowercase || $0 == "_" || $0 == "," })
}

@Test func anExceptionAsJSONSaysWhatTheContractSays() throws {
  let outcome = try busyDesk().run("exceptions", "--json", "--limit", "1")
  let object = try #require(outcome.objects.first)
  #expect((object["order"] as? String)?.hasPrefix("#100") == true)
  // A duplicate is money paid back three times in ten.
  #expect((object["money"] as? [String: String]) == ["amount": "12.00", "currency": "EUR"])
  #expect(object["learned"] as? Bool == false)
  #expect((object["since"] as? String)?.hasSuffix("Z") == true)
}

@Test func anOrderAsJSONHasMoneyTimesAndLinesInTheirForms() throws {
  let object = try #require(try busyDesk().run("orders", "#1001", "--json").objects.first)
  #expect(object["name"] as? String == "#1001")
  #expect(object["placed_at"] as? String == (noon - .days(10) + .minutes(1001)).iso8601)
  #expect((object["total"] as? [String: String]) == ["amount": "40.00", "currency": "EUR"])
  #expect((object["risk"] as? [String: String]) == ["amount": "8.00", "currency": "EUR"])
  #expect(object["tax"] is NSNull)
  let line = try #require((object["lines"] as? [[String: Any]])?.first)
  #expect(Set(line.keys) == ["sku", "title", "quantity", "price"])
  #expect(line["quantity"] as? Int == 2)
  #expect((object["ship_to"] as? [String: String])?["city"] == "Campinas")
}

@Test func everyOrderOfALongListIsWalkedOnceInOrder() throws {
  let desk = try Desk()
  try desk.take((1...1300).map { overdue($0) })
  let newest = desk.run("orders", "--csv", "--columns", "name").lines.dropFirst()
  #expect(Array(newest) == (1...1300).reversed().map { "#\($0)" })
  let oldest = desk.run("orders", "--json", "--columns", "name", "--sort", "age").objects
  #expect(oldest.map { $0["name"] as? String } == (1...1300).map { "#\($0)" })
  let exceptions = desk.run("exceptions", "--csv", "--columns", "order").lines.dropFirst()
  #expect(exceptions.count == 1300)
  #expect(Set(exceptions).count == 1300)
}

@Test(arguments: [1, 499, 500, 501, 600])
func aLimitIsKeptAcrossBatches(limit: Int) throws {
  let desk = try Desk()
  try desk.take((1...600).map { overdue($0) })
  let lines = desk.run("orders", "--csv", "--columns", "name", "--limit", "\(limit)").lines
  #expect(lines.count == limit + 1)
  #expect(lines.last == "#\(600 - limit + 1)")
}

@Test func aFilterNarrowsAndAWrongOneIsUsage() throws {
  let desk = try busyDesk()
  try desk.take([overdue(1003) { $0.shipTo.country = "SE" }])
  #expect(
    desk.run("orders", "country:se", "--csv", "--columns", "name").lines == ["name", "#1003"])
  let wrong = desk.run("orders", "state:nonsense")
  #expect(wrong.status == 2)
  #expect(wrong.errors.contains("character"), "\(wrong.errors)")
}

@Test(arguments: [("orders", "risk, age"), ("exceptions", "money"), ("suppliers", "name, open")])
func anUnknownSortIsNamedWithThoseThereAre(verb: String, known: String) throws {
  let outcome = try busyDesk().run(verb, "--sort", "nonsense")
  #expect(outcome.status == 2)
  #expect(outcome.errors.contains("there is only \(known)"), "\(outcome.errors)")
}

@Test func hostileOrdersAreListedHarmlessly() throws {
  let desk = try Desk()
  try desk.take([
    overdue(1) { order in
      order.customerName = hostile
      order.name = "#1\u{1B}[31m"
      order.shipTo.name = hostile
      order.lines[0].title = hostile
      order.lines[0].sku = ""
      order.tags = ["vip\u{202E}"]
    }
  ])
  for words in [
    ["orders"], ["orders", "--json"], ["orders", "--columns", "customer,lines,ship_to,tags"],
    ["exceptions"], ["exceptions", "--json"], ["order", "id:1"], ["order", "id:1", "--json"],
  ] {
    let outcome = Outcome.of(
      words + ["--store", desk.store.path, "--config", desk.folder.path + "/c.toml"])
    #expect(outcome.status == 0, "\(words) \(outcome.errors)")
    #expect(isHarmless(outcome.output), "\(words)")
  }
}

@Test(arguments: [
  (SupplierSort.name, ["Agent", "bolt", "Crane"]), (.open, ["bolt", "Crane", "Agent"]),
  (.dispatch, ["Crane", "bolt", "Agent"]), (.onTime, ["bolt", "Crane", "Agent"]),
])
func suppliersSortWithTheUnknownLast(sort: SupplierSort, order: [String]) {
  let rows = [
    SupplierRow(id: SupplierID(1), name: "Crane", open: 2, dispatchDays: 1.5, onTime: 0.5),
    SupplierRow(id: SupplierID(2), name: "Agent", open: 1),
    SupplierRow(id: SupplierID(3), name: "bolt", open: 9, dispatchDays: 4, onTime: 0.9),
  ]
  #expect(rows.sorted(by: sort.precedes).map(\.name) == order)
}

@Test func aSupplierWithoutHistoryHasNoFigures() throws {
  func text(_ row: SupplierRow, _ name: String) throws -> String {
    try #require(SupplierColumns.all.first { $0.name == name }).text(row)
  }
  let fresh = SupplierRow(id: SupplierID(1), name: "Agent")
  #expect(try text(fresh, "dispatch_days") == "-")
  #expect(try text(fresh, "on_time") == "-")
  let known = SupplierRow(id: SupplierID(1), name: "Agent", dispatchDays: 2.25, onTime: 0.875)
  #expect(try text(known, "dispatch_days") == "2.3")
  #expect(try text(known, "on_time") == "88 %")
}

@Test(
  arguments: [
    (0, nil, false, "not yet"), (0, noon, false, "live"), (0, noon, true, "stale"),
    (3, noon, true, "failing"), (1, nil, false, "failing"),
  ] as [(Int, Timestamp?, Bool, String)])
func anAccountsHealthIsOneWord(
  failures: Int, freshAt: Timestamp?, isStale: Bool, word: String
) throws {
  let row = ActivityRow(
    account: "shop", service: "woocommerce", role: .storefront, freshAt: freshAt,
    failures: failures, isStale: isStale)
  let health = try #require(ActivityColumns.all.first { $0.name == "health" })
  #expect(health.text(row) == word)
}

@Test func anExportReadsBackAsItWas() throws {
  let desk = try Desk()
  try desk.take([
    overdue(1) { $0.customerName = "Lind, \"Ana\"" }, overdue(2) { $0.customerName = "Bo\nEk" },
    overdue(3) { $0.customerName = "=cmd()" },
  ])
  let outcome = desk.run("export", "orders", "--columns", "name,customer,total")
  var table = try CSVTable(Array(outcome.output.utf8))
  #expect(table.columns == ["name", "customer", "total"])
  var rows: [[String]] = []
  while let next = table.next() { rows.append(try next.get().texts) }
  #expect(rows.map { $0[0] } == ["#3", "#2", "#1"])
  #expect(rows[0][1] == "'=cmd()")
  #expect(rows[2][1] == "Lind, \"Ana\"")
  #expect(rows.allSatisfy { $0[2] == "40.00 EUR" })
}

@Test func exportedOffersAreImportedAgainUnchanged() throws {
  let (first, second) = (try Desk(), try Desk())
  let offers = [
    Offer(
      sku: "CASE-1", supplier: "Agent, Ltd", supplierSKU: "S\"1", cost: euros(1205),
      handlingDays: 3),
    Offer(sku: "LAMP 2", supplier: "Bolt", supplierSKU: "", cost: nil),
    Offer(
      sku: "YEN", supplier: "Bolt", supplierSKU: "7", cost: Money(minor: 900, currency: .jpy)),
  ]
  _ = try first.store.save(offers, now: noon)
  let file = try second.file("offers.csv", first.run("export", "offers").output)
  let taken = second.run("import", "offers-csv", file, "--json")
  #expect(taken.output == "{\"imported\":3,\"changed\":0,\"unchanged\":0,\"refused\":0}\n")
  #expect(Set(try second.store.offers()) == Set(offers))
  let again = second.run("import", "offers-csv", file, "--json")
  #expect(again.output == "{\"imported\":0,\"changed\":0,\"unchanged\":3,\"refused\":0}\n")
}

@Test func anOfferThatLooksLikeAFormulaComesBackAsItWas() throws {
  let (first, second) = (try Desk(), try Desk())
  let offer = Offer(sku: "-CASE", supplier: "=Agent", supplierSKU: "@1", cost: euros(5))
  _ = try first.store.save([offer], now: noon)
  let file = try second.file("offers.csv", first.run("export", "offers").output)
  #expect(second.run("import", "offers-csv", file).status == 0)
  #expect(try second.store.offers() == [offer])
}

@Test func aFilterThatBeginsWithADashIsExported() throws {
  let desk = try busyDesk()
  let outcome = Outcome.of([
    "export", "orders", "--columns", "name", "--store", desk.store.path, "--config",
    desk.folder.path + "/c.toml", "--", "-country:se",
  ])
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.lines == ["name", "#1002", "#1001"])
}

@Test func offersAreFilteredByTheirWords() throws {
  let desk = try busyDesk()
  #expect(desk.run("export", "offers", "agent").lines.count == 2)
  #expect(desk.run("export", "offers", "nobody").status == 4)
}
