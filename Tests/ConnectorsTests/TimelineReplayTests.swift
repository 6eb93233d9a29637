import Connectors
import Fulfillment
import Testing

private let header =
  "order_id,order_item_id,purchase_date,approved_date,shipping_limit_date,handover_date,"
  + "delivered_date,promised_date,final_status,seller_id,seller_state,seller_zip5,customer_state,"
  + "customer_zip5,product_id,product_category,price,freight_value,weight_g,volume_cm3,payment_type\n"

private func read(_ rows: String...) -> FileImport<FinishedOrder> {
  TimelineCSV.readFinished(
    Array((header + rows.map { $0 + "\n" }.joined()).utf8), file: "t.csv")
}

/// One row; what a test changes can be set.
private func row(
  _ line: String = "1", order: String = "order", purchased: String = "2018-01-01",
  approved: String = "2018-01-02", handed: String = "2018-01-03",
  delivered: String = "2018-01-09", promised: String = "2018-01-20", status: String = "delivered",
  price: String = "39.90", weight: String = "1400"
) -> String {
  "\(order),\(line),\(purchased),\(approved),2018-01-05,\(handed),\(delivered),\(promised),\(status),"
    + "seller,MG,37580,RR,69309,p1,toys,\(price),10.1,\(weight),5376,card"
}

@Suite struct TimelineReplayTests {
  @Test func anOrderIsReadWhole() {
    let result = read(row(), row("2", price: "7", weight: ""))
    #expect(result.refused == [])
    let line = ReplayOrder.Line(
      seller: "seller", sellerState: "MG", sellerPostcode: "37580", limitOn: 17_536, price: 3990,
      freight: 1010, grams: 1400, volume: 5376)
    var second = line
    (second.price, second.grams) = (700, 0)
    #expect(
      result.items == [
        FinishedOrder(
          order: ReplayOrder(
            id: "order", lines: [line, second], purchasedOn: 17_532, approvedOn: 17_533,
            handedOverOn: 17_534, deliveredOn: 17_540, promisedOn: 17_551, customerState: "RR",
            customerPostcode: "69309", paymentType: "card"), ending: .onTime)
      ])
  }

  @Test(arguments: [
    (row(), Ending.onTime), (row(delivered: "2018-01-20"), .onTime),
    (row(delivered: "2018-01-21"), .deliveredLate),
    (row(delivered: "", status: "shipped"), .neverDelivered), (row(delivered: ""), .leftOut),
    (row(status: "canceled"), .leftOut), (row("", status: "unavailable"), .leftOut),
  ])
  func endingsFollowTheRow(row: String, ending: Ending) {
    #expect(read(row).items.map(\.ending) == [ending])
  }

  @Test func theStatusIsInNothingThatIsReplayed() {
    #expect(
      read(row(status: "delivered")).items.map(\.order)
        == read(row(status: "canceled")).items.map(\.order))
  }

  @Test func rowsOfAnOrderNeedNotBeAdjacent() {
    let result = read(row(), row(order: "other"), row("2"))
    #expect(result.items.map(\.order.lines.count) == [2, 1])
  }

  @Test func timesAndBlanksAreTolerated() {
    let result = read(
      row(order: " order ", purchased: "2018-01-01 23:59:59", approved: "2018-01-02T10:00:00Z"))
    #expect(result.items.map(\.order.id) == ["order"])
    #expect(result.items.map(\.order.approvedOn) == [17_533])
  }

  @Test func quotedCellsAreCells() {
    let result = read(row(order: "\"a,\"\"b\"\"\"", purchased: "\"2018-01-01\""))
    #expect(result.items.map(\.order.id) == ["a,\"b\""])
    #expect(result.items.map(\.order.purchasedOn) == [17_532])
  }

  @Test(arguments: [
    (row(purchased: ""), "t.csv:2:9: purchase_date is empty"),
    (row(promised: ""), "t.csv:2:64: promised_date is empty"),
    (row(approved: "soon"), "t.csv:2:20: approved_date is not a date: soon"),
    (row(handed: "2018-02-30"), "t.csv:2:42: handover_date is not a date: 2018-02-30"),
    (row(delivered: "2018-1-9"), "t.csv:2:53: delivered_date is not a date: 2018-1-9"),
    (row(delivered: "2018-01-099"), "t.csv:2:53: delivered_date is not a date: 2018-01-099"),
    (row("one"), "t.csv:2:7: order_item_id is not a number: one"),
    (row("1.5"), "t.csv:2:7: order_item_id is not a number"),
    (row(price: "-1"), "t.csv:2:118: price is not a number: -1"),
    (row(price: "1.2.3"), "t.csv:2:118: price is not a number: 1.2.3"),
    (row(price: "."), "t.csv:2:118: price is not a number: ."),
    (row(price: "9999999999999999"), "t.csv:2:118: price is not a number: 9999999999999999"),
    (row(order: ""), "t.csv:2:1: the row names no order"),
    ("order,1,2018-01-01", "t.csv:2:1: 3 cells where the header has 21"),
    ("or\"der,1", "t.csv:2:3: a quote stands where none may be"),
  ])
  func aFaultIsToldWithItsPlaceAndTheRestGoesOn(bad: String, refusal: String) {
    let result = read(bad, row(order: "other"))
    #expect(result.refused.map(\.description) == [refusal])
    #expect(result.items.map(\.order.id) == ["other"])
  }

  @Test func aBadLaterRowRefusesTheWholeOrderOnce() {
    let result = read(row(), row("2", price: "x"), row("x"), row(order: "other"))
    #expect(result.refused.map(\.line) == [3])
    #expect(result.items.map(\.order.id) == ["other"])
  }

  @Test func aGoodRowDoesNotMendABadOne() {
    let result = read(row(purchased: "?"), row("2"))
    #expect(result.items == [])
    #expect(result.refused.map(\.line) == [2])
  }

  @Test func aLineNumberedTwiceIsRefused() {
    #expect(read(row(), row()).refused.map(\.reason) == ["the order has two lines 1"])
  }

  @Test func anUnreadableRowSpoilsTheOrderItMayBelongTo() {
    let result = read(row(), "\"or", row(order: "other"))
    #expect(result.items.map(\.order.id) == ["other"])
    #expect(result.refused.map(\.line) == [3])
  }

  @Test(arguments: ["", "a,b\n1,2\n", "order_id\nx\n"])
  func anotherFileIsRefused(text: String) {
    let result = TimelineCSV.readFinished(Array(text.utf8), file: "t.csv")
    #expect(result.items == [])
    #expect(result.refused.count == 1)
    #expect(result.refused.first?.line == 1)
  }

  @Test func columnsThatOnlyHelpMayLack() {
    let text =
      "order_id,order_item_id,purchase_date,approved_date,handover_date,delivered_date,promised_date,"
      + "final_status,seller_id\no,1,2018-01-01,,,,2018-01-20,,s\n"
    let result = TimelineCSV.readFinished(Array(text.utf8), file: "t.csv")
    #expect(result.items.map(\.ending) == [.neverDelivered])
    #expect(result.items.first?.order.lines.first?.limitOn == nil)
  }
}
