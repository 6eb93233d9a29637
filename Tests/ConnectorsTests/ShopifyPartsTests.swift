import Connectors
import Fulfillment
import Testing
import Wire

/// Parts of an order that Shopify's REST API tells one by one.
struct ShopifyPartsTests {
  private func entries(_ json: JSON) throws -> [JSON] {
    try DecodingSamples.decode("shopify", json.encoded).entries.map(\.json)
  }

  private let step: JSON = [
    "id": 389, "order_id": 450, "amount": "20.50", "kind": "sale", "gateway": "bogus",
    "status": "success", "currency": "USD", "created_at": "2026-08-01T11:57:11-04:00",
  ]

  @Test func paymentsAndRefundsAreToldFromOtherSteps() throws {
    let list: JSON = [
      step, step.with("kind", "capture").with("currency", .null), step.with("kind", "void"),
      step.with("kind", "sale").with("status", "failure"), step.with("kind", "refund"),
      step.with("kind", "refund").with("status", "pending"),
      step.with("kind", "refund").with("status", "error"),
    ]
    for body in [list, ["transactions": list]] as [JSON] {
      let found = try entries(body)
      #expect(
        found.map { $0["kind"].text } == [
          "payment", "payment_step", "payment_step", "payment_step", "refund", "refund", "refund",
        ])
      #expect(found[0]["amount"] == ["amount": "20.50", "currency": "USD"])
      #expect(found[1]["amount"] == .null && found[1]["step"] == "capture")
      #expect(found[2]["at"] == "2026-08-01T15:57:11Z" && found[2]["order"] == "450")
      #expect(found[4...].map { $0["state"].text } == ["done", "pending", "failed"])
    }
    #expect(try entries(["transaction": step]).map { $0["kind"].text } == ["payment"])
  }

  @Test func aRefundIsTheSumOfWhatWentThrough() throws {
    let refund = { (steps: [JSON]) -> JSON in
      ["id": 509, "order_id": 450, "refund_line_items": [], "transactions": .array(steps)]
    }
    let back = step.with("kind", "refund")
    let found = try entries([
      "refunds": [
        refund([back, back.with("amount", "1.25")]),
        refund([back, back.with("status", "failure")]),
        refund([]),
      ]
    ])
    #expect(found.map { $0["id"].text } == ["509", "509", "509"])
    #expect(found.map { $0["amount"]["amount"].text } == ["21.75", "20.50", nil])
    #expect(found.map { $0["state"].text } == ["done", "failed", "done"])
    #expect(try entries(["refund": refund([back])]).map { $0["kind"].text } == ["refund"])
    let mixed = try DecodingSamples.decode(
      "shopify",
      JSON.object([.init(name: "refund", value: refund([back, back.with("currency", "EUR")]))])
        .encoded)
    #expect(mixed.values.isEmpty && mixed.unreadable == ["509: amounts that have no sum"])
  }

  @Test(arguments: ["fulfillment_event", "event"])
  func whatCarriersSaidIsRead(name: String) throws {
    let event: JSON = [
      "id": 944, "fulfillment_id": 255, "order_id": 450, "status": "out_for_delivery",
      "message": .null, "happened_at": "2026-10-20T23:39:27-04:00", "city": "Hartford",
      "province": "CT", "country": "US",
    ]
    let one = try entries(JSON.object([.init(name: name, value: event)]))
    #expect(one.map { $0["kind"].text } == ["fulfilment_event"])
    #expect(one[0]["fulfilment"] == "255" && one[0]["status"] == "out_for_delivery")
    #expect(one[0]["at"] == "2026-10-21T03:39:27Z" && one[0]["location"] == "Hartford, CT")
    let list = try DecodingSamples.decode(
      "shopify",
      (["fulfillment_events": [event, event.with("status", "lost_in_space")]] as JSON).encoded)
    #expect(list.values.count == 1)
    #expect(list.unreadable == ["944: no status that is known: lost_in_space"])
  }

  @Test func placesThatAnOrderIsShippedFromAreRead() throws {
    let portion: JSON = [
      "id": 1025, "order_id": 450, "assigned_location_id": 487, "request_status": "unsubmitted",
      "status": "open", "supported_actions": ["create_fulfillment", "hold"],
      "assigned_location": ["name": "Warehouse"], "fulfillment_holds": [],
    ]
    let held = portion.with("supported_actions", ["release_hold"]).with(
      "fulfillment_holds", [["reason": "awaiting_payment", "reason_notes": " call first "]])
    let silent = portion.with("supported_actions", .null).with("assigned_location", .null)
      .with("fulfillment_service_handle", "manual")
    let found = try entries(["fulfillment_orders": [portion, held, silent]])
    #expect(
      found.map { $0["kind"].text } == ["fulfilment_order", "fulfilment_order", "fulfilment_order"])
    #expect(found.map { $0["open"].bool } == [true, false, true])
    #expect(found.map { $0["location"].text } == ["Warehouse", "Warehouse", "manual"])
    #expect(found[1]["holds"] == ["awaiting_payment: call first"])
    // An answer to a move holds two.
    #expect(
      try entries(["original_fulfillment_order": held, "moved_fulfillment_order": portion]).count
        == 2)
  }

  @Test(
    arguments: [
      "{\"transactions\":[{\"id\":1,\"type\":\"debit\",\"payout_id\":6,\"amount\":\"-50.00\"}]}",
      "{\"event\":{\"id\":1,\"subject_type\":\"Order\",\"verb\":\"placed\"}}", "[[]]", "[{}]",
    ])
  func whatLooksLikeThemIsNotRead(text: String) throws {
    let found = try DecodingSamples.decode("shopify", text)
    #expect(found.values.isEmpty && found.errors.count == 1)
  }

  @Test func anEmptyListIsAnEmptyPage() throws {
    for name in ["refunds", "transactions", "fulfillment_events", "fulfillment_orders"] {
      let found = try DecodingSamples.decode("shopify", "{\"\(name)\":[]}")
      #expect(found.entries.isEmpty && found.unreadable.isEmpty, "\(name)")
    }
  }

  @Test func theDataOfAStripeEventIsReadWithoutItsHead() throws {
    let charge: JSON = [
      "id": "ch_1", "object": "charge", "amount": 1500, "amount_captured": 1500,
      "amount_refunded": 500, "captured": .bool(true), "currency": "usd", "status": "succeeded",
      "paid": .bool(true),
    ]
    let own = try DecodingSamples.decode("stripe", charge.encoded)
    let data: JSON = ["object": charge, "previous_attributes": ["amount_refunded": 0]]
    #expect(!own.values.isEmpty)
    #expect(try DecodingSamples.decode("stripe", data.encoded).values == own.values)
  }
}
