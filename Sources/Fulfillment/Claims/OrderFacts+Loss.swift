extension OrderFacts {
  /// Rules that speak of a parcel that may be lost before its carrier says so.
  private static let silences: Set = ["parcel.lost", "transit.delayed", "transit.stalled"]

  /// Whether there may be a loss at all: most orders are told apart here, by what is known already.
  package func mayHaveLoss(_ findings: [Finding]) -> Bool {
    guard !isHistory else { return false }
    // What was lost and bought again is still lost.
    if !returns.isEmpty || shipments.contains(where: \.isReplaced) { return true }
    if let signs = digest?.signs {
      if !signs.isDisjoint(with: [.hasLostParcel, .hasReturned, .hasReturning, .hasProblem]) {
        return true
      }
      if payment == .refunded || payment == .partiallyRefunded, signs.contains(.hasPending) {
        return true
      }
    }
    return findings.contains { OrderFacts.silences.contains($0.code) }
  }

  /// What went wrong with the goods, whatever became of the customer's money: a loss is not made good by
  /// paying the customer back.
  /// - Parameter findings: what the rules found in these facts.
  package func losses(_ findings: [Finding]) -> [Loss] {
    guard mayHaveLoss(findings) else { return [] }
    var losses: [Loss] = []
    func add(_ kind: LossKind, _ at: Timestamp, _ shipment: Int?) {
      guard !losses.contains(where: { $0.kind == kind && $0.shipment == shipment }) else { return }
      losses.append(Loss(kind: kind, noticedAt: at, shipment: shipment))
    }
    for (index, track) in tracks.enumerated() where !shipments[index].number.isEmpty {
      let since = track.statusSince ?? shipments[index].createdAt
      switch track.status {
      case .lost?, .expired?: add(.lost, since, index)
      case .returning?, .returned?: add(.returned, since, index)
      case .exception? where TrackedParcel(facts: shipments[index], track: track).isDamaged:
        add(.damaged, since, index)
      case .delivered?, .cancelled?: break
      default:
        if let silent = silence(of: shipments[index].number, findings) {
          add(silent.kind, silent.at, index)
        }
      }
    }
    for request in returns where request.state != .declined && request.state != .withdrawn {
      guard let kind = LossWords.kind(of: request.reason) else { continue }
      let delivered = tracks.indices.filter { tracks[$0].status == .delivered }
      // What is not delivered can't have been received, and needs no word of the customer's.
      if kind == .notReceived, delivered.isEmpty { continue }
      for index in delivered { add(kind, request.requestedAt, index) }
      if delivered.isEmpty { add(kind, request.requestedAt, nil) }
    }
    return losses
  }

  /// A parcel that no carrier has made an end of: silent for too long, late, or late when the customer was
  /// paid back for it.
  private func silence(
    of number: String, _ findings: [Finding]
  ) -> (kind: LossKind, at: Timestamp)? {
    let lost = findings.first { $0.code == "parcel.lost" && $0.trip.key.hasSuffix(number) }
    if let lost { return (.lost, lost.trip.at) }
    let late = findings.first { $0.code == "transit.delayed" || $0.code == "transit.stalled" }
    if let late { return (.late, late.trip.at) }
    guard payment == .refunded || payment == .partiallyRefunded, let promisedAt else { return nil }
    return (.late, promisedAt)
  }
}

/// What a customer's words say of the goods.
enum LossWords {
  static func kind(of reason: String) -> LossKind? {
    if Rule.notReceivedWords.matches(reason) { return .notReceived }
    if TrackedParcel.damage.matches(reason) || defects.matches(reason) { return .damaged }
    if otherThing.matches(reason) { return .notAsDescribed }
    return nil
  }

  private static let defects = WordSearch([
    "cracked", "shattered", "kaputt", "cassé", "roto", "quebrad", "rotto",
  ])

  private static let otherThing = WordSearch([
    "not as described", "wrong item", "wrong product", "wrong colo", "wrong size", "different item",
    "not what i ordered", "does not match", "doesn't match", "defect", "does not work",
    "doesn't work", "faulty", "missing part", "falscher artikel", "nicht wie beschrieben",
    "pas conforme", "non conforme", "no es lo que", "diferente", "non conforme", "errado",
    "与描述不符", "发错",
  ])
}
