internal import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Work {
  /// Notes what the delay model should hold of an order, where that differs from what it holds. Part of the
  /// transaction that changed the facts, so nothing is ever counted twice or missed.
  func noteDelays(_ loaded: LoadedOrder) throws {
    guard !loaded.purchases.isEmpty || !loaded.shipments.isEmpty else { return }
    let view = try DelayView(loaded) { try home(of: $0) }
    let found = try noteOrigins(view)
    guard !found.isEmpty else { return try note(view, of: loaded) }
    // Now that it is known where these suppliers' parcels set out, so is the lane of each that is unscanned.
    for supplierID in found.sorted() {
      let ids = try database.numbers(
        """
        SELECT DISTINCT p.orderID FROM purchaseOrder p JOIN delayLedger l ON l.orderID = p.orderID
        WHERE p.supplierID = ?
        """, [supplierID])
      let loader = try Loader(database, offers, now: now)
      for order in try loader.load(Set(ids), isForRules: false) where order.id != loaded.id {
        try note(try DelayView(order) { try home(of: $0) }, of: order)
      }
    }
    try note(try DelayView(loaded) { try home(of: $0) }, of: loaded)
  }

  private func note(_ view: DelayView, of loaded: LoadedOrder) throws {
    let known = try database.row(
      "SELECT counted, wanted FROM delayLedger WHERE orderID = ?", loaded.id
    ) { (counted: try $0.data(), wanted: try $0.dataOrNil()) }
    let entries = DelayEntries(view, loaded.facts)
    if known == nil, entries.stays.isEmpty, entries.waits.isEmpty { return }
    let bytes = try DelayLedger.bytes(entries) { try laneID($0) }
    guard let known else {
      try database.run(
        "INSERT INTO delayLedger (orderID, counted, wanted) VALUES (?, x'', ?)", loaded.id, bytes)
      return
    }
    guard bytes != known.wanted ?? known.counted else { return }
    try database.run(
      "UPDATE delayLedger SET wanted = ? WHERE orderID = ?",
      bytes == known.counted ? nil : bytes, loaded.id)
  }

  /// Where a supplier's parcels set out, as first seen; "" before any was.
  func home(of supplierID: Int64) throws -> String {
    if let known = delayKeys.homes[supplierID] { return known }
    let origin =
      try database.texts("SELECT origin FROM delayOrigin WHERE supplierID = ?", supplierID).first
      ?? ""
    // Once it is known it stays.
    if !origin.isEmpty { delayKeys.homes[supplierID] = origin }
    return origin
  }

  /// Notes where suppliers' parcels set out; the suppliers of which it was not known.
  private func noteOrigins(_ view: DelayView) throws -> Set<Int64> {
    var found: Set<Int64> = []
    for parcel in view.parcels where !parcel.origin.isEmpty {
      guard let supplierID = parcel.supplierID, delayKeys.homes[supplierID] == nil
      else { continue }
      try database.run(
        "INSERT INTO delayOrigin (supplierID, origin) VALUES (?, ?) ON CONFLICT DO NOTHING",
        supplierID, parcel.origin)
      if database.changesCount > 0 { found.insert(supplierID) }
    }
    return found
  }

  private func laneID(_ lane: Lane) throws -> Int64 {
    if let known = delayKeys.lanes[lane] { return known }
    let id = try keptLaneID(lane)
    delayKeys.lanes[lane] = id
    return id
  }

  private func keptLaneID(_ lane: Lane) throws -> Int64 {
    let fields: [Argument] = [
      lane.destination, lane.origin, lane.supplier, lane.area, lane.method, lane.quoted,
    ]
    let known = try database.numbers(
      """
      SELECT id FROM delayLane
      WHERE destination = ? AND origin = ? AND supplier = ? AND area = ? AND method = ?
        AND quoted = ?
      """, fields)
    if let first = known.first { return first }
    try database.run(
      """
      INSERT INTO delayLane (destination, origin, supplier, area, method, quoted)
      VALUES (?, ?, ?, ?, ?, ?)
      """, fields)
    return database.lastInsertedRowID
  }
}

/// Rows of the delay model that the same orders ask for over and over, looked up once a transaction.
final class DelayKeys {
  fileprivate var lanes: [Lane: Int64] = [:]
  /// Where suppliers' parcels set out, once it is known.
  fileprivate var homes: [Int64: String] = [:]
}
