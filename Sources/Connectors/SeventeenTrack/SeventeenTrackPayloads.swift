import Fulfillment
import Wire

/// One number as 17TRACK tells it.
struct SeventeenTrackItem {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// nil for an item without a number.
  func report(among shipments: [Shipment]) -> TrackingReport? {
    guard let text = json["number"].text else { return nil }
    let number = TrackingNumber.normalised(text)
    let asked = shipments.first { TrackingNumber.normalised($0.number) == number }
    let info = json["track_info"]
    let providers = info["tracking"]["providers"].elements
    let events = providers.flatMap { $0["events"].elements }.compactMap(event)
      .sorted { $0.event.occurredAt < $1.event.occurredAt }
    let carrier = providers.first?["provider"]["name"].text ?? asked?.carrier ?? ""
    return TrackingReport(
      number: number, carrier: carrier, status: status(info["latest_status"], newest: events.last),
      events: events.map(\.event))
  }

  /// A parcel that waits in a shop is told as `Exception` while its newest event says
  /// `AvailableForPickup` (recorded): where the exception has no kind of its own, the newest event's
  /// stage is the better witness.
  private func status(_ latest: JSON, newest: StagedEvent?) -> TrackingStatus {
    let (status, sub) = (latest["status"].text ?? "", latest["sub_status"].text ?? "")
    let told = SeventeenTrackStatus.read(sub) ?? SeventeenTrackStatus.read(status)
    let isVague = status == "Exception" && (sub.isEmpty || sub == "Exception_Other")
    if isVague, let newest, newest.hasStage, newest.event.status != .exception {
      return newest.event.status
    }
    return told ?? newest?.event.status ?? .unregistered
  }

  private struct StagedEvent {
    var event: TrackingEvent
    var hasStage: Bool
  }

  /// By `time_utc`: `time_iso` carries wrong offsets. Events without a time can't be placed.
  private func event(_ json: JSON) -> StagedEvent? {
    let times = ["time_utc", "time_iso"].compactMap { json[$0].text }
    guard let occurredAt = times.compactMap({ Timestamp(told: $0) }).first else { return nil }
    let staged = [json["sub_status"], json["stage"]].compactMap(\.text)
      .compactMap(SeventeenTrackStatus.read).first
    let event = TrackingEvent(
      occurredAt: occurredAt, recordedAt: occurredAt, status: staged ?? .inTransit,
      message: json["description"].text ?? "", location: json["location"].text ?? "",
      country: json["address"]["country"].text ?? "")
    return StagedEvent(event: event, hasStage: staged != nil)
  }
}

/// 17TRACK's main statuses, sub-statuses (`Exception_Lost`) and stages in our words.
enum SeventeenTrackStatus {
  /// nil for a word that is none of them.
  static func read(_ word: String) -> TrackingStatus? {
    switch word {
    case "InTransit_PickedUp", "PickedUp": return .pickedUp
    // Every parcel that crosses a border is "processed"; only a question holds it up.
    case "InTransit_CustomsRequiringInformation": return .customs
    case "Exception_Returning", "Returning": return .returning
    case "Exception_Returned", "Returned": return .returned
    case "Exception_Lost": return .lost
    case "Exception_Delayed": return .delayed
    case "Exception_Cancel": return .cancelled
    case "Departure", "Arrival": return .inTransit
    default: break
    }
    switch word.split(separator: "_").first {
    case "NotFound": return .unregistered
    case "InfoReceived": return .label
    case "InTransit": return .inTransit
    case "Expired": return .expired
    case "AvailableForPickup": return .pickup
    case "OutForDelivery": return .outForDelivery
    case "DeliveryFailure": return .attemptFailed
    case "Delivered": return .delivered
    case "Exception": return .exception
    default: return nil
    }
  }
}
