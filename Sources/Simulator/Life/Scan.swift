import Fulfillment

/// What a carrier can say of a parcel.
enum ScanKind: String, CaseIterable, Sendable {
  case label, pickedUp, departed, arrived, customsProcessing, customsHeld, customsReleased
  case outForDelivery, pickupReady, attemptFailed, delivered, damaged, lost, returning, returned

  /// Its meaning for a reader that needs no wire format.
  var trackingStatus: TrackingStatus {
    switch self {
    case .label: .label
    case .pickedUp: .pickedUp
    // A parcel that passes through customs like every other is on its way; only a held one waits.
    case .departed, .arrived, .customsProcessing, .customsReleased: .inTransit
    case .customsHeld: .customs
    case .outForDelivery: .outForDelivery
    case .pickupReady: .pickup
    case .attemptFailed: .attemptFailed
    case .delivered: .delivered
    case .damaged: .exception
    case .lost: .lost
    case .returning: .returning
    case .returned: .returned
    }
  }

  /// The carrier's words.
  var message: String {
    switch self {
    case .label: "Shipping label created, item not yet received by the carrier"
    case .pickedUp: "Item accepted by the carrier"
    case .departed: "Departed from facility"
    case .arrived: "Arrived at facility"
    case .customsProcessing: "Presented to import customs"
    case .customsHeld: "Held by customs, information from the recipient required"
    case .customsReleased: "Released by customs"
    case .outForDelivery: "Out for delivery"
    case .pickupReady: "Ready for collection at the pickup point"
    case .attemptFailed: "Delivery attempted, nobody home"
    case .delivered: "Delivered"
    case .damaged: "Item damaged, delivery not possible"
    case .lost: "Item lost, inquiry closed"
    case .returning: "Return to sender initiated"
    case .returned: "Returned to sender"
    }
  }
}

/// One scan of one parcel.
struct Scan: Sendable {
  let at: Timestamp
  /// When the aggregators come to know of it; not before `at`.
  let knownAt: Timestamp
  let kind: ScanKind
  let city: String
  let country: String
}

/// One parcel: its number as the world knows it, and everything its carrier will ever say.
struct Parcel: Sendable {
  let number: String
  let carrier: Carrier
  /// The number has a right check digit and belongs to a parcel.
  var isGenuine = true
  /// In the order they happen.
  var scans: [Scan]

  /// What the aggregators know at that time, oldest first.
  func known(at now: Timestamp) -> [Scan] { scans.filter { $0.knownAt <= now } }
}
