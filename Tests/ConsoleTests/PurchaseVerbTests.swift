import Canvas
import Fulfillment
import Testing

@testable import Console

/// Which purchase allows what.
struct PurchaseVerbTests {
  private func row(
    _ sending: Sending.State?, _ state: PurchaseState = .intended, until: Timestamp? = nil,
    number: String = ""
  ) -> PurchaseRow {
    PurchaseRow(
      id: PurchaseOrderID(1), key: "SC-1", order: OrderID(1), orderName: "#1", supplier: "CJ",
      number: number, state: state, sending: sending, holdUntil: until,
      placedAt: SampleBoard.now)
  }

  private func verbs(_ row: PurchaseRow) -> [PurchaseVerb] {
    [.approve, .hold, .drop, .cancel, .ask, .placed, .absent].filter { $0.fits(row) }
  }

  @Test(arguments: [
    (Sending.State.proposed, [PurchaseVerb.approve, .drop]), (.held, [.hold, .drop]),
    (.ready, [.hold, .drop]), (.claimed, []), (.rejected, []), (.withdrawn, []),
  ])
  func whatHasNotArrivedAllows(_ sending: Sending.State, _ expected: [PurchaseVerb]) {
    #expect(verbs(row(sending)) == expected)
  }

  @Test(arguments: [Sending.State.unknown, .waiting])
  func whatIsInDoubtCanOnlyBeSettled(_ sending: Sending.State) {
    #expect(verbs(row(sending, .unknown)) == [.ask, .placed, .absent])
    // Asked about once more at this moment: let it come back first.
    #expect(verbs(row(.claimed, .unknown)) == [])
  }

  @Test(arguments: [
    (PurchaseState.placed, true), (.unpaid, true), (.acknowledged, true), (.shipped, true),
    (.delivered, false), (.cancelled, false), (.rejected, false), (.unclear, true),
  ])
  func whatTheSupplierHasItCanBeAskedToDrop(_ state: PurchaseState, _ can: Bool) {
    #expect(verbs(row(.sent, state, number: "CJ-1")) == (can ? [.cancel] : []))
    #expect(verbs(row(nil, state, number: "CJ-1")) == (can ? [.cancel] : []))
    #expect(verbs(row(.sent, state)) == [])
  }

  @Test(arguments: [PurchaseVerb.approve, .hold, .drop, .cancel, .ask, .placed, .absent])
  func eachSaysWhyNotForNoneOneAndMany(_ verb: PurchaseVerb) {
    #expect(verb.lack([PurchaseRow]()) == "nothing is bought here; p plans it")
    let one = verb.lack([row(.claimed)])
    let many = verb.lack([row(.claimed), row(.rejected)])
    #expect(one.hasSuffix(": being sent"))
    #expect(!many.isEmpty && many != one && !many.contains("being sent"))
    #expect(verb.lack([QueueRow]()) == "nothing waits to be bought here; p plans it")
  }

  @Test(arguments: Sending.State.allCases)
  func theOrderScreenTellsEachStateWithASign(_ sending: Sending.State) {
    let field = row(sending, sending == .sent ? .placed : .intended).standing(
      Departure(now: SampleBoard.now))
    let sign = field.text.prefix(1)
    #expect("?=→‼✗✓-○".contains(sign))
    #expect(field.text.count > 3)
  }

  @Test func aCountdownInTheOrderEndsInWords() {
    let now = SampleBoard.now
    #expect(
      row(.held, until: now + .seconds(62)).standing(Departure(now: now)).text
        == "= written down, leaves in 1:02")
    #expect(row(.held, until: now).standing(Departure(now: now)).text == "→ about to leave")
    #expect(row(.held).standing(Departure(now: now)).text == "= on hold until it is released")
  }

  @Test(arguments: [
    (Decision.approvePurchase, true, true, false, false),
    (.holdPurchase, false, false, true, false), (.releasePurchase, true, true, false, false),
    (.dropPurchase(reason: "x"), true, false, true, false),
    (.cancelPurchase(reason: "x"), true, true, false, false),
    (.settlePlaced(number: "1"), false, false, false, true),
    (.settleAbsent(reason: "x"), false, false, false, true),
    (.stopBuying(reason: "x"), false, false, false, false),
    (.startBuying, false, false, false, false), (.buy, false, false, false, false),
  ])
  func verbsKnowWhatTheyWeigh(
    _ decision: Decision, _ isWeighty: Bool, _ leaves: Bool, _ isRepeatable: Bool, _ isFinal: Bool
  ) {
    let verb = Verb.decide(decision)
    #expect(verb.isWeighty == isWeighty)
    #expect(verb.leaves == leaves)
    #expect(verb.isRepeatable == isRepeatable)
    #expect(verb.isFinal == isFinal)
    #expect(verb.targetKind == .order)
  }

  @Test(arguments: [
    (Decision.dropPurchase(reason: "late"), "reason: late"),
    (.cancelPurchase(reason: "late"), "reason: late"),
    (.settleAbsent(reason: "late"), "reason: late"), (.settlePlaced(number: "77"), "number: 77"),
    (.stopBuying(reason: "late"), "reason: late"),
  ])
  func theWordsOfADecisionAreShownWithIt(_ decision: Decision, _ words: String) {
    #expect(Verb.decide(decision).detail(LocalTime(zone: .utc)) == words)
  }
}

/// From the exceptions, where a row does not tell of its purchases.
struct ExceptionBuyingTests {
  private func session(_ keys: String) -> SampleSession {
    var session = SampleSession(size: .narrow, board: .buying())
    session.press("2")
    session.press(keys)
    return session
  }

  @Test func thePurchasesAreReadAndItIsSaidWhyNot() {
    let session = session("h")
    #expect(session.lastDecision == nil)
    #expect(session.notice?.contains("outcome not known") == true)
  }

  @Test(arguments: ["h", "y", "x"])
  func whatIsNotAboutBuyingSaysSo(_ key: String) {
    let session = session("jj" + key)
    #expect(session.state.exceptions.selected?.code == "parcel.returning")
    #expect(session.notice == "nothing waits to be bought here; p plans it")
  }

  @Test func enterShowsTheEvidence() {
    let session = session("<enter>")
    #expect(session.screen.contains("‼ outcome not known"))
  }
}

/// A purchase waits for its own window, an answer to a customer for the general one.
@Suite struct HoldLineTests {
  @Test(arguments: [(nil, "10:00"), (Span.minutes(2), "2:00")] as [(Span?, String)])
  func theWindowToldIsThatOfPurchases(hold: Span?, told: String) {
    var settings = ConsoleSettings.sample
    settings.purchaseHold = hold
    let state = ConsoleState(
      size: Size(columns: 80, rows: 24), now: Timestamp(seconds: 1_763_380_800),
      settings: settings, keymap: .standard)
    #expect(state.purchaseHoldLine.contains("(\(told))"), "\(state.purchaseHoldLine)")
    #expect(state.holdLine(settings.hold).contains("(10:00)"))
  }
}
