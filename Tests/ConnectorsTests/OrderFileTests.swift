import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "Agent", service: "files", role: .supplier)

private func connector(_ options: [String: String] = [:]) -> Files {
  Files(account, Credentials(options: options))
}

/// The rows of a file, the header first.
private func rows(_ text: String) throws -> [[String]] {
  var reader = CSVReader(Array(text.utf8))
  var rows: [[String]] = []
  while let next = reader.next() { rows.append(try next.get().texts) }
  return rows
}

struct OrderFileTests {
  @Test func theDefaultColumnsAreThoseOfTheFields() throws {
    let key = Samples.draft.key
    #expect(
      try connector().body(for: Samples.draft)
        == "po_number,order_name,line,supplier_sku,sku,title,quantity,unit_cost,currency,"
        + "shipping_method,name,company,address1,address2,city,province,postcode,country,phone,"
        + "email\r\n"
        + "\(key),#1001,11,1392053744945991680,MUG-RED,Red mug,2,0.57,USD,CJPacket Ordinary,"
        + "Ada Lovelace,,12 Rose St,Flat 3,Hartford,Connecticut,06103,US,'+1 860 555 0100,"
        + "ada@mail.example\r\n")
  }

  @Test func everyItemIsARow() throws {
    let draft = Samples.draft {
      $0.items.append($0.items[0])
      ($0.items[1].part, $0.items[1].supplierSKU, $0.items[1].unitCost) = ("lid", "LID", nil)
    }
    let rows = try rows(connector().body(for: draft))
    #expect(rows.count == 3)
    #expect(rows[2][2...3] == ["11/lid", "LID"])
    #expect(rows[2][7...8] == ["", ""])
    #expect(rows[1][0] == rows[2][0])
  }

  @Test(arguments: ["=1+1", "@SUM(A1)", "+A1", "-2+3", "\t=1", "\u{FF1D}1"])
  func formulasAreDefused(text: String) throws {
    let draft = Samples.draft {
      $0.shipTo.name = text
      $0.items[0].title = text
    }
    for cell in try rows(connector().body(for: draft))[1] {
      #expect(!CSVWriter.isFormula(cell), "\(cell)")
    }
  }

  @Test func lineBreaksAndControlsDontReachTheFile() throws {
    let draft = Samples.draft { $0.shipTo.line1 = "12 Rose St\r\nSC-2,evil\u{1B}[31m" }
    let text = try connector().body(for: draft)
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(try rows(text).count == 2)
    #expect(try rows(text)[1][12] == "12 Rose St SC-2,evil[31m")
  }

  @Test func aTemplateNamesItsOwnColumns() throws {
    let template =
      "PO Number=po_number; Item SKU = supplier_sku;Qty=quantity;Warehouse=\"MAIN, 2\";country"
    let text = try connector(["template": template]).body(for: Samples.draft)
    #expect(
      text == "PO Number,Item SKU,Qty,Warehouse,country\r\n"
        + "\(Samples.draft.key),1392053744945991680,2,\"MAIN, 2\",US\r\n")
  }

  @Test(arguments: [(",", ","), (";", ";"), ("|", "|"), ("tab", "\t"), ("TAB", "\t"), ("", ",")])
  func theDelimiterIsTheSuppliers(option: String, delimiter: String) throws {
    let options = [
      "delimiter": option, "template": "po_number;supplier_sku;quantity",
    ]
    let text = try connector(options).body(for: Samples.draft)
    #expect(text.hasPrefix("po_number\(delimiter)supplier_sku\(delimiter)quantity\r\n"))
  }

  @Test(arguments: [
    (["template": "a=po_number;b=quantity"], "the field supplier_sku is missing"),
    (["template": "a=supplier_sku;b=quantity"], "the field po_number is missing"),
    (["template": "po_number;supplier_sku"], "the field quantity is missing"),
    (["template": "po_number;supplier_sku;quantity;x=colour"], "no field is called colour"),
    (["template": "po_number;=line"], "a column without a name"),
  ])
  func aTemplateThatIsNoneIsTold(options: [String: String], reason: String) {
    #expect(
      Samples.problem { () throws(DraftProblem) in
        try connector(options).body(for: Samples.draft)
      } == "the template of Agent: " + reason)
  }

  @Test func aDelimiterThatIsNoneIsTold() {
    #expect(
      Samples.problem { () throws(DraftProblem) in
        try connector(["delimiter": "::"]).body(for: Samples.draft)
      } == "the delimiter of Agent is none of , ; | tab")
  }

  @Test(
    arguments: [
      ("something to buy", Samples.draft { $0.items = [] }),
      ("a street", Samples.draft { ($0.shipTo.line1, $0.shipTo.line2) = ("", " ") }),
      ("its own sku of MUG-RED", Samples.draft { $0.items[0].supplierSKU = " " }),
      ("a quantity of MUG-RED", Samples.draft { $0.items[0].quantity = 0 }),
    ])
  func whatIsLackingIsToldInWords(reason: String, draft: PurchaseDraft) {
    #expect(
      Samples.problem { () throws(DraftProblem) in try connector().body(for: draft) }
        == "Agent needs " + reason)
  }

  @Test(arguments: [
    ("SC-1001-ABC", "ord_SC-1001-ABC.csv"), ("../../etc/x", "ord_______etc_x.csv"),
    ("a b\n\u{0}ä", "ord_a_b___.csv"),
  ])
  func aFileNameIsMadeOfTheKey(key: String, name: String) {
    #expect(connector().fileName(key: key) == name)
  }

  @Test func foldersAreThoseOfTheConvention() {
    #expect([connector().inbox, connector().outbox] == ["in", "out"])
  }

  @Test func whatWasSentCanBeReadBack() throws {
    let draft = Samples.draft { $0.items[0].supplierSKU = "-5+X" }
    let sent = try connector().body(for: draft)
    let acknowledged = sent.split(separator: "\r\n").enumerated().map {
      $0.offset == 0 ? $0.element + ",status" : $0.element + ",REJECTED"
    }
    let report = connector().read(
      Array(acknowledged.joined(separator: "\n").utf8), name: "ack_1.csv", now: Samples.now)
    #expect(report.refusedLines.map(\.supplierSKU) == ["-5+X"])
    #expect(report.refusedLines.map(\.key) == [draft.key])
  }
}
