/// Where one message stands on its way out, and every step it may take: the exactly-once protocol as a
/// value. Whoever keeps it writes each new value in the transaction that found the event to hold.
package struct Sending: Hashable, Sendable {
  /// Where a message can stand.
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
  /// While held: leaves then; nil: an operator must let it go. While ready: when its hold passed.
  package var holdUntil: Timestamp?
  /// Not tried again, or asked about again, before then.
  package var notBefore: Timestamp?
  /// Times a dispatcher took it to send it.
  package var attempts: Int
  /// The fencing number of the dispatcher that claimed it last.
  package var fence: Int64
  /// The first and the last time that it may have reached the far side; nil: it never has.
  package var firstSentAt: Timestamp?
  package var lastSentAt: Timestamp?
  /// An earlier attempt has an unknown outcome: only word of the far side's own books settles it now.
  package var isDoubtful: Bool
  /// Times in a row that the far side was asked, or sent the same again, in vain.
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
    /// An operator wants the far side asked now.
    case askAgain
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
      hold(until, now)
    case .pause:
      guard state == .held && holdUntil != nil || state == .ready else {
        throw state == .held ? Refusal(reason: "it is held already") : refusal("held")
      }
      (state, holdUntil) = (.held, nil)
    case .resume(let until):
      guard state == .held else { throw refusal("let go") }
      hold(until, now)
    case .withdraw:
      guard state.isHere else { throw refusal("taken back") }
      (state, holdUntil, notBefore) = (.withdrawn, nil, nil)
    case .due:
      guard state == .held, let holdUntil, holdUntil <= now else { return }
      state = .ready
    case .claim(let fence):
      try claim(fence, powers, now)
    case .accepted:
      // Whoever says so, and however late: the far side has it. That it was taken back since, or given
      // up, changes nothing about it.
      guard attempts > 0 else { throw refusal("accepted") }
      (state, holdUntil, notBefore, isDoubtful) = (.sent, nil, nil, false)
    case .refused(let fence):
      guard isOwn(fence) else { return }
      // A second attempt that is refused tells nothing of the first.
      guard isDoubtful else {
        state = .rejected
        return
      }
      doubt(now, powers)
      rest(now, powers)
    case .notSent(let fence, let until):
      guard isOwn(fence) else { return }
      if isDoubtful {
        doubt(now, powers)
      } else {
        (state, firstSentAt, lastSentAt) = (.ready, nil, nil)
      }
      notBefore = max(until, notBefore ?? until)
    case .lost(let fence):
      guard isOwn(fence) else { return }
      doubt(now, powers)
      rest(now, powers)
    case .orphaned:
      guard state == .claimed else { return }
      doubt(now, powers)
    case .absent: try absent(powers, now)
    case .silent(let until):
      guard state == .unknown else { return }
      asked += 1
      notBefore = until
      if asked >= Sending.patience { state = .waiting }
    case .askAgain:
      guard state.isInDoubt else { throw refusal("asked about") }
      guard powers.isQueryable else {
        throw Refusal(reason: "it can't be asked: look at the supplier's own list")
      }
      (state, notBefore, asked) = (.unknown, nil, 0)
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
    case .ready: return pause(now).map(Step.wait) ?? .send
    case .claimed, .sent, .rejected, .withdrawn: return .nothing
    case .unknown:
      guard powers.isQueryable || mayResend(powers, now) else { return .person }
      return pause(now).map(Step.wait) ?? (powers.isQueryable ? .ask : .resend)
    }
  }

  /// How often the far side is asked, or sent the same again, in vain before a person is asked; and how
  /// often at most something is sent that the far side never gets.
  package static let patience = 8
  /// The longest anything waits to be tried again: a later time was set by a clock that has been put
  /// back since.
  package static let longestPause = Span.days(1)
  /// Before this much of its memory is left, the far side's deduplication is not relied upon; nor once
  /// the clock is seen to have been put back by as much.
  private static let margin = Span.hours(1)

  /// How long nothing is sent again after so many vain tries: from a quarter of a minute to an hour.
  private static func pause(after tries: Int) -> Span {
    min(.seconds(15) * (1 << Int64(min(max(tries, 0), 8))), .hours(1))
  }

  /// Until when nothing is tried; nil: now is the time.
  private func pause(_ now: Timestamp) -> Timestamp? {
    guard let notBefore, notBefore > now, notBefore <= now + Sending.longestPause else {
      return nil
    }
    return notBefore
  }

  private mutating func hold(_ until: Timestamp, _ now: Timestamp) {
    (state, holdUntil) = until <= now ? (.ready, nil) : (.held, until)
  }

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

  /// The far side does not have it. That is believed once it was said twice, `settles` apart, and both
  /// times when nothing could be under way any more: one word alone may be an old answer that comes
  /// late, or a clock put forward since the message was sent. Then it may go again under the same key,
  /// `patience` times in all; after that a person is asked.
  private mutating func absent(_ powers: SupplierPowers, _ now: Timestamp) throws(Refusal) {
    guard state.isInDoubt else { throw refusal("asked about") }
    guard powers.isQueryable else {
      throw Refusal(reason: "the supplier can't be asked: only an operator can settle it")
    }
    // A clock that was put back: it was sent before now, whatever was noted.
    let sentAt = min(lastSentAt ?? now, now)
    lastSentAt = sentAt
    let settledAt = sentAt + powers.settles
    // An early word leaves exactly `settledAt`, and silence is counted: only a first late word leaves
    // both like this.
    let secondAt =
      state == .unknown && asked == 0 ? notBefore.flatMap { $0 > settledAt ? $0 : nil } : nil
    let apart = max(powers.settles, .seconds(1))
    (state, asked) = (.unknown, 0)
    if now < settledAt {
      notBefore = settledAt
    } else if let secondAt, secondAt <= now {
      // What was sent so often and never arrives does not arrive the next time either.
      if attempts >= Sending.patience {
        (state, notBefore) = (.waiting, nil)
      } else {
        (state, notBefore, isDoubtful) = (.ready, nil, false)
      }
    } else {
      notBefore = min(secondAt ?? now + apart, now + apart)
    }
  }

  private mutating func doubt(_ now: Timestamp, _ powers: SupplierPowers) {
    asked = isDoubtful ? asked + 1 : 0
    isDoubtful = true
    state = powers.isQueryable || mayResend(powers, now) ? .unknown : .waiting
    notBefore = nil
  }

  /// What was lost or turned down a moment ago is so again if it is repeated at once.
  private mutating func rest(_ now: Timestamp, _ powers: SupplierPowers) {
    guard state == .unknown, !powers.isQueryable else { return }
    notBefore = now + Sending.pause(after: asked)
  }

  /// The far side surely remembers the first attempt.
  private func mayResend(_ powers: SupplierPowers, _ now: Timestamp) -> Bool {
    guard let memory = powers.deduplicates, asked < Sending.patience, let firstSentAt,
      now > (lastSentAt ?? firstSentAt) - Sending.margin
    else { return false }
    // The attempt may take its time to arrive, and must still be remembered then.
    return now < firstSentAt + memory - powers.settles - Sending.margin
  }

  private func isOwn(_ fence: Int64) -> Bool { state == .claimed && fence == self.fence }

  private func refusal(_ deed: String) -> Refusal {
    switch state {
    case .proposed: Refusal(reason: "it waits for approval: it can't be \(deed)")
    case .held: Refusal(reason: "it is held: it can't be \(deed)")
    case .ready: Refusal(reason: "it has not left: it can't be \(deed)")
    case .claimed: Refusal(reason: "it is being sent")
    case .unknown, .waiting: Refusal(reason: "it was sent, and its outcome is not known")
    case .sent: Refusal(reason: "it has been sent")
    case .rejected: Refusal(reason: "it was refused")
    case .withdrawn: Refusal(reason: "it was taken back")
    }
  }
}
