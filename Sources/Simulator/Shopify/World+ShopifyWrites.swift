import Fulfillment

// What may be changed in the simulated Shopify shop. Refusals come as `userErrors`.
extension World {
  mutating func shopifyMutation(
    _ name: String, _ arguments: GraphArguments, _ now: Timestamp
  ) throws(GraphRefusal) -> GraphNode {
    switch name {
    case "fulfillmentCreate": return fulfilAtShopify(arguments, now)
    case "refundCreate": return refundAtShopify(arguments, now)
    case "orderCancel": return cancelAtShopify(arguments, now)
    case "fulfillmentOrderHold", "fulfillmentOrderReleaseHold":
      return holdAtShopify(arguments, isHold: name == "fulfillmentOrderHold", now)
    case "disputeEvidenceUpdate": return takeEvidenceAtShopify(arguments, now)
    case "fulfillmentEventCreate": return toldAtShopify(arguments, now)
    case "fulfillmentTrackingInfoUpdate": return numberedAtShopify(arguments, now)
    default:
      throw GraphRefusal(
        message: "Field '\(name)' doesn't exist on type 'Mutation'", code: "undefinedField")
    }
  }

  private static func refusal(
    _ type: String, _ text: String, list: String = "userErrors", made: String
  ) -> GraphNode {
    let error = GraphNode.object(
      "UserError", ["field": .leaf([]), "message": .text(text), "code": .text("INVALID")])
    return .object(type, [made: .null, list: .list([error])])
  }

  /// The position of the order of a global id.
  private func place(_ id: String, _ kind: String, _ now: Timestamp) -> Int? {
    ShopifyView.number(id, kind).flatMap { position(of: $0) }
      .flatMap { lives[$0].placedAt <= now ? $0 : nil }
  }

  /// Evidence is taken once, and until it is due.
  private mutating func takeEvidenceAtShopify(
    _ arguments: GraphArguments, _ now: Timestamp
  ) -> GraphNode {
    func refused(_ text: String) -> GraphNode {
      Self.refusal("DisputeEvidenceUpdatePayload", text, made: "disputeEvidence")
    }
    let input = arguments["input"]
    let view = ShopifyView(
      now: now, holds: [:], evidence: shopifyDesk.evidence.mapValues(\.at))
    guard let at = place(arguments["id"].text, "ShopifyPaymentsDisputeEvidence", now),
      view.dispute(lives[at]) != nil
    else { return refused("Dispute evidence could not be found.") }
    guard shopifyDesk.evidence[lives[at].id] == nil else {
      return refused("Evidence already accepted.")
    }
    guard now < lives[at].placedAt + .days(28) else { return refused("Evidence past due date.") }
    shopifyDesk.evidence[lives[at].id] = (now, input["uncategorizedText"].text)
    return .object(
      "DisputeEvidenceUpdatePayload",
      [
        "disputeEvidence": .object(
          "ShopifyPaymentsDisputeEvidence",
          ["id": ShopifyView.id("ShopifyPaymentsDisputeEvidence", lives[at].id)]),
        "userErrors": .list([]),
      ])
  }

  /// Evidence that was handed in at Shopify, for tests: its story by the order's id.
  package var shopifyEvidence: [Int: String] { shopifyDesk.evidence.mapValues(\.text) }

  /// The same parcel twice makes two, as long as something is left to be shipped.
  private mutating func fulfilAtShopify(
    _ arguments: GraphArguments, _ now: Timestamp
  ) -> GraphNode {
    func refused(_ text: String) -> GraphNode {
      Self.refusal("FulfillmentCreatePayload", text, made: "fulfillment")
    }
    let input = arguments["fulfillment"]
    guard let portion = input["lineItemsByFulfillmentOrder"].items.first,
      let at = place(portion["fulfillmentOrderId"].text, "FulfillmentOrder", now)
    else { return refused("Fulfillment order does not exist.") }
    let view = ShopifyView(now: now, holds: shopifyDesk.holds)
    let state = ShopState(lives[at], at: now)
    guard shopifyDesk.holds[lives[at].id] == nil else {
      return refused("Fulfillment order \(lives[at].id) has an unfulfillable status= on_hold.")
    }
    var items: [ShopWrite.Fulfilment.Item] = []
    for item in portion["fulfillmentOrderLineItems"].items {
      let id = ShopifyView.number(item["id"].text, "FulfillmentOrderLineItem") ?? 0
      let position = id - 5_000_000 - lives[at].id * 10
      guard lives[at].cart.lines.indices.contains(position), let quantity = item["quantity"].int
      else { return refused("Fulfillment order line item does not exist.") }
      guard (1...max(1, view.remaining(lives[at], position, state))).contains(quantity),
        view.remaining(lives[at], position, state) > 0
      else {
        return refused("Invalid fulfillment order line item quantity requested.")
      }
      items.append(.init(line: lives[at].id * 10 + position, quantity: quantity))
    }
    guard !items.isEmpty else { return refused("No line items to fulfill.") }
    let tracking = input["trackingInfo"]
    write(
      .fulfilment(
        ShopWrite.Fulfilment(
          number: tracking["number"].text, provider: tracking["company"].text,
          url: tracking["url"].text, isFulfilled: true, items: items, meta: "[]")), at, now)
    let after = ShopState(lives[at], at: now)
    if lives[at].cart.lines.indices.allSatisfy({ view.remaining(lives[at], $0, after) == 0 }) {
      write(.status("completed"), at, now)
    }
    let made = view.parcels(lives[at], ShopState(lives[at], at: now)).last ?? .null
    return .object(
      "FulfillmentCreatePayload", ["fulfillment": made, "userErrors": .list([])])
  }

  /// Under its key a refund is made once.
  private mutating func refundAtShopify(
    _ arguments: GraphArguments, _ now: Timestamp
  ) -> GraphNode {
    func refused(_ text: String) -> GraphNode {
      Self.refusal("RefundCreatePayload", text, made: "refund")
    }
    let input = arguments["input"]
    guard let at = place(input["orderId"].text, "Order", now) else {
      return refused("Order does not exist")
    }
    let (life, state) = (lives[at], ShopState(lives[at], at: now))
    let amounts = input["transactions"].items.compactMap {
      Money(decimal: $0["amount"].text, currency: life.cart.currency)
    }
    let amount = amounts.reduce(0) { $0 + Int($1.minor) }
    let key = arguments["@idempotent"].text
    let known = key.isEmpty ? nil : shopifyDesk.refunds[key]
    if let known, known.order != life.id || known.amount != amount {
      return refused("The idempotency key was used with other parameters")
    }
    if known == nil {
      let left = life.cart.total - state.refunds.reduce(0) { $0 + $1.amount }
      guard state.paidAt != nil, amount > 0, amount <= left else {
        return refused("Refund amount is more than what can be refunded")
      }
      if !key.isEmpty { shopifyDesk.refunds[key] = (life.id, amount) }
      let place = lives[at].shop.firstIndex { $0.at > now } ?? lives[at].shop.endIndex
      lives[at].shop.insert(
        ShopStep(at: now, change: .refund(amount, reason: input["note"].text)), at: place)
    }
    let view = ShopifyView(now: now, holds: [:])
    let step = GraphNode.object(
      "OrderTransaction",
      [
        "id": ShopifyView.id("OrderTransaction", life.id * 20 + 2), "kind": .text("REFUND"),
        "status": .text("SUCCESS"),
      ])
    let refund = GraphNode.object(
      "Refund",
      [
        "id": ShopifyView.id("Refund", life.id * 10), "createdAt": .text(now.iso8601),
        "totalRefundedSet": view.money(amount, life.cart),
        "transactions": .object("OrderTransactionConnection", ["nodes": .list([step])]),
      ])
    return .object("RefundCreatePayload", ["refund": refund, "userErrors": .list([])])
  }

  /// Another number for a parcel that was told through the API.
  private mutating func numberedAtShopify(
    _ arguments: GraphArguments, _ now: Timestamp
  ) -> GraphNode {
    let id = ShopifyView.number(arguments["fulfillmentId"].text, "Fulfillment") ?? 0
    let tracking = arguments["trackingInfoInput"]
    let view = ShopifyView(now: now, holds: shopifyDesk.holds, events: shopifyDesk.events)
    guard let at = position(of: id / 10), lives[at].placedAt <= now,
      let place = numberable(id, at, now),
      case .written(.fulfilment(let parcel)) = lives[at].shop[place].change
    else {
      return Self.refusal(
        "FulfillmentTrackingInfoUpdatePayload", "Fulfillment does not exist.",
        made: "fulfillment")
    }
    let numbered = ShopWrite.Fulfilment(
      number: tracking["number"].text, provider: tracking["company"].text,
      url: tracking["url"].text, isFulfilled: parcel.isFulfilled, items: parcel.items,
      meta: parcel.meta)
    lives[at].shop[place] = ShopStep(
      at: lives[at].shop[place].at, change: .written(.fulfilment(numbered)))
    let parcels = view.parcels(lives[at], ShopState(lives[at], at: now))
    return .object(
      "FulfillmentTrackingInfoUpdatePayload",
      ["fulfillment": parcels[id % 10], "userErrors": .list([])])
  }

  /// The step by which a parcel was told; nil where a colleague entered it, or there is none.
  private func numberable(_ id: Int, _ at: Int, _ now: Timestamp) -> Int? {
    let state = ShopState(lives[at], at: now)
    let steps = lives[at].shop.indices.filter { index in
      guard lives[at].shop[index].at <= now else { return false }
      if case .written(.fulfilment) = lives[at].shop[index].change { return true }
      return false
    }
    let place = id % 10 - (state.tracking == nil ? 0 : 1)
    return steps.indices.contains(place) ? steps[place] : nil
  }

  /// What a carrier said of a parcel; the same twice shows twice.
  private mutating func toldAtShopify(_ arguments: GraphArguments, _ now: Timestamp) -> GraphNode {
    let input = arguments["fulfillmentEvent"]
    let id = ShopifyView.number(input["fulfillmentId"].text, "Fulfillment") ?? 0
    let view = ShopifyView(now: now, holds: [:])
    guard let at = position(of: id / 10), lives[at].placedAt <= now,
      view.parcels(lives[at], ShopState(lives[at], at: now)).count > id % 10
    else {
      return Self.refusal(
        "FulfillmentEventCreatePayload", "Fulfillment does not exist.", made: "fulfillmentEvent")
    }
    let count = shopifyDesk.events[id]?.count ?? 0
    let event = GraphNode.object(
      "FulfillmentEvent",
      [
        "id": ShopifyView.id("FulfillmentEvent", id * 100 + count),
        "status": .text(input["status"].text),
        "happenedAt": .text(
          input["happenedAt"].text.isEmpty ? now.iso8601 : input["happenedAt"].text),
        "message": .text(input["message"].text), "city": .text(input["city"].text),
        "province": .null, "country": .text(input["country"].text),
      ])
    // The newest first, as they are asked for.
    shopifyDesk.events[id] = [event] + (shopifyDesk.events[id] ?? [])
    return .object(
      "FulfillmentEventCreatePayload",
      ["fulfillmentEvent": event, "userErrors": .list([])])
  }

  /// A job does it, three seconds later.
  private mutating func cancelAtShopify(
    _ arguments: GraphArguments, _ now: Timestamp
  ) -> GraphNode {
    func refused(_ text: String) -> GraphNode {
      Self.refusal("OrderCancelPayload", text, list: "orderCancelUserErrors", made: "job")
    }
    guard let at = place(arguments["orderId"].text, "Order", now) else {
      return refused("Order does not exist")
    }
    let state = ShopState(lives[at], at: now)
    guard !["cancelled", "trash"].contains(state.status) else {
      return refused("Cannot cancel an order that has already been canceled")
    }
    guard state.completedAt == nil else {
      return refused("Cannot cancel an order with outstanding fulfillments")
    }
    let id = "gid://shopify/Job/cancel-\(lives[at].id)"
    shopifyDesk.jobs[id] = now + .seconds(3)
    write(.status("cancelled"), at, now + .seconds(3))
    return .object(
      "OrderCancelPayload",
      [
        "job": .object("Job", ["id": .text(id), "done": .bool(false)]),
        "orderCancelUserErrors": .list([]),
      ])
  }

  private mutating func holdAtShopify(
    _ arguments: GraphArguments, isHold: Bool, _ now: Timestamp
  ) -> GraphNode {
    let type = isHold ? "FulfillmentOrderHoldPayload" : "FulfillmentOrderReleaseHoldPayload"
    guard let at = place(arguments["id"].text, "FulfillmentOrder", now) else {
      return Self.refusal(type, "The fulfillment order does not exist.", made: "fulfillmentOrder")
    }
    let note = arguments["fulfillmentHold"]["reasonNotes"].text
    shopifyDesk.holds[lives[at].id] = isHold ? note : nil
    let view = ShopifyView(now: now, holds: shopifyDesk.holds)
    let portion = view.portion(lives[at], ShopState(lives[at], at: now))
    return .object(type, ["fulfillmentOrder": portion, "userErrors": .list([])])
  }
}
