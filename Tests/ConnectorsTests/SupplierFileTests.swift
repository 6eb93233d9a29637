import Connectors
import Fulfillment
import Testing
import Wire

private let connector = Files(
  Account(name: "Agent", service: "files", role: .supplier), Credentials())

private func read(_ text: String, _ name: String) -> FolderReport {
  connector.read(Array(text.utf8), name: name, now: Samples.now)
}

private func told(_ report: FolderReport) -> [String] {
  report.unreadable.map { "\($0.id) \($0.reason)" }
}

private func acknowledged(_ key: String, _ number: String) -> PurchaseOrder {
  PurchaseOrder(
    supplier: "Agent", number: number, reference: key, state: .acknowledged,
    placedAt: Samples.now, acknowledgedAt: Samples.now, key: key)
}

struct AcknowledgementTests {
  @Test func ordersAreAcknowledgedOrRejected() {
    let report = read(
      "Order Number,PO Number,Note\nA-77,SC-1,\nREJECTED,SC-2,discontinued\n", "ACK_20260101.csv")
    #expect(
      report.purchases == [
        acknowledged("SC-1", "A-77"),
        PurchaseOrder(
          supplier: "Agent", number: "", reference: "SC-2", state: .rejected,
          placedAt: Samples.now, key: "SC-2"),
      ])
    #expect(report.notes == ["SC-2": "discontinued"])
    #expect(told(report) == [])
  }

  @Test(arguments: [",", ";", "|", "\t"])
  func everyDelimiterIsRead(delimiter: String) {
    let text = "\u{FEFF}po_number,order_number\r\nSC-1,A-77\r\n"
    let report = read(
      text.split(separator: ",").joined(separator: delimiter), "ack_1.csv")
    #expect(report.purchases == [acknowledged("SC-1", "A-77")])
  }

  @Test(arguments: [
    "PO Number,Order Number", "po_number,order_number", "Key,Supplier Order Number",
    "purchase-order,ORDER NO", "reference,number",
  ])
  func columnsHaveManyNames(header: String) {
    #expect(read(header + "\nSC-1,A-77\n", "ack.csv").purchases == [acknowledged("SC-1", "A-77")])
  }

  @Test func linesMayBeRefusedAlone() {
    let report = read(
      """
      po_number,order_number,sku,quantity,status,note
      SC-1,A-77,MUG,2,ACCEPTED,
      SC-1,A-77,LID,3,REJECTED,out of stock
      SC-1,A-77,BOX,,rejected,out of stock
      """, "ack_1.csv")
    #expect(report.purchases == [acknowledged("SC-1", "A-77")])
    #expect(
      report.refusedLines == [
        FolderReport.RefusedLine(
          key: "SC-1", supplierSKU: "BOX", quantity: 0, reason: "out of stock"),
        FolderReport.RefusedLine(
          key: "SC-1", supplierSKU: "LID", quantity: 3, reason: "out of stock"),
      ])
    #expect(report.notes == ["SC-1": "out of stock"])
  }

  @Test func aReplacedLineIsBoughtAndTold() {
    let report = read(
      "po,order number,sku,status,note\nSC-1,A-7,MUG,SUBSTITUTED,blue one instead\n", "ack_1.csv")
    #expect(report.purchases == [acknowledged("SC-1", "A-7")])
    #expect(report.refusedLines.isEmpty)
    #expect(report.notes == ["SC-1": "MUG is replaced: blue one instead"])
  }

  @Test(arguments: [("SC-1,A-7,MUG,replaced,", 14), ("SC-1,A-7,,replaced,blue one", 11)])
  func aReplacementMustSayOfWhatByWhat(row: String, column: Int) {
    let report = read("po,order number,sku,status,note\n\(row)\n", "ack_1.csv")
    #expect(report.purchases.isEmpty)
    #expect(
      told(report) == [
        "ack_1.csv:2:\(column) a replaced line needs its sku, and in note what comes instead"
      ])
  }

  @Test func ofAnOrderOnlyRefusedInPartNothingElseIsKnown() {
    let report = read("po,order number,sku\nSC-1,REJECTED,LID\n", "ack_1.csv")
    #expect(report.purchases == [])
    #expect(report.refusedLines.map(\.supplierSKU) == ["LID"])
  }

  @Test func theSameRowTwiceIsOne() {
    let report = read(
      "po,order number,sku\nSC-1,A-7,MUG\nSC-1,A-7,MUG\nSC-1,REJECTED,LID\nSC-1,REJECTED,LID\n",
      "ack_1.csv")
    #expect(report.purchases.count == 1)
    #expect(report.refusedLines.count == 1)
    #expect(told(report) == [])
  }

  @Test func contradictionsAreToldWithTheirPlace() {
    let report = read(
      """
      po_number,order_number,sku
      SC-1,A-7,
      SC-1,REJECTED,
      SC-1,A-8,
      SC-2,REJECTED,
      SC-2,A-9,
      SC-3,A-1,MUG
      SC-3,REJECTED,MUG
      SC-4,REJECTED,MUG
      SC-4,A-2,MUG
      """, "ack_1.csv")
    #expect(
      told(report) == [
        "ack_1.csv:3:6 SC-1 is rejected here and accepted on line 2",
        "ack_1.csv:4:6 SC-1 has the order number A-7 already",
        "ack_1.csv:6:6 SC-2 is accepted here and rejected on line 5",
        "ack_1.csv:8:15 MUG is rejected here and accepted on line 7",
        "ack_1.csv:10:10 MUG is accepted here and rejected before",
      ])
    #expect(report.purchases.map(\.state) == [.acknowledged, .rejected, .acknowledged])
  }

  @Test func rowsThatCantBeReadAreToldWithTheirPlace() {
    let report = read(
      """
      po_number,order_number,status,quantity
      ,A-7,,
      SC-1,,,
      SC-2,,maybe,
      SC-3,1.23E+12,,
      SC-4,A-4,,many
      SC-5,A-5
      SC-6,A-6,,
      """, "ack_1.csv")
    #expect(
      told(report) == [
        "ack_1.csv:2:1 the row names no purchase",
        "ack_1.csv:3:6 neither an order number nor REJECTED",
        "ack_1.csv:4:7 status is none of ACCEPTED, REJECTED, SUBSTITUTED",
        "ack_1.csv:5:6 a spreadsheet has rounded 1.23E+12; save the column as text",
        "ack_1.csv:6:11 quantity is not a whole number from 0 to 1000000",
        "ack_1.csv:7:1 2 cells where the header has 4",
      ])
    #expect(report.purchases == [acknowledged("SC-6", "A-6")])
  }

  @Test(arguments: [
    ("", "1:1 the file is empty"), ("a,b\n1,2\n", "1:1 a column is missing: one of po_number"),
    ("po\nSC-1\n", "1:1 a column is missing: one of order_number"),
    ("po,po\n", "1:4 two columns are named po"),
  ])
  func aFileOfAnotherKindIsTold(text: String, words: String) {
    let report = read(text, "ack_1.csv")
    #expect(report.purchases == [])
    #expect(told(report).first?.hasPrefix("ack_1.csv:" + words) == true, "\(told(report))")
  }

  @Test(arguments: ["orders.csv", "", "readme.txt", "xack_1.csv"])
  func aFileOfNoKnownNameIsTold(name: String) {
    #expect(
      told(read("po,number\nSC-1,A-1\n", name)) == [
        "\(name):1:1 the name says neither ack_, shp_ nor inv_, so nobody knows what it holds"
      ])
  }

  @Test func whatAStrangerWritesIsMadeSafe() {
    let report = read("po,number,note\nSC-1,A-1,\u{1B}[31mred\u{202E}\n", "ack_1.csv")
    #expect(report.notes == ["SC-1": "[31mred"])
  }
}

struct ShipmentFileTests {
  @Test func anOrderMayComeInSeveralParcels() {
    let report = read(
      """
      Order Number|Po Number|Item SKU|Quantity|Shipping method|Carrier code|Tracking code
      A-7|SC-1|MUG|1|Standard|YANWEN|rr 123456789 cn
      A-7|SC-1|LID|2|Standard|YANWEN|RR123456789CN
      A-7|SC-1|MUG|1|Standard|UPS|1Z999AA10123456784
      A-7|SC-1|MUG|1|Standard|UPS|1Z999AA10123456784
      """, "SHIP_CONFIRM_20260101.csv")
    #expect(
      report.purchases == [
        PurchaseOrder(
          supplier: "Agent", number: "A-7", reference: "SC-1", state: .shipped,
          placedAt: Samples.now,
          shipments: [
            Shipment(number: "RR123456789CN", carrier: "YANWEN"),
            Shipment(number: "1Z999AA10123456784", carrier: "UPS"),
          ], key: "SC-1")
      ])
    #expect(
      report.shipped == [
        shipped("MUG", 1, "RR123456789CN"), shipped("LID", 2, "RR123456789CN"),
        shipped("MUG", 1, "1Z999AA10123456784"),
      ])
    #expect(told(report) == [])
  }

  private func shipped(_ sku: String, _ count: Int, _ tracking: String) -> FolderReport.ShippedLine
  {
    FolderReport.ShippedLine(
      key: "SC-1", order: "A-7", supplierSKU: sku, quantity: count, tracking: tracking)
  }

  @Test func anotherConventionIsRead() {
    let report = read(
      "shipment_id,order_id,item_id,item_sku,shipped_qty,shipped_at,shipping_provider,tracking_code\n"
        + "1,SC-1,9,MUG,2,1795339200,DHL,JD01\n", "shipments.csv")
    #expect(
      report.purchases.flatMap(\.shipments) == [
        Shipment(number: "JD01", carrier: "DHL", shippedAt: Timestamp(seconds: 1_795_339_200))
      ])
    #expect(report.purchases.map(\.key) == ["SC-1"])
  }

  @Test func theirNumberAloneNamesAPurchase() {
    let report = read("order_number,tracking_number\nA-7,X1\nA-7,X2\n", "shp_1.csv")
    #expect(report.purchases.map(\.number) == ["A-7"])
    #expect(report.purchases.map(\.key) == [""])
    #expect(report.purchases.first?.shipments.map(\.number) == ["X1", "X2"])
    #expect(report.shipped == [])
  }

  @Test func aNumberThatComesLaterIsTaken() {
    let report = read("po,order_number,tracking\nSC-1,,X1\nSC-1,A-7,X2\n", "shp_1.csv")
    #expect(report.purchases.map(\.number) == ["A-7"])
  }

  @Test(arguments: [
    ("2026-01-31", "2026-01-31T00:00:00Z"), ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
    ("31/01/2026", "2026-01-31T00:00:00Z"), ("01/31/2026", "2026-01-31T00:00:00Z"),
    ("1769846400", "2026-01-31T08:00:00Z"), ("", ""),
  ])
  func datesAreRead(text: String, iso: String) {
    let report = read("po,tracking,ship_date\nSC-1,X1,\(text)\n", "shp_1.csv")
    #expect(report.purchases.first?.shipments.map(\.shippedAt) == [Samples.time(iso)])
  }

  @Test func rowsThatCantBeReadAreToldWithTheirPlace() {
    let report = read(
      """
      po_number,order_number,sku,quantity,tracking,ship_date
      ,,MUG,1,X1,
      SC-1,A-7,MUG,1,,
      SC-2,A-7,MUG,0,X2,
      SC-3,A-7,MUG,1.5,X3,
      SC-4,A-7,MUG,1,1.23E+15,
      SC-5,A-7,MUG,1,X5,02/03/2026
      SC-6,A-7,MUG,2.0,X6,
      SC-6,A-8,MUG,1,X7,
      """, "shp_1.csv")
    #expect(
      told(report) == [
        "shp_1.csv:2:1 the row names no purchase", "shp_1.csv:3:16 no tracking number",
        "shp_1.csv:4:14 nothing of it was shipped",
        "shp_1.csv:5:14 quantity is not a whole number from 0 to 1000000",
        "shp_1.csv:6:16 a spreadsheet has rounded 1.23E+15; save the column as text",
        "shp_1.csv:7:19 the date is not one that can be read; write 2026-01-31",
        "shp_1.csv:9:6 SC-6 has the order number A-7 already",
      ])
    #expect(report.purchases.map(\.key) == ["SC-6"])
    #expect(report.shipped.map(\.quantity) == [2])
  }

  @Test func aFileWithoutTrackingIsNone() {
    #expect(
      told(read("po,carrier\nSC-1,UPS\n", "shp_1.csv")) == [
        "shp_1.csv:1:1 a column is missing: one of tracking_number, tracking_code, tracking"
      ])
  }
}

struct InventoryFileTests {
  @Test func stockIsRead() {
    let report = read("Item SKU;Quantity\nMUG;12\nLID;0\n'=BOX;3.0\n", "INVENTORY_20260101.csv")
    #expect(
      report.stock == [
        FolderReport.Stock(supplierSKU: "MUG", quantity: 12),
        FolderReport.Stock(supplierSKU: "LID", quantity: 0),
        FolderReport.Stock(supplierSKU: "=BOX", quantity: 3),
      ])
    #expect(report.purchases == [])
  }

  @Test func anItemOnTwoLinesIsTakenOnce() {
    let report = read("sku,qty\nMUG,12\nMUG,12\nMUG,13\n", "inv_1.csv")
    #expect(report.stock == [FolderReport.Stock(supplierSKU: "MUG", quantity: 12)])
    #expect(told(report) == ["inv_1.csv:4:5 MUG has 12 on line 2 already"])
  }

  @Test func rowsThatCantBeReadAreToldWithTheirPlace() {
    let report = read("sku,qty\n,12\nMUG,\nLID,-1\nBOX,99999999999\nCAP,5\n", "inv_1.csv")
    #expect(
      told(report) == [
        "inv_1.csv:2:1 the row names no item", "inv_1.csv:3:5 no quantity",
        "inv_1.csv:4:5 quantity is not a whole number from 0 to 1000000",
        "inv_1.csv:5:5 quantity is not a whole number from 0 to 1000000",
      ])
    #expect(report.stock.map(\.supplierSKU) == ["CAP"])
  }

  /// Whatever is in a file, each row is taken or told, and none traps.
  @Test(arguments: ["ack_1.csv", "shp_1.csv", "inv_1.csv"])
  func damagedFilesAreRead(name: String) {
    let text =
      "po,order_number,sku,quantity,tracking\nSC-1,A-7,\"M\"\"UG\",2,X1\nSC-2,A-8,LID,1,X2\n"
    let bytes = Array(text.utf8)
    for length in bytes.indices {
      let report = connector.read(Array(bytes.prefix(length)), name: name, now: Samples.now)
      #expect(report.purchases.count + report.stock.count <= 2)
    }
    for position in bytes.indices {
      for byte in [0x00, 0x0A, 0x22, 0x2C, 0x27, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        changed[position] = byte
        let report = connector.read(changed, name: name, now: Samples.now)
        #expect(report.purchases.count + report.stock.count <= 3)
      }
    }
  }
}
