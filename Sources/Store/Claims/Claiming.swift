package import Fulfillment
internal import GRDB

/// What an operator wants to claim.
package struct ClaimWish: Hashable, Sendable {
  package var order: OrderID
  /// `cj`, or just `supplier` where only one is meant.
  package var against: String
  /// nil: the one loss that stands.
  package var kind: LossKind?
  /// nil: the one parcel that it can be.
  package var parcel: String?
  /// nil: what is at stake.
  package var amount: Money?

  package init(
    order: OrderID, against: String, kind: LossKind? = nil, parcel: String? = nil,
    amount: Money? = nil
  ) {
    self.order = order
    self.against = against
    self.kind = kind
    self.parcel = parcel
    self.amount = amount
  }
}

extension Store {
  /// Opens a claim as a draft: nobody is asked yet. Refused where the same party is being asked for the
  /// same loss, or where it can't be told who or what is meant.
  package func openClaim(
    _ wish: ClaimWish, policies: [ClaimPolicy], reason: String, by name: String, now: Timestamp
  ) throws -> LossClaim {
    let what = "can't open the claim"
    return try work(what, now: now) { work in
      guard let order = try work.load(wish.order.number) else {
        throw StoreError(.missing, what: what, why: "there is no such order")
      }
      let way = try Store.way(wish, order, policies, now: now, work.database)
      let others = try ClaimRows.of(order.id, work.database)
      let live = others.first {
        $0.isLive && $0.party == way.party && $0.name == way.name && $0.kind == way.kind
      }
      if let live {
        throw StoreError(
          .refused, what: what, why: "claim \(live.id.number) asks for that already",
          remedy: "supercargo claims show \(live.id.number)")
      }
      var claim = LossClaim(
        id: ClaimID(0), party: way.party, name: way.name, kind: way.kind, parcel: way.parcel,
        amount: wish.amount ?? way.amount, opensAt: way.window.opensAt,
        closesAt: way.window.closesAt, openedAt: now, source: way.source,
        asOf: way.source.isEmpty ? nil : way.asOf, wanted: way.wanted)
      claim.id = try ClaimRows.insert(claim, orderID: order.id, work.database)
      try ClaimRows.log(
        "open", claim.id, claim.state, reason: reason, by: name, now: now, work.database)
      try work.logClaim(
        "open", claim, before: nil, orderID: order.id, reason: reason, by: name)
      work.touched.insert(order.id)
      return claim
    }
  }

  /// Takes a claim one step on; refused where that makes no sense as it stands.
  package func step(
    _ id: ClaimID, _ step: ClaimStep, reason: String, by name: String, now: Timestamp
  ) throws -> LossClaim {
    let what = "can't \(step.verb) the claim"
    let step = step.cleaned
    return try work(what, now: now) { work in
      guard let (claim, orderID) = try ClaimRows.one(id, work.database) else {
        throw StoreError(
          .missing, what: what, why: "there is no claim \(id.number)",
          remedy: "supercargo claims lists them")
      }
      let changed: LossClaim
      do throws(DecisionRefusal) {
        changed = try claim.taking(step, now: now)
      } catch {
        throw StoreError(.refused, what: what, why: error.reason)
      }
      try ClaimRows.update(changed, work.database)
      try ClaimRows.log(
        step.verb, id, changed.state, reason: step.told(reason), by: name, now: now, work.database)
      try work.logClaim(
        step.verb, changed, before: claim, orderID: orderID, reason: step.told(reason), by: name)
      work.touched.insert(orderID)
      return changed
    }
  }

  /// Adds a piece of evidence; the same one twice changes nothing. Refused once the claim is over.
  package func addEvidence(
    _ kind: ClaimEvidence, _ text: String, to id: ClaimID, by name: String, now: Timestamp
  ) throws -> LossClaim {
    let what = "can't add to the claim"
    return try work(what, now: now) { work in
      guard let (claim, orderID) = try ClaimRows.one(id, work.database) else {
        throw StoreError(
          .missing, what: what, why: "there is no claim \(id.number)",
          remedy: "supercargo claims lists them")
      }
      guard claim.isLive else {
        throw StoreError(.refused, what: what, why: "it is over: \(claim.state.rawValue)")
      }
      guard !claim.evidence.contains(where: { $0.kind == kind && $0.text == text }) else {
        return claim
      }
      try work.database.run(
        """
        INSERT INTO claimEvidence (claimID, kind, text, at, operator) VALUES (?, ?, ?, ?, ?)
        """, id.number, kind.rawValue, text, now.milliseconds, name)
      try ClaimRows.log(
        "evidence", id, claim.state, reason: "\(kind.rawValue): \(text)", by: name, now: now,
        work.database)
      try work.logClaim(
        "evidence", claim, before: claim, piece: "\(kind.rawValue)\n\(text)", orderID: orderID,
        reason: "", by: name)
      work.touched.insert(orderID)
      return try ClaimRows.one(id, work.database)?.claim ?? claim
    }
  }
}

extension ClaimStep {
  /// As it may be kept.
  fileprivate var cleaned: ClaimStep {
    switch self {
    case .submit(let reference): .submit(reference: reference.sanitised(limit: 200))
    case .answer(let note): .answer(note: note.sanitised(limit: 2000))
    case .settle, .withdraw: self
    }
  }

  /// The reason with what the step itself says.
  fileprivate func told(_ reason: String) -> String {
    let own =
      switch self {
      case .submit(let reference): reference.isEmpty ? "" : "number \(reference)"
      case .answer(let note): note
      case .settle(let money): "\(money.decimal) \(money.currency.code) came back"
      case .withdraw: ""
      }
    return [own, reason].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
