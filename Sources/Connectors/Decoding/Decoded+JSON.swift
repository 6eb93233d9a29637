import Fulfillment
package import Wire

// How decoded values are printed: `kind` first, then stable names in snake case; money as
// {"amount", "currency"}, times as ISO 8601 UTC, null where the service says nothing.

extension Decoded {
  /// The line that is printed for it.
  package var json: JSON {
    switch self {
    case .order(let order): return JSON.made("order", order.members)
    case .purchase(let purchase): return JSON.made("purchase", purchase.members)
    case .tracking(let report): return JSON.made("tracking", report.members)
    case .dispute(let dispute): return JSON.made("dispute", dispute.members)
    case .placement(let placement): return JSON.made("placement", placement.members)
    case .item(let word):
      return JSON.made(
        "item",
        [("item", .string(word.item)), ("stock", .count(word.stock)), ("cost", .money(word.cost))])
    case .product(let item):
      return JSON.made(
        "product",
        [
          ("id", .string(item.id)), ("sku", .string(item.sku)), ("title", .string(item.title)),
          ("shipped", .bool(item.isShipped)), ("has_variations", .bool(item.hasVariations)),
        ])
    case .orderNote(let note):
      return JSON.made(
        "order_note",
        [
          ("id", .string(note.id)), ("at", .time(note.at)), ("author", .string(note.author)),
          ("for_customer", .bool(note.isForCustomer)), ("text", .string(note.text)),
        ])
    case .paymentStep(let step):
      return JSON.made(
        "payment_step",
        [
          ("id", .string(step.id)), ("order", .string(step.order)), ("step", .string(step.step)),
          ("state", .string(step.state)), ("gateway", .string(step.gateway)),
          ("amount", .money(step.amount)), ("at", .time(step.at)),
        ])
    case .scan(let scan):
      return JSON.made(
        "fulfilment_event",
        [("fulfilment", .string(scan.fulfilment)), ("order", .string(scan.order))]
          + scan.event.members)
    case .method(let method): return JSON.made("shipping_method", method.members)
    case .offer(let offer): return JSON.made("offer", offer.members)
    case .parcel(let shipment): return JSON.made("parcel", shipment.members)
    case .portion(let portion):
      return JSON.made(
        "fulfilment_order",
        [
          ("id", .string(portion.id)), ("location", .string(portion.location)),
          ("open", .bool(portion.isOpen)), ("holds", .texts(portion.holds)),
        ])
    case .payment(let payment):
      return JSON.made(
        "payment",
        [
          ("id", .string(payment.id)), ("gateway", .string(payment.gateway)),
          ("amount", .money(payment.amount)), ("refundable", .money(payment.refundable)),
        ])
    case .refund(let receipt):
      return JSON.made(
        "refund",
        [
          ("id", .string(receipt.id)), ("amount", .money(receipt.amount)),
          ("state", .string(receipt.state.rawValue.snakeCase)),
        ])
    case .cancellation(let at): return JSON.made("cancellation", [("cancelled_at", .time(at))])
    case .claim(let claim):
      return JSON.made(
        "claim",
        [
          ("id", .string(claim.id)), ("status", .string(claim.status)),
          ("opened_at", .time(claim.openedAt)),
          ("outcome", claim.outcome.map { .string($0.rawValue) } ?? .null),
          ("refunded", .money(claim.refunded)), ("reissue", .string(claim.reissue)),
        ])
    case .claimLine(let line):
      return JSON.made(
        "claim_line",
        [
          ("id", .string(line.id)), ("quantity", .number(String(line.quantity))),
          ("price", .string(line.price)),
        ])
    case .job(let job):
      return JSON.made("job", [("id", .string(job.id)), ("done", .bool(job.isDone))])
    case .balance(let money): return JSON.made("balance", [("amount", .money(money))])
    case .token(let expiry):
      return JSON.made("token", [("token", "redacted"), ("expires_at", .time(expiry))])
    case .scopes(let scopes): return JSON.made("scopes", [("scopes", .texts(scopes))])
    case .history(let history): return JSON.made("history", history.members)
    case .stock, .refusedLine, .shippedLine, .note: return folderLine
    case .done(let operation): return JSON.made("done", [("operation", .string(operation))])
    case .news(let news):
      return JSON.made(
        "news",
        [
          ("id", .string(news.id)), ("topic", .string(news.topic)), ("at", .time(news.at)),
          ("says", .string(news.says)), ("hint", .string(news.hint)),
          ("proof", .string(news.isVerified ? "verified" : "unverified")),
        ])
    }
  }

  private var folderLine: JSON {
    switch self {
    case .stock(let stock):
      JSON.made(
        "stock",
        [("supplier_sku", .string(stock.supplierSKU)), ("quantity", .count(stock.quantity))])
    case .refusedLine(let line):
      JSON.made(
        "refused_line",
        [
          ("key", .string(line.key)), ("supplier_sku", .string(line.supplierSKU)),
          ("quantity", .count(line.quantity)), ("reason", .string(line.reason)),
        ])
    case .shippedLine(let line):
      JSON.made(
        "shipped_line",
        [
          ("key", .string(line.key)), ("order", .string(line.order)),
          ("supplier_sku", .string(line.supplierSKU)), ("quantity", .count(line.quantity)),
          ("tracking", .string(line.tracking)),
        ])
    case .note(let key, let text):
      JSON.made("note", [("key", .string(key)), ("text", .string(text))])
    default: .null
    }
  }
}

private typealias Members = [(String, JSON)]

extension Order {
  fileprivate var members: Members {
    [
      ("id", .string(externalID)), ("name", .string(name)), ("placed_at", .time(placedAt)),
      ("updated_at", .time(updatedAt)), ("payment", .string(payment.rawValue.snakeCase)),
      ("paid_at", .time(paidAt)), ("cancelled_at", .time(cancelledAt)),
      ("fulfillment", .string(fulfillment.rawValue.snakeCase)),
      ("fulfilled_at", .time(fulfilledAt)), ("promised_at", .time(promisedAt)),
      ("currency", .string(currency.code)), ("subtotal", .money(subtotal)),
      ("shipping", .money(shipping)), ("tax", .money(tax)), ("discount", .money(discount)),
      ("total", .money(total)), ("refunded", .money(refunded)),
      ("lines", .array(lines.map { .object($0.members) })), ("ship_to", .object(shipTo.members)),
      ("customer", .string(customerName)), ("email", .string(email)), ("phone", .string(phone)),
      ("note", .string(note)), ("tags", .texts(tags)),
      ("shipments", .array(shipments.map { .object($0.members) })),
      ("returns", .array(returns.map { .object($0.members) })),
    ]
  }
}

extension OrderLine {
  fileprivate var members: Members {
    [
      ("id", .string(externalID)), ("sku", .string(sku)), ("title", .string(title)),
      ("quantity", .count(quantity)), ("price", .money(price)),
      ("requires_shipping", .bool(requiresShipping)), ("fulfilled", .bool(fulfilled)),
    ]
  }
}

extension Address {
  fileprivate var members: Members {
    [
      ("name", .string(name)), ("company", .string(company)), ("line1", .string(line1)),
      ("line2", .string(line2)), ("city", .string(city)), ("province", .string(province)),
      ("postcode", .string(postcode)), ("country", .string(country)), ("phone", .string(phone)),
    ]
  }
}

extension Shipment {
  fileprivate var members: Members {
    [
      ("number", .string(number)), ("carrier", .string(carrier)), ("shipped_at", .time(shippedAt)),
    ]
  }
}

extension ReturnRequest {
  fileprivate var members: Members {
    [
      ("id", .string(externalID)), ("requested_at", .time(requestedAt)),
      ("requested_by", .string(requestedBy)), ("reason", .string(reason)),
      ("state", .string(state.rawValue.snakeCase)), ("amount", .money(amount)),
      (
        "items",
        .array(
          items.map { .object([("sku", .string($0.sku)), ("quantity", .count($0.quantity))]) })
      ),
    ]
  }
}

extension PurchaseOrder {
  fileprivate var members: Members {
    [
      ("supplier", .string(supplier)), ("number", .string(number)),
      ("reference", .string(reference)), ("key", .string(key)),
      ("state", .string(state.rawValue.snakeCase)), ("cost", .money(cost)),
      ("placed_at", .time(placedAt)), ("acknowledged_at", .time(acknowledgedAt)),
      ("shipments", .array(shipments.map { .object($0.members) })),
    ]
  }
}

extension Placement {
  fileprivate var members: Members {
    [
      ("numbers", .texts(numbers)), ("state", .string(state.rawValue.snakeCase)),
      ("cost", .money(cost)), ("note", .string(note)), ("repeated", .bool(isRepeated)),
      ("shipments", .array(shipments.map { .object($0.members) })),
    ]
  }
}

extension TrackingReport {
  fileprivate var members: Members {
    [
      ("number", .string(number)), ("carrier", .string(carrier)),
      ("status", .string(status.rawValue.snakeCase)),
      ("problem", problem.map(JSON.string) ?? .null),
      ("events", .array(events.map { .object($0.members) })),
    ]
  }
}

extension TrackingEvent {
  fileprivate var members: Members {
    [
      ("at", .time(occurredAt)), ("status", .string(status.rawValue.snakeCase)),
      ("message", .string(message)), ("location", .string(location)),
      ("country", .string(country)),
    ]
  }
}

extension Dispute {
  fileprivate var members: Members {
    [
      ("id", .string(externalID)), ("order", .string(order)), ("payment", .string(payment)),
      ("type", .string(kind.rawValue.snakeCase)), ("state", .string(state.rawValue.snakeCase)),
      ("reason", .string(reason)), ("amount", .money(amount)), ("opened_at", .time(openedAt)),
      ("evidence_due_at", .time(evidenceDueAt)), ("evidence_sent_at", .time(evidenceSentAt)),
      ("closed_at", .time(closedAt)),
    ]
  }
}

extension ShippingMethod {
  fileprivate var members: Members {
    [
      ("name", .string(name)), ("cost", .money(cost)), ("min_days", .count(days?.lowerBound)),
      ("max_days", .count(days?.upperBound)), ("countries", .texts(countries)),
    ]
  }
}

extension Offer {
  fileprivate var members: Members {
    [
      ("sku", .string(sku)), ("supplier", .string(supplier)),
      ("supplier_sku", .string(supplierSKU)), ("cost", .money(cost)),
      ("handling_days", .count(handlingDays)), ("part", .string(part)),
      ("per_unit", .count(perUnit)), ("pack", .count(pack)),
      ("methods", .array(methods.map { .object($0.members) })), ("countries", .texts(countries)),
      ("stock", .count(stock)), ("stock_at", .time(stockAt)),
      ("min_quantity", .count(minQuantity)), ("max_quantity", .count(maxQuantity)),
      ("priority", .count(priority)), ("valid_until", .time(validUntil)),
    ]
  }
}

extension OrderHistory {
  fileprivate var members: Members {
    let scans = events.sorted { $0.key < $1.key }
    return [
      ("order", .object(order.members)),
      ("purchases", .array(purchases.map { .object($0.members) })),
      (
        "events",
        .array(
          scans.map { number, events in
            .object([
              ("number", .string(number)), ("events", .array(events.map { .object($0.members) })),
            ])
          })
      ),
    ]
  }
}

extension JSON {
  fileprivate static func made(_ kind: String, _ members: [(String, JSON)]) -> JSON {
    .object([("kind", .string(kind))] + members)
  }

  fileprivate static func object(_ members: [(String, JSON)]) -> JSON {
    .object(members.map { Member(name: $0.0, value: $0.1) })
  }

  fileprivate static func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

  fileprivate static func count(_ count: Int?) -> JSON {
    count.map { .number(String($0)) } ?? .null
  }

  fileprivate static func money(_ money: Money?) -> JSON {
    guard let money else { return .null }
    return ["amount": .string(money.decimal), "currency": .string(money.currency.code)]
  }

  fileprivate static func time(_ instant: Timestamp?) -> JSON {
    instant.map { .string($0.iso8601) } ?? .null
  }
}

extension String {
  /// `outForDelivery` as `out_for_delivery`.
  fileprivate var snakeCase: String {
    var text = ""
    for character in self {
      if character.isUppercase { text += "_" }
      text += character.lowercased()
    }
    return text
  }
}
