/// What was asked of a supplier, a platform, a carrier or an insurer because of a loss.
package struct LossClaim: Hashable, Sendable {
  package var id: ClaimID
  package var party: ClaimParty
  /// As the policy, or the operator, names it.
  package var name: String
  package var kind: LossKind
  /// The tracking number; "" where it is about the whole order.
  package var parcel: String
  package var state: State
  /// What was asked for; nil: not said yet.
  package var amount: Money?
  /// What came back; nil while nothing did.
  package var recovered: Money?
  /// The number that the other side gave it.
  package var reference: String
  package var opensAt: Timestamp?
  package var closesAt: Timestamp?
  package var openedAt: Timestamp
  package var submittedAt: Timestamp?
  package var settledAt: Timestamp?
  /// The policy that it rests on, and that policy's date.
  package var source: String
  package var asOf: CivilDate?
  package var wanted: [ClaimEvidence]
  package var evidence: [Item]

  /// Where a claim stands.
  package enum State: String, CaseIterable, Sendable {
    case draft, submitted, answered, won, partly, lost, withdrawn

    /// Nothing more is expected of it.
    package var isFinal: Bool {
      switch self {
      case .draft, .submitted, .answered: false
      case .won, .partly, .lost, .withdrawn: true
      }
    }

    /// The other side has it, or has had it.
    package var isMade: Bool { self != .draft && self != .withdrawn }
  }

  /// One piece of evidence that was gathered.
  package struct Item: Hashable, Sendable {
    package var kind: ClaimEvidence
    /// A file, an address or words.
    package var text: String
    package var at: Timestamp
    package var by: String

    package init(kind: ClaimEvidence, text: String, at: Timestamp, by: String) {
      self.kind = kind
      self.text = text
      self.at = at
      self.by = by
    }
  }

  package init(
    id: ClaimID, party: ClaimParty, name: String, kind: LossKind, parcel: String = "",
    state: State = .draft, amount: Money? = nil, recovered: Money? = nil, reference: String = "",
    opensAt: Timestamp? = nil, closesAt: Timestamp? = nil, openedAt: Timestamp,
    submittedAt: Timestamp? = nil, settledAt: Timestamp? = nil, source: String = "",
    asOf: CivilDate? = nil, wanted: [ClaimEvidence] = [], evidence: [Item] = []
  ) {
    self.id = id
    self.party = party
    self.name = name
    self.kind = kind
    self.parcel = parcel
    self.state = state
    self.amount = amount
    self.recovered = recovered
    self.reference = reference
    self.opensAt = opensAt
    self.closesAt = closesAt
    self.openedAt = openedAt
    self.submittedAt = submittedAt
    self.settledAt = settledAt
    self.source = source
    self.asOf = asOf
    self.wanted = wanted
    self.evidence = evidence
  }

  /// What is wanted and was not gathered.
  package var missing: [ClaimEvidence] {
    wanted.filter { kind in !evidence.contains { $0.kind == kind } }
  }

  /// The other side still has to answer, or somebody has to send it.
  package var isLive: Bool { !state.isFinal }
}

package typealias ClaimID = RowID<LossClaim>

/// What an operator does with a claim.
package enum ClaimStep: Hashable, Sendable {
  /// It was sent; with the number that the other side gave it, or "".
  case submit(reference: String)
  /// The other side has said something that is no end of it.
  case answer(note: String)
  /// It is over, and so much came back: everything, a part, or nothing.
  case settle(recovered: Money)
  /// It is given up.
  case withdraw

  /// `submit`
  package var verb: String {
    switch self {
    case .submit: "submit"
    case .answer: "answer"
    case .settle: "settle"
    case .withdraw: "withdraw"
    }
  }
}

extension LossClaim {
  /// The claim after a step; throws where the step makes no sense as it stands.
  package func taking(
    _ step: ClaimStep, now: Timestamp
  ) throws(DecisionRefusal) -> LossClaim {
    var changed = self
    switch (state, step) {
    case (.draft, .submit(let reference)), (.answered, .submit(let reference)):
      changed.state = .submitted
      changed.submittedAt = submittedAt ?? now
      if !reference.isEmpty { changed.reference = reference }
    case (.submitted, .answer):
      changed.state = .answered
    case (.submitted, .settle(let money)), (.answered, .settle(let money)):
      if money.minor < 0 {
        throw DecisionRefusal(reason: "what came back can't be less than nothing")
      }
      if let amount, amount.currency != money.currency {
        throw DecisionRefusal(
          reason: "\(amount.currency.code) was asked for, not \(money.currency.code)")
      }
      changed.recovered = money
      changed.settledAt = now
      changed.state = LossClaim.outcome(of: money, asked: amount)
    case (.draft, .withdraw), (.submitted, .withdraw), (.answered, .withdraw):
      changed.state = .withdrawn
      changed.settledAt = now
    case (.draft, .answer), (.draft, .settle):
      throw DecisionRefusal(reason: "it was not submitted yet")
    case (.submitted, .submit):
      throw DecisionRefusal(reason: "it was submitted already")
    case (.answered, .answer):
      throw DecisionRefusal(reason: "it was answered already")
    case (.won, _), (.partly, _), (.lost, _), (.withdrawn, _):
      throw DecisionRefusal(reason: "it is over: \(state.rawValue)")
    }
    return changed
  }

  private static func outcome(of money: Money, asked: Money?) -> State {
    if money.minor == 0 { return .lost }
    guard let asked else { return .won }
    return money.minor >= asked.minor ? .won : .partly
  }
}
