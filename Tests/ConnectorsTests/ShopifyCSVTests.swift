import Connectors
import Fulfillment
import Testing
import Wire

/// Columns in the order in which these tests write their rows.
private let header =
  "Name,Id,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
  + "Lineitem price,Lineitem sku\n"

private func read(_ text: String) -> FileImport<Order> {
  ShopifyCSV.read(Array(text.utf8), file: "o.csv")
}

private func rows(_ rows: String...) -> FileImport<Order> {
  read(header + rows.map { $0 + "\n" }.joined())
}

private let first = "#1,901,paid,USD,30.00,2024-01-02 03:04:05 +0100,1,Lamp,10.00,L1"
private let second = "#1,,,,,2024-01-02 03:04:05 +0100,2,Cord,10.00,C1"
private let other = "#2,902,pending,USD,5.00,2024-01-03 00:00:00 +0000,1,Mug,5.00,M1"

struct ShopifyCSVTests {
  @Test func rowsOfOneOrderBecomeItsLines() throws {
    let result = rows(first, second, other)
    #expect(result.refused == [])
    #expect(result.items.map(\.name) == ["#1", "#2"])
    let order = try #require(result.items.first)
    #expect(order.externalID == "901")
    #expect(order.placedAt == Samples.time("2024-01-02T02:04:05Z"))
    #expect(order.payment == .paid)
    #expect(order.total == Samples.usd(3000))
    #expect(
      order.lines == [
        OrderLine(externalID: "1", sku: "L1", title: "Lamp", quantity: 1, price: Samples.usd(1000)),
        OrderLine(externalID: "2", sku: "C1", title: "Cord", quantity: 2, price: Samples.usd(1000)),
      ])
  }

  @Test func rowsOfAnOrderNeedNotBeAdjacent() {
    #expect(rows(first, other, second).items.map(\.lines.count) == [2, 1])
  }

  @Test func twoOrdersOfOneNameAreToldApartByTheirIDs() {
    let twin = first.split(separator: "901").joined(separator: "777")
    let result = rows(first, other, twin, second)
    #expect(result.items.map(\.externalID) == ["901", "902", "777"])
    #expect(result.items.map(\.lines.count) == [1, 1, 2])
  }

  @Test func filesPutTogetherGiveBothCopiesWhole() {
    let result = rows(first, second, other, first, second)
    #expect(result.items.map(\.lines.count) == [2, 1, 2])
    #expect(result.items.first == result.items.last)
  }

  @Test func cellsFilledDownByATableProgramAreOneOrder() {
    let filled = "#1,901,paid,USD,30.00,2024-01-02 03:04:05 +0100,2,Cord,10.00,C1"
    #expect(rows(first, filled).items.map(\.lines.count) == [2])
  }

  @Test func aRowThatRepeatsTheOneBeforeIsNotGuessed() {
    let result = rows(first, first, other)
    #expect(result.items.map(\.name) == ["#2"])
    #expect(
      result.refused == [
        Refusal(
          file: "o.csv", line: 3, column: 1,
          reason: "the row repeats the one before: a second item or a copy?")
      ])
  }

  @Test func identicalLinesInAnExportAreTwoLines() {
    #expect(rows(first, second, second).items.map(\.lines.count) == [3])
  }

  @Test func missingColumnsStayUnknown() throws {
    let text =
      "Name,Currency,Created at,Lineitem quantity,Lineitem name\n#1,EUR,2024-01-02,1,Lamp\n"
    let order = try #require(read(text).items.first)
    #expect(order.externalID == "#1")
    #expect(order.total == nil)
    #expect(order.refunded == nil)
    #expect(order.lines.map(\.price) == [nil])
    #expect(order.payment == .unknown)
  }

  @Test func emptyCellsStayUnknownToo() throws {
    let order = try #require(rows("#1,901,paid,USD,,2024-01-02,1,Lamp,,").items.first)
    #expect(order.total == nil)
    #expect(order.lines.map(\.price) == [nil])
  }

  @Test func aFirstRowMayCarryNoLine() {
    #expect(rows("#1,901,paid,USD,5.00,2024-01-02,,,,").items.map(\.lines) == [[]])
  }

  @Test(arguments: [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")])
  func otherDelimitersAreRead(delimiter: UInt8) {
    let bytes = (header + first + "\n").utf8.map { $0 == 0x2C ? delimiter : $0 }
    #expect(ShopifyCSV.read(bytes, file: "o.csv").items.map(\.total) == [Samples.usd(3000)])
  }

  @Test(arguments: [
    ("paid", PaymentState.paid), ("PENDING", .pending), ("authorized", .authorized),
    ("partially_paid", .partiallyPaid), ("partially_refunded", .partiallyRefunded),
    ("refunded", .refunded), ("voided", .voided), ("expired", .voided), ("new", .unknown),
  ])
  func paymentIsMapped(status: String, payment: PaymentState) {
    let row = "#1,901,\(status),USD,5.00,2024-01-02,1,Lamp,5.00,L1"
    #expect(rows(row).items.map(\.payment) == [payment])
  }
}

struct ShopifyCSVRefusalTests {
  private func refused(_ result: FileImport<Order>) -> [String] {
    result.refused.map(\.description)
  }

  @Test(arguments: [
    (
      "#1,901,paid,USD,30.00,2024-01-02,one,Lamp,10.00,L1",
      "o.csv:2:34: Lineitem quantity of #1 is not a whole number: one"
    ),
    (
      "#1,901,paid,USD,30.00,2024-01-02,-1,Lamp,10.00,L1",
      "o.csv:2:34: Lineitem quantity of #1 is not a whole number: -1"
    ),
    (
      "#1,901,paid,USD,30.00,2024-01-02,,Lamp,10.00,L1",
      "o.csv:2:34: Lineitem quantity of #1 is not a whole number: "
    ),
    (
      "#1,901,paid,USD,\"1,000.00\",2024-01-02,1,Lamp,10.00,L1",
      "o.csv:2:17: Total is not an amount in USD: 1,000.00"
    ),
    (
      "#1,901,paid,USD,30.001,2024-01-02,1,Lamp,10.00,L1",
      "o.csv:2:17: Total is not an amount in USD: 30.001"
    ),
    (
      "#1,901,paid,USD,30.00,2024-01-02,1,Lamp,ten,L1",
      "o.csv:2:41: Lineitem price is not an amount in USD: ten"
    ),
    (
      "#1,901,paid,USD,30.00,2024-02-30,1,Lamp,10.00,L1",
      "o.csv:2:23: Created at is not a date: 2024-02-30"
    ),
    ("#1,901,paid,USD,30.00,,1,Lamp,10.00,L1", "o.csv:2:23: Created at is empty"),
    ("#1,901,paid,euros,30.00,2024-01-02,1,Lamp,10.00,L1", "o.csv:2:13: euros is not a currency"),
    (
      "#1,901,paid,,30.00,2024-01-02,1,Lamp,10.00,L1",
      "o.csv:2:13: #1 has no row with the order's own cells, or no currency"
    ),
    (",901,paid,USD,30.00,2024-01-02,1,Lamp,10.00,L1", "o.csv:2:1: the row names no order"),
  ])
  func aFaultRefusesTheOrderWithItsPlace(row: String, refusal: String) {
    let result = rows(row, other)
    #expect(refused(result) == [refusal])
    #expect(result.items.map(\.name) == ["#2"])
  }

  @Test func aBadLaterRowRefusesTheWholeOrderOnce() {
    let bad = "#1,,,,,2024-01-02,x,Cord,10.00,C1"
    let result = rows(first, bad, bad, second, other)
    #expect(refused(result) == ["o.csv:3:19: Lineitem quantity of #1 is not a whole number: x"])
    #expect(result.items.map(\.name) == ["#2"])
  }

  @Test func aContinuationWithoutItsFirstRowIsRefused() {
    #expect(
      refused(rows(second, other)) == [
        "o.csv:2:6: #1 has no row with the order's own cells, or no currency"
      ])
  }

  @Test func aMalformedRowSpoilsTheOrderItNames() {
    let result = rows(first, "#1,,,,,2024-01-02,2,Co\"rd,10.00,C1", other)
    #expect(refused(result) == ["o.csv:3:23: a quote stands where none may be"])
    #expect(result.items.map(\.name) == ["#2"])
  }

  @Test func aRowWhoseOrderIsUnknownSpoilsTheOneBefore() {
    let result = rows(first, "\"#1\"x,,,,,,2,Cord,10.00,C1", other)
    #expect(refused(result) == ["o.csv:3:5: a quote stands where none may be"])
    #expect(result.items.map(\.name) == ["#2"])
  }

  @Test func aCutFileNeverGivesAHalfOrder() {
    let whole = Array((header + first + "\n" + second + "\n" + other + "\n").utf8)
    let expected = ShopifyCSV.read(whole, file: "o.csv").items
    let lengths = (header + first + "\n").utf8.count..<whole.count
    for length in lengths {
      let items = ShopifyCSV.read(Array(whole.prefix(length)), file: "o.csv").items
      for item in items where item.name == "#1" && length > (header + first + "\n").utf8.count {
        // Cut inside the last cell nothing shows that anything is missing.
        let isInLastCell = length >= whole.count - other.utf8.count - 4
        #expect(item == expected.first || isInLastCell, "cut at \(length)")
      }
    }
  }

  @Test(arguments: [
    ("", "o.csv:1:1: the file is empty"),
    ("a,b\n", "o.csv:1:1: not a Shopify orders export: the column Name is missing"),
    (
      "Name,Created at,Lineitem name\n",
      "o.csv:1:1: not a Shopify orders export: the column Lineitem quantity is missing"
    ),
    ("Name,Name\n", "o.csv:1:6: two columns are named Name"),
    ("<html><body>", "o.csv:1:1: not a Shopify orders export: the column Name is missing"),
  ])
  func anotherFileIsRefusedAtOnce(text: String, refusal: String) {
    #expect(refused(read(text)) == [refusal])
  }

  @Test func aHeaderAloneHoldsNothing() {
    #expect(read(header).items == [])
    #expect(read(header).refused == [])
  }
}

struct ShopifyCSVDetailTests {
  private let columns: [(String, String)] = [
    ("Name", "#7"), ("Id", "9"), ("Email", "a@b.test"), ("Financial Status", "partially_refunded"),
    ("Paid at", "2024-01-02 10:00:00 +0000"), ("Fulfillment Status", "partial"),
    ("Fulfilled at", "2024-01-04 10:00:00 +0000"), ("Currency", "JPY"), ("Subtotal", "900"),
    ("Shipping", "100"), ("Taxes", "50"), ("Total", "1000"), ("Discount Amount", "5"),
    ("Refunded Amount", "200"), ("Created at", "2024-01-01 10:00:00 +0000"),
    ("Cancelled at", "2024-01-05 10:00:00 +0000"), ("Lineitem quantity", "1"),
    ("Lineitem name", "Lamp"), ("Lineitem requires shipping", "false"),
    ("Lineitem fulfillment status", "fulfilled"), ("Billing Name", "Bill"),
    ("Billing Address1", "1 Bill St"), ("Billing Zip", "'0123"), ("Billing Phone", "'+1 5"),
    ("Shipping Name", "Ship"), ("Shipping Street", "2 Ship St, Flat 3"),
    ("Shipping Address1", "2 Ship St"), ("Shipping Address2", "Flat 3"), ("Shipping Company", "Co"),
    ("Shipping City", "Troy"), ("Shipping Zip", "'6660"), ("Shipping Province", "NY"),
    ("Shipping Country", "US"), ("Shipping Phone", "'+99 1"), ("Notes", "Ring"),
    ("Note Attributes", "gift: yes"), ("Tags", "vip, , late"), ("Risk Level", "High"),
  ]

  /// An export of one row, with some cells set otherwise.
  private func order(_ changes: [String: String] = [:]) throws -> Order {
    var writer = CSVWriter()
    writer.write(columns.map(\.0))
    writer.write(columns.map { changes[$0.0] ?? $0.1 })
    let result = ShopifyCSV.read(writer.bytes, file: "o.csv")
    #expect(result.refused == [])
    return try #require(result.items.first)
  }

  @Test func everyColumnFindsItsPlace() throws {
    let order = try order()
    #expect(order.email == "a@b.test")
    #expect(order.customerName == "Bill")
    #expect(order.phone == "+1 5")
    #expect(order.payment == .partiallyRefunded)
    #expect(order.paidAt == Samples.time("2024-01-02T10:00:00Z"))
    #expect(order.fulfillment == .partial)
    #expect(order.fulfilledAt == Samples.time("2024-01-04T10:00:00Z"))
    #expect(order.cancelledAt == Samples.time("2024-01-05T10:00:00Z"))
    let amounts = [
      order.subtotal, order.shipping, order.tax, order.total, order.discount, order.refunded,
    ]
    #expect(amounts.map { $0?.minor } == [900, 100, 50, 1000, 5, 200])
    #expect(
      order.shipTo
        == Address(
          name: "Ship", company: "Co", line1: "2 Ship St", line2: "Flat 3", city: "Troy",
          province: "NY", postcode: "6660", country: "US", phone: "+99 1"))
    #expect(order.note == "Ring\ngift: yes")
    #expect(order.tags == ["vip", "late", "risk:high"])
    #expect(order.lines.map(\.requiresShipping) == [false])
    #expect(order.lines.map(\.fulfilled) == [true])
  }

  @Test func lowRiskIsNoTag() throws {
    #expect(try order(["Risk Level": "Low"]).tags == ["vip", "late"])
  }

  @Test func withoutAShippingAddressTheBillingOneServes() throws {
    let order = try order([
      "Shipping Address1": "", "Shipping Street": "", "Shipping City": "", "Shipping Zip": "",
    ])
    #expect(order.shipTo.line1 == "1 Bill St")
    #expect(order.shipTo.postcode == "0123")
  }

  @Test func theStreetServesWhereAddress1IsMissing() throws {
    #expect(try order(["Shipping Address1": ""]).shipTo.line1 == "2 Ship St, Flat 3")
  }

  @Test func theShippingNameServesWhereBillingHasNone() throws {
    #expect(try order(["Billing Name": ""]).customerName == "Ship")
  }

  @Test(arguments: [(true, "2024-04-03T00:00:00Z"), (false, "2024-03-04T00:00:00Z")])
  func theDefaultOfAmbiguousDatesCanBeChosen(isDayFirst: Bool, placed: String) {
    let text = "Name,Currency,Created at,Lineitem quantity,Lineitem name\n#1,EUR,03/04/2024,1,A\n"
    let result = ShopifyCSV.read(
      Array(text.utf8), file: "o.csv", options: .init(isDayFirst: isDayFirst))
    #expect(result.items.map(\.placedAt.iso8601) == [placed])
  }

  @Test func oneDateDecidesForTheOthers() {
    let text =
      "Name,Currency,Created at,Cancelled at,Lineitem quantity,Lineitem name\n"
      + "#1,EUR,03/04/2024,,1,A\n#2,EUR,03/05/2024,03/31/2024,1,A\n"
    let result = ShopifyCSV.read(Array(text.utf8), file: "o.csv")
    #expect(
      result.items.map(\.placedAt.iso8601) == ["2024-03-04T00:00:00Z", "2024-03-05T00:00:00Z"])
  }
}
