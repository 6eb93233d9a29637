/// What a carrier says of a parcel. A merchant's own status is never kept here.
package enum TrackingStatus: String, CaseIterable, Sendable {
  /// The aggregator or carrier does not know the number.
  case unregistered
  /// A label exists; the carrier does not have the parcel.
  case label
  case pickedUp, inTransit, customs, delayed, outForDelivery
  /// Waiting for the customer at a pickup point.
  case pickup
  case attemptFailed, delivered
  /// The carrier reports a problem that no other status names (damage included).
  case exception
  case returning, returned, lost
  /// Nobody has heard of it for so long that the carrier stopped looking.
  case expired
  case cancelled

  /// The carrier has physically handled the parcel.
  package var isScan: Bool {
    switch self {
    case .unregistered, .label, .expired, .cancelled: false
    default: true
    }
  }

  /// No further scan is expected.
  package var isFinal: Bool {
    switch self {
    case .delivered, .returned, .lost, .cancelled: true
    default: false
    }
  }
}

/// One scan or carrier message. Append-only; identity is (shipment, occurredAt, status, message).
package struct TrackingEvent: Hashable, Sendable {
  /// When the carrier says it happened.
  package var occurredAt: Timestamp
  /// When we came to know it.
  package var recordedAt: Timestamp
  package var status: TrackingStatus
  /// The carrier's words, as received.
  package var message: String
  package var location: String
  /// ISO country of the scan where known, else "".
  package var country: String
  /// The account that told us, by name.
  package var source: String

  package init(
    occurredAt: Timestamp, recordedAt: Timestamp, status: TrackingStatus, message: String = "",
    location: String = "", country: String = "", source: String = ""
  ) {
    self.occurredAt = occurredAt
    self.recordedAt = recordedAt
    self.status = status
    self.message = message
    self.location = location
    self.country = country
    self.source = source
  }
}

/// A parcel on its way: a tracking number given by a supplier, a storefront or by hand.
package struct Shipment: Hashable, Sendable {
  /// The number as given, spaces removed, upper case; "" where shipped without one.
  package var number: String
  /// The carrier as given; "" where unknown.
  package var carrier: String
  /// When the giver says it was shipped; nil where it does not say.
  package var shippedAt: Timestamp?

  package init(number: String, carrier: String = "", shippedAt: Timestamp? = nil) {
    self.number = number
    self.carrier = carrier
    self.shippedAt = shippedAt
  }
}
