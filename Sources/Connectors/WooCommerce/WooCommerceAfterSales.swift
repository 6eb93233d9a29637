import Fulfillment
import Wire

// What plugins keep in an order's meta data about its parcels and returns.
extension WooCommerceOrder {
  /// Parcels noted by the plugin WooCommerce Shipment Tracking: meta `_wc_shipment_tracking_items`, a
  /// list of {tracking_provider, custom_tracking_provider, tracking_number, date_shipped}, the date in
  /// Unix seconds or as a day.
  func shipments() -> [Shipment] {
    meta("_wc_shipment_tracking_items").elements.compactMap { item in
      let number = TrackingNumber.normalised(item["tracking_number"].text ?? "")
      guard !number.isEmpty else { return nil }
      let provider = item["tracking_provider"].text ?? ""
      let custom = item["custom_tracking_provider"].text ?? ""
      return Shipment(
        number: number, carrier: HTMLText.decoded(provider.isEmpty ? custom : provider),
        shippedAt: moment(item["date_shipped"].text ?? ""))
    }
  }

  /// Returns asked for through the shop. Two forms of meta are read:
  /// - `wps_rma_return_product` of the plugin Return Refund and Exchange for WooCommerce (WP Swings,
  ///   woo-refund-and-exchange-lite, class-woo-refund-and-exchange-lite-common.php): an object by date
  ///   of {products: [{item_id, qty, price}], subject, reason, status: pending|complete|cancel};
  /// - `_return_request`, for a shop's own code: {id, requested_at (UTC), requested_by, reason,
  ///   items: [{sku, quantity}], amount, photos: [links]}; of the photos only links by http(s) are kept.
  ///
  /// Both move the order to status `return-requested`; the latter is open as long as that lasts. An
  /// order of that status without either is a request for the whole order.
  func returns(_ currency: Currency, _ lines: [OrderLine], by customer: String) -> [ReturnRequest] {
    var requests = meta("wps_rma_return_product").members.compactMap { member in
      returnRequest(member.name, member.value, currency, lines, by: customer)
    }
    if let own = ownRequest(meta("_return_request"), currency, by: customer) {
      requests.append(own)
    }
    guard requests.isEmpty, status == "return-requested", let changedAt else { return requests }
    return [
      ReturnRequest(
        externalID: "return-requested", requestedAt: changedAt, requestedBy: customer, reason: "")
    ]
  }

  private var changedAt: Timestamp? { date("date_modified") ?? date("date_created") }

  private func ownRequest(
    _ entry: JSON, _ currency: Currency, by customer: String
  ) -> ReturnRequest? {
    guard entry.isObject, let requestedAt = moment(entry["requested_at"].text ?? "") ?? changedAt
    else { return nil }
    let items = entry["items"].elements.compactMap { item -> ReturnRequest.Item? in
      guard let sku = item["sku"].text else { return nil }
      return wanted(item["quantity"]).map { ReturnRequest.Item(sku: sku, quantity: $0) }
    }
    return ReturnRequest(
      externalID: entry["id"].text ?? "return-request", requestedAt: requestedAt,
      requestedBy: entry["requested_by"].text ?? customer,
      reason: HTMLText.decoded(entry["reason"].text ?? ""), items: items,
      amount: amount(entry, currency),
      state: status == "return-requested" ? .requested : .withdrawn,
      photos: entry["photos"].elements.compactMap(\.text).filter {
        $0.hasPrefix("https://") || $0.hasPrefix("http://")
      })
  }

  private func returnRequest(
    _ key: String, _ entry: JSON, _ currency: Currency, _ lines: [OrderLine], by customer: String
  ) -> ReturnRequest? {
    guard entry.isObject, let requestedAt = moment(key) ?? changedAt else { return nil }
    let reasons = ["subject", "reason"].compactMap { entry[$0].text?.trimmed }
    let items = entry["products"].elements.compactMap { product -> ReturnRequest.Item? in
      guard let id = product["item_id"].text, let line = lines.first(where: { $0.externalID == id })
      else { return nil }
      return wanted(product["qty"]).map { ReturnRequest.Item(sku: line.sku, quantity: $0) }
    }
    return ReturnRequest(
      externalID: key, requestedAt: requestedAt, requestedBy: customer,
      reason: reasons.filter { !$0.isEmpty }.map(HTMLText.decoded).joined(separator: ": "),
      items: items, amount: amount(entry, currency),
      state: returnState(entry["status"].text ?? ""))
  }

  /// How many of an item; one where the shop does not say, nil where it says nonsense.
  private func wanted(_ quantity: JSON) -> Int? {
    let wanted = quantity.isNull ? 1 : quantity.integer ?? 0
    return (1...1_000_000).contains(wanted) ? Int(wanted) : nil
  }

  /// What the customer expects back; nil where it can't be read.
  private func amount(_ entry: JSON, _ currency: Currency) -> Money? {
    entry["amount"].text.flatMap { Money(told: $0, currency: currency) }
  }

  private func returnState(_ status: String) -> ReturnState {
    switch status.lowercased() {
    case "complete": .approved
    case "cancel": .declined
    default: .requested
    }
  }

  /// Meta values may be of any type; the last of a name counts.
  private func meta(_ key: String) -> JSON {
    let all = json["meta_data"].elements
    guard let value = all.last(where: { $0["key"].text == key })?["value"] else { return .null }
    // Some hosts hand a structured value on as text.
    guard case .string(let text) = value, let parsed = try? JSON(Array(text.utf8)) else {
      return value
    }
    return parsed
  }

  /// Unix seconds (of this century) or an ISO 8601 day; nil for anything else.
  private func moment(_ text: String) -> Timestamp? {
    if let seconds = Int64(text), (946_684_800...4_102_444_800).contains(seconds) {
      return Timestamp(seconds: seconds)
    }
    return Timestamp(iso8601: text)
  }
}
