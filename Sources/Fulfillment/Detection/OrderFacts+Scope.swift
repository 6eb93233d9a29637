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
  func stands(in states: StateSet) -> Bool { isFollowed && states.contains(state) }

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

  /// Numbered parcels that somebody waits for, with what their carriers said, each parcel once.
  var tracked: [TrackedParcel] {
    if let digest { return digest.parcels }
    return parcels.filter { !$0.isReplaced }
      .sorted { ($0.number, $0.createdAt) < ($1.number, $1.createdAt) }
      .map { TrackedParcel(facts: $0, track: track($0)) }
  }

  /// The parcels whose carriers say one of these, where that matters.
  func parcels(_ statuses: StatusSet) -> [TrackedParcel] {
    let parcels = tracked
    let isAll = parcels.indices.allSatisfy { statuses.contains(parcels[$0].track.status) }
    return isAll ? parcels : parcels.filter { statuses.contains($0.track.status) }
  }

  /// A trip then is worth its words.
  func tells(_ at: Timestamp) -> Bool {
    guard let asOf else { return true }
    return at <= asOf
  }
}

/// Some statuses, a bit each: a set of them would have to be hashed at every question.
struct StatusSet: ExpressibleByArrayLiteral {
  private var bits: UInt32 = 0

  init(arrayLiteral statuses: TrackingStatus...) {
    for status in statuses { bits |= 1 << UInt32(status.progress) }
  }

  func contains(_ status: TrackingStatus?) -> Bool {
    guard let status else { return false }
    return bits & 1 << UInt32(status.progress) != 0
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

/// Some states, a bit each: a set of them would have to be hashed at every question.
struct StateSet {
  private var bits: UInt32 = 0

  private init(_ states: [OrderState]) {
    for state in states { bits |= 1 << state.bit }
  }

  func contains(_ state: OrderState) -> Bool { bits & 1 << state.bit != 0 }

  static let preparation = StateSet([.unpaid, .ready, .ordered, .processing])
  static let atPickup = StateSet([.pickup])
  fileprivate static let beginning = StateSet([.unpaid, .ready])
  fileprivate static let awaited = StateSet([
    .unpaid, .ready, .ordered, .processing, .shipped, .transit,
  ])
  fileprivate static let continued = StateSet([
    .unpaid, .ready, .ordered, .processing, .shipped, .transit, .pickup, .delivered,
  ])
}

extension OrderState {
  fileprivate var bit: UInt32 {
    switch self {
    case .unpaid: 0
    case .ready: 1
    case .ordered: 2
    case .processing: 3
    case .shipped: 4
    case .transit: 5
    case .pickup: 6
    case .delivered: 7
    case .returning: 8
    case .returned: 9
    case .lost: 10
    case .cancelled: 11
    case .refunded: 12
    case .fulfilled: 13
    }
  }
}

extension LineFacts {
  /// An offer fills it, and not only one that must be renewed.
  var isMapped: Bool { offers > 0 && renewal.isEmpty }

  /// Its sku, else its title.
  var name: String { sku.isEmpty ? title : sku }
}

extension PurchaseFacts {
  /// A supplier has it, and a parcel of it is still expected.
  var isExpected: Bool {
    state.isLive && state != .delivered && state.isAtSupplier && !isReplaced
  }

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
  /// The same with words that are made only where somebody will read them.
  init(
    at: Timestamp, of facts: OrderFacts, reason: @autoclosure () -> String,
    key: @autoclosure () -> String, silence: Silence? = nil, learned: Bool = false
  ) {
    let isTold = facts.tells(at)
    self.init(
      at: at, reason: isTold ? reason() : "", key: isTold ? key() : "", silence: silence,
      due: facts.promisedAt, learned: learned)
  }

  /// The earliest of what single parcels come to; the first by name where two are equal.
  static func earliest(
    of parcels: [TrackedParcel], _ trip: (TrackedParcel) -> Trip?
  ) -> Trip? {
    var first: Trip?
    for index in parcels.indices {
      guard let next = trip(parcels[index]) else { continue }
      if let known = first, (known.at, known.key) <= (next.at, next.key) { continue }
      first = next
    }
    return first
  }

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
