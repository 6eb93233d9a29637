import Fulfillment

// Lines, parcels, returns and refunds of an order.
extension ShopifyView {
  func line(_ life: Life, _ position: Int, _ state: ShopState) -> GraphNode {
    let line = life.cart.lines[position]
    return .object(
      "LineItem",
      [
        "id": Self.id("LineItem", life.id * 10 + position), "name": .text(line.product.title),
        "sku": line.sku.isEmpty ? .null : .text(line.sku), "quantity": .int(line.quantity),
        "currentQuantity": .int(line.quantity),
        "unfulfilledQuantity": .int(remaining(life, position, state)),
        "requiresShipping": .bool(true), "isGiftCard": .bool(false),
        "discountedUnitPriceAfterAllDiscountsSet": money(line.total / line.quantity, life.cart),
      ])
  }

  /// What was told through the API.
  func told(_ state: ShopState) -> [(at: Timestamp, parcel: ShopWrite.Fulfilment)] {
    state.written.compactMap { entry in
      if case .fulfilment(let parcel) = entry.what { (entry.at, parcel) } else { nil }
    }
  }

  func remaining(_ life: Life, _ position: Int, _ state: ShopState) -> Int {
    if state.completedAt != nil { return 0 }
    let gone = told(state).flatMap(\.parcel.items)
      .filter { $0.line == life.id * 10 + position }.reduce(0) { $0 + $1.quantity }
    return max(0, life.cart.lines[position].quantity - gone)
  }

  /// What a colleague entered, then what came through the API.
  func parcels(_ life: Life, _ state: ShopState) -> [GraphNode] {
    var parcels: [GraphNode] = []
    func add(_ number: String, _ company: String, _ at: Timestamp) {
      let id = life.id * 10 + parcels.count
      let info = GraphNode.object(
        "FulfillmentTrackingInfo",
        [
          "number": number.isEmpty ? .null : .text(number),
          "company": company.isEmpty ? .null : .text(company),
        ])
      parcels.append(
        .object(
          "Fulfillment",
          [
            "id": Self.id("Fulfillment", id), "status": .text("SUCCESS"),
            "displayStatus": .text("FULFILLED"), "createdAt": .text(at.iso8601),
            "trackingInfo": .list([info]),
            "events": .object("FulfillmentEventConnection", ["nodes": .list(events[id] ?? [])]),
          ]))
    }
    if let tracking = state.tracking {
      add(tracking.number, tracking.carrier.easyPostName, state.completedAt ?? tracking.at)
    }
    for (at, parcel) in told(state) { add(parcel.number, parcel.provider, at) }
    return parcels
  }

  /// Everything that is to be shipped, from the shop's only location.
  func portion(_ life: Life, _ state: ShopState) -> GraphNode {
    let left = life.cart.lines.indices.map { remaining(life, $0, state) }
    let isDone = left.allSatisfy { $0 == 0 }
    let isGone = ["cancelled", "trash", "refunded"].contains(state.status)
    let hold = holds[life.id]
    let status = isDone ? "CLOSED" : isGone ? "CANCELLED" : hold == nil ? "OPEN" : "ON_HOLD"
    let action = status == "OPEN" ? "CREATE_FULFILLMENT" : hold == nil ? "EXTERNAL" : "RELEASE_HOLD"
    let lines = left.enumerated().map { position, count in
      GraphNode.object(
        "FulfillmentOrderLineItem",
        [
          "id": Self.id("FulfillmentOrderLineItem", life.id * 10 + position + 5_000_000),
          "remainingQuantity": .int(count), "requiresShipping": .bool(true),
          "lineItem": line(life, position, state),
        ])
    }
    let holds = hold.map { note in
      [
        GraphNode.object(
          "FulfillmentHold",
          [
            "id": Self.id("FulfillmentHold", life.id), "reason": .text("OTHER"),
            "reasonNotes": .text(note), "displayReason": .text("Other"),
          ])
      ]
    }
    let place = GraphNode.object(
      "FulfillmentOrderAssignedLocation",
      [
        "name": .text("Main"),
        "location": .object("Location", ["id": Self.id("Location", 1)]),
      ])
    let plain: [String: GraphNode] = [
      "id": Self.id("FulfillmentOrder", life.id), "status": .text(status),
      "requestStatus": .text("UNSUBMITTED"), "assignedLocation": place,
      "supportedActions": .list(
        [.object("FulfillmentOrderSupportedAction", ["action": .text(action)])]),
      "fulfillmentHolds": .list(holds ?? []),
    ]
    var fields: [String: GraphNode] = plain
    fields["lineItems"] = .pages("FulfillmentOrderLineItem", lines)
    return .object("FulfillmentOrder", fields)
  }

  /// A return as the customer asked for it; one that left the shop's status was called off.
  func asked(
    _ at: Timestamp, _ ask: ReturnAsk, _ life: Life, _ state: ShopState
  ) -> GraphNode {
    let own = GraphNode.object("LineItem", ["id": Self.id("LineItem", 0), "sku": .text(ask.sku)])
    let line = GraphNode.object(
      "ReturnLineItem",
      [
        "quantity": .int(ask.quantity), "customerNote": .null,
        "returnReasonNote": .text(ask.reason), "returnReasonDefinition": .null,
        "withCodeDiscountedTotalPriceSet": money(ask.amount, life.cart),
        "fulfillmentLineItem": .object("FulfillmentLineItem", ["lineItem": own]),
      ])
    let isOpen = state.status == "return-requested"
    let plain: [String: GraphNode] = [
      "id": Self.id("Return", life.id), "name": .text("#\(life.id)-R1"),
      "status": .text(isOpen ? "REQUESTED" : "CANCELED"), "createdAt": .text(at.iso8601),
      "decline": .null,
    ]
    var fields: [String: GraphNode] = plain
    fields["returnLineItems"] = .pages("ReturnLineItem", [line])
    return .object("Return", fields)
  }

  /// Money back for no line in particular.
  func refund(_ life: Life, _ index: Int) -> GraphNode {
    let none = GraphNode.object(
      "RefundLineItemConnection",
      [
        "pageInfo": .object(
          "PageInfo", ["hasNextPage": .bool(false), "endCursor": .null]), "nodes": .list([]),
      ])
    return .object(
      "Refund", ["id": Self.id("Refund", life.id * 10 + index), "refundLineItems": none])
  }
}
