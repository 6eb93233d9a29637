import Fulfillment

/// What the shop shows of parcels it was told of.
extension ShopPage {
  /// All fulfilments of an order, oldest first.
  func fulfilments(_ life: Life) -> AnswerJSON { .list(allFulfilments(life)) }

  func allFulfilments(_ life: Life) -> [AnswerJSON] {
    var found: [AnswerJSON] = []
    for (at, what) in ShopState(life, at: now).written {
      guard case .fulfilment(let parcel) = what else { continue }
      let meta = (Posted.read(parcel.meta) ?? .null).items.enumerated().map { index, entry in
        AnswerJSON.object([
          ("id", .int(life.id * 100 + found.count * 10 + index)),
          ("key", .text(entry["key"].text)), ("value", entry["value"].answer),
        ])
      }
      found.append([
        "id": .int(life.id * 10 + found.count), "entity_type": "WC_Order",
        "entity_id": .text(String(life.id)),
        "status": parcel.isFulfilled ? "fulfilled" : "unfulfilled",
        "is_fulfilled": .bool(parcel.isFulfilled),
        "date_updated": .text(at.wallClock().replacing("T", with: " ")), "date_deleted": nil,
        "meta_data": .list(meta),
      ])
    }
    return found
  }

  /// What the plugin's own route shows.
  func trackings(_ life: Life) -> AnswerJSON { .list(allTrackings(life)) }

  func allTrackings(_ life: Life) -> [AnswerJSON] {
    trackingItems(life, ShopState(life, at: now)).map { item in
      func member(_ name: String) -> AnswerJSON {
        guard case .object(let members) = item else { return nil }
        return members.first { $0.0 == name }?.1 ?? nil
      }
      func text(_ name: String) -> String {
        if case .text(let text) = member(name) { text } else { "" }
      }
      let seconds = Int64(text("date_shipped")).map { Timestamp(seconds: $0) }
      let provider = text("tracking_provider")
      return [
        "tracking_id": member("tracking_id"),
        "tracking_provider": .text(provider.isEmpty ? text("custom_tracking_provider") : provider),
        "tracking_link": .text(text("custom_tracking_link")),
        "tracking_number": member("tracking_number"),
        "date_shipped": .text(seconds.map { String($0.iso8601.prefix(10)) } ?? ""),
      ]
    }
  }

  /// What the plugin keeps in the order's meta: what a colleague put in, then what came by API.
  func trackingItems(_ life: Life, _ state: ShopState) -> [AnswerJSON] {
    var items: [AnswerJSON] = []
    if let tracking = state.tracking {
      items.append([
        "tracking_provider": .text(tracking.carrier.pluginName),
        "custom_tracking_provider": nil, "custom_tracking_link": nil,
        "tracking_number": .text(tracking.number),
        "date_shipped": .text(String(tracking.at.wholeSeconds)),
        "tracking_id": .text(key(life, 32)),
      ])
    }
    for (at, what) in state.written {
      guard case .tracking(let parcel) = what else { continue }
      let day = Timestamp(iso8601: parcel.date + "T00:00:00Z") ?? at
      items.append([
        "tracking_provider": .text(parcel.isCustom ? "" : parcel.provider),
        "custom_tracking_provider": .text(parcel.isCustom ? parcel.provider : ""),
        "custom_tracking_link": .text(parcel.link), "tracking_number": .text(parcel.number),
        "date_shipped": .text(String(day.wholeSeconds)), "tracking_id": .text(parcel.id),
      ])
    }
    return items
  }
}
