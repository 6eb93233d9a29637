import Connectors
import Fulfillment
import Store

/// What became of claims that were made to a supplier by API, behind its orders: four times a day, for
/// suppliers take days to answer and count every request.
extension AccountPull {
  private static let pause = Span.hours(6)

  /// Whatever goes wrong here ends it for now and does not make a failure of the pull: the orders have
  /// been read.
  mutating func pullClaims(_ supplier: any ClaimTaking) async throws {
    let sent = try store.claimsUnderWay(at: name)
    guard !sent.isEmpty, try isTurn() else { return }
    for order in Set(sent.map(\.order)).sorted() {
      if isSpent { return }
      do {
        let known = try await caller.send { supplier.claims(on: order, $0) }
        try await caller.permit()
        for claim in sent.filter({ $0.order == order }).map(\.claim) {
          guard let own = AccountPull.own(claim, among: known) else { continue }
          _ = try store.take(
            AccountPull.word(own, about: claim), about: claim.id, from: name, now: now)
        }
      } catch let failure as PullFailure {
        report.refused.append("claims on \(order): \(failure.error.message)")
        guard case .rejected = failure.error else { return }
      }
    }
  }

  /// The first pull of a quarter of a day.
  private func isTurn() throws -> Bool {
    let fresh = try store.pullStates().first { $0.account.name == name }?.freshAt
    guard let fresh, fresh <= now else { return true }
    let pause = AccountPull.pause.milliseconds
    return fresh.milliseconds / pause != now.milliseconds / pause
  }

  /// By its number; one whose number was not told is the only one there is.
  static func own(_ claim: LossClaim, among known: [KnownClaim]) -> KnownClaim? {
    if !claim.reference.isEmpty { return known.first { $0.id == claim.reference } }
    let since = known.filter { entry in
      entry.openedAt.map { $0 >= (claim.submittedAt ?? claim.openedAt) - .days(1) } ?? true
    }
    return since.count == 1 ? since[0] : nil
  }

  static func word(_ known: KnownClaim, about claim: LossClaim) -> ClaimWord {
    let end: ClaimWord.End? =
      switch known.outcome {
      case .refunded?:
        known.refunded.map { .settled($0) } ?? .answered("refunded; the sum was not told")
      case .reissued?:
        .answered("sent again" + (known.reissue.isEmpty ? "" : " as \(known.reissue)"))
      case .rejected?:
        .settled(Money(minor: 0, currency: claim.amount?.currency ?? .usd))
      case nil: nil
      }
    return ClaimWord(number: known.id, end: end)
  }
}
