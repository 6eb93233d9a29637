/// The first and the last moment at which a loss may be claimed. What is not known is never guessed.
package struct ClaimWindow: Hashable, Sendable {
  package var opens: ClaimEdge
  package var closes: ClaimEdge

  package init(opens: ClaimEdge, closes: ClaimEdge) {
    self.opens = opens
    self.closes = closes
  }

  /// The window of one parcel by the terms that may hold of it. Terms that differ leave an edge unclear.
  package init(_ terms: [ClaimTerm], _ consignment: Consignment, noticedAt: Timestamp) {
    func edge(_ bound: (ClaimTerm) -> ClaimBound?) -> ClaimEdge {
      let edges = terms.map { term -> ClaimEdge in
        guard let bound = bound(term) else { return .unstated }
        guard let start = consignment.time(bound.anchor, noticedAt: noticedAt) else {
          return .after(bound)
        }
        return .at(start + .days(Int64(bound.days)))
      }
      guard let first = edges.first else { return .unstated }
      return edges.allSatisfy { $0 == first } ? first : .unclear
    }
    self.init(opens: edge(\.opens), closes: edge(\.closes))
  }

  package var opensAt: Timestamp? { opens.time }
  package var closesAt: Timestamp? { closes.time }

  /// It shuts before it opens: as the terms are written, nobody can claim.
  package var isNever: Bool {
    guard let opensAt, let closesAt else { return false }
    return opensAt >= closesAt
  }

  /// How long it stands open; nil where an end is not known. Never negative.
  package var length: Span? {
    guard let opensAt, let closesAt else { return nil }
    return max(.seconds(0), closesAt - opensAt)
  }
}

/// One end of a window.
package enum ClaimEdge: Hashable, Sendable {
  /// The source names none.
  case unstated
  case at(Timestamp)
  /// It is counted from something that has not happened or was not told.
  case after(ClaimBound)
  /// It depends on a country that is not known.
  case unclear

  package var time: Timestamp? {
    if case .at(let time) = self { return time }
    return nil
  }

  /// `2026-11-20 14:00`, `-`, `30 d after delivered`, `?`
  package var text: String {
    switch self {
    case .unstated: "-"
    case .at(let time): time.minuteText
    case .after(let bound): bound.text
    case .unclear: "?"
    }
  }
}
