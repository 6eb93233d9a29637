/// What one party says of claims against it: data with a source and a date, never a constant in code.
package struct ClaimPolicy: Hashable, Sendable {
  package var party: ClaimParty
  /// The name it is asked by: `cj`, `usps`, a supplier's own name.
  package var name: String { didSet { keys = ClaimPolicy.keys(name, aliases) } }
  /// `CJ Dropshipping`
  package var title: String
  /// Other names that suppliers, carriers or order lines have for it.
  package var aliases: [String] { didSet { keys = ClaimPolicy.keys(name, aliases) } }
  /// An address or the name of a document.
  package var source: String
  /// The day of the source, as it says itself, else the day it was read.
  package var asOf: CivilDate
  /// The first day of this version; nil: it always held. The newest that had begun when the goods were
  /// bought counts.
  package var from: CivilDate?
  /// What it pays in; nil where it does not say.
  package var currency: Currency?
  package var terms: [ClaimTerm]
  /// Where it was read from: a file of the operator's, or the name of one of ours.
  package var file: String
  /// Its names, made comparable.
  private(set) var keys: [String]

  package init(
    party: ClaimParty, name: String, title: String = "", aliases: [String] = [], source: String,
    asOf: CivilDate, from: CivilDate? = nil, currency: Currency? = nil, terms: [ClaimTerm],
    file: String = ""
  ) {
    self.party = party
    self.name = name
    self.title = title.isEmpty ? name : title
    self.aliases = aliases
    self.source = source
    self.asOf = asOf
    self.from = from
    self.currency = currency
    self.terms = terms
    self.file = file
    keys = ClaimPolicy.keys(name, aliases)
  }

  private static func keys(_ name: String, _ aliases: [String]) -> [String] {
    ([name] + aliases).map(\.claimKey).filter { !$0.isEmpty }
  }
}

/// When and with what one kind of loss may be claimed.
package struct ClaimTerm: Hashable, Sendable {
  package var kinds: [LossKind]
  /// ISO countries of destination; empty: every country that no other term names.
  package var destinations: [String]
  /// Only parcels that stay in one country, or only those that cross a border; nil: both.
  package var reach: Reach?
  /// nil: as soon as the loss is known.
  package var opens: ClaimBound?
  /// nil: the source names no last day.
  package var closes: ClaimBound?
  package var evidence: [ClaimEvidence]
  /// nil: the source does not say how much.
  package var amount: ClaimAmount?
  /// Only whoever handed the parcel in can claim: the supplier or the warehouse, not the seller.
  package var isShippers: Bool
  /// What else the operator should know.
  package var note: String

  /// How far the parcel goes.
  package enum Reach: String, CaseIterable, Sendable { case domestic, foreign }

  package init(
    kinds: [LossKind], destinations: [String] = [], reach: Reach? = nil, opens: ClaimBound? = nil,
    closes: ClaimBound? = nil, evidence: [ClaimEvidence] = [], amount: ClaimAmount? = nil,
    isShippers: Bool = false, note: String = ""
  ) {
    self.kinds = kinds
    self.destinations = destinations
    self.reach = reach
    self.opens = opens
    self.closes = closes
    self.evidence = evidence
    self.amount = amount
    self.isShippers = isShippers
    self.note = note
  }
}

/// So many days after something happened.
package struct ClaimBound: Hashable, Sendable {
  package var days: Int
  package var anchor: ClaimAnchor

  package init(_ days: Int, after anchor: ClaimAnchor) {
    self.days = days
    self.anchor = anchor
  }

  /// `30 d after delivered`
  package var text: String { "\(days) d after \(anchor.rawValue)" }

  /// Reads `30d after delivered` or `30 d after delivered`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard let after = parts.firstIndex(of: "after"), after + 2 == parts.count,
      let anchor = ClaimAnchor(rawValue: String(parts[after + 1]))
    else { return nil }
    let amount = parts[..<after].joined()
    guard amount.last == "d", let days = Int(amount.dropLast()), (0...3650).contains(days) else {
      return nil
    }
    self.init(days, after: anchor)
  }
}

/// What the days of a window are counted from, in the order in which it happens to a parcel.
package enum ClaimAnchor: String, CaseIterable, Sendable {
  /// The customer ordered.
  case placed
  /// The goods were bought from the supplier.
  case bought
  /// Whoever sent it says that it was sent; where nobody says so, its first scan.
  case shipped
  case scanned
  case lastScan = "last-scan"
  case delivered
  /// The day that the customer was promised. It stands in no fixed order to the others.
  case promised
  /// The loss became known.
  case noticed

  /// Places of those that can only happen one after another.
  var place: Int? {
    switch self {
    case .placed: 0
    case .bought: 1
    case .shipped: 2
    case .scanned: 3
    case .lastScan: 4
    case .delivered: 5
    case .promised, .noticed: nil
    }
  }
}

/// How much may be asked for.
package enum ClaimAmount: Hashable, Sendable {
  /// What the goods cost.
  case cost
  /// The same with what sending them cost.
  case costAndShipping
  /// What the customer paid.
  case value
  /// What the goods cost, at most so much.
  case upTo(Money)

  /// `cost`, `cost+shipping`, `value`, `up to 100.00 USD`
  package var text: String {
    switch self {
    case .cost: "cost"
    case .costAndShipping: "cost+shipping"
    case .value: "value"
    case .upTo(let money): "up to \(money.decimal) \(money.currency.code)"
    }
  }
}
