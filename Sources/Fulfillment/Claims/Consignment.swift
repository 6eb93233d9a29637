/// What the windows to claim for a parcel, or for a purchase without one, are worked out from.
package struct Consignment: Hashable, Sendable {
  /// The tracking number; "" where there is none.
  package var parcel: String
  package var carrier: String
  package var supplier: String
  /// The service that the supplier is bought from (`cj`); "" where it is none of ours.
  package var supplierService: String
  /// The service of the storefront, and the storefront's own name.
  package var storefronts: [String]
  /// ISO countries; "" where not known.
  package var origin: String
  package var destination: String
  package var placedAt: Timestamp
  package var boughtAt: Timestamp?
  package var shippedAt: Timestamp?
  package var scannedAt: Timestamp?
  package var lastScanAt: Timestamp?
  package var deliveredAt: Timestamp?
  package var promisedAt: Timestamp?
  /// What the goods cost; nil where it is not known.
  package var cost: Money?
  /// What the customer paid for the order.
  package var value: Money?
  /// Names of the order's lines: insurance is bought as one of them.
  package var lines: [String]
  /// What of the evidence is there already.
  package var evidence: [ClaimEvidence]

  package init(
    parcel: String = "", carrier: String = "", supplier: String = "", supplierService: String = "",
    storefronts: [String] = [], origin: String = "", destination: String = "",
    placedAt: Timestamp, cost: Money? = nil, value: Money? = nil, lines: [String] = [],
    evidence: [ClaimEvidence] = []
  ) {
    self.parcel = parcel
    self.carrier = carrier
    self.supplier = supplier
    self.supplierService = supplierService
    self.storefronts = storefronts
    self.origin = origin
    self.destination = destination
    self.placedAt = placedAt
    self.cost = cost
    self.value = value
    self.lines = lines
    self.evidence = evidence
  }

  /// When that happened; nil where it did not, or nobody has told.
  package func time(_ anchor: ClaimAnchor, noticedAt: Timestamp) -> Timestamp? {
    switch anchor {
    case .placed: placedAt
    case .bought: boughtAt
    case .shipped: shippedAt
    case .scanned: scannedAt
    case .lastScan: lastScanAt
    case .delivered: deliveredAt
    case .promised: promisedAt
    case .noticed: noticedAt
    }
  }

  /// Whether it stays in one country; nil where that is not known.
  var reach: ClaimTerm.Reach? {
    guard !origin.isEmpty, !destination.isEmpty else { return nil }
    return origin.uppercased() == destination.uppercased() ? .domestic : .foreign
  }
}

/// The names that a parcel has to do with, made comparable once for all policies.
package struct ConsignmentNames: Hashable, Sendable {
  fileprivate let suppliers: [String]
  fileprivate let carrier: String
  fileprivate let storefronts: [String]
  fileprivate let lines: [String]

  package init(_ consignment: Consignment) {
    suppliers = [consignment.supplier, consignment.supplierService].map(\.claimKey)
    carrier = consignment.carrier.claimKey
    storefronts = consignment.storefronts.map(\.claimKey)
    lines = consignment.lines.map(\.claimKey)
  }
}

extension ClaimPolicy {
  /// Whether this party has anything to do with the parcel.
  package func concerns(_ names: ConsignmentNames) -> Bool {
    switch party {
    case .supplier: keys.contains(where: names.suppliers.contains)
    case .platform:
      keys.contains { names.suppliers.contains($0) || names.storefronts.contains($0) }
    case .carrier: keys.contains(names.carrier)
    case .insurer:
      !names.lines.isEmpty && names.lines.contains(where: WordSearch(keys).matches)
    }
  }

  /// What it says of that loss of that parcel: one term, none, or all that may hold where the country it
  /// goes to or comes from is not known.
  package func terms(_ kind: LossKind, _ consignment: Consignment) -> [ClaimTerm] {
    let ofKind = terms.filter { $0.kinds.contains(kind) }
    let destination = consignment.destination.uppercased()
    var fitting = ofKind
    if !destination.isEmpty {
      let named = ofKind.filter { $0.destinations.contains(destination) }
      fitting = named.isEmpty ? ofKind.filter(\.destinations.isEmpty) : named
    }
    guard let reach = consignment.reach else { return fitting }
    return fitting.filter { $0.reach == nil || $0.reach == reach }
  }
}

extension [ClaimPolicy] {
  /// Of each party by that name, the version that held when the goods were bought.
  package func inForce(on day: CivilDate) -> [ClaimPolicy] {
    var newest: [String: ClaimPolicy] = [:]
    var order: [String] = []
    for policy in self {
      if let from = policy.from, from.daysSinceEpoch > day.daysSinceEpoch { continue }
      let key = policy.party.rawValue + " " + policy.name.claimKey
      guard let known = newest[key] else {
        order.append(key)
        newest[key] = policy
        continue
      }
      let (old, new) = (known.from?.daysSinceEpoch ?? .min, policy.from?.daysSinceEpoch ?? .min)
      if new > old { newest[key] = policy }
    }
    return order.compactMap { newest[$0] }
  }
}

extension String {
  /// Letters and digits only, small: `China Post` and `china-post` are the same party.
  package var claimKey: String {
    String(lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.isClaimDigit })
  }
}

extension Unicode.Scalar {
  fileprivate var isClaimDigit: Bool { (0x30...0x39).contains(value) }
}
