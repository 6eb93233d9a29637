package import Fulfillment
import Wire

// Telling a shop of parcels: what it knows is read, then what is still to be shipped, then it is told.
extension ShopifyAdmin {
  package func fulfilments(
    of order: String, _ context: RequestContext
  ) -> [Exchange<[KnownFulfilment]>] {
    let request = requests.call(
      .orderParcels, [("id", .string(ShopifyID.global("Order", order)))], context)
    let exchange = Exchange(request) { response throws(ConnectorError) in
      let order = try ShopifyOrder.one(response)
      guard order["fulfillments"].isArray else { throw .malformed("parcels are not a list") }
      var known: [KnownFulfilment] = []
      for parcel in ShopifyOrder.parcels(order["fulfillments"]) where !parcel.number.isEmpty {
        let entry = KnownFulfilment(number: parcel.number, carrier: parcel.carrier)
        if !known.contains(entry) { known.append(entry) }
      }
      return known
    }
    return [exchange.concealing(credentials, context)]
  }

  package func body(for update: FulfilmentUpdate) -> String {
    ShopifyParcel(update).json.encoded
  }

  /// Reads the order's fulfilment orders, one after the other, and settles on how the parcel is told.
  /// What is on hold, or assigned to a service that does it by itself, is not told.
  package func prepare(_ body: String, _ context: RequestContext) -> Exchange<String>? {
    guard let parcel = ShopifyParcel(body), parcel.plan == nil else { return nil }
    let reading = parcel.reading ?? ShopifyParcel.Reading()
    let request = requests.call(
      .fulfillmentOrders,
      [
        ("id", .string(ShopifyID.global("Order", parcel.order))),
        ("after", reading.after.isEmpty ? .null : .string(reading.after)),
        ("lines", reading.lines.isEmpty ? .null : .string(reading.lines)),
      ], context)
    return Exchange(request) { response throws(ConnectorError) in
      var (next, reading) = (parcel, reading)
      let order = try ShopifyOrder.one(response)
      let connection = order["fulfillmentOrders"]
      guard connection["nodes"].isArray else { throw .malformed("no fulfilment orders") }
      let portion = connection["nodes"].elements.first ?? .null
      reading.take(portion)
      let isMoving = reading.advance(connection, portion)
      next.reading = reading
      if !isMoving {
        let untracked = order["fulfillments"].elements.filter { entry in
          let numbers = entry["trackingInfo"].elements.compactMap { $0["number"].text }
          return ShopifyOrder.counts(entry["status"].text ?? "")
            && numbers.allSatisfy(\.isEmpty)
        }
        next.plan = try next.planned(untracked.compactMap { $0["id"].text })
      }
      return next.json.encoded
    }.concealing(credentials, context)
  }

  /// One way: the mutation that `prepare` settled on. The shop mails the customer.
  package func fulfil(_ body: String, _ context: RequestContext) -> [[Exchange<Void>]] {
    guard let parcel = ShopifyParcel(body), let plan = parcel.plan else { return [] }
    let (document, variables, names): (ShopifyDocument, [(String, JSON)], [String])
    switch plan {
    case .update(let fulfilment):
      (document, names) = (.updateTracking, ["fulfillmentTrackingInfoUpdate"])
      variables = [
        ("id", .string(fulfilment)), ("tracking", parcel.tracking), ("notify", .bool(true)),
      ]
    case .create(let groups):
      let inputs = parcel.inputs(groups)
      switch inputs.count {
      case 1:
        (document, names) = (.fulfil, ["fulfillmentCreate"])
        variables = [("fulfillment", inputs[0])]
      case 2:
        (document, names) = (.fulfilTwo, ["first", "second"])
        variables = [("first", inputs[0]), ("second", inputs[1])]
      default: return []
      }
    }
    let exchange = Exchange(requests.call(document, variables, context)) {
      response throws(ConnectorError) in
      var isStarted = false
      for name in names {
        do throws(ConnectorError) {
          _ = try ShopifyAnswer.made("fulfillment", by: name, response)
        } catch .rejected(let code, let text) where isStarted {
          throw .rejected(code: code, message: "only a part was told: \(text)")
        }
        isStarted = true
      }
    }
    return [
      [exchange.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)]
    ]
  }

  /// What carriers said of the order's parcels as the shop heard it, the newest scans of each.
  package func events(
    of order: String, _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let request = requests.call(
      .parcelEvents, [("id", .string(ShopifyID.global("Order", order)))], context)
    let (source, now) = ("shopify", context.now)
    return Exchange(request) { response throws(ConnectorError) in
      let order = try ShopifyOrder.one(response)
      guard order["fulfillments"].isArray else { throw .malformed("parcels are not a list") }
      return order["fulfillments"].elements.flatMap {
        ShopifyEvents.reports($0, source: source, now: now)
      }
    }.concealing(credentials, context)
  }

  /// Tells the shop what a carrier said of a parcel. Telling twice shows twice.
  /// - Parameter fulfilment: the shop's id of it.
  package func tell(
    _ event: TrackingEvent, of fulfilment: String, _ context: RequestContext
  ) -> Exchange<Void>? {
    guard let status = ShopifyEvents.word(event.status) else { return nil }
    let input: JSON = [
      "fulfillmentId": .string(ShopifyID.global("Fulfillment", fulfilment)),
      "status": .string(status), "happenedAt": .string(event.occurredAt.iso8601),
      "message": .string(event.message), "city": .string(event.location),
      "country": .string(event.country),
    ]
    return Exchange(requests.call(.tellEvent, [("event", input)], context)) {
      response throws(ConnectorError) in
      _ = try ShopifyAnswer.made("fulfillmentEvent", by: "fulfillmentEventCreate", response)
    }.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)
  }
}

extension ShopifyParcel.Reading {
  /// Takes what one fulfilment order has left.
  fileprivate mutating func take(_ portion: JSON) {
    guard let id = portion["id"].text else { return }
    let status = portion["status"].text ?? ""
    let actions = portion["supportedActions"].elements.compactMap { $0["action"].text }
    let lines = portion["lineItems"]["nodes"].elements.compactMap { line -> ShopifyParcel.Piece? in
      guard let item = line["id"].text, let own = line["lineItem"]["id"].text,
        let remaining = line["remainingQuantity"].integer, (1...1_000_000).contains(remaining),
        line["requiresShipping"].bool != false
      else { return nil }
      let location = portion["assignedLocation"]
      return ShopifyParcel.Piece(
        portion: id, location: location["location"]["id"].text ?? location["name"].text ?? "",
        item: item, line: ShopifyID.number(own), remaining: Int(remaining))
    }
    guard !lines.isEmpty else { return }
    guard ["OPEN", "IN_PROGRESS"].contains(status), actions.contains("CREATE_FULFILLMENT") else {
      guard !["CLOSED", "CANCELLED"].contains(status) else { return }
      let holds = ShopifyHold.reasons(portion)
      let reason = holds.isEmpty ? "its state is \(status)" : holds.joined(separator: ", ")
      let text = "the shop does not let it be fulfilled: \(reason)"
      if !obstacles.contains(text) { obstacles.append(text) }
      return
    }
    pieces += lines
  }

  /// Moves to the next page of lines, or the next fulfilment order; false where there is none.
  fileprivate mutating func advance(_ connection: JSON, _ portion: JSON) -> Bool {
    let inner = portion["lineItems"]["pageInfo"]
    if inner["hasNextPage"].bool == true, let end = inner["endCursor"].text, !end.isEmpty,
      end != lines
    {
      lines = end
      return true
    }
    lines = ""
    let outer = connection["pageInfo"]
    guard outer["hasNextPage"].bool == true, let end = outer["endCursor"].text, !end.isEmpty,
      end != after
    else { return false }
    after = end
    return true
  }
}

extension ShopifyOrder {
  /// The order that a query by id answers with.
  static func one(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = try ShopifyAnswer(response) { data in
      data.members.contains { $0.name == "order" }
    }
    let order = answer.data["order"]
    if order.isNull { throw .rejected(code: "NOT_FOUND", message: "the shop has no such order") }
    guard order.isObject else { throw .malformed("the order is no object") }
    return order
  }
}
