/// What went wrong with goods that were bought, as those who may be asked for money distinguish it.
package enum LossKind: String, CaseIterable, Sendable {
  /// The carrier gave the parcel up, or it has been silent for so long that nobody expects it.
  case lost
  case damaged
  /// The carrier says delivered, the customer says no.
  case notReceived = "not-received"
  /// It came back, or is coming back, without having been handed over.
  case returned
  /// Not what was ordered, or not as it was described.
  case notAsDescribed = "not-as-described"
  /// Under way for longer than was promised, and not given up.
  case late
}

/// Who may be asked to make good for a loss.
package enum ClaimParty: String, CaseIterable, Sendable {
  case supplier, platform, carrier, insurer
}

/// What those who are asked want to see. The raw values are the words of policy files.
package enum ClaimEvidence: String, CaseIterable, Sendable {
  case photos, video
  case customerMessage = "customer message"
  case tracking
  case carrierStatement = "carrier statement"
  case deliveryProof = "delivery proof"
  case policeReport = "police report"
  case proofOfValue = "proof of value"
  case proofOfPostage = "proof of postage"
  case proofOfInsurance = "proof of insurance"
  case refundProof = "refund proof"
  case returnTracking = "return tracking"
}

/// A loss that stands on an order: its kind, since when it is known, and of which parcel.
package struct Loss: Hashable, Sendable {
  package var kind: LossKind
  /// When it was known, or by the rules could have been.
  package var noticedAt: Timestamp
  /// The parcel's place among the order's shipments; nil: the whole order.
  package var shipment: Int?

  package init(kind: LossKind, noticedAt: Timestamp, shipment: Int?) {
    self.kind = kind
    self.noticedAt = noticedAt
    self.shipment = shipment
  }
}
