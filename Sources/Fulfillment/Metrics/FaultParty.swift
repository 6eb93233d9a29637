/// Who let an order go wrong, as far as its facts tell.
package enum FaultParty: Int, CaseIterable, Sendable {
  case supplier = 1
  case carrier, customer, seller

  /// As it is shown and exported.
  package var name: String {
    switch self {
    case .supplier: "supplier"
    case .carrier: "carrier"
    case .customer: "customer"
    case .seller: "seller"
    }
  }
}

/// What is looked at to tell whose fault it was.
package struct FaultSigns: Hashable, Sendable {
  /// The order ended badly: late, refunded, returned, lost, or cancelled.
  package var wentWrong: Bool
  /// A supplier refused or cancelled, or handed over after its own promise.
  package var supplierFailed: Bool
  /// A carrier lost, damaged or returned a parcel, or the parcel was late though handed over in time.
  package var carrierFailed: Bool
  /// Nothing was ever bought for it.
  package var neverBought: Bool
  /// The customer cancelled, or sent back what had come in time.
  package var customerChangedMind: Bool

  package init(
    wentWrong: Bool, supplierFailed: Bool = false, carrierFailed: Bool = false,
    neverBought: Bool = false, customerChangedMind: Bool = false
  ) {
    self.wentWrong = wentWrong
    self.supplierFailed = supplierFailed
    self.carrierFailed = carrierFailed
    self.neverBought = neverBought
    self.customerChangedMind = customerChangedMind
  }

  /// The first in the chain that failed; nil where nothing went wrong or the facts do not tell.
  package var party: FaultParty? {
    guard wentWrong else { return nil }
    if supplierFailed { return .supplier }
    if carrierFailed { return .carrier }
    if customerChangedMind { return .customer }
    if neverBought { return .seller }
    return nil
  }
}
