package import Fulfillment
internal import GRDB

extension Store {
  /// Keeps what became of an attempt, or what the far side answered about one, with the evidence: the
  /// message and its purchase move on in this transaction, or not at all. An answer that comes late, to
  /// an attempt that others have settled or repeated since, is kept as evidence and moves only what it
  /// may: that the far side has it is believed however late.
  package func settle(
    _ claim: Claim, _ outcome: SendOutcome, powers: SupplierPowers, now: Timestamp
  ) throws {
    let what = "can't keep the outcome of " + claim.key
    try work(what, now: now, by: .dispatch) { work in
      guard var message = try work.message(claim.id), message.key == claim.key else {
        throw StoreError(.refused, what: what, why: "there is no such message")
      }
      try work.settle(&message, claim, outcome, powers)
    }
  }
}

extension Work {
  fileprivate mutating func settle(
    _ message: inout KeptMessage, _ claim: Claim, _ outcome: SendOutcome,
    _ powers: SupplierPowers
  ) throws {
    switch outcome {
    case .accepted(let numbers, let state, let cost, let note, let shipments):
      let word = SupplierWord(
        numbers: numbers, state: state, cost: cost, note: note, shipments: shipments)
      try arrive(&message, word, as: .accepted)
    case .refused(let text):
      try answer(&message, .refused(fence: claim.fence), powers, .refused, text)
      if message.sending.state == .rejected { try tellOfRefusal(message, text) }
    case .notSent(let text, let until):
      try answer(&message, .notSent(fence: claim.fence, until: until), powers, .notSent, text)
    case .lost(let text):
      try answer(&message, .lost(fence: claim.fence), powers, .lost, text)
    case .absent(let text):
      try answer(&message, isOf(claim, message) ? .absent : nil, powers, .absent, text)
    case .silent(let text, let until):
      try answer(
        &message, isOf(claim, message) ? .silent(until: until) : nil, powers, .silent, text)
    }
  }

  /// The question was about the attempt that is still the last one.
  private func isOf(_ claim: Claim, _ message: KeptMessage) -> Bool {
    claim.fence == message.sending.fence && claim.sending.attempts == message.sending.attempts
  }

  /// Takes the step if it still can be, and keeps the evidence in any case.
  private mutating func answer(
    _ message: inout KeptMessage, _ event: Sending.Event?, _ powers: SupplierPowers,
    _ evidence: Evidence, _ text: String
  ) throws {
    let before = message
    do {
      if let event { try step(&message, event, powers, outcome: text) }
    } catch is Sending.Refusal {
      message = before
    }
    if message.sending == before.sending {
      // It moved nothing: what the operator reads stays about what did.
      message.outcome = before.outcome
      try keep(message)
      try note(message, evidence, text.isEmpty ? "too late" : "too late: " + text)
    } else {
      try note(message, evidence, text)
    }
  }

  /// A payment or a cancellation that was refused is told beside the purchase, where it is looked for.
  private mutating func tellOfRefusal(_ message: KeptMessage, _ text: String) throws {
    guard !message.isPlacing, let purchaseID = message.purchaseID,
      message.kind != OutboxMessage.Kind.fulfil.rawValue, var placing = try placing(of: purchaseID)
    else { return }
    let deed = message.kind == OutboxMessage.Kind.pay.rawValue ? "payment" : "cancellation"
    placing.outcome = (deed + " refused: " + text).sanitised(limit: 500)
    try keep(placing)
  }
}
