import Connectors
import Fulfillment
import Testing

private let header =
  "order_id,order_item_id,purchase_date,approved_date,handover_date,delivered_date,promised_date,"
  + "final_status,seller_id,seller_state,customer_state,customer_zip5,product_id,product_category,"
  + "price,freight_value\n"

private func read(_ rows: String...) -> FileImport<OrderHistory> {
  TimelineCSV.read(Array((header + rows.map { $0 + "\n" }.joined()).utf8), file: "t.csv")
}

/// One row; the line's number, its seller and the days can be set.
private func row(
  _ line: String = "1", seller: String = "aaaabbbbccccdddd", status: String = "delivered",
  approved: String = "2018-01-02", handover: String = "2018-01-03",
  delivered: String = "2018-01-09", promised: String = "2018-01-20", price: String = "39.90",
  order: String = "ffffeeeedddd"
) -> String {
  "\(order),\(line),2018-01-01,\(approved),\(handover),\(delivered),\(promised),\(status),"
    + "\(seller),MG,RR,69309,p1,toys,\(price),10.10"
}

struct TimelineCSVTests {
  private func brl(_ minor: Int64) throws -> Money {
    Money(minor: minor, currency: try #require(Currency("BRL")))
  }

  @Test func anOrderIsReadWhole() throws {
    let result = read(row(), row("2", price: "0.10"))
    #expect(result.refused == [])
    let history = try #require(result.items.first)
    let order = history.order
    #expect(result.items.count == 1)
    #expect(order.externalID == "ffffeeeedddd")
    #expect(order.name == "ffffeeee")
    #expect(order.placedAt == Samples.time("2018-01-01"))
    #expect(order.paidAt == Samples.time("2018-01-02"))
    #expect(order.payment == .paid)
    #expect(order.fulfillment == .fulfilled)
    #expect(order.fulfilledAt == Samples.time("2018-01-03"))
    #expect(order.promisedAt == Samples.time("2018-01-20"))
    #expect(order.cancelledAt == nil)
    #expect(try order.subtotal == brl(4000))
    #expect(try order.shipping == brl(2020))
    #expect(try order.total == brl(6020))
    #expect(order.shipTo == Address(province: "RR", postcode: "69309", country: "BR"))
    #expect(order.lines.map(\.externalID) == ["1", "2"])
    #expect(order.lines.map(\.sku) == ["p1", "p1"])
    #expect(try order.lines.map(\.price) == [brl(3990), brl(10)])
  }

  @Test func scansAreTheHandOverAndTheDelivery() throws {
    let events = try #require(read(row()).items.first?.events[""])
    #expect(events.map(\.status) == [.pickedUp, .delivered])
    #expect(events.map(\.occurredAt.iso8601) == ["2018-01-03T00:00:00Z", "2018-01-09T00:00:00Z"])
    #expect(events.map(\.location) == ["MG", "RR"])
    #expect(events.map(\.recordedAt) == events.map(\.occurredAt))
  }

  @Test func everySellerHasOnePurchase() throws {
    let result = read(row(), row("2"), row("3", seller: "9999888877776666"))
    let purchases = try #require(result.items.first).purchases
    #expect(purchases.map(\.supplier) == ["aaaabbbbcccc", "999988887777"])
    #expect(
      purchases.map(\.number) == ["ffffeeeedddd/aaaabbbbcccc", "ffffeeeedddd/999988887777"])
    #expect(purchases.map(\.reference) == ["ffffeeeedddd", "ffffeeeedddd"])
    #expect(purchases.map(\.placedAt.iso8601) == ["2018-01-02T00:00:00Z", "2018-01-02T00:00:00Z"])
    #expect(
      purchases.map(\.shipments) == [
        [Shipment(number: "", shippedAt: Samples.time("2018-01-03"))],
        [Shipment(number: "", shippedAt: Samples.time("2018-01-03"))],
      ])
  }

  @Test(arguments: [
    ("delivered", "2018-01-03", "2018-01-09", PurchaseState.delivered),
    ("shipped", "2018-01-03", "", .shipped), ("processing", "", "", .placed),
    ("canceled", "", "", .cancelled), ("unavailable", "2018-01-03", "", .cancelled),
    ("delivered", "", "2018-01-09", .delivered),
  ])
  func thePurchaseStandsWhereTheOrderDoes(
    status: String, handover: String, delivered: String, state: PurchaseState
  ) throws {
    let result = read(row(status: status, handover: handover, delivered: delivered))
    #expect(result.items.first?.purchases.map(\.state) == [state])
  }

  @Test(arguments: ["canceled", "unavailable"])
  func aCancellationIsDatedWithTheLastKnownDay(status: String) {
    let late = read(row(status: status, delivered: ""))
    #expect(late.items.first?.order.cancelledAt == Samples.time("2018-01-03"))
    let early = read(row(status: status, approved: "", handover: "", delivered: ""))
    #expect(early.items.first?.order.cancelledAt == Samples.time("2018-01-01"))
  }

  @Test func anUnapprovedOrderIsNotPaid() throws {
    let order = try #require(read(row(approved: "", handover: "", delivered: "")).items.first).order
    #expect(order.payment == .pending)
    #expect(order.paidAt == nil)
    #expect(order.fulfillment == .unfulfilled)
  }

  @Test func anOrderWithoutLinesIsKept() throws {
    let history = try #require(read(row("", seller: "", status: "unavailable")).items.first)
    #expect(history.order.lines == [])
    #expect(history.purchases == [])
    #expect(try history.order.total == brl(0))
  }

  @Test func rowsOfAnOrderNeedNotBeAdjacent() {
    let result = read(row(), row(order: "other"), row("2"))
    #expect(result.items.map(\.order.lines.count) == [2, 1])
  }

  @Test func eventsThatContradictEachOtherAreKeptAsTheyAre() throws {
    let events = try #require(
      read(row(handover: "2018-02-01", delivered: "2018-01-09")).items.first?.events[""])
    #expect(events.map(\.occurredAt.iso8601) == ["2018-02-01T00:00:00Z", "2018-01-09T00:00:00Z"])
  }

  @Test(arguments: [
    (row(approved: "soon"), "t.csv:2:27: approved_date is not a date: soon"),
    (row(handover: "2018-02-30"), "t.csv:2:38: handover_date is not a date: 2018-02-30"),
    (row(delivered: "09/01/2018"), "t.csv:2:49: delivered_date is not a date: 09/01/2018"),
    (row(promised: ""), "t.csv:2:60: promised_date is empty"),
    (row(price: "1,5"), "t.csv:2:1: 17 cells where the header has 16"),
    (row(price: "much"), "t.csv:2:118: price is not an amount: much"),
    (row("one"), "t.csv:2:14: order_item_id is not a number"),
    (row(order: ""), "t.csv:2:1: the row names no order"),
  ])
  func aFaultRefusesTheOrderWithItsPlace(row bad: String, refusal: String) {
    let result = read(bad, row(order: "other"))
    #expect(result.refused.map(\.description) == [refusal])
    #expect(result.items.map(\.order.externalID) == ["other"])
  }

  @Test func aBadLaterRowRefusesTheWholeOrder() {
    let result = read(row(), row("2", price: "x"), row("3"), row(order: "other"))
    #expect(result.refused.map(\.line) == [3])
    #expect(result.items.map(\.order.externalID) == ["other"])
  }

  @Test func aLineNumberedTwiceIsRefused() {
    #expect(read(row(), row()).refused.map(\.reason) == ["the order has two lines 1"])
  }

  @Test func aCutRowSpoilsItsOrder() {
    let result = read(row(), "ffffeeeedddd,2,2018-01-01")
    #expect(result.items == [])
    #expect(result.refused.map(\.reason) == ["3 cells where the header has 16"])
  }

  @Test func anotherFileIsRefused() {
    let result = TimelineCSV.read(Array("a,b\n1,2\n".utf8), file: "t.csv")
    #expect(
      result.refused.map(\.reason) == [
        "not a file of timelines: the column order_id is missing"
      ])
  }
}

struct OffersCSVTests {
  private func read(_ text: String) -> FileImport<Offer> {
    OffersCSV.read(Array(text.utf8), file: "f.csv")
  }

  private let header = "sku,supplier,supplier_sku,cost,currency,handling_days\n"

  @Test func offersAreRead() {
    let result = read(header + "L1,CJ,vid-1,4.25,USD,2\nL1,Agent,,,,\n")
    #expect(result.refused == [])
    #expect(
      result.items == [
        Offer(
          sku: "L1", supplier: "CJ", supplierSKU: "vid-1", cost: Samples.usd(425), handlingDays: 2),
        Offer(sku: "L1", supplier: "Agent", supplierSKU: ""),
      ])
  }

  @Test func twoColumnsAreEnough() {
    #expect(
      read("Supplier;SKU\nCJ;L1\n").items == [Offer(sku: "L1", supplier: "CJ", supplierSKU: "")])
  }

  @Test(arguments: [
    (",CJ,,,,", "f.csv:2:1: sku is empty"), ("L1,,,,,", "f.csv:2:4: supplier is empty"),
    ("L1,CJ,,5,,", "f.csv:2:10: currency is not an ISO 4217 code"),
    ("L1,CJ,,five,USD,", "f.csv:2:8: cost is not an amount in USD"),
    ("L1,CJ,,-5,USD,", "f.csv:2:8: cost is not an amount in USD"),
    ("L1,CJ,,,,2.5", "f.csv:2:10: handling_days is not a number from 0 to 365"),
    ("L1,CJ,,,,-1", "f.csv:2:10: handling_days is not a number from 0 to 365"),
    ("L1,CJ", "f.csv:2:1: 2 cells where the header has 6"),
    ("L\"1,CJ,,,,", "f.csv:2:2: a quote stands where none may be"),
  ])
  func aBadRowIsRefusedAlone(row: String, refusal: String) {
    let result = read(header + row + "\nL2,CJ,,,,\n")
    #expect(result.refused.map(\.description) == [refusal])
    #expect(result.items.map(\.sku) == ["L2"])
  }

  @Test func aSecondOfferOfASupplierForASKUIsRefused() {
    let result = read(header + "L1,CJ,a,,,\nL2,CJ,,,,\nL1,CJ,b,,,\nL1,CJ,c,,,\n")
    #expect(result.items.map(\.supplierSKU) == ["a", ""])
    #expect(
      result.refused.map(\.description) == [
        "f.csv:4:1: L1 of CJ is on line 2 already", "f.csv:5:1: L1 of CJ is on line 2 already",
      ])
  }

  @Test func anotherFileIsRefused() {
    #expect(
      read("a,b\n").refused.map(\.reason) == ["not a file of offers: the column sku is missing"])
    #expect(read("").refused.map(\.reason) == ["the file is empty"])
  }
}
