import Connectors
import Fulfillment
import Testing
import Wire

struct WooCommerceAfterSalesTests {
  private func order(_ meta: JSON, status: JSON = "completed") throws -> Order {
    let page = try wooPage(wooOrder.with("meta_data", meta).with("status", status))
    return try #require(page.items.first)
  }

  @Test func parcelsOfTheTrackingPluginAreRead() throws {
    let items: JSON = [
      [
        "tracking_provider": "usps", "custom_tracking_provider": "", "tracking_number": "9400 1ab",
        "date_shipped": "1550188800",
      ],
      [
        "tracking_provider": "", "custom_tracking_provider": "Tom &amp; Co",
        "tracking_number": "X1", "date_shipped": "2019-02-15",
      ],
      ["tracking_provider": "ups", "tracking_number": " "],
    ]
    let order = try order([["id": 1, "key": "_wc_shipment_tracking_items", "value": items]])
    #expect(
      order.shipments == [
        Shipment(number: "94001AB", carrier: "usps", shippedAt: Samples.time("2019-02-15")),
        Shipment(number: "X1", carrier: "Tom & Co", shippedAt: Samples.time("2019-02-15")),
      ])
  }

  @Test(arguments: [
    JSON.null, "", 5, .bool(true), ["a"], ["a": "b"], "not json", [["tracking_number": .null]],
  ])
  func metaOfAnyTypeIsBorne(value: JSON) throws {
    let order = try order([
      ["key": "_wc_shipment_tracking_items", "value": value],
      ["key": "wps_rma_return_product", "value": value], ["key": 7], "loose", .null,
    ])
    #expect(order.shipments == [])
    #expect(order.returns == [])
  }

  @Test func aStructureHandedOnAsTextIsRead() throws {
    let text = #"[{"tracking_number":"X2","tracking_provider":"dhl"}]"#
    let order = try order([["key": "_wc_shipment_tracking_items", "value": .string(text)]])
    #expect(order.shipments == [Shipment(number: "X2", carrier: "dhl")])
  }

  @Test func theLastMetaOfANameCounts() throws {
    let order = try order([
      ["key": "_wc_shipment_tracking_items", "value": [["tracking_number": "OLD"]]],
      ["key": "_wc_shipment_tracking_items", "value": [["tracking_number": "NEW"]]],
    ])
    #expect(order.shipments.map(\.number) == ["NEW"])
  }

  private let request: JSON = [
    "products": [
      ["item_id": 315, "qty": "2", "price": "6"], ["item_id": "316"], ["item_id": 999, "qty": 1],
    ],
    "subject": "Broken", "reason": "Arrived &quot;wet&quot;", "amount": "12.00",
    "status": "pending",
  ]

  @Test func returnsOfTheReturnPluginAreRead() throws {
    let meta: JSON = [["key": "wps_rma_return_product", "value": ["1774300000": request]]]
    let order = try order(meta, status: "return-requested")
    #expect(
      order.returns == [
        ReturnRequest(
          externalID: "1774300000", requestedAt: Timestamp(seconds: 1_774_300_000),
          requestedBy: "Ana Li", reason: "Broken: Arrived \"wet\"",
          items: [.init(sku: "L-1", quantity: 2), .init(sku: "", quantity: 1)],
          amount: Samples.usd(1200), state: .requested)
      ])
  }

  @Test(arguments: [
    ("pending", ReturnState.requested), ("complete", .approved), ("cancel", .declined),
    ("", .requested),
  ])
  func thePluginsStatusTellsTheState(status: String, state: ReturnState) throws {
    let value = JSON.object([
      JSON.Member(name: "2026-03-24", value: request.with("status", .string(status)))
    ])
    let order = try order([["key": "wps_rma_return_product", "value": value]])
    #expect(order.returns.map(\.state) == [state])
    #expect(order.returns.map(\.requestedAt) == [Samples.time("2026-03-24")])
  }

  @Test func aDateInWordsFallsBackToTheLastChange() throws {
    let value = JSON.object([JSON.Member(name: "March 24, 2026", value: request)])
    let order = try order([["key": "wps_rma_return_product", "value": value]])
    #expect(order.returns.map(\.requestedAt) == [order.updatedAt])
    #expect(order.returns.map(\.externalID) == ["March 24, 2026"])
  }

  @Test func aShopsOwnFormIsReadToo() throws {
    let value: JSON = [
      "id": "r1", "requested_at": "2026-03-24T10:00:00", "requested_by": "Bo",
      "reason": "Too small",
      "items": [["sku": "L-1", "quantity": 2], ["sku": "X"], ["quantity": 1]],
      "amount": "12.00",
      "photos": ["https://a.example/1.jpg", "file:///etc/passwd", "javascript:alert(1)", ["x": 1]],
    ]
    let order = try order([["key": "_return_request", "value": value]], status: "return-requested")
    #expect(
      order.returns == [
        ReturnRequest(
          externalID: "r1", requestedAt: try #require(Samples.time("2026-03-24T10:00:00Z")),
          requestedBy: "Bo", reason: "Too small",
          items: [.init(sku: "L-1", quantity: 2), .init(sku: "X", quantity: 1)],
          amount: Samples.usd(1200), photos: ["https://a.example/1.jpg"])
      ])
  }

  @Test func aBareOwnFormFallsBackToTheOrder() throws {
    let order = try order([["key": "_return_request", "value": ["reason": "?"]]])
    #expect(order.returns.map(\.externalID) == ["return-request"])
    #expect(order.returns.map(\.state) == [.withdrawn])
    #expect(order.returns.map(\.requestedBy) == ["Ana Li"])
    #expect(order.returns.map(\.requestedAt) == [order.updatedAt])
  }

  @Test(arguments: [JSON.number("0"), .number("-1"), "many", .number("99999999")])
  func quantitiesThatAreNonsenseAreLeftOut(quantity: JSON) throws {
    let value: JSON = ["items": [["sku": "L-1", "quantity": quantity]]]
    let order = try order([["key": "_return_request", "value": value]])
    #expect(order.returns.map(\.items) == [[]])
  }

  @Test func theStatusAloneIsARequestForTheWholeOrder() throws {
    let order = try order([], status: "return-requested")
    #expect(order.returns.map(\.items) == [[]])
    #expect(order.returns.map(\.state) == [.requested])
    #expect(order.tags == ["return-requested"])
  }

  @Test func anUnreadableAmountIsNotTold() throws {
    let value = JSON.object([
      JSON.Member(name: "1774300000", value: request.with("amount", "twelve"))
    ])
    let order = try order([["key": "wps_rma_return_product", "value": value]])
    #expect(order.returns.map(\.amount) == [nil])
  }
}
