import Fulfillment

/// Writes orders the way Shopify's Admin GraphQL does. Ids of everything follow from the order's.
struct ShopifyView: Sendable {
  let now: Timestamp
  let holds: [Int: String]
  /// When evidence was handed in, by the order's id.
  var evidence: [Int: Timestamp] = [:]
  /// What carriers said, by id of the fulfilment.
  var events: [Int: [GraphNode]] = [:]

  /// The number in `gid://shopify/<kind>/<number>`; nil for any other id.
  static func number(_ id: String, _ kind: String) -> Int? {
    let prefix = "gid://shopify/\(kind)/"
    return id.hasPrefix(prefix) ? Int(id.dropFirst(prefix.utf8.count)) : nil
  }

  static func id(_ kind: String, _ number: Int) -> GraphNode {
    .text("gid://shopify/\(kind)/\(number)")
  }

  /// Orders changed since a moment, oldest change first. A date without quotes is split at its colon
  /// and filters nothing (measured).
  func orders(
    _ lives: [Life], _ arguments: GraphArguments
  ) -> Result<GraphNode, GraphRefusal> {
    let first: Int
    do throws(GraphRefusal) {
      first = try arguments.first()
    } catch {
      return .failure(error)
    }
    let query = arguments["query"].text
    let marker = "updated_at:>='"
    let since =
      query.hasPrefix(marker) && query.hasSuffix("'")
      ? Timestamp(iso8601: query.dropFirst(marker.count).dropLast()) : nil
    var found = lives.filter { $0.placedAt <= now }
      .map { (at: $0.modifiedAt(now).wholeSeconds, life: $0) }
      .filter { entry in since.map { entry.at >= $0.wholeSeconds } ?? true }
    if arguments["sortKey"].text == "UPDATED_AT" {
      found.sort { ($0.at, $0.life.id) < ($1.at, $1.life.id) }
    }
    let after = arguments["after"].text.split(separator: "-").compactMap { Int64($0) }
    if after.count == 2 {
      found = found.filter { ($0.at, Int64($0.life.id)) > (after[0], after[1]) }
    }
    let page = found.prefix(first)
    let info = GraphNode.object(
      "PageInfo",
      [
        "hasNextPage": .bool(found.count > first),
        "hasPreviousPage": .bool(!arguments["after"].text.isEmpty),
        "endCursor": .text(page.last.map { "\($0.at)-\($0.life.id)" }),
      ])
    return .success(
      .object("OrderConnection", ["pageInfo": info, "nodes": .list(page.map { order($0.life) })]))
  }

  /// One order with everything that can be asked of it.
  func order(_ life: Life) -> GraphNode {
    let state = ShopState(life, at: now)
    let cart = life.cart
    let refunded = state.refunds.reduce(0) { $0 + $1.amount }
    let cancelledAt = ["cancelled", "trash"].contains(state.status) ? state.modifiedAt : nil
    var fields: [String: GraphNode] = [:]
    func set(_ name: String, _ node: GraphNode) {
      fields[name] = node
    }
    set("id", Self.id("Order", life.id))
    set("legacyResourceId", .text(String(life.id)))
    set("name", .text("#\(life.id)"))
    set("createdAt", .text(life.placedAt.iso8601))
    set("processedAt", .text(life.placedAt.iso8601))
    set("updatedAt", .text(state.modifiedAt.iso8601))
    set("cancelledAt", .text(cancelledAt?.iso8601))
    set("cancelReason", cancelledAt == nil ? .null : .text("CUSTOMER"))
    set("test", .bool(false))
    set("currencyCode", .text(cart.currency.code))
    set("displayFinancialStatus", .text(financial(state, refunded, cart.total)))
    set("displayFulfillmentStatus", .text(fulfilment(life, state)))
    set("returnStatus", .text(state.returnAsk == nil ? "NO_RETURN" : "RETURN_REQUESTED"))
    set("email", .text(life.customer.email))
    set("phone", .text(life.customer.address.phone))
    set("note", life.index % 17 == 3 ? .text("Please no plastic 🌱") : .null)
    set("tags", .leaf([]))
    set(
      "customer",
      .object(
        "Customer", ["displayName": .text(life.customer.first + " " + life.customer.last)]))
    set("shippingAddress", address(state.address, life.customer))
    set("billingAddress", address(life.customer.address, life.customer))
    set("subtotalPriceSet", money(cart.lines.reduce(0) { $0 + $1.subtotal }, cart))
    set("totalShippingPriceSet", money(cart.shipping, cart))
    set("totalTaxSet", money(cart.tax, cart))
    set("totalDiscountsSet", money(cart.discount, cart))
    set("totalPriceSet", money(cart.total, cart))
    set("totalRefundedSet", money(refunded, cart))
    set("fulfillmentsCount", .object("Count", ["count": .int(parcels(life, state).count)]))
    set("transactions", .list(transactions(life, state)))
    set("refunds", .list(state.refunds.indices.map { refund(life, $0) }))
    set("allRefunds", .list(state.refunds.indices.map { refund(life, $0) }))
    let lines = cart.lines.indices.map { line(life, $0, state) }
    fields["lineItems"] = .pages("LineItem", lines)
    let parcels = parcels(life, state)
    fields["fulfillments"] = .cut(parcels)
    let returns = state.returnAsk.map { [asked($0.at, $0.ask, life, state)] } ?? []
    fields["returns"] = .pages("Return", returns)
    let portions = [portion(life, state)]
    fields["fulfillmentOrders"] = .pages("FulfillmentOrder", portions)
    return .object("Order", fields)
  }

  /// A chargeback that some customers bring three weeks later; its evidence is due a week after.
  func dispute(_ life: Life) -> GraphNode? {
    let at = life.placedAt + .days(21)
    guard life.index % 97 == 5, at <= now, let paid = ShopState(life, at: now).paidAt, paid <= at
    else { return nil }
    let due = at + .days(7)
    let sentAt = evidence[life.id]
    let status = sentAt != nil ? "UNDER_REVIEW" : now < due ? "NEEDS_RESPONSE" : "LOST"
    let amount = Money(minor: Int64(life.cart.total), currency: life.cart.currency)
    return .object(
      "ShopifyPaymentsDispute",
      [
        "id": Self.id("ShopifyPaymentsDispute", life.id), "type": .text("CHARGEBACK"),
        "status": .text(status),
        "initiatedAt": .text(at.iso8601), "evidenceDueBy": .text(due.date.description),
        "evidenceSentOn": sentAt.map { .text($0.date.description) } ?? .null,
        "disputeEvidence": .object(
          "ShopifyPaymentsDisputeEvidence",
          ["id": Self.id("ShopifyPaymentsDisputeEvidence", life.id)]),
        "finalizedOn": now < due || sentAt != nil ? .null : .text(due.date.description),
        "amount": .object(
          "MoneyV2",
          [
            "amount": .text(amount.decimal), "currencyCode": .text(amount.currency.code),
          ]),
        "reasonDetails": .object(
          "ShopifyPaymentsDisputeReasonDetails",
          ["reason": .text("PRODUCT_NOT_RECEIVED"), "networkReasonCode": .text("13.1")]),
        "order": order(life),
      ])
  }

  func money(_ minor: Int, _ cart: Cart) -> GraphNode {
    let amount = Money(minor: Int64(minor), currency: cart.currency)
    let value = GraphNode.object(
      "MoneyV2",
      ["amount": .text(amount.decimal), "currencyCode": .text(amount.currency.code)])
    return .object("MoneyBag", ["shopMoney": value, "presentmentMoney": value])
  }

  private func financial(_ state: ShopState, _ refunded: Int, _ total: Int) -> String {
    guard state.paidAt != nil else {
      return ["cancelled", "trash"].contains(state.status) ? "VOIDED" : "PENDING"
    }
    if state.status == "refunded" || refunded >= total { return "REFUNDED" }
    return refunded > 0 ? "PARTIALLY_REFUNDED" : "PAID"
  }

  private func fulfilment(_ life: Life, _ state: ShopState) -> String {
    if state.completedAt != nil { return "FULFILLED" }
    if holds[life.id] != nil { return "ON_HOLD" }
    return told(state).isEmpty ? "UNFULFILLED" : "PARTIALLY_FULFILLED"
  }

  private func address(_ address: Address, _ customer: Customer) -> GraphNode {
    .object(
      "MailingAddress",
      [
        "name": .text(customer.first + " " + customer.last), "firstName": .text(customer.first),
        "lastName": .text(customer.last),
        "company": address.company.isEmpty ? .null : .text(address.company),
        "address1": .text(address.line1),
        "address2": address.line2.isEmpty ? .null : .text(address.line2),
        "city": .text(address.city), "province": .text(address.province),
        "provinceCode": address.province.isEmpty ? .null : .text(address.province),
        "zip": .text(address.postcode), "country": .text(address.country),
        "countryCodeV2": .text(address.country), "phone": .text(address.phone),
      ])
  }

  private func transactions(_ life: Life, _ state: ShopState) -> [GraphNode] {
    guard let paidAt = state.paidAt else { return [] }
    let sale = transaction(life, 1, "SALE", life.cart.total, paidAt, parent: nil)
    let back = state.refunds.enumerated().map { index, refund in
      transaction(life, 2 + index, "REFUND", refund.amount, refund.at, parent: 1)
    }
    return [sale] + back
  }

  private func transaction(
    _ life: Life, _ number: Int, _ kind: String, _ amount: Int, _ at: Timestamp, parent: Int?
  ) -> GraphNode {
    let parent = parent.map {
      GraphNode.object("OrderTransaction", ["id": Self.id("OrderTransaction", life.id * 20 + $0)])
    }
    return .object(
      "OrderTransaction",
      [
        "id": Self.id("OrderTransaction", life.id * 20 + number), "kind": .text(kind),
        "status": .text("SUCCESS"), "gateway": .text("shopify_payments"),
        "processedAt": .text(at.iso8601), "amountSet": money(amount, life.cart),
        "parentTransaction": parent ?? .null,
      ])
  }
}
