import Fulfillment
import Testing

/// The finer points of the protocol, one by one.
@Suite struct SendingTests {
  private let monday = ExampleFacts.monday
  private let remembering = SupplierPowers(deduplicates: .hours(24), settles: .minutes(30))
  private let queryable = SupplierPowers(isQueryable: true, settles: .minutes(10))

  /// Claimed on Monday 8:00 under fence 7.
  private func claimed() throws -> Sending {
    var sending = Sending.held(until: monday, now: monday)
    try sending.apply(.claim(fence: 7), powers: .none, now: monday)
    return sending
  }

  /// Lost as soon as it was claimed.
  private func lost(_ powers: SupplierPowers) throws -> Sending {
    var sending = try claimed()
    try sending.apply(.lost(fence: 7), powers: powers, now: monday)
    return sending
  }

  private func says(
    _ sending: inout Sending, _ event: Sending.Event, _ powers: SupplierPowers, after span: Span
  ) throws -> Sending.State {
    try sending.apply(event, powers: powers, now: monday + span)
    return sending.state
  }

  // Leaving

  @Test func holdOfNoLengthIsNoHold() {
    #expect(Sending.held(until: monday, now: monday) == Sending(state: .ready))
    let later = monday + .minutes(10)
    #expect(
      Sending.held(until: later, now: monday) == Sending(state: .held, holdUntil: later))
  }

  @Test func claimNotesWhoAndWhen() throws {
    let sending = try claimed()
    #expect(
      sending
        == Sending(
          state: .claimed, attempts: 1, fence: 7, firstSentAt: monday, lastSentAt: monday))
  }

  @Test(arguments: [Int64(6), 7])
  func dispatcherThatWasOvertakenClaimsNothing(_ fence: Int64) throws {
    var sending = try claimed()
    try sending.apply(.notSent(fence: 7, until: monday), powers: .none, now: monday)
    #expect(throws: Sending.Refusal(reason: "a later dispatcher has had it already")) {
      try sending.apply(.claim(fence: fence), powers: .none, now: monday)
    }
    try sending.apply(.claim(fence: 8), powers: .none, now: monday)
    #expect(sending.attempts == 2)
  }

  @Test(arguments: [
    Sending.Event.refused(fence: 6), .lost(fence: 6), .notSent(fence: 6, until: .init(seconds: 0)),
    .refused(fence: 8), .lost(fence: 8),
  ])
  func answerToAnotherAttemptSaysNothing(_ event: Sending.Event) throws {
    var sending = try claimed()
    let before = sending
    try sending.apply(event, powers: remembering, now: monday)
    #expect(sending == before)
  }

  @Test func whatNeverLeftIsAsIfNeverTried() throws {
    var sending = try claimed()
    let later = monday + .minutes(5)
    try sending.apply(.notSent(fence: 7, until: later), powers: .none, now: monday)
    #expect(sending == Sending(state: .ready, notBefore: later, attempts: 1, fence: 7))
    #expect(sending.step(powers: .none, now: monday) == .wait(until: later))
    #expect(sending.step(powers: .none, now: later) == .send)
  }

  @Test func approvalKeepsWhatWasTriedBefore() throws {
    var sending = Sending(state: .proposed, attempts: 1, fence: 7)
    try sending.apply(.approve(until: monday), powers: .none, now: monday)
    #expect(sending == Sending(state: .ready, attempts: 1, fence: 7))
  }

  @Test func endOfTheHoldIsKeptUntilItLeaves() throws {
    var sending = Sending.held(until: monday + .minutes(10), now: monday)
    try sending.apply(.due, powers: .none, now: monday + .minutes(12))
    #expect(sending.holdUntil == monday + .minutes(10))
    try sending.apply(.claim(fence: 1), powers: .none, now: monday + .minutes(12))
    #expect(sending.holdUntil == nil)
  }

  // Doubt, where the far side remembers

  @Test func repeatsWaitLongerAndLongerAndThenForAPerson() throws {
    var sending = try lost(remembering)
    var (now, waits): (Timestamp, [Int64]) = (monday, [])
    for fence in 8...20 as ClosedRange<Int64> {
      guard case .wait(let until) = sending.step(powers: remembering, now: now) else { break }
      waits.append((until - now).milliseconds / 1000)
      now = until
      try sending.apply(.claim(fence: fence), powers: remembering, now: now)
      try sending.apply(.lost(fence: fence), powers: remembering, now: now)
    }
    #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1920])
    #expect(sending.state == .waiting)
    #expect(sending.step(powers: remembering, now: now) == .person)
  }

  /// A refusal of a repeat (out of stock by now) settles nothing, and is the same a moment later.
  @Test func repeatsThatAreRefusedRestAsLongAsThoseThatAreLost() throws {
    var sending = try lost(remembering)
    var (now, waits): (Timestamp, [Int64]) = (monday, [])
    for fence in 8...20 as ClosedRange<Int64> {
      guard case .wait(let until) = sending.step(powers: remembering, now: now) else { break }
      waits.append((until - now).milliseconds / 1000)
      now = until
      try sending.apply(.claim(fence: fence), powers: remembering, now: now)
      try sending.apply(.refused(fence: fence), powers: remembering, now: now)
    }
    #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1920])
    #expect(sending.state == .waiting && sending.isDoubtful)
  }

  /// 24 hours less half an hour to arrive and an hour to spare.
  @Test(arguments: [(Int64(1349), Sending.Step.resend), (1350, .person)])
  func memoryIsReliedOnWithTimeToSpare(_ minutes: Int64, _ step: Sending.Step) throws {
    let sending = try lost(remembering)
    #expect(sending.step(powers: remembering, now: monday + .minutes(minutes)) == step)
  }

  @Test func memoryIsCountedFromTheFirstAttempt() throws {
    var sending = try lost(remembering)
    let later = monday + .hours(20)
    try sending.apply(.claim(fence: 8), powers: remembering, now: later)
    try sending.apply(.lost(fence: 8), powers: remembering, now: later)
    #expect(sending.step(powers: remembering, now: later + .hours(2)) == .resend)
    #expect(sending.step(powers: remembering, now: later + .hours(3)) == .person)
  }

  @Test func memoryIsCountedFromWhatMayHaveArrived() throws {
    var sending = try claimed()
    try sending.apply(.notSent(fence: 7, until: monday), powers: remembering, now: monday)
    let later = monday + .hours(23)
    try sending.apply(.claim(fence: 8), powers: remembering, now: later)
    try sending.apply(.orphaned, powers: remembering, now: later)
    #expect(sending.step(powers: remembering, now: later + .hours(20)) == .resend)
  }

  @Test(arguments: [(Int64(59), Sending.Step.resend), (61, .person)])
  func clockPutFarBackIsNotReliedOn(_ minutes: Int64, _ step: Sending.Step) throws {
    var sending = try lost(remembering)
    sending.notBefore = nil
    #expect(sending.step(powers: remembering, now: monday - .minutes(minutes)) == step)
  }

  @Test func secondAttemptThatIsRefusedTellsNothingOfTheFirst() throws {
    var sending = try lost(remembering)
    try sending.apply(.claim(fence: 8), powers: remembering, now: monday + .minutes(1))
    try sending.apply(.refused(fence: 8), powers: remembering, now: monday + .minutes(1))
    #expect(sending.state == .unknown)
    #expect(sending.isDoubtful)
  }

  // Doubt, where the far side can be asked

  @Test func absenceIsBelievedOnceItIsSaidTwiceInTime() throws {
    var sending = try lost(queryable)
    #expect(sending.step(powers: queryable, now: monday) == .ask)
    #expect(try says(&sending, .absent, queryable, after: .seconds(1)) == .unknown)
    #expect(
      sending.step(powers: queryable, now: monday + .seconds(1))
        == .wait(until: monday + .minutes(10)))
    #expect(try says(&sending, .absent, queryable, after: .minutes(10)) == .unknown)
    #expect(
      sending.step(powers: queryable, now: monday + .minutes(10))
        == .wait(until: monday + .minutes(20)))
    #expect(try says(&sending, .absent, queryable, after: .minutes(20)) == .ready)
    #expect(!sending.isDoubtful)
    #expect(sending.step(powers: queryable, now: monday + .minutes(20)) == .send)
  }

  /// Sent, lost and said to be absent, over and over: the eighth time a person is asked.
  @Test func whatNeverArrivesIsSentEightTimesAtMost() throws {
    var sending = Sending(state: .ready)
    var now = monday
    for fence in 1...20 as ClosedRange<Int64> {
      guard sending.step(powers: queryable, now: now) == .send else { break }
      try sending.apply(.claim(fence: fence), powers: queryable, now: now)
      try sending.apply(.lost(fence: fence), powers: queryable, now: now)
      for _ in 0..<2 {
        now = now + .minutes(10)
        try sending.apply(.absent, powers: queryable, now: now)
      }
    }
    #expect(sending.attempts == 8 && sending.state == .waiting && sending.isDoubtful)
    // The operator may have it asked again, and the far side is still believed.
    try sending.apply(.askAgain, powers: queryable, now: now)
    for _ in 0..<2 {
      now = now + .minutes(10)
      try sending.apply(.absent, powers: queryable, now: now)
    }
    #expect(sending.state == .waiting)
    try sending.apply(.accepted, powers: queryable, now: now)
    #expect(sending.state == .sent)
  }

  @Test func wordsTooCloseTogetherAreOne() throws {
    var sending = try lost(queryable)
    #expect(try says(&sending, .absent, queryable, after: .minutes(10)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .minutes(11)) == .unknown)
    #expect(sending.notBefore == monday + .minutes(20))
    #expect(try says(&sending, .absent, queryable, after: .minutes(19)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .minutes(20)) == .ready)
  }

  /// Nobody knows how long it really was between the two words.
  @Test(arguments: [Span.seconds(1), .minutes(10)])
  func clockPutForwardMakesNoAbsence(_ first: Span) throws {
    var sending = try lost(queryable)
    #expect(try says(&sending, .absent, queryable, after: .seconds(1)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .days(30)) == .unknown)
    #expect(
      try says(
        &sending, .absent, queryable,
        after: Span(milliseconds: Span.days(30).milliseconds + first.milliseconds))
        == (first == .minutes(10) ? .ready : .unknown))
  }

  @Test func silenceBetweenTwoWordsMakesThemOne() throws {
    var sending = try lost(queryable)
    _ = try says(&sending, .absent, queryable, after: .minutes(10))
    _ = try says(&sending, .silent(until: monday + .minutes(21)), queryable, after: .minutes(20))
    #expect(try says(&sending, .absent, queryable, after: .minutes(21)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .minutes(31)) == .ready)
  }

  @Test func clockPutBackCountsFromNow() throws {
    var sending = try lost(queryable)
    let earlier = monday - .days(300)
    try sending.apply(.absent, powers: queryable, now: earlier)
    #expect(sending.lastSentAt == earlier)
    #expect(
      sending.step(powers: queryable, now: earlier) == .wait(until: earlier + .minutes(10)))
  }

  @Test func waitOfMoreThanADayIsAClockPutBack() throws {
    var sending = try lost(queryable)
    _ = try says(&sending, .silent(until: monday + .hours(24)), queryable, after: .minutes(1))
    #expect(
      sending.step(powers: queryable, now: monday) == .wait(until: monday + .hours(24)))
    #expect(sending.step(powers: queryable, now: monday - .minutes(1)) == .ask)
  }

  @Test func silenceEndsWithAPersonAndAWordBringsItBack() throws {
    var sending = try lost(queryable)
    for ask in 1...8 as ClosedRange<Int64> {
      let until = monday + .minutes(ask)
      let state = try says(&sending, .silent(until: until), queryable, after: .minutes(ask))
      #expect(state == (ask == 8 ? .waiting : .unknown))
    }
    #expect(try says(&sending, .absent, queryable, after: .hours(1)) == .unknown)
    #expect(sending.step(powers: queryable, now: monday + .hours(2)) == .ask)
  }

  /// An operator is impatient: it is asked at once, and still believed only when said twice in time.
  @Test func askingAgainForgetsTheFirstWord() throws {
    var sending = try lost(queryable)
    #expect(try says(&sending, .absent, queryable, after: .minutes(10)) == .unknown)
    #expect(try says(&sending, .askAgain, queryable, after: .minutes(11)) == .unknown)
    #expect(sending.step(powers: queryable, now: monday + .minutes(11)) == .ask)
    #expect(try says(&sending, .absent, queryable, after: .minutes(11)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .minutes(20)) == .unknown)
    #expect(try says(&sending, .absent, queryable, after: .minutes(21)) == .ready)
  }

  /// Asked twice within one instant, under a clock that stands still, must not go on for ever.
  @Test func farSideThatSettlesAtOnceIsStillAskedTwice() throws {
    let swift = SupplierPowers(isQueryable: true, settles: .seconds(0))
    var sending = try lost(swift)
    try sending.apply(.absent, powers: swift, now: monday)
    #expect(sending.step(powers: swift, now: monday) == .wait(until: monday + .seconds(1)))
    #expect(try says(&sending, .absent, swift, after: .seconds(1)) == .ready)
  }

  // Truth that comes late

  @Test(arguments: [Sending.State.rejected, .withdrawn, .ready, .held, .waiting, .unknown])
  func whatTheFarSideHasIsSent(_ state: Sending.State) throws {
    var sending = Sending(
      state: state, holdUntil: state == .held ? monday : nil, notBefore: monday, attempts: 1,
      fence: 7, firstSentAt: monday, lastSentAt: monday, isDoubtful: state.isInDoubt)
    try sending.apply(.accepted, powers: .none, now: monday)
    #expect(
      sending
        == Sending(
          state: .sent, attempts: 1, fence: 7, firstSentAt: monday, lastSentAt: monday))
  }

  @Test(arguments: Sending.State.allCases)
  func wordsForStatesAgree(_ state: Sending.State) {
    #expect([state.isFinal, state.isHere, state.isInDoubt].filter { $0 }.count <= 1)
    #expect((state == .claimed) == !(state.isFinal || state.isHere || state.isInDoubt))
  }
}
