import Foundation
import Testing

@testable import supercargo

/// A small export in the shape Shopify writes: two orders, three lines, one of them over two rows.
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

@Test func importingTwiceChangesNothing() throws {
  let program = try Program()
  let file = try program.file("orders.csv", export)
  let first = try program.run("import", "shopify-csv", file, "--json")
  #expect(first.status == 0, "\(first.errors)")
  #expect(first.output == "{\"imported\":2,\"changed\":0,\"unchanged\":0,\"refused\":0}\n")
  let second = try program.run("import", "shopify-csv", file, "--json")
  #expect(second.output == "{\"imported\":0,\"changed\":0,\"unchanged\":2,\"refused\":0}\n")
}

@Test func aMalformedRowIsToldAndTheRestGoesIn() throws {
  let program = try Program()
  let file = try program.file(
    "orders.csv", export.replacingOccurrences(of: ",1,Cord,12.00", with: ",many,Cord,12.00"))
  let outcome = try program.run("import", "shopify-csv", file, "--json")
  #expect(outcome.status == 3)
  #expect(outcome.output == "{\"imported\":1,\"changed\":0,\"unchanged\":0,\"refused\":1}\n")
  #expect(outcome.errors.contains("orders.csv:4:"), "\(outcome.errors)")
  let orders = try program.run("orders", "--json")
  #expect(orders.objects.map { $0["name"] as? String } == ["#2001"])
}

@Test func anOrderAsJSONHasTheStableFields() throws {
  let program = try Program()
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", export))
  let outcome = try program.run("orders", "lamp", "--json")
  #expect(outcome.status == 0)
  let order = try #require(outcome.objects.first)
  for field in [
    "id", "name", "storefront", "placed_at", "state", "payment", "total", "lines", "ship_to",
    "supplier", "exceptions", "risk", "updated_at",
  ] {
    #expect(order[field] != nil, "\(field) is missing")
  }
  #expect(order["placed_at"] as? String == "2025-06-01T09:59:00Z")
  #expect((order["total"] as? [String: String]) == ["amount": "35.00", "currency": "EUR"])
  let lines = try #require(order["lines"] as? [[String: Any]])
  #expect(lines.map { $0["quantity"] as? Int } == [1, 2])
  #expect((order["ship_to"] as? [String: String])?["postcode"] == "5003")
}

/// What is typed, and the status it ends with.
private let waysOut: [(arguments: String, status: Int32)] = [
  ("nonsense", 2), ("orders state:nonsense", 2), ("orders --columns nonsense", 2),
  ("orders --sort nonsense", 2), ("orders nobody", 4), ("order #1", 4),
  ("import shopify-csv /nowhere.csv", 1), ("restore /nowhere.sqlite", 1), ("console", 1),
  ("sync --once", 1), ("undo", 1), ("--version", 0), ("--help", 0), ("themes check", 0),
  ("keys", 0), ("man", 0), ("completions bash", 0), ("completions csh", 2),
]

@Test(arguments: waysOut)
private func theExitStatusSaysWhatHappened(arguments: String, status: Int32) throws {
  let program = try Program()
  let outcome = try program.run(arguments.split(separator: " ").map(String.init))
  #expect(outcome.status == status, "\(outcome.errors)")
  if status == 1 || status == 4 && !outcome.errors.isEmpty {
    #expect(outcome.errors.hasPrefix("supercargo: "))
  }
}

@Test func aMistakeInAFilterPointsAtItsCharacter() throws {
  let outcome = try Program().run("orders", "supplier:cj age>soon")
  #expect(outcome.status == 2)
  #expect(outcome.errors.contains("character"), "\(outcome.errors)")
}

@Test func exceptionsAreRaisedDecidedAndUndone() throws {
  let program = try Program()
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", export))
  let raised = try program.run("exceptions", "--json")
  let codes = raised.objects.compactMap { $0["code"] as? String }
  #expect(codes.count == 2, "one an order: \(raised.output)")
  #expect(
    try program.run("exceptions", "resolve", "#2001", "--reason", "bought by phone").status == 0)
  #expect(try program.run("exceptions", "--json").objects.count == 1)
  #expect(try program.run("undo").status == 0)
  #expect(try program.run("exceptions", "--json").objects.count == 2)
  let nobody = try program.run("exceptions", "ack", "#2001", "#9999")
  #expect(nobody.status == 3)
  #expect(nobody.errors.contains("#9999"))
}

@Test func aReturnIsApprovedByHandAndTakenBack() throws {
  let program = try Program()
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", export))
  let written = try program.run(
    "returns", "record", "#2001", "--reason", "too dark", "--item", "LAMP-1")
  #expect(written.status == 0, "\(written.errors)")
  #expect(try program.run("returns", "--json").objects.first?["state"] as? String == "requested")
  let approved = try program.run("returns", "approve", "#2001", "--json")
  #expect(approved.objects.first?["applied"] as? Int == 1)
  let order = try #require(try program.run("order", "#2001", "--json").objects.first)
  let message = try #require((order["outbox"] as? [[String: Any]])?.first)
  #expect(message["state"] as? String == "held")
  #expect(try program.run("returns", "approve", "#2001").status != 0, "never twice")
  #expect(try program.run("undo").status == 0)
  #expect(try program.run("returns", "--json").objects.first?["state"] as? String == "requested")
  let after = try #require(try program.run("order", "#2001", "--json").objects.first)
  #expect((after["outbox"] as? [[String: Any]])?.first?["state"] as? String == "withdrawn")
}

@Test func aPurchaseWrittenDownByHandIsTracked() throws {
  let program = try Program()
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", export))
  let outcome = try program.run(
    "purchases", "record", "#2001", "--supplier", "Agent", "--number", "A-1", "--cost", "7.50",
    "--tracking", "LX000000005CN")
  #expect(outcome.status == 0, "\(outcome.errors)")
  let order = try #require(try program.run("order", "#2001", "--json").objects.first)
  let purchase = try #require((order["purchases"] as? [[String: Any]])?.first)
  #expect(purchase["number"] as? String == "A-1")
  #expect((purchase["cost"] as? [String: String]) == ["amount": "7.50", "currency": "USD"])
  #expect(order["state"] as? String == "shipped")
  #expect(try program.run("suppliers", "--json").objects.first?["name"] as? String == "Agent")
}

@Test func anExportDefusesFormulas() throws {
  let program = try Program()
  let hostile = export.replacingOccurrences(of: "Ana Lind", with: "=HYPERLINK(1)")
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", hostile))
  let outcome = try program.run("export", "orders", "--columns", "name,customer,ship_to")
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(!outcome.output.contains(",=HYPERLINK"))
  #expect(outcome.output.contains("'=HYPERLINK(1)"))
}

@Test func aBackupIsRestored() throws {
  let program = try Program()
  _ = try program.run("import", "shopify-csv", try program.file("orders.csv", export))
  let copy = program.home.path + "/copy.sqlite"
  #expect(try program.run("backup", copy).status == 0)
  #expect(try program.run("backup", copy).status == 1, "never over a file that is there")
  _ = try program.run("note", "#2001", "--tag", "vip")
  #expect(try program.run("orders", "tag:vip").status == 0)
  #expect(try program.run("restore", copy).status == 0)
  #expect(try program.run("orders", "tag:vip").status == 4)
  let broken = try program.file("broken.sqlite", "not a database")
  #expect(try program.run("restore", broken).status == 1)
  #expect(try program.run("orders").status == 0, "the store is untouched")
}

@Test func initWritesAConfigurationThatDoctorAccepts() throws {
  let program = try Program()
  #expect(try program.run("init").status == 0)
  #expect(try program.run("init").status == 1, "never over one that is there")
  let outcome = try program.run("doctor", "--json")
  #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  #expect(outcome.objects.contains { $0["check"] as? String == "configuration" })
}

@Test(arguments: [
  ("zone = \"Europe/Berlin\"", 0, "Europe/Berlin: now "),
  ("utc_offset = \"+02:00\"", 0, "fixed: now "),
  ("zone = \"Atlantis/Capital\"", 1, "there is no time zone \"Atlantis/Capital\""),
])
func doctorTellsWhoseClockTheConsoleGoesBy(line: String, status: Int32, told: String) throws {
  let program = try Program()
  let config = try program.file("config.toml", "[console]\n\(line)\n")
  let outcome = try program.run("doctor", "--json", "--config", config)
  let text = outcome.objects.first { $0["check"] as? String == "time zone" }?["text"] as? String
  #expect(outcome.status == status && text?.hasPrefix(told) == true, "\(outcome.output)")
}

@Test func aSecretInTheConfigurationIsRefusedByLine() throws {
  let program = try Program()
  let config = try program.file(
    "config.toml",
    "[[account]]\nname = \"shop\"\nservice = \"woocommerce\"\nurl = \"https://shop.example\"\n"
      + "key = \"ck_literal\"\nsecret = \"env:WOO_SECRET\"\n")
  let outcome = try program.run("sync", "--once", "--config", config)
  #expect(outcome.status == 1)
  #expect(outcome.errors.contains("5"), "\(outcome.errors)")
  #expect(!outcome.errors.contains("ck_literal"))
}
