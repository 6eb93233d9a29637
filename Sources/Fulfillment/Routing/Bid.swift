/// One supplier's way, by one shipping method, to fill a need.
struct Bid {
  /// Which supplier and method, by its place in `Inquiry.channels`.
  var channel: Int
  var offer: Offer
  /// Supplier items in all.
  var items: Int
  var goods: Money?
  /// Of one parcel that holds nothing else.
  var postage: Money?
  /// The same in the currency of comparison.
  var goodsCost: Cost
  var postageCost: Cost
  var measure: Measure
  /// It would come after the promise.
  var isLate = false
}

/// A supplier and its shipping method: what one purchase goes to.
struct Channel: Hashable {
  var supplier: String
  var method: String
}

/// Why an offer, or one of its shipping methods, can't be taken.
struct Exclusion {
  enum Cause: Hashable {
    /// A rule of the operator.
    case rule
    /// The mapping must be renewed.
    case renewal
    case other
  }

  var supplier: String
  var method = ""
  var cause = Cause.other
  var reason: String
  var cost: Money?
  var days: ClosedRange<Int>?
}

/// A need with what was offered for it, best first.
struct Auction {
  var need: Need
  var bids: [Bid] = []
  var excluded: [Exclusion] = []

  /// Why nobody fills it, supplier by supplier, and which exception that is.
  var refusal: (reason: String, code: String) {
    let excluded = excluded.sorted { ($0.supplier, $0.method) < ($1.supplier, $1.method) }
    let stale = excluded.filter { $0.cause == .renewal }
    if !stale.isEmpty, !excluded.contains(where: { $0.cause == .other }) {
      let texts = stale.map {
        "the mapping of \(need.name) at \($0.supplier.briefly) must be renewed: \($0.reason)"
      }
      return (texts.uniqued.joined(separator: "; "), "order.unmapped")
    }
    let texts = excluded.map {
      let method = $0.method.isEmpty ? "" : " by \($0.method.briefly)"
      return "\($0.supplier.briefly)\(method): \($0.reason)"
    }
    guard !texts.isEmpty else {
      return ("no supplier is mapped to \(need.name)", "order.unmapped")
    }
    let prefix = need.part.isEmpty ? "" : need.name + ": "
    return (prefix + texts.uniqued.joined(separator: "; "), "order.blocked")
  }
}

extension [String] {
  /// Each once, in order.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
