/// One way to get money back for a loss: from whom, until when, how much, and with what.
package struct Recourse: Hashable, Sendable {
  package var party: ClaimParty
  /// The policy's own name (`cj`), and how it is written.
  package var name: String
  package var title: String
  package var kind: LossKind
  /// The tracking number; "" where the loss is not one parcel's.
  package var parcel: String
  package var noticedAt: Timestamp
  package var window: ClaimWindow
  /// What is at stake; nil where nobody has told what the goods cost.
  package var amount: Money?
  package var wanted: [ClaimEvidence]
  /// What of it is there.
  package var present: [ClaimEvidence]
  /// Only whoever handed the parcel in can claim.
  package var isShippers: Bool
  package var note: String
  package var source: String
  package var asOf: CivilDate
  /// It was claimed, or need not be any more.
  package var isClaimed: Bool
  /// As of the moment it was last looked at.
  package var phase: Phase

  /// Where a window stands at some moment.
  package enum Phase: String, CaseIterable, Sendable {
    /// Not open yet.
    case ahead
    /// Open, with time left or without a known end.
    case open
    /// About to close.
    case closing
    /// Closed, and nobody claimed.
    case over
    /// It closes before it opens, or had closed when the loss became known.
    case never
    case claimed
  }

  package init(
    party: ClaimParty, name: String, title: String = "", kind: LossKind, parcel: String = "",
    noticedAt: Timestamp, window: ClaimWindow, amount: Money? = nil,
    wanted: [ClaimEvidence] = [], present: [ClaimEvidence] = [], isShippers: Bool = false,
    note: String = "", source: String = "", asOf: CivilDate, isClaimed: Bool = false,
    phase: Phase = .open
  ) {
    self.party = party
    self.name = name
    self.title = title.isEmpty ? name : title
    self.kind = kind
    self.parcel = parcel
    self.noticedAt = noticedAt
    self.window = window
    self.amount = amount
    self.wanted = wanted
    self.present = present
    self.isShippers = isShippers
    self.note = note
    self.source = source
    self.asOf = asOf
    self.isClaimed = isClaimed
    self.phase = phase
  }

  /// What is wanted and not there.
  package var missing: [ClaimEvidence] { wanted.filter { !present.contains($0) } }

  /// From when on it is told that the window closes; nil: it never is.
  package func warnsAt(_ notice: Span) -> Timestamp? {
    guard !isClaimed, let closesAt = window.closesAt, !window.isNever, noticedAt < closesAt else {
      return nil
    }
    return max(closesAt - notice, noticedAt, window.opensAt ?? noticedAt)
  }

  /// Where it stands at that moment.
  package func phase(at now: Timestamp, notice: Span) -> Phase {
    if isClaimed { return .claimed }
    if window.isNever { return .never }
    if let closesAt = window.closesAt {
      if noticedAt >= closesAt { return .never }
      if closesAt <= now { return .over }
    }
    if let opensAt = window.opensAt, opensAt > now { return .ahead }
    if let warnsAt = warnsAt(notice), warnsAt <= now { return .closing }
    return .open
  }

  /// When that changes by itself; nil: never.
  package func nextChange(after now: Timestamp, notice: Span) -> Timestamp? {
    guard !isClaimed else { return nil }
    return [window.opensAt, warnsAt(notice), window.closesAt].compactMap { $0 }
      .filter { $0 > now }.min()
  }

  /// Names the way and the loss, whatever their dates: `supplier cj lost LX1`.
  package var key: String {
    [party.rawValue, name, kind.rawValue, parcel].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Every way to get money back for these losses, the first to close first.
  /// - Parameter consignment: that of a loss.
  package static func all(
    _ losses: [Loss], _ policies: [ClaimPolicy], consignment: (Loss) -> Consignment
  ) -> [Recourse] {
    var found: [Recourse] = []
    var keys: Set<String> = []
    for loss in losses {
      let consignment = consignment(loss)
      let day = (consignment.boughtAt ?? consignment.placedAt).date
      let names = ConsignmentNames(consignment)
      for policy in policies.filter({ $0.concerns(names) }).inForce(on: day) {
        let terms = policy.terms(loss.kind, consignment)
        guard let term = terms.first else { continue }
        let way = Recourse(policy, term, terms, loss, consignment)
        // A number may stand on two parcels of an order.
        if keys.insert(way.key).inserted { found.append(way) }
      }
    }
    return found.sorted(by: Recourse.closesBefore)
  }

  /// By last day; what has none comes last, and names decide where days do not.
  package static func closesBefore(_ left: Recourse, _ right: Recourse) -> Bool {
    let (leftAt, rightAt) = (left.window.closesAt, right.window.closesAt)
    if leftAt != rightAt {
      guard let leftAt else { return false }
      guard let rightAt else { return true }
      return leftAt < rightAt
    }
    return left.key < right.key
  }

  private init(
    _ policy: ClaimPolicy, _ term: ClaimTerm, _ terms: [ClaimTerm], _ loss: Loss,
    _ consignment: Consignment
  ) {
    self.init(
      party: policy.party, name: policy.name, title: policy.title, kind: loss.kind,
      parcel: consignment.parcel, noticedAt: loss.noticedAt,
      window: ClaimWindow(terms, consignment, noticedAt: loss.noticedAt),
      amount: consignment.stake(term.amount), wanted: term.evidence,
      present: term.evidence.filter(consignment.evidence.contains),
      isShippers: terms.allSatisfy(\.isShippers), note: term.note, source: policy.source,
      asOf: policy.asOf)
  }
}

extension Consignment {
  /// What may be asked for by that rule; the cost of the goods where there is none.
  func stake(_ rule: ClaimAmount?) -> Money? {
    switch rule {
    case nil, .cost?, .costAndShipping?: cost
    case .value?: value
    case .upTo(let limit)?:
      if let cost, cost.currency == limit.currency { min(cost, limit) } else { cost }
    }
  }
}

private func min(_ left: Money, _ right: Money) -> Money { left.minor < right.minor ? left : right }
