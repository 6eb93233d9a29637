/// What is wrong with policies when they are read beside each other.
package struct PolicyProblem: Hashable, Sendable {
  /// What kind of contradiction it is.
  package enum Kind: String, CaseIterable, Sendable {
    /// As it is written, the window shuts before it opens.
    case unclaimable
    /// A supplier's window shuts before a carrier calls a parcel lost.
    case tooEarly = "too-early"
    /// Customers may send back for longer than the supplier takes claims.
    case exposed
    /// Two versions begin on the same day, or two terms speak of the same case.
    case overlap
    /// The source is older than a year.
    case old
  }

  package var kind: Kind
  /// `supplier zendrop`
  package var policy: String
  package var file: String
  package var text: String

  package init(kind: Kind, policy: ClaimPolicy, text: String) {
    self.kind = kind
    self.policy = "\(policy.party.rawValue) \(policy.name)"
    self.file = policy.file
    self.text = text
  }
}

/// Finds contradictions between windows.
package enum PolicyCheck {
  /// Everything that is found, in the order of the policies.
  /// - Parameter returnWindow: how long after delivery customers may send back.
  package static func problems(
    _ policies: [ClaimPolicy], returnWindow: Span, today: CivilDate
  ) -> [PolicyProblem] {
    policies.flatMap { policy in
      unclaimable(policy) + tooEarly(policy, policies) + exposed(policy, returnWindow)
        + overlaps(policy, policies) + old(policy, today)
    }
  }

  private static func unclaimable(_ policy: ClaimPolicy) -> [PolicyProblem] {
    policy.terms.compactMap { term in
      guard let opens = term.opens, let closes = term.closes, let first = opens.anchor.place,
        let last = closes.anchor.place, first >= last, opens.days > closes.days
      else { return nil }
      return PolicyProblem(
        kind: .unclaimable, policy: policy,
        text: "\(term.label): opens \(opens.text), which is never before it closes, \(closes.text)")
    }
  }

  /// Carriers that may carry the same parcel open later than this party closes: it wants an answer before
  /// anybody can give one.
  private static func tooEarly(
    _ policy: ClaimPolicy, _ all: [ClaimPolicy]
  ) -> [PolicyProblem] {
    guard policy.party != .carrier else { return [] }
    return policy.terms.flatMap { term -> [PolicyProblem] in
      guard term.kinds.contains(.lost), let closes = term.closes,
        let closing = closes.anchor.place
      else { return [] }
      let late = all.filter { $0.party == .carrier }.compactMap { carrier -> String? in
        let opens = carrier.terms.filter { $0.kinds.contains(.lost) }.compactMap(\.opens).filter {
          guard let opening = $0.anchor.place else { return false }
          return opening >= closing && $0.days >= closes.days
        }
        return opens.max { $0.days < $1.days }.map { "\(carrier.name) (\($0.text))" }
      }
      guard !late.isEmpty else { return [] }
      return [
        PolicyProblem(
          kind: .tooEarly, policy: policy,
          text: "\(term.label): closes \(closes.text), before a parcel is lost to "
            + late.joined(separator: ", "))
      ]
    }
  }

  private static func exposed(_ policy: ClaimPolicy, _ returnWindow: Span) -> [PolicyProblem] {
    guard policy.party == .supplier || policy.party == .platform else { return [] }
    let days = Int(returnWindow.milliseconds / 86_400_000)
    return policy.terms.compactMap { term in
      guard let closes = term.closes, closes.anchor == .delivered, closes.days < days,
        term.kinds.contains(where: { $0 == .damaged || $0 == .notAsDescribed })
      else { return nil }
      return PolicyProblem(
        kind: .exposed, policy: policy,
        text:
          "\(term.label): closes \(closes.text), and customers may send back for \(days) d: the "
          + "last \(counted(days - closes.days, "day")) are at your own cost")
    }
  }

  private static func overlaps(
    _ policy: ClaimPolicy, _ all: [ClaimPolicy]
  ) -> [PolicyProblem] {
    var found: [PolicyProblem] = []
    let same = all.filter {
      $0.party == policy.party && $0.name.claimKey == policy.name.claimKey && $0.from == policy.from
    }
    if same.count > 1, same.first == policy {
      let files = same.map(\.file).joined(separator: ", ")
      found.append(
        PolicyProblem(
          kind: .overlap, policy: policy,
          text: "\(same.count) versions begin on the same day: \(files)"
        ))
    }
    for (index, term) in policy.terms.enumerated() {
      for other in policy.terms[..<index] where term.overlaps(other) {
        found.append(
          PolicyProblem(
            kind: .overlap, policy: policy, text: "\(term.label): two windows for the same case"))
      }
    }
    return found
  }

  private static func old(_ policy: ClaimPolicy, _ today: CivilDate) -> [PolicyProblem] {
    let days = today.daysSinceEpoch - policy.asOf.daysSinceEpoch
    guard days > 365 else { return [] }
    return [
      PolicyProblem(
        kind: .old, policy: policy,
        text: "its source is of \(policy.asOf); look again: \(policy.source)")
    ]
  }
}

extension ClaimTerm {
  /// `lost, late to US`, `damaged, domestic`
  package var label: String {
    let what = kinds.map(\.words).joined(separator: ", ")
    let place = destinations.isEmpty ? "" : " to " + destinations.joined(separator: ", ")
    return what + place + (reach.map { ", \($0.rawValue)" } ?? "")
  }

  fileprivate func overlaps(_ other: ClaimTerm) -> Bool {
    let sharesKind = kinds.contains(where: other.kinds.contains)
    let sharesPlace =
      destinations.isEmpty && other.destinations.isEmpty
      || destinations.contains(where: other.destinations.contains)
    return sharesKind && sharesPlace && (reach == nil || other.reach == nil || reach == other.reach)
  }
}
