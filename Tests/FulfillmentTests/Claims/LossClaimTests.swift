import Testing

@testable import Fulfillment

@Suite struct LossClaimTests {
  private static let steps: [ClaimStep] = [
    .submit(reference: "D-1"), .answer(note: "more photos"),
    .settle(recovered: Money(minor: 1200, currency: .usd)), .withdraw,
  ]

  private static func claim(_ state: LossClaim.State) -> LossClaim {
    LossClaim(
      id: ClaimID(1), party: .supplier, name: "cj", kind: .lost, parcel: ExampleFacts.number,
      state: state, amount: Money(minor: 1200, currency: .usd), openedAt: day(20),
      wanted: [.photos, .customerMessage])
  }

  /// What every step makes of every state; nil: refused.
  private static let table: [LossClaim.State: [LossClaim.State?]] = [
    .draft: [.submitted, nil, nil, .withdrawn],
    .submitted: [nil, .answered, .won, .withdrawn],
    .answered: [.submitted, nil, .won, .withdrawn],
    .won: [nil, nil, nil, nil], .partly: [nil, nil, nil, nil], .lost: [nil, nil, nil, nil],
    .withdrawn: [nil, nil, nil, nil],
  ]

  @Test(arguments: LossClaim.State.allCases)
  func everyStepFromEveryStateIsInTheTable(state: LossClaim.State) throws {
    let row = try #require(LossClaimTests.table[state])
    for (step, expected) in zip(LossClaimTests.steps, row) {
      let result = try? LossClaimTests.claim(state).taking(step, now: day(22))
      #expect(result?.state == expected, "\(state) \(step.verb)")
      if let result { #expect((result.settledAt != nil) == result.state.isFinal) }
    }
  }

  @Test(arguments: [
    (Int64(1200), LossClaim.State.won), (1500, .won), (1199, .partly), (1, .partly), (0, .lost),
  ])
  func whatCameBackDecidesHowItEnded(minor: Int64, state: LossClaim.State) throws {
    let money = Money(minor: minor, currency: .usd)
    let claim = try LossClaimTests.claim(.submitted).taking(.settle(recovered: money), now: day(30))
    #expect(claim.state == state && claim.recovered == money && claim.settledAt == day(30))
  }

  @Test func moneyOfAnotherCurrencyOrLessThanNothingIsRefused() throws {
    let euro = try #require(Currency("EUR"))
    for money in [Money(minor: 1200, currency: euro), Money(minor: -1, currency: .usd)] {
      #expect(throws: DecisionRefusal.self) {
        try LossClaimTests.claim(.submitted).taking(.settle(recovered: money), now: day(30))
      }
    }
  }

  @Test func aSecondSubmissionKeepsTheFirstDay() throws {
    let sent = try LossClaimTests.claim(.draft).taking(.submit(reference: "D-1"), now: day(21))
    let answered = try sent.taking(.answer(note: "photos, please"), now: day(22))
    let again = try answered.taking(.submit(reference: ""), now: day(23))
    #expect(again.submittedAt == day(21) && again.reference == "D-1")
  }

  @Test func gatheredEvidenceIsNotMissing() {
    var claim = LossClaimTests.claim(.draft)
    claim.evidence = [.init(kind: .photos, text: "a.jpg", at: day(20), by: "Ada")]
    #expect(claim.missing == [.customerMessage])
  }

  @Test func theLetterHasWhatTheOtherSideAsksFor() {
    var claim = LossClaimTests.claim(.draft)
    claim.evidence = [.init(kind: .photos, text: "box\u{1B}[2J.jpg", at: day(20), by: "Ada")]
    var order = Order(
      externalID: "1", name: "#1001", placedAt: day(0), payment: .paid, currency: .usd)
    order.customerName = "Rosa Lima"
    let purchase = PurchaseOrder(
      supplier: "CJ", number: "CJ-77", reference: "#1001", state: .shipped, placedAt: day(0))
    let letter = claim.letter(order, purchases: [purchase])
    for part in ["CJ-77", "2026-03-02", "#1001", ExampleFacts.number, "12.00 USD", "photos: box"] {
      #expect(letter.contains(part), "\(part)")
    }
    #expect(!letter.contains("\u{1B}") && !letter.contains("Rosa"))
  }

  @Test(arguments: [
    (Int64(25), "until 2026-04-02 08:00"), (40, "closed on 2026-04-02 08:00, unclaimed"),
  ])
  func theLineOfTheCalendarSaysWhereTheWindowStands(days: Int64, text: String) {
    var way = Recourse(
      party: .supplier, name: "cj", title: "CJ", kind: .lost, parcel: ExampleFacts.number,
      noticedAt: day(20), window: ClaimWindow(opens: .unstated, closes: .at(day(31))),
      amount: Money(minor: 1200, currency: .usd), wanted: [.photos], asOf: day(0).date)
    way.phase = way.phase(at: day(days), notice: .days(3))
    let row = RecourseRow(order: OrderID(1), orderName: "#1", recourse: way)
    #expect(row.text.hasPrefix("supplier CJ: \(ExampleFacts.number), lost; 12.00 USD; \(text)"))
    #expect(row.isOpen == (days < 31))
    #expect(row.text.contains("wanted: photos") == row.isOpen)
  }
}
