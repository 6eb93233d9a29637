internal import Fulfillment

/// What one order contributes to the delay model: stays in a stage, each with the purchase or parcel it
/// is of, and waits for a scan.
struct DelayEntries: Hashable {
  struct Stay: Hashable {
    /// The row of a purchase, or minus the row of a parcel: two stays of one unit are one stay, corrected.
    var unit: Int64
    var stay: Sojourn
  }

  var stays: [Stay] = []
  var waits: [Wait] = []

  var lanes: Set<Lane> { Set(stays.map(\.stay.lane)).union(waits.map(\.lane)) }
}

extension DelayEntries {
  /// What facts come to. The same facts give the same entries, whatever order they came in.
  init(_ view: DelayView, _ facts: OrderFacts) {
    for purchase in view.purchases {
      if let stay = purchase.stay { stays.append(Stay(unit: purchase.kept.id, stay: stay)) }
    }
    for parcel in view.parcels {
      if let stay = parcel.stay { stays.append(Stay(unit: -parcel.kept.id, stay: stay)) }
      waits += parcel.waits(facts)
    }
  }
}

/// The purchases and parcels of an order, as the delay model sees them.
struct DelayView {
  var purchases: [DelayPurchase] = []
  var parcels: [DelayParcel] = []

  /// Days for a supplier to hand over where it promises none.
  private static let usualHandling = 3

  /// - Parameter home: where a supplier's parcels set out, as far as was seen; "" where nothing was.
  init(_ loaded: LoadedOrder, home: (Int64) throws -> String) rethrows {
    let facts = loaded.facts
    let start = facts.placedAt - Facts.clockMargin
    let bought = loaded.purchases.filter(\.isBought)
    // A storefront's parcel of an order with one purchase can only be that purchase's.
    let only = bought.count == 1 ? bought[0].id : nil
    // The class of the time that the customer was promised, less the supplier's share of it.
    func quoted(_ purchase: KeptPurchase?) -> String {
      guard let promised = facts.promisedAt?.day else { return "" }
      let start = (facts.paidAt ?? facts.placedAt).day
      let days = Int(promised) - Int(start) - (purchase?.handlingDays ?? DelayView.usualHandling)
      return Lane.quoted(days: days)
    }
    let tracks = facts.tracks
    for (kept, track) in zip(loaded.shipments, tracks) {
      let giver = kept.purchaseID ?? only
      let supplier = bought.first { $0.id == giver }
      let seen = kept.events.origin(since: start)
      let origin =
        try seen.isEmpty ? supplier.map { try home($0.supplierID) } ?? "" : seen
      parcels.append(
        DelayParcel(
          kept: kept, purchaseID: giver, supplierID: supplier?.supplierID, origin: seen,
          track: track,
          lane: Lane(
            supplier: supplier?.purchase.supplier ?? "", origin: origin, to: facts.shipTo,
            method: kept.shipment.carrier, quoted: quoted(supplier))))
    }
    for kept in bought {
      let own = parcels.filter { $0.purchaseID == kept.id && $0.track.firstScanAt != nil }
      let first = own.min {
        ($0.track.firstScanAt ?? .distant) < ($1.track.firstScanAt ?? .distant)
      }
      let seen = first?.origin ?? ""
      let lane = Lane(
        supplier: kept.purchase.supplier,
        origin: try seen.isEmpty ? home(kept.supplierID) : seen, to: facts.shipTo, method: "",
        quoted: quoted(kept))
      purchases.append(
        DelayPurchase(
          kept: kept, lane: lane, scannedAt: first?.track.firstScanAt, placedAt: facts.placedAt,
          paidAt: facts.paidAt, cancelledAt: facts.cancelledAt))
    }
  }
}

/// A purchase and its stay from payment to the first scan.
struct DelayPurchase {
  var kept: KeptPurchase
  var lane: Lane
  var scannedAt: Timestamp?
  var placedAt: Timestamp
  var paidAt: Timestamp?
  var cancelledAt: Timestamp?

  /// The customer has paid and the supplier has it.
  var startedAt: Timestamp { max(paidAt ?? placedAt, kept.purchase.placedAt) }

  var stay: Sojourn? {
    let entered = startedAt.day
    if let scannedAt {
      return Sojourn(
        lane: lane, stage: .processing, entered: entered, left: max(entered, scannedAt.day))
    }
    let state = kept.purchase.state
    let isOver = !state.isLive || state == .delivered || cancelledAt != nil
    guard isOver else { return Sojourn(lane: lane, stage: .processing, entered: entered) }
    // Nobody tells when a supplier drops an order: it was at work on it when it was last heard of.
    let heard = [kept.purchase.acknowledgedAt, kept.shippedAt, cancelledAt].compactMap { $0 }.max()
    return Sojourn(
      lane: lane, stage: .processing, entered: entered,
      left: max(entered, (heard ?? startedAt).day), isCensored: true)
  }
}

/// A parcel and its stay from the first scan to delivery.
struct DelayParcel {
  var kept: KeptShipment
  var purchaseID: Int64?
  var supplierID: Int64?
  /// Where it was first scanned; "" where no scan tells.
  var origin: String
  var track: ParcelTrack
  var lane: Lane

  var stay: Sojourn? {
    guard let scannedAt = track.firstScanAt else { return nil }
    let entered = scannedAt.day
    guard let status = track.status, let since = track.statusSince else { return nil }
    let isOver = status.isFinal || status == .returning || status == .expired
    return Sojourn(
      lane: lane, stage: .transit, entered: entered,
      left: isOver ? max(entered, since.day) : nil, isCensored: isOver && status != .delivered)
  }

  /// Silences that ended, and one that never did where the parcel was given up, in days on which both ends of
  /// its lane work by what is known of every country.
  func waits(_ order: OrderFacts) -> [Wait] {
    let scans = kept.events.filter { event in
      event.status.isScan && track.firstScanAt.map { event.happenedAt >= $0 } ?? false
    }
    let isLost = track.status == .lost || track.status == .expired
    let days = Set(scans.filter { $0.status != .lost }.map(\.happenedAt.day)).sorted()
    let isTold = !order.isHistory && !kept.shipment.number.isEmpty
    guard let first = days.first, let last = days.last else {
      // What is over before anybody scanned it would have taken longer still.
      let isOver = isLost || track.status == .cancelled
      guard isTold, isOver, let since = track.statusSince else { return [] }
      return [Wait(kind: .scan, lane: lane, ended: since.day, days: nil)]
    }
    let parcel = ShipmentFacts(
      number: kept.shipment.number, carrier: kept.shipment.carrier, createdAt: kept.createdAt,
      events: kept.events)
    let calendar = order.lane(of: parcel, WorkCalendars())
    func wait(_ kind: Wait.Kind, from start: Int32, to end: Int32) -> Wait {
      let days = BusinessDays.between(Int64(start), and: Int64(end), on: calendar)
      return Wait(kind: kind, lane: lane, ended: end, days: Int32(clamping: days))
    }
    var waits: [Wait] = []
    if isTold { waits.append(wait(.scan, from: min(kept.createdAt.day, first), to: first)) }
    for (earlier, later) in zip(days, days.dropFirst()) {
      waits.append(wait(.gap, from: earlier, to: later))
    }
    if isLost { waits.append(Wait(kind: .gap, lane: lane, ended: last, days: nil)) }
    return waits
  }
}

extension [TrackingEvent] {
  /// Where the first scan that names a country was; "" where none does.
  fileprivate func origin(since start: Timestamp) -> String {
    let scans = filter { $0.status.isScan && $0.happenedAt >= start && !$0.country.isEmpty }
    let first = scans.min { left, right in
      (left.happenedAt, left.occurredAt, left.country, left.location)
        < (right.happenedAt, right.occurredAt, right.country, right.location)
    }
    return first.map { Lane.place(country: $0.country, location: $0.location) } ?? ""
  }
}

extension Timestamp {
  fileprivate static let distant = Timestamp(milliseconds: .max)
}
