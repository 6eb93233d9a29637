/// Where one message stands on its way out, and every step it may take: the exactly-once protocol as a
/// value. Whoever keeps it writes each new value in the transaction that found the event to hold.
package struct Sending: Hashable, Sendable {
  package enum State: String, CaseIterable, Sendable {
    /// Waits for an operator's approval.
    case proposed
    /// Counts down, or waits to be let go; can be taken back.
    case held
    /// May leave.
    case ready
    /// A dispatcher is sending it.
    case claimed
    /// It may or may not have arrived: asked about, never repeated blindly.
    case unknown
    /// The far side can't tell what became of it: an operator must.
    case waiting
    /// It arrived and was accepted.
    case sent
    /// The far side refused it: it had no effect.
    case rejected
    /// Taken back before it left.
    case withdrawn

    /// Nothing more happens to it.
    package var isFinal: Bool { self == .sent || self == .rejected || self == .withdrawn }
    /// It has not left the house, so it can be taken back.
    package var isHere: Bool { self == .proposed || self == .held || self == .ready }
    /// It left, and nobody knows whether it arrived.
    package var isInDoubt: Bool { self == .unknown || self == .waiting }
  }

  package var state: State
  /// While held: leaves then; nil: an operator must let it go.
  package var holdUntil: Timestamp?
  /// Not tried again, or asked about again, before then.
  package var notBefore: Timestamp?
  /// Times it was sent.
  package var attempts: Int
  /// The fencing number of the dispatcher that claimed it last.
  package var fence: Int64
  package var firstSentAt: Timestamp?
  package var lastSentAt: Timestamp?
  /// An earlier attempt has an unknown outcome: only word of the far side's own books settles it now.
  package var isDoubtful: Bool
  /// Times in a row that the far side was asked in vain.
  package var asked: Int

  package init(
    state: State, holdUntil: Timestamp? = nil, notBefore: Timestamp? = nil, attempts: Int = 0,
    fence: Int64 = 0, firstSentAt: Timestamp? = nil, lastSentAt: Timestamp? = nil,
    isDoubtful: Bool = false, asked: Int = 0
  ) {
    self.state = state
    self.holdUntil = holdUntil
    self.notBefore = notBefore
    self.attempts = attempts
    self.fence = fence
    self.firstSentAt = firstSentAt
    self.lastSentAt = lastSentAt
    self.isDoubtful = isDoubtful
    self.asked = asked
  }

  /// A message that leaves at that time unless it is taken back.
  package static func held(until: Timestamp, now: Timestamp) -> Sending {
    until <= now ? Sending(state: .ready) : Sending(state: .held, holdUntil: until)
  }

  /// What can happen to a message.
  package enum Event: Hashable, Sendable {
    /// An operator approves a proposal; it leaves at that time.
    case approve(until: Timestamp)
    /// An operator stops the countdown.
    case pause
    /// An operator lets it go, at that time.
    case resume(until: Timestamp)
    /// Taken back, by a person or because its reason is gone.
    case withdraw
    /// The hold window may have passed.
    case due
    /// A dispatcher takes it under its fencing number.
    case claim(fence: Int64)
    /// The far side has it.
    case accepted
    /// The far side says no to the attempt of that fence.
    case refused(fence: Int64)
    /// The attempt of that fence never left the house, or was turned away unread; again after that.
    case notSent(fence: Int64, until: Timestamp)
    /// Nobody knows what became of the attempt of that fence (time-out, reset, 5xx).
    case lost(fence: Int64)
    /// Its dispatcher is gone: a fencing number above its own is in use.
    case orphaned
    /// The far side was asked and does not have it.
    case absent
    /// The far side was asked and gave no answer, or none that tells; again after that.
    case silent(until: Timestamp)
    /// An operator has found out that the far side does not have it.
    case settledAbsent
  }

  /// Why an event can't be: in the operator's words.
  package struct Refusal: Error, Hashable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
  }

  /// Takes a step. An event that can't be leaves the value as it was and throws the reason; one that
  /// has nothing to say any more (a late duplicate) changes nothing.
  package mutating func apply(
    _ event: Event, powers: SupplierPowers, now: Timestamp
  ) throws(Refusal) {
    switch event {
    case .approve(let until):
      guard state == .proposed else { throw Refusal(reason: "it is not waiting for approval") }
      self = .held(until: until, now: now)
    case .pause:
      guard state == .held && holdUntil != nil || state == .ready && !isDoubtful else {
        throw refusal("held")
      }
      (state, holdUntil) = (.held, nil)
    case .resume(let until):
      guard state == .held else { throw refusal("let go") }
      (state, holdUntil) = until <= now ? (.ready, nil) : (.held, until)
    case .withdraw:
      guard state.isHere, !isDoubtful else { throw refusal("taken back") }
      (state, holdUntil, notBefore) = (.withdrawn, nil, nil)
    case .due:
      guard state == .held, let holdUntil, holdUntil <= now else { return }
      (state, self.holdUntil) = (.ready, nil)
    case .claim(let fence):
      try claim(fence, powers, now)
    case .accepted:
      // Whoever says so, and however late: the far side has it.
      guard attempts > 0, state != .withdrawn else { throw refusal("accepted") }
      (state, notBefore, isDoubtful) = (.sent, nil, false)
    case .refused(let fence):
      guard isOwn(fence) else { return }
      isDoubtful ? doubt(now, powers) : (state = .rejected)
    case .notSent(let fence, let until):
      guard isOwn(fence) else { return }
      if isDoubtful {
        doubt(now, powers)
      } else {
        state = .ready
      }
      notBefore = max(until, notBefore ?? until)
    case .lost(let fence):
      guard isOwn(fence) else { return }
      doubt(now, powers)
    case .orphaned:
      guard state == .claimed else { return }
      doubt(now, powers)
    case .absent: try absent(powers, now)
    case .silent(let until):
      guard state == .unknown else { return }
      asked += 1
      notBefore = until
      if asked >= Sending.patience { state = .waiting }
    case .settledAbsent:
      guard state.isInDoubt else { throw refusal("settled") }
      (state, notBefore, isDoubtful) = (.rejected, nil, false)
    }
  }

  /// What a dispatcher does with it now.
  package enum Step: Hashable, Sendable {
    case send
    /// Send the same key again: the far side refuses a second one.
    case resend
    /// Ask the far side whether it has it.
    case ask
    /// Nothing before then.
    case wait(until: Timestamp)
    /// An operator must act.
    case person
    case nothing
  }

  /// The next step, as things stand.
  package func step(powers: SupplierPowers, now: Timestamp) -> Step {
    switch state {
    case .proposed, .waiting: return .person
    case .held:
      guard let holdUntil else { return .person }
      return holdUntil <= now ? .send : .wait(until: holdUntil)
    case .ready:
      if let notBefore, notBefore > now { return .wait(until: notBefore) }
      return .send
    case .claimed, .sent, .rejected, .withdrawn: return .nothing
    case .unknown:
      if let notBefore, notBefore > now { return .wait(until: notBefore) }
      if powers.isQueryable { return .ask }
      return mayResend(powers, now) ? .resend : .person
    }
  }

  /// How often the far side is asked in vain before a person is.
  package static let patience = 8
  /// Before this much of its memory is left, the far side's deduplication is not relied upon.
  private static let margin = Span.hours(1)

  private mutating func claim(
    _ fence: Int64, _ powers: SupplierPowers, _ now: Timestamp
  ) throws(Refusal) {
    switch step(powers: powers, now: now) {
    case .send, .resend: break
    case .ask, .wait, .person, .nothing: throw refusal("sent")
    }
    guard fence > self.fence else {
      throw Refusal(reason: "a later dispatcher has had it already")
    }
    (state, holdUntil, notBefore) = (.claimed, nil, nil)
    self.fence = fence
    attempts += 1
    firstSentAt = firstSentAt ?? now
    lastSentAt = now
  }

  /// The far side does not have it. Only once nothing can be under way any more is that an answer: then
  /// it may go again under the same key.
  private mutating func absent(_ powers: SupplierPowers, _ now: Timestamp) throws(Refusal) {
    guard state.isInDoubt else { throw refusal("asked about") }
    let settledAt = (lastSentAt ?? now) + powers.settles
    guard now >= settledAt else {
      notBefore = settledAt
      return
    }
    (state, notBefore, isDoubtful, asked) = (.ready, nil, false, 0)
  }

  private mutating func doubt(_ now: Timestamp, _ powers: SupplierPowers) {
    isDoubtful = true
    state = powers.isQueryable || mayResend(powers, now) ? .unknown : .waiting
    notBefore = nil
    asked = 0
  }

  private func mayResend(_ powers: SupplierPowers, _ now: Timestamp) -> Bool {
    guard let memory = powers.deduplicates, attempts < Sending.patience else { return false }
    return now < (firstSentAt ?? now) + memory - Sending.margin
  }

  private func isOwn(_ fence: Int64) -> Bool { state == .claimed && fence == self.fence }

  private func refusal(_ deed: String) -> Refusal {
    switch state {
    case .proposed: Refusal(reason: "it waits for approval: it can't be \(deed)")
    case .held: Refusal(reason: "it is held already")
    case .ready:
      Refusal(reason: isDoubtful ? "it may have been sent before" : "it is about to leave")
    case .claimed: Refusal(reason: "it is being sent")
    case .unknown, .waiting: Refusal(reason: "it was sent, and its outcome is not known")
    case .sent: Refusal(reason: "it has been sent")
    case .rejected: Refusal(reason: "it was refused")
    case .withdrawn: Refusal(reason: "it was taken back")
    }
  }
}
