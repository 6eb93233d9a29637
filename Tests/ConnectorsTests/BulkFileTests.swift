import Connectors
import Fulfillment
import Testing
import Wire

private func connector(_ options: [String: String]) -> Files {
  Files(Account(name: "Agent", service: "files", role: .supplier), Credentials(options: options))
}

private func rows(_ text: String) throws -> [[String]] {
  var reader = CSVReader(Array(text.utf8))
  var rows: [[String]] = []
  while let next = reader.next() { rows.append(try next.get().texts) }
  return rows
}

private func dsersDraft(_ change: (inout PurchaseDraft) -> Void = { _ in }) -> PurchaseDraft {
  Samples.draft {
    $0.items[0].supplierSKU = "1005004638293060:14-365458"
    $0.placedAt = Timestamp(iso8601: "2026-03-01T23:30:00Z")
    change(&$0)
  }
}

private func problem(_ options: [String: String], _ draft: PurchaseDraft) -> String? {
  Samples.problem { () throws(DraftProblem) in try connector(options).body(for: draft) }
}

struct BulkOrderTests {
  @Test func ordersToDSersHaveItsColumns() throws {
    let draft = dsersDraft {
      $0.shipTo.line1 = "12 Rose St. #3, \"back\""
      $0.shipTo.phone = "+1 (860) 555-0100"
    }
    let rows = try rows(connector(["format": "DSers"]).body(for: draft))
    #expect(
      rows[0] == [
        "Order number", "Date", "Country", "Product id", "SKU", "Product count", "Order memo",
        "Contact person", "Mobile no", "Email", "Address", "Address2", "Province", "City", "Zip",
        "RUT", "Personal Clearance ID", "Passport/ Alien registration Card Number", "CPF",
      ])
    #expect(
      rows[1] == [
        draft.key, "2026-03-01", "United States", "1005004638293060", "14-365458", "2",
        "CJPacket Ordinary", "Ada Lovelace", "+18605550100", "ada@mail.example",
        "12 Rose St. 3 back", "Flat 3", "Connecticut", "Hartford", "06103", "", "", "", "",
      ])
  }

  @Test func whatDSersCantBeWithoutIsAskedFor() {
    let dsers = ["format": "dsers"]
    #expect(problem(dsers, dsersDraft()) == nil)
    #expect(problem(dsers, dsersDraft { $0.shipTo.phone = "-" }) == "DSers needs a phone number")
    #expect(problem(dsers, dsersDraft { $0.placedAt = nil }) == "DSers needs the day of the order")
    #expect(problem(dsers, dsersDraft { $0.shipTo.country = "XX" }) == "DSers needs a country")
    #expect(problem(dsers, dsersDraft { $0.shipTo.province = "" }) == "DSers needs a province")
    #expect(
      problem(dsers, dsersDraft { $0.items[0].supplierSKU = "14-365458" })
        == "DSers needs its product id of MUG-RED: write the supplier sku as product:sku")
    #expect(
      problem(dsers, dsersDraft { $0.shipTo.country = "BR" })
        == "DSers needs a CPF of orders to BR, and an order has none")
  }

  @Test(arguments: ["autods", "Zendrop"])
  func whereNoFileIsDocumentedTheTemplateNamesIt(format: String) throws {
    let reason = problem(["format": format], Samples.draft) ?? ""
    #expect(reason.contains("documents no file of orders"))
    let template = "Order ID=po_number; SKU=supplier_sku; Qty=quantity"
    let text = try connector(["format": format, "template": template]).body(for: Samples.draft)
    #expect(try rows(text)[0] == ["Order ID", "SKU", "Qty"])
  }

  @Test func iChibaTakesTheCommonColumns() throws {
    let text = try connector(["format": "ichiba"]).body(for: Samples.draft)
    #expect(try text == connector([:]).body(for: Samples.draft))
  }

  @Test func aFormatThatNobodyKnowsIsToldBeforeAnythingIsBought() {
    #expect(
      problem(["format": "oberlo"], Samples.draft)
        == "the format of Agent is none of generic, ichiba, dsers, autods, zendrop")
  }

  @Test func ordersMayGoAsJSON() throws {
    let files = connector(["files": "json"])
    #expect(files.fileName(key: "SC-1") == "ord_SC-1.json")
    let json = try JSON(Array(files.body(for: Samples.draft).utf8))
    #expect(json.elements.count == 1)
    #expect(json.elements.first?["po_number"].text == Samples.draft.key)
    #expect(json.elements.first?["phone"].text == "+1 860 555 0100")
  }
}

struct JSONFileTests {
  private func read(_ text: String, _ name: String) -> FolderReport {
    connector([:]).read(Array(text.utf8), name: name, now: Samples.now)
  }

  @Test func aListOfObjectsIsReadAsRowsAre() {
    let report = read(
      #"""
      [{"po_number": "SC-1", "order_number": 77, "tracking_number": "rr 123456789 cn"},
       {"po_number": "SC-1", "tracking_code": "ignored"},
       {"po_number": "SC-2", "tracking_number": null}]
      """#, "shp_1.json")
    #expect(report.purchases.map(\.key) == ["SC-1"])
    #expect(report.purchases.first?.number == "77")
    #expect(report.purchases.first?.shipments.map(\.number) == ["RR123456789CN"])
    #expect(
      report.unreadable.map { "\($0.id) \($0.reason)" } == [
        "shp_1.json:2:1 no tracking number", "shp_1.json:3:1 no tracking number",
      ])
  }

  @Test func aListMayBeWrapped() {
    let report = read(#"{"items": [{"sku": "MUG", "quantity": 3}]}"#, "inv_1.json")
    #expect(report.stock == [FolderReport.Stock(supplierSKU: "MUG", quantity: 3)])
  }

  @Test(arguments: [
    ("{", "it is no JSON"), ("5", "it is no list of objects"), ("[1]", "it is no list of objects"),
    (#"{"a": [], "b": []}"#, "it is no list of objects"),
    ("[]", "a column is missing: one of supplier_sku"),
  ])
  func whatIsNoListIsTold(text: String, reason: String) {
    let report = read(text, "inv_1.json")
    #expect(report.stock == [])
    #expect(report.unreadable.first?.reason.hasPrefix(reason) == true)
  }
}

struct ExportFileTests {
  private func read(_ format: String, _ text: String) -> FolderReport {
    connector(["format": format]).read(
      Array(text.utf8), name: "orders_export.csv", now: Samples.now)
  }

  @Test func anExportOfZendropTellsHowOrdersStand() {
    let report = read(
      "zendrop",
      """
      Order number,Order id,Store order ID,Order Date,Order Fulfillment Date,Zendrop payment,\
      Order status,Tracking number
      #1332,30186374,8328983281970,2025-11-12 09:49:33,2025-11-12 18:05:43,Paid,Fulfilled,LX1CN
      #1333,30186375,8328983281971,2025-11-12 09:50:00,,Paid,Processing,
      #1334,30186376,8328983281972,2025-11-12 09:51:00,,Unpaid,Unfulfilled,
      #1335,30186377,8328983281973,2025-11-12 09:52:00,,Paid,Cancelled,
      """)
    #expect(report.unreadable == [])
    #expect(
      report.purchases.map { "\($0.number) \($0.reference) \($0.state)" } == [
        "#1332 8328983281970 shipped", "#1333 8328983281971 acknowledged",
        "#1334 8328983281972 unpaid", "#1335 8328983281973 cancelled",
      ])
    #expect(
      report.purchases[0].shipments == [
        Shipment(
          number: "LX1CN", carrier: "", shippedAt: Timestamp(iso8601: "2025-11-12T18:05:43Z"))
      ])
    #expect(report.purchases[1].placedAt == Timestamp(iso8601: "2025-11-12T09:50:00Z"))
    #expect(report.purchases.allSatisfy { $0.key.isEmpty })
  }

  @Test(arguments: [
    ("Pending", PurchaseState.placed), ("In Order Progress", .placed), ("Ordered", .acknowledged),
    ("Shipped", .shipped), ("DELIVERED", .delivered), ("Canceled", .cancelled),
    ("Failed", .rejected), ("Payment revision", .unpaid),
  ])
  func aStatusOfAutoDSIsKnown(word: String, state: PurchaseState) {
    let report = read("autods", "Order ID,Item ID,Order status,Amount\nSC-7,9,\(word),4.00\n")
    #expect(report.purchases.map(\.state) == [state])
    #expect(report.purchases.map(\.key) == ["SC-7"])
  }

  @Test func ofSeveralRowsTheOneFurtherOnCounts() {
    let report = read("autods", "Order ID,Order status\n5,Shipped\n5,Ordered\n")
    #expect(report.purchases.map(\.state) == [.shipped])
  }

  @Test func aStatusThatNobodyKnowsIsTold() {
    let report = read("zendrop", "Store order ID,Order status\n5,Sleeping\n,Processing\n")
    #expect(report.purchases == [])
    #expect(
      report.unreadable.map { "\($0.id) \($0.reason)" } == [
        "orders_export.csv:2:3 Zendrop has no status that is called Sleeping",
        "orders_export.csv:3:1 the row names no order of the shop",
      ])
  }

  @Test(arguments: ["generic", "dsers"])
  func whereNoExportIsDocumentedTheNameMustTell(format: String) {
    let report = read(format, "Order number,Order status\n5,Shipped\n")
    #expect(report.unreadable.first?.reason.contains("neither ack_, shp_ nor inv_") == true)
  }
}
