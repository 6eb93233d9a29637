extension OrderFacts {
  /// Works out what several rules and the store ask of these facts; to be done again once anything else of
  /// them changes.
  /// - Parameter moment: the one they are to be examined for. Rules then spare the words of what trips after
  ///   it, which are most of their work.
  package mutating func fold(asOf moment: Timestamp? = nil) {
    follow()
    fold(followed: moment)
  }

  /// The first half of it: what carriers said, and where the order stands. That much depends neither on its
  /// numbers' other owners, on orders like it, nor on what is to be expected of it, so those can be
  /// found out in between.
  package mutating func follow() {
    digest = nil
    var followed = FactsDigest()
    followed.tracks.reserveCapacity(shipments.count)
    for index in shipments.indices { followed.tracks.append(track(shipments[index])) }
    digest = followed
    let state = OrderState.of(self)
    digest?.state = state
  }

  /// The second half, of facts that were followed.
  package mutating func fold(followed moment: Timestamp?) {
    asOf = moment
    var parcels: [TrackedParcel] = []
    parcels.reserveCapacity(shipments.count)
    let tracks = tracks
    for index in shipments.indices
    where !shipments[index].number.isEmpty && !shipments[index].isReplaced {
      parcels.append(TrackedParcel(facts: shipments[index], track: tracks[index]))
    }
    if parcels.count > 1 {
      parcels.sort {
        ($0.facts.number, $0.facts.createdAt) < ($1.facts.number, $1.facts.createdAt)
      }
    }
    digest?.parcels = parcels
    let signs = Signs(self)
    digest?.signs = signs
  }

  /// What carriers said of each of its shipments, in their order.
  package var tracks: [ParcelTrack] { digest?.tracks ?? shipments.map(track) }

  /// It stands, and nothing of it has been sent.
  package var isInPreparation: Bool { stands(in: .preparation) }

  /// Where it stands.
  package var state: OrderState { digest?.state ?? OrderState.of(self) }
}

/// What several rules ask of the same facts.
struct FactsDigest: Hashable, Sendable {
  /// Of every shipment, in their order.
  var tracks: [ParcelTrack] = []
  /// The numbered ones that somebody waits for, each parcel once.
  var parcels: [TrackedParcel] = []
  var state: OrderState?
  var signs: Signs?
}
