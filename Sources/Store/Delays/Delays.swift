internal import Fulfillment
internal import GRDB

/// What is known of delays, for one run of detection: read once, asked per order without the store.
struct Delays {
  let learned: Learned
  private let homes: [Int64: String]
  /// The last day that is over: what has not happened by its end is known not to have.
  let today: Int32
  private var outlooks: [Course: Outlook] = [:]
  private var usuals: [Lane: UsualWaits] = [:]

  init(_ learned: Learned, homes: [Int64: String], now: Timestamp) {
    self.learned = learned
    self.homes = homes
    today = max(now.day, -1_000_000) - 1
  }

  /// nil: nothing was learned yet, or it has to be learned anew.
  static func load(_ database: Database, _ cache: DelayCache, now: Timestamp) throws -> Delays? {
    let clock = try DelayClock.read(database)
    guard clock.closedOn != nil, clock.version == DelayClock.version else { return nil }
    var known = cache.learned(clock.revision)
    if known == nil {
      known = try Learned.read(clock.revision, database)
      if let known { cache.keep(known) }
    }
    guard let known else { return nil }
    let homes = try database.rows("SELECT supplierID, origin FROM delayOrigin") {
      (try $0.number(), try $0.text())
    }
    return Delays(
      known, homes: Dictionary(homes, uniquingKeysWith: { first, _ in first }), now: now)
  }

  /// Adds to an order's facts what is to be expected of its purchases and parcels.
  /// - Parameter standing: what stands of it; a learned delay among it is not cleared by a waver.
  mutating func complete(_ loaded: inout LoadedOrder, standing: [Finding]) {
    guard !loaded.facts.isHistory, loaded.facts.cancelledAt == nil,
      !loaded.purchases.isEmpty || !loaded.shipments.isEmpty
    else { return }
    let view = DelayView(loaded) { homes[$0] ?? "" }
    for index in loaded.purchases.indices where index < loaded.facts.purchases.count {
      let home = homes[loaded.purchases[index].supplierID] ?? ""
      loaded.facts.purchases[index].origin = String(home.prefix { $0 != "-" })
    }
    let started = (loaded.facts.paidAt ?? loaded.facts.placedAt).day
    let promised = loaded.facts.promisedAt?.day
    for index in loaded.shipments.indices where index < loaded.facts.shipments.count {
      let parcel = view.parcels[index]
      if let status = parcel.track.status, status.isFinal { continue }
      loaded.facts.shipments[index].usual = usual(parcel.lane)
      guard let stay = parcel.stay, stay.left == nil else { continue }
      loaded.facts.shipments[index].outlook = outlook(stay, promised: promised, started: started)
    }
    for purchase in view.purchases {
      guard let stay = purchase.stay, stay.left == nil,
        let index = loaded.purchases.firstIndex(where: { $0.id == purchase.kept.id }),
        index < loaded.facts.purchases.count
      else { continue }
      loaded.facts.purchases[index].outlook = outlook(stay, promised: promised, started: started)
    }
    loaded.facts.keepDelays(of: standing, precision: learned.model.parameters.precision)
  }

  private mutating func outlook(
    _ stay: Sojourn, promised: Int32?, started: Int32
  ) -> Outlook {
    let course = Course(
      lane: stay.lane, stage: stay.stage, enteredOn: stay.entered, promisedOn: promised,
      startedOn: started)
    if let known = outlooks[course] { return known }
    let fresh = learned.model.outlook(course, today: today)
    outlooks[course] = fresh
    return fresh
  }

  private mutating func usual(_ lane: Lane) -> UsualWaits {
    if let known = usuals[lane] { return known }
    let fresh = learned.waits.usual(lane, today: today)
    usuals[lane] = fresh
    return fresh
  }
}

extension Learned {
  /// Only what is needed to tell of one order: a hundredth of the rows.
  static func read(
    for view: DelayView, _ clock: DelayClock, _ database: Database
  ) throws -> Learned? {
    let lanes = Set(view.purchases.map(\.lane)).union(view.parcels.map(\.lane))
    func rows(_ names: Set<String>) throws -> [DelayRow] {
      try names.sorted().compactMap { name in
        try database.row("SELECT bytes FROM delayRow WHERE name = ?", name) {
          DelayRow(name: name, bytes: [UInt8](try $0.data()))
        }
      }
    }
    let model = DelayModel(.live, rows: try rows(Set(lanes.flatMap { DelayModel.rowNames($0) })))
    let waits = WaitTables(rows: try rows(Set(lanes.flatMap { WaitTables.rowNames($0) })))
    guard let model, let waits else { return nil }
    return Learned(revision: clock.revision, model: model, waits: waits)
  }
}
