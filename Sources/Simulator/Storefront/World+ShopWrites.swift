import Fulfillment
import Wire

extension World {
  /// What is written to an order, or read of what was written; nil where this shop has no such route.
  mutating func written(_ what: String, _ at: Int, _ call: Call) -> HTTPResponse? {
    let isRead = call.request.method == .get
    let isCreate = call.request.method == .post
    switch what {
    case "" where [.put, .post, .patch].contains(call.request.method):
      return changeOrder(at, call)
    case "notes" where isCreate: return addNote(at, call)
    case "refunds" where isRead:
      return .json(200, .list(page(call).refundList(lives[at])), style: .php)
    case "refunds" where isCreate: return addRefund(at, call)
    case "fulfillments" where options.shopKind == .modern && isRead:
      return .json(200, page(call).fulfilments(lives[at]), style: .php)
    case "fulfillments" where options.shopKind == .modern && isCreate: return fulfil(at, call)
    case "shipment-trackings" where options.shopKind == .plugin && isRead:
      return .json(200, page(call).trackings(lives[at]), style: .php)
    case "shipment-trackings" where options.shopKind == .plugin && isCreate:
      return addTracking(at, call)
    default: return nil
    }
  }

  /// Puts it in before whatever fate has in store for the order.
  mutating func write(_ what: ShopWrite.What, _ at: Int, _ now: Timestamp) {
    let place = lives[at].shop.firstIndex { $0.at > now } ?? lives[at].shop.endIndex
    lives[at].shop.insert(ShopStep(at: now, change: .written(what)), at: place)
  }

  private static func missing(_ names: String) -> HTTPResponse {
    .json(
      400,
      [
        "code": "rest_missing_callback_param", "message": .text("Missing parameter(s): " + names),
        "data": ["status": 400, "params": [.text(names)]],
      ], style: .php)
  }

  private static let badJSON = shopError(400, "rest_invalid_json", "Invalid JSON body passed.")

  /// Members of a JSON body; an empty body has none.
  private func body(_ call: Call) -> Posted? {
    call.request.body.isEmpty ? .object([:]) : Posted.read(call.request.body)
  }

  /// Any status may follow any other (measured; apis.md 2.1).
  private mutating func changeOrder(_ at: Int, _ call: Call) -> HTTPResponse {
    guard let body = body(call), body.isObject else { return Self.badJSON }
    let status = body["status"].text
    guard status.isEmpty || ShopQuery.statuses.contains(status) else {
      return Self.invalid(
        .init(
          name: "status", code: "rest_not_in_enum",
          message: "status is not one of "
            + ShopQuery.statuses.sorted().joined(separator: ", ") + "."))
    }
    if !status.isEmpty { write(.status(status), at, call.now) }
    for entry in body["meta_data"].items where !entry["key"].text.isEmpty {
      let value = String(decoding: entry["value"].answer.bytes(), as: UTF8.self)
      write(.meta(entry["key"].text, value), at, call.now)
    }
    return .json(200, page(call).order(lives[at]), style: .php)
  }

  private mutating func addNote(_ at: Int, _ call: Call) -> HTTPResponse {
    guard let body = body(call) else { return Self.badJSON }
    let text = body["note"].text
    guard !text.isEmpty else { return Self.missing("note") }
    write(.note(text, toCustomer: body["customer_note"].isTrue), at, call.now)
    let index = lives[at].shop.lastIndex { $0.at <= call.now } ?? 0
    return .json(201, page(call).note(lives[at], index) ?? nil, style: .php)
  }

  /// A fulfilment of WooCommerce's own. The same one twice makes two.
  private mutating func fulfil(_ at: Int, _ call: Call) -> HTTPResponse {
    guard let body = body(call) else { return Self.badJSON }
    var meta: [String: Posted] = [:]
    for entry in body["meta_data"].items { meta[entry["key"].text] = entry["value"] }
    let lines = Set(lives[at].cart.lines.indices.map { lives[at].id * 10 + $0 })
    let items = (meta["_items"] ?? .null).items.compactMap { item in
      item["item_id"].int.flatMap { line in
        item["qty"].int.map { ShopWrite.Fulfilment.Item(line: line, quantity: $0) }
      }
    }
    guard !items.isEmpty else {
      return Self.shopError(
        400, "woocommerce_rest_fulfillment_error",
        "The fulfillment should contain at least one item.")
    }
    guard items.allSatisfy({ lines.contains($0.line) && $0.quantity > 0 }) else {
      return Self.shopError(
        400, "woocommerce_rest_fulfillment_error", "The fulfillment has an invalid item.")
    }
    func text(_ name: String) -> String { (meta[name] ?? .null).text }
    write(
      .fulfilment(
        ShopWrite.Fulfilment(
          number: text("_tracking_number"), provider: text("_shipment_provider"),
          url: text("_tracking_url"),
          isFulfilled: body["is_fulfilled"].isTrue || body["status"].text == "fulfilled",
          items: items,
          meta: String(decoding: body["meta_data"].answer.bytes(), as: UTF8.self))),
      at, call.now)
    return .json(201, page(call).allFulfilments(lives[at]).last ?? nil, style: .php)
  }

  /// A parcel for the plugin. The same one twice makes two.
  private mutating func addTracking(_ at: Int, _ call: Call) -> HTTPResponse {
    guard let body = body(call) else { return Self.badJSON }
    let number = body["tracking_number"].text
    guard !number.isEmpty else { return Self.missing("tracking_number") }
    let (known, custom) = (body["tracking_provider"].text, body["custom_tracking_provider"].text)
    var random = SeededRandom(seed: seed ^ 0x7AC4, stream: at * 1000 + lives[at].shop.count)
    write(
      .tracking(
        ShopWrite.Tracking(
          id: random.hex(32), number: number, provider: known.isEmpty ? custom : known,
          isCustom: known.isEmpty, link: body["custom_tracking_link"].text,
          date: body["date_shipped"].text)),
      at, call.now)
    return .json(201, page(call).allTrackings(lives[at]).last ?? nil, style: .php)
  }
}
