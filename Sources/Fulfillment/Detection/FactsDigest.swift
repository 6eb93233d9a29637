extension OrderFacts {
  /// Works out what several rules and the store ask of these facts; to be done again once anything else of
  /// them changes.
  package mutating func fold() {
    digest = nil
    var folded = FactsDigest(tracks: shipments.map(track))
    folded.parcels = zip(shipments, folded.tracks).lazy.filter { !$0.0.number.isEmpty }
      .map { TrackedParcel(facts: $0.0, track: $0.1) }
    if folded.parcels.count > 1 {
      folded.parcels.sort {
        ($0.facts.number, $0.facts.createdAt) < ($1.facts.number, $1.facts.createdAt)
      }
    }
    digest = folded
    folded.state = OrderState.of(self)
    digest = folded
    folded.signs = Signs(self)
    digest = folded
  }

  /// What carriers said of each of its shipments, in their order.
  package var tracks: [ParcelTrack] { digest?.tracks ?? shipments.map(track) }

  /// Where it stands.
  package var state: OrderState { digest?.state ?? OrderState.of(self) }
}

/// What several rules ask of the same facts.
struct FactsDigest: Hashable, Sendable {
  /// Of every shipment, in their order.
  var tracks: [ParcelTrack]
  /// The numbered ones, each parcel once.
  var parcels: [TrackedParcel] = []
  var state: OrderState?
  var signs: Signs?
}
