import Fulfillment
import Testing

@Suite struct ShortAgeTests {
  @Test(arguments: [
    (Span.seconds(0), "now"), (.seconds(59), "now"), (.seconds(-500), "now"), (.days(-9), "now"),
    (.minutes(1), "1m"), (.seconds(299), "4m"), (.minutes(59), "59m"), (.minutes(60), "1h"),
    (.minutes(119), "1h"), (.hours(3), "3h"), (.hours(26), "26h"), (.hours(47), "47h"),
    (.hours(48), "2d"), (.days(9), "9d"), (.days(364), "364d"), (.days(729), "729d"),
    (.days(730), "2y"), (.days(3650), "10y"),
  ])
  func ageIsShort(_ span: Span, _ text: String) {
    #expect(ShortAge.text(span) == text)
  }

  @Test(arguments: seeds)
  func ageIsNeverWiderThanFour(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let span = Span(milliseconds: random.int64(-1_000_000...3_000_000_000_000))
      #expect(ShortAge.text(span).count <= 4)
    }
  }
}

@Suite struct StateTextTests {
  private func isPlain(_ words: [String]) -> Bool {
    Set(words).count == words.count
      && words.allSatisfy { !$0.isEmpty && $0 == $0.lowercased() && $0 == $0.sanitised(limit: 24) }
  }

  @Test func everyStateHasWordsOfItsOwn() {
    #expect(isPlain(OrderState.allCases.map { StateText.text($0) }))
    #expect(isPlain(PaymentState.allCases.map { StateText.text($0) }))
    #expect(isPlain(PurchaseState.allCases.map { StateText.text($0) }))
    #expect(isPlain(TrackingStatus.allCases.map { StateText.text($0) }))
    #expect(isPlain(ReturnState.allCases.map { StateText.text($0) }))
    #expect(isPlain(OrderException.State.allCases.map { StateText.text($0) }))
  }

  @Test func wordsAreTheOperators() {
    #expect(StateText.text(OrderState.transit) == "in transit")
    #expect(StateText.text(OrderState.ready) == "to buy")
    #expect(StateText.text(PaymentState.partiallyRefunded) == "partly refunded")
    #expect(StateText.text(PurchaseState.acknowledged) == "accepted")
    #expect(StateText.text(TrackingStatus.attemptFailed) == "delivery failed")
    #expect(StateText.text(ReturnState.requested) == "waits for you")
    #expect(StateText.text(OrderException.State.snoozed) == "snoozed")
  }
}

@Suite struct StateTests {
  @Test(arguments: OrderState.allCases)
  func finalStatesAreThoseThatEnd(_ state: OrderState) {
    let ends: Set<OrderState> = [
      .delivered, .returned, .lost, .cancelled, .refunded, .fulfilled,
    ]
    #expect(state.isFinal == ends.contains(state))
  }

  @Test(arguments: TrackingStatus.allCases)
  func scanMeansTheCarrierHadIt(_ status: TrackingStatus) {
    let papers: Set<TrackingStatus> = [.unregistered, .label, .expired, .cancelled]
    #expect(status.isScan == !papers.contains(status))
    let ends: Set<TrackingStatus> = [.delivered, .returned, .lost, .cancelled]
    #expect(status.isFinal == ends.contains(status))
  }

  @Test(arguments: PaymentState.allCases)
  func capturedMeansMoneyCame(_ state: PaymentState) {
    #expect(state.isCaptured == [.paid, .partiallyPaid, .partiallyRefunded].contains(state))
  }

  @Test func severitiesAreOrderedAndNamed() {
    #expect(Severity.allCases.map(\.name) == ["notice", "warning", "serious", "critical"])
    #expect(Severity.allCases == Severity.allCases.sorted())
  }

  @Test func rowNumbersAreOrderedWithinTheirTable() {
    #expect(OrderID(3) < OrderID(12))
    #expect(Set([OrderID(3), OrderID(3)]).count == 1)
  }

  @Test func intakeResultsAddUp() {
    let sum =
      IntakeResult(imported: 1, changed: 2, unchanged: 3, refused: ["a"])
      + IntakeResult(imported: 10, changed: 20, unchanged: 30, refused: ["b"])
    #expect(sum == IntakeResult(imported: 11, changed: 22, unchanged: 33, refused: ["a", "b"]))
  }

  @Test(arguments: [
    (Decision.acknowledge, "acknowledge"), (.snooze(.untilMoved), "snooze"),
    (.resolve(reason: ""), "resolve"), (.note(""), "note"), (.tag(""), "tag"),
    (.untag(""), "untag"),
    (.contactSupplier(text: ""), "contact"), (.approveReturn(note: ""), "approve"),
    (.declineReturn(reason: ""), "decline"), (.askReturn(question: ""), "ask"),
  ])
  func decisionsHaveStableVerbs(_ decision: Decision, _ verb: String) {
    #expect(decision.verb == verb)
  }
}
