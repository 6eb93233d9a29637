import Fulfillment

/// A supplier that really records orders, in its own true time. The message's key is always the same,
/// so every order recorded is one of the same purchase.
struct FarSide {
  let powers: SupplierPowers
  /// When each order was recorded.
  private(set) var recorded: [Timestamp] = []
  /// What has left and not arrived yet.
  private var underWay: [Timestamp] = []

  init(powers: SupplierPowers) { self.powers = powers }

  /// It has the order, or will.
  var hasOrWill: Bool { !recorded.isEmpty || !underWay.isEmpty }

  /// The attempt arrives at that time, recorded or recognised as a repeat.
  mutating func send(arriving time: Timestamp) { underWay.append(time) }

  /// Records what has arrived by now.
  mutating func advance(to time: Timestamp) {
    for arrival in underWay.filter({ $0 <= time }).sorted() {
      let isRepeat = recorded.contains { arrival - $0 < (powers.deduplicates ?? .seconds(-1)) }
      if !isRepeat { recorded.append(arrival) }
    }
    underWay.removeAll { $0 <= time }
  }
}

/// A message, its dispatchers, an operator and the far side, taking turns at random. Whatever the
/// message does is done by `Sending`; everything else here is the world.
struct SendingWorld {
  /// How well the clock goes.
  enum ClockFault: CaseIterable, Sendable {
    case none
    /// Put forward once, by any span, at any time.
    case forward
    /// Put back any number of times: by less than an hour together where the far side's memory counts,
    /// else by any span.
    case back
    case forwardAndBack
  }

  var random: SplitMix64
  let powers: SupplierPowers
  let fault: ClockFault
  /// The operator settles by guessing: what comes of that is on the operator.
  let isCareless: Bool
  private(set) var far: FarSide
  private(set) var sending: Sending
  private var time = ExampleFacts.monday
  private var offset = Span.seconds(0)
  private var hasGoneForward = false
  private var backward = Span.seconds(0)
  private var fence: Int64 = 0
  /// Answers to attempts that are heard late.
  private var late: [Sending.Event] = []
  /// An answer to a question that is heard late: at most one dispatcher is that slow.
  private var lateWord: Sending.Event?
  private(set) var isSettledByOperator = false
  private(set) var sends = 0
  private(set) var log: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    powers = SupplierPowers(
      deduplicates: random.pick([nil, nil, .hours(3), .hours(24), .days(4000)], or: nil),
      isQueryable: random.once(in: 2),
      settles: random.pick([.minutes(1), .minutes(10), .hours(1)], or: .minutes(10)))
    fault = random.pick(ClockFault.allCases, or: .none)
    isCareless = random.once(in: 8)
    far = FarSide(powers: powers)
    sending =
      random.once(in: 2)
      ? Sending(state: .proposed)
      : .held(until: ExampleFacts.monday + .minutes(random.int64(0...10)), now: time)
  }

  /// What the clock on the wall says.
  var now: Timestamp { time + offset }

  mutating func turn() {
    switch random.int(0...9) {
    case 0...2: wait()
    case 3: operate()
    case 4: tell()
    case 5: moveClock()
    case 6 where sending.state.isInDoubt: moveClock()
    default: dispatch()
    }
  }

  /// The clock is right from now on, the far side answers, and the operator does what is asked of them.
  mutating func comeToAnEnd() -> Bool {
    for _ in 0..<60 where !sending.state.isFinal {
      tell()
      switch sending.step(powers: powers, now: now) {
      case .wait where sending.state == .held: helpHonestly()
      case .wait(let until): pass(until - now)
      case .person: helpHonestly()
      case .ask: apply(far.recorded.isEmpty ? .absent : .accepted)
      case .send, .resend: send(isAnswered: true)
      case .nothing: apply(.orphaned)
      }
    }
    return sending.state.isFinal
  }

  private mutating func wait() {
    // Most goes wrong while something is under way.
    if sending.state.isInDoubt, random.once(in: 2) { return pass(.seconds(random.int64(1...9))) }
    pass(
      random.pick(
        [
          .seconds(1), .seconds(5), .seconds(30), .minutes(2), .minutes(10), .hours(1),
          .minutes(random.int64(0...1500)), .days(3),
        ], or: .seconds(1)))
  }

  private mutating func pass(_ span: Span) {
    time = time + max(span, .milliseconds(1))
    far.advance(to: time)
  }

  private mutating func moveClock() {
    let jump = random.pick([.minutes(3), .minutes(50), .hours(25), .days(40)], or: Span.hours(1))
    if random.once(in: 2), fault == .forward || fault == .forwardAndBack, !hasGoneForward {
      (offset, hasGoneForward) = (Span(milliseconds: offset.milliseconds + jump.milliseconds), true)
      log.append("clock +\(jump.limitText)")
    } else if fault == .back || fault == .forwardAndBack {
      let together = Span(milliseconds: backward.milliseconds + jump.milliseconds)
      guard powers.isQueryable || together < .hours(1) else { return }
      backward = together
      offset = Span(milliseconds: offset.milliseconds - jump.milliseconds)
      log.append("clock -\(jump.limitText)")
    }
  }

  private mutating func operate() {
    switch random.int(0...7) {
    case 0: apply(.approve(until: now + .minutes(random.int64(0...10))))
    case 1: apply(.pause)
    case 2, 3: apply(.resume(until: now))
    case 4 where random.once(in: 6): apply(.withdraw)
    case 5: settle()
    case 6: apply(.askAgain)
    default: apply(.due)
    }
  }

  /// Looks into the far side's books, or guesses.
  private mutating func settle() {
    guard sending.state.isInDoubt else { return apply(.settledAbsent) }
    if isCareless {
      isSettledByOperator = true
      apply(random.once(in: 2) ? .settledAbsent : .accepted)
    } else if !far.hasOrWill {
      apply(.settledAbsent)
    } else if !far.recorded.isEmpty {
      apply(.accepted)
    }
  }

  private mutating func helpHonestly() {
    switch sending.state {
    case .proposed: apply(.approve(until: now))
    case .held: apply(.resume(until: now))
    default:
      pass(powers.settles)
      apply(far.recorded.isEmpty ? .settledAbsent : .accepted)
    }
  }

  private mutating func dispatch() {
    switch sending.step(powers: powers, now: now) {
    case .send, .resend: send(isAnswered: random.once(in: 3))
    case .ask: ask()
    case .nothing where sending.state == .claimed:
      apply(.orphaned)
    case .wait, .person, .nothing:
      // Nothing that arrives at the wrong moment may do harm.
      switch random.int(0...5) {
      case 0: apply(.claim(fence: fence))
      case 1: apply(.refused(fence: fence - 1))
      case 2: apply(.lost(fence: fence - 1))
      case 3: apply(.notSent(fence: fence - 1, until: now))
      default: if !far.recorded.isEmpty { apply(.accepted) }
      }
    }
  }

  private mutating func ask() {
    let answer: Sending.Event
    if random.once(in: 4) {
      answer = .silent(until: now + .minutes(random.int64(0...90)))
    } else {
      answer = far.recorded.isEmpty ? .absent : .accepted
    }
    if lateWord == nil, random.once(in: 5) {
      lateWord = answer
    } else {
      apply(answer)
    }
  }

  private mutating func send(isAnswered: Bool) {
    fence += 1
    apply(.claim(fence: fence))
    guard sending.state == .claimed, sending.fence == fence else {
      log.append("the step was refused")
      return
    }
    if !isAnswered, random.once(in: 4) {
      return answered(.notSent(fence: fence, until: now + .minutes(random.int64(0...30))))
    }
    if random.once(in: 8) { return answered(.refused(fence: fence)) }
    sends += 1
    log.append("sent")
    guard isAnswered || random.once(in: 2) else {
      // Lost: never arrives, or arrives while the far side may still record it.
      if random.once(in: 2) {
        let settles = powers.settles.milliseconds
        far.send(arriving: time + .milliseconds(random.int64(0...(settles - 1))))
        far.advance(to: time)
      }
      return answered(random.once(in: 4) ? .orphaned : .lost(fence: fence))
    }
    far.send(arriving: time)
    far.advance(to: time)
    answered(random.once(in: 6) && !isAnswered ? .orphaned : .accepted)
  }

  /// The answer is heard now, or later from a dispatcher that was put to sleep.
  private mutating func answered(_ event: Sending.Event) {
    if random.once(in: 5) {
      late.append(event)
    } else {
      apply(event)
    }
  }

  private mutating func tell() {
    if let word = lateWord, random.once(in: 2) {
      lateWord = nil
      return apply(word)
    }
    guard let index = late.indices.randomElement(using: &random) else { return }
    let event = late.remove(at: index)
    // What is known to be an orphan is known by its fence.
    if event != .orphaned || sending.fence == fence { apply(event) }
  }

  private mutating func apply(_ event: Sending.Event) {
    let before = sending
    do {
      try sending.apply(event, powers: powers, now: now)
    } catch {
      log.append("\(event) refused: \(error.reason)")
      if sending != before { log.append("CHANGED BY A REFUSED EVENT") }
      return
    }
    if sending.state != before.state { log.append("\(event): \(sending.state)") }
  }
}
