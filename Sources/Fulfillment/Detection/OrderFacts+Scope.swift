extension OrderFacts {
  /// Cancelled, voided or refunded: nobody has to do anything for it any more.
  var isCalledOff: Bool {
    cancelledAt != nil || payment == .voided || payment == .refunded
  }

  /// No money is left to pay back: all of it was, or the order was called off before any was taken.
  var isSettled: Bool {
    if payment == .refunded || payment == .voided { return true }
    return cancelledAt != nil && !isPaid && payment != .unknown
  }

  /// Its parcels are worth watching.
  var isFollowed: Bool { !isHistory && !isCalledOff }

  /// It is followed and stands in one of these states.
  func stands(in states: Set<OrderState>) -> Bool { isFollowed && states.contains(state) }

  /// Purchases that a supplier has and from which a parcel is still expected.
  var openPurchases: [PurchaseFacts] { purchases.filter(\.isExpected) }

  /// A parcel of it may be awaited; what is bought of it in part is.
  var isAwaited: Bool {
    stands(in: .awaited)
  }

  /// Its lines are to be bought as soon as they can be: it stands, and nobody else ships it.
  var isToBeBought: Bool {
    stands(in: purchases.contains(where: \.state.isLive) ? .continued : .beginning)
  }

  /// Open lines that nobody is asked for and that can be asked for, or none if one of them can't be: that
  /// one has a rule of its own.
  var buyableLines: [LineFacts] {
    let lines = unboughtLines
    return lines.allSatisfy { $0.isMapped && $0.blocked.isEmpty } ? lines : []
  }

  /// Numbered parcels with what their carriers said, each parcel once.
  var tracked: [TrackedParcel] {
    if let digest { return digest.parcels }
    return parcels.sorted { ($0.number, $0.createdAt) < ($1.number, $1.createdAt) }
      .map { TrackedParcel(facts: $0, track: track($0)) }
  }

  /// The parcels whose carriers say one of these, where that matters.
  func parcels(_ statuses: Set<TrackingStatus>) -> [TrackedParcel] {
    tracked.filter { $0.track.status.map(statuses.contains) ?? false }
  }
}

/// A parcel and what its carrier said of it.
struct TrackedParcel: Hashable, Sendable {
  var facts: ShipmentFacts
  var track: ParcelTrack

  /// `LX123456785CN`, clean.
  var name: String { facts.number.briefly }

  /// The carrier's own words in brackets, or nothing.
  var words: String {
    let message = (track.newest?.message ?? "").sanitised(limit: 120)
    return message.isEmpty ? "" : " (\(message))"
  }
}

extension Set<OrderState> {
  // Made once: a set made at every question costs more than the answer.
  static let preparation: Self = [.unpaid, .ready, .ordered, .processing]
  fileprivate static let beginning: Self = [.unpaid, .ready]
  fileprivate static let awaited: Self = [
    .unpaid, .ready, .ordered, .processing, .shipped, .transit,
  ]
  fileprivate static let continued: Self = awaited.union([.pickup, .delivered])
}

extension LineFacts {
  /// An offer fills it, and not only one that must be renewed.
  var isMapped: Bool { offers > 0 && renewal.isEmpty }

  /// Its sku, else its title.
  var name: String { sku.isEmpty ? title : sku }
}

extension PurchaseFacts {
  /// A supplier has it, and a parcel of it is still expected.
  var isExpected: Bool { state.isLive && state != .delivered && state.isAtSupplier }

  /// The supplier's number, or our own key where it has told none.
  var mark: String { number.isEmpty ? key : number }

  /// `CJ CJ-77`
  var name: String { "\(supplier) \(mark)" }

  /// Its message may be at the supplier, and nobody knows.
  var isInDoubt: Bool { state == .unknown || state == .intended && sending?.isInDoubt ?? false }

  /// When it may have reached the supplier last.
  var leftAt: Timestamp { lastSentAt ?? placedAt }
}

extension Sequence where Element == LineFacts {
  /// The names of the lines, each once and in order: at most three and how many more.
  var listed: String { map(\.name).listed }
}

extension Sequence where Element == String {
  /// Each once and in order: at most three, clean, and how many more.
  var listed: String {
    let names = Set(self).sorted()
    let shown = names.prefix(3).map(\.briefly).joined(separator: ", ")
    return names.count > 3 ? shown + " and \(names.count - 3) more" : shown
  }
}

extension Trip {
  /// The trip of a condition that carriers report: as old as the oldest report, named after all the
  /// parcels, so that one more is a new instance.
  static func reported(
    _ parcels: [TrackedParcel], since: (TrackedParcel) -> Timestamp? = \.track.statusSince,
    due: Timestamp? = nil, reason: (TrackedParcel) -> String
  ) -> Trip? {
    let dated = parcels.compactMap { parcel in since(parcel).map { (parcel: parcel, at: $0) } }
    guard let first = dated.min(by: { $0.at < $1.at }) else { return nil }
    let more = dated.count > 1 ? "; and \(counted(dated.count - 1, "more parcel"))" : ""
    return Trip(
      at: first.at, reason: reason(first.parcel) + more,
      key: "parcel " + dated.map(\.parcel.facts.number).joined(separator: ", "), due: due)
  }

  /// The last of several that count at once; the last by name where two are equal.
  static func latest(_ trips: [Trip]) -> Trip? {
    trips.max { ($0.at, $0.key) < ($1.at, $1.key) }
  }

  /// The earliest of several deadlines; the first by name where two are equal.
  static func earliest(_ trips: [Trip]) -> Trip? {
    trips.min { ($0.at, $0.key) < ($1.at, $1.key) }
  }
}
