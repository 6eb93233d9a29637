import Fulfillment
import Wire

/// What carriers said, in the shop's words.
enum ShopifyEvents {
  /// A GraphQL fulfilment's events, for each of its numbers.
  static func reports(_ fulfilment: JSON, source: String, now: Timestamp) -> [TrackingReport] {
    let events = fulfilment["events"]["nodes"].elements.compactMap { node -> TrackingEvent? in
      guard let at = node["happenedAt"].text.flatMap({ Timestamp(told: $0) }),
        let status = status(node["status"].text ?? "")
      else { return nil }
      let place = [node["city"].text, node["province"].text].compactMap(\.self)
      return TrackingEvent(
        occurredAt: at, recordedAt: now, status: status, message: node["message"].text ?? "",
        location: place.filter { !$0.isEmpty }.joined(separator: ", "),
        country: node["country"].text ?? "", source: source)
    }.sorted { $0.occurredAt < $1.occurredAt }
    guard
      let current = events.last?.status ?? status(fulfilment["displayStatus"].text ?? "")
    else { return [] }
    return ShopifyOrder.parcels([fulfilment]).filter { !$0.number.isEmpty }.map {
      TrackingReport(number: $0.number, carrier: $0.carrier, status: current, events: events)
    }
  }

  /// A status of an event or of a parcel, GraphQL or REST; nil where the carrier said nothing.
  static func status(_ word: String) -> TrackingStatus? {
    switch word.uppercased() {
    case "LABEL_PURCHASED", "LABEL_PRINTED": .label
    case "CARRIER_PICKED_UP": .pickedUp
    case "CONFIRMED": .label
    case "IN_TRANSIT": .inTransit
    case "DELAYED": .delayed
    case "OUT_FOR_DELIVERY": .outForDelivery
    case "READY_FOR_PICKUP": .pickup
    case "ATTEMPTED_DELIVERY": .attemptFailed
    case "DELIVERED", "PICKED_UP": .delivered
    case "FAILURE", "NOT_DELIVERED": .exception
    case "LABEL_VOIDED": .cancelled
    default: nil
    }
  }

  /// The word for a status; nil where the shop has none.
  static func word(_ status: TrackingStatus) -> String? {
    switch status {
    case .label: "LABEL_PRINTED"
    case .pickedUp: "CARRIER_PICKED_UP"
    case .inTransit, .customs: "IN_TRANSIT"
    case .delayed: "DELAYED"
    case .outForDelivery: "OUT_FOR_DELIVERY"
    case .pickup: "READY_FOR_PICKUP"
    case .attemptFailed: "ATTEMPTED_DELIVERY"
    case .delivered: "DELIVERED"
    case .exception, .returning, .returned, .lost: "FAILURE"
    case .unregistered, .expired, .cancelled: nil
    }
  }
}
