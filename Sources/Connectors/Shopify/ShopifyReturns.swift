import Fulfillment
import Wire

// Returns the customer asked for in the shop.
extension ShopifyOrder {
  /// Each with its items; one in progress or closed is one that the shop's people agreed to.
  func returns(_ currency: Currency, by customer: String) -> [ReturnRequest] {
    json["returns"]["nodes"].elements.compactMap { entry in
      guard let id = entry["id"].text.map(ShopifyID.number), !id.isEmpty,
        let requestedAt = entry["createdAt"].text.flatMap({ Timestamp(told: $0) })
      else { return nil }
      let lines = entry["returnLineItems"]["nodes"].elements
      return ReturnRequest(
        externalID: id, requestedAt: requestedAt, requestedBy: customer,
        reason: Self.reason(lines), items: lines.compactMap(Self.item),
        amount: Self.amount(lines, currency), state: Self.state(entry["status"].text ?? ""))
    }
  }

  /// The reasons given, each once, with what the customer wrote.
  private static func reason(_ lines: [JSON]) -> String {
    var reasons: [String] = []
    for line in lines {
      let words = [
        line["returnReasonDefinition"]["name"].text, line["returnReasonNote"].text,
        line["customerNote"].text,
      ].compactMap { $0?.trimmed }.filter { !$0.isEmpty }
      let text = words.joined(separator: ": ")
      if !text.isEmpty, !reasons.contains(text) { reasons.append(text) }
    }
    return reasons.joined(separator: "; ")
  }

  private static func item(_ line: JSON) -> ReturnRequest.Item? {
    guard let quantity = line["quantity"].integer, (1...1_000_000).contains(quantity),
      let sku = line["fulfillmentLineItem"]["lineItem"]["sku"].text
    else { return nil }
    return ReturnRequest.Item(sku: sku, quantity: Int(quantity))
  }

  /// What the customer paid for what comes back; nil where it is not told of every line.
  private static func amount(_ lines: [JSON], _ currency: Currency) -> Money? {
    var sum = Money.zero(currency)
    for line in lines {
      guard
        let price = try? money(line["withCodeDiscountedTotalPriceSet"], currency, "a return")
      else { return nil }
      let (total, overflows) = sum.minor.addingReportingOverflow(price.minor)
      guard !overflows else { return nil }
      sum.minor = total
    }
    return lines.isEmpty ? nil : sum
  }

  private static func state(_ status: String) -> ReturnState {
    switch status {
    case "OPEN", "CLOSED": .approved
    case "DECLINED": .declined
    case "CANCELED": .withdrawn
    default: .requested
    }
  }
}
