/// What one order adds to the figures: kept beside it, so that a change takes away exactly what was
/// added. Days are days since 1970-01-01 in UTC; rows are the store's.
package struct OrderFigures: Hashable, Sendable {
  package var storefront: Int64
  package var placed: Int32
  package var isCancelled: Bool
  package var isRefunded: Bool
  package var isReturned: Bool
  /// The days on which disputes about it were opened.
  package var disputes: [Int32]
  package var isDelivered: Bool
  /// The day of the promise to the customer, and whether it was kept.
  package var promised: Int32?
  package var isOnTime: Bool
  package var fault: FaultParty?
  package var value: Money?
  package var refundedValue: Money?
  /// Each product once.
  package var products: [Int64]
  package var purchases: [Purchase]
  package var parcels: [Parcel]

  /// What was bought of one supplier.
  package struct Purchase: Hashable, Sendable {
    package var supplier: Int64
    package var lane: Int64
    package var placed: Int32
    package var isCancelled: Bool
    /// From placed to the first scan, in quarter days.
    package var processing: Int32?
    /// The day of the first scan, and from there to delivery in quarter days.
    package var scanned: Int32?
    package var transit: Int32?
    package var isDelivered: Bool
    package var dispatchDue: Int32?
    package var isDispatchedInTime: Bool
    package var cost: Money?

    package init(
      supplier: Int64, lane: Int64, placed: Int32, isCancelled: Bool = false,
      processing: Int32? = nil, scanned: Int32? = nil, transit: Int32? = nil,
      isDelivered: Bool = false, dispatchDue: Int32? = nil, isDispatchedInTime: Bool = false,
      cost: Money? = nil
    ) {
      self.supplier = supplier
      self.lane = lane
      self.placed = placed
      self.isCancelled = isCancelled
      self.processing = processing
      self.scanned = scanned
      self.transit = transit
      self.isDelivered = isDelivered
      self.dispatchDue = dispatchDue
      self.isDispatchedInTime = isDispatchedInTime
      self.cost = cost
    }
  }

  /// A tracking number.
  package struct Parcel: Hashable, Sendable {
    /// The supplier and lane of its purchase; 0 where it belongs to none.
    package var supplier: Int64
    package var lane: Int64
    package var told: Int32
    package var isScanned: Bool

    package init(supplier: Int64, lane: Int64, told: Int32, isScanned: Bool) {
      self.supplier = supplier
      self.lane = lane
      self.told = told
      self.isScanned = isScanned
    }
  }

  package init(
    storefront: Int64, placed: Int32, isCancelled: Bool = false, isRefunded: Bool = false,
    isReturned: Bool = false, disputes: [Int32] = [], isDelivered: Bool = false,
    promised: Int32? = nil, isOnTime: Bool = false, fault: FaultParty? = nil, value: Money? = nil,
    refundedValue: Money? = nil, products: [Int64] = [], purchases: [Purchase] = [],
    parcels: [Parcel] = []
  ) {
    self.storefront = storefront
    self.placed = placed
    self.isCancelled = isCancelled
    self.isRefunded = isRefunded
    self.isReturned = isReturned
    self.disputes = disputes
    self.isDelivered = isDelivered
    self.promised = promised
    self.isOnTime = isOnTime
    self.fault = fault
    self.value = value
    self.refundedValue = refundedValue
    self.products = products
    self.purchases = purchases
    self.parcels = parcels
  }

  /// Quarter days from one moment to a later one; 0 where it is not later, a year at most.
  package static func quarters(_ start: Timestamp, _ end: Timestamp) -> Int32 {
    let quarter: Int64 = 21_600_000
    return Int32(clamping: min(max(0, (end - start).milliseconds / quarter), 1460))
  }
}
